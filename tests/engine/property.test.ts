/** Any set-up can be turned into any other, and whatever was changed by hand comes back: random programs with the real engine. */
import fc from "fast-check";
import { propertySettings } from "../property";
import { declaration, setUpOf } from "../provider/resources/declaration";
import { applyEdits, edits } from "../provider/resources/edit";
import { storedSetUp } from "../provider/resources/set-up";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { programOf } from "./random-program";
import { createStack, type Stack } from "./stack";

/** One after the other in one stack and tenant: each case starts from what the one before has left. */
describe("programs", () => {
  let simulator: JudgedSimulator;
  let stack: Stack;
  beforeAll(async () => {
    simulator = await startSimulator();
    stack = await createStack({ simulator });
  });
  afterAll(async () => {
    await stack.dispose();
    await simulator.stop();
  });

  it("are turned into each other, whatever was changed by hand in between", async () => {
    const property = fc.asyncProperty(declaration, edits, async (declared, byHand) => {
      stack.program(programOf(declared));
      await stack.expectUp({ args: ["--refresh"] });
      expect(storedSetUp(simulator.store)).toEqual(setUpOf(declared));
      await stack.expectNoDrift();
      applyEdits(simulator.store, byHand);
    });
    // What a failed case leaves behind would make every smaller one fail, too.
    await fc.assert(property, { ...propertySettings(7), endOnFailure: true });
    await stack.expectDestroy({ args: ["--refresh"] });
    expect(storedSetUp(simulator.store)).toEqual([]);
  }, 900_000);
});
