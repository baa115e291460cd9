/**
 * Any set-up can be turned into any other, and whatever was changed by hand comes back: random declarations, edits and
 * positions of the simulator's switches, carried out by the handlers in the sequence of the engine.
 */
import fc from "fast-check";
import { BEHAVIOUR_POSITIONS, type Behaviour } from "../../../simulator";
import { propertySettings } from "../../property";
import { declaration, resourcesOf, setUpOf } from "./declaration";
import { applyEdits, edits } from "./edit";
import { ModelStack } from "./engine-model";
import { storedSetUp } from "./set-up";
import { createWorld, type World } from "./tenant-under-test";

/** Switches that make some declarations impossible; every-switch.test.ts is about them. */
const impossible = ["ownerPatch", "createWorkgroup"];

const positions = Object.entries(BEHAVIOUR_POSITIONS)
  .filter(([name]) => !impossible.includes(name))
  .flatMap(([name, values]) => values.map((value): Partial<Behaviour> => ({ [name]: value })));

/** Some switches away from their defaults. */
const behaviour = fc
  .array(fc.constantFrom(...positions), { maxLength: 4 })
  .map((all): Partial<Behaviour> => Object.assign({}, ...all));

describe("the handlers, in the sequence of the engine", () => {
  let world: World;
  beforeAll(async () => {
    // Under some switches the client tries several forms of a patch, of which a tenant takes one.
    world = await createWorld({ judgedRequests: "accepted" });
  });
  afterAll(() => world.simulator.stop());

  /** A stack of its own in an empty tenant with these switches. */
  function start(switches: Partial<Behaviour>): ModelStack {
    world.clock.advance(100_000);
    world.simulator.reset();
    Object.assign(world.simulator.behaviour, switches);
    return new ModelStack(() => world.process(), world.call);
  }
  const stored = () => storedSetUp(world.simulator.store);
  /** What was made or deleted becomes visible, and requests are allowed again, as between two runs. */
  const settle = () => world.clock.advance(10_000);

  it("turn any set-up into any other, as the preview says, and into nothing", async () => {
    const property = fc.asyncProperty(
      declaration,
      declaration,
      behaviour,
      async (a, b, switches) => {
        const stack = start(switches);
        await stack.up(resourcesOf(a));
        settle();
        const announced = await stack.preview(resourcesOf(b));
        expect(stored()).toEqual(setUpOf(a));
        expect(await stack.up(resourcesOf(b))).toEqual(announced);
        settle();
        expect(stored()).toEqual(setUpOf(b));
        expect(await stack.preview(resourcesOf(b))).toEqual([]);
        expect(await stack.refresh()).toEqual([]);
        expect(await stack.preview(resourcesOf(b))).toEqual([]);
        await stack.destroy();
        expect(stored()).toEqual([]);
      },
    );
    await fc.assert(property, propertySettings(100));
  }, 900_000);

  it("bring back whatever was changed by hand", async () => {
    const property = fc.asyncProperty(
      declaration,
      edits,
      behaviour,
      async (a, byHand, switches) => {
        const stack = start(switches);
        await stack.up(resourcesOf(a));
        settle();
        applyEdits(world.simulator.store, byHand);
        settle();
        await stack.refresh();
        await stack.up(resourcesOf(a));
        settle();
        expect(stored()).toEqual(setUpOf(a));
        expect(await stack.refresh()).toEqual([]);
        expect(await stack.preview(resourcesOf(a))).toEqual([]);
      },
    );
    await fc.assert(property, propertySettings(100));
  }, 900_000);
});
