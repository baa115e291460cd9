import type { Agent } from "node:https";
import type { Readable } from "node:stream";
import got, { type Delays, RequestError, type Response, TimeoutError } from "got";
import type { Method } from "./operation";

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange; of a stream, for each wait on the way. In milliseconds. */
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
  /** To be iterated once; leaving the loop ends the connection. @throws WireFailure when it breaks off. */
  readonly chunks: AsyncGenerator<Uint8Array, void, void>;
}

/** Why no complete answer came. */
export type WireFailureKind = "aborted" | "timeout" | "dns" | "refused" | "tls" | "connection";

/** No complete answer came. */
export class WireFailure extends Error {
  readonly kind: WireFailureKind;
  /** False when the request certainly never reached the server. */
  readonly wasSent: boolean;
  /** Code of the system or of got, for example `ECONNREFUSED`; may be empty. */
  readonly code: string;

  constructor(kind: WireFailureKind, wasSent: boolean, cause: Error) {
    super(cause.message, { cause });
    this.code = cause instanceof RequestError ? cause.code : "";
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

/** Characters of an error answer to a streamed request that are read at most. */
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

/** A request under way. */
interface Sent {
  /** The body of the answer, which nobody reads yet. */
  readonly stream: Readable;
  /** Rejected with whatever happens before the headers have come. */
  readonly head: Promise<WireHead>;
}

function send({ url, method, headers, body, agent, signal }: WireRequest, timeout: Delays): Sent {
  const agents = agent && { agent: { https: agent } };
  const stream = client.stream(url, { method, headers, body, signal, timeout, ...agents });
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

/**
 * Sends one request and reads the answer to its end.
 *
 * @throws WireFailure when no complete answer came.
 */
export async function sendOnce(request: WireRequest): Promise<WireAnswer> {
  try {
    const sent = send(request, { request: request.timeoutMs });
    const [head, body] = await Promise.all([sent.head, readBytes(sent.stream)]);
    return { ...head, text: new TextDecoder().decode(body) };
  } catch (error) {
    throw toFailure(error, request.signal);
  }
}

/** All of a stream; by events, since iterating would cost as much as the rest of a call. */
function readBytes(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    stream.once("end", () => resolve(Buffer.concat(chunks)));
    stream.once("error", reject);
  });
}

/**
 * Sends one request and returns when the headers of its answer have come. The answer is a stream for 2xx, and is read to
 * its end otherwise.
 *
 * @throws WireFailure when no answer came.
 */
export async function openOnce(request: WireRequest): Promise<WireAnswer | WireStream> {
  const ms = request.timeoutMs;
  const delays = { lookup: ms, connect: ms, secureConnect: ms, response: ms, socket: ms };
  const { stream, head: coming } = send(request, delays);
  try {
    const head = await coming;
    const chunks = readChunks(stream, request.signal);
    const isGood = head.status >= 200 && head.status < 300;
    return isGood ? { ...head, chunks } : { ...head, text: await readText(chunks) };
  } catch (error) {
    stream.destroy();
    throw error instanceof WireFailure ? error : toFailure(error, request.signal);
  }
}

async function* readChunks(
  stream: Readable,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    for await (const chunk of stream) {
      if (chunk instanceof Uint8Array) {
        yield chunk;
      }
    }
  } catch (error) {
    throw toFailure(error, signal);
  } finally {
    stream.destroy();
  }
}

async function readText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > maxErrorBytes) {
      break;
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

function toFailure(error: unknown, signal: AbortSignal | undefined): WireFailure {
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof RequestError ? error.code : "";
  const timings = error instanceof RequestError ? error.timings : undefined;
  const isConnected = timings === undefined || timings.connect !== undefined;
  if (signal?.aborted) {
    return new WireFailure("aborted", isConnected, cause);
  }
  if (error instanceof TimeoutError) {
    return new WireFailure("timeout", isConnected, cause);
  }
  if (dnsCodes.has(code)) {
    return new WireFailure("dns", false, cause);
  }
  if (unreachableCodes.has(code)) {
    return new WireFailure("refused", false, cause);
  }
  if (certificateCodes.test(code)) {
    return new WireFailure("tls", false, cause);
  }
  if (tlsCodes.test(code)) {
    return new WireFailure("tls", isConnected, cause);
  }
  return new WireFailure("connection", isConnected, cause);
}
