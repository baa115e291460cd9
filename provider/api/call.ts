import { type AttemptAnswer, type AttemptSettings, attemptUntilSettled } from "./attempts";
import { type CallState, failureError, pausedOr, successOf } from "./call-error";
import type { CallOptions, CallRequest } from "./call-request";
import type { ErrorContext } from "./error";
import { parseJson, trackingIdOf } from "./error-answer";
import { guarded } from "./guarded";
import { type WireAnswer, WireFailure, type WireStream } from "./http";
import type { Method } from "./operation";
import { type ApiVersion, versionedPath, versionOf } from "./path";
import type { Redact } from "./redact";
import { type CheckedAnswer, shapeError } from "./schema";
import { attemptsOf, type SenderSettings } from "./sender";
import type { Transport } from "./transport";

/** A successful answer whose body is still to be checked. */
export interface Answer extends CheckedAnswer {
  /** The first value of a header; the name in lower case. */
  header(name: string): string | undefined;
}

/** A successful answer whose body arrives bit by bit. */
export interface StreamedAnswer extends Omit<Answer, "body"> {
  /** To be iterated once. @throws NetworkError, AbortedError when it breaks off. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the download, whether it was read or not. */
  close(): void;
}

/** Makes calls: token, ceiling, repetition and errors are its business. */
export interface Caller {
  /**
   * @throws ArgumentError, HttpError, AuthError, NetworkError, AbortedError; ResponseShapeError when a 2xx other than
   * that of a DELETE, or of an operation that answers nothing, is no JSON.
   */
  call(request: CallRequest, options?: CallOptions): Promise<Answer>;
  /**
   * Begins a download. It is repeated like any call until its answer begins, and not after.
   *
   * @throws ArgumentError, HttpError, AuthError, NetworkError, AbortedError.
   */
  open(request: CallRequest, options?: CallOptions): Promise<StreamedAnswer>;
}

/** What making calls needs. */
export interface CallerSettings {
  readonly apiVersion: ApiVersion;
  readonly attempts: AttemptSettings;
  readonly redact: Redact;
  readonly transport: Transport;
  /** URL of the proxy, for messages. */
  readonly proxy: string | undefined;
  /** Tokens, and the ceiling of the calls through one version. */
  senderOf(version: ApiVersion): SenderSettings;
  /** Told of each answer that is no failure of the way to it. */
  onAnswer(answer: AttemptAnswer, version: ApiVersion): void;
}

/** Makes the caller of a client. */
export function createCaller(settings: CallerSettings): Caller {
  const { transport } = settings;
  return {
    call: async (request, options) => {
      const made = await makeCall(settings, request, options, (one) => transport.send(one));
      return readAnswer(made);
    },
    open: async (request, options) => {
      const made = await makeCall(settings, request, options, (one) => transport.open(one));
      return readStream(made);
    },
  };
}

/** Made twice, they have the effect of once. */
const repeatableMethods: readonly Method[] = ["GET", "PUT", "DELETE"];

/** A call that has succeeded. */
interface MadeCall<A> extends CallState {
  readonly answer: A;
}

async function makeCall<A extends WireAnswer | WireStream>(
  settings: CallerSettings,
  request: CallRequest,
  { signal, onWait: tell, isThrownAt429 }: CallOptions = {},
  exchange: Parameters<typeof attemptsOf<A>>[4],
): Promise<MadeCall<A>> {
  const { operation, label, parameters = {} } = request;
  const { redact, proxy } = settings;
  const version = versionOf(settings.apiVersion, operation.isNeighbour);
  const path = versionedPath(version, operation, parameters, label);
  const context: ErrorContext = {
    operation: operation.id,
    method: operation.method,
    path,
    redact,
    look: operation.look,
  };
  const options: CallOptions = { signal, onWait: guarded("onWait", tell), isThrownAt429 };
  const isRepeatable = repeatableMethods.includes(operation.method);
  const sender = settings.senderOf(version);
  const attempts = attemptsOf(sender, request, path, options, exchange);
  const settled = await attemptUntilSettled(settings.attempts, {
    label,
    isRepeatable,
    ...options,
    ...attempts,
  }).catch(pausedOr(context, label));
  if (!(settled.outcome instanceof WireFailure)) {
    settings.onAnswer(settled.outcome, version);
  }
  const { scopes } = sender.tokens;
  const hasBody = request.body !== undefined || request.file !== undefined;
  const failed = { label, isRepeatable, hasBody, operation, scopes, settled, proxy };
  return { answer: successOf(settled, failed, context), failed, context };
}

function readAnswer({ answer, failed, context }: MadeCall<WireAnswer>): Answer {
  const facts = factsOf(answer, failed.label, context);
  const body = parseJson(answer.text);
  if (context.method === "DELETE" || failed.operation?.isAnswerEmpty === true) {
    // A page of a portal or proxy also has status 200: it is no proof that the API deleted anything.
    if (answer.text.trim() !== "" && body === undefined) {
      throw shapeError(facts, "the answer is neither empty nor JSON, so it may not be the API's");
    }
    return { ...facts, body: undefined };
  }
  if (body === undefined) {
    const type = answer.header("content-type") ?? "of no type";
    const length = `${answer.text.length} characters, ${type}`;
    throw shapeError(facts, `the answer is no JSON or was cut (${length})`);
  }
  return { ...facts, body };
}

function readStream(made: MadeCall<WireAnswer | WireStream>): StreamedAnswer {
  const { answer, failed, context } = made;
  const facts = factsOf(answer, failed.label, context);
  if (!("chunks" in answer)) {
    throw shapeError(facts, "the answer cannot be read as a stream");
  }
  return { ...facts, chunks: chunksOf(answer, made), close: () => answer.close() };
}

/** The chunks of a download, whose failure on the way becomes an error of the call. */
async function* chunksOf(
  { chunks }: WireStream,
  { failed, context }: CallState,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* chunks;
  } catch (error) {
    throw error instanceof WireFailure ? failureError(error, failed, context) : error;
  }
}

function factsOf(
  answer: AttemptAnswer,
  label: string,
  context: ErrorContext,
): Omit<Answer, "body"> {
  return {
    label,
    context,
    status: answer.status,
    trackingId: trackingIdOf(answer),
    // Not a function that holds the whole answer.
    header: answer.header,
  };
}
