/** So many results are remembered: those of a few clients that read page by page at the same time. */
const MAX_RESULTS = 8;

/** Remembers what was made from some rows, as long as they are the same: whoever reads pages asks for one list again and again. */
export class Memo<Rows extends object, Result> {
  readonly #results = new Map<string, Result>();
  #rows: Rows | undefined;

  /** @param key stands for all that the result depends on besides the rows */
  get(rows: Rows, key: string, make: () => Result): Result {
    if (this.#rows !== rows) this.#results.clear();
    this.#rows = rows;
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = make();
    const [oldest] = this.#results.keys();
    if (this.#results.size >= MAX_RESULTS && oldest !== undefined) this.#results.delete(oldest);
    this.#results.set(key, result);
    return result;
  }
}
