/** Backups from a tenant with each position of each switch: they do not depend on what is unknown of the API. */
import { BEHAVIOUR_POSITIONS } from "../../../simulator";
import { withInstants } from "../resources/backup-under-test";
import { useBackup, wholeBackup } from "./backup-under-test";

const backup = useBackup();

const positions = Object.entries(BEHAVIOUR_POSITIONS).flatMap(([name, values]) =>
  values.map((value) => ({ [name]: value })),
);

it.each(positions)("a tenant with %j has a complete backup", async (behaviour) => {
  const { world, store, contractors } = backup;
  Object.assign(world.simulator.behaviour, behaviour);
  // What was just made is visible by now, whatever the switch says.
  world.clock.advance(1_000);
  const { index } = await backup.take();
  expect(index.sources.map(({ records }) => records)).toEqual([2, 0]);
  expect(backup.files()).toEqual(wholeBackup);
  const expected = store.recordsOf(contractors).map(({ data, ...record }) => {
    const { id: _, sourceId: __, created, modified, ...fields } = record;
    return { ...fields, costCenter: data.costCenter ?? "" };
  });
  const rows = backup.rows("contractors").map(withInstants);
  expect(rows).toEqual(expect.arrayContaining(expected.map(withInstants)));
});
