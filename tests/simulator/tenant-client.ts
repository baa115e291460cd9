/** Plain requests to a simulator, for its own tests. */
import type { Simulator } from "../../simulator/index";

/** One request. */
export interface Call {
  method?: string;
  body?: unknown;
  /** Sent instead of a body. */
  form?: FormData;
  /** @default JSON, or JSON Patch for PATCH */
  contentType?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** @default a fresh token of the simulator's first client */
  token?: string | null;
  clientId?: string;
  clientSecret?: string;
}

/** An answer with its body parsed. */
export interface Reply {
  status: number;
  headers: Headers;
  /** The body where it is an object. */
  body: ReplyBody;
  /** The entries where the body is a list. */
  items: ReplyBody[];
}

/** The fields that tests look into; which of them there are depends on the operation. */
export interface ReplyBody {
  [field: string]: unknown;
  id: string;
  sourceId: string;
  name: string;
  description: string;
  created: string;
  modified: string;
  technicalName: string;
  type: string;
  detailCode: string;
  trackingId: string;
  messages: { text: string }[];
  access_token: string;
}

/** Sends a request; the path includes the version. */
export async function call(simulator: Simulator, path: string, options: Call = {}): Promise<Reply> {
  const {
    method = "GET",
    body,
    form,
    query = {},
    token = await tokenOf(simulator, options),
  } = options;
  const {
    headers = {},
    contentType = method === "PATCH" ? "application/json-patch+json" : "application/json",
  } = options;
  const search = new URLSearchParams(query).toString();
  const response = await fetch(`${simulator.url}${path}${search && `?${search}`}`, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": contentType }),
      ...headers,
    },
    body: form ?? (body === undefined || typeof body === "string" ? body : JSON.stringify(body)),
  });
  return readReply(response);
}

export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const isCsv = response.headers.get("content-type") === "text/csv";
  const body = text === "" || isCsv ? undefined : JSON.parse(text);
  const items = Array.isArray(body) ? body : [];
  return { status: response.status, headers: response.headers, body, items };
}

export async function tokenOf(
  simulator: Simulator,
  { clientId = simulator.clientId, clientSecret = simulator.clientSecret }: Call = {},
): Promise<string> {
  const reply = await requestToken(simulator, clientId, clientSecret);
  return String(reply.body.access_token);
}

export async function requestToken(
  simulator: Simulator,
  clientId: string,
  clientSecret: string,
): Promise<Reply> {
  const response = await fetch(`${simulator.url}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  return readReply(response);
}

/** The form of an upload with that text as its file. */
export function uploadForm(csv: string | Uint8Array<ArrayBuffer>, name = "data"): FormData {
  const form = new FormData();
  form.append(name, new Blob([csv], { type: "text/csv" }), "non-employees.csv");
  return form;
}

/** A clock that stands still until it is moved. */
export function manualClock(start = "2026-03-02T10:00:00.120Z") {
  let nowMs = Date.parse(start);
  return {
    now: () => nowMs,
    advance(ms: number) {
      nowMs += ms;
    },
  };
}
