/** `approvals approve` and `approvals reject`: what they ask, decide and show. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { approvalsCommand } from "../../../cli/approval";
import { FAULT_KINDS, type FaultKind } from "../../../simulator";
import { lost, refused } from "../../provider/api/lost-answer";
import { grace, SOURCE, states } from "../../simulator/request-under-test";
import { answering, callsOf } from "../command-under-test";
import { useRequestTenant, withoutWaits, writesOf } from "../request-tenant";

const { simulator, as } = useRequestTenant(approvalsCommand);

let request = "";
let first = "";
let second = "";

beforeEach(() => {
  request = simulator.store.addRequest(SOURCE, { accountName: "bob", firstName: "Bob" }).id;
  [first = "", second = ""] = simulator.store.approvals(request).map(({ id }) => id);
});

/** The answer to a request for a token of a person. */
async function tokenOf(who: string): Promise<{ access_token: string }> {
  const form = { grant_type: "client_credentials", client_id: who, client_secret: who };
  const body = new URLSearchParams(form);
  const answer = await fetch(`${simulator.url}/oauth/token`, { method: "POST", body });
  return z.object({ access_token: z.string() }).parse(await answer.json());
}

const what = (id = first) =>
  `approval ${id} of Bob Jones 1 (bob) for source "Contractors" of tenant ${simulator.url}`;
const comment = ["--comment", "not now"];
const accounts = () => simulator.store.recordsOf(SOURCE).map(({ accountName }) => accountName);

/** Each command, with what it leads to. */
const decisions = [
  {
    ...{ verb: "approve", state: "APPROVED", after: ["APPROVED", "PENDING"] },
    ...{ operationId: "approveNonEmployeeRequest", effect: /; if nobody else is to be asked, the/ },
  },
  {
    ...{ verb: "reject", state: "REJECTED", after: ["REJECTED", "CANCELLED"] },
    ...{ operationId: "rejectNonEmployeeRequest", effect: /; this ends the request\. / },
  },
] as const;

describe.each(decisions)(
  "the command approvals $verb",
  ({ verb, state, after, effect, ...more }) => {
    const post = `POST /non-employee-approvals/{id}/${verb}`;
    const { operationId } = more;

    it.each(["table", "json", "csv"])("decides and shows the approval as %s", async (format) => {
      const args = [verb, first, ...comment, "--yes", "--format", format];
      const { out, err, code } = await as("grace", args);
      expect([err, code]).toEqual([[`${state.toLowerCase()} ${what()}`], 0]);
      expect(out).toContain(state);
      const item = { id: first, approvalStatus: state, comment: "not now" };
      if (format === "json") expect(JSON.parse(out)).toMatchObject(item);
      expect(simulator.store.approvals(request)[0]).toMatchObject(item);
      expect(states(simulator, request)).toEqual(after);
      expect(writesOf(simulator)).toEqual([post]);
    });

    it("asks at a terminal, and goes on after a yes", async () => {
      const { questions, options } = answering("yes");
      const marks: string[][] = [];
      const beginWriting = () => void marks.push(writesOf(simulator));
      const { code } = await as("grace", [verb, first, ...comment], { ...options, beginWriting });
      expect(questions).toEqual([expect.stringMatching(effect)]);
      expect(questions[0]?.startsWith(`${verb} ${what()};`)).toBe(true);
      expect([code, states(simulator, request), marks]).toEqual([0, after, [[]]]);
    });

    it("writes nothing after a no, or without a terminal and --yes", async () => {
      const no = await as("grace", [verb, first, ...comment], answering("no").options);
      expect([no.err, no.code]).toEqual([["error: the answer was no: nothing was written"], 1]);
      const pipe = await as("grace", [verb, first, ...comment]);
      expect([pipe.out, pipe.code]).toEqual(["", 1]);
      expect(pipe.err[0]).toContain(": nothing was written, because there is no terminal");
      expect([writesOf(simulator), states(simulator, request)[0]]).toEqual([[], "PENDING"]);
    });

    it("is for the approver, and for each member of a group", async () => {
      const other = await as("ada", [verb, first, ...comment, "--yes"]);
      expect([other.out, other.code]).toEqual(["", 1]);
      expect(other.err).toEqual([
        `error: ${verb} ${what()}: it asks somebody else (${grace.id}), who alone can decide; nothing was written. Use a personal access token of that person`,
      ]);
      simulator.store.decideApproval(first, { approvalStatus: "APPROVED" });
      const member = await as("ada", [verb, second, ...comment, "--yes"]);
      expect(member.err[0]).toMatch(/^error: \w+ non-employee approval .*: 403 .* of a member of/);
      expect(states(simulator, request)[1]).toBe("PENDING");
      expect((await as("alan", [verb, second, ...comment, "--yes"])).code).toBe(0);
      expect(states(simulator, request)[1]).toBe(state);
    });

    it("goes by the identity of the token, or by the list where the token does not tell it", async () => {
      simulator.faults.add({ operationId: "listNonEmployeeApprovals", body: [] });
      const byToken = await as("grace", [verb, first, ...comment, "--yes"]);
      expect([byToken.code, states(simulator, request)]).toEqual([0, after]);
      simulator.faults.clear();
      const other = simulator.store.addRequest(SOURCE, { accountName: "carl" }).id;
      const [item] = simulator.store.approvals(other);
      const { access_token } = await tokenOf("grace");
      const body = { access_token, expires_in: 700 };
      simulator.faults.add({ method: "POST", path: "/oauth/token", body });
      const byList = await as("grace", [verb, item?.id ?? "", ...comment, "--yes"]);
      expect([byList.code, states(simulator, other)]).toEqual([0, after]);
    });

    it("is refused where nothing is to be decided", async () => {
      const notReady = await as("alan", [verb, second, ...comment, "--yes"]);
      expect(notReady.err).toEqual([
        `error: ${verb} ${what(second)}: it is NOT_READY and not PENDING: another approver has to decide first; nothing was written`,
      ]);
      simulator.store.decideApproval(first, { approvalStatus: "REJECTED" });
      const decided = await as("grace", [verb, first, ...comment, "--yes"]);
      expect(decided.err[0]).toContain(": it has been decided on already; ");
      const cancelled = await as("alan", [verb, second, ...comment, "--yes"]);
      expect(cancelled.err[0]).toContain(": its request was rejected or deleted; ");
      expect(writesOf(simulator)).toEqual([]);
    });

    it("is refused in a state that nobody knows", async () => {
      simulator.behaviour.extraEnumValues = true;
      const { err } = await as("alan", [verb, second, ...comment, "--yes"]);
      expect(err[0]).toMatch(/: it is \S+ and not PENDING; nothing was written$/);
    });

    it.each(["404", "400.1.404"] as const)("knows no such approval (%s)", async (missingObject) => {
      simulator.behaviour.missingObject = missingObject;
      const { err, code } = await as("grace", [verb, randomUUID(), ...comment, "--yes"]);
      // Nobody but an administrator is told that there is none.
      expect([code, err[0]]).toEqual([
        1,
        expect.stringMatching(/read non-employee approval .* 403/),
      ]);
      const told = await as("ada", [verb, randomUUID(), ...comment, "--yes"]);
      expect(told.err[0]).toContain("it does not exist in this tenant, or no longer");
    });

    it("takes no comment that the API would refuse", async () => {
      const { err } = await as("grace", [verb, first, "--comment", "x".repeat(4001), "--yes"]);
      expect(err[0]).toMatch(/--comment.* must have at most 4000 characters\.$/);
      expect(callsOf(simulator)).toEqual([]);
    });

    describe("whose answer is lost", () => {
      withoutWaits();

      it("is no success while the approval is in another state, whatever the answer says", async () => {
        const item = { id: first, approvalStatus: "PENDING" };
        simulator.faults.add({ operationId, status: 200, effect: false, body: item });
        const { out, err, code } = await as("grace", [verb, first, ...comment, "--yes"]);
        expect([out, code]).toEqual(["", 1]);
        expect(err.at(-1)).toContain(
          "the tenant answered with another state. The approval is still PENDING",
        );
        simulator.faults.add({ operationId, status: 200, effect: true, body: item });
        expect((await as("grace", [verb, first, ...comment, "--yes"])).code).toBe(0);
      });

      it.each(Object.keys(lost) as FaultKind[])("by %s, looks, and decides once", async (kind) => {
        simulator.faults.add({ ...FAULT_KINDS[kind], operationId });
        const isDone = lost[kind]?.isDone === true;
        const args = [verb, first, ...comment, "--yes", "--format", "json"];
        const { out, err, code } = await as("grace", args);
        expect(writesOf(simulator)).toEqual([post]);
        expect(states(simulator, request)[0]).toBe(isDone ? state : "PENDING");
        if (isDone) {
          expect(JSON.parse(out)).toMatchObject({ id: first, approvalStatus: state });
          expect(err).toEqual([
            `the answer was lost, but the approval is ${state}`,
            `${state.toLowerCase()} ${what()}`,
          ]);
          return;
        }
        expect([out, err.length, code]).toEqual(["", 1, 1]);
        expect(err[0]).toMatch(
          /\. The approval is still PENDING: .* \(approvals get \S+\) before you/,
        );
      });

      it("says what else became of it, or that looking failed", async () => {
        simulator.faults.add({ ...FAULT_KINDS.dropBefore, operationId });
        simulator.faults.add({ operationId: "getNonEmployeeApproval", skip: 1, status: 403 });
        const args = [verb, first, ...comment, "--yes"];
        expect((await as("grace", args)).err[0]).toMatch(/ Looking failed as well: read .*403/);

        simulator.faults.add({ ...FAULT_KINDS.dropBefore, operationId });
        const beginWriting = () => simulator.store.deleteRequest(request);
        const { err } = await as("grace", args, { beginWriting });
        expect(err[0]).toMatch(
          /\. The approval is CANCELLED now: the decision did not take effect/,
        );
      });
    });

    it.each(refused)("is sent again where nothing was done: %s", async (kind) => {
      simulator.faults.add({ ...FAULT_KINDS[kind], operationId });
      expect((await as("grace", [verb, first, ...comment, "--yes"])).code).toBe(0);
      expect(states(simulator, request)).toEqual(after);
    });

    it("ends without looking when the user asks for it", async () => {
      simulator.faults.add({ operationId, delayMs: 60_000 });
      const controller = new AbortController();
      const args = [verb, first, ...comment, "--yes"];
      const work = as("grace", args, { signal: controller.signal });
      while (states(simulator, request)[0] === "PENDING") await new Promise(setImmediate);
      controller.abort(new Error("interrupted"));
      const { err, code } = await work;
      expect([err.length, code]).toEqual([1, 1]);
      expect(err[0]).toContain("aborted; the request was under way, so it may have taken effect");
    });
  },
);

describe("the commands over approvals", () => {
  it("lead through all approvers to the record", async () => {
    expect((await as("grace", ["approve", first, "--yes"])).code).toBe(0);
    expect(accounts()).toEqual(["existed"]);
    const { out } = await as("alan", ["approve", second, "--yes", "--format", "json"]);
    expect(JSON.parse(out)).toMatchObject({ id: second, approvalStatus: "APPROVED" });
    expect(accounts()).toEqual(["existed", "bob"]);
    expect(simulator.store.request(request)?.approvalStatus).toBe("APPROVED");
  });

  it.each(["absent", "null"] as const)("know comments that are %s", async (unsetDecisions) => {
    simulator.behaviour.unsetDecisions = unsetDecisions;
    const { out } = await as("grace", ["approve", first, "--yes", "--format", "csv"]);
    expect(out.split("\n")[1]).toContain(`,1,,${request},`);
  });

  it("approve says what to do where the person has a record meanwhile", async () => {
    simulator.store.decideApproval(first, { approvalStatus: "APPROVED" });
    simulator.store.addRecord(SOURCE, { accountName: "bob" });
    const { err, code } = await as("alan", ["approve", second, "--yes"]);
    expect(code).toBe(1);
    expect(err[0]).toMatch(
      / 400\.1\.409 .* - the person has a record already; if that is somebody else/,
    );
  });

  it("reject with a reason alone", async () => {
    const none = await as("grace", ["reject", first, "--yes"]);
    expect(none.err).toEqual(["error: required option '--comment <text>' not specified"]);
    for (const nothing of ["", "  "]) {
      const empty = await as("grace", ["reject", first, "--yes", "--comment", nothing]);
      expect(empty.err[0]).toMatch(
        /^error: option '--comment <text>' argument ' *' is invalid\. It must not be empty\.$/,
      );
    }
    expect(callsOf(simulator)).toEqual([]);
  });
});
