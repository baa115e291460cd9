/** Reading: coalesced lists, proof that something is gone, and failures that never look like "no drift". */
import type { Props } from "../../../provider/resources/handler";
import { attributeInputs, createWorld, make, sourceInputs, type World } from "./tenant-under-test";

const sources = "/non-employee-sources";
const attributes = "/non-employee-sources/{sourceId}/schema-attributes";

interface Made {
  sourceId: string;
  source: Props;
  attributes: { id: string; state: Props }[];
}

/** Declares `count` sources with three attributes each. */
async function declare(world: World, count: number): Promise<Made[]> {
  const { source, attribute } = world.process();
  const made: Made[] = [];
  for (let number = 0; number < count; number += 1) {
    const { id, state } = await make(
      source,
      world.call,
      sourceInputs({ name: `Source ${number}` }),
    );
    const all = [];
    for (const technicalName of ["a", "b", "c"]) {
      const inputs = attributeInputs(id, { technicalName });
      all.push(await make(attribute, world.call, inputs));
    }
    made.push({ sourceId: id, source: state, attributes: all });
  }
  world.calls();
  return made;
}

describe("a refresh", () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.simulator.stop());

  it("of S sources costs 2 + S calls and one token, however many attributes there are", async () => {
    const made = await declare(world, 4);
    const before = world.simulator.requests.length;
    const { source, attribute } = world.process();
    await Promise.all(
      made.flatMap(({ sourceId, source: state, attributes: all }) => [
        source.read(world.call, { id: sourceId, state, lookup: false }),
        ...all.map((one) => attribute.read(world.call, { ...one, lookup: false })),
      ]),
    );
    const fresh = world.simulator.requests.slice(before);
    expect(fresh.filter(({ template }) => template === "/oauth/token")).toHaveLength(1);
    expect(world.calls().sort()).toEqual(
      [`GET ${sources}`, "GET /sources", ...made.map(() => `GET ${attributes}`)].sort(),
    );
  });

  it("tells everybody of a failed list, and asks again for the next", async () => {
    const [made] = await declare(world, 1);
    const { source } = world.process();
    const read = () =>
      source.read(world.call, {
        id: made?.sourceId ?? "",
        state: made?.source ?? {},
        lookup: false,
      });
    world.simulator.faults.add({ method: "GET", template: sources, status: 403 });
    const both = await Promise.allSettled([read(), read()]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect((await read())?.id).toBe(made?.sourceId);
    world.simulator.faults.add({ method: "GET", template: "/sources", status: 403 });
    const { source: later } = world.process();
    await expect(
      later.read(world.call, { id: made?.sourceId ?? "", state: {}, lookup: false }),
    ).rejects.toThrow(/403.*idn:sources:read/s);
  });

  it.each([
    ["403", { status: 403 }, /403/],
    ["a list that is cut", { truncate: true, times: 9 }, /list non-employee sources/],
    ["something that is not a list", { status: 200, body: { items: [] } }, /list non-employee/],
    ["a list shorter than its total", { headers: { "X-Total-Count": "7" } }, /7/],
    ["an empty list although the source exists", { status: 200, body: [] }, /not complete/],
  ])("fails with %s and never finds the source gone", async (_, fault, message) => {
    const [made] = await declare(world, 1);
    world.simulator.faults.add({ method: "GET", template: sources, ...fault });
    const { source } = world.process();
    const request = { id: made?.sourceId ?? "", state: made?.source ?? {}, lookup: false };
    await expect(source.read(world.call, request)).rejects.toThrow(message);
  });

  it("fails when the proof that a source is gone fails", async () => {
    const [made] = await declare(world, 1);
    world.simulator.store.deleteSource(made?.sourceId ?? "");
    world.simulator.faults.add({ method: "GET", path: /sources\/v1\/2c91/, status: 403, times: 9 });
    const { source, attribute } = world.process();
    const request = { id: made?.sourceId ?? "", state: made?.source ?? {}, lookup: false };
    await expect(source.read(world.call, request)).rejects.toThrow(/403/);
    await expect(source.delete(world.call, request)).rejects.toThrow(/403/);
    const [one] = made?.attributes ?? [];
    const child = { id: one?.id ?? "", state: one?.state ?? {}, lookup: false };
    await expect(attribute.read(world.call, child)).rejects.toThrow(/403/);
  });

  it("asks for a generic source by itself if the list leaves it out", async () => {
    const [made] = await declare(world, 1);
    world.simulator.faults.add({ method: "GET", template: "/sources", status: 200, body: [] });
    const { source } = world.process();
    const request = { id: made?.sourceId ?? "", state: made?.source ?? {}, lookup: false };
    expect((await source.read(world.call, request))?.state).toEqual(made?.source);
    expect(world.calls()).toContain("GET /sources/{id}");
  });
});

describe("a change of a source that somebody deleted", () => {
  it("fails with the way to make it again", async () => {
    const world = await createWorld();
    const [made] = await declare(world, 1);
    const id = made?.sourceId ?? "";
    world.simulator.store.deleteSource(id);
    const request = { id, state: made?.source ?? {}, news: sourceInputs({ name: "Temps" }) };
    await expect(world.process().source.update(world.call, request)).rejects.toThrow(
      /source "Temps" \(2c91.*is gone from the tenant.*pulumi up --refresh/,
    );
    await world.simulator.stop();
  });
});

describe("a change that the tenant accepts and does not carry out", () => {
  it("is told, since the drift check will show it", async () => {
    const world = await createWorld();
    const [made] = await declare(world, 1);
    const id = made?.sourceId ?? "";
    const { owner: _, managementWorkgroup: __, ...stored } = world.simulator.store.source(id) ?? {};
    const body = { ...stored, approvers: [], accountManagers: [], cloudExternalId: undefined };
    world.simulator.faults.add({ method: "PATCH", status: 200, body });
    const news = sourceInputs({ name: "Temps", approvers: [], accountManagers: [] });
    await world.process().source.update(world.call, { id, state: made?.source ?? {}, news });
    expect(world.messages.join()).toContain("its answer still differs in /name");
    await world.simulator.stop();
  });
});

describe("many declarations in one run", () => {
  it("list the sources once, and the attributes of a source once", async () => {
    const world = await createWorld();
    const [made] = await declare(world, 1);
    const { source, attribute } = world.process();
    for (const name of ["A", "B", "C"]) await make(source, world.call, sourceInputs({ name }));
    for (const technicalName of ["x", "y", "z"]) {
      await make(attribute, world.call, attributeInputs(made?.sourceId ?? "", { technicalName }));
    }
    const reads = world.calls().filter((entry) => entry.startsWith("GET"));
    const lookUps = ["GET /public-identities", "GET /workgroups", "GET /workgroups"];
    // One generic source is read to see that its workgroup was taken; the last list counts the records.
    expect(reads).toEqual([
      ...lookUps,
      `GET ${sources}`,
      "GET /sources/{id}",
      `GET ${attributes}`,
      `GET ${sources}`,
    ]);
    await world.simulator.stop();
  });

  it("take back equal attributes by one list", async () => {
    const world = await createWorld();
    const [made] = await declare(world, 1);
    const { attribute } = world.process();
    for (const technicalName of ["a", "b", "c"]) {
      const inputs = attributeInputs(made?.sourceId ?? "", { technicalName });
      await make(attribute, world.call, inputs);
    }
    expect(world.calls()).toEqual([`GET ${attributes}`]);
    await world.simulator.stop();
  });

  it("ask again after a list that failed while something was made", async () => {
    const world = await createWorld();
    const { source, tenant } = world.process();
    const { inputs } = await source.check(world.call, { news: sourceInputs(), oldInputs: {} });
    await source.create(world.call, { inputs });
    const [one] = await tenant.client.listNonEmployeeSources();
    tenant.reads.dropSource();
    world.simulator.faults.add({ method: "GET", template: sources, status: 403 });
    const failing = tenant.reads.sources({});
    if (one) tenant.reads.addSource(one);
    await expect(failing).rejects.toThrow(/403/);
    expect(await tenant.reads.sources({})).toHaveLength(1);
    await world.simulator.stop();
  });
});
