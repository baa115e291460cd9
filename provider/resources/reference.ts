/**
 * References to people and governance groups. A declared one has one of several forms; a stored one holds the id besides:
 * `{ email: "...", id: "..." }`. For the tenant only the id counts; for the state the declaration counts as well.
 */
import { type Props, UNKNOWN, type Value } from "./handler";
import { canonical, hasUnknown, isProps } from "./value";

/** The id of a reference, or undefined for an absent one; the unknown marker is passed on. */
export function referenceId(value: Value | undefined): string | undefined {
  if (value === UNKNOWN) return value;
  const id = isProps(value) ? value.id : undefined;
  return typeof id === "string" ? id : undefined;
}

/** The ids of a list of references, in order; absent is an empty list. */
export function referenceIds(value: Value | undefined): string[] {
  return entriesOf(value)
    .map(referenceId)
    .filter((id) => id !== undefined);
}

/** A list in which order has a meaning (approvers: the order of approval). */
export function orderedIds(value: Value | undefined): Value {
  return referenceIds(value);
}

/** A list in which order has no meaning (account managers). */
export function unorderedIds(value: Value | undefined): Value {
  return referenceIds(value).sort();
}

/** A list of references in which order has no meaning, with all that is stored. */
export function unorderedEntries(value: Value | undefined): Value {
  return entriesOf(value).map(canonical).sort();
}

/** A list of references in order, with all that is stored; absent is an empty list. */
export function orderedEntries(value: Value | undefined): Value {
  return [...entriesOf(value)];
}

function entriesOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

/** What somebody declared: everything but the id, or the id if there is nothing else. */
export function declarationOf(reference: Props): Props {
  const { id, ...rest } = reference;
  return Object.keys(rest).length > 0 ? rest : { ...(id !== undefined && { id }) };
}

/** True for `{ id }` alone, which is its own declaration. */
export function isBareId(reference: Props): boolean {
  return Object.keys(reference).every((key) => key === "id");
}

/**
 * The id that the old inputs hold for this very declaration, in a property or anywhere in a list. An id beside the declaration
 * counts only if it is that one; an id alone counts wherever the old inputs hold it.
 */
export function storedId(declared: Props, old: Value | undefined): string | undefined {
  const given = referenceId(declared);
  if (isBareId(declared)) return storedIds(old).find((id) => id === given);
  const key = canonical(declarationOf(declared));
  for (const candidate of Array.isArray(old) ? old : [old]) {
    if (!isProps(candidate) || hasUnknown(candidate)) continue;
    const id = referenceId(candidate);
    const isSame = canonical(declarationOf(candidate)) === key;
    if (isSame && id !== undefined && (given === undefined || given === id)) return id;
  }
  return undefined;
}

/** The ids that the old inputs hold in a property, one or a list. */
export function storedIds(old: Value | undefined): string[] {
  return Array.isArray(old) ? referenceIds(old) : referenceIds([old ?? null]);
}

/** Live references in the words of the declaration: an entry keeps its declared form where the id stored beside it is live. */
export function declaredEntries(declared: Value | undefined, live: Value | undefined): Value {
  const byId = new Map(entriesOf(declared).map((entry) => [referenceId(entry), entry]));
  return entriesOf(live).map((entry) => byId.get(referenceId(entry)) ?? entry);
}

/** `{ email: "ada@example.com" }`, for messages. */
export function shown(reference: Props): string {
  const parts = Object.entries(declarationOf(reference)).map(
    ([key, value]) => `${key}: ${JSON.stringify(value)}`,
  );
  return `{ ${parts.join(", ")} }`;
}
