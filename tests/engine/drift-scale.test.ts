/**
 * A tenant as large as the API allows is checked within one window of its rate limit, which is on. What a check costs is printed;
 * that of a component is in clone-scale.test.ts.
 */
import { DEFAULT_IDENTITIES, DEFAULT_LIMITS } from "../../simulator";
import { checkDrift, expectNone, named } from "./drift-check";
import { path, type Recording, timesOf, useScenario } from "./scenario";

const { ada, grace } = DEFAULT_IDENTITIES;
const { sources, customAttributes, requests: limit, windowMs } = DEFAULT_LIMITS;

const program = `
for (let number = 0; number < ${sources}; number += 1) {
  const source = new NonEmployeeSource("plant" + number, {
    name: "Plant " + number,
    description: "External staff of plant " + number,
    owner: { id: "${ada.id}" },
    approvers: [{ id: "${grace.id}" }],
  });
  for (let index = 0; index < ${customAttributes}; index += 1) {
    const technicalName = "field" + index;
    new SchemaAttribute("plant" + number + "-" + technicalName, { source, technicalName, label: "Field " + index });
  }
}`;

describe(`a check of ${sources} x ${customAttributes}`, () => {
  const scenario = useScenario();

  beforeAll(async () => {
    scenario.simulator.limits.requests = 100_000;
    scenario.stack.program(program);
    await scenario.stack.expectUp({ environment: { SAIL_MAX_REQUESTS_PER_10_SECONDS: "100000" } });
    scenario.simulator.limits.requests = limit;
  });

  /** How often each call was made; all of them within one window, none refused. */
  function costOf({ calls, tokens, requests }: Recording<unknown>, seconds: number) {
    const total = calls.length + tokens;
    expect(requests.every(({ status }) => status !== 429)).toBe(true);
    expect(total).toBeLessThan(limit);
    process.stdout.write(
      `drift of ${sources} x ${customAttributes}: ${total} requests of ${limit} in ${windowMs / 1000} s, ${seconds.toFixed(1)} s in all\n`,
    );
    return { tokens, ...timesOf(calls) };
  }

  const reads = {
    [`GET ${path.sources}`]: 1,
    "GET /sources": 1,
    [`GET ${path.attributes}`]: sources,
  };
  const timed = async <Check>(work: () => Promise<Check>): Promise<[Check, number]> => {
    const start = Date.now();
    return [await work(), (Date.now() - start) / 1000];
  };

  it("costs two lists, one for each source, and a token", async () => {
    const [check, seconds] = await timed(() => expectNone(scenario));
    expect(check.report.resources).toBe(sources * (1 + customAttributes));
    expect(costOf(check, seconds)).toEqual({ tokens: 1, ...reads });
  });

  it("costs a second token and a look-up more to name somebody who was not declared", async () => {
    const { store } = scenario.simulator;
    store.editSource(store.sourceByName("Plant 7")?.sourceId ?? "", { owner: grace.id });
    const [check, seconds] = await timed(() => checkDrift(scenario));
    expect(named(check.report.differences)).toEqual(["functional plant7 owner"]);
    const cost = costOf(check, seconds);
    expect(cost).toEqual({ tokens: 2, ...reads, "GET /public-identities": 1 });
  });
});
