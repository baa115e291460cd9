/** Looking items of a list up by the value of a field, many in one request, and each only once. */
import { type CallOptions, equals, type Filter, HttpError } from "../api";
import { Question, type QuestionedList } from "./question";

/** Characters of a filter in a URL: together with the rest of it far below the 8 kB that servers take. */
const maxFilterLength = 4000;

/** Questions that one request can ask. */
export interface Batch<F extends string> {
  fields: readonly F[];
  /** So many questions in a request at most; fewer where their values are long. */
  maxQuestions: number;
  filterOf(questions: readonly { field: F; value: string }[]): Filter;
}

/** A list, and how it is asked. */
export interface LookUpList<T, F extends string> extends QuestionedList {
  batches: readonly Batch<F>[];
  /** All items that fit the filter. */
  fetch(filters: Filter, call: CallOptions): Promise<readonly T[]>;
}

/** How a request ended. */
type Outcome<T> = { items: readonly T[] } | { error: unknown };

/** Looks items of one list up. `T` has the fields as texts; ids are compared exactly, all else without regard to case. */
export class LookUp<T extends { readonly [Name in F]?: string }, F extends string> {
  readonly #list: LookUpList<T, F>;
  /** Every question that is answered, or will be. */
  readonly #asked = new Map<string, Question<T, F>>();
  /** What this turn of the event loop has asked. */
  #fresh: Question<T, F>[] = [];
  /** What the tenant takes one by one only. */
  readonly #single = new Set<Batch<F>>();

  constructor(list: LookUpList<T, F>) {
    this.#list = list;
  }

  /** The items with this value. Asked with all else that is asked in this turn of the event loop, and once only. */
  find(field: F, value: string, { signal, onWait }: CallOptions): Promise<readonly T[]> {
    const key = keyOf({ field, value });
    const known = this.#asked.get(key);
    if (known !== undefined) return known.wait(signal);
    const question = new Question<T, F>(this.#list, field, value, onWait);
    this.#asked.set(key, question);
    if (this.#fresh.length === 0) setImmediate(() => this.#send());
    this.#fresh.push(question);
    return question.wait(signal);
  }

  #send(): void {
    const wanted = this.#wanted(this.#fresh);
    this.#fresh = [];
    for (const batch of this.#list.batches) {
      const questions = wanted.filter(({ field }) => batch.fields.includes(field));
      for (const chunk of chunksOf(questions, batch)) void this.#answer(chunk, batch);
    }
  }

  /** Asks together, or one by one if the tenant does not take that. */
  async #answer(questions: readonly Question<T, F>[], batch: Batch<F>): Promise<void> {
    const isTogether = questions.length > 1 && !this.#single.has(batch);
    if (isTogether) {
      const outcome = await this.#request(questions, batch.filterOf(questions));
      if (!isRefused(outcome)) return this.#settle(questions, outcome);
    }
    const refusals = await Promise.all(
      this.#wanted(questions).map(async (question) => {
        const outcome = await this.#request([question], equals(question.field, question.value));
        this.#settle([question], outcome);
        return isRefused(outcome);
      }),
    );
    // A value that is refused even by itself is reason enough for the refusal of all: it tells nothing of the next ones.
    if (isTogether && !refusals.includes(true)) this.#single.add(batch);
  }

  /** Sends one request, which ends when nobody waits for any of its questions any more. */
  async #request(questions: readonly Question<T, F>[], filters: Filter): Promise<Outcome<T>> {
    const controller = new AbortController();
    for (const question of questions) {
      question.onDeserted = () => {
        if (questions.some(({ isWanted }) => isWanted)) return;
        for (const one of questions) this.#forget(one);
        controller.abort();
      };
    }
    const onWait = questions.find(({ isWanted }) => isWanted)?.onWait;
    try {
      return { items: await this.#list.fetch(filters, { signal: controller.signal, onWait }) };
    } catch (error) {
      return { error };
    }
  }

  /** Tells everybody who waits. A failure is not kept: who asks next asks anew. */
  #settle(questions: readonly Question<T, F>[], outcome: Outcome<T>): void {
    for (const question of questions) {
      if ("items" in outcome) {
        question.settle(outcome.items.filter((item) => isMeant(item, question)));
      } else {
        this.#forget(question);
        question.fail(outcome.error);
      }
    }
  }

  /** Those that somebody waits for; the others are as if never asked. */
  #wanted(questions: readonly Question<T, F>[]): Question<T, F>[] {
    return questions.filter((question) => {
      if (!question.isWanted) this.#forget(question);
      return question.isWanted;
    });
  }

  #forget(question: Question<T, F>): void {
    const key = keyOf(question);
    if (this.#asked.get(key) === question) this.#asked.delete(key);
  }
}

/** Fields are single words. */
function keyOf({ field, value }: { field: string; value: string }): string {
  return `${field} ${value}`;
}

/** Whether a request was refused for what it asked, and not for who asked or what went wrong. */
function isRefused<T>(outcome: Outcome<T>): boolean {
  return "error" in outcome && outcome.error instanceof HttpError && outcome.error.status === 400;
}

/** The tenant may compare more loosely than a reference means: what it answers is compared again. */
function isMeant<F extends string>(
  item: { readonly [Name in F]?: string },
  { field, value }: { field: F; value: string },
): boolean {
  const found = item[field];
  return field === "id" ? found === value : found?.toLowerCase() === value.toLowerCase();
}

/** Cuts questions into parts that each fit into one request, in their order. */
function chunksOf<Q extends { field: F; value: string }, F extends string>(
  questions: readonly Q[],
  { maxQuestions, filterOf }: Batch<F>,
): Q[][] {
  const chunks: Q[][] = [];
  for (const question of questions) {
    const chunk = chunks.at(-1);
    const longer = [...(chunk ?? []), question];
    const fits = longer.length <= maxQuestions && isShort(filterOf(longer));
    if (chunk !== undefined && fits) chunk.push(question);
    else chunks.push([question]);
  }
  return chunks;
}

function isShort(filters: Filter): boolean {
  return new URLSearchParams({ filters }).toString().length <= maxFilterLength;
}
