/** Judging lists beyond their schemas: how many items a page has, which, and in what order. */
import type { LoggedRequest } from "../../simulator/index";
import { type Deviation, found } from "./deviation";
import { isOutOfOrder } from "./list-order";
import type { Operation } from "./openapi";
import { fieldOf, itemsOf } from "./value";

/** Fields of which no two items of a list have the same. */
const UNIQUE = ["id", "technicalName"] as const;

/** What is wrong with a list as a whole; nothing where the answer is none. */
export function judgeList(operation: Operation, entry: LoggedRequest): Deviation[] {
  const { responseBody } = entry;
  if (!Array.isArray(responseBody)) return [];
  const items = itemsOf(responseBody);
  return [
    ...judgePage(operation, entry, items.length),
    ...UNIQUE.flatMap((field) => judgeUnique(items, field)),
    ...judgeOrder(entry, items),
    ...judgeSystemFirst(items),
    ...judgeCounts(operation, entry, items),
  ];
}

/** A page has no more items than were asked for, or than are the most; the total counts at least those up to here. */
function judgePage(
  { queryParameters }: Operation,
  { query, responseHeaders = {} }: LoggedRequest,
  length: number,
): Deviation[] {
  const limit = queryParameters.find(({ name }) => name === "limit");
  if (!limit) return [];
  const highest = integerIn(query.limit) ?? limit.schema?.default ?? Number.POSITIVE_INFINITY;
  if (length > highest) return [found("response", "", "limit", `has more than ${highest} items`)];
  const total = integerIn(responseHeaders["x-total-count"]);
  if (total === undefined) return [];
  const seen = (integerIn(query.offset) ?? 0) + length;
  // A short page is the last one: that is how a caller knows where a list ends.
  const isLast = length > 0 && length < highest;
  const isRight = isLast ? total === seen : length === 0 || total >= seen;
  const problem = `is ${total}, though the page ends with number ${seen}${isLast ? ", the last" : ""}`;
  return isRight ? [] : [found("response", "X-Total-Count", "total", problem)];
}

function integerIn(text: unknown): number | undefined {
  return typeof text === "string" && /^\d+$/.test(text) ? Number(text) : undefined;
}

function judgeUnique(items: readonly unknown[], field: string): Deviation[] {
  const seen = new Set<unknown>();
  return items.flatMap((item, index) => {
    const value = fieldOf(item, field);
    const isRepeated = value !== undefined && seen.has(value);
    seen.add(value);
    if (!isRepeated) return [];
    return [found("response", `/${index}/${field}`, "unique", "another item has the same")];
  });
}

function judgeOrder({ query }: LoggedRequest, items: readonly unknown[]): Deviation[] {
  const { sorters } = query;
  if (typeof sorters !== "string") return [];
  const index = items.findIndex(
    (item, at) => at > 0 && isOutOfOrder(items[at - 1], item, sorters.split(",")),
  );
  if (index === -1) return [];
  return [found("response", `/${index}`, "order", `does not come after by ${sorters}`)];
}

/** The text of the attributes' list: those that every source has come first. */
function judgeSystemFirst(items: readonly unknown[]): Deviation[] {
  const systems = items.map((item) => fieldOf(item, "system"));
  const index = systems.findIndex(
    (system, at) => at > 0 && system === true && systems[at - 1] === false,
  );
  if (index === -1) return [];
  return [found("response", `/${index}/system`, "order", "system attributes come first")];
}

/** The text of `nonEmployeeCount`: null by default, a number where it is asked for. */
function judgeCounts(
  { queryParameters }: Operation,
  { query }: LoggedRequest,
  items: readonly unknown[],
): Deviation[] {
  const flag = "non-employee-count";
  if (!queryParameters.some(({ name }) => name === flag)) return [];
  const isAsked = query[flag] === "true";
  return items.flatMap((item, index) => {
    const count = fieldOf(item, "nonEmployeeCount");
    const isRight = isAsked ? typeof count === "number" && count >= 0 : typeof count !== "number";
    const problem = isAsked ? "was asked for: must be 0 or more" : "was not asked for";
    return isRight ? [] : [found("response", `/${index}/nonEmployeeCount`, "count", problem)];
  });
}
