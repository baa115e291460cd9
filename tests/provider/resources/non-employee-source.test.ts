import { UNKNOWN } from "../../../provider/resources/handler";
import {
  ada,
  alan,
  createWorld,
  grace,
  katherine,
  make,
  plantDesk,
  refusals,
  sourceInputs,
  type World,
} from "./tenant-under-test";

const sources = "/non-employee-sources";
const oneSource = "/non-employee-sources/{sourceId}";
/** For the references of {@link sourceInputs}: people, the workgroup, and a group among the account managers. */
const lookUps = ["GET /public-identities", "GET /workgroups", "GET /workgroups"];

describe("NonEmployeeSource", () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.simulator.stop());

  it("lives: create, read, no diff, change, delete, gone", async () => {
    const { call, simulator } = world;
    const { source } = world.process();
    const { id, state } = await make(source, call, sourceInputs());
    expect(world.calls()).toEqual([
      ...lookUps,
      `GET ${sources}`,
      `POST ${sources}`,
      "GET /sources/{id}",
    ]);
    const stored = simulator.store.source(id);
    expect(stored).toMatchObject({ name: "Contractors", owner: ada.id });
    expect(state).toMatchObject({
      sourceId: id,
      nonEmployeeSourceId: stored?.id,
      ownerId: ada.id,
      approverIds: [grace.id, alan.id],
      tenantUrl: simulator.url,
    });

    const found = await source.read(call, { id, state, lookup: false });
    expect(found).toEqual({ id, state, inputs: sourceInputs() });
    expect(await source.diff(call, { id, state, news: sourceInputs() })).toEqual({ changes: [] });

    const news = sourceInputs({ description: "Others", accountManagers: undefined });
    const changed = await source.update(call, { id, state, news });
    expect(changed.state).toMatchObject({ description: "Others", accountManagerIds: [] });
    expect(simulator.store.source(id)).toMatchObject({
      description: "Others",
      accountManagers: [],
    });

    const later = world.process();
    await later.source.delete(call, { id, state: changed.state });
    expect(simulator.store.source(id)).toBeUndefined();
    expect(await later.source.read(call, { id, state, lookup: false })).toBeUndefined();
  });

  it("treats a source that is gone as deleted, without a DELETE", async () => {
    const { call, simulator } = world;
    const { id, state } = await make(world.process().source, call, sourceInputs());
    simulator.store.deleteSource(id);
    world.calls();
    await world.process().source.delete(call, { id, state });
    // The second list proves that no id finds it, where neither id has found anything in this process.
    expect(world.calls()).toEqual([`GET ${sources}`, `GET ${oneSource}`, `GET ${sources}`]);
  });

  it.each([
    ["name", { name: "Temps" }, "nonEmployeeSource"],
    ["description", { description: "Other" }, "nonEmployeeSource"],
    ["approvers", { approvers: [{ id: alan.id }, { id: grace.id }] }, "nonEmployeeSource"],
    ["accountManagers", { accountManagers: [{ id: grace.id }] }, "nonEmployeeSource"],
    ["owner", { owner: { id: grace.id } }, "source"],
    ["managementWorkgroup", { managementWorkgroup: { id: plantDesk.id } }, "source"],
    ["managementWorkgroup", { managementWorkgroup: undefined }, "source"],
  ])("patches %s alone when it alone differs", async (field, change, api) => {
    const { call, simulator } = world;
    const { source } = world.process();
    const { id, state } = await make(source, call, sourceInputs());
    const news = sourceInputs(change);
    const { changes } = await source.diff(call, { id, state, news });
    expect(changes.map(({ path }) => path)).toEqual([field]);
    const before = simulator.requests.length;
    const updated = await source.update(call, { id, state, news });
    const patches = simulator.requests.slice(before).filter(({ method }) => method === "PATCH");
    expect(patches).toMatchObject([{ body: [{ path: `/${field}` }] }]);
    expect(patches[0]?.template).toBe(api === "source" ? "/sources/{id}" : oneSource);
    const found = await world
      .process()
      .source.read(call, { id, state: updated.state, lookup: false });
    expect(await source.diff(call, { id, state: found?.state ?? {}, news })).toEqual({
      changes: [],
    });
  });

  it("makes no request when only forceDestroy changes", async () => {
    const { call } = world;
    const { source } = world.process();
    const { id, state } = await make(source, call, sourceInputs());
    world.calls();
    const updated = await source.update(call, {
      id,
      state,
      news: sourceInputs({ forceDestroy: true }),
    });
    expect(updated.state).toMatchObject({ forceDestroy: true });
    expect(world.calls()).toEqual([]);
  });

  it("takes account managers as a set and approvers as a sequence", async () => {
    const { call } = world;
    const { source } = world.process();
    const { id, state } = await make(source, call, sourceInputs());
    const swapped = sourceInputs({ accountManagers: [{ id: plantDesk.id }, { id: katherine.id }] });
    expect((await source.diff(call, { id, state, news: swapped })).changes).toEqual([]);
    const reordered = sourceInputs({ approvers: [{ id: alan.id }, { id: grace.id }] });
    expect((await source.diff(call, { id, state, news: reordered })).changes).toEqual([
      { path: "approvers", kind: "update" },
    ]);
  });

  it("shows an unknown value as a change, wherever it stands", async () => {
    const { call } = world;
    const { source } = world.process();
    const { id, state } = await make(source, call, sourceInputs());
    for (const change of [
      { name: UNKNOWN },
      { owner: { id: UNKNOWN } },
      { owner: UNKNOWN },
      { approvers: [UNKNOWN, { id: grace.id }] },
      { approvers: UNKNOWN },
      { forceDestroy: UNKNOWN },
    ]) {
      const news = sourceInputs(change);
      const preview = world.process().source;
      const checked = await preview.check(call, { news, oldInputs: sourceInputs() });
      expect(checked.failures).toEqual([]);
      const { changes } = await preview.diff(call, { id, state, news });
      expect(changes.map(({ path }) => path)).toEqual(Object.keys(change));
    }
  });

  it("keeps declared order and form on read, and brings drift into the inputs", async () => {
    const { call, simulator } = world;
    const { id, state } = await make(world.process().source, call, sourceInputs());
    simulator.store.editSource(id, {
      accountManagers: [plantDesk.id, katherine.id],
      owner: alan.id,
      managementWorkgroup: null,
    });
    const found = await world.process().source.read(call, { id, state, lookup: false });
    expect(found?.inputs).toEqual({
      ...sourceInputs({ owner: { id: alan.id } }),
      managementWorkgroup: undefined,
    });
  });

  it("refuses what belongs to another tenant before any request", async () => {
    const { call } = world;
    const { source } = world.process();
    const state = { ...sourceInputs(), tenantUrl: "https://other.api.identitynow.com" };
    const request = { id: "2c91", state, news: sourceInputs() };
    const refusal = /belongs to the tenant https:\/\/other\.api\.identitynow\.com/;
    await expect(source.diff(call, request)).rejects.toThrow(refusal);
    await expect(source.update(call, request)).rejects.toThrow(refusal);
    await expect(source.delete(call, request)).rejects.toThrow(refusal);
    await expect(source.read(call, { ...request, lookup: false })).rejects.toThrow(refusal);
    expect(world.simulator.requests).toEqual([]);
  });

  it("records the name that was changed when the owner is refused after it", async () => {
    const { call, simulator } = world;
    const { source } = world.process();
    const { id, state } = await make(source, call, sourceInputs());
    simulator.behaviour.ownerPatch = "refused";
    const news = sourceInputs({ name: "Temps", owner: { id: grace.id } });
    await expect(source.update(call, { id, state, news })).rejects.toMatchObject({
      id,
      state: { name: "Temps", ownerId: ada.id },
      reasons: [expect.stringContaining("Nothing was destroyed")],
    });
    expect(simulator.store.source(id)).toMatchObject({ name: "Temps", owner: ada.id });
  });
});

describe("a tenant that does not take a management workgroup when a source is made", () => {
  it.each([
    ["ignored", 1],
    ["refused", 2],
  ] as const)(
    "and leaves it %s gets it afterwards, and the next source at once so",
    async (createWorkgroup, posts) => {
      const world = await createWorld({ behaviour: { createWorkgroup } });
      const { source } = world.process();
      const group = sourceInputs().managementWorkgroup;
      const { id } = await make(source, world.call, sourceInputs());
      expect(world.calls().filter((entry) => entry === `POST ${sources}`)).toHaveLength(posts);
      const next = await make(source, world.call, sourceInputs({ name: "Temps" }));
      expect(world.calls().filter((entry) => entry === `POST ${sources}`)).toHaveLength(1);
      for (const sourceId of [id, next.id]) {
        expect(world.simulator.store.source(sourceId)?.managementWorkgroup).toBe(Object(group).id);
      }
      await world.simulator.stop();
    },
  );

  it("nor afterwards: the source is in the state without it, and the reason is shown", async () => {
    const behaviour = { createWorkgroup: "refused", ownerPatch: "refused" } as const;
    const world = await createWorld({ behaviour });
    const { source } = world.process();
    const failure = await make(source, world.call, sourceInputs()).catch((error) => error);
    const [stored] = world.simulator.store.sources();
    expect(failure).toMatchObject({
      name: "PartialFailure",
      id: stored?.sourceId,
      reasons: [expect.stringContaining("change owner or managementWorkgroup of source")],
    });
    expect(failure.state).not.toHaveProperty("managementWorkgroup");
    await world.simulator.stop();
  });

  it("says why where the refusal has another reason, and makes nothing", async () => {
    const world = await createWorld({ limits: { nameLength: 5 } });
    const { source } = world.process();
    await expect(make(source, world.call, sourceInputs())).rejects.toThrow(/400/);
    expect(world.simulator.store.sources()).toEqual([]);
    await world.simulator.stop();
  });
});

describe("check of a NonEmployeeSource", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.simulator.stop());

  it.each([
    [{ name: undefined }, ["name is required; give a name that no other source of the tenant has"]],
    [
      { name: " " },
      ["name must be a name that no other source of the tenant has, got a blank one"],
    ],
    [{ name: 7 }, ["name must be a name that no other source of the tenant has, got the number 7"]],
    [
      { owner: "2c91" },
      [
        "owner must be { email }, { alias }, { email, alias } or { id } of the identity that owns the source, got a string",
      ],
    ],
    [{ approvers: Array(4).fill(UNKNOWN) }, ["approvers takes at most 3, got 4"]],
    [{ accountManagers: Array(11).fill(UNKNOWN) }, ["accountManagers takes at most 10, got 11"]],
    [
      { approver: [] },
      [
        '"approver" is not an argument; did you mean "approvers"? Accepted are name, description, owner, managementWorkgroup, approvers, accountManagers, forceDestroy and tenant',
      ],
    ],
    [{ forceDestroy: "yes" }, ["forceDestroy must be true or false, got a string"]],
  ])("refuses %j", async (change, expected) => {
    const { source } = world.process();
    expect(await refusals(source, world.call, sourceInputs(change))).toEqual(expected);
    expect(world.simulator.store.sources()).toEqual([]);
  });

  it("reports everything that is wrong at once", async () => {
    const { source } = world.process();
    const failures = await refusals(source, world.call, { owner: 1, approvers: "x", extra: 1 });
    expect(failures).toHaveLength(5);
  });
});
