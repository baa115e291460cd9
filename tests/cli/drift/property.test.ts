/**
 * No false drift, and none that is missed: random set-ups under every position of every switch of the tenant, read by the handlers in
 * the sequence of the engine and judged by the differences that a report shows.
 */
import fc from "fast-check";
import { readEvents } from "../../../cli/drift/event";
import { judge } from "../../../cli/drift/judge";
import { nameOf, readState } from "../../../cli/drift/state";
import { BEHAVIOUR_POSITIONS, type Behaviour } from "../../../simulator";
import { propertySettings } from "../../property";
import { declaration, resourcesOf, withoutWorkgroups } from "../../provider/resources/declaration";
import { applyEdits, edits } from "../../provider/resources/edit";
import { ModelStack } from "../../provider/resources/engine-model";
import { storedSetUp } from "../../provider/resources/set-up";
import { createWorld, type World } from "../../provider/resources/tenant-under-test";
import { otherPositions, programPositions, withoutProgram } from "../../switch-position";

/** One with all switches as usual, and one for each other position. */
const tenants: { name: string; value: unknown; switches: Partial<Behaviour> }[] = [
  { name: "all switches", value: "as usual", switches: {} },
  ...otherPositions.map(({ name, value }) => ({ name, value, switches: { [name]: value } })),
];

type Entry = ReturnType<ModelStack["entry"]>;

const typeOf = (kind: Entry["kind"]) =>
  kind === "source" ? "NonEmployeeSource" : "SchemaAttribute";

/** The resource as an export of the engine has it. */
function exported(name: string, { kind, id, inputs, outputs }: Entry) {
  const type = `pulumi-nodejs:dynamic/sailpoint:${typeOf(kind)}`;
  return { urn: `urn:pulumi:dev::p::${type}::${name}`, type, custom: true, id, inputs, outputs };
}

describe("drift", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ judgedRequests: "accepted", isCounted: false });
  });
  afterAll(() => world.simulator.stop());

  /** Reads everything in the sequence of the engine; the differences by resource, those of a deleted one as `deleted`. */
  async function driftOf(stack: ModelStack): Promise<Record<string, string[]>> {
    const resources = stack.names().map((name) => exported(name, stack.entry(name)));
    const steps = new Map((await stack.refresh()).map((step) => [step.split(" ")[1], step]));
    const left = new Set(stack.names());
    const events = resources.flatMap((old) => {
      const name = nameOf(old.urn);
      const { urn } = old;
      const op = steps.get(name)?.split(" ")[0] ?? "same";
      const after = left.has(name) ? exported(name, stack.entry(name)) : null;
      return [
        { resourcePreEvent: { metadata: { op: "refresh", urn, old } } },
        { resOutputsEvent: { metadata: { op, urn, old, new: after } } },
      ];
    });
    const text = [...events, { summaryEvent: {} }].map((event) => JSON.stringify(event)).join("\n");
    const state = readState(JSON.stringify({ deployment: { resources } }));
    const { differences, problems } = judge(state, readEvents(text), 0);
    expect(problems).toEqual([]);
    const found = Map.groupBy(differences, ({ resource }) => resource);
    // What the engine calls drift has a difference to show, and the reverse.
    expect([...found.keys()].sort()).toEqual([...steps.keys()].sort());
    expect(differences.every(({ change, path }) => change === "deleted" || path)).toBe(true);
    return Object.fromEntries(
      [...found].map(([name, all]) => [name, all.map(({ path = "deleted" }) => path)]),
    );
  }

  it("is not looked for only under switches that are there, each named once", () => {
    const known = Object.keys(BEHAVIOUR_POSITIONS);
    expect(withoutProgram.filter((name) => !known.includes(name))).toEqual([]);
    expect(new Set(withoutProgram).size).toBe(withoutProgram.length);
    expect(new Set(programPositions.map(({ name }) => name)).size).toBe(
      known.length - withoutProgram.length,
    );
  });

  it.each(tenants)(
    "is told where there is some, and only there, with $name $value",
    async ({ name, switches }) => {
      const property = fc.asyncProperty(declaration, edits, async (declared, byHand) => {
        world.clock.advance(100_000);
        world.simulator.reset();
        Object.assign(world.simulator.behaviour, switches);
        const stack = new ModelStack(() => world.process(), world.call);
        await stack.up(
          resourcesOf(name === "createWorkgroup" ? withoutWorkgroups(declared) : declared),
        );
        world.clock.advance(10_000);
        expect(await driftOf(stack)).toEqual({});
        const before = storedSetUp(world.simulator.store);
        applyEdits(world.simulator.store, byHand);
        world.clock.advance(10_000);
        const isSame =
          JSON.stringify(storedSetUp(world.simulator.store)) === JSON.stringify(before);
        expect(Object.keys(await driftOf(stack)).length > 0).toBe(!isSame);
      });
      await fc.assert(property, propertySettings(50));
    },
    300_000,
  );
});
