/** What may not be destroyed, what is taken over, and what is released instead of deleted. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Props } from "../../../provider/resources/handler";
import {
  attributeInputs,
  createWorld,
  make,
  refusals,
  sourceInputs,
  type World,
} from "./tenant-under-test";

const sources = "/non-employee-sources";
const attributes = "/non-employee-sources/{sourceId}/schema-attributes";

let world: World;
let sourceId: string;
let sourceState: Props;
let attributeId: string;
let attributeState: Props;

beforeEach(async () => {
  world = await createWorld();
  const { source, attribute } = world.process();
  ({ id: sourceId, state: sourceState } = await make(source, world.call, sourceInputs()));
  ({ id: attributeId, state: attributeState } = await make(
    attribute,
    world.call,
    attributeInputs(sourceId),
  ));
  world.calls();
});
afterEach(() => world.simulator.stop());

function deletes(): string[] {
  return world.calls().filter((entry) => entry.startsWith("DELETE"));
}

describe("the records guard", () => {
  beforeEach(() => {
    world.simulator.store.addRecord(sourceId);
    world.simulator.store.addRecord(sourceId);
  });

  const bothWays = /set SAIL_BACKUP_DIR in the environment to a folder, .* or to none/;

  it.each([
    ["nothing was said", {}, undefined, /2 records.*set forceDestroy: true .* `pulumi up`; then/],
    ["nothing was said of a backup", {}, undefined, bothWays],
    ["only forceDestroy", { forceDestroy: true }, undefined, bothWays],
    ["only backupDir", {}, "none", /set forceDestroy: true on the resource and run `pulumi up`\./],
    [
      "only a folder",
      {},
      join(tmpdir(), "sailpoint-never-written"),
      /set forceDestroy: true on the resource and run `pulumi up`\./,
    ],
  ])("refuses with %s", async (_, change, backupDir, message) => {
    const { source, attribute } = world.process({ backupDir });
    const state = { ...sourceState, ...change };
    await expect(source.delete(world.call, { id: sourceId, state })).rejects.toThrow(message);
    const attributeRequest = { id: attributeId, state: { ...attributeState, ...change } };
    await expect(attribute.delete(world.call, attributeRequest)).rejects.toThrow(message);
    expect(deletes()).toEqual([]);
  });

  it("lets records go without a backup when backupDir is none, and says so", async () => {
    const { source } = world.process({ backupDir: "none" });
    const state = { ...sourceState, forceDestroy: true };
    await source.delete(world.call, { id: sourceId, state });
    expect(world.simulator.store.source(sourceId)).toBeUndefined();
    expect(world.messages.join()).toContain("destroyed with 2 records, without a backup");
  });

  it("refuses the replacement of an attribute at preview already", async () => {
    const { attribute } = world.process();
    const oldInputs = attributeInputs(sourceId);
    const news = attributeInputs(sourceId, { technicalName: "other" });
    const { inputs } = await attribute.check(world.call, { news, oldInputs });
    await expect(
      attribute.diff(world.call, { id: attributeId, state: attributeState, news: inputs }),
    ).rejects.toThrow(/attribute "costCenter".*has 2 records/);
  });

  it("counts the records afresh, whatever was read before", async () => {
    const { source, tenant } = world.process();
    for (const { id } of world.simulator.store.records()) world.simulator.store.deleteRecord(id);
    await source.read(world.call, { id: sourceId, state: sourceState, lookup: false });
    world.simulator.store.addRecord(sourceId);
    expect(await tenant.reads.sources({})).toHaveLength(1);
    const request = { id: sourceId, state: sourceState };
    await expect(source.delete(world.call, request)).rejects.toThrow(/1 record/);
  });

  it("refuses when the tenant does not say how many records there are", async () => {
    const { store, faults } = world.simulator;
    const { owner: _, managementWorkgroup: __, ...listed } = store.source(sourceId) ?? {};
    const body = [{ ...listed, approvers: [], accountManagers: [], nonEmployeeCount: null }];
    faults.add({ method: "GET", template: sources, status: 200, body });
    const request = { id: sourceId, state: sourceState };
    await expect(world.process().source.delete(world.call, request)).rejects.toThrow(
      /an unknown number of records/,
    );
    expect(deletes()).toEqual([]);
  });

  it("deletes nothing by a list that does not show a source which exists", async () => {
    world.simulator.faults.add({ method: "GET", template: sources, status: 200, body: [] });
    const request = { id: sourceId, state: sourceState };
    await expect(world.process().source.delete(world.call, request)).rejects.toThrow(
      /the list is not complete. Nothing was decided or changed/,
    );
    expect(deletes()).toEqual([]);
  });
});

describe("a DELETE that something else than the API answers", () => {
  it("is an error, and the source stays in the state", async () => {
    const body = "<html>Please log in</html>";
    world.simulator.faults.add({ method: "DELETE", status: 200, body });
    const request = { id: sourceId, state: sourceState };
    await expect(world.process().source.delete(world.call, request)).rejects.toThrow(
      /neither empty nor JSON/,
    );
    expect(world.simulator.store.source(sourceId)).toBeDefined();
  });
});

describe("adoption", () => {
  it("refuses an existing source under never, naming its id and the ways out", async () => {
    const { source } = world.process();
    const [refusal] = await refusals(source, world.call, sourceInputs());
    expect(refusal).toContain(sourceId);
    expect(refusal).toContain('set sailpoint:adoptExisting (SAIL_ADOPT_EXISTING) to "identical"');
    expect(refusal).toContain("aliases");
  });

  it("takes an identical source over without a write", async () => {
    const { source } = world.process({ adoptExisting: "identical" });
    const { id, state } = await make(source, world.call, sourceInputs());
    expect({ id, state }).toEqual({ id: sourceId, state: sourceState });
    expect(world.calls().filter((entry) => !entry.startsWith("GET"))).toEqual([]);
    expect(world.messages.join()).toContain("it equals the declaration, so nothing is written");
  });

  it("refuses a different source under identical, naming what differs", async () => {
    const { source } = world.process({ adoptExisting: "identical" });
    const news = sourceInputs({ description: "Other", approvers: [] });
    const [refusal] = await refusals(source, world.call, news);
    expect(refusal).toContain("It differs from the program in description and approvers.");
  });

  it("patches a different source under always", async () => {
    const { source } = world.process({ adoptExisting: "always" });
    const { id } = await make(source, world.call, sourceInputs({ description: "Other" }));
    expect(id).toBe(sourceId);
    expect(world.simulator.store.source(id)?.description).toBe("Other");
  });

  it("takes over an equal attribute even under never, with a warning", async () => {
    const { attribute } = world.process();
    const { id, state } = await make(attribute, world.call, attributeInputs(sourceId));
    expect({ id, state }).toEqual({ id: attributeId, state: attributeState });
    expect(world.calls().filter((entry) => !entry.startsWith("GET"))).toEqual([]);
    expect(world.messages.join()).toContain("it is taken over");
  });

  it.each([
    ["never", true],
    ["identical", true],
    ["always", false],
  ] as const)("handles a different attribute under %s", async (adoptExisting, isRefused) => {
    const { attribute } = world.process({ adoptExisting });
    const news = attributeInputs(sourceId, { label: "Other" });
    const found = await refusals(attribute, world.call, news);
    expect(found).toHaveLength(isRefused ? 1 : 0);
    if (isRefused) return;
    await make(attribute, world.call, news);
    expect(world.simulator.store.customAttributesOf(sourceId)).toMatchObject([{ label: "Other" }]);
  });

  it("adopts what appeared between preview and up, by the same rule", async () => {
    const { source } = world.process({ adoptExisting: "identical" });
    const news = sourceInputs({ name: "Temps", managementWorkgroup: undefined });
    const { inputs } = await source.check(world.call, { news, oldInputs: {} });
    const other = await make(world.process().source, world.call, news);
    expect((await source.create(world.call, { inputs })).id).toBe(other.id);
    expect(world.simulator.store.sources()).toHaveLength(2);
  });
});

describe("release instead of delete", () => {
  it("keeps what this run has adopted under another logical name", async () => {
    const { source, attribute } = world.process({ adoptExisting: "identical" });
    await make(source, world.call, sourceInputs());
    await make(attribute, world.call, attributeInputs(sourceId));
    await attribute.delete(world.call, { id: attributeId, state: attributeState });
    await source.delete(world.call, { id: sourceId, state: sourceState });
    expect(deletes()).toEqual([]);
    expect(world.messages.filter((text) => text.includes("was not deleted"))).toHaveLength(2);
  });

  it("keeps what an unchanged resource of this run declares", async () => {
    const { source } = world.process();
    const oldInputs = sourceInputs();
    const { inputs } = await source.check(world.call, { news: oldInputs, oldInputs });
    await source.diff(world.call, { id: sourceId, state: sourceState, news: inputs });
    await source.delete(world.call, { id: sourceId, state: sourceState });
    expect(deletes()).toEqual([]);
  });

  it("names the attributes that nobody holds when a source is released", async () => {
    const { source } = world.process({ adoptExisting: "identical" });
    await make(source, world.call, sourceInputs());
    await source.delete(world.call, { id: sourceId, state: sourceState });
    expect(world.messages.join()).toMatch(/holds its custom attributes "costCenter" \(/);
  });

  it("does not take the diff of a refresh for a declaration", async () => {
    const { source } = world.process();
    await source.read(world.call, { id: sourceId, state: sourceState, lookup: false });
    await source.diff(world.call, { id: sourceId, state: sourceState, news: sourceInputs() });
    await source.delete(world.call, { id: sourceId, state: sourceState });
    expect(deletes()).toEqual([`DELETE ${sources}/{sourceId}`]);
  });

  it("does not hold an attribute whose replacement was asked for", async () => {
    const { attribute } = world.process();
    const oldInputs = attributeInputs(sourceId);
    const news = attributeInputs(sourceId, { technicalName: "other" });
    const { inputs } = await attribute.check(world.call, { news, oldInputs });
    await attribute.diff(world.call, { id: attributeId, state: attributeState, news: inputs });
    await attribute.delete(world.call, { id: attributeId, state: attributeState });
    expect(deletes()).toEqual([`DELETE ${attributes}/{attributeId}`]);
  });
});

describe("credentials at preview", () => {
  it("warn when they may not change an owner, and not when a name is changed", async () => {
    const scopes = [
      "idn:nelm:read",
      "idn:nelm:manage",
      "idn:sources:read",
      "idn:workgroup:read",
      "sp:scopes:default",
    ];
    const client = { clientId: "c", clientSecret: "s-0123456789", userLevel: "ORG_ADMIN" as const };
    const limited = await createWorld({ seed: { clients: [{ ...client, scopes }] } });
    const { id, state } = await make(limited.process().source, limited.call, sourceInputs());
    const diff = async (change: Props) => {
      const { source } = limited.process();
      const request = { news: sourceInputs(change), oldInputs: sourceInputs() };
      const { inputs } = await source.check(limited.call, request);
      await source.diff(limited.call, { id, state, news: inputs });
    };
    await diff({ name: "Temps" });
    expect(limited.messages).toEqual([]);
    await diff({ owner: { id: "2c9180858082150f0180893dbaf44201" } });
    expect(limited.messages).toEqual([expect.stringContaining("without idn:sources:manage")]);
    await limited.simulator.stop();
  });

  it.each([
    [["idn:nelm:read", "idn:sources:read"], 1],
    [["idn:nelm:read", "idn:nelm:manage"], 0],
    [["sp:scopes:all"], 0],
  ])("warn of %j once", async (scopes, warnings) => {
    const client = { clientId: "c", clientSecret: "s-0123456789", userLevel: "ORG_ADMIN" as const };
    const limited = await createWorld({ seed: { clients: [{ ...client, scopes }] } });
    const { source } = limited.process();
    for (const name of ["A", "B"]) {
      expect(await refusals(source, limited.call, sourceInputs({ name }))).toEqual([]);
    }
    const found = limited.messages.filter((text) => text.includes("without idn:nelm:manage"));
    expect(found).toHaveLength(warnings);
    await limited.simulator.stop();
  });
});
