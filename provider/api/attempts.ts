import type { Clock } from "./clock";
import { WireFailure } from "./http";
import {
  type Progress,
  parseRetryAfter,
  type RetryLimits,
  remainingMs,
  retryDelayMs,
} from "./retry";

/** An answer as far as repeating needs it. */
export interface AttemptAnswer {
  readonly status: number;
  /** The first value of a header; the name in lower case. */
  header(name: string): string | undefined;
}

/** What repeating needs from outside. */
export interface AttemptSettings {
  readonly clock: Clock;
  /** Number in [0, 1). */
  readonly random: () => number;
  readonly limits: RetryLimits;
}

/** One attempt that is to be made. */
export interface Attempt {
  /** Counts from 1. */
  readonly number: number;
  /** How long the exchange may take at most, in milliseconds; the time-out for each request may be shorter. */
  readonly maxMs: number;
}

/** How one attempt ended. */
export interface Attempted<A> {
  readonly outcome: A | WireFailure;
  /** How long the exchange took, in milliseconds, without any wait before it. */
  readonly tookMs: number;
}

/** A call that may need several attempts. */
export interface AttemptRequest<A extends AttemptAnswer> {
  /** Operation and thing, the beginning of every message. */
  readonly label: string;
  /** Whether it may be made twice. */
  readonly isRepeatable: boolean;
  readonly signal?: AbortSignal;
  readonly onWait?: (message: string) => void;
  send(attempt: Attempt): Promise<Attempted<A>>;
  /**
   * Told when the API answers 429, with the end of the wait that it asks for: `send` then holds the next attempt back
   * itself, together with the other calls. Without it, the wait is slept here.
   *
   * @returns milliseconds that the next attempt is expected to wait, in its turn among the others.
   */
  hold?(until: number): number;
}

/** The last attempt and what went before. */
export interface Settled<A> extends Progress {
  readonly outcome: A | WireFailure;
  /** True when an attempt before the last may have taken effect although it failed. */
  readonly mayHaveHappened: boolean;
  /** What the `Retry-After` of the last answer asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** True when there would have been another attempt, had the time for the whole call not run out. */
  readonly isOutOfTime: boolean;
}

/**
 * Makes attempts until one is answered for good or the bounds are reached.
 *
 * @throws whatever `send` throws, and the signal's reason when it aborts during a wait.
 */
export async function attemptUntilSettled<A extends AttemptAnswer>(
  settings: AttemptSettings,
  request: AttemptRequest<A>,
): Promise<Settled<A>> {
  const { clock, limits, random } = settings;
  const { isRepeatable } = request;
  let progress: Progress = { throttled: 0, failed: 0, waitedMs: 0, triedMs: 0 };
  let mayHaveHappened = false;
  for (let number = 1; ; number += 1) {
    const maxMs = remainingMs(progress, limits);
    const { outcome, tookMs } = await request.send({ number, maxMs });
    progress = counted(progress, outcome, tookMs);
    const status = statusOf(outcome);
    if (isFinal(outcome)) {
      const nothing = { retryAfterMs: undefined, isOutOfTime: false };
      return { ...progress, outcome, mayHaveHappened, ...nothing };
    }
    const retryAfterMs = retryAfterOf(outcome, clock);
    const failed = { ...progress, isRepeatable, status, retryAfterMs };
    const askedMs = retryDelayMs(failed, random, limits);
    const isThrottled = status === 429 && askedMs !== undefined;
    const heldMs = isThrottled ? request.hold?.(clock.now() + askedMs) : undefined;
    const delayMs = heldMs ?? askedMs;
    if (delayMs === undefined || progress.waitedMs + delayMs > limits.maxWaitMs) {
      const unbounded = { ...limits, maxTotalMs: Number.POSITIVE_INFINITY };
      const isOutOfTime =
        askedMs === undefined && retryDelayMs(failed, random, unbounded) !== undefined;
      return { ...progress, outcome, mayHaveHappened, retryAfterMs, isOutOfTime };
    }
    mayHaveHappened ||= outcome instanceof WireFailure ? outcome.wasSent : outcome.status >= 500;
    request.onWait?.(waitMessage(request.label, outcome, delayMs, number));
    if (heldMs === undefined) {
      await clock.sleep(delayMs, request.signal);
    }
    progress = { ...progress, waitedMs: progress.waitedMs + delayMs };
  }
}

function counted(
  progress: Progress,
  outcome: AttemptAnswer | WireFailure,
  tookMs: number,
): Progress {
  const isThrottled = statusOf(outcome) === 429;
  return {
    ...progress,
    throttled: progress.throttled + (isThrottled ? 1 : 0),
    failed: progress.failed + (isThrottled ? 0 : 1),
    triedMs: progress.triedMs + tookMs,
  };
}

function statusOf(outcome: AttemptAnswer | WireFailure): number | undefined {
  return outcome instanceof WireFailure ? undefined : outcome.status;
}

/** A certificate that is not trusted now will not be in a second either. */
function isFinal(outcome: AttemptAnswer | WireFailure): boolean {
  return outcome instanceof WireFailure
    ? outcome.kind === "aborted" || outcome.kind === "tls"
    : outcome.status !== 429 && outcome.status < 500;
}

function retryAfterOf(outcome: AttemptAnswer | WireFailure, clock: Clock): number | undefined {
  if (outcome instanceof WireFailure) {
    return undefined;
  }
  const serverNow = Date.parse(outcome.header("date") ?? "");
  const now = Number.isNaN(serverNow) ? clock.now() : serverNow;
  return parseRetryAfter(outcome.header("retry-after"), now);
}

function waitMessage(
  label: string,
  outcome: AttemptAnswer | WireFailure,
  delayMs: number,
  number: number,
): string {
  const reason =
    outcome instanceof WireFailure
      ? `no answer (${outcome.kind})`
      : `the API answered ${outcome.status}`;
  const seconds = (delayMs / 1000).toFixed(1);
  return `${label}: ${reason}, waiting ${seconds} s before attempt ${number + 1}`;
}
