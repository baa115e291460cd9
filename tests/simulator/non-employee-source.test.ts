import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call, manualClock } from "./tenant-client";

const { ada, grace, katherine, alan } = DEFAULT_IDENTITIES;
const { plantAdministrators, plantDesk } = DEFAULT_WORKGROUPS;
const PATH = "/non-employee-sources/v1";

describe("non-employee sources of the simulator", () => {
  const clock = manualClock();
  const tenant = useSimulator({ clock, judgedRequests: "accepted" });

  function contractors(changes: object = {}) {
    return {
      name: "Contractors",
      description: "External staff",
      owner: { id: ada.id },
      managementWorkgroup: plantAdministrators.id,
      approvers: [{ id: grace.id }, { id: plantDesk.id }],
      accountManagers: [{ id: katherine.id }],
      ...changes,
    };
  }

  function create(body: object = contractors()) {
    return call(tenant, PATH, { method: "POST", body });
  }

  function patch(sourceId: string, body: unknown, contentType?: string) {
    return call(tenant, `${PATH}/${sourceId}`, {
      method: "PATCH",
      body,
      ...(contentType && { contentType }),
    });
  }

  it("creates a source, its generic source and the eight system attributes", async () => {
    const { status, body } = await create();
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-/),
      sourceId: expect.stringMatching(/^2c91[0-9a-f]{28}$/),
      name: "Contractors",
      description: "External staff",
      approvers: [
        { type: "IDENTITY", id: grace.id },
        { type: "GOVERNANCE_GROUP", id: plantDesk.id },
      ],
      accountManagers: [{ type: "IDENTITY", id: katherine.id }],
      created: "2026-03-02T10:00:00.12Z",
      modified: "2026-03-02T10:00:00.12Z",
      cloudExternalId: expect.stringMatching(/^\d+$/),
    });
    expect(tenant.store.genericSource(body.sourceId)).toMatchObject({
      name: "Contractors",
      owner: ada.id,
      managementWorkgroup: plantAdministrators.id,
      connectorName: "Non-Employee",
      connectorAttributes: { cloudExternalId: body.cloudExternalId },
    });
    const attributes = tenant.store.attributesOf(body.sourceId);
    expect(attributes).toHaveLength(8);
    expect(attributes.every(({ system, required }) => system && required)).toBe(true);
  });

  it("names everything that is missing in one text", async () => {
    const { status, body } = await create({ approvers: [] });
    expect(status).toBe(400);
    expect(body.detailCode).toBe("400.1 Bad Request Content");
    expect(body.messages[0]?.text).toBe(
      "name is required; description is required; owner is required;",
    );
  });

  it.each([
    ["a text that is a number", { name: 7 }, "400.1 "],
    ["an owner that is a bare id", { owner: ada.id }, "400.1 "],
    ["an owner nobody has", { owner: { id: "f".repeat(32) } }, "400.1.404 "],
    ["an owner that is a group", { owner: { id: plantDesk.id } }, "400.1.404 "],
    ["an unknown approver", { approvers: [{ id: "f".repeat(32) }] }, "400.1.404 "],
    ["an unknown group", { managementWorkgroup: "123299" }, "400.1.404 "],
    [
      "four approvers",
      { approvers: [ada, grace, alan, katherine].map(({ id }) => ({ id })) },
      "400.1 ",
    ],
    ["a name another kind of source has", { name: "workday hr" }, "400.1.409 "],
  ])("refuses %s", async (_what, changes, detailCode) => {
    const { status, body } = await create(contractors(changes));
    expect(status).toBe(400);
    expect(body.detailCode).toMatch(new RegExp(`^${detailCode.replaceAll(".", "\\.")}`));
    expect(tenant.store.sources()).toEqual([]);
  });

  it("refuses one source more than the limit", async () => {
    tenant.limits.sources = 1;
    await create();
    const { status, body } = await create(contractors({ name: "Second" }));
    expect([status, body.detailCode]).toEqual([400, "400.1.4 Limit violation"]);
  });

  it("lists in pages with a total, sorted, and counts records only on request", async () => {
    for (const name of ["Beta", "alpha", "Gamma"]) {
      tenant.store.addSource({ name, description: name, owner: ada.id, records: [{}, {}] });
    }
    const query = { sorters: "-name", limit: "2", offset: "1", count: "true" };
    const { items, headers } = await call(tenant, PATH, { query });
    expect(items.map(({ name }) => name)).toEqual(["Beta", "alpha"]);
    expect(headers.get("x-total-count")).toBe("3");
    expect(items[0]?.nonEmployeeCount).toBeNull();
    const counted = await call(tenant, PATH, { query: { "non-employee-count": "true" } });
    expect(counted.items[0]?.nonEmployeeCount).toBe(2);
    expect(counted.headers.get("x-total-count")).toBeNull();
  });

  it("lists the sources of one account manager", async () => {
    await create();
    await create(contractors({ name: "Others", accountManagers: [{ id: plantDesk.id }] }));
    const names = async (id: string) => {
      const { items } = await call(tenant, PATH, { query: { "requested-for": id } });
      return items.map(({ name }) => name);
    };
    expect(await names(katherine.id)).toEqual(["Contractors", "Others"]);
    expect(await names(alan.id)).toEqual(["Others"]);
    expect(await names("me")).toEqual([]);
  });

  it.each<Record<string, string>>([
    { limit: "251" },
    { limit: "-1" },
    { offset: "x" },
    { count: "yes" },
    { sorters: "owner" },
    { "non-employee-count": "1" },
  ])("refuses the list parameters %j", async (query) => {
    const { status, body } = await call(tenant, PATH, { query });
    expect([status, body.detailCode]).toEqual([400, "400.1 Bad Request Content"]);
  });

  it("patches the four fields that it may, and changes both objects", async () => {
    const { sourceId } = (await create()).body;
    clock.advance(60_000);
    const { status, body } = await patch(sourceId, [
      { op: "replace", path: "/name", value: "Externals" },
      { op: "replace", path: "/description", value: "All externals" },
      { op: "replace", path: "/approvers", value: [alan.id] },
      { op: "replace", path: "/accountManagers", value: [{ id: grace.id }] },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: "Externals", created: "2026-03-02T10:00:00.12Z" });
    expect(body.modified).toBe("2026-03-02T10:01:00.12Z");
    expect(body.approvers).toEqual([{ type: "IDENTITY", id: alan.id }]);
    expect(body.accountManagers).toEqual([{ type: "IDENTITY", id: grace.id }]);
    expect(tenant.store.genericSource(sourceId)).toMatchObject({
      name: "Externals",
      description: "All externals",
    });
  });

  it("understands single elements and tests of a JSON Patch, and changes all or nothing", async () => {
    const { sourceId } = (await create()).body;
    const added = await patch(sourceId, [
      { op: "test", path: "/name", value: "Contractors" },
      { op: "add", path: "/approvers/-", value: alan.id },
      { op: "remove", path: "/approvers/0" },
      { op: "move", from: "/approvers/1", path: "/approvers/0" },
      { op: "copy", from: "/approvers/0", path: "/accountManagers/-" },
    ]);
    expect(added.status).toBe(200);
    expect(tenant.store.source(sourceId)?.approvers).toEqual([alan.id, plantDesk.id]);
    expect(tenant.store.source(sourceId)?.accountManagers).toEqual([katherine.id, alan.id]);
    const before = tenant.store.sources();
    const refused = await patch(sourceId, [
      { op: "replace", path: "/description", value: "changed" },
      { op: "test", path: "/name", value: "Something else" },
    ]);
    expect(refused.status).toBe(400);
    expect(tenant.store.sources()).toEqual(before);
  });

  it("clears a list by [] or remove", async () => {
    const { sourceId } = (await create()).body;
    await patch(sourceId, [
      { op: "replace", path: "/approvers", value: [] },
      { op: "remove", path: "/accountManagers" },
    ]);
    expect(tenant.store.source(sourceId)).toMatchObject({ approvers: [], accountManagers: [] });
  });

  it.each([
    ["owner", [{ op: "replace", path: "/owner", value: { id: grace.id } }], "400.1.1 "],
    ["sourceId", [{ op: "replace", path: "/sourceId", value: "x" }], "400.1.1 "],
    [
      "an unknown approver",
      [{ op: "replace", path: "/approvers", value: ["nobody"] }],
      "400.1.404 ",
    ],
    ["an empty name", [{ op: "replace", path: "/name", value: "" }], "400.1.0 "],
    ["a taken name", [{ op: "replace", path: "/name", value: "WORKDAY HR" }], "400.1.409 "],
    ["an object", { name: "x" }, "400.1 "],
    ["an unknown operation", [{ op: "set", path: "/name", value: "x" }], "400.1 "],
    ["a missing value", [{ op: "replace", path: "/name" }], "400.1 "],
    ["a path without a slash", [{ op: "replace", path: "name", value: "x" }], "400.1 "],
    ["a position that is not there", [{ op: "remove", path: "/approvers/7" }], "400.1 "],
    ["text that is no JSON", "[{", "400.1 "],
  ])("refuses to patch %s", async (_what, body, detailCode) => {
    const { sourceId } = (await create()).body;
    const before = tenant.store.sources();
    const reply = await patch(sourceId, body);
    expect(reply.status).toBe(400);
    expect(`${reply.body.detailCode}`.startsWith(detailCode)).toBe(true);
    expect(tenant.store.sources()).toEqual(before);
  });

  it("refuses a patch that is not sent as JSON Patch", async () => {
    const { sourceId } = (await create()).body;
    const reply = await patch(
      sourceId,
      [{ op: "replace", path: "/name", value: "x" }],
      "application/json",
    );
    expect(reply.status).toBe(400);
  });

  it("keeps its own name on a patch that changes only its case", async () => {
    const { sourceId } = (await create()).body;
    const reply = await patch(sourceId, [{ op: "replace", path: "/name", value: "CONTRACTORS" }]);
    expect([reply.status, reply.body.name]).toEqual([200, "CONTRACTORS"]);
  });

  it("deletes both objects, attributes and records, and frees the name", async () => {
    const { sourceId } = (await create()).body;
    tenant.store.addRecord(sourceId);
    const { status, body } = await call(tenant, `${PATH}/${sourceId}`, { method: "DELETE" });
    expect([status, body]).toEqual([204, undefined]);
    expect(tenant.store.genericSource(sourceId)).toBeUndefined();
    expect(tenant.store.attributesOf(sourceId)).toEqual([]);
    expect(tenant.store.recordsOf(sourceId)).toEqual([]);
    expect((await call(tenant, `${PATH}/${sourceId}`)).status).toBe(404);
    expect((await create()).status).toBe(200);
  });

  it("shows a change made by hand with its date", async () => {
    const { sourceId } = (await create()).body;
    clock.advance(1000);
    tenant.store.editSource(sourceId, { description: "by hand", owner: grace.id });
    const { body } = await call(tenant, `${PATH}/${sourceId}`);
    expect(body.description).toBe("by hand");
    expect(body.modified).not.toBe(body.created);
    expect(tenant.store.genericSource(sourceId)?.owner).toBe(grace.id);
  });
});
