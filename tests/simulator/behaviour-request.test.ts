/** Requests and approvals under the switches that concern them. */
import { useSimulator } from "../simulator-under-judge";
import {
  APPROVALS,
  ada,
  body,
  callAs,
  codeOf,
  create,
  decide,
  grace,
  katherine,
  OTHER,
  REQUESTS,
  requestSeed,
  SOURCE,
  states,
} from "./request-under-test";
import { manualClock } from "./tenant-client";

describe("the switch", () => {
  const clock = manualClock();
  const tenant = useSimulator({ seed: requestSeed, clock });

  it("noApprovers says what becomes of a request that nobody is asked about", async () => {
    const wanted = { ...body, sourceId: OTHER, data: undefined };
    const post = (accountName: string) =>
      callAs(tenant, "ada", REQUESTS, { method: "POST", body: { ...wanted, accountName } });
    const approved = await post("first");
    expect(approved.body).toMatchObject({
      ...{ approvalStatus: "APPROVED", approvalItems: [], data: {} },
      completionDate: "2026-03-02T10:00:00.12Z",
    });
    expect(tenant.store.recordsOf(OTHER)).toMatchObject([{ accountName: "first" }]);
    tenant.behaviour.noApprovers = "pending";
    expect((await post("second")).body).toMatchObject({
      ...{ approvalStatus: "PENDING", approvalItems: [] },
    });
    tenant.behaviour.noApprovers = "refused";
    const refused = await post("third");
    expect([refused.status, codeOf(refused)]).toEqual([400, "400.1"]);
    expect(tenant.store.recordsOf(OTHER)).toHaveLength(1);
    expect(tenant.store.requests()).toHaveLength(2);
  });

  it("noApprovers makes no record where the source is full", async () => {
    tenant.store.addRecord(OTHER);
    tenant.limits.records = 1;
    const wanted = { ...body, sourceId: OTHER, data: {} };
    const reply = await callAs(tenant, "ada", REQUESTS, { method: "POST", body: wanted });
    expect([reply.status, codeOf(reply)]).toEqual([400, "400.1.4"]);
    expect(tenant.store.requests()).toEqual([]);
  });

  it.each([
    ["source", 200],
    ["tenant", 400],
  ] as const)("accountNames: unique in the %s, open requests counted", async (unique, status) => {
    tenant.behaviour.accountNames = unique;
    await create(tenant);
    tenant.store.addRecord(SOURCE, { accountName: "recorded" });
    for (const accountName of [body.accountName, "recorded"]) {
      const wanted = { ...body, accountName, sourceId: OTHER, data: {} };
      const reply = await callAs(tenant, "ada", REQUESTS, { method: "POST", body: wanted });
      expect(reply.status).toBe(status);
      if (status === 400) expect(codeOf(reply)).toBe("400.1.409");
    }
  });

  it("unknownData and requiredData hold for the data of a request", async () => {
    Object.assign(tenant.behaviour, { unknownData: "dropped", requiredData: "ignored" });
    const { id } = await create(tenant, { data: { size: "L", note: "new" } });
    expect(tenant.store.request(id)?.data).toEqual({ note: "new" });
  });

  it("requestsFor says whose requests the list gives", async () => {
    tenant.store.addRequest(SOURCE, { requester: katherine.id, accountName: "made" });
    tenant.store.addRequest(OTHER, { requester: katherine.id, accountName: "elsewhere" });
    tenant.store.addRequest(SOURCE, { requester: ada.id, accountName: "managed" });
    const names = async () => {
      const query = { "requested-for": "me", sorters: "accountName" };
      const { items } = await callAs(tenant, "katherine", REQUESTS, { query });
      return items.map(({ accountName }) => accountName);
    };
    expect(await names()).toEqual(["made", "managed"]);
    tenant.behaviour.requestsFor = "made";
    expect(await names()).toEqual(["elsewhere", "made"]);
  });

  it("approvalsFor says whether administrators see those of all others", async () => {
    await create(tenant);
    const countOf = async (who: "ada" | "grace" | "machine") =>
      (await callAs(tenant, who, APPROVALS)).items.length;
    expect([await countOf("ada"), await countOf("grace"), await countOf("machine")]).toEqual([
      2, 1, 2,
    ]);
    tenant.behaviour.approvalsFor = "own";
    expect([await countOf("ada"), await countOf("grace"), await countOf("machine")]).toEqual([
      0, 1, 2,
    ]);
  });

  it("deletedApprovals says whether the items of a deleted request stay", async () => {
    const remove = (id: string) => callAs(tenant, "ada", `${REQUESTS}/${id}`, { method: "DELETE" });
    const { id, items } = await create(tenant);
    await remove(id);
    const { body: item } = await callAs(tenant, "grace", `${APPROVALS}/${items[0]?.id}`);
    expect(item).toMatchObject({ approvalStatus: "CANCELLED", nonEmployeeRequest: { id } });
    tenant.behaviour.deletedApprovals = "dropped";
    const other = await create(tenant);
    await remove(other.id);
    expect(states(tenant, other.id)).toEqual([]);
    expect(states(tenant, id)).toEqual(["CANCELLED", "CANCELLED"]);
  });

  it("decidedDelete says whether a decided request can be deleted", async () => {
    const { id } = tenant.store.addRequest(SOURCE, { approvalStatus: "APPROVED" });
    const remove = () => callAs(tenant, "ada", `${REQUESTS}/${id}`, { method: "DELETE" });
    tenant.behaviour.decidedDelete = "refused";
    const refused = await remove();
    expect([refused.status, codeOf(refused)]).toEqual([400, "400.1"]);
    tenant.behaviour.decidedDelete = "accepted";
    expect((await remove()).status).toBe(204);
    expect(states(tenant, id)).toEqual(["APPROVED", "APPROVED"]);
  });

  it("withoutDetail says what is left of the request where no detail is wanted", async () => {
    const { items } = await create(tenant);
    tenant.behaviour.withoutDetail = "absent";
    const query = { "include-detail": "false" };
    const reply = await callAs(tenant, "grace", `${APPROVALS}/${items[0]?.id}`, { query });
    expect(reply.body).not.toHaveProperty("nonEmployeeRequest");
  });

  it("unsetDecisions says how what is not set is answered", async () => {
    const { id } = await create(tenant);
    tenant.behaviour.unsetDecisions = "null";
    expect((await callAs(tenant, "ada", `${REQUESTS}/${id}`)).body).toMatchObject({
      ...{ comment: null, completionDate: null },
      approvalItems: [{ comment: null }, { comment: null }],
    });
  });

  it("visibleAfterMs hides a request and its approvals", async () => {
    tenant.behaviour.visibleAfterMs = 500;
    const { id, items } = await create(tenant);
    const path = `${APPROVALS}/${items[0]?.id}`;
    const seen = async () => [
      (await callAs(tenant, "ada", `${REQUESTS}/${id}`)).status,
      (await callAs(tenant, "ada", path)).status,
      (await callAs(tenant, "grace", APPROVALS)).items.length,
      (await callAs(tenant, "grace", REQUESTS, { query: { "requested-for": "me" } })).items.length,
    ];
    expect(await seen()).toEqual([404, 404, 0, 0]);
    clock.advance(500);
    expect(await seen()).toEqual([200, 200, 1, 1]);
  });

  it("extraEnumValues gives items that are not asked yet a state that nobody knows", async () => {
    const { id, items } = await create(tenant);
    tenant.behaviour.extraEnumValues = true;
    const shown = (await callAs(tenant, "ada", `${REQUESTS}/${id}`)).body.approvalItems;
    expect(shown).toMatchObject([{ approvalStatus: "PENDING" }, { approvalStatus: "ESCALATED" }]);
    await decide(tenant, "grace", items[0], "approve");
    expect(states(tenant, id)).toEqual(["APPROVED", "PENDING"]);
  });
});

describe("the requests of a seed", () => {
  const tenant = useSimulator({
    seed: {
      ...requestSeed,
      sources: requestSeed.sources?.map((source) => ({
        ...source,
        requests: [
          {},
          { accountName: "a", approvalStatus: "APPROVED" as const },
          { accountName: "r", approvalStatus: "REJECTED" as const },
          { accountName: "c", approvalStatus: "CANCELLED" as const },
          { accountName: "n", approvalStatus: "NOT_READY" as const },
          {
            ...{ accountName: "own", isDeleted: true },
            approvalItems: [
              { approver: ada.id, approvalStatus: "REJECTED" as const, comment: "no" },
            ],
          },
        ],
      })),
    },
  });

  it("have items in the states that go with their own, and make no records", () => {
    const { store } = tenant;
    const requests = store.requests().filter(({ sourceId }) => sourceId === SOURCE);
    expect(requests.map(({ accountName, id }) => [accountName, ...states(tenant, id)])).toEqual([
      ["mary.jones1", "PENDING", "NOT_READY"],
      ["a", "APPROVED", "APPROVED"],
      ["r", "REJECTED", "CANCELLED"],
      ["c", "CANCELLED", "CANCELLED"],
      ["n", "NOT_READY", "NOT_READY"],
    ]);
    expect(requests.map(({ completionDate }) => completionDate !== null)).toEqual([
      ...[false, true, false, false, false],
    ]);
    expect(requests[0]?.requester).toBe(grace.id);
    expect(store.approvals().filter(({ approver }) => approver === ada.id)).toMatchObject([
      { comment: "no", approvalOrder: 1 },
      { comment: "no", approvalOrder: 1 },
    ]);
    expect(store.recordsOf(SOURCE)).toHaveLength(1);
  });

  it("are copies, which change nothing", () => {
    const [request] = tenant.store.requests();
    if (request) request.data.costCenter = "changed";
    expect(tenant.store.requests()[0]?.data).toEqual({});
    expect(tenant.store.request(request?.id ?? "")?.data).toEqual({});
  });
});
