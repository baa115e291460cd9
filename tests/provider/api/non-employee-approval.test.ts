import { apiVersions, type Client, isAnswerLost, ResponseShapeError } from "../../../provider/api";
import { type ApprovalItem, FAULT_KINDS, type FaultKind } from "../../../simulator";
import { SOURCE, states } from "../../simulator/request-under-test";
import { lost, refused } from "./lost-answer";
import { type RequestTenant, startRequestTenant } from "./request-tenant";
import { clientOf, rejectionOf, useScriptedServer } from "./scripted-server";
import { alan, collect, grace, plantDesk } from "./tenant";

let tenant: RequestTenant;
let approver: Client;
let requestId = "";

beforeEach(async () => {
  tenant = await startRequestTenant();
  approver = await tenant.as("grace");
  requestId = tenant.simulator.store.addRequest(SOURCE, { accountName: "ada" }).id;
});

afterEach(() => tenant.simulator.stop());

function store() {
  return tenant.simulator.store;
}

/** The approval item of the first or second approver. */
function item(index: number): ApprovalItem {
  const found = store().approvals(requestId)[index];
  if (!found) throw new Error("there is no such item");
  return found;
}

describe("an approval", () => {
  it.each(apiVersions)("goes through the approvers to the record in %s", async (apiVersion) => {
    const first = await tenant.as("grace", { apiVersion });
    const second = await tenant.as("alan", { apiVersion });
    const comment = `${"x".repeat(3999)}ä`;
    expect(await first.approveNonEmployeeRequest(item(0).id, { comment })).toMatchObject({
      ...{ id: item(0).id, accountName: "ada", approvalStatus: "APPROVED", approvalOrder: 1 },
      ...{ comment, nonEmployeeRequest: { id: requestId, requester: { id: grace.id } } },
    });
    expect(states(tenant.simulator, requestId)).toEqual(["APPROVED", "PENDING"]);
    expect(store().recordsOf(SOURCE)).toHaveLength(1);

    const open = second.listNonEmployeeApprovals({ requestedFor: "me", approvalStatus: "PENDING" });
    const [found] = await collect(open);
    expect(found).toMatchObject({ id: item(1).id, approver: { id: plantDesk.id } });
    expect((await second.approveNonEmployeeRequest(item(1).id)).comment ?? null).toBeNull();
    expect(store().request(requestId)).toMatchObject({ approvalStatus: "APPROVED" });
    expect(store().recordsOf(SOURCE)).toMatchObject([{}, { accountName: "ada" }]);
    const summary = { approved: 1, pending: 0, rejected: 0 };
    expect(await first.getNonEmployeeApprovalSummary("me")).toEqual(summary);
    const admin = tenant.connect({ apiVersion });
    expect(await admin.getNonEmployeeApprovalSummary(alan.id)).toEqual(summary);
  });

  it("that is refused ends the request", async () => {
    const rejected = await approver.rejectNonEmployeeRequest(item(0).id, { comment: "Not now" });
    expect(rejected).toMatchObject({ approvalStatus: "REJECTED", comment: "Not now" });
    expect(states(tenant.simulator, requestId)).toEqual(["REJECTED", "CANCELLED"]);
    expect(store().request(requestId)?.approvalStatus).toBe("REJECTED");
    const again = await rejectionOf(approver.approveNonEmployeeRequest(item(0).id));
    expect(again).toMatchObject({ status: 400 });
    expect(String(again)).toContain("The approval item is REJECTED and not PENDING");
  });

  it("is read with all of its request, whose dates are days, or with the ids alone", async () => {
    const detail = await approver.getNonEmployeeApproval(item(0).id);
    expect(detail.nonEmployeeRequest).toMatchObject({
      ...{ id: requestId, accountName: "ada", startDate: "2025-03-24", data: {} },
      nonEmployeeSource: { sourceId: SOURCE },
    });
    const attributes = detail.nonEmployeeRequest?.nonEmployeeSource?.schemaAttributes;
    expect(attributes?.map(({ technicalName }) => technicalName)).toContain("costCenter");
    const { id } = item(0);
    const lite = await approver.getNonEmployeeApproval(id, { includeDetail: false });
    expect(lite.nonEmployeeRequest).toEqual({
      ...{ id: requestId, requester: { type: "IDENTITY", id: grace.id } },
      data: {},
    });
    tenant.simulator.behaviour.withoutDetail = "absent";
    const bare = await approver.getNonEmployeeApproval(id, { includeDetail: false });
    expect(bare.nonEmployeeRequest).toBeUndefined();
    await approver.getNonEmployeeApproval(id, { includeDetail: true });
  });

  it.each<[string, "ada" | "machine", string]>([
    ["another user", "ada", "the token has idn:nelm:manage idn:nelm:read"],
    ["a client without a user", "machine", "the token has sp:scopes:all"],
  ])("is refused to %s, and the error says whose it is", async (_what, who, has) => {
    const other = await tenant.as(who);
    for (const decision of [
      other.approveNonEmployeeRequest(item(0).id),
      other.rejectNonEmployeeRequest(item(0).id, { comment: "no" }),
    ]) {
      const error = await rejectionOf(decision);
      expect(error).toMatchObject({ status: 403 });
      expect(String(error)).toContain(
        "it needs the scope idn:nelm:manage and the token of the person whom the approval asks, or of a member of the " +
          `governance group that it asks; ${has}, so it has no user, or another one. Use a personal access token (PAT) of ` +
          "that person: neither",
      );
    }
    expect(states(tenant.simulator, requestId)).toEqual(["PENDING", "NOT_READY"]);
  });

  it("is read by users alone, and the error says so", async () => {
    const error = await rejectionOf(
      (await tenant.as("machine")).getNonEmployeeApproval(item(0).id),
    );
    expect(String(error)).toContain("it needs the scope idn:nelm:read and a user; the token has");
    const stranger = await tenant.as("edsger");
    expect(await rejectionOf(stranger.getNonEmployeeApproval(item(0).id))).toMatchObject({
      status: 403,
    });
  });

  it("names the scope that a decision lacks", async () => {
    await tenant.simulator.stop();
    const clients = [{ clientId: "r", clientSecret: "r", scopes: ["idn:nelm:read"] }];
    tenant = await startRequestTenant({ seed: { clients } });
    const error = await rejectionOf(tenant.client.approveNonEmployeeRequest("a1"));
    expect(String(error)).toContain("the token has idn:nelm:read, so idn:nelm:manage is missing");
  });
});

describe("a list of approvals", () => {
  it("of more than 250 is read page by page, and whole", async () => {
    for (let number = 1; number < 150; number += 1) {
      store().addRequest(SOURCE, { accountName: `p${number}` });
    }
    tenant.calls();
    const pages = await collect(tenant.client.listNonEmployeeApprovals().pages());
    expect(pages.map((page) => page.length)).toEqual([250, 50]);
    expect(tenant.calls()).toHaveLength(2);
    const ids = new Set(pages.flat().map(({ id }) => id));
    expect(ids).toEqual(
      new Set(
        store()
          .approvals()
          .map(({ id }) => id),
      ),
    );
    const own = await collect(approver.listNonEmployeeApprovals());
    expect(own).toHaveLength(150);
    const filters = {
      requestedFor: plantDesk.id,
      approvalStatus: "NOT_READY",
      sorters: "-modified",
    };
    const list = tenant.client.listNonEmployeeApprovals({
      ...filters,
      approvalStatus: "NOT_READY",
    });
    expect(await collect(list)).toHaveLength(150);
    expect(tenant.simulator.requests.at(-1)?.query).toMatchObject({
      ...{ "requested-for": plantDesk.id, sorters: "-modified,created" },
      filters: 'approvalStatus eq "NOT_READY"',
    });
  });
});

describe.each(Object.keys(FAULT_KINDS) as FaultKind[])("the fault %s", (kind) => {
  it.each<["APPROVED" | "REJECTED", string, (id: string) => Promise<unknown>]>([
    ["APPROVED", "approveNonEmployeeRequest", (id) => approver.approveNonEmployeeRequest(id)],
    [
      "REJECTED",
      "rejectNonEmployeeRequest",
      (id) => approver.rejectNonEmployeeRequest(id, { comment: "no" }),
    ],
  ])(
    "happens to %s, which is never sent twice unless it was refused",
    async (state, operationId, decide) => {
      tenant.simulator.faults.add({ ...FAULT_KINDS[kind], operationId });
      tenant.calls();
      const expected = lost[kind];
      if (expected === undefined) {
        await decide(item(0).id);
      } else {
        const error = await rejectionOf(decide(item(0).id));
        expect(error).toBeInstanceOf(expected.error);
        expect(isAnswerLost(error)).toBe(true);
        expect(String(error)).toContain(
          "look at the state of the approval (getNonEmployeeApproval)",
        );
      }
      const isDone = expected?.isDone ?? true;
      expect(item(0).approvalStatus).toBe(isDone ? state : "PENDING");
      expect(tenant.calls()).toHaveLength(refused.includes(kind) ? 2 : 1);
      // The way that the error names does show it.
      const { approvalStatus } = await approver.getNonEmployeeApproval(item(0).id);
      expect(approvalStatus).toBe(item(0).approvalStatus);
    },
  );
});

describe("an aborted decision", () => {
  it("says how to look, too", async () => {
    tenant.simulator.faults.add({ operationId: "approveNonEmployeeRequest", delayMs: 60_000 });
    const controller = new AbortController();
    const decision = approver.approveNonEmployeeRequest(
      item(0).id,
      {},
      { signal: controller.signal },
    );
    while (item(0).approvalStatus === "PENDING") await new Promise(setImmediate);
    controller.abort();
    expect(String(await rejectionOf(decision))).toContain(
      "so it may have taken effect: look at the state of the approval (getNonEmployeeApproval) before repeating it",
    );
  });
});

describe("an approval in an answer", () => {
  const { server, serve } = useScriptedServer();

  it("may lack everything but its id, and have more than is known", async () => {
    const source = { nonEmployeeSource: { schemaAttributes: null, more: 1 } };
    await serve([
      { body: { id: "a1", approver: { id: null }, extra: true } },
      { body: { id: "a1", nonEmployeeRequest: { requester: null, ...source } } },
      { body: { approvalStatus: "PENDING" } },
    ]);
    const { client } = clientOf(server);
    expect(await client.getNonEmployeeApproval("a1")).toEqual({
      ...{ id: "a1", approver: { id: null }, extra: true },
    });
    const { nonEmployeeRequest } = await client.getNonEmployeeApproval("a1");
    expect(nonEmployeeRequest?.nonEmployeeSource).toEqual({ schemaAttributes: [], more: 1 });
    expect(await rejectionOf(client.approveNonEmployeeRequest("a1"))).toBeInstanceOf(
      ResponseShapeError,
    );
  });
});
