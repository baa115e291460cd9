/** What is allowed and may surprise is said at preview, once a run. */
import { readConfiguration } from "../../../provider/resources/configuration";
import type { Props } from "../../../provider/resources/handler";
import { Tenants } from "../../../provider/resources/tenants";
import {
  ada,
  attributeInputs,
  createWorld,
  make,
  refusals,
  sourceInputs,
  type World,
} from "./tenant-under-test";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.simulator.stop());

const warnings = () => world.messages.filter((text) => text.startsWith("warning: "));

function addSources(count: number): void {
  for (let index = 0; index < count; index++) {
    world.simulator.store.addSource({ name: `S${index}`, description: "d", owner: ada.id });
  }
}

describe("a new source", () => {
  it("is warned of when the tenant comes near its limit, once for all of a run", async () => {
    addSources(43);
    const { source } = world.process();
    for (const name of ["A", "B", "C"]) {
      expect(await refusals(source, world.call, sourceInputs({ name }))).toEqual([]);
    }
    expect(warnings()).toEqual([
      `warning: with this program the tenant ${world.simulator.url} has 45 non-employee sources of at most 50`,
    ]);
  });

  it("is warned of once more when the limit is passed, with what to do", async () => {
    addSources(49);
    const { source } = world.process();
    for (const name of ["A", "B", "C"]) await refusals(source, world.call, sourceInputs({ name }));
    expect(warnings()).toHaveLength(2);
    expect(warnings()[1]).toMatch(/has 51 .*the limit is 50.*remove in one `pulumi up` and add/);
  });

  it("is counted once, also after it was made", async () => {
    addSources(43);
    const { source } = world.process();
    await make(source, world.call, sourceInputs({ name: "A" }));
    await refusals(source, world.call, sourceInputs({ name: "A2" }));
    expect(warnings()).toEqual([expect.stringContaining("has 45 ")]);
  });

  it("is no matter where there is room", async () => {
    addSources(30);
    await refusals(world.process().source, world.call, sourceInputs());
    expect(warnings()).toEqual([]);
  });
});

describe("an attribute", () => {
  let sourceId: string;
  beforeEach(async () => {
    ({ sourceId } = world.simulator.store.addSource({
      name: "Contractors",
      description: "d",
      owner: ada.id,
    }));
  });
  const addAttributes = (count: number) => {
    for (let index = 0; index < count; index++) {
      world.simulator.store.addAttribute(sourceId, { technicalName: `a${index}`, label: "l" });
    }
  };
  const optional = (changes: Props = {}) =>
    attributeInputs(sourceId, { required: false, ...changes });

  it("is warned of when its source comes near the limit, and when it is passed", async () => {
    addAttributes(8);
    const { attribute } = world.process();
    for (const technicalName of ["x", "y", "z"]) {
      await refusals(attribute, world.call, optional({ technicalName }));
    }
    expect(warnings()).toEqual([
      `warning: with this program source ${sourceId} has 9 custom attributes of at most 10`,
      expect.stringMatching(/has 11 custom attributes, and the limit is 10/),
    ]);
  });

  it("is warned of for a dot in its technicalName, once", async () => {
    const { attribute } = world.process();
    const news = optional({ technicalName: "cost.center" });
    await refusals(attribute, world.call, news);
    await refusals(attribute, world.call, news);
    expect(warnings()).toEqual([expect.stringContaining('"cost.center": a technicalName with')]);
    const { failures } = await world.process().attribute.check(world.call, {
      news,
      oldInputs: news,
    });
    expect(failures).toEqual([]);
    expect(warnings()).toHaveLength(1);
  });

  it("is warned of when it becomes required in a source with records, by its number", async () => {
    world.simulator.store.addRecord(sourceId);
    world.simulator.store.addRecord(sourceId);
    await refusals(world.process().attribute, world.call, attributeInputs(sourceId));
    expect(warnings()).toEqual([
      expect.stringMatching(
        new RegExp(`"costCenter" becomes required, and source ${sourceId} has 2 records`),
      ),
    ]);
  });

  it.each([
    ["was required before", { required: true }, 0],
    ["was not required before", { required: false }, 1],
  ])("that %s is warned of %j", async (_, before, expected) => {
    world.simulator.store.addRecord(sourceId);
    const { failures } = await world.process().attribute.check(world.call, {
      news: attributeInputs(sourceId),
      oldInputs: attributeInputs(sourceId, before),
    });
    expect(failures).toEqual([]);
    expect(warnings()).toHaveLength(expected);
  });

  it("that is required is no matter in a source without records, or of this run", async () => {
    await refusals(world.process().attribute, world.call, attributeInputs(sourceId));
    const { source, attribute } = world.process();
    const { id } = await make(source, world.call, sourceInputs({ name: "New" }));
    world.calls();
    await make(attribute, world.call, attributeInputs(id));
    expect(world.calls()).toEqual(["POST /non-employee-sources/{sourceId}/schema-attributes"]);
    expect(warnings()).toEqual([]);
  });
});

describe("a deprecated version of the API", () => {
  it("is told through the tenants' own way, once", async () => {
    const told: string[] = [];
    const { simulator } = world;
    const { url: baseUrl, clientId, clientSecret } = simulator;
    const keys: Record<string, string> = { baseUrl, clientId, clientSecret, apiVersion: "beta" };
    const configuration = readConfiguration({
      stack: (key) => keys[key.replace("sailpoint:", "")],
      environment: {},
    });
    const tenants = new Tenants({
      configuration,
      clock: world.clock,
      onWarning: (message) => told.push(message),
    });
    const { client } = tenants.open(undefined);
    await client.listNonEmployeeSources();
    await client.listNonEmployeeSources();
    expect(told).toEqual([expect.stringContaining("version beta deprecated")]);
  });
});
