/**
 * A tenant is cloned, and a change of it promoted, under every switch of the simulator in each position: in the tenant that is
 * read and in the one that is written. Where a tenant makes the clone impossible it is told plainly, and the next run goes on.
 */
import { BEHAVIOUR_POSITIONS, type Behaviour } from "../../../simulator";
import { createWorld, type World } from "../resources/tenant-under-test";
import {
  expectNoChange,
  expectNoForeignIds,
  exported,
  inOrder,
  programOf,
  reasonsOf,
  settle,
  stackOf,
} from "./clone-under-test";
import { emptySeed } from "./counterpart";
import { changedSources, putSources, richManifest, richSources } from "./rich-manifest";

/** All in their default positions, and each in each of the others. */
const positions: Partial<Behaviour>[] = [
  {},
  ...Object.entries(BEHAVIOUR_POSITIONS).flatMap(([name, [, ...others]]) =>
    others.map((value): Partial<Behaviour> => ({ [name]: value })),
  ),
];

let from: World;
let to: World;
const start = async (fromSwitches: Partial<Behaviour>, toSwitches: Partial<Behaviour>) => {
  // Clearing one text and setting another in one patch, the client tries null as well before it learns what the tenant takes.
  const judgedRequests = toSwitches.patchAbsent === "refused" ? "accepted" : "all";
  from = await createWorld({ seed: emptySeed("from"), behaviour: fromSwitches });
  to = await createWorld({ seed: emptySeed("to"), behaviour: toSwitches, judgedRequests });
};
afterEach(async () => {
  await from.simulator.stop();
  await to.simulator.stop();
});

/** The second tenant becomes what the first one is, as its preview says. */
async function clone(stack: ReturnType<typeof stackOf>, sources: typeof richSources) {
  putSources(from.simulator.store, sources);
  settle(from);
  const manifest = await exported(from);
  expect(inOrder(manifest)).toStrictEqual(richManifest(sources, "from"));
  const program = await programOf(to, manifest);
  const announced = await stack.preview(program);
  settle(to);
  return { program, announced };
}

async function expectEqual(sources: typeof richSources) {
  settle(to);
  expect(inOrder(await exported(to))).toStrictEqual(richManifest(sources, "to"));
}

const sides = positions.flatMap((behaviour): [string, Partial<Behaviour>, Partial<Behaviour>][] => [
  [`read from one with ${JSON.stringify(behaviour)}`, behaviour, {}],
  [`made in one with ${JSON.stringify(behaviour)}`, {}, behaviour],
]);

describe.each(sides)("a clone %s", (_, fromSwitches, toSwitches) => {
  it("is equal, follows a change, and has nothing to do then", async () => {
    await start(fromSwitches, toSwitches);
    const stack = stackOf(to);
    const first = await clone(stack, richSources);
    expect(await stack.up(first.program)).toEqual(first.announced);
    await expectEqual(richSources);
    await expectNoChange(to, stack, first.program);
    const second = await clone(stack, changedSources);
    if (toSwitches.ownerPatch === "refused") return await expectOwnersRefused(stack, second);
    expect(await stack.up(second.program)).toEqual(second.announced);
    await expectEqual(changedSources);
    await expectNoChange(to, stack, second.program);
    expectNoForeignIds(to);
  });
});

/** Nothing is destroyed, all else is done, and once somebody has made the change by hand the next run goes through. */
async function expectOwnersRefused(
  stack: ReturnType<typeof stackOf>,
  { program }: Awaited<ReturnType<typeof clone>>,
) {
  const { store } = to.simulator;
  const before = store.sources().map(({ sourceId }) => sourceId);
  const reasons = await reasonsOf(stack.up(program));
  expect(reasons.sort()).toEqual(refusals(["Contractors", "Partners", "Visitors"]));
  expect(store.sources().map(({ sourceId }) => sourceId)).toEqual(before);
  for (const { name, owner, managementWorkgroup } of changedSources) {
    store.editSource(store.sourceByName(name)?.sourceId ?? "", {
      owner: owner.id.to,
      managementWorkgroup: managementWorkgroup?.id.to ?? null,
    });
  }
  settle(to);
  await stack.refresh();
  await stack.up(program);
  await expectEqual(changedSources);
  await expectNoChange(to, stack, program);
}

/** Each source is named with its id, and what to do. */
function refusals(names: readonly string[]): string[] {
  return names.map((name) => {
    const { sourceId } = to.simulator.store.sourceByName(name) ?? {};
    return (
      `change owner or managementWorkgroup of source "${name}" (${sourceId}): change ISC source ${sourceId}: 400 400.1.1 ` +
      "Illegal update attempt: owner and managementWorkgroup of this source cannot be changed; - " +
      "the tenant does not let this property be changed. " +
      "Nothing was destroyed, and the source keeps its owner and management workgroup. " +
      "Check that both ids exist in this tenant; if the tenant refuses the change, make it in the admin UI and run `pulumi up --refresh`."
    );
  });
}

describe("a tenant that takes no group, neither with a source nor afterwards", () => {
  it.each(["refused", "ignored"] as const)(
    "keeps the sources in the state and says what to do (%s)",
    async (createWorkgroup) => {
      await start({}, { createWorkgroup, ownerPatch: "refused" });
      const stack = stackOf(to);
      const { program } = await clone(stack, richSources);
      const { store } = to.simulator;
      const reasons = await reasonsOf(stack.up(program));
      expect(reasons.sort()).toEqual(refusals(["Contractors", "Partners"]));
      const made = store.sources().map(({ name, sourceId }) => [name, sourceId]);
      expect(made.map(([name]) => name).sort()).toEqual(["Contractors", "Partners", "Visitors"]);
      const kept = ["contractors", "partners", "visitors"].map((key) => stack.entry(key).id);
      expect(kept.sort()).toEqual(made.map(([, id]) => id).sort());
      for (const { name, managementWorkgroup } of richSources) {
        store.editSource(store.sourceByName(name)?.sourceId ?? "", {
          managementWorkgroup: managementWorkgroup?.id.to ?? null,
        });
      }
      settle(to);
      await stack.refresh();
      await stack.up(program);
      expect(store.sources().map(({ sourceId }) => sourceId)).toEqual(made.map(([, id]) => id));
      await expectEqual(richSources);
      await expectNoChange(to, stack, program);
    },
  );
});
