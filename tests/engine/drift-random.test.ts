/** No false drift: a random program for each position of each switch of the tenant, with the real engine and the command itself. */
import fc from "fast-check";
import { propertySettings } from "../property";
import {
  declaration,
  resourcesOf,
  setUpOf,
  withoutWorkgroups,
} from "../provider/resources/declaration";
import { storedSetUp } from "../provider/resources/set-up";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { otherPositions as cases } from "../switch-position";
import { expectNone } from "./drift-check";
import { programOf } from "./random-program";
import { createStack } from "./stack";

const { seed } = propertySettings(cases.length);
/** One for each position; the default ones are those of the other tests. */
const programs = fc.sample(
  declaration.filter(({ sources }) => sources.length > 0),
  { numRuns: cases.length, seed },
);

describe("a check of a tenant that nobody has changed", () => {
  let simulator: JudgedSimulator;
  beforeAll(async () => {
    simulator = await startSimulator({ judgedRequests: "accepted", isCounted: false });
  });
  afterAll(() => simulator.stop());

  it("is made in at least 50 positions", () => expect(cases.length).toBeGreaterThanOrEqual(50));

  it.each(cases.map((one, index) => ({ ...one, declared: programs[index] })))(
    "finds no drift with $name $value",
    async ({ name, value, declared = { sources: [], attributes: [] } }) => {
      simulator.reset();
      Object.assign(simulator.behaviour, { [name]: value });
      const taken = name === "createWorkgroup" ? withoutWorkgroups(declared) : declared;
      const stack = await createStack({ simulator, program: programOf(taken) });
      try {
        await stack.expectUp();
        expect(storedSetUp(simulator.store)).toEqual(setUpOf(taken));
        const { report } = await expectNone({ simulator, stack });
        expect(report.resources).toBe(resourcesOf(taken).length);
      } finally {
        await stack.dispose();
      }
    },
  );
});
