import { useSimulator } from "../simulator-under-judge";
import {
  APPROVALS,
  ada,
  alan,
  callAs,
  codeOf,
  create,
  decide,
  grace,
  katherine,
  plantDesk,
  requestSeed,
  SOURCE,
  states,
  type Who,
} from "./request-under-test";
import { manualClock } from "./tenant-client";

const NOBODY = { id: "a0303682-5e4a-44f7-bdc2-000000000000" };

describe("an approval of the simulator", () => {
  const clock = manualClock();
  const tenant = useSimulator({ seed: requestSeed, clock });

  it("asks the next approver, and the last one makes the record", async () => {
    const { id, items } = await create(tenant);
    clock.advance(1000);
    const first = await decide(tenant, "grace", items[0], "approve");
    const { modified = "" } = tenant.store.approvals(id)[0] ?? {};
    expect([first.status, first.body]).toEqual([
      200,
      {
        ...{ id: items[0]?.id, approver: { type: "IDENTITY", id: grace.id }, approvalOrder: 1 },
        ...{ accountName: "william.smith", approvalStatus: "APPROVED", comment: "so be it" },
        ...{ created: expect.any(String), modified: modified.replace("120Z", "12Z") },
        nonEmployeeRequest: { id, requester: { type: "IDENTITY", id: ada.id } },
      },
    ]);
    expect(states(tenant, id)).toEqual(["APPROVED", "PENDING"]);
    expect(tenant.store.request(id)).toMatchObject({
      approvalStatus: "PENDING",
      completionDate: null,
    });
    expect(tenant.store.recordsOf(SOURCE)).toHaveLength(1);

    // A member decides for the group that is asked.
    const last = await decide(tenant, "alan", items[1], "approve", {});
    expect(last.body).not.toHaveProperty("comment");
    expect(states(tenant, id)).toEqual(["APPROVED", "APPROVED"]);
    const request = tenant.store.request(id);
    expect(request).toMatchObject({ approvalStatus: "APPROVED", completionDate: modified });
    expect(tenant.store.recordsOf(SOURCE)).toMatchObject([
      { accountName: "existed" },
      {
        ...{ accountName: "william.smith", firstName: "William", lastName: "Smith" },
        ...{ email: "william.smith@example.com", phone: "5125555555", manager: alan.alias },
        ...{ data: { costCenter: "4711" }, startDate: "2026-03-24T00:00:00-05:00" },
        ...{ endDate: "2027-03-25T00:00:00Z", sourceId: SOURCE },
      },
    ]);
  });

  it("that is refused ends the request, and nobody else is asked", async () => {
    const { id, items } = await create(tenant);
    const { status, body } = await decide(tenant, "grace", items[0], "reject");
    expect([status, body.approvalStatus, body.comment]).toEqual([200, "REJECTED", "so be it"]);
    expect(states(tenant, id)).toEqual(["REJECTED", "CANCELLED"]);
    expect(tenant.store.request(id)).toMatchObject({
      approvalStatus: "REJECTED",
      completionDate: null,
    });
    expect(tenant.store.recordsOf(SOURCE)).toHaveLength(1);
  });

  it("that the second approver refuses leaves what the first has said", async () => {
    const { id, items } = await create(tenant);
    await decide(tenant, "grace", items[0], "approve");
    await decide(tenant, "katherine", items[1], "reject");
    expect(states(tenant, id)).toEqual(["APPROVED", "REJECTED"]);
    expect(tenant.store.request(id)?.approvalStatus).toBe("REJECTED");
  });

  it("shows all of its request, whose dates are days there, or less if that is wanted", async () => {
    const { id, items } = await create(tenant);
    const path = `${APPROVALS}/${items[0]?.id}`;
    const { body } = await callAs(tenant, "grace", path);
    expect(body.nonEmployeeRequest).toMatchObject({
      ...{ id, requester: { type: "IDENTITY", id: ada.id }, accountName: "william.smith" },
      ...{ startDate: "2026-03-24", endDate: "2027-03-25", data: { costCenter: "4711" } },
      nonEmployeeSource: { sourceId: SOURCE, name: "Contractors" },
    });
    const { nonEmployeeSource: source } = Object(body.nonEmployeeRequest);
    expect(source.schemaAttributes).toHaveLength(10);
    const query = { "include-detail": "false" };
    const lite = await callAs(tenant, "ada", path, { query });
    const requester = { type: "IDENTITY", id: ada.id };
    expect(lite.body.nonEmployeeRequest).toEqual({ id, requester });
  });

  it("is listed and summed up for whom it asks", async () => {
    const { items } = await create(tenant);
    await create(tenant, { accountName: "second" });
    await decide(tenant, "grace", items[0], "approve");
    const list = async (who: Who, query: Record<string, string> = {}) => {
      const { status, items: found } = await callAs(tenant, who, APPROVALS, { query });
      expect(status).toBe(200);
      return found.map(({ accountName, approvalStatus, approvalOrder }) =>
        [accountName, approvalOrder, approvalStatus].join(" "),
      );
    };
    const ofGrace = ["william.smith 1 APPROVED", "second 1 PENDING"];
    const ofDesk = ["william.smith 2 PENDING", "second 2 NOT_READY"];
    expect(await list("grace")).toEqual(ofGrace);
    expect(await list("grace", { "requested-for": "me" })).toEqual(ofGrace);
    expect(await list("alan")).toEqual(ofDesk);
    expect(await list("ada", { "requested-for": katherine.id })).toEqual(ofDesk);
    expect(await list("machine", { "requested-for": plantDesk.id })).toEqual(ofDesk);
    expect((await list("machine")).sort()).toEqual([...ofGrace, ...ofDesk].sort());
    expect(await list("ada", { "requested-for": "me" })).toEqual([]);
    const filters = 'approvalStatus eq "Pending"';
    expect(await list("ada", { filters, sorters: "created,-modified" })).toHaveLength(2);
    const sum = async (who: Who, whom: string) =>
      (await callAs(tenant, who, `${APPROVALS}/summary/${whom}`)).body;
    expect(await sum("grace", "me")).toEqual({ approved: 1, pending: 1, rejected: 0 });
    expect(await sum("ada", katherine.id)).toEqual({ approved: 0, pending: 1, rejected: 0 });
  });
});

describe("a decision that the simulator refuses", () => {
  const tenant = useSimulator({ seed: requestSeed, judgedRequests: "accepted" });

  it.each(["approve", "reject"] as const)("is one by another person: %s", async (word) => {
    const { id, items } = await create(tenant);
    for (const who of ["ada", "edsger", "katherine", "machine"] as const) {
      expect((await decide(tenant, who, items[0], word)).status).toBe(403);
    }
    expect((await decide(tenant, "grace", items[1], word)).status).toBe(403);
    expect(states(tenant, id)).toEqual(["PENDING", "NOT_READY"]);
  });

  it("is one on an item that is not pending", async () => {
    const { id, items } = await create(tenant);
    const early = await decide(tenant, "katherine", items[1], "approve");
    expect([early.status, codeOf(early)]).toEqual([400, "400.1"]);
    expect(early.body.messages[0]?.text).toContain("NOT_READY and not PENDING");
    await decide(tenant, "grace", items[0], "reject");
    for (const word of ["approve", "reject"] as const) {
      const again = await decide(tenant, "grace", items[0], word);
      expect([again.status, codeOf(again)]).toEqual([400, "400.1"]);
      const late = await decide(tenant, "katherine", items[1], word);
      expect(late.body.messages[0]?.text).toContain("CANCELLED and not PENDING");
    }
    expect(states(tenant, id)).toEqual(["REJECTED", "CANCELLED"]);
  });

  it.each<[string, "approve" | "reject", unknown, string]>([
    ["a rejection without a comment", "reject", {}, "400.1"],
    ["a rejection with an empty comment", "reject", { comment: "" }, "400.1.0"],
    ["a comment that is no text", "approve", { comment: 7 }, "400.1"],
    ["a comment that is too long", "approve", { comment: "x".repeat(4001) }, "400.1.2"],
    ["a body that is a list", "approve", [], "400.1"],
  ])("is %s", async (_what, word, decision, code) => {
    const { id, items } = await create(tenant);
    const reply = await decide(tenant, "grace", items[0], word, decision);
    expect([reply.status, codeOf(reply)]).toEqual([400, code]);
    expect(states(tenant, id)).toEqual(["PENDING", "NOT_READY"]);
  });

  it("is the last approval if a record has the name by then", async () => {
    const { id, items } = await create(tenant);
    await decide(tenant, "grace", items[0], "approve");
    tenant.store.addRecord(SOURCE, { accountName: "william.smith" });
    const reply = await decide(tenant, "alan", items[1], "approve");
    expect([reply.status, codeOf(reply)]).toEqual([400, "400.1.409"]);
    expect(states(tenant, id)).toEqual(["APPROVED", "PENDING"]);
    expect(tenant.store.request(id)?.approvalStatus).toBe("PENDING");
  });

  it("is the last approval if the source is full by then", async () => {
    const { id, items } = await create(tenant);
    await decide(tenant, "grace", items[0], "approve");
    tenant.limits.records = 1;
    const reply = await decide(tenant, "alan", items[1], "approve");
    expect([reply.status, codeOf(reply)]).toEqual([400, "400.1.4"]);
    expect(states(tenant, id)).toEqual(["APPROVED", "PENDING"]);
    expect(tenant.store.recordsOf(SOURCE)).toHaveLength(1);
  });

  it("is one on an item that there is not, which only administrators are told", async () => {
    const replies = [
      await decide(tenant, "ada", NOBODY, "approve"),
      await decide(tenant, "grace", NOBODY, "reject"),
      await callAs(tenant, "ada", `${APPROVALS}/${NOBODY.id}`),
      await callAs(tenant, "grace", `${APPROVALS}/${NOBODY.id}`),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 403, 404, 403]);
    tenant.behaviour.missingObject = "400.1.404";
    const reply = await callAs(tenant, "ada", `${APPROVALS}/${NOBODY.id}`);
    expect([reply.status, codeOf(reply)]).toEqual([400, "400.1.404"]);
  });

  it("comes with reads that are for administrators, and those who are asked, and users alone", async () => {
    const { items } = await create(tenant);
    const item = `${APPROVALS}/${items[0]?.id}`;
    const statusOf = async (who: Who, path: string, query = {}) =>
      (await callAs(tenant, who, path, { query })).status;
    expect(await statusOf("edsger", item)).toBe(403);
    expect(await statusOf("machine", item)).toBe(403);
    expect(await statusOf("ada", item, { "include-detail": "no" })).toBe(400);
    expect(await statusOf("edsger", APPROVALS, { "requested-for": grace.id })).toBe(403);
    expect(await statusOf("edsger", `${APPROVALS}/summary/${grace.id}`)).toBe(403);
    expect(await statusOf("machine", `${APPROVALS}/summary/me`)).toBe(403);
    expect(await statusOf("machine", APPROVALS, { "requested-for": "me" })).toBe(403);
    expect(await statusOf("ada", APPROVALS, { filters: 'id eq "a"' })).toBe(400);
    expect(await statusOf("ada", APPROVALS, { sorters: "approvalOrder" })).toBe(400);
  });
});
