import { abortReason } from "./signal";

/** Source of time, passed in so that tests need not wait. */
export interface Clock {
  /** Present time in milliseconds since 1970, never going backwards. */
  now(): number;
  /**
   * Resolves after `ms` milliseconds; rejects with the signal's reason when the signal aborts first.
   *
   * @param ms - Milliseconds; zero or less resolves at once.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * The machine's clock. `now` runs on the monotonic timer: a corrected wall clock must neither stall the request ceiling
 * nor age a token.
 */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortReason(signal));
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(abortReason(signal));
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
        Math.max(0, ms),
      );
      signal?.addEventListener("abort", onAbort, { once: true });
    }),
};
