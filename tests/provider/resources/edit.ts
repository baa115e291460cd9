/** Random edits that somebody makes in a tenant by hand. */
import fc from "fast-check";
import {
  type AttributeChanges,
  DEFAULT_IDENTITIES,
  DEFAULT_WORKGROUPS,
  type SourceChanges,
  type Store,
} from "../../../simulator";

/** One edit; `index` counts what there is, and starts again at its end. */
export type Edit =
  | { on: "source"; index: number; changes: SourceChanges }
  | { on: "attribute"; index: number; changes: AttributeChanges }
  | { on: "source" | "attribute"; index: number; isDeletion: true };

const personId = fc.constantFrom(...Object.values(DEFAULT_IDENTITIES).map(({ id }) => id));
const groupId = fc.constantFrom(...Object.values(DEFAULT_WORKGROUPS).map(({ id }) => id));
const memberIds = (maxLength: number) => fc.uniqueArray(fc.oneof(personId, groupId), { maxLength });
const index = fc.nat({ max: 9 });
const text = fc.constantFrom("", "edited", "Four digits");

const sourceEdit: fc.Arbitrary<Edit> = fc.record({
  on: fc.constant("source"),
  index,
  changes: fc.record(
    {
      name: fc.nat({ max: 99 }).map((number) => `Edited ${number}`),
      description: fc.constantFrom("edited", "External staff"),
      owner: personId,
      managementWorkgroup: fc.option(groupId),
      approvers: memberIds(3),
      accountManagers: memberIds(10),
    },
    { requiredKeys: [] },
  ),
});

const attributeEdit: fc.Arbitrary<Edit> = fc.record({
  on: fc.constant("attribute"),
  index,
  changes: fc.record(
    {
      label: fc.constant("edited"),
      helpText: fc.option(text),
      placeholder: fc.option(text),
      required: fc.boolean(),
      type: fc.constantFrom("DATE", "TEXT"),
      technicalName: fc.nat({ max: 9 }).map((number) => `edited${number}`),
    },
    { requiredKeys: [] },
  ),
});

const deletion: fc.Arbitrary<Edit> = fc.record({
  on: fc.constantFrom("source", "attribute"),
  index,
  isDeletion: fc.constant(true),
});

/** Up to six edits. */
export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: sourceEdit },
    { weight: 3, arbitrary: attributeEdit },
    { weight: 1, arbitrary: deletion },
  ),
  { maxLength: 6 },
);

/** Makes the edits, as far as there is anything to edit; names stay different, as the tenant demands. */
export function applyEdits(store: Store, all: readonly Edit[]): void {
  for (const edit of all) {
    const sources = store.sources();
    const attributes = sources.flatMap(({ sourceId }) => store.customAttributesOf(sourceId));
    if (edit.on === "source") {
      const id = sources[edit.index % sources.length]?.sourceId;
      if (id === undefined) continue;
      if ("isDeletion" in edit) store.deleteSource(id);
      else if (!sources.some(({ name }) => name === edit.changes.name)) {
        store.editSource(id, edit.changes);
      }
    } else {
      const { id, sourceId } = attributes[edit.index % attributes.length] ?? {};
      if (id === undefined) continue;
      if ("isDeletion" in edit) store.deleteAttribute(id);
      else if (
        !attributes.some(
          (one) => one.sourceId === sourceId && one.technicalName === edit.changes.technicalName,
        )
      ) {
        store.editAttribute(id, edit.changes);
      }
    }
  }
}
