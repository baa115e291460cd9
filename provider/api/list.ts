import { z } from "zod";
import type { Answer, Caller, CallOptions, CallRequest } from "./call";
import { HttpError } from "./error";
import { checkAnswer, shapeError } from "./schema";

/** The API's largest page. */
const pageSize = 250;

/**
 * Reads all pages of a list. The order has to be stable, so the query should name sorters.
 *
 * @throws ResponseShapeError when the items are fewer or more than `X-Total-Count`, or one comes twice: a short list
 * would make objects look deleted.
 */
export async function fetchAll<T extends { id: string }>(
  caller: Caller,
  request: CallRequest,
  itemSchema: z.ZodType<T>,
  call?: CallOptions,
): Promise<T[]> {
  const listSchema = z.array(itemSchema);
  const items: T[] = [];
  let last: Answer | undefined;
  let total: number | undefined;
  do {
    const query = {
      ...request.query,
      limit: String(pageSize),
      offset: String(items.length),
      count: "true",
    };
    const answer = await caller
      .call({ ...request, query }, call)
      .catch(endOfListOr(last, items.length, total));
    if (answer === undefined) {
      break;
    }
    const page = checkAnswer(listSchema, answer);
    items.push(...page);
    total = totalOf(answer) ?? total;
    last = answer;
    if (page.length < pageSize) {
      break;
    }
  } while (items.length !== total);
  checkComplete(items, total, last);
  return items;
}

/** Reads a list that the API does not page; checked against `X-Total-Count` where the answer has it. */
export async function fetchUnpaged<T extends { id: string }>(
  caller: Caller,
  request: CallRequest,
  itemSchema: z.ZodType<T>,
  call?: CallOptions,
): Promise<T[]> {
  const answer = await caller.call(request, call);
  const items = checkAnswer(z.array(itemSchema), answer);
  checkComplete(items, totalOf(answer), answer);
  return items;
}

/**
 * Some APIs answer an offset equal to the total with 4xx instead of an empty page (a note in the vendor's own paginator),
 * so such an answer after full pages is the end, unless items are known to be missing.
 */
function endOfListOr(
  last: Answer | undefined,
  fetched: number,
  total: number | undefined,
): (error: unknown) => undefined {
  return (error) => {
    const isRefusedOffset = error instanceof HttpError && [400, 404, 416].includes(error.status);
    if (last === undefined || !isRefusedOffset || (total !== undefined && total !== fetched)) {
      throw error;
    }
    return undefined;
  };
}

function totalOf(answer: Answer): number | undefined {
  const header = answer.header("x-total-count");
  return header !== undefined && /^\s*\d+\s*$/.test(header) ? Number(header) : undefined;
}

function checkComplete(
  items: readonly { id: string }[],
  total: number | undefined,
  answer: Answer | undefined,
): void {
  if (answer === undefined) {
    return;
  }
  if (total !== undefined && items.length !== total) {
    const kind = items.length < total ? "the list is short" : "the list is too long";
    throw shapeError(answer, `${kind}: ${items.length} items where X-Total-Count says ${total}`);
  }
  const ids = new Set(items.map((item) => item.id));
  if (ids.size !== items.length) {
    throw shapeError(answer, "the list holds an item twice, so another one may be missing");
  }
}
