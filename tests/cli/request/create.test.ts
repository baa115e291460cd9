/** `requests create`: what it asks for, and what it does where an answer is lost. */
import { requestsCommand } from "../../../cli/request";
import { FAULT_KINDS, type FaultKind } from "../../../simulator";
import { lost, refused } from "../../provider/api/lost-answer";
import { alan, body, katherine, OTHER, SOURCE } from "../../simulator/request-under-test";
import { callsOf } from "../command-under-test";
import { useRequestTenant, withoutWaits, writesOf } from "../request-tenant";

const { simulator, as } = useRequestTenant(requestsCommand);

const person = [
  ...["--account-name", "william.smith", "--first-name", "William", "--last-name", "Smith"],
  ...["--email", "william.smith@example.com", "--phone", "5125555555", "--manager", alan.alias],
  ...["--start-date", body.startDate, "--end-date", body.endDate, "--data", "costCenter=4711"],
];
const create = ["create", "--source", "Contractors", ...person];
const visitors = ["create", "--source", "Visitors", ...person.slice(0, -2)];
const operationId = "createNonEmployeeRequest";
const post = "POST /non-employee-requests";

const stored = () => simulator.store.requests();

describe("the command requests create", () => {
  it.each(["table", "json", "csv"])(
    "asks for a person and shows the request as %s",
    async (form) => {
      const { out, err, code } = await as("katherine", [...create, "--format", form]);
      expect(err).toEqual([
        `requested William Smith (william.smith) in source "Contractors" of tenant ${simulator.url}; the request is PENDING`,
      ]);
      expect(code).toBe(0);
      const [request] = stored();
      expect(request).toMatchObject({
        ...body,
        requester: katherine.id,
        approvalStatus: "PENDING",
      });
      expect(out).toContain(request?.id);
      if (form === "json") expect(JSON.parse(out)).toMatchObject({ ...body, id: request?.id });
      expect(writesOf(simulator)).toEqual([post]);
    },
  );

  it("marks the beginning of writing right before it asks", async () => {
    const seen: string[][] = [];
    await as("katherine", create, { beginWriting: () => void seen.push(callsOf(simulator)) });
    expect(seen).toEqual([["GET /non-employee-sources", "GET /non-employee-sources"]]);
  });

  it.each(["approved", "pending", "refused"] as const)(
    "in a source without approvers says what became of it: %s",
    async (noApprovers) => {
      simulator.behaviour.noApprovers = noApprovers;
      const { err, code } = await as("ada", visitors);
      const records = simulator.store.recordsOf(OTHER).length;
      if (noApprovers === "refused") {
        expect(err[0]).toMatch(/^error: create non-employee request "william.smith": 400 400\.1 /);
        expect([code, records, stored()]).toEqual([1, 0, []]);
        return;
      }
      expect(err[0]).toContain(`the request is ${noApprovers.toUpperCase()}`);
      expect([code, records]).toEqual([0, noApprovers === "approved" ? 1 : 0]);
    },
  );

  it.each<[string, string[], RegExp]>([
    ["an account name that is taken", ["--account-name", "existed"], /400\.1\.409 Reference confl/],
    ["an unknown manager", ["--manager", "no.body"], /no identity has the alias/],
    ["a day that is no instant", ["--start-date", "2027-01-01"], /--start-date must be an instant/],
    [
      "an unknown source",
      ["--source", "Nobody"],
      /has the name "Nobody": the user manages "Contractors"/,
    ],
    ["data that no attribute is for", ["--data", "color=red"], /data\.color is no/],
    ["data without a name", ["--data", "red"], /It must be <technicalName>=<value>/],
  ])("with %s is refused", async (_what, args, message) => {
    const { out, err, code } = await as("katherine", [...create, ...args]);
    expect([out, err.length, code]).toEqual(["", 1, 1]);
    expect(err[0]).toMatch(message);
    expect(stored()).toEqual([]);
  });

  it("needs every field of the person", async () => {
    const { err } = await as("katherine", ["create", "--source", "Contractors"]);
    expect(err).toEqual(["error: required option '--account-name <text>' not specified"]);
    const { err: without } = await as("katherine", ["create", ...person]);
    expect(without).toEqual(["error: required option '--source <source>' not specified"]);
  });

  it("needs somebody who may ask", async () => {
    const { err } = await as("edsger", create);
    expect(err[0]).toMatch(
      /^error: no non-employee source that the user .*: the user manages none, /,
    );
    expect(writesOf(simulator)).toEqual([]);
    const byId = await as("edsger", [...create, "--source", SOURCE]);
    expect(byId.err[0]).toMatch(/^error: create non-employee request "william.smith": 403 /);
    expect(stored()).toEqual([]);
  });

  it("takes the sourceId from an owner, who does not see the source", async () => {
    const { err, code } = await as("grace", [...create, "--source", SOURCE]);
    expect([code, stored().length]).toEqual([0, 1]);
    expect(err[0]).toContain(`in source "Contractors" of`);
    expect((await as("grace", create)).err[0]).toMatch(
      /^error: no non-employee source that the user .* manages none/,
    );
  });
});

describe("the command requests create, whose answer is lost", () => {
  withoutWaits();

  it.each(Object.keys(lost) as FaultKind[])("by %s, looks and never asks twice", async (kind) => {
    const created = "2025-01-01T00:00:00Z";
    simulator.store.addRequest(SOURCE, {
      accountName: "william.smith",
      approvalStatus: "REJECTED",
      created,
    });
    simulator.store.addRequest(SOURCE, { accountName: "another" });
    simulator.faults.add({ ...FAULT_KINDS[kind], operationId });
    const isDone = lost[kind]?.isDone === true;
    const { out, err, code } = await as("katherine", [...create, "--format", "json"]);
    expect(err[0]).toBe("the answer was lost; looking whether the request was made");
    expect(err).toHaveLength(2);
    expect(writesOf(simulator)).toEqual([post]);
    expect([code, stored().length]).toEqual(isDone ? [0, 3] : [1, 2]);
    if (isDone) {
      expect(JSON.parse(out)).toMatchObject({ id: stored().at(-1)?.id, approvalStatus: "PENDING" });
      return;
    }
    expect(out).toBe("");
    const id = stored()[0]?.id;
    expect(err[1]).toContain(
      `\`requests list\` shows for "william.smith" in source "Contractors" ${id} (REJECTED, created ${created}), which this command cannot prove to have made. Look at `,
    );
  });

  it.each(["managed", "made"] as const)(
    "says that the list proves nothing of a source that the user does not manage (%s)",
    async (requestsFor) => {
      simulator.behaviour.requestsFor = requestsFor;
      simulator.faults.add({ ...FAULT_KINDS.dropAfter, operationId });
      const { err, code } = await as("ada", create);
      expect([stored().length, writesOf(simulator)]).toEqual([1, [post]]);
      expect(code).toBe(requestsFor === "made" ? 0 : 1);
      if (requestsFor === "managed") {
        expect(err[1]).toMatch(/`requests list` shows no request for .* so it proves nothing of/);
      }
    },
  );

  it("takes nobody else's request for its own", async () => {
    simulator.faults.add({ ...FAULT_KINDS.statusAfterEffect, operationId });
    const looking = as("katherine", create);
    while (stored().length === 0) await new Promise(setImmediate);
    simulator.store.deleteRequest(stored()[0]?.id ?? "");
    simulator.store.addRequest(SOURCE, { accountName: "william.smith", firstName: "Other" });
    const { err, code } = await looking;
    expect(code).toBe(1);
    expect(err[1]).toContain("which this command cannot prove to have made");
  });

  it("says that looking failed", async () => {
    simulator.faults.add({ ...FAULT_KINDS.dropAfter, operationId });
    simulator.faults.add({ operationId: "listNonEmployeeRequests", status: 403 });
    const { err, code } = await as("katherine", create);
    expect(code).toBe(1);
    expect(err[1]).toMatch(
      /^error: create non-employee request .* Looking failed as well: .*403.* It may have taken effect\.$/,
    );
  });
});

describe("the command requests create, under way", () => {
  it.each(refused)(
    "is sent again where the tenant says that nothing was done: %s",
    async (kind) => {
      simulator.faults.add({ ...FAULT_KINDS[kind], operationId });
      expect((await as("katherine", create)).code).toBe(0);
      expect(stored()).toHaveLength(1);
    },
  );

  it("finds a request that is not visible at once, by the server's clock", async () => {
    simulator.behaviour.clockSkewMs = -3_600_000;
    simulator.behaviour.visibleAfterMs = 400;
    simulator.faults.add({ ...FAULT_KINDS.resetAfter, operationId });
    const { code } = await as("katherine", create);
    expect([code, stored().length]).toEqual([0, 1]);
  });

  it("ends without looking when the user asks for it", async () => {
    simulator.faults.add({ operationId, delayMs: 60_000 });
    const controller = new AbortController();
    const work = as("katherine", create, { signal: controller.signal });
    while (stored().length === 0) await new Promise(setImmediate);
    controller.abort(new Error("interrupted"));
    const { out, err, code } = await work;
    expect([out, err.length, code]).toEqual(["", 1, 1]);
    expect(err[0]).toContain("aborted; the request was under way, so it may have taken effect");
    expect(callsOf(simulator)).not.toContain("GET /non-employee-requests");
  });
});
