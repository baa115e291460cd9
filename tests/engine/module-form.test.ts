/** Programs as ECMAScript modules. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { changesOf, declareAttribute, declareSource, record, useScenario } from "./scenario";

const header =
  'import { NonEmployeeSource, SchemaAttribute } from "pulumi-sailpoint-nonemployee";\n';
const program =
  header +
  declareSource("contractors", {
    name: "Contractors",
    description: "External staff",
    owner: { id: DEFAULT_IDENTITIES.ada.id },
  }) +
  declareAttribute("costCenter", "contractors", { technicalName: "costCenter", label: "Cost" }) +
  "export const sourceId = contractors.sourceId;\n";

describe("a program that is an ECMAScript module", () => {
  const scenario = useScenario({ stack: { name: "modules" } });

  it("comes up by the type in its package.json", async () => {
    const { stack, simulator } = scenario;
    stack.write("package.json", JSON.stringify({ name: "modules", private: true, type: "module" }));
    stack.program(program, "");
    const run = await stack.expectUp();
    expect(changesOf(run)).toEqual(["create contractors", "create costCenter"]);
    const [source] = simulator.store.sources();
    expect(await stack.outputs()).toEqual({ sourceId: source?.sourceId });
    expect(simulator.store.customAttributesOf(source?.sourceId ?? "")).toHaveLength(1);
  });

  it("is the same as index.mjs", async () => {
    const { stack } = scenario;
    stack.write("package.json", JSON.stringify({ name: "modules", private: true }));
    stack.write("Pulumi.yaml", "name: modules\nruntime: nodejs\nmain: index.mjs\n");
    stack.program("throw new Error('index.js must not run');", "");
    stack.write("index.mjs", program);
    const { run, requests } = await record(scenario, () => stack.expectUp());
    expect(run.summary).toEqual({ same: 3 });
    expect(requests).toEqual([]);
    await stack.expectDestroy();
    expect(scenario.simulator.store.sources()).toEqual([]);
  });
});
