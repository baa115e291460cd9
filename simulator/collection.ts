/** Lists as the API gives them: filtered, sorted and cut into pages. The filter language is in `filter.ts`. */
import { badRequest } from "./error-body";
import { type FilterField, filter } from "./filter";
import { inListOrder } from "./list-order";
import { Memo } from "./memo";
import type { Behaviour } from "./settings";
import type { Rows } from "./tables";
import { comparable, compareTexts, type FieldValue } from "./value";

const MAX_LIMIT = 250;
const MAX_INT32 = 2 ** 31 - 1;

/** What the items of a list can be filtered and sorted by; a list without filters refuses the parameter. */
export interface ListFields<T> {
  idOf(item: T): string;
  filters?: Readonly<Record<string, FilterField<T>>>;
  sorters: Readonly<Record<string, (item: T, rows: Rows) => FieldValue>>;
  /** Whether the switch `compositeFilters` is about this list, @default false */
  mayRefuseComposites?: boolean;
}

/** A page of items, and the size of the whole list where the caller asked for it. */
export interface Page<T> {
  items: readonly T[];
  headers: Record<string, string>;
}

interface Keyed<T> {
  item: T;
  keys: (string | null)[];
}

interface ListContext {
  query: URLSearchParams;
  behaviour: Behaviour;
  store: { rows: Rows };
}

/**
 * The page of a list that a request asks for; the items come in the list's own order where no sorter decides.
 *
 * @param memo for long lists whose filters and sorters look at nothing but the items
 */
export function listPage<T>(
  items: readonly T[],
  { query, store, behaviour }: ListContext,
  { filters, sorters, idOf, mayRefuseComposites = false }: ListFields<T>,
  memo = new Memo<readonly T[], readonly T[]>(),
): Page<T> {
  if (!filters && query.has("filters")) throw badRequest("400.1", "filters: this list takes none;");
  const isSingle = mayRefuseComposites && behaviour.compositeFilters === "refused";
  const asked = [query.get("filters"), query.get("sorters")];
  const key = JSON.stringify([...asked, behaviour.listOrder, isSingle]);
  const list = memo.get(items, key, () => {
    const rules = filters && { fields: filters, isSingle };
    const wanted = rules ? filter(items, query, rules, store.rows) : items;
    return sort(inListOrder(wanted, behaviour, idOf), query, sorters, store.rows);
  });
  return paginate(list, query, behaviour);
}

/** Cuts the page that `limit` and `offset` name; `count=true` adds `X-Total-Count`. */
export function paginate<T>(
  items: readonly T[],
  query: URLSearchParams,
  { offsetAtEnd }: Behaviour,
): Page<T> {
  const limit = integerParameter(query, "limit", MAX_LIMIT);
  const offset = integerParameter(query, "offset", 0);
  if (limit > MAX_LIMIT) throw badRequest("400.1", `limit must be at most ${MAX_LIMIT};`);
  if (offsetAtEnd === "refused" && offset > 0 && offset >= items.length) {
    throw badRequest("400.1", `offset must be less than ${items.length}, the number of results;`);
  }
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
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= MAX_INT32)) {
    throw badRequest("400.1", `${name} must be an integer from 0 to ${MAX_INT32};`);
  }
  return number;
}

/** Sorts by the `sorters` parameter; items that are equal by it stay in their order. */
function sort<T>(
  items: readonly T[],
  query: URLSearchParams,
  fields: ListFields<T>["sorters"],
  rows: Rows,
): readonly T[] {
  const sorters = query.get("sorters");
  if (sorters === null) return items;
  const columns = sorters.split(",").map((part) => {
    const name = part.trim().replace(/^-/, "");
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) throw badRequest("400.1", `sorters: cannot sort by "${name}";`);
    return { field, sign: part.trim().startsWith("-") ? -1 : 1 };
  });
  // Each value is made comparable once, not once for each comparison: tables have up to 20,000 rows.
  const keyed = items.map((item) => ({
    item,
    keys: columns.map(({ field }) => comparable(field(item, rows))),
  }));
  const compareAt = (index: number) => (a: Keyed<T>, b: Keyed<T>) =>
    compareTexts(a.keys[index] ?? null, b.keys[index] ?? null);
  // The sort is stable: sorting by the last column first leaves ties in the order of the later ones.
  for (const [index, { sign }] of [...columns.entries()].reverse()) {
    const compare = compareAt(index);
    keyed.sort((a, b) => sign * compare(a, b));
  }
  return keyed.map(({ item }) => item);
}
