/** A backup, a loss and a restore with each position of the switches that files and lists meet: right, or refused beforehand. */
import { BEHAVIOUR_POSITIONS } from "../../../simulator";
import { useBackup } from "./backup-under-test";
import { restoring } from "./restore-under-test";

const backup = useBackup();
const { restore, people, lose } = restoring(backup);

const positions = Object.entries<readonly unknown[]>(BEHAVIOUR_POSITIONS).flatMap(
  ([name, values]) =>
    /^(csv|upload|accountNames|bulkJob|unknownData|requiredData|recordDates|list|offset|wire|.*Ids|system|extra)/.test(
      name,
    )
      ? values.map((value) => ({ [name]: value }))
      : [],
);

it.each(positions)("a tenant with %j gets its records back", async (behaviour) => {
  const { world } = backup;
  Object.assign(world.simulator.behaviour, behaviour);
  // What was just made is visible by now, whatever the switch says.
  world.clock.advance(1_000);
  const before = people();
  await backup.take();
  lose();
  if (behaviour.csvColumns === "none") {
    const { plan, restored } = await restore();
    expect(restored.map(({ result, unfit }) => [result, unfit])).toEqual([
      ["incomplete", 1],
      ["complete", 0],
    ]);
    expect(plan.sources[0]?.plan.firstUnfit[0]?.problem).toContain(
      "the value cannot be uploaded: ",
    );
    return;
  }
  expect((await restore()).restored.map(({ result }) => result)).toEqual(["complete", "complete"]);
  // The same instants: a tenant may write them in its own way.
  expect(inUtc(people())).toEqual(inUtc(before));
});

function inUtc(all: Record<string, object>): unknown {
  return JSON.parse(JSON.stringify(all), (key, value) =>
    /Date$/.test(key) ? Date.parse(String(value)) : value,
  );
}
