/** Writing an answer to its connection, whole or as a fault wants it, and into the log. */
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Answer, TextStream } from "./context";
import { type LoggedRequest, parsedOrText, redact } from "./request-log";

/** What goes with an answer over the connection. */
export interface Sending {
  entry: LoggedRequest;
  trackingId: string;
  /** The server's time in milliseconds. */
  nowMs: number;
  /** Closes the connection in the middle of the body. */
  truncate: boolean;
}

/** Sends an answer; ends when it has been handed over to the connection. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  { entry, trackingId, nowMs, truncate }: Sending,
): Promise<void> {
  const { status, body, stream } = answer;
  response.setHeader("SLPT-Request-ID", trackingId);
  response.setHeader("Date", new Date(nowMs).toUTCString());
  if (stream) response.setHeader("Content-Type", stream.mediaType);
  else if (body !== undefined) response.setHeader("Content-Type", "application/json");
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const bytes = Buffer.from(text, "utf8");
  if (!stream && status !== 204) response.setHeader("Content-Length", bytes.length);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  entry.status = status;
  entry.responseHeaders = headerTexts(response.getHeaders());
  response.statusCode = status;
  if (stream && !truncate) return sendStream(response, stream, entry);
  const whole = stream ? Buffer.from([...stream.pieces].join(""), "utf8") : bytes;
  if (stream) entry.responseBody = whole.toString("utf8");
  else if (body !== undefined) entry.responseBody = redact(parsedOrText(text));
  if (!truncate) {
    response.end(whole);
    return;
  }
  response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => drop(response));
}

/** Closes the connection as it is. */
export function drop(response: ServerResponse): void {
  response.socket?.destroy();
}

async function sendStream(
  response: ServerResponse,
  { pieces }: TextStream,
  entry: LoggedRequest,
): Promise<void> {
  try {
    await pipeline(Readable.from(logged(pieces, entry)), response);
  } catch (error) {
    if (!response.destroyed) throw error;
    entry.isAborted = true;
  }
}

/** The pieces as they come; the log has them before the client can know that the last one was the last. */
function* logged(pieces: Iterable<string>, entry: LoggedRequest): Generator<string> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    yield piece;
  }
  entry.responseBody = text;
}

function headerTexts(headers: OutgoingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
