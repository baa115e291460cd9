/** A tenant that cannot be read completely gives no manifest at all: a shorter one would read as deletions. */
import { readTenant } from "../../../provider/manifest/read-tenant";
import { ResourceError } from "../../../provider/resources/handler";
import type { FaultRule } from "../../../simulator";
import { ada, createWorld, grace, plantDesk, type World } from "../resources/tenant-under-test";
import { failure } from "./refusal";

const lists = {
  sources: "/non-employee-sources",
  generic: "/sources",
  attributes: "/non-employee-sources/{sourceId}/schema-attributes",
  people: "/public-identities",
  groups: "/workgroups",
} as const;
const everyList = Object.entries(lists);

let world: World;
beforeEach(async () => {
  world = await createWorld();
  for (const name of ["Contractors", "Visitors", "Guests"]) {
    world.simulator.store.addSource({
      name,
      description: name,
      owner: ada.id,
      managementWorkgroup: plantDesk.id,
      approvers: [grace.id],
      attributes: [{ technicalName: "badge", label: "Badge" }],
    });
  }
});
afterEach(() => world.simulator.stop());

/** Reads under a fault, and says how that ends. */
async function readUnder(fault: FaultRule): Promise<Error> {
  world.simulator.faults.add({ method: "GET", times: "always", ...fault });
  const error = await failure(readTenant(world.process().tenant, world.call));
  expect(error.message).not.toContain(world.simulator.clientSecret);
  return error;
}

describe("reading a tenant", () => {
  it.each(everyList)("fails where the list of %s answers 403", async (_, template) => {
    const error = await readUnder({ template, status: 403 });
    expect(error).toMatchObject({ name: "HttpError", status: 403 });
    expect(error.message).toMatch(/: 403 .*\(tracking id .+\) - /);
  });

  it.each(everyList)("fails where the list of %s answers 401", async (_, template) => {
    const error = await readUnder({ template, status: 401 });
    expect(error).toMatchObject({ name: "AuthError", status: 401 });
  });

  it.each(everyList)("fails where the list of %s answers 500 each time", async (_, template) => {
    const error = await readUnder({ template, status: 500 });
    expect(error).toMatchObject({ name: "HttpError", status: 500 });
  });

  it.each(everyList)("fails where the list of %s is cut off each time", async (_, template) => {
    const error = await readUnder({ template, truncate: true });
    expect(error.name).toBe("NetworkError");
  });

  it.each(everyList)("fails where the list of %s is no list", async (_, template) => {
    const error = await readUnder({ template, status: 200, body: {} });
    expect(error.name).toBe("ResponseShapeError");
  });

  it.each(["sources", "generic"] as const)("fails where the list of %s is short", async (name) => {
    const short = { status: 200, body: [], headers: { "X-Total-Count": "3" } };
    const error = await readUnder({ template: lists[name], ...short });
    expect(error.name).toBe("ResponseShapeError");
  });

  it("fails where a list of attributes lacks the system attributes", async () => {
    const error = await readUnder({ template: lists.attributes, status: 200, body: [] });
    expect(error).toBeInstanceOf(ResourceError);
    expect(error.message).toMatch(
      /^source "(Contractors|Visitors|Guests)" \([0-9a-f]{32}\) of http.*: its list of attributes lacks the system attributes, so it is not complete; run this again\.$/,
    );
  });

  it.each([
    { status: 404 },
    { status: 400, body: { detailCode: "400.1.404 Not found", messages: [{ text: "Not found" }] } },
  ])("fails where a source vanishes meanwhile: %j", async (fault) => {
    const [source] = world.simulator.store.sources();
    const error = await readUnder({
      path: new RegExp(`${source?.sourceId}/schema-attributes`),
      ...fault,
    });
    expect(error).toBeInstanceOf(ResourceError);
    expect(error.message).toBe(
      `source "Contractors" (${source?.sourceId}) of ${world.simulator.url} vanished while the tenant was read; run this again.`,
    );
  });

  it("fails where one of many lists of attributes fails", async () => {
    const [, source] = world.simulator.store.sources();
    const path = new RegExp(`${source?.sourceId}/schema-attributes`);
    const error = await readUnder({ path, status: 403 });
    expect(error).toMatchObject({ name: "HttpError", status: 403 });
  });

  it("fails where a source has no owner", async () => {
    const generic = world.simulator.store.sources().map(({ sourceId, name }) => ({
      id: sourceId,
      name,
      owner: null,
      connector: "non-employee",
    }));
    const error = await readUnder({ template: lists.generic, status: 200, body: generic });
    expect(error.message).toMatch(
      /^source "(Contractors|Visitors|Guests)" \([0-9a-f]{32}\) has no owner in http.*: give it one in the admin UI, and run this again\.$/,
    );
  });

  it("asks for the owner of a source by itself that the list of all lacks", async () => {
    world.simulator.faults.add({ template: lists.generic, status: 200, body: [] });
    const { manifest, unresolved } = await readTenant(world.process().tenant, world.call);
    expect(manifest.sources.map(({ owner }) => owner)).toEqual(
      Array(3).fill({ email: ada.email, alias: ada.alias }),
    );
    expect(unresolved).toEqual([]);
    expect(world.calls().filter((call) => call === "GET /sources/{id}")).toHaveLength(3);
  });

  it("goes through where each list fails once for a while", async () => {
    for (const [, template] of everyList) world.simulator.faults.add({ template, status: 503 });
    const { manifest } = await readTenant(world.process().tenant, world.call);
    expect(manifest.sources).toHaveLength(3);
    expect(manifest.sources.every((source) => source.schemaAttributes?.length === 1)).toBe(true);
  });

  it("ends when the call is given up", async () => {
    const signal = AbortSignal.abort();
    const error = await failure(readTenant(world.process().tenant, { signal }));
    expect(error.name).toBe("AbortedError");
    expect(world.calls()).toEqual([]);
  });
});
