/**
 * A list that is read while it is iterated, one request for 250 items; each iteration reads it anew. It is complete only when
 * the iteration ends without an error: one that becomes longer or shorter on the way ends with a ResponseShapeError.
 */
export interface PagedList<T> extends AsyncIterable<T> {
  /** The same list by pages, none of them empty. */
  pages(): AsyncIterable<T[]>;
}

/** Makes a list of a function that begins to read its pages. */
export function pagedList<T>(pages: () => AsyncIterable<T[]>): PagedList<T> {
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) {
        yield* page;
      }
    },
  };
}

/**
 * Sorters that leave as few ties as the list's keys allow: only an order without ties is the same for each page.
 *
 * @param asked - A checked comma list of keys, `-` before one for the reverse order.
 * @param keys - What decides where the list is not sorted by it anyway.
 */
export function sortersWith(asked: string | undefined, keys: readonly string[]): string {
  const parts = asked === undefined ? [] : asked.split(",").map((part) => part.trim());
  const names = parts.map((part) => part.replace(/^-/, ""));
  return [...parts, ...keys.filter((key) => !names.includes(key))].join(",");
}
