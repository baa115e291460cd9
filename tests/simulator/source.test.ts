import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call } from "./tenant-client";

const { ada, grace, alan } = DEFAULT_IDENTITIES;
const { auditors } = DEFAULT_WORKGROUPS;
const PATH = "/v2025/sources";

describe("generic sources of the simulator", () => {
  const tenant = useSimulator({ judgedRequests: "accepted" });
  let sourceId = "";

  beforeEach(() => {
    const source = { name: 'Con"tract\\ors #1', description: "External staff", owner: ada.id };
    sourceId = tenant.store.addSource({ ...source, records: [{}] }).sourceId;
    tenant.store.editGenericSource(sourceId, { features: ["PROVISIONING", "ENABLE"] });
  });

  async function names(query: Record<string, string>): Promise<string[]> {
    const { status, items } = await call(tenant, PATH, { query });
    expect(status).toBe(200);
    return items.map(({ name }) => name);
  }

  it.each([
    ['name eq "workday hr"', 1],
    ['name eq "Con\\"tract\\\\ors #1"', 1],
    ['name sw "Con" and connectorName eq "Non-Employee"', 1],
    ['connectorName eq "Non-Employee" or name co "DIRECTORY"', 2],
    ['not connectorName eq "Non-Employee"', 2],
    ['name sw "W" or name sw "C" and connectorName eq "Non-Employee"', 2],
    ['(name sw "W" or name sw "C") and connectorName eq "Non-Employee"', 1],
    ['name in ("Workday HR", "Corporate Active Directory", "none")', 2],
    [`id in ("2c9180835d191a86015d28455b4b232a")`, 1],
    [`owner.id eq "${ada.id}"`, 2],
    [`managementWorkgroup.id eq "${auditors.id}"`, 1],
    ["authoritative eq true", 1],
    ['created gt "2000-01-01T00:00:00Z" and created lt "2001-01-01T00:00:00Z"', 0],
    ['created ge "2000-01-01T00:00:00Z" and not created le "2000-01-01T00:00:00Z"', 3],
    ['connectorName ne "Workday"', 2],
    ["managementWorkgroup.id isnull", 2],
    ["name isnull or healthy isnull", 0],
    ["not managementWorkgroup.id isnull and authoritative eq false", 1],
    ['features ca ("ENABLE", "PROVISIONING")', 1],
    ['features ca ("ENABLE", "SEARCH")', 0],
    ['features co "visioning"', 1],
    ['status sw "SOURCE_STATE"', 3],
    ['category eq "CredentialProvider"', 0],
  ])("filters by %s", async (filters, count) => {
    expect(await names({ filters })).toHaveLength(count);
  });

  it.each([
    ["id", "sw", "2c91", 3],
    ["type", "eq", "Non-Employee", 1],
    ["description", "sw", "accounts of", 1],
    ["connectionType", "eq", "FILE", 3],
    ["modified", "gt", "2000-01-01T00:00:00.5Z", 3],
  ])("filters by %s %s", async (field, operator, value, count) => {
    expect(await names({ filters: `${field} ${operator} "${value}"` })).toHaveLength(count);
  });

  it("takes an instant in any number of fraction digits", async () => {
    tenant.store.addGenericSource({
      name: "Old",
      owner: ada.id,
      created: "2021-01-12T20:49:40.260Z",
    });
    expect(await names({ filters: 'created eq "2021-01-12T20:49:40.26Z"' })).toEqual(["Old"]);
  });

  it.each([
    "type",
    "created",
    "modified",
    "id",
    "description",
    "owner.id",
    "authoritative",
    "managementWorkgroup.id",
    "connectorName",
    "connectionType",
    "healthy",
    "status",
    "accountCorrelationConfig.id",
    "accountCorrelationConfig.name",
    "managerCorrelationRule.type",
    "managerCorrelationRule.id",
    "managerCorrelationRule.name",
  ])("sorts by %s", async (sorters) => {
    expect(await names({ sorters })).toHaveLength(3);
  });

  it.each([
    'secret eq "x"',
    'name zz "x"',
    'description co "x"',
    "name eq x",
    'name eq "x',
    'name eq "x" and',
    '(name eq "x"',
    'name eq "x" name eq "y"',
    "name in ()",
    'toString eq "x"',
    "",
  ])("refuses the filter %s", async (filters) => {
    const { status, body } = await call(tenant, PATH, { query: { filters } });
    expect([status, body.detailCode]).toEqual([400, "400.1 Bad Request Content"]);
  });

  it("sorts and pages", async () => {
    expect(await names({ sorters: "-name", limit: "2" })).toEqual([
      "Workday HR",
      "Corporate Active Directory",
    ]);
    expect(await names({ sorters: "owner.name,name" })).toHaveLength(3);
    expect((await call(tenant, PATH, { query: { sorters: "features" } })).status).toBe(400);
  });

  it("gives a non-employee source with owner, group and legacy id", async () => {
    const { status, body } = await call(tenant, `${PATH}/${sourceId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: sourceId,
      owner: { type: "IDENTITY", id: ada.id, name: "Ada Lovelace" },
      managementWorkgroup: null,
      connectorName: "Non-Employee",
      connectorAttributes: { cloudExternalId: tenant.store.source(sourceId)?.cloudExternalId },
    });
  });

  it("changes owner and management group in place", async () => {
    const { status, body } = await call(tenant, `${PATH}/${sourceId}`, {
      method: "PATCH",
      body: [
        { op: "replace", path: "/owner", value: { type: "IDENTITY", id: grace.id } },
        {
          op: "add",
          path: "/managementWorkgroup",
          value: { type: "GOVERNANCE_GROUP", id: auditors.id },
        },
      ],
    });
    expect(status).toBe(200);
    expect(body.owner).toEqual({ type: "IDENTITY", id: grace.id, name: "Grace Hopper" });
    expect(tenant.store.source(sourceId)).toMatchObject({
      owner: grace.id,
      managementWorkgroup: auditors.id,
    });
    const cleared = await call(tenant, `${PATH}/${sourceId}`, {
      method: "PATCH",
      body: [
        { op: "replace", path: "/owner/id", value: alan.id },
        { op: "remove", path: "/managementWorkgroup" },
      ],
    });
    expect(cleared.status).toBe(200);
    expect(tenant.store.source(sourceId)).toMatchObject({
      owner: alan.id,
      managementWorkgroup: null,
    });
  });

  it.each([
    ["an immutable field", "/connector", "x", "400.1.1 "],
    ["an unknown owner", "/owner", { type: "IDENTITY", id: "nobody" }, "400.1.404 "],
    ["an owner without a type", "/owner", { id: grace.id }, "400.1 "],
    ["a taken name", "/name", "Workday HR", "400.1.409 "],
    ["a group that is an id", "/managementWorkgroup", auditors.id, "400.1 "],
  ])("refuses to patch %s", async (_what, path, value, detailCode) => {
    const { status, body } = await call(tenant, `${PATH}/${sourceId}`, {
      method: "PATCH",
      body: [{ op: "replace", path, value }],
    });
    expect(status).toBe(400);
    expect(body.detailCode.startsWith(detailCode)).toBe(true);
  });

  it("does not touch the non-employee source when the generic one is renamed", async () => {
    await call(tenant, `${PATH}/${sourceId}`, {
      method: "PATCH",
      body: [{ op: "replace", path: "/name", value: "Renamed" }],
    });
    expect(tenant.store.genericSource(sourceId)?.name).toBe("Renamed");
    expect(tenant.store.source(sourceId)?.name).toBe('Con"tract\\ors #1');
  });

  it("accepts a delete as a task and drops the non-employee source as well", async () => {
    const { status, body } = await call(tenant, `${PATH}/${sourceId}`, { method: "DELETE" });
    expect([status, body.type, body.name]).toEqual([202, "TASK_RESULT", null]);
    expect(tenant.store.sources()).toEqual([]);
    expect((await call(tenant, `${PATH}/${sourceId}`)).status).toBe(404);
  });

  it("taskName text: names the task of a delete", async () => {
    tenant.behaviour.taskName = "text";
    const { body } = await call(tenant, `${PATH}/${sourceId}`, { method: "DELETE" });
    expect([body.type, body.name]).toEqual(["TASK_RESULT", "Delete Source"]);
  });

  it("lists the records of one source", async () => {
    const filters = `sourceId eq "${sourceId}"`;
    const path = "/v2025/non-employee-records";
    const { items } = await call(tenant, path, { query: { filters, sorters: "lastName" } });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ sourceId, firstName: "William" });
    const none = await call(tenant, path, { query: { filters: 'sourceId eq "none"' } });
    expect(none.body).toEqual([]);
    expect((await call(tenant, path, { query: { filters: 'email eq "x"' } })).status).toBe(400);
  });
});
