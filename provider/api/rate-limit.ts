import type { Clock } from "./clock";
import { abortReason } from "./signal";

/** Length of the sliding window, in milliseconds: the API counts over 10 s. */
const windowMs = 10_000;

/** Gives a slot back: `true` when a request was sent in it. */
export type Release = (wasSent: boolean) => void;

interface Waiter {
  grant(): void;
}

/**
 * The client's own ceiling: never more than so many requests in any 10 s, first come first served, bursts allowed.
 *
 * A slot is taken before a request is sent and becomes free 10 s after its answer has come. The server saw the request
 * in between, so the ceiling holds on its side too, whatever the delays on the way.
 */
export class RateLimit {
  readonly #maxRequests: number;
  readonly #clock: Clock;
  readonly #waiters: Waiter[] = [];
  /** Ends of the requests of the last 10 s, oldest first. */
  #ended: number[] = [];
  #inFlight = 0;
  #pausedUntil = 0;
  #wake: AbortController | undefined;

  /** @param maxRequests - Requests in any 10 s, at least 1. */
  constructor(maxRequests: number, clock: Clock) {
    this.#maxRequests = maxRequests;
    this.#clock = clock;
  }

  /**
   * Waits for a slot.
   *
   * @returns the function that gives it back, to be called exactly once.
   * @throws the signal's reason when it aborts first.
   */
  acquire(signal?: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortReason(signal));
        return;
      }
      const onAbort = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        this.#serve();
        reject(abortReason(signal));
      };
      const waiter: Waiter = {
        grant: () => {
          signal?.removeEventListener("abort", onAbort);
          this.#inFlight += 1;
          resolve((wasSent) => this.#release(wasSent));
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#waiters.push(waiter);
      this.#serve();
    });
  }

  /** Holds every request back until the given time, for the API has said that its own limit is reached. */
  pauseUntil(time: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, time);
  }

  /** Milliseconds that a request asking now would have to wait at least. */
  expectedWaitMs(): number {
    const now = this.#clock.now();
    const free = this.#maxRequests - this.#inFlight - this.#recent(now).length;
    const ahead = this.#waiters.length;
    const index = ahead - free;
    const freed = index < 0 ? now : (this.#ended[index] ?? now) + windowMs;
    return Math.max(0, freed - now, this.#pausedUntil - now);
  }

  #release(wasSent: boolean): void {
    this.#inFlight -= 1;
    if (wasSent) {
      this.#ended.push(this.#clock.now());
    }
    this.#serve();
  }

  #recent(now: number): number[] {
    this.#ended = this.#ended.filter((end) => end + windowMs > now);
    return this.#ended;
  }

  /** Grants what can be granted, and sees to it that somebody looks again when the next slot becomes free. */
  #serve(): void {
    const now = this.#clock.now();
    while (
      this.#waiters.length > 0 &&
      now >= this.#pausedUntil &&
      this.#inFlight + this.#recent(now).length < this.#maxRequests
    ) {
      this.#waiters.shift()?.grant();
    }
    if (this.#waiters.length === 0) {
      this.#wake?.abort();
      this.#wake = undefined;
      return;
    }
    const oldest = this.#ended[0];
    const next = now < this.#pausedUntil ? this.#pausedUntil : oldest && oldest + windowMs;
    if (next !== undefined && this.#wake === undefined) {
      this.#wakeAfter(next - now);
    }
  }

  #wakeAfter(ms: number): void {
    const wake = new AbortController();
    this.#wake = wake;
    this.#clock.sleep(Math.max(1, Math.ceil(ms)), wake.signal).then(
      () => {
        if (this.#wake === wake) {
          this.#wake = undefined;
          this.#serve();
        }
      },
      // Only an abort of ours ends the sleep early: nobody waits any more.
      () => undefined,
    );
  }
}
