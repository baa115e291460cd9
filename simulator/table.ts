/**
 * A collection of stored objects in the order of their making. A row is frozen and is replaced, never changed: those who only
 * read share it, all others get and give deep copies.
 */
export class Table<T extends object> {
  readonly #rows = new Map<string, T>();
  readonly #groups = new Map<string, Map<string, T>>();
  readonly #madeAtMs = new Map<string, number>();
  #shared: readonly T[] | undefined;

  constructor(
    /** What one row is, for messages. */
    private readonly what: string,
    private readonly keyOf: (row: Readonly<T>) => string,
    /** What rows are found by without a look at all of them. */
    private readonly groupOf?: (row: Readonly<T>) => string,
  ) {}

  /** All rows, shared. */
  rows(): readonly Readonly<T>[] {
    return this.#all();
  }

  /** One row, shared. */
  row(key: string): Readonly<T> | undefined {
    return this.#rows.get(key);
  }

  /** The rows of a group, shared. */
  groupRows(group: string): readonly Readonly<T>[] {
    return [...(this.#groups.get(group)?.values() ?? [])];
  }

  groupSize(group: string): number {
    return this.#groups.get(group)?.size ?? 0;
  }

  /** When the row was made, in milliseconds of the real clock. */
  madeAtMs(key: string): number | undefined {
    return this.#madeAtMs.get(key);
  }

  list(): T[] {
    return this.#all().map((row) => structuredClone(row));
  }

  group(group: string): T[] {
    return [...(this.#groups.get(group)?.values() ?? [])].map((row) => structuredClone(row));
  }

  find(key: string): T | undefined {
    const row = this.#rows.get(key);
    return row && structuredClone(row);
  }

  /** @throws Error where nothing has that key */
  get(key: string): T {
    const row = this.find(key);
    if (!row) throw new Error(`the simulator has no ${this.what} "${key}"`);
    return row;
  }

  /**
   * @param madeAtMs milliseconds of the real clock
   * @throws Error where the key is taken
   */
  add(row: T, madeAtMs: number): T {
    const key = this.keyOf(row);
    if (this.#rows.has(key)) throw new Error(`the simulator already has: ${this.what} "${key}"`);
    this.#madeAtMs.set(key, madeAtMs);
    return structuredClone(this.#put(key, row));
  }

  /** Sets the given fields; those that are undefined stay. */
  edit(key: string, changes: Partial<T>): T {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const row = { ...this.get(key), ...Object.fromEntries(given) };
    return structuredClone(this.#put(key, row));
  }

  delete(key: string): void {
    const row = this.#rows.get(key);
    if (row) this.#groups.get(this.groupOf?.(row) ?? "")?.delete(key);
    this.#rows.delete(key);
    this.#madeAtMs.delete(key);
    this.#shared = undefined;
  }

  clear(): void {
    this.#rows.clear();
    this.#groups.clear();
    this.#madeAtMs.clear();
    this.#shared = undefined;
  }

  #all(): readonly T[] {
    this.#shared ??= [...this.#rows.values()];
    return this.#shared;
  }

  /** A row keeps its place when it is replaced, and its group: nothing edits the field that makes it. */
  #put(key: string, row: T): T {
    const own = structuredClone(row);
    deepFreeze(own);
    this.#rows.set(key, own);
    const group = this.groupOf?.(own);
    if (group !== undefined) {
      const members = this.#groups.get(group) ?? new Map<string, T>();
      this.#groups.set(group, members.set(key, own));
    }
    this.#shared = undefined;
    return own;
  }
}

function deepFreeze(value: object): void {
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null) deepFreeze(inner);
  }
  Object.freeze(value);
}
