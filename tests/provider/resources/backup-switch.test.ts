/** Backups from a tenant with each position of each switch: the file does not depend on what is unknown of the API. */
import { readFileSync } from "node:fs";
import { BEHAVIOUR_POSITIONS } from "../../../simulator";
import { rowsOf, useBackup, withInstants } from "./backup-under-test";

const backup = useBackup();
const { folder } = backup;

const positions = Object.entries(BEHAVIOUR_POSITIONS).flatMap(([name, values]) =>
  values.map((value) => ({ [name]: value })),
);

/** The rows of each file, in the order in which they were written. */
const rowsOfAll = () => folder.files().map((file) => rowsOf(readFileSync(file, "utf8")));

it.each(positions)(
  "a tenant with %j has all in a file before an attribute goes, and again before the source does",
  async (behaviour) => {
    const { world, store, sourceId, attribute } = backup;
    Object.assign(world.simulator.behaviour, behaviour);
    // What was just made is visible by now, whatever the switch says.
    world.clock.advance(1_000);
    store.addRecord(sourceId, { accountName: "c.three", data: { gone: "kept, too" } });
    const expected = store.recordsOf(sourceId).map((record) => {
      const { id: _, sourceId: __, created, modified, data, ...fields } = record;
      return { ...fields, costCenter: data.costCenter ?? "", gone: data.gone ?? "" };
    });

    const handler = world.process({ backupDir: folder.path }).attribute;
    await handler.delete(world.call, attribute);
    expect(store.customAttributesOf(sourceId)).toEqual([]);
    await backup.destroy();
    expect(store.source(sourceId)).toBeUndefined();

    const [first = [], second = []] = rowsOfAll().map((rows) => rows.map(withInstants));
    expect(first).toHaveLength(3);
    expect(first).toEqual(expect.arrayContaining(expected.map(withInstants)));
    // A value whose attribute is gone is kept as long as a record has it.
    const isKept = world.simulator.behaviour.deletedValues === "kept";
    const later = expected.map(({ costCenter, ...rest }) =>
      isKept ? { ...rest, costCenter } : rest,
    );
    expect(second).toHaveLength(3);
    expect(second).toEqual(expect.arrayContaining(later.map(withInstants)));
  },
);
