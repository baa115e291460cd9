/** The HTTP side: reads requests, logs them, applies faults, writes answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Answer } from "./context";
import { statusBody } from "./error-body";
import { type ExchangeTenant, exchange, locateRequest, type ReceivedRequest } from "./exchange";
import { describeFault, type FaultRule, type Faults, hasEffect } from "./faults";
import { parseForm } from "./form";
import { newTrackingId, toInstant } from "./identifier";
import {
  changedBehaviour,
  type LoggedRequest,
  parsedOrText,
  redact,
  redactHeaders,
  toObject,
} from "./request-log";
import { drop, send } from "./send";

/** What the server works with. */
export interface ServerState {
  tenant: ExchangeTenant;
  faults: Faults;
  requests: LoggedRequest[];
  /** Grows with each reset: an exchange that began before one ends without an effect. */
  generation: number;
}

export function createHttpServer(state: ServerState): Server {
  return createServer((request, response) => {
    serve(state, request, response).catch((error: unknown) => {
      // Only a mistake of the simulator itself gets here: it must not look like an answer of the API.
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!response.headersSent) response.writeHead(599, { "Content-Type": "text/plain" });
      response.end(`the simulator failed: ${text}`);
    });
  });
}

async function serve(
  state: ServerState,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { generation, faults, tenant } = state;
  const url = new URL(message.url ?? "/", "http://127.0.0.1");
  const method = message.method ?? "GET";
  const entry = logArrival(state, message, method, url);
  const body = await readBody(message);
  const request: ReceivedRequest = {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body,
  };
  logBody(entry, request);
  const fault = faults.take(entry);
  if (fault) Object.assign(entry, { fault: describeFault(fault), effect: hasEffect(fault) });
  const trackingId = newTrackingId();
  if (fault?.delayed === "effect") await delay(fault.delayMs ?? 0);
  if (state.generation !== generation) return drop(response);
  const real = !fault || hasEffect(fault) ? exchange(tenant, request, trackingId) : undefined;
  if (fault && fault.delayed !== "effect") await delay(fault.delayMs ?? 0);
  if (fault?.drop) return drop(response);
  const answer = scripted(fault, real, trackingId);
  const nowMs = tenant.serverClock.now();
  await send(response, answer, { entry, trackingId, nowMs, truncate: fault?.truncate ?? false });
}

function logArrival(
  { requests, tenant }: ServerState,
  message: IncomingMessage,
  method: string,
  url: URL,
): LoggedRequest {
  const { version, template, route } = locateRequest(method, url.pathname);
  const entry: LoggedRequest = {
    sequence: requests.length + 1,
    at: toInstant(tenant.clock.now()),
    method,
    path: url.pathname,
    query: toObject(url.searchParams),
    version,
    template,
    operationId: route?.operationId,
    headers: redactHeaders(message.headers),
    behaviour: changedBehaviour(tenant.behaviour),
  };
  requests.push(entry);
  return entry;
}

function logBody(entry: LoggedRequest, { headers, body }: ReceivedRequest): void {
  if (body.length === 0) return;
  const form = parseForm(headers["content-type"] ?? "", body);
  entry.body = form ? toObject(form) : redact(parsedOrText(body.toString("utf8")));
}

/** The answer after the fault: its status, body and headers take the place of the real ones. */
function scripted(
  fault: FaultRule | undefined,
  real: Answer | undefined,
  trackingId: string,
): Answer {
  if (!fault) return real ?? { status: 500 };
  const { status = real?.status ?? 500, body, headers } = fault;
  const retryAfter: Record<string, string> = status === 429 ? { "Retry-After": "1" } : {};
  const isReplaced = fault.status !== undefined;
  const ownBody = isReplaced && status >= 400 ? statusBody(status, trackingId) : undefined;
  const realBody = isReplaced ? ownBody : real?.body;
  return {
    status,
    body: body === undefined ? realBody : body,
    ...(!isReplaced && body === undefined && { stream: real?.stream }),
    headers: { ...(isReplaced ? retryAfter : real?.headers), ...headers },
  };
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
