/** Refusals and their bodies, in the shapes of the OpenAPI file and its samples; codes that it does not name are ISC's usual ones. */
import { STATUS_CODES } from "node:http";

/** The detail codes that the simulator gives, by their number. */
const DETAIL_CODES = {
  "400.1": "400.1 Bad Request Content",
  "400.1.0": "400.1.0 Required Data Missing Or Empty",
  "400.1.1": "400.1.1 Illegal update attempt",
  "400.1.2": "400.1.2 Value length out of range",
  "400.1.3": "400.1.3 Illegal value",
  "400.1.4": "400.1.4 Limit violation",
  "400.1.404": "400.1.404 Referenced object not found",
  "400.1.409": "400.1.409 Reference conflict",
  "400.2.1.0": "400.2.1.0 Object in use by another",
  "403": "403 Forbidden",
  "404": "404 Not found",
  "500": "500.0 Internal Fault",
} as const;

export type DetailCode = keyof typeof DETAIL_CODES;

/** The published text of an error that says nothing about its cause. */
const GENERAL_TEXTS: Partial<Record<number, string>> = {
  400: "The request was syntactically correct but its content is semantically invalid.",
  403: "The server understood the request but refuses to authorize it.",
  404: "The server did not find a current representation for the target resource.",
  500: "An internal fault occurred.",
};

/** An answer other than success, thrown by whatever finds the reason. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: number,
    /** Makes the body; the tracking id is the one of the exchange. */
    readonly body: (trackingId: string) => unknown,
    readonly headers: Readonly<Record<string, string>> = {},
    /** What the body says of this very request. */
    readonly text = "",
  ) {
    super(`refused with ${status}`);
  }
}

/** A 400 with its detail code and a text about this very request. */
export function badRequest(code: DetailCode, text: string): Refusal {
  const messages = [{ locale: "en", localeOrigin: "REQUEST", text }];
  const detailCode = DETAIL_CODES[code];
  return new Refusal(
    400,
    (trackingId) => ({ detailCode, trackingId, messages, causes: [] }),
    {},
    text,
  );
}

/** One 400 that names every problem, joined as in the published example: `a is required; b is required;`. */
export function badContent(problems: readonly string[]): Refusal {
  return badRequest("400.1", problems.map((problem) => `${problem};`).join(" "));
}

export function forbidden(): Refusal {
  return new Refusal(403, (trackingId) => statusBody(403, trackingId));
}

export function notFound(): Refusal {
  return new Refusal(404, (trackingId) => statusBody(404, trackingId));
}

/** The gateway's answer to a missing, unknown or expired token. */
export function unauthorized(reason: string): Refusal {
  return new Refusal(401, () => ({ error: `JWT validation failed: ${reason}` }));
}

/** The refusal of a request over the limit, with the headers that say when to come back. */
export function rateLimited(headers: Readonly<Record<string, string>>): Refusal {
  return new Refusal(429, (trackingId) => statusBody(429, trackingId), headers);
}

/** The body that goes with a status when nothing more is known, as for a scripted fault. */
export function statusBody(status: number, trackingId: string): unknown {
  if (status === 401) return { error: "JWT validation failed: JWT is expired" };
  if (status === 429) return { message: " Rate Limit Exceeded " };
  const name = STATUS_CODES[status] ?? "Error";
  const codes: Partial<Record<number, string>> = {
    400: DETAIL_CODES["400.1"],
    403: DETAIL_CODES["403"],
    404: DETAIL_CODES["404"],
    500: DETAIL_CODES["500"],
  };
  return {
    detailCode: codes[status] ?? `${status} ${name}`,
    trackingId,
    messages: [
      { locale: "en-US", localeOrigin: "DEFAULT", text: GENERAL_TEXTS[status] ?? `${name}.` },
    ],
  };
}
