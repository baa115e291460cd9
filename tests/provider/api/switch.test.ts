/**
 * The client under every switch of the simulator in each position: whatever a tenant does where nobody knows, the client
 * does its work, or says plainly why it cannot. Every test looks into what the tenant stores.
 */
import {
  apiVersions,
  type Client,
  detailNumber,
  equals,
  HttpError,
  isConflict,
  isNotFound,
  type SchemaAttribute,
} from "../../../provider/api";
import { BEHAVIOUR_POSITIONS, type Behaviour } from "../../../simulator";
import { rejectionOf } from "./scripted-server";
import {
  ada,
  alan,
  collect,
  grace,
  katherine,
  plantAdministrators,
  plantDesk,
  sourceToCreate,
  startTenant,
  type TestTenant,
} from "./tenant";

const positions = Object.entries(BEHAVIOUR_POSITIONS).flatMap(([name, values]) =>
  values.map((value) => [name, value] as const),
);

let tenant: TestTenant;
let client: Client;
let behaviour: Behaviour;

/** Lets what was just made or deleted become visible. */
function settleDown(): void {
  tenant.clock.advance(1_000);
}

async function createSource(name?: string): Promise<string> {
  const { sourceId } = await client.createNonEmployeeSource(sourceToCreate(name));
  settleDown();
  return sourceId;
}

async function createAttribute(sourceId: string): Promise<SchemaAttribute> {
  const attribute = await client.createNonEmployeeSourceSchemaAttributes(sourceId, {
    type: "TEXT",
    technicalName: "costCenter",
    label: "Cost center",
  });
  settleDown();
  return attribute;
}

function stored(sourceId: string) {
  return tenant.simulator.store.source(sourceId);
}

function storedAttribute(sourceId: string, id: string) {
  return tenant.simulator.store.attributesOf(sourceId).find((one) => one.id === id);
}

/** Number of the detail code that a call is refused with. */
async function refusalOf(call: Promise<unknown>): Promise<string | undefined> {
  const error = await rejectionOf(call);
  expect(error).toBeInstanceOf(HttpError);
  return error instanceof HttpError ? detailNumber(error.detailCode) : undefined;
}

/** What the tests do under one position. */
function behaves(): void {
  it("creates, reads, changes and deletes a source", async () => {
    const sourceId = await createSource();
    const read = await client.getNonEmployeeSource(sourceId);
    expect(read).toMatchObject({ sourceId, name: "Contractors" });
    expect(read.approvers.map(({ id }) => id)).toEqual([grace.id, alan.id]);
    expect(new Set(read.accountManagers.map(({ id }) => id))).toEqual(
      new Set([katherine.id, plantDesk.id]),
    );
    expect(Number.isNaN(Date.parse(read.created ?? ""))).toBe(false);

    await client.patchNonEmployeeSource(sourceId, [
      { op: "replace", path: "/name", value: "Plant staff" },
      { op: "replace", path: "/approvers", value: [alan.id, grace.id] },
      { op: "replace", path: "/accountManagers", value: [] },
    ]);
    expect(stored(sourceId)).toMatchObject({
      name: "Plant staff",
      approvers: [alan.id, grace.id],
      accountManagers: [],
    });

    const listed = await client.listNonEmployeeSources({ nonEmployeeCount: true });
    expect(listed).toMatchObject([{ sourceId, name: "Plant staff", nonEmployeeCount: 0 }]);
    await client.deleteNonEmployeeSource(sourceId);
    expect(stored(sourceId)).toBeUndefined();
    settleDown();
    expect(await client.listNonEmployeeSources()).toEqual([]);
    expect(isNotFound(await rejectionOf(client.getNonEmployeeSource(sourceId)))).toBe(true);
  });

  it("gives a source a group on creation, or says that the tenant does not take it", async () => {
    const body = { ...sourceToCreate(), managementWorkgroup: plantAdministrators.id };
    if (behaviour.createWorkgroup === "refused") {
      expect(await refusalOf(client.createNonEmployeeSource(body))).toMatch(/^400\.1/);
      return;
    }
    const { sourceId } = await client.createNonEmployeeSource(body);
    settleDown();
    const group = behaviour.createWorkgroup === "ignored" ? null : plantAdministrators.id;
    expect(stored(sourceId)?.managementWorkgroup).toBe(group);
    expect((await client.getSource(sourceId)).managementWorkgroup?.id ?? null).toBe(group);
  });

  it("changes owner and group of a source, or says that the tenant does not let it", async () => {
    const sourceId = await createSource();
    const change = client.updateSource(sourceId, [
      { op: "replace", path: "/owner", value: { type: "IDENTITY", id: grace.id } },
    ]);
    if (behaviour.ownerPatch === "refused") {
      expect(await refusalOf(change)).toBe("400.1.1");
      expect(stored(sourceId)?.owner).toBe(ada.id);
      return;
    }
    await change;
    expect(stored(sourceId)?.owner).toBe(grace.id);
    const [listed] = await client.listSources({ filters: equals("id", sourceId) });
    expect(listed?.owner?.id).toBe(grace.id);
  });

  it("creates, sets, clears and deletes an attribute", async () => {
    const sourceId = await createSource();
    const { id } = await createAttribute(sourceId);
    await client.patchNonEmployeeSchemaAttribute(sourceId, id, [
      { op: "replace", path: "/helpText", value: "Four digits" },
      { op: "replace", path: "/required", value: true },
    ]);
    expect(storedAttribute(sourceId, id)).toMatchObject({
      helpText: "Four digits",
      required: true,
    });

    const cleared = await client.patchNonEmployeeSchemaAttribute(sourceId, id, [
      { op: "replace", path: "/label", value: "Centre" },
      { op: "replace", path: "/helpText", value: "" },
    ]);
    expect(storedAttribute(sourceId, id)?.helpText || null).toBeNull();
    expect(cleared.helpText || null).toBeNull();
    expect(cleared.label).toBe("Centre");

    const attributes = await client.getNonEmployeeSourceSchemaAttributes(sourceId);
    expect(attributes.filter(({ system }) => system)).toHaveLength(8);
    expect(attributes.filter(({ system }) => !system)).toMatchObject([
      { id, technicalName: "costCenter" },
    ]);
    await client.deleteNonEmployeeSchemaAttribute(sourceId, id);
    expect(storedAttribute(sourceId, id)).toBeUndefined();
    expect(isNotFound(await rejectionOf(client.getNonEmployeeSchemaAttribute(sourceId, id)))).toBe(
      true,
    );
    expect(
      isNotFound(await rejectionOf(client.deleteNonEmployeeSchemaAttribute(sourceId, id))),
    ).toBe(true);
  });

  it("says that a name is taken, where the tenant has names only once", async () => {
    await createSource("Contractors");
    const same = async (name: string): Promise<boolean> =>
      client.createNonEmployeeSource(sourceToCreate(name)).then(
        () => false,
        (error: unknown) => isConflict(error),
      );
    const isUnique = behaviour.uniqueNames !== "none";
    expect(await same("Contractors")).toBe(isUnique);
    expect(await same("CONTRACTORS")).toBe(isUnique && behaviour.nameCase === "insensitive");
    expect(await same("Workday HR")).toBe(behaviour.uniqueNames === "all");
  });

  it("creates an attribute whose name has a dot, or says that the tenant does not take it", async () => {
    const sourceId = await createSource();
    const body = { type: "TEXT", technicalName: "cost.center", label: "Cost center" };
    const created = client.createNonEmployeeSourceSchemaAttributes(sourceId, body);
    if (behaviour.technicalNames === "noDots") expect(await refusalOf(created)).toBe("400.1.3");
    else expect(await created).toMatchObject({ technicalName: "cost.center" });
  });

  it("lists the records of a source over several pages", async () => {
    const sourceId = await createSource();
    const other = await createSource("Partners");
    const { store } = tenant.simulator;
    for (let number = 0; number < 500; number += 1)
      store.addRecord(sourceId, { accountName: `p${number}` });
    store.addRecord(other);
    const records = await collect(client.listNonEmployeeRecords({ sourceId }));

    expect(new Set(records.map(({ id }) => id))).toEqual(
      new Set(store.recordsOf(sourceId).map(({ id }) => id)),
    );
    expect(records).toHaveLength(500);
  });

  it("exports records and template as CSV", async () => {
    const sourceId = await createSource();
    await createAttribute(sourceId);
    const { store } = tenant.simulator;
    const data = { costCenter: '08, "15"' };
    const record = store.addRecord(sourceId, { lastName: "Müller, Jr.", manager: ada.alias, data });
    const column = { technicalName: "costCenter", label: "Cost center", none: undefined }[
      behaviour.csvColumns
    ];
    const rows = await collect(client.exportNonEmployeeRecords(sourceId).rows());

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      accountName: record.accountName,
      lastName: "Müller, Jr.",
      email: record.email,
      manager: behaviour.csvManager === "name" ? ada.name : ada.alias,
      ...(column !== undefined && { [column]: '08, "15"' }),
    });
    const columns = await client.exportNonEmployeeSourceSchemaTemplate(sourceId).columns();
    expect(columns).toHaveLength(column === undefined ? 8 : 9);
    expect(columns.slice(0, 3)).toEqual(["accountName", "firstName", "lastName"]);
  });

  it("finds people and groups", async () => {
    const filters = equals("alias", ada.alias);
    expect(await client.getPublicIdentities({ filters })).toMatchObject([
      { id: ada.id, email: ada.email },
    ]);
    expect(await client.listIdentities({ filters })).toMatchObject([
      { id: ada.id, emailAddress: ada.email },
    ]);
    expect(await client.getIdentity(ada.id)).toMatchObject({ id: ada.id, alias: ada.alias });
    const groups = await client.listWorkgroups({ filters: equals("name", plantDesk.name) });
    expect(groups).toMatchObject([{ id: plantDesk.id }]);
    expect(await client.getWorkgroup(plantDesk.id)).toMatchObject({ name: plantDesk.name });
    expect((await client.getPublicIdentities()).map(({ id }) => id).sort()).toEqual(
      tenant.simulator.store
        .identities()
        .map(({ id }) => id)
        .sort(),
    );
  });

  it("tells what does not exist from what fails", async () => {
    const missing = "2c91808568c529c60168cca6f90c0000";
    for (const call of [
      client.getNonEmployeeSource(missing),
      client.deleteNonEmployeeSource(missing),
      client.getNonEmployeeSourceSchemaAttributes(missing),
      client.exportNonEmployeeSourceSchemaTemplate(missing).columns(),
      client.getSource(missing),
      client.getIdentity(missing),
      client.getWorkgroup(missing),
    ]) {
      expect(isNotFound(await rejectionOf(call))).toBe(true);
    }
  });

  it("shows the tenant's own words when a request is refused", async () => {
    const wrong = client.createNonEmployeeSource({ ...sourceToCreate(), owner: { id: "nobody" } });
    const error = await rejectionOf(wrong);

    expect(error).toMatchObject({
      status: 400,
      trackingId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(String(error)).toContain('owner: no object has the id "nobody"');
  });
}

describe.each(positions)("a tenant with %s = %j", (name, position) => {
  beforeEach(async () => {
    tenant = await startTenant({ behaviour: { [name]: position } });
    ({ client } = tenant);
    ({ behaviour } = tenant.simulator);
  });

  afterEach(() => tenant.simulator.stop());

  behaves();
});

describe.each(apiVersions)("an ordinary tenant through %s", (apiVersion) => {
  beforeEach(async () => {
    tenant = await startTenant();
    client = tenant.connect({ apiVersion });
    ({ behaviour } = tenant.simulator);
  });

  afterEach(() => tenant.simulator.stop());

  behaves();
});
