/** The log of every exchange, without secrets. */
import type { IncomingHttpHeaders } from "node:http";
import type { ApiVersion } from "./entities";
import type { Form } from "./form";
import { isDeeperThan, isObject, MAX_DEPTH } from "./json";
import { type Behaviour, DEFAULT_BEHAVIOUR } from "./settings";

/** One request and its answer. */
export interface LoggedRequest {
  /** 1 for the first since the start or the last reset. */
  sequence: number;
  /** ISO 8601 instant of arrival, by the simulator's clock. */
  at: string;
  method: string;
  /** Path as received, without the query. */
  path: string;
  query: Record<string, string | string[]>;
  /** Absent outside of the versioned API. */
  version?: ApiVersion;
  /** Version-less template, such as `/non-employee-sources/{sourceId}`; absent where nothing has that path. */
  template?: string;
  /** Operation id of the yearly versions. */
  operationId?: string;
  /** Request headers, without the token. */
  headers: Record<string, string>;
  /** Parsed JSON or form, or the text where it is neither; without the client secret. */
  body?: unknown;
  /** Characters of the whole body, where `body` is only the beginning of its text. */
  bodyLength?: number;
  /** Absent while the answer is not sent, and for a dropped connection. */
  status?: number;
  responseHeaders?: Record<string, string>;
  /** Parsed JSON, or the text where it is none; without the access token. */
  responseBody?: unknown;
  /** Characters of the whole answer, where `responseBody` is only the beginning of its text. */
  responseBodyLength?: number;
  /** The client closed the connection before the answer was sent in full. */
  isAborted?: true;
  /** What a scripted fault did. */
  fault?: string;
  /** With a fault: whether the request was carried out. */
  effect?: boolean;
  /** The switches that were not in their default positions when the request came. */
  behaviour?: Partial<Behaviour>;
}

/** How much the log keeps. */
export interface LogBounds {
  /** The latest so many requests. */
  maxRequests: number;
  /** Characters of a body. */
  maxBodyLength: number;
}

/** A body as the log keeps it. */
interface LoggedBody {
  body: unknown;
  /** Characters of the whole, where that is more than the log keeps. */
  length?: number;
}

/** The log of a running tenant: the array stays the same, its oldest entries go. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];
  readonly #bounds: LogBounds;
  #count = 0;

  constructor(bounds: LogBounds) {
    this.#bounds = bounds;
  }

  add(arrival: Omit<LoggedRequest, "sequence">): LoggedRequest {
    this.#count += 1;
    const entry = { sequence: this.#count, ...arrival };
    this.entries.push(entry);
    if (this.entries.length > this.#bounds.maxRequests) this.entries.shift();
    return entry;
  }

  clear(): void {
    this.entries.length = 0;
    this.#count = 0;
  }

  /** What is kept of a body that is JSON or any other text. */
  bodyOf(text: string): LoggedBody {
    const parsed = parsedOrText(text);
    const value = MAY_HOLD_SECRET.test(text) ? redact(parsed) : parsed;
    if (text.length <= this.#bounds.maxBodyLength) return { body: value };
    // Cut after the secrets have gone.
    const whole = typeof value === "string" ? value : JSON.stringify(value);
    return { body: whole.slice(0, this.#bounds.maxBodyLength), length: text.length };
  }

  /** What is kept of a form: of its files, as much as of any body. */
  formOf({ fields, files }: Form): LoggedBody {
    const { maxBodyLength } = this.#bounds;
    const body = toObject(fields);
    const lengths = [...files.keys()].map((name) => fields.getAll(name).join("").length);
    const length = lengths.reduce((sum, one) => sum + one, 0);
    if (length <= maxBodyLength) return { body };
    for (const name of files.keys()) body[name] = fields.get(name)?.slice(0, maxBodyLength) ?? "";
    return { body, length };
  }

  /** What is kept of a text that comes in pieces, which pass through; the result is there when the last has passed. */
  *passing(pieces: Iterable<string>, done: (logged: LoggedBody) => void): Generator<string> {
    const { maxBodyLength } = this.#bounds;
    let [kept, length] = ["", 0];
    for (const piece of pieces) {
      length += piece.length;
      kept += piece.slice(0, maxBodyLength - kept.length);
      yield piece;
    }
    done(length > maxBodyLength ? { body: kept, length } : { body: kept });
  }
}

const REDACTED = "[redacted]";
const SECRET_FIELDS: readonly string[] = ["client_secret", "access_token"];
const SECRET_HEADERS: readonly string[] = ["authorization", "proxy-authorization", "cookie"];
/** A secret in what is neither JSON nor a form, such as a form of the wrong media type. */
const SECRET_IN_TEXT = new RegExp(
  `((?:${SECRET_FIELDS.join("|")})["']?\\s*[=:]\\s*)(?:"[^"]*"?|[^&,;\\s}]+)`,
  "g",
);

/** Texts of which a part may be a secret, by its name or by one that is written in escapes: pages of records are none. */
const MAY_HOLD_SECRET = new RegExp(`${SECRET_FIELDS.join("|")}|\\\\u`);

/** The switches that are not in their default positions; undefined where all are. */
export function changedBehaviour(behaviour: Behaviour): Partial<Behaviour> | undefined {
  const defaults: Readonly<Record<string, unknown>> = { ...DEFAULT_BEHAVIOUR };
  const changed = Object.entries(behaviour).filter(([name, value]) => value !== defaults[name]);
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

/** The value that a JSON text stands for; else, and where it is nested too deep to be written again, the text. */
function parsedOrText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeperThan(value, MAX_DEPTH) ? text : value;
  } catch {
    return text;
  }
}

/** The same value with the values of secret fields replaced, wherever they are. */
function redact(value: unknown): unknown {
  if (typeof value === "string") return value.replace(SECRET_IN_TEXT, `$1${REDACTED}`);
  if (Array.isArray(value)) return value.map(redact);
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, entry]) => [key, SECRET_FIELDS.includes(key) ? REDACTED : redact(entry)]),
  );
}

/** Header values as text, without credentials. */
export function redactHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_HEADERS.includes(name)
        ? REDACTED
        : Array.isArray(value)
          ? value.join(", ")
          : (value ?? ""),
    ]),
  );
}

/** A query or form as an object; a repeated key gives a list. */
export function toObject(parameters: URLSearchParams): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const key of new Set(parameters.keys())) {
    const values = parameters.getAll(key);
    const [first = ""] = values;
    result[key] = SECRET_FIELDS.includes(key) ? REDACTED : values.length > 1 ? values : first;
  }
  return result;
}
