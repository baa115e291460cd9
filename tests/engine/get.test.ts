/** `.get` of both classes: it reads, it never writes, and what it has looked up is never deleted. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import {
  declareAttribute,
  declareSource,
  messagesOf,
  path,
  record,
  storedNames,
  storedResources,
  useScenario,
} from "./scenario";

const { ada } = DEFAULT_IDENTITIES;
const sourceId = "2c91808568c529c60168cca6f90c1313";
const attributeId = "c9b5e7b2-63a4-4f0f-9d0c-54a1e0d3a7f0";
const badgeId = `${sourceId}/${attributeId}`;
const seed = {
  sources: [
    {
      sourceId,
      name: "Contractors",
      description: "Staff",
      owner: ada.id,
      attributes: [{ id: attributeId, technicalName: "badge", label: "Badge" }],
    },
  ],
};

const getSource = (resource: string, id: string) =>
  `const ${resource} = NonEmployeeSource.get("${resource}", "${id}");\n`;
const getAttribute = (resource: string, id: string) =>
  `const ${resource} = SchemaAttribute.get("${resource}", "${id}");\n`;
const managedSource = (resource: string) =>
  declareSource(resource, { name: "Contractors", description: "Staff", owner: { id: ada.id } });
const managedBadge = (resource: string, source = "contractors") =>
  declareAttribute(resource, source, { technicalName: "badge", label: "Badge" });
const released = "was not deleted: another resource of this run holds it";
const identical = { environment: { SAIL_ADOPT_EXISTING: "identical" } };

describe("looking up by .get", () => {
  const scenario = useScenario({ tenant: { seed } });
  const content = () => [
    scenario.simulator.store.sources(),
    scenario.simulator.store.customAttributesOf(sourceId),
  ];
  const all =
    getSource("byId", sourceId) +
    getSource("byName", "name:Contractors") +
    getAttribute("badgeById", badgeId) +
    getAttribute("badgeByName", `${sourceId}/name:badge`) +
    "exports.ids = [byId, byName, badgeById, badgeByName].map(({ id }) => id);\n" +
    "exports.sourceIds = [byId, byName, badgeById, badgeByName].map((found) => found.sourceId);\n" +
    "exports.attributeIds = [badgeById, badgeByName].map((found) => found.attributeId);\n" +
    "exports.owner = byName.ownerId;\n";

  it("finds by id and by name, by one list of each kind, and stays without drift", async () => {
    const before = content();
    scenario.stack.program(all);
    const { calls } = await record(scenario, () => scenario.stack.expectUp());
    expect([...calls].sort()).toEqual(
      [`GET ${path.sources}`, "GET /sources", `GET ${path.attributes}`].sort(),
    );
    expect(await scenario.stack.outputs()).toEqual({
      ids: [sourceId, "name:Contractors", badgeId, `${sourceId}/name:badge`],
      sourceIds: [sourceId, sourceId, sourceId, sourceId],
      attributeIds: [attributeId, attributeId],
      owner: ada.id,
    });
    const gate = await record(scenario, () => scenario.stack.expectNoDrift());
    const refresh = await record(scenario, () => scenario.stack.expectRefresh());
    const destroy = await record(scenario, () => scenario.stack.expectDestroy());
    expect([...gate.writes, ...refresh.writes, ...destroy.writes]).toEqual([]);
    expect(content()).toEqual(before);
  });

  it.each([
    ["a source by id", getSource("none", "2c91808568c529c60168cca6f90c0000"), "(searched "],
    ["a source by name", getSource("none", "name:Nobody"), 'has the name "Nobody" (searched 1)'],
    [
      "an attribute by id",
      getAttribute("none", `${sourceId}/${attributeId.replace("c9", "00")}`),
      "(searched ",
    ],
    [
      "an attribute by name",
      getAttribute("none", `${sourceId}/name:none`),
      'have the technicalName "none"',
    ],
  ])("fails in preview and up where there is none: %s", async (_, program, message) => {
    scenario.stack.program(program);
    for (const run of [() => scenario.stack.preview(), () => scenario.stack.up()]) {
      const failed = await record(scenario, run);
      expect(failed.run.code).not.toBe(0);
      expect(messagesOf(failed.run)).toContain(message);
      expect(failed.writes).toEqual([]);
    }
    expect(storedNames(scenario.stack)).toEqual([]);
  });

  it("gives its source to an attribute, which is deleted by itself; the source stays", async () => {
    const before = content();
    scenario.stack.program(
      getSource("found", "name:Contractors") +
        declareAttribute("cost", "found", { technicalName: "cost", label: "Cost" }),
    );
    await scenario.stack.expectUp();
    const cost = storedResources(scenario.stack).find(({ urn }) => urn.endsWith("::cost"));
    expect(cost).not.toHaveProperty("deletedWith");
    await scenario.stack.expectNoDrift();
    const { writes } = await record(scenario, () => scenario.stack.expectDestroy());
    expect(writes).toEqual([`DELETE ${path.attribute}`]);
    expect(content()).toEqual(before);
  });

  it('never says "no drift" of an object that was deleted by hand', async () => {
    scenario.stack.program(getSource("byId", sourceId) + getAttribute("badge", badgeId));
    await scenario.stack.expectUp();
    scenario.simulator.store.deleteAttribute(attributeId);
    const attribute = await record(scenario, () => scenario.stack.gate());
    expect(attribute.run.code).not.toBe(0);
    expect(messagesOf(attribute.run)).toContain(attributeId);
    scenario.simulator.store.deleteSource(sourceId);
    const gate = await record(scenario, () => scenario.stack.gate());
    expect(gate.run.code).not.toBe(0);
    expect(messagesOf(gate.run)).toContain(sourceId);
    expect([...attribute.writes, ...gate.writes]).toEqual([]);
  });
});

describe("a managed source and its attribute that are looked up instead", () => {
  const scenario = useScenario({ tenant: { seed } });
  const content = () => [
    scenario.simulator.store.sources(),
    scenario.simulator.store.customAttributesOf(sourceId),
  ];
  const manage = async () => {
    scenario.stack.program(managedSource("contractors") + managedBadge("badge"));
    return await record(scenario, () => scenario.stack.expectUp(identical));
  };
  let before: unknown;
  beforeAll(() => {
    before = content();
  });
  beforeEach(async () => {
    expect((await manage()).writes).toEqual([]);
    expect(storedNames(scenario.stack)).toEqual(["badge", "contractors"]);
  });
  afterEach(() => expect(content()).toEqual(before));

  it.each([
    ["the same names, by id", "contractors", sourceId, "badge", badgeId],
    [
      "the same names, by name",
      "contractors",
      "name:Contractors",
      "badge",
      `${sourceId}/name:badge`,
    ],
    ["other names, by id", "found", sourceId, "foundBadge", badgeId],
    ["other names, by name", "found", "name:Contractors", "foundBadge", `${sourceId}/name:badge`],
  ])(
    "stay in the tenant, and are managed again as adoptExisting says: %s",
    async (_, name, id, badge, attribute) => {
      scenario.stack.program(getSource(name, id) + getAttribute(badge, attribute));
      const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
      expect(writes).toEqual([]);
      // With the id that the state has, the engine reads the object and asks for no delete.
      const isTurnedInPlace = name === "contractors" && id === sourceId;
      expect(messagesOf(run).includes(released)).toBe(!isTurnedInPlace);
      expect(storedNames(scenario.stack)).toEqual([badge, name].sort());
      await scenario.stack.expectNoDrift();
    },
  );

  it("keep the attribute where it alone is looked up, by another name", async () => {
    scenario.stack.program(
      managedSource("contractors") + getAttribute("found", `${sourceId}/name:badge`),
    );
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual([]);
    expect(messagesOf(run)).toContain(`attribute "badge" (${badgeId}) ${released}`);
    expect(storedNames(scenario.stack)).toEqual(["contractors", "found"]);
  });
});

describe("looking up in another tenant", () => {
  const scenario = useScenario();
  let other: JudgedSimulator;
  beforeAll(async () => {
    other = await startSimulator({ seed });
  });
  afterAll(() => other.stop());

  it("asks the tenant that is named, also for an attribute of the source found there", async () => {
    const { stack, simulator } = scenario;
    Object.assign(stack.environment, {
      SAIL_SANDBOX_BASE_URL: other.url,
      SAIL_SANDBOX_CLIENT_ID: other.clientId,
      SAIL_SANDBOX_CLIENT_SECRET: other.clientSecret,
    });
    stack.program(
      'const found = NonEmployeeSource.get("found", "name:Contractors", { tenant: "sandbox" });\n' +
        `const badge = SchemaAttribute.get("badge", "${badgeId}", { tenant: "sandbox" });\n` +
        declareAttribute("cost", "found", { technicalName: "cost", label: "Cost" }) +
        "exports.urls = [found.tenantUrl, badge.tenantUrl, cost.tenantUrl];\n",
    );
    await stack.expectUp();
    expect(await stack.outputs()).toEqual({ urls: [other.url, other.url, other.url] });
    expect(other.store.customAttributesOf(sourceId)).toHaveLength(2);
    await stack.expectNoDrift();
    await stack.expectDestroy();
    expect(other.store.customAttributesOf(sourceId)).toHaveLength(1);
    expect(simulator.requests).toEqual([]);
  });
});
