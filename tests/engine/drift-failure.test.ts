/** Whatever keeps a check from looking: exit code 1 with a reason, never 0, and never a drift that is none. */
import { DEFAULT_IDENTITIES, type FaultRule } from "../../simulator";
import { checkDrift, named, runDrift } from "./drift-check";
import { declareAttribute, declareSource, path, useScenario } from "./scenario";

const { ada, grace } = DEFAULT_IDENTITIES;

const program = [
  declareSource("contractors", { name: "Contractors", description: "C", owner: { id: ada.id } }),
  declareSource("partners", { name: "Partners", description: "P", owner: { id: grace.id } }),
  declareAttribute("costCenter", "contractors", { technicalName: "costCenter", label: "Cost" }),
].join("");

const endless: FaultRule = { method: "GET", times: "always" };
const lists = { ...endless, template: path.sources };

const failures: [name: string, rule: FaultRule, message: RegExp][] = [
  ["401 to every token", { template: "/oauth/token", times: "always", status: 401 }, /401/],
  ["401 to every call", { ...endless, status: 401 }, /401/],
  ["403 to the list of sources", { ...lists, status: 403 }, /403.*idn:nelm:read/],
  [
    "403 to the generic sources",
    { ...endless, template: "/sources", status: 403 },
    /idn:sources:read/,
  ],
  [
    "403 to the attributes",
    { ...endless, template: path.attributes, status: 403 },
    /costCenter.*403/,
  ],
  ["429 without end", { ...endless, status: 429, retryAfter: 600 }, /429/],
  ["500 without end", { ...lists, status: 500 }, /500/],
  ["503 without end", { ...endless, template: path.attributes, status: 503 }, /503/],
  ["a connection that breaks", { ...lists, truncate: true }, /connection broke/],
  ["JSON that was cut", { ...lists, truncate: "whole" }, /list non-employee sources/],
  ["a page of a portal", { ...lists, status: 200, body: "<html>" }, /list non-employee sources/],
  ["no answer in time", { ...lists, delayMs: 20_000 }, /list non-employee sources/],
  [
    "a list shorter than its total",
    { ...lists, body: [], headers: { "X-Total-Count": "2" } },
    /list/,
  ],
  [
    "an empty list of sources that are there",
    { ...lists, body: [], headers: { "X-Total-Count": "0" } },
    /not complete/,
  ],
  [
    "an empty list of attributes that are there",
    { ...endless, template: path.attributes, body: [] },
    /costCenter.*not complete/,
  ],
];

describe("a check whose tenant does not answer as it should", () => {
  const scenario = useScenario({ tenant: { isCounted: false, judgedRequests: "accepted" } });

  beforeAll(async () => {
    scenario.stack.program(program);
    await scenario.stack.expectUp();
  });
  afterEach(() => scenario.simulator.faults.clear());

  it.each(failures)("cannot tell: %s", async (_, rule, message) => {
    scenario.simulator.faults.add(rule);
    const { run, report } = await checkDrift(scenario, {
      environment: { SAIL_REQUEST_TIMEOUT_SECONDS: "1" },
    });
    expect([run.code, report.status]).toEqual([1, "unknown"]);
    expect(report.differences).toEqual([]);
    expect(report.problems.join("\n")).toMatch(message);
    expect(run.stderr).toMatch(/^error: /);
    expect(run.stderr).toContain("could not be told");
    expect(run.stderr + run.stdout).not.toContain("    at ");
  });

  it("cannot tell where another tenant answers, and nobody knows the owners there", async () => {
    const { store } = scenario.simulator;
    const kept = store.sources().map(({ sourceId }) => sourceId);
    for (const id of kept) store.deleteSource(id);
    scenario.simulator.faults.add({
      ...endless,
      template: "/public-identities",
      body: [],
      headers: { "X-Total-Count": "0" },
    });
    store.addSource({ name: "Of others", description: "O", owner: ada.id });
    const { run, report } = await checkDrift(scenario);
    expect([run.code, report.status]).toEqual([1, "unknown"]);
    expect(report.problems.join()).toMatch(/looks like another tenant/);
  });

  it("finds all deleted where an owner is still known, and where nothing else is there", async () => {
    const deleted = ["contractors", "costCenter", "partners"].map(
      (name) => `data-destroying ${name} deleted`,
    );
    const known = await checkDrift(scenario);
    expect([known.run.code, named(known.report.differences)]).toEqual([2, deleted]);
    const { store } = scenario.simulator;
    for (const { sourceId } of store.sources()) store.deleteSource(sourceId);
    const empty = await checkDrift(scenario);
    expect([empty.run.code, named(empty.report.differences)]).toEqual([2, deleted]);
  });

  it("writes the reasons into the Markdown as well", async () => {
    scenario.simulator.faults.add({ ...lists, status: 403 });
    const { code, stdout } = await runDrift(scenario, { args: ["--format", "markdown"] });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^### It could not be told whether `dev` has drifted\n\n- could not tell: /,
    );
  });
});
