/** Reading a tenant into a manifest: what it asks, and that the same tenant gives the same manifest. */
import { createHash } from "node:crypto";
import { type ReadTenantOptions, readTenant } from "../../../provider/manifest/read-tenant";
import { selectKeys } from "../../../provider/manifest/select";
import { writeManifest } from "../../../provider/manifest/write-manifest";
import { ResourceError } from "../../../provider/resources/handler";
import { BEHAVIOUR_POSITIONS } from "../../../simulator";
import {
  ada,
  alan,
  createWorld,
  grace,
  katherine,
  plantAdministrators,
  plantDesk,
  type World,
} from "../resources/tenant-under-test";
import { failure, refusal } from "./refusal";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.simulator.stop());

/** Reads as a fresh process does. */
const read = (options: ReadTenantOptions = {}) =>
  readTenant(world.process().tenant, world.call, options);
const store = () => world.simulator.store;
const add = (name: string, more: object = {}) =>
  store().addSource({ name, description: `About ${name}`, owner: ada.id, ...more });
const hash = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, 6);
const person = ({ email, alias }: { email: string | null; alias: string }) => ({ email, alias });

/** Two sources, made in the reverse of the order in which they are written. */
function addTwo() {
  add("Visitors", { owner: grace.id });
  add("Contractors", {
    managementWorkgroup: plantAdministrators.id,
    approvers: [grace.id, plantDesk.id, alan.id],
    accountManagers: [katherine.id, plantDesk.id, alan.id],
    attributes: [
      {
        technicalName: "costCenter",
        label: "Cost center",
        required: true,
        helpText: "Four digits",
      },
      { technicalName: "badge", label: "Badge", placeholder: "000", helpText: "" },
    ],
  });
}
const twoSources = [
  {
    key: "contractors",
    name: "Contractors",
    description: "About Contractors",
    owner: person(ada),
    managementWorkgroup: { name: plantAdministrators.name },
    approvers: [person(grace), { governanceGroup: plantDesk.name }, person(alan)],
    accountManagers: [person(alan), person(katherine), { governanceGroup: plantDesk.name }],
    schemaAttributes: [
      { technicalName: "badge", label: "Badge", placeholder: "000" },
      {
        technicalName: "costCenter",
        label: "Cost center",
        required: true,
        helpText: "Four digits",
      },
    ],
  },
  { key: "visitors", name: "Visitors", description: "About Visitors", owner: person(grace) },
];

describe("a manifest of a tenant", () => {
  it("says all that there is, sorted by key, technicalName and member, approvers in their order", async () => {
    addTwo();
    expect(await read()).toStrictEqual({
      manifest: { version: 1, sources: twoSources },
      unresolved: [],
      warnings: [],
    });
    expect(world.messages).toEqual([]);
  });

  it("costs two lists, one list for each source, and look-ups of many people and groups at once", async () => {
    addTwo();
    add("Guests");
    await read();
    const attributes = "GET /non-employee-sources/{sourceId}/schema-attributes";
    expect(world.calls().sort()).toEqual(
      [
        "GET /non-employee-sources",
        "GET /sources",
        ...[attributes, attributes, attributes],
        // By id, then by e-mail and alias; groups by id, then by name.
        ...["GET /public-identities", "GET /public-identities"],
        ...["GET /workgroups", "GET /workgroups"],
      ].sort(),
    );
  });

  it("costs the same look-ups for twenty sources with the same people", async () => {
    for (let at = 0; at < 20; at += 1) add(`Plant ${at}`, { approvers: [grace.id, plantDesk.id] });
    await read();
    const calls = world.calls();
    const count = (template: string) => calls.filter((call) => call === `GET ${template}`).length;
    expect(count("/non-employee-sources")).toBe(1);
    expect(count("/sources")).toBe(1);
    expect(count("/non-employee-sources/{sourceId}/schema-attributes")).toBe(20);
    expect(calls.every((call) => call.startsWith("GET "))).toBe(true);
    // Sources are described as their lists arrive: later ones find the answers of earlier ones.
    expect(calls.length - 22).toBeLessThanOrEqual(4);
  });

  it("of an empty tenant has no sources and costs one list", async () => {
    const progress: unknown[] = [];
    const found = await read({ onProgress: (done, total) => progress.push([done, total]) });
    expect(found).toStrictEqual({
      manifest: { version: 1, sources: [] },
      unresolved: [],
      warnings: [],
    });
    expect(world.calls()).toEqual(["GET /non-employee-sources"]);
    expect(progress).toEqual([]);
  });

  it.each(BEHAVIOUR_POSITIONS.listOrder)(
    "is the same text when lists are %s",
    async (listOrder) => {
      addTwo();
      for (const name of ["Plant a", "Plant A", "Älter", "zulu", "10", "9"]) add(name);
      const before = writeManifest((await read()).manifest, "yaml");
      world.simulator.behaviour.listOrder = listOrder;
      expect(writeManifest((await read()).manifest, "yaml")).toBe(before);
    },
  );

  it("tells of each source that is read", async () => {
    addTwo();
    add("Guests");
    const progress: unknown[] = [];
    await read({ onProgress: (done, total) => progress.push([done, total]) });
    expect(progress).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it("warns of a description that is empty or blank, and keeps it", async () => {
    add("Visitors", { description: "" });
    add("Guests", { description: " " });
    const { manifest, warnings, unresolved } = await read();
    expect(manifest.sources.map(({ description }) => description)).toEqual([" ", ""]);
    const advice =
      "the source has no description, which the API requires of a new one; write one into the manifest";
    expect(warnings).toEqual([`guests: ${advice}`, `visitors: ${advice}`]);
    expect(unresolved).toEqual([]);
  });
});

describe("keys of a manifest of a tenant", () => {
  const keysOf = async (options: ReadTenantOptions = {}) =>
    (await read(options)).manifest.sources.map(({ key, name }) => [key, name]);

  it("are slugs of the names, with a hash where two are the same", async () => {
    for (const name of ["Plant A", "Plant-A", "Zulieferer Süd"]) add(name);
    expect(await keysOf()).toEqual(
      [
        [`plant-a-${hash("Plant A")}`, "Plant A"],
        [`plant-a-${hash("Plant-A")}`, "Plant-A"],
        ["zulieferer-sud", "Zulieferer Süd"],
      ].sort(),
    );
  });

  it("are taken over by plain name, and the sources sorted by them", async () => {
    for (const name of ["Alpha", "Beta", "alpha 2"]) add(name);
    const keys = new Map([
      ["Alpha", "zulu"],
      ["beta", "other"],
      ["Gone", "beta"],
    ]);
    expect(await keysOf({ keys })).toEqual([
      ["alpha-2", "alpha 2"],
      [`beta-${hash("Beta")}`, "Beta"],
      ["zulu", "Alpha"],
    ]);
  });

  it("choose sources, and nothing is asked about the others", async () => {
    addTwo();
    add("Guests");
    const progress: number[] = [];
    const only = ["visitors", "guests", "visitors"];
    const { manifest } = await read({ only, onProgress: (_, total) => progress.push(total) });
    expect(manifest.sources.map(({ key }) => key)).toEqual(["guests", "visitors"]);
    expect(progress).toEqual([2, 2]);
    const attributes = world.calls().filter((call) => call.endsWith("/schema-attributes"));
    expect(attributes).toHaveLength(2);
    expect((await read({ only: [] })).manifest.sources).toEqual([]);
  });

  it("that are not there are refused, all at once, before the sources are read", async () => {
    addTwo();
    const error = await failure(read({ only: ["visitors", "Visitors", "guests"] }));
    expect(error).toBeInstanceOf(ResourceError);
    expect(error.message).toBe(
      `the tenant ${world.simulator.url} has no source with the key "Visitors", "guests"; it has contractors, visitors. Correct the keys, or leave them out for all sources.`,
    );
    expect(world.calls()).toEqual(["GET /non-employee-sources"]);
  });

  it("that are not there are refused where there is nothing at all", () => {
    expect(refusal(() => selectKeys([], ["a"], "it"))).toBe(
      'it has no source with the key "a"; it has none. Correct the keys, or leave them out for all sources.',
    );
  });
});

describe("two sources of one name", () => {
  beforeEach(() => {
    world.simulator.behaviour.uniqueNames = "none";
  });

  it("are refused with their ids", async () => {
    add("Guests");
    const ids = [add("Visitors"), add("Visitors")].map(({ sourceId }) => sourceId);
    const error = await failure(read());
    expect(error).toBeInstanceOf(ResourceError);
    expect(error.message).toBe(
      `the tenant ${world.simulator.url} has 2 non-employee sources of the name "Visitors" (${ids.join(", ")}): a manifest tells sources apart by name. Rename one of them first.`,
    );
  });

  it("are two sources if they differ in case", async () => {
    add("Visitors");
    add("VISITORS");
    const { manifest } = await read();
    expect(manifest.sources.map(({ key }) => key)).toEqual(
      [`visitors-${hash("Visitors")}`, `visitors-${hash("VISITORS")}`].sort(),
    );
  });
});
