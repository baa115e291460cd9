/** Lists as the API gives them: paging and sorting. Filters are in `filter.ts`. */
import { badRequest } from "./error-body";

const MAX_LIMIT = 250;

/** What a sorter or filter compares. */
export type FieldValue = string | boolean | null;

/** A page of items, and the size of the whole list where the caller asked for it. */
export interface Page<T> {
  items: T[];
  headers: Record<string, string>;
}

/** Cuts the page that `limit` and `offset` name; `count=true` adds `X-Total-Count`. */
export function paginate<T>(items: readonly T[], query: URLSearchParams): Page<T> {
  const limit = integerParameter(query, "limit", MAX_LIMIT);
  const offset = integerParameter(query, "offset", 0);
  if (limit > MAX_LIMIT) throw badRequest("400.1", `limit must be at most ${MAX_LIMIT};`);
  const headers: Record<string, string> = {};
  if (booleanParameter(query, "count", false)) headers["X-Total-Count"] = String(items.length);
  return { items: items.slice(offset, offset + limit), headers };
}

/** A query parameter that is `true` or `false`. */
export function booleanParameter(query: URLSearchParams, name: string, fallback: boolean): boolean {
  const text = query.get(name);
  if (text === null) return fallback;
  if (text !== "true" && text !== "false") {
    throw badRequest("400.1", `${name} must be true or false;`);
  }
  return text === "true";
}

function integerParameter(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,10}$/.test(text))
    throw badRequest("400.1", `${name} must be an integer of at least 0;`);
  return Number(text);
}

/** Sorts by the `sorters` parameter; without it the order stays as it is. */
export function sort<T>(
  items: readonly T[],
  query: URLSearchParams,
  fields: Readonly<Record<string, (item: T) => FieldValue>>,
): T[] {
  const sorters = query.get("sorters");
  if (sorters === null) return [...items];
  const comparisons = sorters.split(",").map((part) => {
    const name = part.trim().replace(/^-/, "");
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) throw badRequest("400.1", `sorters: cannot sort by "${name}";`);
    const sign = part.trim().startsWith("-") ? -1 : 1;
    return (a: T, b: T) => sign * compareValues(field(a), field(b));
  });
  return [...items].sort((a, b) => {
    for (const compare of comparisons) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** Compares ignoring case, and instants as such; null comes last. */
export function compareValues(a: FieldValue, b: FieldValue): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const [left, right] = [comparable(a), comparable(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The text that stands for a value in comparisons: `...40.26Z` and `...40.260Z` are one instant. */
export function comparable(value: string | boolean): string {
  const text = String(value).toLowerCase();
  const ms = /^\d{4}-\d\d-\d\dt/.test(text) ? Date.parse(text.toUpperCase()) : Number.NaN;
  return Number.isNaN(ms) ? text : new Date(ms).toISOString();
}
