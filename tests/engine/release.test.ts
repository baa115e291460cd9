/** Resources that are given other names in the program: the engine creates first and deletes then, and the tenant keeps all. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import {
  changesOf,
  declareAttribute,
  declareSource,
  messagesOf,
  path,
  record,
  storedNames,
  useScenario,
} from "./scenario";

const { ada } = DEFAULT_IDENTITIES;

/** The same objects under resource names of the caller's choice. */
function program(source: string, costCenter: string, badge: string): string {
  return [
    declareSource(source, { name: "Contractors", description: "Staff", owner: { id: ada.id } }),
    declareAttribute(costCenter, source, { technicalName: "costCenter", label: "Cost center" }),
    declareAttribute(badge, source, { technicalName: "badge", label: "Badge" }),
  ].join("");
}

describe("resources renamed in the program without an alias", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const content = () =>
    store()
      .sources()
      .map((source) => ({ ...source, attributes: store().attributesOf(source.sourceId) }));
  const identical = { environment: { SAIL_ADOPT_EXISTING: "identical" } };
  let before: unknown;

  beforeAll(async () => {
    scenario.stack.program(program("contractors", "costCenter", "badge"));
    await scenario.stack.expectUp();
    before = content();
  });

  afterEach(() => expect(content()).toEqual(before));

  it("are refused at preview by default, and nothing is deleted", async () => {
    scenario.stack.program(program("externals", "costCenterOfExternals", "badgeOfExternals"));
    for (const run of [() => scenario.stack.preview(), () => scenario.stack.up()]) {
      const refused = await record(scenario, run);
      expect(refused.run.code).not.toBe(0);
      expect(messagesOf(refused.run)).toContain("`aliases` with its old name");
      expect(refused.writes).toEqual([]);
    }
    expect(storedNames(scenario.stack)).toEqual(["badge", "contractors", "costCenter"]);
  });

  it("are taken over and released, with warnings and without a write", async () => {
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp(identical));
    expect(writes).toEqual([]);
    expect(changesOf(run)).toContain("create externals");
    expect(changesOf(run)).toContain("delete contractors");
    expect(messagesOf(run)).toContain("was not deleted: another resource of this run holds it");
    expect(storedNames(scenario.stack)).toEqual([
      "badgeOfExternals",
      "costCenterOfExternals",
      "externals",
    ]);
    await scenario.stack.expectNoDrift();
  });

  it("are kept where an up fails after taking over, and only the next one comes to the deletes", async () => {
    const renamed = program("people", "costCenterOfPeople", "badgeOfPeople");
    const broken = declareSource(
      "broken",
      { name: "Broken", description: "Refused by the tenant", owner: { id: ada.id } },
      "{ dependsOn: [people, costCenterOfPeople, badgeOfPeople] }",
    );
    scenario.stack.program(renamed + broken);
    scenario.simulator.faults.add({ method: "POST", template: path.sources, status: 400 });
    const failed = await record(scenario, () => scenario.stack.up(identical));
    expect(failed.run.code).not.toBe(0);
    expect(failed.writes).toEqual([`POST ${path.sources}`]);
    expect(storedNames(scenario.stack)).toEqual(expect.arrayContaining(["externals", "people"]));

    scenario.stack.program(renamed);
    const { run, writes } = await record(scenario, () =>
      scenario.stack.expectUp({ ...identical, args: ["--refresh"] }),
    );
    expect(writes).toEqual([]);
    expect(messagesOf(run)).toContain("was not deleted: another resource of this run holds it");
    expect(storedNames(scenario.stack)).toEqual(["badgeOfPeople", "costCenterOfPeople", "people"]);
    await scenario.stack.expectNoDrift();
  });

  it("are kept where only the attributes have other names", async () => {
    scenario.stack.program(program("people", "costCenter", "badge"));
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual([]);
    expect(changesOf(run)).toEqual([
      "create badge",
      "create costCenter",
      "delete badgeOfPeople",
      "delete costCenterOfPeople",
    ]);
    expect(storedNames(scenario.stack)).toEqual(["badge", "costCenter", "people"]);
    await scenario.stack.expectNoDrift();
  });

  it("are kept where --replace alone asks for the same object again", async () => {
    const urn =
      "urn:pulumi:dev::engine-test::pulumi-nodejs:dynamic/sailpoint:SchemaAttribute::badge";
    const { run, writes } = await record(scenario, () =>
      scenario.stack.expectUp({ args: ["--replace", urn] }),
    );
    expect(writes).toEqual([]);
    expect(changesOf(run)).toContain("replace badge");
    expect(messagesOf(run)).toContain("was not deleted: another resource of this run holds it");
    expect(storedNames(scenario.stack)).toEqual(["badge", "costCenter", "people"]);
  });

  it("are named where the engine forgets them with their source, and stay in the tenant", async () => {
    scenario.stack.program(
      declareSource("crew", { name: "Contractors", description: "Staff", owner: { id: ada.id } }) +
        declareAttribute("costCenter", "crew", {
          technicalName: "costCenter",
          label: "Cost center",
        }),
    );
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp(identical));
    expect(writes).toEqual([]);
    expect(messagesOf(run)).toMatch(
      /No resource of this run holds its custom attributes "badge" \([-0-9a-f]{36}\): they stay in the tenant/,
    );
    expect(storedNames(scenario.stack)).toEqual(["costCenter", "crew"]);
  });
});

describe("resources of a program that runs while they are destroyed", () => {
  const scenario = useScenario();

  it("are deleted and not released", async () => {
    scenario.stack.program(program("contractors", "costCenter", "badge"));
    await scenario.stack.expectUp();
    const { run, writes } = await record(scenario, () =>
      scenario.stack.expectDestroy({ args: ["--run-program"] }),
    );
    expect(writes).toEqual([`DELETE ${path.source}`]);
    expect(messagesOf(run)).not.toContain("was not deleted");
    expect(scenario.simulator.store.sources()).toEqual([]);
    expect(await scenario.stack.resources()).toEqual([]);
  });
});
