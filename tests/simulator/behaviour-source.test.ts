import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call, manualClock, type Reply } from "./tenant-client";

const { ada, grace, katherine } = DEFAULT_IDENTITIES;
const { auditors } = DEFAULT_WORKGROUPS;
const DIRECTORY = "Corporate Active Directory";
const SOURCES = "/non-employee-sources/v1";

describe("switches of the simulator for sources", () => {
  const clock = manualClock();
  const tenant = useSimulator({
    clock,
    seed: {
      clients: [
        { clientId: "a", clientSecret: "a", scopes: ["sp:scopes:all"], userLevel: "ORG_ADMIN" },
        {
          ...{ clientId: "m", clientSecret: "m", scopes: ["idn:nelm:read"] },
          ...{ userLevel: "USER" as const, identityId: katherine.id },
        },
      ],
    },
  });

  function addSource(name = "Contractors") {
    const source = { name, description: "External staff", owner: ada.id };
    return tenant.store.addSource({ ...source, accountManagers: [katherine.id] });
  }

  function create(changes: object = {}): Promise<Reply> {
    const body = { name: "Contractors", description: "External staff", owner: { id: ada.id } };
    return call(tenant, SOURCES, { method: "POST", body: { ...body, ...changes } });
  }

  function rename(path: string, value: string): Promise<Reply> {
    return call(tenant, path, { method: "PATCH", body: [{ op: "replace", path: "/name", value }] });
  }

  const remove = (path: string) => call(tenant, path, { method: "DELETE" });

  it.each([
    ["sourceId", 200, 404],
    ["id", 404, 200],
    ["both", 200, 200],
  ] as const)("pathIds %s: a path takes the sourceId with %d, the id with %d", async (...row) => {
    const [accepted, forSourceId, forId] = row;
    tenant.behaviour.pathIds = accepted;
    const { id, sourceId } = addSource();
    for (const [key, status] of [
      [sourceId, forSourceId],
      [id, forId],
    ] as const) {
      const item = `${SOURCES}/${key}`;
      const attribute = { type: "TEXT", label: "A", technicalName: `a${key}` };
      const replies = [
        await call(tenant, item),
        // An account manager is let in by the same id.
        await call(tenant, item, { clientId: "m", clientSecret: "m" }),
        await rename(item, `Renamed by ${key}`),
        await call(tenant, `${item}/schema-attributes`),
        await call(tenant, `${item}/schema-attributes`, { method: "POST", body: attribute }),
      ];
      const refusedManager = status === 200 ? 200 : 403;
      expect(replies.map((reply) => reply.status)).toEqual([
        status,
        refusedManager,
        ...Array.from({ length: 3 }, () => status),
      ]);
    }
  });

  it.each([
    ["404", 404, "404 Not found"],
    ["400.1.404", 400, "400.1.404 Referenced object not found"],
  ] as const)("missingObject %s: an undocumented 404 is answered %d %s", async (...row) => {
    const [position, status, detailCode] = row;
    tenant.behaviour.missingObject = position;
    const nowhere = `${SOURCES}/2c91000000000000000000000000000f`;
    const replies = [
      await call(tenant, nowhere),
      await remove(nowhere),
      await rename(nowhere, "x"),
      await call(tenant, `${nowhere}/schema-attributes/x`),
      await call(tenant, "/workgroups/v1/none"),
    ];
    for (const { status: answered, body } of replies) {
      expect([answered, body.detailCode]).toEqual([status, detailCode]);
    }
    // Where it is documented, it is always 404.
    expect((await call(tenant, `${nowhere}/schema-attributes`)).status).toBe(404);
  });

  it.each([
    ["all", 400, 400, 400],
    ["nonEmployee", 400, 200, 200],
    ["none", 200, 200, 200],
  ] as const)(
    "uniqueNames %s: a name is refused with %d of a source, %d of another kind, %d to another kind",
    async (...row) => {
      const [scope, ofSource, ofOther, toOther] = row;
      tenant.behaviour.uniqueNames = scope;
      const { sourceId } = addSource();
      const other = addSource("Visitors");
      const workday = tenant.store.genericSources().find(({ name }) => name === "Workday HR");
      expect((await create()).status).toBe(ofSource);
      expect((await rename(`${SOURCES}/${other.sourceId}`, "Contractors")).status).toBe(ofSource);
      expect((await rename(`/sources/v1/${other.sourceId}`, "Contractors")).status).toBe(ofSource);
      expect((await create({ name: "Workday HR" })).status).toBe(ofOther);
      expect((await rename(`${SOURCES}/${sourceId}`, DIRECTORY)).status).toBe(ofOther);
      expect((await rename(`/sources/v1/${workday?.id}`, "Visitors")).status).toBe(toOther);
    },
  );

  it.each([
    ["insensitive", 400],
    ["sensitive", 200],
  ] as const)("nameCase %s: a name in another case is answered %d", async (nameCase, status) => {
    tenant.behaviour.nameCase = nameCase;
    addSource();
    expect((await create({ name: "CONTRACTORS" })).status).toBe(status);
    expect((await create()).status).toBe(400);
  });

  it.each([
    ["accepted", 200, auditors.id, "400.1.404 Referenced object not found"],
    ["refused", 400, undefined, "400.1.3 Illegal value"],
    ["ignored", 200, null, undefined],
  ] as const)("createWorkgroup %s: a group is answered %d and is then %s", async (...row) => {
    const [position, status, stored, forUnknown] = row;
    tenant.behaviour.createWorkgroup = position;
    expect((await create({ managementWorkgroup: auditors.id })).status).toBe(status);
    expect(tenant.store.sources()[0]?.managementWorkgroup).toBe(stored);
    const unknown = await create({ name: "Other", managementWorkgroup: "f".repeat(32) });
    expect(unknown.body.detailCode).toBe(forUnknown);
    const legacy = await create({ name: "Third", managementWorkgroup: "123299" });
    expect(legacy.body.detailCode).toBe("400.1.404 Referenced object not found");
  });

  it.each([
    ["refused", 400, 400],
    ["accepted", 204, 202],
  ] as const)(
    "authoritativeDelete %s: answers %d and %d",
    async (position, forSource, forGeneric) => {
      tenant.behaviour.authoritativeDelete = position;
      const { sourceId } = addSource();
      tenant.store.editGenericSource(sourceId, { authoritative: true });
      const other = addSource("Visitors");
      tenant.store.editGenericSource(other.sourceId, { authoritative: true });
      expect((await remove(`${SOURCES}/${sourceId}`)).status).toBe(forSource);
      expect((await remove(`/sources/v1/${other.sourceId}`)).status).toBe(forGeneric);
    },
  );

  it("nameHeldMs: holds the name of a deleted source for a while", async () => {
    tenant.behaviour.nameHeldMs = 30_000;
    await remove(`${SOURCES}/${addSource().sourceId}`);
    expect((await create({ name: "contractors" })).body.detailCode).toMatch(/^400\.1\.409 /);
    clock.advance(30_000);
    expect((await create()).status).toBe(200);
  });

  it("nameHeldMs: frees the name at once by default", async () => {
    await remove(`${SOURCES}/${addSource().sourceId}`);
    expect((await create()).status).toBe(200);
  });

  it("sourceLingersMs: keeps the generic source of a deleted source in /sources for a while", async () => {
    tenant.behaviour.sourceLingersMs = 5000;
    const [first, second] = [addSource("First"), addSource("Second")];
    await remove(`${SOURCES}/${first.sourceId}`);
    await remove(`/sources/v1/${second.sourceId}`);
    const filters = 'connectorName eq "Non-Employee"';
    const look = async () => {
      const { items } = await call(tenant, "/sources/v1", { query: { filters } });
      const status = (await call(tenant, `/sources/v1/${first.sourceId}`)).status;
      return [items.map(({ name }) => name), status];
    };
    expect(await look()).toEqual([["First", "Second"], 200]);
    expect((await call(tenant, `${SOURCES}/${first.sourceId}`)).status).toBe(404);
    expect((await rename(`/sources/v1/${first.sourceId}`, "x")).status).toBe(404);
    expect((await remove(`/sources/v1/${first.sourceId}`)).status).toBe(404);
    clock.advance(5000);
    expect(await look()).toEqual([[], 404]);
  });

  it("sourceLingersMs: drops the generic source at once by default", async () => {
    const { sourceId } = addSource();
    await remove(`${SOURCES}/${sourceId}`);
    expect((await call(tenant, `/sources/v1/${sourceId}`)).status).toBe(404);
  });

  it.each([
    ["dropped", []],
    ["kept", ["ada", "bob"]],
  ] as const)(
    "deletedRecords %s: of the records of deleted sources are left %j",
    async (position, left) => {
      tenant.behaviour.deletedRecords = position;
      const [first, second] = [addSource("First"), addSource("Second")];
      tenant.store.addRecord(first.sourceId, { accountName: "ada" });
      tenant.store.addRecord(second.sourceId, { accountName: "bob" });
      await remove(`${SOURCES}/${first.sourceId}`);
      await remove(`/sources/v1/${second.sourceId}`);
      const { items } = await call(tenant, "/v2026/non-employee-records");
      expect(items.map(({ accountName }) => accountName)).toEqual(left);
    },
  );

  it.each([
    ["accepted", 200, grace.id],
    ["refused", 400, ada.id],
  ] as const)(
    "ownerPatch %s: a change of owner is answered %d",
    async (position, status, owner) => {
      tenant.behaviour.ownerPatch = position;
      const { sourceId } = addSource();
      const value = { type: "IDENTITY", id: grace.id };
      const body = [{ op: "replace", path: "/owner", value }];
      const reply = await call(tenant, `/sources/v1/${sourceId}`, { method: "PATCH", body });
      expect(reply.status).toBe(status);
      if (status === 400) expect(reply.body.detailCode).toBe("400.1.1 Illegal update attempt");
      expect(tenant.store.source(sourceId)?.owner).toBe(owner);
      // Only non-employee sources are meant.
      const workday = "/sources/v1/2c9180835d191a86015d28455b4b232a";
      expect((await call(tenant, workday, { method: "PATCH", body })).status).toBe(200);
    },
  );

  it.each([
    ["both", 200, 200],
    ["strings", 200, 400],
    ["objects", 400, 200],
  ] as const)("patchReferences %s: strings are answered %d, objects %d", async (...row) => {
    const [accepted, forStrings, forObjects] = row;
    tenant.behaviour.patchReferences = accepted;
    const path = `${SOURCES}/${addSource().sourceId}`;
    const patch = (field: string, value: unknown[]) =>
      call(tenant, path, { method: "PATCH", body: [{ op: "replace", path: field, value }] });
    for (const field of ["/approvers", "/accountManagers"]) {
      expect((await patch(field, [grace.id])).status).toBe(forStrings);
      expect((await patch(field, [{ id: grace.id }])).status).toBe(forObjects);
      expect((await patch(field, [])).status).toBe(200);
    }
  });
});
