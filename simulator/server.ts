/** The HTTP side: reads requests, logs them, applies faults, writes answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Answer } from "./context";
import { statusBody } from "./error-body";
import { type ExchangeTenant, exchange, locateRequest, type ReceivedRequest } from "./exchange";
import { describeFault, type FaultRule, type Faults, hasEffect, statusOf } from "./faults";
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
import { retryAfterHeader } from "./retry-after";
import { drop, reset, send, wait } from "./send";

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
  if (fault?.endTokens) tenant.authority.endTokens();
  const trackingId = newTrackingId();
  if (fault?.delayed === "effect") await wait(fault.delayMs);
  if (state.generation !== generation) return drop(response);
  const real = !fault || hasEffect(fault) ? exchange(tenant, request, trackingId) : undefined;
  if (fault && fault.delayed !== "effect") await wait(fault.delayMs);
  if (fault?.drop) return drop(response);
  if (fault?.reset) return reset(response);
  const answer = fault ? scripted(tenant, fault, real, trackingId) : (real ?? { status: 500 });
  const nowMs = tenant.serverClock.now();
  await send(response, answer, { entry, trackingId, nowMs, fault });
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
  { serverClock }: ExchangeTenant,
  fault: FaultRule,
  real: Answer | undefined,
  trackingId: string,
): Answer {
  const { body, headers } = fault;
  const ownStatus = statusOf(fault);
  if (ownStatus === undefined) {
    const { status, ...rest } = real ?? { status: 500 };
    const content = body === undefined ? { body: rest.body, stream: rest.stream } : { body };
    return { status, ...content, headers: { ...rest.headers, ...headers } };
  }
  const { retryAfter = ownStatus === 429 ? 1 : "none" } = fault;
  const comeBack: Record<string, string> =
    typeof retryAfter === "number"
      ? { "Retry-After": String(retryAfter) }
      : retryAfterHeader(retryAfter, 1000, serverClock);
  const ownBody = ownStatus >= 400 ? statusBody(ownStatus, trackingId) : undefined;
  return {
    status: ownStatus,
    body: body === undefined ? ownBody : body,
    headers: { ...comeBack, ...headers },
  };
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
