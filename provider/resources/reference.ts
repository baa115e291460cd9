/** References to people and governance groups: the part of them that counts is the id. */
import type { Value } from "./handler";
import { isProps } from "./value";

/** The id of a reference, or undefined for an absent one; the unknown marker is passed on. */
export function referenceId(value: Value | undefined): string | undefined {
  if (typeof value === "string") return value;
  const id = isProps(value) ? value.id : undefined;
  return typeof id === "string" ? id : undefined;
}

/** The ids of a list of references, in order; absent is an empty list. */
export function referenceIds(value: Value | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return value.map(referenceId).filter((id) => id !== undefined);
}

/** A list in which order has a meaning (approvers: the order of approval). */
export function orderedIds(value: Value | undefined): Value {
  return referenceIds(value);
}

/** A list in which order has no meaning (account managers). */
export function unorderedIds(value: Value | undefined): Value {
  return referenceIds(value).sort();
}
