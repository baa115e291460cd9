import { useSimulator } from "../simulator-under-judge";
import {
  ada,
  alan,
  body,
  callAs,
  codeOf,
  create,
  decide,
  grace,
  katherine,
  OTHER,
  plantDesk,
  REQUESTS,
  requestSeed,
  SOURCE,
  states,
  type Who,
} from "./request-under-test";
import { manualClock } from "./tenant-client";

const NOBODY = "a0303682-5e4a-44f7-bdc2-000000000000";

describe("a request to the simulator", () => {
  const tenant = useSimulator({ seed: requestSeed, clock: manualClock() });

  it("has an item for each approver of its source, in their order, the first of them pending", async () => {
    const reply = await callAs(tenant, "katherine", REQUESTS, { method: "POST", body });
    expect(reply.status).toBe(200);
    const { id } = reply.body;
    const at = "2026-03-02T10:00:00.12Z";
    const item = { id: expect.any(String), accountName: "william.smith" };
    const stamps = { created: at, modified: at };
    const source = {
      ...{ sourceId: SOURCE, name: "Contractors", description: "External staff" },
    };
    expect(reply.body).toEqual({
      ...{ ...body, ...source, id, approvalStatus: "PENDING", ...stamps },
      nonEmployeeSource: { id: "a0303682-5e4a-44f7-bdc2-6ce6112549c1", ...source },
      approvalItems: [
        {
          ...{ ...item, approver: { type: "IDENTITY", id: grace.id }, ...stamps },
          ...{ approvalStatus: "PENDING", approvalOrder: 1 },
        },
        {
          ...{ ...item, approver: { type: "GOVERNANCE_GROUP", id: plantDesk.id }, ...stamps },
          ...{ approvalStatus: "NOT_READY", approvalOrder: 2 },
        },
      ],
    });
    expect(tenant.store.request(id)).toMatchObject({ requester: katherine.id, ...body });
    expect(tenant.store.recordsOf(SOURCE)).toHaveLength(1);
  });

  it("is read, listed and summed up", async () => {
    const { id, items } = await create(tenant);
    await create(tenant, { accountName: "second" });
    await decide(tenant, "grace", items[0], "reject");
    expect((await callAs(tenant, "ada", `${REQUESTS}/${id}`)).body).toMatchObject({
      id,
      approvalStatus: "REJECTED",
    });
    const query = {
      ...{ "requested-for": katherine.id, count: "true", sorters: "accountName" },
      filters: `sourceId eq "${SOURCE}"`,
    };
    const listed = await callAs(tenant, "ada", REQUESTS, { query });
    expect(listed.items.map(({ accountName }) => accountName)).toEqual(["second", "william.smith"]);
    expect(listed.headers.get("x-total-count")).toBe("2");
    const summary = { approved: 0, rejected: 1, pending: 1, nonEmployeeCount: 1 };
    for (const [who, whom] of [
      ["ada", katherine.id],
      ["katherine", "me"],
      ["grace", "me"],
    ] as const)
      expect((await callAs(tenant, who, `${REQUESTS}/summary/${whom}`)).body).toEqual(summary);
    const nothing = { approved: 0, rejected: 0, pending: 0, nonEmployeeCount: 0 };
    expect((await callAs(tenant, "alan", `${REQUESTS}/summary/me`)).body).toEqual(nothing);
  });

  it("is deleted, and its open items are cancelled", async () => {
    const { id, items } = await create(tenant);
    await decide(tenant, "grace", items[0], "approve");
    const reply = await callAs(tenant, "ada", `${REQUESTS}/${id}`, { method: "DELETE" });
    expect(reply.status).toBe(204);
    expect(tenant.store.request(id)).toBeUndefined();
    expect(tenant.store.requests()).toEqual([]);
    expect(states(tenant, id)).toEqual(["APPROVED", "CANCELLED"]);
    expect((await callAs(tenant, "ada", `${REQUESTS}/${id}`)).status).toBe(404);
    const again = await callAs(tenant, "ada", `${REQUESTS}/${id}`, { method: "DELETE" });
    expect(again.status).toBe(404);
    // Its name is free again.
    await create(tenant);
  });

  it("goes with its source", async () => {
    const { id } = await create(tenant);
    await callAs(tenant, "ada", `/v2026/non-employee-sources/${SOURCE}`, { method: "DELETE" });
    expect(tenant.store.request(id)).toBeUndefined();
    expect(tenant.store.approvals()).toEqual([]);
  });

  it.each([
    ["created", "-created"],
    ["approvalStatus", "-approvalStatus"],
    ["firstName", "-firstName"],
    ["lastName", "-lastName"],
    ["email", "-email"],
    ["phone", "-phone"],
    ["accountName", "-accountName"],
    ["startDate", "-startDate"],
    ["endDate", "-endDate"],
  ])("is sorted by %s and %s", async (rising, falling) => {
    const later = { created: "2027-01-01T00:00:00Z", approvalStatus: "REJECTED" as const };
    const dates = { startDate: "2029-01-01T00:00:00Z", endDate: "2030-01-01T00:00:00Z" };
    const names = { firstName: "Zoe", lastName: "Zorn", email: "zoe@example.org", phone: "9" };
    tenant.store.addRequest(SOURCE, { ...later, ...dates, ...names, accountName: "zoe" });
    tenant.store.addRequest(SOURCE, { accountName: "anna" });
    for (const [sorters, expected] of [
      [rising, ["anna", "zoe"]],
      [falling, ["zoe", "anna"]],
    ] as const) {
      const query = { "requested-for": "me", sorters };
      const { items } = await callAs(tenant, "grace", REQUESTS, { query });
      expect(items.map(({ accountName }) => accountName)).toEqual(expected);
    }
  });
});

describe("a wrong request to the simulator", () => {
  const tenant = useSimulator({ seed: requestSeed, judgedRequests: "accepted" });
  const post = (changes: object, who: Who = "ada") =>
    callAs(tenant, who, REQUESTS, { method: "POST", body: { ...body, ...changes } });

  it("names all that is missing, in the published words", async () => {
    const reply = await post({ firstName: undefined, accountName: undefined });
    expect([reply.status, reply.body.detailCode, reply.body.messages]).toEqual([
      400,
      "400.1 Bad Request Content",
      [
        {
          ...{ locale: "en", localeOrigin: "REQUEST" },
          text: "firstName is required; accountName is required;",
        },
      ],
    ]);
  });

  it.each<[string, object, string, string]>([
    ["a name that is no text", { firstName: 7 }, "400.1", "firstName must be a string"],
    ["an empty name", { firstName: "" }, "400.1.0", "firstName must not be empty"],
    ["a long name", { lastName: "x".repeat(1001) }, "400.1.2", "lastName must have at most"],
    ["a date that is none", { startDate: "tomorrow" }, "400.1", "startDate must be an instant"],
    ["a day that there is not", { endDate: "2026-13-24T00:00:00Z" }, "400.1", "endDate must be"],
    ["data that is no object", { data: ["a"] }, "400.1", "data must be an object"],
    ["data that is no text", { data: { costCenter: 7 } }, "400.1", "data.costCenter must be"],
    [
      "too much data",
      { data: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`a${n}`, ""])) },
      "400.1",
      "data must not have more than 10 entries",
    ],
    ["a long value", { data: { costCenter: "x".repeat(4001) } }, "400.1.2", "costCenter must have"],
    [
      "unknown data",
      { data: { costCenter: "1", size: "L" } },
      "400.1",
      "data.size is no attribute",
    ],
    ["data without what is required", { data: {} }, "400.1", "data.costCenter is required"],
    ["no data at all", { data: undefined }, "400.1", "data.costCenter is required"],
    ["an unknown manager", { manager: alan.id }, "400.1.404", "manager: no identity has"],
    ["an unknown source", { sourceId: "none" }, "400.1.404", "sourceId: no object has"],
  ])("with %s is refused", async (_what, changes, code, text) => {
    const reply = await post(changes);
    expect([reply.status, codeOf(reply)]).toEqual([400, code]);
    expect(reply.body.messages[0]?.text).toContain(text);
    expect(tenant.store.requests()).toEqual([]);
  });

  it("for a name that a record or an open request has is refused, in the published words", async () => {
    const { items } = await create(tenant);
    for (const accountName of ["existed", "william.smith"]) {
      const reply = await post({ accountName });
      expect([reply.status, reply.body.detailCode]).toEqual([400, "400.1.409 Reference conflict"]);
      expect(reply.body.messages[0]?.text).toBe(
        `Unable to create Non-Employee because the accountName "${accountName}" is already being used.`,
      );
    }
    await create(tenant, { sourceId: OTHER, data: {} });
    await decide(tenant, "grace", items[0], "reject");
    await create(tenant);
  });

  it("is refused to those who neither manage nor own the source", async () => {
    for (const who of ["katherine", "grace", "machine"] as const) {
      expect((await post({ accountName: who }, who)).status).toBe(200);
    }
    for (const who of ["alan", "edsger"] as const) {
      expect((await post({ accountName: who }, who)).status).toBe(403);
      expect((await post({ accountName: who, sourceId: "none" }, who)).status).toBe(403);
    }
    expect(tenant.store.requests().map(({ requester }) => requester)).toEqual([
      katherine.id,
      grace.id,
      // The owner stands in for a client without a user.
      grace.id,
    ]);
  });

  it("is seen by administrators and those who made it, and deleted by administrators", async () => {
    const { id } = tenant.store.addRequest(SOURCE, { requester: alan.id });
    const item = `${REQUESTS}/${id}`;
    const statuses = async (method: string, path: string) =>
      Promise.all(
        (["alan", "edsger", "machine", "ada"] as const).map(
          async (who) => (await callAs(tenant, who, path, { method })).status,
        ),
      );
    expect(await statuses("GET", item)).toEqual([200, 403, 200, 200]);
    expect(await statuses("GET", `${REQUESTS}/${NOBODY}`)).toEqual([403, 403, 404, 404]);
    expect((await callAs(tenant, "alan", item, { method: "DELETE" })).status).toBe(403);
    expect((await callAs(tenant, "machine", item, { method: "DELETE" })).status).toBe(204);
  });

  it("is listed and summed up for somebody: for others by administrators alone, for me by users", async () => {
    const path = (whom: string) => `${REQUESTS}/summary/${whom}`;
    const statusOf = async (who: Who, whom: string) => [
      (await callAs(tenant, who, REQUESTS, { query: { "requested-for": whom } })).status,
      (await callAs(tenant, who, path(whom))).status,
    ];
    expect(await statusOf("edsger", "me")).toEqual([200, 200]);
    expect(await statusOf("edsger", ada.id)).toEqual([403, 403]);
    expect(await statusOf("machine", "me")).toEqual([403, 403]);
    expect(await statusOf("machine", ada.id)).toEqual([200, 200]);
    const missing: Record<string, string>[] = [{}, { "requested-for": "" }];
    for (const query of missing) {
      const reply = await callAs(tenant, "ada", REQUESTS, { query });
      expect([reply.status, codeOf(reply)]).toEqual([400, "400.1"]);
    }
  });

  it.each<Record<string, string>>([
    { filters: 'accountName eq "a"' },
    { filters: 'sourceId sw "a"' },
    { sorters: "manager" },
    { limit: "251" },
    { offset: "-1" },
  ])("is not listed with %j", async (query) => {
    const all = { "requested-for": "me", ...query };
    expect((await callAs(tenant, "ada", REQUESTS, { query: all })).status).toBe(400);
  });
});
