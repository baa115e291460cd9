/** Changes that concern the tenant of a resource: what is the same tenant, and what is refused before anything is deleted. */
import { UNKNOWN } from "../../../provider/resources/handler";
import { type JudgedSimulator, startSimulator } from "../../simulator-under-judge";
import { attributeInputs, createWorld, make, sourceInputs, type World } from "./tenant-under-test";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.simulator.stop());

const entryOf = ({ url, clientId, clientSecret }: JudgedSimulator) => ({
  baseUrl: url,
  clientId,
  clientSecret,
});

describe("a named tenant that gets another name", () => {
  it("is the same tenant, also where the old name is configured no longer", async () => {
    const entry = entryOf(world.simulator);
    const before = world.process({ tenants: { prod: entry } });
    const old = sourceInputs({ tenant: "prod" });
    const { id, state } = await make(before.source, world.call, old);
    world.calls();
    const { source } = world.process({ tenants: { production: entry } });
    const news = sourceInputs({ tenant: "production" });
    const { inputs, failures } = await source.check(world.call, { news, oldInputs: old });
    expect(failures).toEqual([]);
    const { changes } = await source.diff(world.call, { id, state, news: inputs });
    expect(changes).toEqual([{ path: "tenant", kind: "update" }]);
    const updated = await source.update(world.call, { id, state, news: inputs });
    expect(updated.state).toMatchObject({ tenant: "production", tenantUrl: world.simulator.url });
    expect(world.calls()).toEqual([]);
  });
});

describe("a move to another tenant", () => {
  it("is refused at the diff of each attribute that the engine asks for before it deletes", async () => {
    const { source, attribute } = world.process();
    const { id: sourceId } = await make(source, world.call, sourceInputs());
    const { id, state } = await make(attribute, world.call, attributeInputs(sourceId));
    world.simulator.store.addRecord(sourceId);
    const news = attributeInputs(UNKNOWN);
    const later = world.process();
    await expect(later.attribute.diff(world.call, { id, state, news })).rejects.toThrow(
      /has 1 record, which would be lost: refused/,
    );
  });

  it("is refused where the credentials there may make nothing", async () => {
    const reader = {
      clientId: "reader",
      clientSecret: "r-0123456789",
      userLevel: "ORG_ADMIN" as const,
      scopes: ["idn:nelm:read", "idn:sources:read", "idn:workgroup:read", "sp:scopes:default"],
    };
    const target = await startSimulator({ clock: world.clock, seed: { clients: [reader] } });
    const { source } = world.process({ tenants: { target: entryOf(target) } });
    const { id, state } = await make(source, world.call, sourceInputs());
    const request = { news: sourceInputs({ tenant: "target" }), oldInputs: sourceInputs() };
    const { inputs, failures } = await source.check(world.call, request);
    expect(failures).toEqual([]);
    await expect(source.diff(world.call, { id, state, news: inputs })).rejects.toThrow(
      /could not be created in .* lack the scope idn:nelm:manage\. Nothing was changed/,
    );
    expect(world.simulator.store.source(id)).toBeDefined();
    await target.stop();
  });
});

describe("a state that holds no properties yet", () => {
  it("is compared with nothing: a refresh comes first", async () => {
    const { source, attribute } = world.process();
    const { id } = await make(source, world.call, sourceInputs());
    const news = attributeInputs(id);
    for (const [handler, inputs] of [
      [source, sourceInputs()],
      [attribute, news],
    ] as const) {
      const diff = handler.diff(world.call, { id: `${id}/a`, state: {}, news: inputs });
      await expect(diff).rejects.toThrow("Run `pulumi refresh` first");
    }
  });
});
