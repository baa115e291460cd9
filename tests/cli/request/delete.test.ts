/** `requests delete`: what it asks, deletes and shows. */
import { randomUUID } from "node:crypto";
import { requestsCommand } from "../../../cli/request";
import { SOURCE, states } from "../../simulator/request-under-test";
import { answering } from "../command-under-test";
import { useRequestTenant, withoutWaits, writesOf } from "../request-tenant";

const { simulator, as } = useRequestTenant(requestsCommand);

const operationId = "deleteNonEmployeeRequest";
const deletion = "DELETE /non-employee-requests/{id}";

const add = (more: object = {}) =>
  simulator.store.addRequest(SOURCE, { accountName: "bob", ...more }).id;
const what = (id: string, state = "PENDING") =>
  `request ${id} (${state}) for Mary Jones 1 (bob) in source "Contractors" of tenant ${simulator.url}`;
const isThere = (id: string) => simulator.store.request(id) !== undefined;

describe("the command requests delete", () => {
  it.each(["table", "json", "csv"])("deletes a request and shows it as %s", async (format) => {
    const id = add();
    const { out, err, code } = await as("ada", ["delete", id, "--yes", "--format", format]);
    expect([err, code]).toEqual([[`deleted ${what(id)}`], 0]);
    expect(out).toContain(id);
    if (format === "json") expect(JSON.parse(out)).toMatchObject({ id, accountName: "bob" });
    expect(isThere(id)).toBe(false);
    expect(writesOf(simulator)).toEqual([deletion]);
  });

  it.each(["yes", "y", " YES "])("asks at a terminal, and goes on with %j", async (answer) => {
    const id = add({ firstName: "Ma\nry" });
    const { questions, options } = answering(answer);
    const marks: string[][] = [];
    const beginWriting = () => void marks.push(writesOf(simulator));
    const { code } = await as("ada", ["delete", id], { ...options, beginWriting });
    expect(questions).toEqual([
      `delete ${what(id).replace("Mary", "Ma\\nry")}. Go on? (yes or no) `,
    ]);
    expect([code, isThere(id), marks]).toEqual([0, false, [[]]]);
  });

  it.each(["no", "", "yess"])("writes nothing after the answer %j", async (answer) => {
    const id = add();
    const { out, err, code } = await as("ada", ["delete", id], answering(answer).options);
    expect([out, err, code]).toEqual(["", ["error: the answer was no: nothing was written"], 1]);
    expect([isThere(id), writesOf(simulator)]).toEqual([true, []]);
  });

  it("without a terminal needs --yes", async () => {
    const id = add();
    const { out, err, code } = await as("ada", ["delete", id]);
    expect([out, code]).toEqual(["", 1]);
    expect(err).toEqual([
      `error: nothing was written, because there is no terminal to ask for a yes. Give --yes to do it without the question: delete ${what(id)}`,
    ]);
    expect([isThere(id), writesOf(simulator)]).toEqual([true, []]);
  });

  it.each(["accepted", "refused"] as const)(
    "of a decided request does as the tenant does: %s",
    async (decidedDelete) => {
      simulator.behaviour.decidedDelete = decidedDelete;
      const id = add({ approvalStatus: "REJECTED" });
      const { out, err, code } = await as("ada", ["delete", id, "--yes"]);
      if (decidedDelete === "accepted") {
        expect([err, code]).toEqual([[`deleted ${what(id, "REJECTED")}`], 0]);
        return;
      }
      expect([JSON.parse(out).id, code, isThere(id)]).toEqual([id, 1, true]);
      expect(err[0]).toMatch(/^error: delete non-employee request \S+: 400 400\.1 /);
    },
  );

  it.each(["cancelled", "dropped"] as const)("leaves approvals %s", async (deletedApprovals) => {
    simulator.behaviour.deletedApprovals = deletedApprovals;
    const id = add();
    expect((await as("ada", ["delete", id, "--yes"])).code).toBe(0);
    const left = deletedApprovals === "dropped" ? [] : ["CANCELLED", "CANCELLED"];
    expect(states(simulator, id)).toEqual(left);
  });

  it.each(["404", "400.1.404"] as const)(
    "says that there is no such request (%s)",
    async (missingObject) => {
      simulator.behaviour.missingObject = missingObject;
      const { err, code } = await as("ada", ["delete", randomUUID(), "--yes"]);
      expect([err.length, code]).toEqual([1, 1]);
      expect(err[0]).toMatch(/^error: read non-employee request .* does not exist in this tenant/);
      expect(writesOf(simulator)).toEqual([]);
    },
  );

  it("needs an administrator", async () => {
    const id = add();
    const { err } = await as("grace", ["delete", id, "--yes"]);
    expect(err[0]).toMatch(/^error: delete non-employee request .*: 403 .* and a user level/);
    expect(isThere(id)).toBe(true);
  });
});

describe("the command requests delete, whose output or object is gone", () => {
  it("deletes nothing that it cannot write down", async () => {
    const id = add();
    const written = () => Promise.reject(new Error("the disk is full"));
    const { err, code } = await as("ada", ["delete", id, "--yes"], { written });
    expect([err.at(-1), code]).toEqual(["error: nothing was deleted: the disk is full", 1]);
    expect([isThere(id), writesOf(simulator)]).toEqual([true, []]);
  });

  it.each(["404", "400.1.404"] as const)(
    "takes a request that somebody else has deleted meanwhile for done (%s)",
    async (missingObject) => {
      simulator.behaviour.missingObject = missingObject;
      const id = add();
      const beginWriting = () => simulator.store.deleteRequest(id);
      const { out, code } = await as("ada", ["delete", id, "--yes"], { beginWriting });
      expect([JSON.parse(out).id, code]).toEqual([id, 0]);
      expect(writesOf(simulator)).toEqual([deletion]);
    },
  );

  it("does not believe that a request is not there while it can be read", async () => {
    const id = add();
    simulator.faults.add({ operationId, status: 404 });
    const { out, err, code } = await as("ada", ["delete", id, "--yes"]);
    expect([JSON.parse(out).id, code, isThere(id)]).toEqual([id, 1, true]);
    expect(err.at(-1)).toMatch(/^error: delete non-employee request .* is still there\.$/);
  });

  it("deletes by the id that was given, whatever the answer calls it", async () => {
    const [id, other] = [add(), add({ accountName: "eve" })];
    const { out } = await as("ada", ["get", id, "--format", "json"]);
    const body = { ...JSON.parse(out), id: other };
    simulator.faults.add({ operationId: "getNonEmployeeRequest", body });
    expect((await as("ada", ["delete", id, "--yes"])).code).toBe(0);
    expect([isThere(id), isThere(other)]).toEqual([false, true]);
  });
});

describe("the command requests delete, whose answer is lost", () => {
  withoutWaits();

  it.each([
    { drop: "after" },
    { reset: "after" },
    { status: 500, effect: true },
    { status: 200, body: "<html>", effect: true },
  ] as const)("by %j, has deleted it", async (fault) => {
    for (const missingObject of ["404", "400.1.404"] as const) {
      simulator.behaviour.missingObject = missingObject;
      simulator.faults.add({ ...fault, operationId });
      const id = add();
      const { err, code } = await as("ada", ["delete", id, "--yes"]);
      expect([err.at(-1), code, isThere(id)]).toEqual([expect.stringContaining(id), 0, false]);
    }
  });

  it.each([{ status: 200, body: "<html>" }, { status: 503 }, { drop: "before" }] as const)(
    "by %j, says that it is still there",
    async (fault) => {
      simulator.faults.add({ ...fault, operationId, times: 5 });
      const id = add();
      const { out, err, code } = await as("ada", ["delete", id, "--yes"]);
      expect(err.at(-1)).toMatch(/^error: delete non-employee request .* is still there\.$/);
      expect([JSON.parse(out).id, code, isThere(id)]).toEqual([id, 1, true]);
    },
  );

  it("shows the request where nobody can tell", async () => {
    simulator.faults.add({ status: 200, body: "<html>", effect: true, operationId });
    simulator.faults.add({ operationId: "getNonEmployeeRequest", skip: 1, status: 403 });
    const id = add();
    const { out, err, code } = await as("ada", ["delete", id, "--yes", "--format", "json"]);
    expect([JSON.parse(out).id, code]).toEqual([id, 1]);
    expect(err.at(-1)).toMatch(
      /Reading the request failed as well: .*403.* It may be deleted; what it was is on standard output/,
    );
  });
});
