/** Bounds of the repetitions of one call. */
export interface RetryLimits {
  /** Attempts in all, the first included; those answered 429 do not count. */
  readonly maxAttempts: number;
  /** Attempts answered 429. */
  readonly maxThrottled: number;
  /** Sum of the waits between attempts, in milliseconds. */
  readonly maxWaitMs: number;
  /** Sum of the attempts and the waits between them, in milliseconds. */
  readonly maxTotalMs: number;
  /** Upper bound of the first back-off, doubled each time, in milliseconds. */
  readonly baseDelayMs: number;
  /** Upper bound of every back-off, in milliseconds. */
  readonly maxDelayMs: number;
}

/** The limits in use unless options say otherwise. */
export const defaultRetryLimits: RetryLimits = {
  maxAttempts: 5,
  // A 429 is no failure, only bad luck among programs that share an allowance: time alone bounds it in practice.
  maxThrottled: 30,
  maxWaitMs: 120_000,
  maxTotalMs: 300_000,
  baseDelayMs: 1_000,
  maxDelayMs: 30_000,
};

/** Statuses of a server that may answer properly the next time. */
const passingStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** What a call has been through so far. */
export interface Progress {
  /** Attempts answered 429. */
  readonly throttled: number;
  /** All other attempts. */
  readonly failed: number;
  /** Waited between attempts, in milliseconds. */
  readonly waitedMs: number;
  /** Spent in attempts, in milliseconds. */
  readonly triedMs: number;
}

/** The attempt that failed last, counted in the progress already, as far as the decision needs it. */
export interface FailedAttempt extends Progress {
  /** Whether the call may be made twice: GET, PUT, DELETE, and fetching a token. */
  readonly isRepeatable: boolean;
  /** Status of the answer; undefined when no complete answer arrived. */
  readonly status: number | undefined;
  /** What `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/**
 * Decides about a failed attempt. 429 is repeated for every method, since such a request was not processed; 500, 502,
 * 503, 504 and network failures only for calls that may be made twice.
 *
 * @param random - Number in [0, 1) for the jitter.
 * @returns milliseconds to wait before the next attempt; undefined when there is to be none.
 */
export function retryDelayMs(
  attempt: FailedAttempt,
  random: () => number,
  limits: RetryLimits = defaultRetryLimits,
): number | undefined {
  const isThrottled = attempt.status === 429;
  const isPassing = attempt.status === undefined || passingStatuses.has(attempt.status);
  if (!isThrottled && !(isPassing && attempt.isRepeatable)) {
    return undefined;
  }
  const [count, max] = isThrottled
    ? [attempt.throttled, limits.maxThrottled]
    : [attempt.failed, limits.maxAttempts];
  const delayMs = attempt.retryAfterMs || backoffMs(count, random, limits);
  const waitedMs = attempt.waitedMs + delayMs;
  const isWithinBounds =
    count < max && waitedMs <= limits.maxWaitMs && waitedMs + attempt.triedMs < limits.maxTotalMs;
  return isWithinBounds ? delayMs : undefined;
}

/** Milliseconds that the next attempt may take at most. */
export function remainingMs({ waitedMs, triedMs }: Progress, limits: RetryLimits): number {
  return limits.maxTotalMs - waitedMs - triedMs;
}

/** Exponential back-off with full jitter, in milliseconds: anything from zero to the doubled bound. */
export function backoffMs(count: number, random: () => number, limits: RetryLimits): number {
  return random() * Math.min(limits.maxDelayMs, limits.baseDelayMs * 2 ** (count - 1));
}

/**
 * Reads a `Retry-After` header: whole seconds, or an HTTP date.
 *
 * @param now - The server's time where known, in milliseconds since 1970.
 * @returns milliseconds from now, not negative; undefined when absent or unreadable.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) {
    return Math.ceil(Number(text) * 1000);
  }
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
