/** Bounds of the repetitions of one call. */
export interface RetryLimits {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  /** Sum of the waits between attempts, in milliseconds. */
  readonly maxWaitMs: number;
  /** Upper bound of the first back-off, doubled each time, in milliseconds. */
  readonly baseDelayMs: number;
  /** Upper bound of every back-off, in milliseconds. */
  readonly maxDelayMs: number;
}

/** The limits in use. */
export const defaultRetryLimits: RetryLimits = {
  maxAttempts: 5,
  maxWaitMs: 120_000,
  baseDelayMs: 1_000,
  maxDelayMs: 30_000,
};

/** Statuses of a server that may answer properly the next time. */
const passingStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** An attempt that failed, as far as the decision needs it. */
export interface FailedAttempt {
  /** Whether the call may be made twice: GET, PUT, DELETE, and fetching a token. */
  readonly isRepeatable: boolean;
  /** Number of this attempt, from 1. */
  readonly attempt: number;
  /** Waited so far for this call, in milliseconds. */
  readonly waitedMs: number;
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
  failed: FailedAttempt,
  random: () => number,
  limits: RetryLimits = defaultRetryLimits,
): number | undefined {
  const isThrottled = failed.status === 429;
  const isPassing = failed.status === undefined || passingStatuses.has(failed.status);
  if (!isThrottled && !(isPassing && failed.isRepeatable)) {
    return undefined;
  }
  const delayMs = failed.retryAfterMs || backoffMs(failed.attempt, random, limits);
  const isWithinBounds =
    failed.attempt < limits.maxAttempts && failed.waitedMs + delayMs <= limits.maxWaitMs;
  return isWithinBounds ? delayMs : undefined;
}

/** Exponential back-off with full jitter, in milliseconds: anything from zero to the doubled bound. */
export function backoffMs(attempt: number, random: () => number, limits: RetryLimits): number {
  return random() * Math.min(limits.maxDelayMs, limits.baseDelayMs * 2 ** (attempt - 1));
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
