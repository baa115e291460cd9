/** The fixed window of the documented rate limit: so many requests per client and API version, all back at the reset. */
import type { ApiVersion } from "./entities";
import { rateLimited } from "./error-body";
import type { Clock, Limits } from "./settings";

interface Window {
  endsAtMs: number;
  used: number;
}

export class RateLimit {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock, limits: Limits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  reset(): void {
    this.#windows.clear();
  }

  /** Counts a request; over the limit it is refused and does not count. */
  take(clientId: string, version: ApiVersion): void {
    const now = this.#clock.now();
    const key = `${clientId} ${version}`;
    let window = this.#windows.get(key);
    if (!window || window.endsAtMs <= now) {
      window = { endsAtMs: now + this.#limits.windowMs, used: 0 };
      this.#windows.set(key, window);
    }
    if (window.used >= this.#limits.requests) {
      throw rateLimited(Math.max(1, Math.ceil((window.endsAtMs - now) / 1000)));
    }
    window.used += 1;
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
