import {
  apiVersions,
  type Client,
  HttpError,
  isAnswerLost,
  isConflict,
  isNotFound,
  ResponseShapeError,
} from "../../../provider/api";
import { FAULT_KINDS, type FaultKind } from "../../../simulator";
import { katherine, OTHER, SOURCE, states } from "../../simulator/request-under-test";
import { lost, refused } from "./lost-answer";
import { requestBody } from "./request-argument";
import { type RequestTenant, startRequestTenant } from "./request-tenant";
import { clientOf, rejectionOf, useScriptedServer } from "./scripted-server";
import { ada, collect, grace } from "./tenant";

let tenant: RequestTenant;
let client: Client;

beforeEach(async () => {
  tenant = await startRequestTenant();
  ({ client } = tenant);
  await client.authenticate();
});

afterEach(() => tenant.simulator.stop());

function store() {
  return tenant.simulator.store;
}

describe("a request", () => {
  it.each(apiVersions)("is created, read, listed, summed up and deleted in %s", async (version) => {
    const manager = await tenant.as("katherine", { apiVersion: version });
    const created = await manager.createNonEmployeeRequest(requestBody);
    const { id } = created;
    expect(created).toMatchObject({
      ...{ ...requestBody, approvalStatus: "PENDING", name: "Contractors" },
      nonEmployeeSource: { sourceId: SOURCE },
      approvalItems: [{ approver: { id: grace.id } }, { approver: { type: "GOVERNANCE_GROUP" } }],
    });
    expect(store().request(id)).toMatchObject({ ...requestBody, requester: katherine.id });
    expect(states(tenant.simulator, id)).toEqual(["PENDING", "NOT_READY"]);

    const admin = tenant.connect({ apiVersion: version });
    expect(await admin.getNonEmployeeRequest(id)).toEqual(created);
    expect(await collect(manager.listNonEmployeeRequests({ requestedFor: "me" }))).toEqual([
      created,
    ]);
    const elsewhere = { requestedFor: katherine.id, sourceId: OTHER };
    expect(await collect(admin.listNonEmployeeRequests(elsewhere))).toEqual([]);
    const summary = { approved: 0, pending: 1, rejected: 0, nonEmployeeCount: 1 };
    expect(await manager.getNonEmployeeRequestSummary("me")).toEqual(summary);
    expect(await admin.getNonEmployeeRequestSummary(katherine.id)).toEqual(summary);

    await admin.deleteNonEmployeeRequest(id);
    expect(store().requests()).toEqual([]);
    expect(isNotFound(await rejectionOf(admin.getNonEmployeeRequest(id)))).toBe(true);
    expect(isNotFound(await rejectionOf(admin.deleteNonEmployeeRequest(id)))).toBe(true);
  });

  it("in a source without approvers is approved at once", async () => {
    const { data: _none, ...body } = requestBody;
    const { approvalStatus, completionDate, approvalItems } = await client.createNonEmployeeRequest(
      {
        ...{ ...body, sourceId: OTHER },
      },
    );
    expect([approvalStatus, approvalItems]).toEqual(["APPROVED", []]);
    expect(completionDate).toMatch(/^\d{4}-/);
    expect(store().recordsOf(OTHER)).toMatchObject([{ accountName: "william.smith" }]);
  });

  it("for a name that is taken is a conflict", async () => {
    const create = () =>
      client.createNonEmployeeRequest({ ...requestBody, accountName: "existed" });
    const error = await rejectionOf(create());
    expect(isConflict(error)).toBe(true);
    expect(String(error)).toContain(
      'create non-employee request "existed": 400 400.1.409 Reference conflict: Unable to create',
    );
    expect(store().requests()).toEqual([]);
  });

  it.each([
    ["an unknown manager", { manager: "nobody" }, "no identity has the alias"],
    ["an unknown source", { sourceId: "none" }, "sourceId: no object has the id"],
    ["data that the source does not have", { data: { costCenter: "1", a: "b" } }, "data.a is no"],
  ])("with %s is refused, and the error says why", async (_what, changes, text) => {
    const error = await rejectionOf(
      client.createNonEmployeeRequest({ ...requestBody, ...changes }),
    );
    expect(error).toBeInstanceOf(HttpError);
    expect(isAnswerLost(error)).toBe(false);
    expect(String(error)).toContain(text);
  });

  it("is refused to those who may not, and the error says what they need", async () => {
    const other = await tenant.as("edsger");
    const { id } = store().addRequest(SOURCE);
    const errors = await Promise.all(
      [
        other.createNonEmployeeRequest(requestBody),
        other.getNonEmployeeRequest(id),
        other.deleteNonEmployeeRequest(id),
        other.getNonEmployeeRequestSummary(ada.id),
        collect(other.listNonEmployeeRequests({ requestedFor: ada.id })),
        (await tenant.as("machine")).getNonEmployeeRequestSummary("me"),
      ].map(rejectionOf),
    );
    for (const error of errors) {
      expect(error).toMatchObject({ status: 403 });
      expect(String(error)).toMatch(/it needs the scope idn:nelm:(read|manage) and a user level/);
    }
    expect(store().requests()).toHaveLength(1);
  });
});

describe("a list of requests", () => {
  it("of more than 250 is read page by page, and whole", async () => {
    for (let number = 0; number < 600; number += 1) {
      store().addRequest(number % 2 === 0 ? SOURCE : OTHER, { accountName: `p${number}` });
    }
    const list = (await tenant.as("grace")).listNonEmployeeRequests({ requestedFor: "me" });
    tenant.calls();
    const pages = await collect(list.pages());
    expect(pages.map((page) => page.length)).toEqual([250, 50]);
    expect(tenant.calls()).toHaveLength(2);
    const all = await collect(client.listNonEmployeeRequests({ requestedFor: ada.id }));
    expect(new Set(all.map(({ id }) => id)).size).toBe(300);
    expect(all.every(({ sourceId }) => sourceId === OTHER)).toBe(true);
  });

  it("comes in the order that is wanted, with as few ties as there can be", async () => {
    store().addRequest(SOURCE, { accountName: "b", firstName: "X" });
    store().addRequest(SOURCE, { accountName: "a", firstName: "X" });
    store().addRequest(SOURCE, { accountName: "c", firstName: "Y" });
    const manager = await tenant.as("katherine");
    const namesBy = async (sorters?: string) => {
      const list = manager.listNonEmployeeRequests({ requestedFor: "me", sorters });
      return (await collect(list)).map(({ accountName }) => accountName);
    };
    expect(await namesBy()).toEqual(["a", "b", "c"]);
    expect(await namesBy("-firstName")).toEqual(["c", "a", "b"]);
    expect(await namesBy("firstName, -accountName")).toEqual(["b", "a", "c"]);
    const asked = tenant.simulator.requests.map(({ query }) => query.sorters).filter(Boolean);
    expect(asked).toEqual([
      "created,accountName",
      "-firstName,created,accountName",
      "firstName,-accountName,created",
    ]);
  });
});

describe.each(Object.keys(FAULT_KINDS) as FaultKind[])("the fault %s", (kind) => {
  it("happens to a create, which is never sent twice unless it was refused", async () => {
    tenant.simulator.faults.add({ ...FAULT_KINDS[kind], operationId: "createNonEmployeeRequest" });
    const expected = lost[kind];
    if (expected === undefined) {
      await client.createNonEmployeeRequest(requestBody);
      expect(store().requests()).toHaveLength(1);
    } else {
      const error = await rejectionOf(client.createNonEmployeeRequest(requestBody));
      expect(error).toBeInstanceOf(expected.error);
      expect(isAnswerLost(error)).toBe(true);
      expect(String(error)).toContain(
        "look for a request or a record with the accountName (listNonEmployeeApprovals",
      );
      expect(store().requests()).toHaveLength(expected.isDone ? 1 : 0);
      // The way that the error names does show it.
      const list = client.listNonEmployeeApprovals();
      const found = (await collect(list)).some(
        ({ accountName }) => accountName === "william.smith",
      );
      expect(found).toBe(expected.isDone);
    }
    const creates = tenant.calls().filter((one) => one === "POST /non-employee-requests");
    expect(creates).toHaveLength(refused.includes(kind) ? 2 : 1);
  });

  it("happens to a deletion, after which the request is gone or an error is thrown", async () => {
    const { id } = store().addRequest(SOURCE);
    tenant.simulator.faults.add({ ...FAULT_KINDS[kind], operationId: "deleteNonEmployeeRequest" });
    const deletion = client.deleteNonEmployeeRequest(id);
    const isPortal = kind === "scriptedBody";
    if (isPortal) expect(await rejectionOf(deletion)).toBeInstanceOf(ResponseShapeError);
    else await deletion;
    expect(store().requests()).toHaveLength(isPortal ? 1 : 0);
  });
});

describe("a request in an answer", () => {
  const { server, serve } = useScriptedServer();

  it("may lack everything but its id, and have more than is known", async () => {
    await serve([
      { body: { id: "r1", extra: { a: 1 }, approvalStatus: "ESCALATED" } },
      { body: { id: "r1", approvalItems: null, data: null, nonEmployeeSource: null } },
      { body: {} },
      { body: { pending: "many" } },
    ]);
    const { client: other } = clientOf(server);
    expect(await other.getNonEmployeeRequest("r1")).toEqual({
      ...{ id: "r1", extra: { a: 1 }, approvalStatus: "ESCALATED", approvalItems: [], data: {} },
    });
    expect(await other.getNonEmployeeRequest("r1")).toMatchObject({ approvalItems: [], data: {} });
    expect(await rejectionOf(other.getNonEmployeeRequest("r1"))).toBeInstanceOf(ResponseShapeError);
    expect(await rejectionOf(other.getNonEmployeeRequestSummary("me"))).toBeInstanceOf(
      ResponseShapeError,
    );
  });
});
