import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import got, { RequestError, type Response, TimeoutError } from "got";
import type { Method } from "./operation";

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** A complete answer of whatever status. */
export interface WireAnswer {
  readonly status: number;
  /** The first value of a header; the name in lower case. */
  header(name: string): string | undefined;
  readonly text: string;
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

/**
 * Sends one request, once: no repetition, no redirect followed (credentials must not travel), no compression asked for,
 * certificates always checked. A status other than 2xx is an answer like any other.
 *
 * @throws WireFailure when no complete answer came.
 */
export async function sendOnce(request: WireRequest): Promise<WireAnswer> {
  try {
    const response = await got(request.url, {
      method: request.method,
      headers: {
        "accept-encoding": "identity",
        "user-agent": "pulumi-sailpoint-nonemployee",
        ...request.headers,
      },
      body: request.body,
      responseType: "buffer",
      retry: { limit: 0 },
      timeout: { request: request.timeoutMs },
      signal: request.signal,
      throwHttpErrors: false,
      followRedirect: false,
      // The edge sends a bogus `Content-Encoding: UTF-8` with some 4xx; decoding would fail and hide the error.
      decompress: false,
      https: { rejectUnauthorized: true },
    });
    return toAnswer(response);
  } catch (error) {
    throw toFailure(error, request.signal);
  }
}

function toAnswer(response: Response<Uint8Array>): WireAnswer {
  const header = (name: string): string | undefined => {
    const value = response.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const bytes = decode(response.body, header("content-encoding"));
  return { status: response.statusCode, header, text: new TextDecoder().decode(bytes) };
}

/** Undoes a compression that was not asked for; an encoding that is none is left alone. */
function decode(body: Uint8Array, encoding: string | undefined): Uint8Array {
  const maxOutputLength = 64 * 1024 * 1024;
  switch (encoding?.trim().toLowerCase()) {
    case "gzip":
    case "x-gzip":
      return body.length === 0 ? body : gunzipSync(body, { maxOutputLength });
    case "deflate":
      return body.length === 0 ? body : inflateSync(body, { maxOutputLength });
    case "br":
      return body.length === 0 ? body : brotliDecompressSync(body, { maxOutputLength });
    default:
      return body;
  }
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
