import { type Method, tokenOperation } from "./operation";
import { type Redact, redactPatterns } from "./redact";

/** Every code that an error of this floor can carry. */
export const errorCodes = [
  "invalid_argument",
  "http_error",
  "auth_refused",
  "network_failure",
  "aborted",
  "unexpected_response",
  "upload_failed",
] as const;

/** Machine-readable kind of an error. */
export type ErrorCode = (typeof errorCodes)[number];

/** What an error knows of the call that it ended. */
export interface ErrorContext {
  /** Operation id of the API, for example `patchNonEmployeeSource`. */
  readonly operation: string;
  readonly method: Method;
  /** Path without query. */
  readonly path: string;
  /** Removes the client's secrets. */
  readonly redact: Redact;
  /** Where to see whether a call took effect whose answer was lost, as a sentence part. @default "look" */
  readonly look?: string;
}

/** Base of every failure of a call. The message stands alone and holds no secret; `cause` has no stack of its own. */
export class SailPointError extends Error {
  override readonly name: string = "SailPointError";
  readonly code: ErrorCode;
  /** Operation id of the API; undefined for an error before any call. */
  readonly operation: string | undefined;

  constructor(
    message: string,
    details: { code: ErrorCode; operation?: string; cause?: unknown; redact?: Redact },
  ) {
    const redact = details.redact ?? redactPatterns;
    super(redact(message), { cause: withoutSecrets(details.cause, redact) });
    this.code = details.code;
    this.operation = details.operation;
  }
}

/** A value handed to the client cannot be sent. Nothing was sent. */
export class ArgumentError extends SailPointError {
  override readonly name = "ArgumentError";

  constructor(message: string, details: { operation?: string; redact?: Redact } = {}) {
    super(message, { code: "invalid_argument", ...details });
  }
}

/** What an answer with an error status says. */
export interface ErrorAnswer {
  readonly status: number;
  /** Code and words as sent, for example `400.1.409 Reference conflict`. */
  readonly detailCode: string | undefined;
  /** What the API says, without repetitions; may be empty. */
  readonly texts: readonly string[];
  /** The API's id of this answer, which its support asks for. */
  readonly trackingId: string | undefined;
}

/** The API answered with a status other than 2xx. */
export class HttpError extends SailPointError implements ErrorAnswer {
  override readonly name = "HttpError";
  readonly status: number;
  readonly detailCode: string | undefined;
  readonly texts: readonly string[];
  readonly trackingId: string | undefined;
  readonly method: Method;
  readonly path: string;

  constructor(message: string, context: ErrorContext, answer: ErrorAnswer) {
    super(message, { code: "http_error", ...context });
    const clean = redactOptional(context.redact);
    this.status = answer.status;
    this.detailCode = clean(answer.detailCode);
    this.texts = answer.texts.map(context.redact);
    this.trackingId = clean(answer.trackingId);
    this.method = context.method;
    this.path = context.redact(context.path);
  }
}

/** The token endpoint refused the credentials, or the API refused a token that had just been renewed. */
export class AuthError extends SailPointError {
  override readonly name = "AuthError";
  readonly status: number;
  readonly trackingId: string | undefined;

  constructor(
    message: string,
    context: ErrorContext,
    answer: { status: number; trackingId: string | undefined },
  ) {
    super(message, { code: "auth_refused", ...context });
    this.status = answer.status;
    this.trackingId = redactOptional(context.redact)(answer.trackingId);
  }
}

/** No complete answer arrived: time-out, reset, name not found, connection or certificate refused. */
export class NetworkError extends SailPointError {
  override readonly name = "NetworkError";
  /** True when the request may have reached the API, so that its effect is unknown. */
  readonly answerLost: boolean;
  readonly method: Method;
  readonly path: string;

  constructor(
    message: string,
    context: ErrorContext,
    details: { answerLost: boolean; cause?: unknown },
  ) {
    super(message, { code: "network_failure", ...context, cause: details.cause });
    this.answerLost = details.answerLost;
    this.method = context.method;
    this.path = context.redact(context.path);
  }
}

/** The caller's signal ended the call. */
export class AbortedError extends SailPointError {
  override readonly name = "AbortedError";
  /** True when the request may have reached the API, so that its effect is unknown. */
  readonly answerLost: boolean;
  readonly method: Method;

  constructor(
    message: string,
    context: ErrorContext,
    details: { answerLost: boolean; cause?: unknown },
  ) {
    super(message, { code: "aborted", ...context, cause: details.cause });
    this.answerLost = details.answerLost;
    this.method = context.method;
  }
}

/** A bulk upload ended with errors, or did not end in the time that was given to it. */
export class BulkUploadError extends SailPointError {
  override readonly name = "BulkUploadError";
  /** What the API said last of the newest upload: `ERROR`, or where it was when the time was over. */
  readonly status: string | null;
  /** True when the time was over: the upload may still go on. */
  readonly isTimedOut: boolean;

  constructor(
    message: string,
    context: ErrorContext,
    { status, isTimedOut }: { status: string | null; isTimedOut: boolean },
  ) {
    super(message, { code: "upload_failed", ...context });
    this.status = status;
    this.isTimedOut = isTimedOut;
  }
}

/** The API answered 2xx, but the answer is cut, no JSON, of a wrong shape, or a list that is short. */
export class ResponseShapeError extends Error {
  override readonly name = "ResponseShapeError";
  readonly code: ErrorCode = "unexpected_response";
  readonly operation: string;
  readonly status: number;
  readonly method: Method;
  readonly path: string;
  readonly trackingId: string | undefined;

  constructor(
    message: string,
    context: ErrorContext,
    answer: { status: number; trackingId: string | undefined; cause?: unknown },
  ) {
    super(context.redact(message), { cause: withoutSecrets(answer.cause, context.redact) });
    this.operation = context.operation;
    this.status = answer.status;
    this.method = context.method;
    this.path = context.redact(context.path);
    this.trackingId = redactOptional(context.redact)(answer.trackingId);
  }
}

/**
 * Numeric prefix of a detail code, the only part of an error answer to decide on: its words vary between services.
 *
 * @returns `400.1.409` for `400.1.409 Reference conflict`.
 */
export function detailNumber(detailCode: string | undefined): string | undefined {
  return /^\s*(\d+(?:\.\d+)*)/.exec(detailCode ?? "")?.[1];
}

/**
 * True when the API says that the object does not exist: 404, or 400 with `400.1.404`, since most operations document
 * no 404. On a POST or PATCH it may as well mean an object that the body refers to.
 */
export function isNotFound(error: unknown): error is HttpError {
  return (
    error instanceof HttpError &&
    (error.status === 404 ||
      (error.status === 400 && detailNumber(error.detailCode) === "400.1.404"))
  );
}

/** True when the API says that the name is taken or the object is in the way: `400.1.409`, or status 409. */
export function isConflict(error: unknown): error is HttpError {
  return (
    error instanceof HttpError &&
    (error.status === 409 || detailNumber(error.detailCode) === "400.1.409")
  );
}

/** True when a limit of the tenant is reached: `400.1.4`. */
export function isLimitViolation(error: unknown): error is HttpError {
  return error instanceof HttpError && detailNumber(error.detailCode) === "400.1.4";
}

/** True when a POST or PATCH may have taken effect although it failed: look before repeating it. */
export function isAnswerLost(error: unknown): boolean {
  if (error instanceof NetworkError || error instanceof AbortedError) {
    return isUnrepeatable(error) && error.answerLost;
  }
  if (error instanceof HttpError) {
    return isUnrepeatable(error) && error.status >= 500;
  }
  return error instanceof ResponseShapeError && isUnrepeatable(error);
}

/** The token request is a POST too, but when it fails the operation itself has not been sent. */
function isUnrepeatable({ method, operation }: { method: Method; operation?: string }): boolean {
  return (method === "POST" || method === "PATCH") && operation !== tokenOperation;
}

function redactOptional(redact: Redact): (text: string | undefined) => string | undefined {
  return (text) => (text === undefined ? undefined : redact(text));
}

/** A copy that keeps name, code and message only: the originals of got hold the request with its credentials. */
function withoutSecrets(cause: unknown, redact: Redact): Error | undefined {
  if (cause === undefined) {
    return undefined;
  }
  const original = cause instanceof Error ? cause : new Error(String(cause));
  const copy: Error & { code?: string } = new Error(redact(original.message));
  copy.name = original.name;
  copy.stack = `${copy.name}: ${copy.message}`;
  if ("code" in original && typeof original.code === "string") {
    copy.code = original.code;
  }
  return copy;
}
