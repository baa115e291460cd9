/** One question to a tenant, and everybody who waits for its answer. */
import { AbortedError, type CallOptions } from "../api";

/** The list that questions are put to, for messages. */
export interface QuestionedList {
  /** Operation id of the API. */
  operation: string;
  /** Without a version. */
  path: string;
  /** What one item is, for example `person`. */
  thing: string;
}

/** The items of a list whose field has one value. One caller's abort ends that caller's wait, and nobody else's. */
export class Question<T, F extends string> {
  readonly field: F;
  readonly value: string;
  /** Told of waits in the name of all: the first who asked. */
  readonly onWait: CallOptions["onWait"];
  /** Called when nobody waits any longer, before there is an answer. */
  onDeserted: () => void = () => undefined;
  readonly #list: QuestionedList;
  readonly #answer = Promise.withResolvers<readonly T[]>();
  #isOpen = true;
  #waiting = 0;

  constructor(list: QuestionedList, field: F, value: string, onWait: CallOptions["onWait"]) {
    this.field = field;
    this.value = value;
    this.onWait = onWait;
    this.#list = list;
  }

  get isWanted(): boolean {
    return this.#waiting > 0;
  }

  /** @throws whatever the question fails with; AbortedError when the signal aborts first. */
  async wait(signal: AbortSignal | undefined): Promise<readonly T[]> {
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const onAbort = () => reject(this.#aborted(signal?.reason));
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    this.#waiting += 1;
    try {
      return await Promise.race([this.#answer.promise, aborted]);
    } finally {
      signal?.removeEventListener("abort", onAbort);
      this.#waiting -= 1;
      if (this.#isOpen && !this.isWanted) this.onDeserted();
    }
  }

  settle(items: readonly T[]): void {
    this.#isOpen = false;
    this.#answer.resolve(items);
  }

  fail(error: unknown): void {
    this.#isOpen = false;
    this.#answer.reject(error);
  }

  #aborted(cause: unknown): AbortedError {
    const { operation, path, thing } = this.#list;
    const message = `look up the ${thing} with the ${this.field} ${JSON.stringify(this.value)}: aborted`;
    const context = { operation, method: "GET" as const, path, redact: (text: string) => text };
    return new AbortedError(message, context, { answerLost: false, cause });
  }
}
