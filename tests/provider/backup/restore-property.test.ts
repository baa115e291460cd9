/** Whatever texts records have, they come back as they were. */
import fc from "fast-check";
import { propertySettings } from "../../property";
import { useBackup } from "./backup-under-test";
import { restoring } from "./restore-under-test";

const backup = useBackup();
const { restore, people, lose } = restoring(backup);

const signs = fc.constantFrom(..."ab ,\"'\r\n\t;=\\é😀\u00a0\uFEFF\u2028\u0001");
const text = fc.oneof(fc.string({ unit: signs, maxLength: 12 }), fc.string({ unit: "grapheme" }));
const filled = text.filter((value) => value !== "");
const instant = fc.constantFrom("2026-03-24T00:00:00-05:00", "2026-03-24T05:00:00.123456789Z");
const person = fc.record({
  ...{ accountName: filled, firstName: filled, lastName: filled, email: filled, phone: filled },
  ...{ startDate: instant, endDate: instant },
  data: fc.oneof(fc.constant({}), fc.record({ costCenter: filled })),
});

it("records of any texts come back from a backup as they were", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(person, { maxLength: 8, selector: ({ accountName }) => accountName }),
      async (persons) => {
        const { store, contractors } = backup;
        lose();
        for (const one of persons) store.addRecord(contractors, one);
        const before = people();
        const out = backup.path(`${Math.random()}`);
        await backup.take({ out });
        lose();
        const { restored } = await restore({}, out);
        expect(restored[0]).toMatchObject({ restored: persons.length, result: "complete" });
        expect(people()).toEqual(before);
      },
    ),
    propertySettings(40),
  );
});
