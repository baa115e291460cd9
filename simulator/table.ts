/** A collection of stored objects in the order of their making; it gives out and takes in deep copies. */
export class Table<T extends object> {
  readonly #rows = new Map<string, T>();

  constructor(
    /** What one row is, for messages. */
    private readonly what: string,
    private readonly keyOf: (row: T) => string,
  ) {}

  list(): T[] {
    return this.where(() => true);
  }

  /** The rows that fit. */
  where(fits: (row: Readonly<T>) => boolean): T[] {
    return [...this.#rows.values()].filter(fits).map((row) => structuredClone(row));
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

  /** @throws Error where the key is taken */
  add(row: T): T {
    const key = this.keyOf(row);
    if (this.#rows.has(key)) throw new Error(`the simulator already has: ${this.what} "${key}"`);
    this.#rows.set(key, structuredClone(row));
    return structuredClone(row);
  }

  /** Sets the given fields; those that are undefined stay. */
  edit(key: string, changes: Partial<T>): T {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const row = structuredClone({ ...this.get(key), ...Object.fromEntries(given) });
    this.#rows.set(key, row);
    return structuredClone(row);
  }

  delete(key: string): void {
    this.#rows.delete(key);
  }

  clear(): void {
    this.#rows.clear();
  }
}
