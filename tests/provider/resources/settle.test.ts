/** Writes whose answer is lost, names that are taken, objects that are not visible yet. */
import { attributeInputs, createWorld, make, sourceInputs, type World } from "./tenant-under-test";

const sources = "/non-employee-sources";
const attributes = "/non-employee-sources/{sourceId}/schema-attributes";

describe("a create whose answer is lost", () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.simulator.stop());

  it.each([
    ["dropped after the effect", { drop: "after" as const }, 1],
    ["answered 500 after the effect", { status: 500, effect: true }, 1],
    ["cut in the middle", { truncate: true }, 1],
    ["dropped before the effect", { drop: "before" as const }, 2],
    ["answered 503 without effect", { status: 503 }, 2],
  ])("makes one source when it is %s", async (_, fault, posts) => {
    const { call, simulator } = world;
    simulator.faults.add({ method: "POST", template: sources, ...fault });
    const { id } = await make(world.process().source, call, sourceInputs());
    expect(simulator.store.sources().map(({ sourceId }) => sourceId)).toEqual([id]);
    expect(world.calls().filter((entry) => entry === `POST ${sources}`)).toHaveLength(posts);
  });

  it.each([
    [{ drop: "after" as const }, 1],
    [{ drop: "before" as const }, 2],
  ])("makes one attribute with %j", async (fault, posts) => {
    const { call, simulator } = world;
    const { source, attribute } = world.process();
    const { id: sourceId } = await make(source, call, sourceInputs());
    simulator.faults.add({ method: "POST", template: attributes, ...fault });
    await make(attribute, call, attributeInputs(sourceId));
    expect(simulator.store.customAttributesOf(sourceId)).toHaveLength(1);
    expect(world.calls().filter((entry) => entry === `POST ${attributes}`)).toHaveLength(posts);
  });

  it("finds a source that stays invisible for some seconds after it was made", async () => {
    const { call, simulator } = world;
    simulator.behaviour.visibleAfterMs = 4000;
    simulator.faults.add({ method: "POST", template: sources, drop: "after" });
    const { id } = await make(world.process().source, call, sourceInputs());
    expect(simulator.store.sources()).toHaveLength(1);
    expect(simulator.store.source(id)).toBeDefined();
  });

  it("stops at a source of the same name that it cannot prove to have made", async () => {
    const { call, simulator } = world;
    const { source } = world.process();
    const { inputs } = await source.check(call, { news: sourceInputs(), oldInputs: {} });
    simulator.faults.add({ method: "POST", template: sources, drop: "before" });
    const other = simulator.store.addSource({ ...sourceOf(inputs.name), description: "Foreign" });
    await expect(source.create(call, { inputs })).rejects.toThrow(
      new RegExp(`${other.sourceId}, which this run cannot prove to have made`),
    );
    expect(simulator.store.sources()).toHaveLength(1);
  });

  it("does not take an older object of the same content for its own", async () => {
    const { call, simulator } = world;
    const { source } = world.process();
    const { inputs } = await source.check(call, { news: sourceInputs(), oldInputs: {} });
    const { id } = await make(world.process().source, call, sourceInputs());
    world.clock.advance(60_000);
    simulator.faults.add({ method: "POST", template: sources, drop: "before" });
    await expect(source.create(call, { inputs })).rejects.toThrow(id);
    expect(simulator.store.sources()).toHaveLength(1);
  });

  it.each([
    ["the list fails", { method: "GET", template: sources, skip: 1, status: 403 }, /403/],
    [
      "the owner cannot be read",
      { method: "GET", template: "/sources/{id}", status: 403 },
      /id 2c91/,
    ],
  ])("says that the source may exist when %s", async (_, fault, message) => {
    const { call, simulator } = world;
    simulator.faults.add({ method: "POST", template: sources, drop: "after" });
    simulator.faults.add(fault);
    const created = make(world.process().source, call, sourceInputs());
    await expect(created).rejects.toThrow(/It may exist now.*adoptExisting/s);
    await expect(created).rejects.toThrow(message);
  });

  it("waits for the attributes of a source that is not visible yet", async () => {
    const { call, simulator } = world;
    const { source, attribute } = world.process();
    const { id: sourceId } = await make(source, call, sourceInputs());
    simulator.faults.add({ method: "POST", template: attributes, drop: "after" });
    simulator.faults.add({ method: "GET", template: attributes, status: 404, times: 2 });
    await make(attribute, call, attributeInputs(sourceId));
    expect(simulator.store.customAttributesOf(sourceId)).toHaveLength(1);
  });

  it("explains a limit that a repeated create runs into", async () => {
    const { call, simulator } = world;
    simulator.faults.add({ method: "POST", template: sources, drop: "before" });
    simulator.limits.sources = 0;
    await expect(make(world.process().source, call, sourceInputs())).rejects.toThrow(
      /400\.1\.4 Limit violation.*remove in one `pulumi up` and add in the next/s,
    );
  });

  it("waits for the generic source of what it has made", async () => {
    const { call, simulator } = world;
    simulator.faults.add({ method: "POST", template: sources, drop: "after" });
    simulator.faults.add({ method: "GET", template: "/sources/{id}", status: 404, times: 2 });
    await make(world.process().source, call, sourceInputs());
    expect(simulator.store.sources()).toHaveLength(1);
  });

  it("recognises its own work by instants without a fraction", async () => {
    const { call, simulator } = world;
    simulator.behaviour.timestampDigits = 0;
    world.clock.advance(700);
    const { source, tenant } = world.process();
    await tenant.client.authenticate();
    world.clock.advance(150);
    simulator.faults.add({ method: "POST", template: sources, drop: "after" });
    await make(source, call, sourceInputs());
    expect(simulator.store.sources()).toHaveLength(1);
  });

  it("says to run again when nothing can be seen after two lost answers", async () => {
    const { call, simulator } = world;
    simulator.faults.add({ method: "POST", template: sources, drop: "before", times: 2 });
    await expect(make(world.process().source, call, sourceInputs())).rejects.toThrow(
      /Run `pulumi up` again: it looks first, and makes no second one/,
    );
    expect(simulator.store.sources()).toEqual([]);
  });
});

describe("a name that is taken", () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ behaviour: { nameHeldMs: 25_000 } });
  });
  afterEach(() => world.simulator.stop());

  it("is waited for while a delete still holds it", async () => {
    const { call, simulator } = world;
    const { id, state } = await make(world.process().source, call, sourceInputs());
    await world.process().source.delete(call, { id, state });
    const again = await make(world.process().source, call, sourceInputs());
    expect(simulator.store.sources().map(({ sourceId }) => sourceId)).toEqual([again.id]);
    expect(world.messages.join("\n")).toContain("a delete may still be going on");
  });

  it("is explained after two minutes when a source of another kind has it", async () => {
    const started = world.clock.now();
    const news = sourceInputs({ name: "Workday HR" });
    await expect(make(world.process().source, world.call, news)).rejects.toThrow(
      /400\.1\.409 Reference conflict.*A source of another kind may have it/s,
    );
    expect(world.clock.now() - started).toBeLessThan(150_000);
  });
});

describe("a change whose answer is lost", () => {
  it.each([{ drop: "after" as const }, { drop: "before" as const }])(
    "is settled by looking with %j",
    async (fault) => {
      const world = await createWorld();
      const { call, simulator } = world;
      const { source } = world.process();
      const { id, state } = await make(source, call, sourceInputs());
      simulator.faults.add({ method: "PATCH", ...fault });
      await source.update(call, { id, state, news: sourceInputs({ name: "Temps" }) });
      expect(simulator.store.source(id)?.name).toBe("Temps");
      await simulator.stop();
    },
  );

  it("gives up after three attempts with the tenant's error", async () => {
    const world = await createWorld();
    const { call, simulator } = world;
    const { source } = world.process();
    const { id, state } = await make(source, call, sourceInputs());
    simulator.faults.add({ method: "PATCH", status: 502, times: 5 });
    const update = source.update(call, { id, state, news: sourceInputs({ name: "Temps" }) });
    await expect(update).rejects.toThrow(/502/);
    expect(simulator.requests.filter(({ method }) => method === "PATCH")).toHaveLength(3);
    await simulator.stop();
  });
});

describe("an object that is not visible yet", () => {
  it("gets its attributes as soon as the tenant shows it", async () => {
    const world = await createWorld({ behaviour: { visibleAfterMs: 5000 } });
    const { call, simulator } = world;
    const { source, attribute } = world.process();
    const { id: sourceId } = await make(source, call, sourceInputs());
    await make(attribute, call, attributeInputs(sourceId));
    expect(simulator.store.customAttributesOf(sourceId)).toHaveLength(1);
    await simulator.stop();
  });
});

function sourceOf(name: unknown) {
  return {
    name: String(name),
    description: "External staff of the plants",
    owner: "2c9180835d191a86015d28455b4a2329",
  };
}
