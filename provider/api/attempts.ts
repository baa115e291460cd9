import type { Clock } from "./clock";
import { ResponseShapeError, SailPointError } from "./error";
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
  /** How long it was held back after a 429, in milliseconds. @default 0 */
  readonly heldMs?: number;
}

/** A call that may need several attempts. */
export interface AttemptRequest<A extends AttemptAnswer> {
  /** Operation and thing, the beginning of every message. */
  readonly label: string;
  /** Whether it may be made twice. */
  readonly isRepeatable: boolean;
  readonly signal?: AbortSignal;
  readonly onWait?: (message: string) => void;
  /** As in the options of a call. */
  readonly isThrownAt429?: boolean;
  send(attempt: Attempt): Promise<Attempted<A>>;
  /**
   * Told when the API answers 429, with the end of the wait that it asks for: `send` then holds the next attempt back
   * itself, together with the other calls. Without it, the wait is slept here.
   *
   * @returns milliseconds that the next attempt has to expect to wait, in its turn among the others.
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
 * Makes attempts until one is answered for good or the bounds are reached. A signal that aborts ends it with an outcome
 * of the kind `aborted`.
 *
 * @throws whatever else `send` throws.
 */
export async function attemptUntilSettled<A extends AttemptAnswer>(
  settings: AttemptSettings,
  request: AttemptRequest<A>,
): Promise<Settled<A>> {
  const { clock, limits } = settings;
  const { label, onWait, signal } = request;
  let progress: Progress = { throttled: 0, failed: 0, waitedMs: 0, triedMs: 0 };
  let mayHaveHappened = false;
  try {
    for (let number = 1; ; number += 1) {
      const attempted = await request.send({ number, maxMs: remainingMs(progress, limits) });
      const { outcome } = attempted;
      progress = counted(progress, attempted);
      const next = nextStep(settings, request, progress, outcome);
      if ("isOutOfTime" in next) {
        return { ...progress, outcome, mayHaveHappened, ...next };
      }
      mayHaveHappened ||= outcome instanceof WireFailure ? outcome.wasSent : outcome.status >= 500;
      onWait?.(waitMessage(label, outcome, next.waitMs, number));
      if (!next.isHeld) {
        await clock.sleep(next.waitMs, signal);
        progress = { ...progress, waitedMs: progress.waitedMs + next.waitMs };
      }
    }
  } catch (error) {
    if (
      !signal?.aborted ||
      error instanceof SailPointError ||
      error instanceof ResponseShapeError
    ) {
      throw error;
    }
    const cause = error instanceof Error ? error : new Error(String(error));
    const outcome = new WireFailure("aborted", mayHaveHappened, cause);
    return { ...progress, outcome, mayHaveHappened, ...noMore };
  }
}

/** Why there is no further attempt. */
type Stop = Pick<Settled<AttemptAnswer>, "retryAfterMs" | "isOutOfTime">;

const noMore: Stop = { retryAfterMs: undefined, isOutOfTime: false };

/** Whether to wait for another attempt, and who does: after a 429 the next attempt may be held back by `send`. */
function nextStep<A extends AttemptAnswer>(
  { clock, limits, random }: AttemptSettings,
  { isRepeatable, isThrownAt429, hold }: AttemptRequest<A>,
  progress: Progress,
  outcome: A | WireFailure,
): Stop | { waitMs: number; isHeld: boolean } {
  if (isFinal(outcome)) {
    return noMore;
  }
  const status = statusOf(outcome);
  const retryAfterMs = retryAfterOf(outcome, clock);
  const failed = { ...progress, isRepeatable, status, retryAfterMs };
  const isThrown = isThrownAt429 === true && status === 429;
  const askedMs = isThrown ? undefined : retryDelayMs(failed, random, limits);
  // The others are held back as well where this call gives up: the API has asked all of them.
  const holdMs = status === 429 ? (askedMs ?? retryAfterMs) : undefined;
  const heldMs = holdMs === undefined ? undefined : hold?.(clock.now() + holdMs);
  if (askedMs === undefined) {
    const unbounded = { ...limits, maxTotalMs: Number.POSITIVE_INFINITY };
    const isOutOfTime = !isThrown && retryDelayMs(failed, random, unbounded) !== undefined;
    return { retryAfterMs, isOutOfTime };
  }
  const waitMs = heldMs ?? askedMs;
  return progress.waitedMs + waitMs > limits.maxWaitMs
    ? { retryAfterMs, isOutOfTime: false }
    : { waitMs, isHeld: heldMs !== undefined };
}

function counted<A extends AttemptAnswer>(
  progress: Progress,
  { outcome, tookMs, heldMs = 0 }: Attempted<A>,
): Progress {
  const isThrottled = statusOf(outcome) === 429;
  return {
    throttled: progress.throttled + (isThrottled ? 1 : 0),
    failed: progress.failed + (isThrottled ? 0 : 1),
    waitedMs: progress.waitedMs + heldMs,
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
