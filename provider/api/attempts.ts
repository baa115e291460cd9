import type { Clock } from "./clock";
import { type WireAnswer, WireFailure } from "./http";
import { parseRetryAfter, type RetryLimits, retryDelayMs } from "./retry";

/** How one attempt ended. */
export type Outcome = WireAnswer | WireFailure;

/** What repeating needs from outside. */
export interface AttemptSettings {
  readonly clock: Clock;
  /** Number in [0, 1). */
  readonly random: () => number;
  readonly limits: RetryLimits;
  /** Told when the API asks to wait, with the end of the wait: other calls should hold back too. */
  readonly onThrottled?: (until: number) => void;
}

/** A call that may need several attempts. */
export interface AttemptRequest {
  /** Operation and thing, the beginning of every message. */
  readonly label: string;
  /** Whether it may be made twice. */
  readonly isRepeatable: boolean;
  readonly signal?: AbortSignal;
  readonly onWait?: (message: string) => void;
  /** Makes one attempt; its number counts from 1. */
  send(attempt: number): Promise<Outcome>;
}

/** The last attempt and what went before. */
export interface Settled {
  readonly outcome: Outcome;
  readonly attempts: number;
  /** Sum of the waits between attempts, in milliseconds. */
  readonly waitedMs: number;
  /** True when an attempt before the last may have taken effect although it failed. */
  readonly mayHaveHappened: boolean;
  /** What the `Retry-After` of the last answer asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/**
 * Makes attempts until one is answered for good or the bounds are reached.
 *
 * @throws whatever `send` throws, and the signal's reason when it aborts during a wait.
 */
export async function attemptUntilSettled(
  settings: AttemptSettings,
  request: AttemptRequest,
): Promise<Settled> {
  const { clock, limits } = settings;
  let waitedMs = 0;
  let mayHaveHappened = false;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await request.send(attempt);
    const status = statusOf(outcome);
    const retryAfterMs = retryAfterOf(outcome, clock);
    const settled = { outcome, attempts: attempt, waitedMs, mayHaveHappened, retryAfterMs };
    if (isFinal(outcome)) {
      return settled;
    }
    const delayMs = retryDelayMs(
      { isRepeatable: request.isRepeatable, attempt, waitedMs, status, retryAfterMs },
      settings.random,
      limits,
    );
    if (delayMs === undefined) {
      return settled;
    }
    mayHaveHappened ||= outcome instanceof WireFailure ? outcome.wasSent : outcome.status >= 500;
    if (status === 429 && retryAfterMs !== undefined) {
      settings.onThrottled?.(clock.now() + retryAfterMs);
    }
    request.onWait?.(waitMessage(request.label, outcome, delayMs, attempt, limits));
    await clock.sleep(delayMs, request.signal);
    waitedMs += delayMs;
  }
}

function statusOf(outcome: Outcome): number | undefined {
  return outcome instanceof WireFailure ? undefined : outcome.status;
}

/** A certificate that is not trusted now will not be in a second either. */
function isFinal(outcome: Outcome): boolean {
  return outcome instanceof WireFailure
    ? outcome.kind === "aborted" || outcome.kind === "tls"
    : outcome.status !== 429 && outcome.status < 500;
}

function retryAfterOf(outcome: Outcome, clock: Clock): number | undefined {
  if (outcome instanceof WireFailure) {
    return undefined;
  }
  const serverNow = Date.parse(outcome.header("date") ?? "");
  const now = Number.isNaN(serverNow) ? clock.now() : serverNow;
  return parseRetryAfter(outcome.header("retry-after"), now);
}

function waitMessage(
  label: string,
  outcome: Outcome,
  delayMs: number,
  attempt: number,
  limits: RetryLimits,
): string {
  const reason =
    outcome instanceof WireFailure
      ? `no answer (${outcome.kind})`
      : `the API answered ${outcome.status}`;
  const seconds = (delayMs / 1000).toFixed(1);
  return `${label}: ${reason}, waiting ${seconds} s before attempt ${attempt + 1} of ${limits.maxAttempts}`;
}
