import { z } from "zod";
import type { Answer, Caller } from "./call";
import type { CallOptions, CallRequest } from "./call-request";
import type { Operation } from "./operation";
import { checkAnswer, checkArgument, shapeError } from "./schema";

/** The API's largest page. */
const pageSize = 250;

interface Identified {
  readonly id: string;
}

/** What is known of a list beforehand. */
export interface ListDefinition<Q extends Sorted, T extends Identified> {
  readonly operation: Operation;
  /** Operation and thing, the beginning of every message. */
  readonly label: string;
  readonly querySchema: z.ZodType<Q>;
  readonly itemSchema: z.ZodType<T>;
  /** The query as parameters of the wire, without the sorters. */
  toParameters(query: Q): Readonly<Record<string, string | undefined>>;
}

interface Sorted {
  sorters?: string;
}

/**
 * Reads all pages of a list whose items have names; sorted by them unless the query says otherwise.
 *
 * @throws ArgumentError that names the field of the query, before anything is sent; and as `fetchPages`.
 */
export async function fetchNamed<Q extends Sorted, T extends Identified>(
  caller: Caller,
  { operation, label, querySchema, itemSchema, toParameters }: ListDefinition<Q, T>,
  query: unknown,
  call?: CallOptions,
): Promise<T[]> {
  const checked = checkArgument(querySchema, query, label, operation.id);
  const parameters = toParameters(checked);
  const sorted = { ...parameters, sorters: checked.sorters ?? "name" };
  return fetchAll(caller, { operation, label, query: sorted }, itemSchema, call);
}

/**
 * Reads a list page by page, none of them empty. The order has to be stable, so the query should name sorters. What has
 * been yielded is complete only when the iteration ends without an error.
 *
 * Each page but the first begins with the last item of the page before, which shows that nothing was added or removed
 * ahead of it in between. So no page begins where the list ends either, which some of the vendor's APIs are said to
 * answer with an error. The list ends with a page that is not full, or where its total is reached.
 *
 * @throws ResponseShapeError when the items are fewer or more than `X-Total-Count`, one comes twice, or the list changes on
 * the way: a short list would make objects look deleted.
 */
export async function* fetchPages<T extends Identified>(
  caller: Caller,
  request: CallRequest,
  itemSchema: z.ZodType<T>,
  call?: CallOptions,
): AsyncGenerator<T[], void, void> {
  const listSchema = z.array(itemSchema);
  const completeness = new Completeness();
  // A function of its own, since what a generator has at hand lives for as long as its reader takes.
  const nextPage = async () => {
    const offset = Math.max(0, completeness.count - 1);
    const paging = { limit: `${pageSize}`, offset: `${offset}`, count: "true" };
    const answer = await caller.call({ ...request, query: { ...request.query, ...paging } }, call);
    const page = checkAnswer(listSchema, answer);
    const fresh = completeness.add(page, answer);
    return { fresh, isLast: page.length < pageSize || completeness.isReached };
  };
  for (;;) {
    const { fresh, isLast } = await nextPage();
    if (fresh.length > 0) {
      yield fresh;
    }
    if (isLast) {
      break;
    }
  }
  completeness.check();
}

/** Reads all pages of a list. @throws as `fetchPages` */
export async function fetchAll<T extends Identified>(
  caller: Caller,
  request: CallRequest,
  itemSchema: z.ZodType<T>,
  call?: CallOptions,
): Promise<T[]> {
  const items: T[] = [];
  for await (const page of fetchPages(caller, request, itemSchema, call)) {
    items.push(...page);
  }
  return items;
}

/** Reads a list that the API does not page; checked against `X-Total-Count` where the answer has it. */
export async function fetchUnpaged<T extends Identified>(
  caller: Caller,
  request: CallRequest,
  itemSchema: z.ZodType<T>,
  call?: CallOptions,
): Promise<T[]> {
  const answer = await caller.call(request, call);
  const items = checkAnswer(z.array(itemSchema), answer);
  const completeness = new Completeness();
  completeness.add(items, answer);
  completeness.check();
  return items;
}

/** Whether the pages that have been read are the whole list. */
class Completeness {
  count = 0;
  readonly #ids = new Set<string>();
  #lastId: string | undefined;
  #total: number | undefined;
  /** The last answer without its body. */
  #last: Omit<Answer, "body"> | undefined;

  /** @returns the items of the page that the one before did not have */
  add<T extends Identified>(page: readonly T[], answer: Answer): T[] {
    const total = totalOf(answer);
    if (this.#total !== undefined && total !== undefined && total !== this.#total) {
      const totals = `X-Total-Count was ${this.#total} and is ${total}`;
      throw shapeError(answer, `the list changed while it was read: ${totals}`);
    }
    if (this.#lastId !== undefined && page[0]?.id !== this.#lastId) {
      throw shapeError(answer, `the list changed while it was read: item ${this.count} is another`);
    }
    const fresh = this.#lastId === undefined ? [...page] : page.slice(1);
    this.#total = total ?? this.#total;
    const { body: _, ...facts } = answer;
    this.#last = facts;
    this.#lastId = fresh.at(-1)?.id ?? this.#lastId;
    this.count += fresh.length;
    for (const { id } of fresh) {
      this.#ids.add(id);
    }
    if (this.#ids.size !== this.count) {
      throw shapeError(answer, "the list holds an item twice, so another one may be missing");
    }
    return fresh;
  }

  get isReached(): boolean {
    return this.count === this.#total;
  }

  check(): void {
    if (this.#last === undefined || this.#total === undefined || this.isReached) {
      return;
    }
    const kind = this.count < this.#total ? "the list is short" : "the list is too long";
    const counts = `${this.count} items where X-Total-Count says ${this.#total}`;
    throw shapeError(this.#last, `${kind}: ${counts}`);
  }
}

function totalOf(answer: Answer): number | undefined {
  const header = answer.header("x-total-count");
  return header !== undefined && /^\s*\d+\s*$/.test(header) ? Number(header) : undefined;
}
