/** Account names that differ in upper and lower case alone. */
export class AlikeNames {
  /** By how they read without upper case. */
  readonly #names = new Map<string, string[]>();
  /** Whether there are two names that read alike. */
  hasPair = false;

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.add(name);
  }

  /** Adds a name; none is to be added twice. */
  add(name: string): void {
    const key = name.toLowerCase();
    const alike = this.#names.get(key);
    if (alike === undefined) this.#names.set(key, [name]);
    else if (!alike.includes(name)) {
      alike.push(name);
      this.hasPair = true;
    }
  }

  /** Another name that reads alike; undefined if there is none. */
  of(name: string): string | undefined {
    return this.#names.get(name.toLowerCase())?.find((other) => other !== name);
  }
}
