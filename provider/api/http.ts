import type { Agent } from "node:https";
import { Readable } from "node:stream";
import got, { type Request, RequestError, type Response } from "got";
import type { Method } from "./operation";
import { TunnelFailure } from "./proxy";

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A text, or bytes in pieces that are sent one after the other. */
  readonly body?: string | readonly Uint8Array[];
  /** For the whole exchange; of a download, for its beginning and each wait for more. In milliseconds. */
  readonly timeoutMs: number;
  /** Makes the connection of an `https:` URL; absent for a direct one. */
  readonly agent?: Agent;
  readonly signal?: AbortSignal;
}

/** Status and headers of an answer. */
export interface WireHead {
  readonly status: number;
  /** The first value of a header; the name in lower case. */
  header(name: string): string | undefined;
}

/** A complete answer of whatever status. */
export interface WireAnswer extends WireHead {
  readonly text: string;
}

/** An answer with a status of 2xx whose body arrives bit by bit. */
export interface WireStream extends WireHead {
  /** To be iterated once. @throws WireFailure when it breaks off. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the connection, whether it was read or not; a reader that waits gets no more. */
  close(): void;
}

/** Why no complete answer came. */
export type WireFailureKind =
  | "aborted"
  | "timeout"
  | "proxy"
  | "dns"
  | "refused"
  | "tls"
  | "connection";

/** No complete answer came. */
export class WireFailure extends Error {
  readonly kind: WireFailureKind;
  /** False when the request certainly never reached the server. */
  readonly wasSent: boolean;
  /** Code of the system or of got, for example `ECONNREFUSED`; may be empty. */
  readonly code: string;

  constructor(kind: WireFailureKind, wasSent: boolean, cause: Error) {
    super(cause.message, { cause });
    this.code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    this.kind = kind;
    this.wasSent = wasSent;
  }
}

const dnsCodes: ReadonlySet<string> = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL"]);

const unreachableCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
]);

/** The certificate was not accepted, so nothing was sent. */
const certificateCodes =
  /^(ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH)/;

/** Other alerts may come after the request has gone out: TLS 1.3 ends its handshake late. */
const tlsCodes = /^(ERR_TLS|ERR_SSL|EPROTO)/;

/** Bytes of an error answer to a download that are read at most. */
const maxErrorBytes = 1024 * 1024;

/**
 * One request, once: no repetition, no redirect followed (credentials must not travel), no compression asked for,
 * certificates always checked. A status other than 2xx is an answer like any other. Made once, since got's set-up of
 * options costs more than the rest of a call.
 *
 * got undoes a compression that nobody has asked for, and leaves the bogus `Content-Encoding: UTF-8` alone that the edge
 * sends with some 4xx.
 */
const client = got.extend({
  headers: { "accept-encoding": "identity", "user-agent": "pulumi-sailpoint-nonemployee" },
  retry: { limit: 0 },
  throwHttpErrors: false,
  followRedirect: false,
  https: { rejectUnauthorized: true },
});

/** The exchange took longer than it may. */
class ExchangeTimeout extends Error {
  readonly code = "ETIMEDOUT";

  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

/** A request under way. */
interface Sent {
  /** The body of the answer, which nobody reads yet. */
  readonly stream: Request;
  /** Rejected with whatever happens before the headers have come. */
  readonly head: Promise<WireHead>;
}

function send({ url, method, headers, body, agent, signal }: WireRequest): Sent {
  const agents = agent && { agent: { https: agent } };
  const stream = client.stream(url, { method, ...contentOf(headers, body), signal, ...agents });
  if (body === undefined && method !== "GET") {
    // Where a method may have a body, got waits for one.
    stream.end();
  }
  const head = new Promise<WireHead>((resolve, reject) => {
    stream.once("response", (response: Response<unknown>) => resolve(headOf(response)));
    // Not `once`: a stream that nobody reads any more must not end the process with its error.
    stream.on("error", reject);
  });
  return { stream, head };
}

/** Pieces are not put together, which would hold them twice; their length is told, since not every gateway takes a body without. */
function contentOf(headers: WireRequest["headers"], body: WireRequest["body"]) {
  if (body === undefined || typeof body === "string") {
    return { headers, body };
  }
  const length = body.reduce((sum, piece) => sum + piece.length, 0);
  return { headers: { ...headers, "content-length": `${length}` }, body: Readable.from(body) };
}

/** Waits for something of a stream, and ends the stream when it takes longer; got's own time-outs need a connection. */
async function within<T>(ms: number, stream: Readable, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => stream.destroy(new ExchangeTimeout(ms)), ms);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Sends one request and reads the answer to its end.
 *
 * @throws WireFailure when no complete answer came.
 */
export async function sendOnce(request: WireRequest): Promise<WireAnswer> {
  const { stream, head: coming } = send(request);
  try {
    const whole = Promise.all([coming, readWhole(stream)]);
    const [head, text] = await within(request.timeoutMs, stream, whole);
    return { ...head, text };
  } catch (error) {
    throw toFailure(error, stream, request.signal);
  }
}

/** All of a stream; by events, since iterating would cost as much as the rest of a call. */
function readWhole(stream: Readable): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  return new Promise((resolve, reject) => {
    const add = (chunk: Uint8Array) => {
      text += decoder.decode(chunk, { stream: true });
    };
    stream.on("data", add);
    stream.once("error", reject);
    stream.once("end", () => {
      // Streams may live long after their end: the text must not live as long.
      stream.off("data", add).off("error", reject);
      const whole = text + decoder.decode();
      text = "";
      resolve(whole);
    });
  });
}

/**
 * Sends one request and returns when the headers of its answer have come. The answer is a stream for 2xx, and is read to
 * its end otherwise.
 *
 * @throws WireFailure when no answer came.
 */
export async function openOnce(request: WireRequest): Promise<WireAnswer | WireStream> {
  const { timeoutMs, signal } = request;
  const { stream, head: coming } = send(request);
  const begin = async (): Promise<WireAnswer | WireHead> => {
    const head = await coming;
    const isGood = head.status >= 200 && head.status < 300;
    return isGood ? head : { ...head, text: await readText(stream) };
  };
  try {
    const begun = await within(timeoutMs, stream, begin());
    return "text" in begun ? begun : { ...begun, ...bodyOf(stream, timeoutMs, signal) };
  } catch (error) {
    stream.destroy();
    throw toFailure(error, stream, signal);
  }
}

/** The body of an answer as it arrives. The reader may take its time: only waits for the server are bounded. */
function bodyOf(
  stream: Request,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Pick<WireStream, "chunks" | "close"> {
  let isLeft = false;
  async function* read(): AsyncGenerator<Uint8Array, void, void> {
    const iterator: AsyncIterator<unknown> = stream[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await within(timeoutMs, stream, iterator.next());
        if (next.done === true) {
          return;
        }
        if (next.value instanceof Uint8Array) {
          yield next.value;
        }
      }
    } catch (error) {
      if (!isLeft) {
        throw toFailure(error, stream, signal);
      }
    } finally {
      stream.destroy();
    }
  }
  return {
    chunks: read(),
    close: () => {
      isLeft = true;
      stream.destroy();
    },
  };
}

async function readText(stream: Readable): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array && length <= maxErrorBytes) {
      parts.push(chunk);
      length += chunk.length;
    }
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

function headOf(response: Response<unknown>): WireHead {
  const { headers, statusCode: status } = response;
  return {
    status,
    header: (name) => {
      const value = headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
  };
}

function toFailure(error: unknown, stream: Request, signal: AbortSignal | undefined): WireFailure {
  const outer = error instanceof Error ? error : new Error(String(error));
  const code = outer instanceof RequestError ? outer.code : "";
  const timings = outer instanceof RequestError ? outer.timings : stream.timings;
  // Without timings nothing is known, and what may have been sent has to count as sent.
  const isConnected = timings === undefined || timings.connect !== undefined;
  // got wraps what ended its stream.
  const cause = outer.cause instanceof Error ? outer.cause : outer;
  if (signal?.aborted) {
    return new WireFailure("aborted", isConnected, outer);
  }
  if (cause instanceof ExchangeTimeout) {
    return new WireFailure("timeout", isConnected, cause);
  }
  if (cause instanceof TunnelFailure) {
    return new WireFailure("proxy", false, cause);
  }
  const isCertificate = certificateCodes.test(code);
  return new WireFailure(kindOf(code), isConnected && !isCertificate, outer);
}

function kindOf(code: string): WireFailureKind {
  if (dnsCodes.has(code)) {
    return "dns";
  }
  if (unreachableCodes.has(code)) {
    return "refused";
  }
  return certificateCodes.test(code) || tlsCodes.test(code) ? "tls" : "connection";
}
