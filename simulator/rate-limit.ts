/** The documented rate limit: so many requests per client and API version. */
import type { ApiVersion } from "./entities";
import { rateLimited } from "./error-body";
import { retryAfterHeader } from "./retry-after";
import type { Behaviour, Clock, Limits } from "./settings";

interface Window {
  startMs: number;
  used: number;
}

/** What of a tenant the rate limit goes by. */
export interface RateLimitTenant {
  clock: Clock;
  serverClock: Clock;
  limits: Limits;
  behaviour: Behaviour;
}

/** Counts the requests of every client in every version. */
export class RateLimit {
  readonly #tenant: RateLimitTenant;
  readonly #windows = new Map<string, Window>();
  /** Until when the requests so far use the bucket up, in milliseconds. */
  readonly #usedUntilMs = new Map<string, number>();

  constructor(tenant: RateLimitTenant) {
    this.#tenant = tenant;
  }

  reset(): void {
    this.#windows.clear();
    this.#usedUntilMs.clear();
  }

  /** Counts a request; over the limit it is refused and does not count. */
  take(clientId: string, version: ApiVersion): void {
    const { clock, serverClock, behaviour } = this.#tenant;
    const key = `${clientId} ${version}`;
    const isFixed = behaviour.rateWindow === "fixed";
    const waitMs = isFixed ? this.#takeFixed(key, clock.now()) : this.#takeBucket(key, clock.now());
    if (waitMs > 0) {
      throw rateLimited(retryAfterHeader(behaviour.retryAfter, waitMs, serverClock));
    }
  }

  /** A window begins with its first request, and all of its allowance returns when it ends. */
  #takeFixed(key: string, now: number): number {
    const { requests, windowMs } = this.#tenant.limits;
    let window = this.#windows.get(key);
    if (!window || now - window.startMs >= windowMs) {
      window = { startMs: now, used: 0 };
      this.#windows.set(key, window);
    }
    if (window.used >= requests) return window.startMs + windowMs - now;
    window.used += 1;
    return 0;
  }

  /** Each request uses the bucket for a part of the window, and the bucket holds as much as one window. */
  #takeBucket(key: string, now: number): number {
    const { requests, windowMs } = this.#tenant.limits;
    if (requests === 0) return windowMs;
    const usedUntilMs = Math.max(this.#usedUntilMs.get(key) ?? now, now) + windowMs / requests;
    // Parts of a window need not be whole milliseconds, and their sums are not exact.
    const waitMs = Math.round((usedUntilMs - now - windowMs) * 1000) / 1000;
    if (waitMs <= 0) this.#usedUntilMs.set(key, usedUntilMs);
    return waitMs;
  }
}

/** The most requests that fall into any sliding window, from their instants. */
export function peakRate(requests: readonly { at: string }[], windowMs: number): number {
  const times = requests.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  let [first, peak] = [0, 0];
  for (const [last, time] of times.entries()) {
    while (time - (times[first] ?? time) >= windowMs) first += 1;
    peak = Math.max(peak, last - first + 1);
  }
  return peak;
}
