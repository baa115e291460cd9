import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, type ClientOptions, createClient } from "../../../provider/api";
import type { LoggedRequest } from "../../../simulator";
import { assertContract } from "../../simulator-under-judge";
import { createFakeClock, type FakeClock } from "./fake-clock";

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Resolves when the answer has gone out whole, or the client has left before. */
  readonly ended: Promise<"whole" | "left">;
}

/** What to do with a request. A string body is sent as it is, anything else as JSON. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /**
   * Instead of an answer: `hang` never answers, `drop` closes at once, `cut` closes in the middle of the body, `stall` sends
   * half of it and no more.
   */
  instead?: "hang" | "drop" | "cut" | "stall";
  /** The body piece by piece, without a length. */
  pieces?: readonly Uint8Array[];
  /** Between the pieces, in milliseconds. @default 0 */
  pauseMs?: number;
}

export type Script = (request: Received, index: number) => Reply;

export interface ScriptedServer {
  readonly url: string;
  /** Requests other than those for a token. */
  readonly requests: Received[];
  readonly tokenRequests: Received[];
  close(): Promise<void>;
}

export const clientId = "client-1";
export const clientSecret = "s3cr3t/with+odd&chars ä";

/** An answer with a token; every token is another one. */
export function tokenReply(index: number, expiresIn: unknown = 749): Reply {
  return {
    body: {
      access_token: `token-number-${index}-abcdefghijklmnop`,
      token_type: "bearer",
      expires_in: expiresIn,
      scope: "idn:nelm:read idn:nelm:manage",
    },
  };
}

/**
 * Starts a server that answers as scripted; `script` may be a list, whose last reply is repeated. Closing it judges the
 * requests by the API's contract.
 */
export async function startServer(
  script: Script | Reply[],
  tokenScript: Script = (_request, index) => tokenReply(index),
): Promise<ScriptedServer> {
  const requests: Received[] = [];
  const tokenRequests: Received[] = [];
  const next: Script = Array.isArray(script)
    ? (_request, index) => script[Math.min(index, script.length - 1)] ?? {}
    : script;
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://localhost");
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const received: Received = {
        method: incoming.method ?? "",
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString("utf8"),
        ended: new Promise((resolve) => {
          response.on("close", () => resolve(response.writableFinished ? "whole" : "left"));
        }),
      };
      const isToken = url.pathname === "/oauth/token";
      const log = isToken ? tokenRequests : requests;
      log.push(received);
      void answer((isToken ? tokenScript : next)(received, log.length - 1), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    tokenRequests,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      assertContract([...tokenRequests, ...requests].map(toLoggedRequest));
    },
  };
}

/** A request in the form that the judge of the API's contract takes; what it is answered is made up, and not judged. */
function toLoggedRequest(
  { method, path, query, headers, body }: Received,
  index: number,
): LoggedRequest {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return {
    sequence: index + 1,
    at: new Date(0).toISOString(),
    method,
    path,
    query: Object.fromEntries(query),
    headers: Object.fromEntries(texts),
    body: body === "" ? undefined : parseBody(body, headers["content-type"]),
    fault: "scripted",
    // The one request off the schema, tried last: a scripted tenant may be one that wants it.
    behaviour: { clearText: "null" },
  };
}

function parseBody(body: string, contentType = ""): unknown {
  if (contentType.startsWith("multipart/form-data")) {
    const parts = body.matchAll(/name="([^"]*)".*?\r\n\r\n(.*?)\r\n--/gs);
    return Object.fromEntries([...parts].map(([, name, content]) => [name, content]));
  }
  const isForm = contentType.startsWith("application/x-www-form-urlencoded");
  return isForm ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
}

/**
 * One server for each test of a file: a test starts it with `serve`, and it is closed after the test. `server` is the one
 * that runs, and may be used after `serve` only.
 */
export function useScriptedServer() {
  let running: ScriptedServer | undefined;
  const current = (): ScriptedServer => {
    if (!running) throw new Error("the scripted server has not been started");
    return running;
  };
  afterEach(async () => {
    await current().close();
    running = undefined;
  });
  const server: ScriptedServer = {
    get url() {
      return current().url;
    },
    get requests() {
      return current().requests;
    },
    get tokenRequests() {
      return current().tokenRequests;
    },
    close: () => current().close(),
  };
  const serve = async (script: Script | Reply[], tokens?: Script): Promise<void> => {
    running = await startServer(script, tokens);
  };
  return { server, serve };
}

async function answer(reply: Reply, response: ServerResponse): Promise<void> {
  const { status = 200, headers = {}, body, instead, pieces, pauseMs = 0 } = reply;
  if (instead === "hang") {
    return;
  }
  if (instead === "drop") {
    response.socket?.destroy();
    return;
  }
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body));
  const length = pieces === undefined ? { "content-length": String(bytes.length) } : {};
  response.writeHead(status, { "content-type": "application/json", ...length, ...headers });
  if (pieces !== undefined) {
    await sendPieces(pieces, pauseMs, response);
    return;
  }
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (instead === "cut") {
    response.write(half, () => response.destroy());
  } else if (instead === "stall") {
    response.write(half);
  } else {
    response.end(bytes);
  }
}

/** Each piece goes out when the one before is on its way, until the client leaves. */
async function sendPieces(
  pieces: readonly Uint8Array[],
  pauseMs: number,
  response: ServerResponse,
): Promise<void> {
  const left = new Promise((resolve) => response.once("close", resolve));
  for (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) {
      await Promise.race([left, new Promise((resolve) => response.once("drain", resolve))]);
    }
    await Promise.race([left, sleep(pauseMs, undefined, { ref: false })]);
  }
  response.end();
}

/** A client of the server, on a clock that never waits and with no jitter: every back-off is its upper bound. */
export function clientOf(
  server: ScriptedServer,
  options: Partial<ClientOptions> = {},
): { client: Client; clock: FakeClock } {
  const clock = createFakeClock();
  const client = createClient({
    baseUrl: server.url,
    clientId,
    clientSecret,
    clock,
    random: () => 1,
    ...options,
  });
  return { client, clock };
}

/** What a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("expected a rejection");
}

/** A source as the API answers it. */
export function sourceBody(number = 1): Record<string, unknown> {
  return {
    id: `ac110006-76f4-1acc-8176-${String(number).padStart(12, "0")}`,
    sourceId: String(number).padStart(32, "0"),
    name: `Source ${number}`,
    description: "External staff",
    approvers: [{ type: "IDENTITY", id: "a1" }],
    accountManagers: [],
    created: "2021-01-12T20:49:40.26Z",
    modified: "2021-01-12T20:50:26.823Z",
  };
}

/** An error body of the API. */
export function errorBody(detailCode: string, text: string): Record<string, unknown> {
  return {
    detailCode,
    trackingId: "e7eab6a2b1c34d5e9f00112233445566",
    messages: [{ locale: "en-US", localeOrigin: "DEFAULT", text }],
    causes: [],
  };
}
