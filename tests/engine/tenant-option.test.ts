/** Options of the component NonEmployeeTenant, and resources of a program that move into one. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import {
  changesOf,
  declareAttribute,
  declareSource,
  messagesOf,
  path,
  record,
  storedNames,
  storedResources,
  useScenario,
} from "./scenario";

const { ada, grace, katherine } = DEFAULT_IDENTITIES;

const contractors = {
  name: "Contractors",
  description: "External staff",
  owner: { email: ada.email },
  approvers: [{ alias: grace.alias }],
};
const badge = { technicalName: "badge", label: "Badge" };
const sources = [
  { key: "contractors", ...contractors, schemaAttributes: [badge] },
  { key: "visitors", ...contractors, name: "Visitors" },
];
const manifest = JSON.stringify({ version: 1, sources });

describe("the options of a tenant from a manifest", () => {
  const scenario = useScenario();

  it("reach its sources and attributes: protect, and what transforms make of each", async () => {
    const { stack, simulator } = scenario;
    stack.write("manifest.yaml", manifest);
    stack.program(`new NonEmployeeTenant("plant", { manifest: "manifest.yaml" }, {
  protect: true,
  transforms: [
    ({ name, props, opts }) =>
      name === "plant/contractors"
        ? { props, opts: { ...opts, ignoreChanges: ["approvers"] } }
        : undefined,
  ],
});`);
    await stack.expectUp();
    const isProtected = storedResources(stack).filter(({ protect }) => protect === true);
    expect(isProtected.map(({ urn }) => urn.split("::").at(-1)).sort()).toEqual([
      "plant",
      "plant/contractors",
      "plant/contractors/badge",
      "plant/visitors",
    ]);

    const { store } = simulator;
    for (const { sourceId } of store.sources()) {
      store.editSource(sourceId, { approvers: [katherine.id] });
    }
    const gate = await stack.gate();
    expect(gate.code).not.toBe(0);
    expect(changesOf(gate)).toEqual(["update plant/visitors"]);
  });
});

describe("resources that a program declared one by one", () => {
  const scenario = useScenario();

  it("move into a component without a write, under the setting that adopts equal objects", async () => {
    const { stack, simulator } = scenario;
    stack.program(
      declareSource("contractors", contractors) + declareAttribute("badge", "contractors", badge),
    );
    await stack.expectUp();
    const [before] = simulator.store.sources();

    stack.write("manifest.yaml", JSON.stringify({ version: 1, sources: sources.slice(0, 1) }));
    stack.program('new NonEmployeeTenant("plant", { manifest: "manifest.yaml" });');
    const environment = { SAIL_ADOPT_EXISTING: "identical" };
    const { run, writes } = await record(scenario, () => stack.expectUp({ environment }));
    expect(writes).toEqual([]);
    expect(changesOf(run)).toEqual([
      "create plant",
      "create plant/contractors",
      "create plant/contractors/badge",
      "delete badge",
      "delete contractors",
    ]);
    expect(messagesOf(run)).toContain("was not deleted: another resource of this run holds it");
    expect(simulator.store.sources()).toEqual([before]);
    const gate = await record(scenario, () => stack.expectNoDrift());
    expect(gate.calls.filter((call) => call === `GET ${path.attributes}`)).toHaveLength(1);
  });

  it("keep their objects when the component gets another name, with the old one as its alias", async () => {
    const { stack } = scenario;
    stack.program(
      'new NonEmployeeTenant("works", { manifest: "manifest.yaml" }, { aliases: [{ name: "plant" }] });',
    );
    const { run, writes } = await record(scenario, () => stack.expectUp());
    expect(changesOf(run)).toEqual([]);
    expect(writes).toEqual([]);
    expect(storedNames(stack)).toEqual(["works", "works/contractors", "works/contractors/badge"]);
  });

  it("go over to another key without a write, under the same setting alone", async () => {
    const { stack, simulator } = scenario;
    const [before] = simulator.store.sources();
    const moved = { ...sources[0], key: "external" };
    stack.write("manifest.yaml", JSON.stringify({ version: 1, sources: [moved] }));
    const refused = await record(scenario, () => stack.preview());
    expect(refused.run.code).not.toBe(0);
    expect(messagesOf(refused.run)).toContain("exists already in");
    const environment = { SAIL_ADOPT_EXISTING: "identical" };
    const { writes } = await record(scenario, () => stack.expectUp({ environment }));
    expect([...refused.writes, ...writes]).toEqual([]);
    expect(storedNames(stack)).toEqual(["works", "works/external", "works/external/badge"]);
    expect(simulator.store.sources()).toEqual([before]);
  });
});
