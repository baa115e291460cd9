/**
 * Field tables: one line per property of a resource says how a change of it is carried out. Both diff and JSON Patch are
 * derived from the table, so that they cannot disagree.
 */
import type { JsonPatchOperation } from "../api";
import type { Change, Props, Value } from "./handler";
import { canonical, hasUnknown } from "./value";

export interface Field {
  name: string;
  /** `update` in place, `replace` the object, or `computed`: an output that never counts as a difference. */
  change: "update" | "replace" | "computed";
  /** True for a text that people read and nothing depends on: a drift of it is cosmetic. */
  isCosmetic?: boolean;
  /** The part of a value that counts for the tenant: two values mean the same there if these are equal. */
  comparable?: (value: Value | undefined) => Value | undefined;
  /** The part that counts for the state, where that is more. @default that of `comparable` */
  stored?: (value: Value | undefined) => Value | undefined;
  /** A live value in the words of the declared one, where parts of it still mean the same. @default the live value */
  reword?: (declared: Value | undefined, live: Value | undefined) => Value;
  /** Where the property lives in the API; without it a change is one of state alone. */
  patch?: {
    /** Which PATCH carries it. */
    via: "nonEmployeeSource" | "source" | "schemaAttribute";
    path: string;
    /** The value on the wire; undefined removes the property. */
    encode: (value: Value | undefined) => JsonPatchOperation["value"] | undefined;
  };
}

/** True if the two values of the field mean the same to the tenant. */
export function isEqual(field: Field, a: Value | undefined, b: Value | undefined): boolean {
  const { comparable = (value) => value } = field;
  return canonical(comparable(a)) === canonical(comparable(b));
}

function isStoredAlike(field: Field, a: Value | undefined, b: Value | undefined): boolean {
  const { stored } = field;
  return stored ? canonical(stored(a)) === canonical(stored(b)) : isEqual(field, a, b);
}

/**
 * The differences of the state from `before` to `after`; a value that is not known yet counts as one. One in which the tenant sees
 * no difference, such as a reference that is declared in another way, is carried out without a request.
 */
export function diffFields(fields: readonly Field[], before: Props, after: Props): Change[] {
  const changes: Change[] = [];
  for (const field of fields) {
    if (field.change === "computed") continue;
    const [old, next] = [before[field.name], after[field.name]];
    if (!hasUnknown(next) && isStoredAlike(field, old, next)) continue;
    changes.push({
      path: field.name,
      kind: old === undefined ? "add" : next === undefined ? "delete" : "update",
      ...(field.change === "replace" ? { replace: true } : {}),
    });
  }
  return changes;
}

/** Names of the fields whose change needs a request: the tenant sees a difference, or may see one. */
export function requestsFor(fields: readonly Field[], before: Props, after: Props): string[] {
  const concerned = fields.filter(({ change, patch }) => patch || change === "replace");
  return concerned
    .filter((field) => {
      const next = after[field.name];
      return hasUnknown(next) || !isEqual(field, before[field.name], next);
    })
    .map(({ name }) => name);
}

/** The JSON Patch operations of one PATCH call that turn `live` into `wanted`; empty if nothing differs. */
export function patchFields(
  fields: readonly Field[],
  via: NonNullable<Field["patch"]>["via"],
  live: Props,
  wanted: Props,
): JsonPatchOperation[] {
  const operations: JsonPatchOperation[] = [];
  for (const field of fields) {
    if (field.patch?.via !== via) continue;
    if (isEqual(field, live[field.name], wanted[field.name])) continue;
    const value = field.patch.encode(wanted[field.name]);
    operations.push(
      value === undefined
        ? { op: "remove", path: field.patch.path }
        : { op: "replace", path: field.patch.path, value },
    );
  }
  return operations;
}

/**
 * What is live, in the words of the declaration: a property keeps its declared form as long as it means the same, else it gets
 * the live one. So a refresh brings drift into the inputs and leaves everything else as it was written.
 */
export function declaredOrLive(fields: readonly Field[], declared: Props, live: Props): Props {
  const result: Props = {};
  for (const field of fields) {
    if (field.change === "computed") continue;
    const isSame =
      (!field.patch && !(field.name in live)) ||
      isEqual(field, declared[field.name], live[field.name]);
    const value = isSame ? declared[field.name] : reworded(field, declared, live);
    if (value !== undefined) result[field.name] = value;
  }
  return result;
}

function reworded({ name, reword }: Field, declared: Props, live: Props): Value | undefined {
  const value = live[name];
  return reword && value !== undefined ? reword(declared[name], value) : value;
}

/**
 * Names of the fields in which what is live differs from what is declared. What is declared and not known yet is left out: it
 * may turn out equal.
 */
export function differingFields(fields: readonly Field[], live: Props, wanted: Props) {
  const changed = fields.filter((field) => {
    const { name, patch, change } = field;
    if (change === "computed" || !(name in live || patch) || hasUnknown(wanted[name])) return false;
    return !isEqual(field, live[name], wanted[name]);
  });
  return {
    differing: changed.map(({ name }) => name),
    /** Those that cannot be changed in place. */
    fixed: changed.filter(({ change }) => change === "replace").map(({ name }) => name),
  };
}
