/** Writing an answer to its connection, whole or as a fault wants it, and into the log. */
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Answer, TextStream } from "./context";
import type { ControlAnswer } from "./control";
import type { FaultRule } from "./fault-rule";
import type { LoggedRequest, RequestLog } from "./request-log";

/** A slow body goes out in so many pieces. */
const SLOW_PIECES = 10;

/** What goes with an answer over the connection. */
export interface Sending {
  log: RequestLog;
  entry: LoggedRequest;
  trackingId: string;
  /** The server's time in milliseconds. */
  nowMs: number;
  fault?: FaultRule;
}

/** Sends an answer; ends when it has been handed over to the connection. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  sending: Sending,
): Promise<void> {
  const { log, entry, trackingId, nowMs, fault = {} } = sending;
  const { status, body, stream } = answer;
  response.setHeader("SLPT-Request-ID", trackingId);
  response.setHeader("Date", new Date(nowMs).toUTCString());
  if (stream) response.setHeader("Content-Type", stream.mediaType);
  else if (body !== undefined) response.setHeader("Content-Type", "application/json");
  response.statusCode = status;
  entry.status = status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (stream && !fault.truncate && fault.slowBodyMs === undefined) {
    entry.responseHeaders = headerTexts(response.getHeaders());
    return sendStream(response, stream, sending);
  }
  // Cut in the middle or slowed down, a stream is put together first: a fault may cost memory.
  const text = stream ? [...stream.pieces].join("") : textOf(body);
  const bytes = Buffer.from(text, "utf8");
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  const isWhole = fault.truncate === "whole";
  if (!stream && status !== 204 && !response.hasHeader("Content-Length")) {
    response.setHeader("Content-Length", (isWhole ? half : bytes).length);
  }
  entry.responseHeaders = headerTexts(response.getHeaders());
  if (stream || body !== undefined) keepAnswer(entry, log.bodyOf(text));
  if (!fault.truncate && fault.slowBodyMs === undefined) {
    response.end(bytes);
    return;
  }
  await sendBytes(response, fault.truncate ? half : bytes, fault.slowBodyMs);
  if (fault.truncate && !isWhole) drop(response);
  else response.end();
}

/** Sends the answer of a control route, to be read by people as well. */
export function sendControl(
  response: ServerResponse,
  { status, value, problem }: ControlAnswer,
): void {
  response.statusCode = status;
  if (problem !== undefined) {
    response.setHeader("Content-Type", "text/plain; charset=utf-8");
    response.end(`${problem}\n`);
    return;
  }
  if (value !== undefined) response.setHeader("Content-Type", "application/json");
  response.end(value === undefined ? "" : `${JSON.stringify(value, null, 2)}\n`);
}

/** Closes the connection as it is. */
export function drop(response: ServerResponse): void {
  response.socket?.destroy();
}

/** Breaks the connection off, as a crash or a firewall does. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Waits in real time; the wait alone keeps no process alive. */
export async function wait(ms = 0): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { ref: false });
}

/** Writes the bytes in one or, slowly, in several pieces; each is on its way before the next, and before whatever follows. */
async function sendBytes(response: ServerResponse, bytes: Buffer, slowMs?: number): Promise<void> {
  const pieces = slowMs === undefined ? 1 : SLOW_PIECES;
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  for (let start = 0; start < bytes.length && !response.destroyed; start += size) {
    await new Promise<void>((resolve) => {
      response.write(bytes.subarray(start, start + size), () => resolve());
    });
    await wait((slowMs ?? 0) / pieces);
  }
}

function textOf(body: unknown): string {
  if (body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}

async function sendStream(
  response: ServerResponse,
  { pieces }: TextStream,
  { log, entry }: Sending,
): Promise<void> {
  try {
    // The log is complete before the client can know that the last piece was the last.
    const passing = log.passing(pieces, (logged) => keepAnswer(entry, logged));
    await pipeline(Readable.from(passing), response);
  } catch (error) {
    // Whoever listens to the connection has noted that the client is gone.
    if (!response.destroyed) throw error;
  }
}

function keepAnswer(
  entry: LoggedRequest,
  { body, length }: { body: unknown; length?: number },
): void {
  entry.responseBody = body;
  if (length !== undefined) entry.responseBodyLength = length;
}

function headerTexts(headers: OutgoingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
