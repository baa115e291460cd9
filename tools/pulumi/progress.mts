/** Words about long work on standard error, so that nobody takes waiting for hanging. */

/** Takes one line about what is being done. */
export type Log = (line: string) => void;

const intervalMs = 20_000;

/** Says that work begins, every 20 seconds that it still goes on, and at its end how long it took. */
export async function withProgress<T>(log: Log, what: string, work: Promise<T>): Promise<T> {
  const start = Date.now();
  const elapsed = () => `${Math.round((Date.now() - start) / 1000)} s`;
  log(`${what} ...`);
  const timer = setInterval(() => log(`  still working, ${elapsed()}`), intervalMs);
  try {
    const result = await work;
    log(`  done in ${elapsed()}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
