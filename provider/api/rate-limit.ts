import type { Clock } from "./clock";
import { abortReason } from "./signal";

/** Length of the sliding window, in milliseconds: the API counts over 10 s. */
const windowMs = 10_000;

/** What a ceiling that was cut regains in each window, as a part of the full one; no cut goes below this part. */
const regainedPerWindow = 0.1;

/** Gives a slot back: `true` when a request was sent in it. */
export type Release = (wasSent: boolean) => void;

/** How a slot is asked for. */
export interface SlotRequest {
  /** The caller's ceiling: requests in any 10 s, at least 1. */
  readonly max: number;
  /** True for a request that the API has refused with 429: it goes before those that have not been sent yet. */
  readonly isRetry?: boolean;
  /** A longer pause than this is not waited for, in milliseconds. @default any is */
  readonly maxPauseMs?: number;
  readonly signal?: AbortSignal;
}

/** The API has asked to wait longer than the request may. Nothing was sent. */
export class PauseTooLong extends Error {
  readonly pauseMs: number;

  constructor(pauseMs: number) {
    super(`the API has asked to wait ${pauseMs} ms`);
    this.pauseMs = pauseMs;
  }
}

interface Waiter {
  readonly max: number;
  readonly maxPauseMs: number;
  grant(): void;
  refuse(reason: Error): void;
}

/**
 * The own ceiling: never more than so many requests in any 10 s, first come first served, bursts allowed.
 *
 * A slot is taken before a request is sent and becomes free 10 s after its answer has come. The server saw the request
 * in between, so the ceiling holds on its side too, whatever the delays on the way.
 *
 * A 429 in spite of it means that somebody else uses up the same allowance. Then every request is held back as long as
 * the API asks, and the ceiling is halved, down to a tenth, to grow back slowly: so two programs find their shares
 * instead of refusing each other for ever.
 */
export class RateLimit {
  readonly #clock: Clock;
  readonly #retries: Waiter[] = [];
  readonly #waiters: Waiter[] = [];
  /** Ends of past requests, oldest first; those before `#head` have left the window. */
  #ended: number[] = [];
  #head = 0;
  #inFlight = 0;
  #pausedUntil = 0;
  #cut: { readonly at: number; readonly to: number } | undefined;
  #wake: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Waits for a slot.
   *
   * @returns the function that gives it back, to be called exactly once.
   * @throws the signal's reason when it aborts first; PauseTooLong, also in the middle of the wait.
   */
  acquire(request: SlotRequest): Promise<Release> {
    const { max, isRetry = false, maxPauseMs = Number.POSITIVE_INFINITY, signal } = request;
    return new Promise((resolve, reject) => {
      const pauseMs = this.#pausedUntil - this.#clock.now();
      if (signal?.aborted || pauseMs > maxPauseMs) {
        reject(signal?.aborted ? abortReason(signal) : new PauseTooLong(pauseMs));
        return;
      }
      const line = isRetry ? this.#retries : this.#waiters;
      const leave = (reason: Error): void => {
        signal?.removeEventListener("abort", onAbort);
        line.splice(line.indexOf(waiter), 1);
        reject(reason);
      };
      const onAbort = (): void => {
        leave(abortReason(signal));
        this.#serve();
      };
      const waiter: Waiter = {
        max,
        maxPauseMs,
        refuse: leave,
        grant: () => {
          signal?.removeEventListener("abort", onAbort);
          this.#inFlight += 1;
          resolve((wasSent) => this.#release(wasSent));
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      line.push(waiter);
      this.#serve();
    });
  }

  /**
   * The API has answered 429: holds every request back until the given time and halves the ceiling. The answers of one
   * burst count once. Whoever may not wait that long is refused.
   *
   * @param max - The ceiling of the caller that was refused.
   */
  throttle(until: number, max: number): void {
    const now = this.#clock.now();
    if (now >= this.#pausedUntil) {
      const least = Math.ceil(max * regainedPerWindow);
      const to = Math.max(least, Math.floor(this.#ceiling(max, now) / 2));
      this.#cut = { at: until, to };
    }
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    const pauseMs = this.#pausedUntil - now;
    for (const waiter of [...this.#retries, ...this.#waiters]) {
      if (pauseMs > waiter.maxPauseMs) {
        waiter.refuse(new PauseTooLong(pauseMs));
      }
    }
    this.#serve();
  }

  /** Milliseconds that a request asking now has to expect to wait, the line before it included. */
  expectedWaitMs({ max, isRetry = false }: SlotRequest): number {
    const now = this.#clock.now();
    const used = this.#used(now);
    const ceiling = this.#ceiling(max, now);
    const ahead = this.#retries.length + (isRetry ? 0 : this.#waiters.length);
    const start = Math.max(now, this.#pausedUntil);
    const index = ahead - (ceiling - used);
    if (index < 0) {
      return start - now;
    }
    // The line goes on as slots become free; once it has used these, another ceiling's worth in each window.
    const windows = Math.floor(index / ceiling);
    const freed = (this.#ended[this.#head + (index % ceiling)] ?? now) + windowMs;
    return Math.max(start, freed) + windows * windowMs - now;
  }

  #release(wasSent: boolean): void {
    this.#inFlight -= 1;
    if (wasSent) {
      this.#ended.push(this.#clock.now());
    }
    this.#serve();
  }

  /** Slots that are taken: requests under way, and those that ended within the window. */
  #used(now: number): number {
    let end = this.#ended[this.#head];
    while (end !== undefined && end + windowMs <= now) {
      this.#head += 1;
      end = this.#ended[this.#head];
    }
    if (this.#head > 1_000 && this.#head * 2 > this.#ended.length) {
      this.#ended = this.#ended.slice(this.#head);
      this.#head = 0;
    }
    return this.#inFlight + this.#ended.length - this.#head;
  }

  #ceiling(max: number, now: number): number {
    if (this.#cut === undefined) {
      return max;
    }
    const windows = Math.max(0, now - this.#cut.at) / windowMs;
    const regained = this.#cut.to + Math.floor(windows * max * regainedPerWindow);
    return Math.min(max, regained);
  }

  /** Grants what can be granted, and sees to it that somebody looks again when the next slot becomes free. */
  #serve(): void {
    const now = this.#clock.now();
    let line = this.#line();
    let next = line?.[0];
    while (
      next !== undefined &&
      now >= this.#pausedUntil &&
      this.#used(now) < this.#ceiling(next.max, now)
    ) {
      line?.shift();
      next.grant();
      line = this.#line();
      next = line?.[0];
    }
    if (next === undefined) {
      this.#wake?.abort();
      this.#wake = undefined;
      return;
    }
    const oldest = this.#ended[this.#head];
    const wakeAt = now < this.#pausedUntil ? this.#pausedUntil : oldest && oldest + windowMs;
    if (wakeAt !== undefined && this.#wake === undefined) {
      this.#wakeAfter(wakeAt - now);
    }
  }

  #line(): Waiter[] | undefined {
    return [this.#retries, this.#waiters].find((line) => line.length > 0);
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

/**
 * The API counts for each client id and version, so all clients of the process that share these share one ceiling. This
 * is the one state of the module: a limit of the process cannot live in a client. By clock, so that tests do not meet.
 */
const sharedLimits = new WeakMap<Clock, Map<string, RateLimit>>();

/** The ceiling of one client id and API version at one tenant, the same object for each caller of the process. */
export function sharedRateLimit(
  clock: Clock,
  { baseUrl, clientId, version }: { baseUrl: string; clientId: string; version: string },
): RateLimit {
  const limits = sharedLimits.get(clock) ?? new Map<string, RateLimit>();
  sharedLimits.set(clock, limits);
  const key = JSON.stringify([baseUrl, clientId, version]);
  const limit = limits.get(key) ?? new RateLimit(clock);
  limits.set(key, limit);
  return limit;
}
