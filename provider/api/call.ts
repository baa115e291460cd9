import { type AttemptSettings, attemptUntilSettled, type Outcome, type Settled } from "./attempts";
import {
  AbortedError,
  ArgumentError,
  AuthError,
  type ErrorContext,
  HttpError,
  isNotFound,
  NetworkError,
  ResponseShapeError,
  SailPointError,
} from "./error";
import { locationOf, parseJson, readErrorAnswer, trackingIdOf } from "./error-answer";
import { explainAnswer, explainFailure, explainRefusedToken, type FailedCall } from "./explain";
import { type WireAnswer, WireFailure } from "./http";
import type { Operation } from "./operation";
import { type ApiVersion, isAddressable, versionedPath, versionOf } from "./path";
import type { RateLimit } from "./rate-limit";
import type { Redact } from "./redact";
import { type CheckedAnswer, shapeError } from "./schema";
import type { Token, TokenKeeper } from "./token";
import type { Exchange } from "./transport";

/** What a caller may add to any call. */
export interface CallOptions {
  /** Ends the call, also while it waits. */
  signal?: AbortSignal;
  /** Told each wait, in words that stand alone. */
  onWait?: (message: string) => void;
}

/** One call of an operation. */
export interface CallRequest {
  readonly operation: Operation;
  /** Unencoded path segments without version, the collection first. */
  readonly segments: readonly string[];
  /** Operation and thing, the beginning of every message, for example `create source "Contractors"`. */
  readonly label: string;
  /** Query parameters; undefined ones are left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON, on PATCH as JSON Patch. */
  readonly body?: unknown;
}

/** A successful answer whose body is still to be checked. */
export interface Answer extends CheckedAnswer {
  /** The first value of a header; the name in lower case. */
  header(name: string): string | undefined;
}

/** Makes calls: token, ceiling, repetition and errors are its business. */
export interface Caller {
  /**
   * @throws ArgumentError, HttpError, AuthError, NetworkError, AbortedError; ResponseShapeError when a 2xx other than
   * that of a DELETE is no JSON.
   */
  call(request: CallRequest, options?: CallOptions): Promise<Answer>;
}

/** What making calls needs. */
export interface CallerSettings {
  readonly apiVersion: ApiVersion;
  readonly attempts: AttemptSettings;
  readonly tokens: TokenKeeper;
  readonly rateLimit: RateLimit;
  readonly redact: Redact;
  /** Sends one request. */
  readonly exchange: Exchange;
  /** Told of each successful answer. */
  readonly onAnswer: (answer: WireAnswer, version: ApiVersion) => void;
}

/** Waits for the own ceiling shorter than this are not worth a message, in milliseconds. */
const minTellingWaitMs = 1_000;

/** Makes the caller of a client. */
export function createCaller(settings: CallerSettings): Caller {
  return { call: (request, options = {}) => makeCall(settings, request, options) };
}

async function makeCall(
  settings: CallerSettings,
  request: CallRequest,
  options: CallOptions,
): Promise<Answer> {
  const { operation, label } = request;
  refuseWrongId(request);
  const version = versionOf(settings.apiVersion, operation.isNeighbour);
  const path = versionedPath(version, request.segments);
  const context: ErrorContext = {
    operation: operation.id,
    method: operation.method,
    path,
    redact: settings.redact,
  };
  const isRepeatable = operation.method === "GET" || operation.method === "DELETE";
  const send = sender(settings, request, path, options);
  const attempts = { label, isRepeatable, ...options, send };
  const settled = await attemptUntilSettled(settings.attempts, attempts).catch(
    abortedOr(context, label, options.signal),
  );
  const scopes = settings.tokens.scopes;
  const failed: FailedCall = { label, isRepeatable, permission: operation, scopes, settled };
  const answer = successOf(settled, failed, context);
  settings.onAnswer(answer, version);
  return readAnswer(answer, request, context);
}

function refuseWrongId({ segments, label, operation }: CallRequest): void {
  const wrong = segments.find((segment) => !isAddressable(segment));
  if (wrong !== undefined) {
    throw new ArgumentError(
      `${label}: ${JSON.stringify(wrong)} is no id - pass the id that the API gave the object`,
      { operation: operation.id },
    );
  }
}

/** Makes the function that makes one attempt: with a token, and once more with a new one if that is refused. */
function sender(
  settings: CallerSettings,
  request: CallRequest,
  path: string,
  options: CallOptions,
): () => Promise<Outcome> {
  const { tokens } = settings;
  let attempt = 0;
  const sendOnce = async (): Promise<{ outcome: Outcome; token: Token }> => {
    tellCeilingWait(settings.rateLimit, request.label, options);
    const release = await settings.rateLimit.acquire(options.signal);
    let wasSent = false;
    try {
      const token = await tokens.get(options);
      options.signal?.throwIfAborted();
      wasSent = true;
      attempt += 1;
      const outcome = await settings.exchange({
        operation: request.operation.id,
        method: request.operation.method,
        path,
        query: request.query,
        headers: headersOf(request, token),
        body: request.body === undefined ? undefined : JSON.stringify(request.body),
        attempt,
        signal: options.signal,
      });
      return { outcome, token };
    } finally {
      release(wasSent);
    }
  };
  return async () => {
    const first = await sendOnce();
    if (first.outcome instanceof WireFailure || first.outcome.status !== 401) {
      return first.outcome;
    }
    // The gateway refused the token, so the request was not processed: repeating is safe for every method.
    tokens.drop(first.token);
    return (await sendOnce()).outcome;
  };
}

function tellCeilingWait(rateLimit: RateLimit, label: string, options: CallOptions): void {
  const waitMs = rateLimit.expectedWaitMs();
  if (waitMs >= minTellingWaitMs) {
    const seconds = (waitMs / 1000).toFixed(1);
    options.onWait?.(`${label}: waiting ${seconds} s to stay below the API's rate limit`);
  }
}

function headersOf(request: CallRequest, token: Token): Record<string, string> {
  const headers = { authorization: `Bearer ${token.value}`, accept: "application/json" };
  if (request.body === undefined) {
    return headers;
  }
  const isPatch = request.operation.method === "PATCH";
  return {
    ...headers,
    "content-type": isPatch ? "application/json-patch+json" : "application/json",
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
  const effect = answerLost ? "; the request was under way, so it may have taken effect" : "";
  return new AbortedError(`${label}: aborted${effect}`, context, { answerLost, cause });
}

/** The answer, or a DELETE's "not found" after an attempt that may have done it; everything else is thrown. */
function successOf(settled: Settled, failed: FailedCall, context: ErrorContext): WireAnswer {
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

function failureError(failure: WireFailure, failed: FailedCall, context: ErrorContext): Error {
  if (failure.kind === "aborted") {
    return abortedError(context, failed.label, failure.wasSent, failure.cause);
  }
  return new NetworkError(explainFailure(failed, failure), context, {
    answerLost: failure.wasSent,
    cause: failure.cause,
  });
}

function readAnswer(answer: WireAnswer, request: CallRequest, context: ErrorContext): Answer {
  const { label } = request;
  const facts = { label, context, status: answer.status, trackingId: trackingIdOf(answer) };
  const header = (name: string): string | undefined => answer.header(name);
  const body = parseJson(answer.text);
  if (context.method === "DELETE") {
    // A page of a portal or proxy also has status 200: it is no proof that the API deleted anything.
    if (answer.text.trim() !== "" && body === undefined) {
      throw shapeError(facts, "the answer is neither empty nor JSON, so it may not be the API's");
    }
    return { ...facts, header, body: undefined };
  }
  if (body === undefined) {
    const type = answer.header("content-type") ?? "of no type";
    const length = `${answer.text.length} characters, ${type}`;
    throw shapeError(facts, `the answer is no JSON or was cut (${length})`);
  }
  return { ...facts, header, body };
}
