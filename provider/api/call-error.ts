import type { Settled } from "./attempts";
import {
  AbortedError,
  AuthError,
  type ErrorContext,
  HttpError,
  isNotFound,
  NetworkError,
  ResponseShapeError,
  SailPointError,
} from "./error";
import { locationOf, readErrorAnswer } from "./error-answer";
import {
  explainAnswer,
  explainFailure,
  explainPause,
  explainRefusedToken,
  type FailedCall,
} from "./explain";
import { type WireAnswer, WireFailure, type WireStream } from "./http";
import { PauseTooLong } from "./rate-limit";

/** What the errors of a call are made of. */
export interface CallState {
  readonly failed: FailedCall;
  readonly context: ErrorContext;
}

/**
 * The answer of a call that succeeded, or a DELETE's "not found" after an attempt that may have done it.
 *
 * @throws HttpError, AuthError, NetworkError or AbortedError for everything else.
 */
export function successOf<A extends WireAnswer | WireStream>(
  settled: Settled<A>,
  failed: FailedCall,
  context: ErrorContext,
): A {
  const { outcome } = settled;
  if (outcome instanceof WireFailure) {
    throw failureError(outcome, failed, context);
  }
  if (outcome.status >= 200 && outcome.status < 300) {
    return outcome;
  }
  const said = readErrorAnswer(outcome);
  if (said.status === 401) {
    throw new AuthError(explainRefusedToken(failed, said), context, said);
  }
  const error = new HttpError(explainAnswer(failed, said, locationOf(outcome)), context, said);
  if (context.method === "DELETE" && settled.mayHaveHappened && isNotFound(error)) {
    return outcome;
  }
  throw error;
}

/** The error for an exchange that got no complete answer. */
export function failureError(
  failure: WireFailure,
  failed: FailedCall,
  context: ErrorContext,
): Error {
  const { wasSent, cause } = failure;
  if (failure.kind === "aborted") {
    return abortedError(context, failed.label, wasSent, cause);
  }
  const message = explainFailure(failed, failure);
  return new NetworkError(message, context, { answerLost: wasSent, cause });
}

/** Turns the refusal of a long pause into the error for it; other errors pass. */
export function pausedOr(context: ErrorContext, label: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof PauseTooLong)) {
      throw error;
    }
    const answer = { status: 429, detailCode: undefined, texts: [], trackingId: undefined };
    throw new HttpError(explainPause(label, error.pauseMs), context, answer);
  };
}

/** Turns whatever an abort made a wait throw into the one error for it; other errors pass. */
export function abortedOr(
  context: ErrorContext,
  label: string,
  signal: AbortSignal | undefined,
): (error: unknown) => never {
  return (error) => {
    const isOurs = error instanceof SailPointError || error instanceof ResponseShapeError;
    if (isOurs || !signal?.aborted) {
      throw error;
    }
    throw abortedError(context, label, false, error);
  };
}

function abortedError(
  context: ErrorContext,
  label: string,
  answerLost: boolean,
  cause: unknown,
): AbortedError {
  const look = context.look === undefined ? "" : `: ${context.look} before repeating it`;
  const effect = answerLost
    ? `; the request was under way, so it may have taken effect${look}`
    : "";
  return new AbortedError(`${label}: aborted${effect}`, context, { answerLost, cause });
}
