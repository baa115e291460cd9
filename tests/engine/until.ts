/** Waiting for what can be observed. */

/** How long to wait. */
export interface UntilOptions {
  /** @default 60000 */
  withinMs?: number;
}

/**
 * Looks every few milliseconds, and resolves with the first value that is neither undefined nor false.
 *
 * @param what - for the error: "the POST to arrive"
 * @throws Error that names what was waited for, after `withinMs`
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false,
  { withinMs = 60_000 }: UntilOptions = {},
): Promise<T> {
  const start = Date.now();
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() - start > withinMs) throw new Error(`${withinMs} ms were too few for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
