/** Reads that fail: never "deleted", never "no drift". */
import { DEFAULT_IDENTITIES, type FaultRule } from "../../simulator";
import {
  declareAttribute,
  declareSource,
  messagesOf,
  path,
  record,
  storedResources,
  useScenario,
} from "./scenario";

const { ada } = DEFAULT_IDENTITIES;

const program =
  declareSource("contractors", {
    name: "Contractors",
    description: "External staff",
    owner: { id: ada.id },
  }) +
  declareAttribute("costCenter", "contractors", { technicalName: "costCenter", label: "Cost" });

const endless = { method: "GET", times: 99 };

const failures: [name: string, rule: FaultRule, message: RegExp][] = [
  ["a server error", { ...endless, template: path.sources, status: 500 }, /500/],
  ["a refusal", { ...endless, template: "/sources", status: 403 }, /403/],
  ["a refused token", { ...endless, template: path.attributes, status: 401 }, /401/],
  [
    "a body cut off by the connection",
    { ...endless, template: path.attributes, truncate: true },
    /the connection broke/,
  ],
  [
    "a body that is no JSON",
    { ...endless, template: path.sources, status: 200, body: '[{"id":"c' },
    /list non-employee sources/,
  ],
  [
    "a list shorter than its count",
    { ...endless, template: path.sources, body: [], headers: { "X-Total-Count": "1" } },
    /list non-employee sources/,
  ],
  [
    "an empty list of sources, though the source is there",
    { ...endless, template: path.sources, body: [], headers: { "X-Total-Count": "0" } },
    /not complete/,
  ],
  [
    "an empty list of attributes, though the attribute is there",
    { ...endless, template: path.attributes, body: [] },
    /not complete/,
  ],
];

describe("a refresh whose reads fail", () => {
  const scenario = useScenario();
  let resources: unknown;

  beforeAll(async () => {
    scenario.stack.program(program);
    await scenario.stack.expectUp();
    await scenario.stack.expectRefresh();
    resources = storedResources(scenario.stack);
  });

  afterEach(() => scenario.simulator.faults.clear());

  it.each(failures)("fails at %s, and leaves the state alone", async (_, rule, message) => {
    scenario.simulator.faults.add(rule);
    const { run, writes } = await record(scenario, () => scenario.stack.refresh());
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toMatch(message);
    expect(run.output).not.toContain("    at ");
    expect(writes).toEqual([]);
    expect(storedResources(scenario.stack)).toEqual(resources);
  });

  it("fails the gate too, so that it never says that there is no drift", async () => {
    scenario.simulator.faults.add({ ...endless, template: "/sources", status: 403 });
    const run = await scenario.stack.gate();
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toContain("idn:sources:read");
    expect(storedResources(scenario.stack)).toEqual(resources);
  });

  it("is content again, once the reads succeed", async () => {
    await scenario.stack.expectNoDrift();
  });
});
