/** The order of lists where nothing decides it: the API promises none. */
import type { Behaviour } from "./settings";

/** The items in the tenant's order: as they were made, the other way round, or mixed up, though always in the same way. */
export function inListOrder<T>(
  items: readonly T[],
  { listOrder }: Behaviour,
  idOf: (item: T) => string,
): readonly T[] {
  if (listOrder === "created") return items;
  if (listOrder === "reversed") return [...items].reverse();
  // By the id, so that the pages of a list fit together although each is made anew.
  const keyed = items.map((item) => ({ item, key: hash(idOf(item)) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let result = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    result = Math.imul(result ^ text.charCodeAt(index), 0x01000193);
  }
  return result >>> 0;
}
