/** The HTTP side: reads requests, logs them, applies faults, writes answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Answer } from "./context";
import { answerControl, CONTROL_PREFIX, type Controlled } from "./control";
import type { ApiVersion } from "./entities";
import { statusBody } from "./error-body";
import { type ExchangeTenant, exchange, locateRequest, type ReceivedRequest } from "./exchange";
import { describeFault, type FaultRule, hasEffect, statusOf } from "./fault-rule";
import type { Faults } from "./faults";
import { readForm } from "./form";
import { newTrackingId, toInstant } from "./identifier";
import {
  changedBehaviour,
  type LoggedRequest,
  type RequestLog,
  redactHeaders,
  toObject,
} from "./request-log";
import { retryAfterHeader } from "./retry-after";
import { drop, reset, send, sendControl, wait } from "./send";
import type { Behaviour } from "./settings";
import { readTarget, type Target } from "./target";

/** What the server works with. */
export interface ServerState {
  tenant: ExchangeTenant;
  faults: Faults;
  log: RequestLog;
  /** What control routes work on; without it there are none. */
  controlled?: Controlled;
  /** Grows with each reset: an exchange that began before one ends without an effect. */
  generation: number;
}

/** A server that is not listening yet. */
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
  const target = readTarget(message.url ?? "/");
  const { path, query } = target;
  const method = message.method ?? "GET";
  if (state.controlled && path.startsWith(CONTROL_PREFIX)) {
    const text = (await readBody(message)).toString("utf8");
    return sendControl(response, answerControl(state.controlled, { method, path, body: text }));
  }
  const entry = logArrival(state, message, method, target);
  let fault: FaultRule | undefined;
  response.on("close", () => {
    const isOurs = fault?.drop ?? fault?.reset ?? fault?.truncate === true;
    if (!response.writableFinished && !isOurs) entry.isAborted = true;
  });
  const body = await readBody(message);
  const { headers } = message;
  const form = await readForm(headers["content-type"] ?? "", body);
  const request: ReceivedRequest = { method, path, query, headers, body, form };
  logBody(state.log, entry, request);
  fault = faults.take(entry);
  if (fault) Object.assign(entry, { fault: describeFault(fault), effect: hasEffect(fault) });
  if (fault?.endTokens) tenant.authority.endTokens();
  const trackingId = newTrackingId();
  if (fault?.delayed === "effect") await wait(fault.delayMs);
  if (state.generation !== generation) return drop(response);
  const real = !fault || hasEffect(fault) ? exchange(tenant, request, trackingId) : undefined;
  if (fault && fault.delayed !== "effect") await wait(fault.delayMs);
  if (fault?.drop) return drop(response);
  if (fault?.reset) return reset(response);
  const own = fault ? scripted(tenant, fault, real, trackingId) : (real ?? { status: 500 });
  const odd = oddHeaders(entry.version, own.status, tenant.behaviour);
  const answer = { ...own, headers: { ...odd, ...own.headers } };
  const nowMs = tenant.serverClock.now();
  await send(response, answer, { log: state.log, entry, trackingId, nowMs, fault });
}

function logArrival(
  { log, tenant }: ServerState,
  message: IncomingMessage,
  method: string,
  { path, query }: Target,
): LoggedRequest {
  const { version, template, route } = locateRequest(method, path);
  return log.add({
    at: toInstant(tenant.clock.now()),
    method,
    path,
    query: toObject(query),
    version,
    template,
    operationId: route?.operationId,
    headers: redactHeaders(message.headers),
    behaviour: changedBehaviour(tenant.behaviour),
  });
}

function logBody(log: RequestLog, entry: LoggedRequest, { body, form }: ReceivedRequest): void {
  if (body.length === 0) return;
  const logged = form ? log.formOf(form) : log.bodyOf(body.toString("utf8"));
  entry.body = logged.body;
  if (logged.length !== undefined) entry.bodyLength = logged.length;
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

/** Headers that a tenant gives besides those of the operation, whether the answer is its own or scripted. */
function oddHeaders(
  version: ApiVersion | undefined,
  status: number,
  { bogusContentEncoding }: Behaviour,
): Record<string, string> {
  const isClientError = status >= 400 && status < 500;
  return {
    ...(version === "beta" && { "X-Deprecated": "true" }),
    ...(bogusContentEncoding && isClientError && { "Content-Encoding": "UTF-8" }),
  };
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
