import { detailNumber, type ErrorAnswer } from "./error";
import type { WireFailure, WireFailureKind } from "./http";
import type { Operation } from "./operation";
import type { Progress } from "./retry";

const whatFailed: Readonly<Record<WireFailureKind, string>> = {
  timeout: "no answer in time",
  proxy: "the proxy did not lead to the tenant",
  dns: "the host name is not known",
  refused: "the connection was refused",
  tls: "the secure connection failed",
  aborted: "aborted",
  connection: "the connection broke before the answer was complete",
};

/** A message with a line for each row of a file could not be read any more; the error has them all. */
const maxShownTexts = 10;

const adviceThrottled =
  "wait and try again; if other programs use the same client id, give this one its own or lower maxRequestsPer10Seconds (SAIL_MAX_REQUESTS_PER_10_SECONDS)";

/** What the message of a failed call is made of. */
export interface FailedCall {
  /** Operation and thing, for example `create source "Contractors"`. */
  readonly label: string;
  /** Whether it may be made twice; if not, a failed attempt may have taken effect. */
  readonly isRepeatable: boolean;
  /** Whether it has a body, which may refer to other objects than that of its path. @default false */
  readonly hasBody?: boolean;
  /** What is called; undefined for the token itself. */
  readonly operation?: CalledOperation;
  /** Scopes of the token in use. */
  readonly scopes: readonly string[];
  readonly settled: Progress & {
    readonly retryAfterMs: number | undefined;
    readonly isOutOfTime: boolean;
  };
  /** URL of the proxy on the way, if there is one. */
  readonly proxy?: string;
}

type CalledOperation = Pick<
  Operation,
  "scope" | "userLevel" | "needsUser" | "onlyFor" | "isAnswerEmpty" | "look" | "taken"
>;

/** Message for an answer with an error status: operation, thing, what the API said, what to do. */
export function explainAnswer(call: FailedCall, answer: ErrorAnswer, location?: string): string {
  return `${call.label}: ${said(answer)}${tried(call)} - ${advice(call, answer, location)}`;
}

/** Message for a token that the API refuses although it is fresh. */
export function explainRefusedToken(call: FailedCall, answer: ErrorAnswer): string {
  return (
    `${call.label}: ${said(answer)}, also with a renewed token - check that the client id and secret belong to the ` +
    "tenant of the base URL (SAIL_BASE_URL, SAIL_CLIENT_ID, SAIL_CLIENT_SECRET) and that the token's user is active" +
    (call.operation?.needsUser ? "; a client without a user cannot do this" : "")
  );
}

/** Message for a call that was not sent, since the API has answered another one that it is to wait long. */
export function explainPause(label: string, pauseMs: number): string {
  return `${label}: not sent, for the API has asked to wait another ${seconds(pauseMs)} s (429) - ${adviceThrottled}`;
}

/** Message for a request that got no complete answer. */
export function explainFailure(call: FailedCall, failure: WireFailure): string {
  const code = failure.code || (failure.kind === "proxy" ? failure.message : "");
  const what = `${whatFailed[failure.kind]}${code === "" ? "" : ` (${code})`}${tried(call)}`;
  return `${call.label}: ${what} - ${remedy(call, failure)}`;
}

/** Status, code, texts and tracking id in one line. */
export function said(answer: ErrorAnswer): string {
  const { status, detailCode, texts, trackingId } = answer;
  const code = detailCode?.startsWith(`${status} `)
    ? detailCode.slice(`${status} `.length)
    : detailCode;
  const shown = texts.slice(0, maxShownTexts);
  const more = texts.length > maxShownTexts ? ` (and ${texts.length - maxShownTexts} more)` : "";
  const words = [code, `${shown.join("; ")}${more}`].filter(Boolean).join(": ");
  const tracking = trackingId === undefined ? "" : ` (tracking id ${trackingId})`;
  return `${status}${words === "" ? "" : ` ${words}`}${tracking}`;
}

function tried({ settled }: FailedCall): string {
  const { throttled, failed, waitedMs, triedMs, retryAfterMs, isOutOfTime } = settled;
  const attempts = throttled + failed;
  const asked = retryAfterMs ? `, which asks to wait ${seconds(retryAfterMs)} s` : "";
  const times =
    attempts === 1 ? "" : `, after ${attempts} attempts and ${seconds(waitedMs)} s of waiting`;
  const total = isOutOfTime ? `, ${seconds(waitedMs + triedMs)} s in all` : "";
  return `${asked}${times}${total}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

function advice(call: FailedCall, answer: ErrorAnswer, location: string | undefined): string {
  const { status } = answer;
  if (status < 400) {
    const target = location === undefined ? "" : ` (it points to ${location})`;
    return `redirects are not followed, for credentials must not travel${target}; check the base URL (SAIL_BASE_URL)`;
  }
  if (status === 403 && call.operation !== undefined) {
    return adviceForbidden(call.operation, call.scopes);
  }
  if (status === 429) {
    return adviceThrottled;
  }
  if (status >= 500) {
    return call.isRepeatable
      ? "try again later; if it persists, give the tracking id to SailPoint's support"
      : adviceUnknown(call);
  }
  return adviceByCode(call, answer);
}

function adviceUnknown({ operation }: FailedCall): string {
  return `whether it took effect is unknown: ${operation?.look ?? "look"} before repeating it`;
}

function adviceByCode(call: FailedCall, answer: ErrorAnswer): string {
  const number = detailNumber(answer.detailCode);
  if (number === "400.1.409" || answer.status === 409) {
    return call.operation?.taken ?? "choose another name, or adopt the object that has it";
  }
  if (number === "400.1.404" || answer.status === 404) {
    return !call.hasBody
      ? "it does not exist in this tenant, or no longer"
      : "check that the object and everything the request refers to (people, groups) exist in this tenant";
  }
  switch (number) {
    case "400.1.4":
      return "a limit of the tenant is reached: remove what is not needed first, then try again";
    case "400.1.1":
      return "the tenant does not let this property be changed";
    case "400.2.1":
    case "400.2.1.0":
      return "something else still uses it: remove that first";
    default:
      return "correct the request and try again";
  }
}

function adviceForbidden(operation: CalledOperation, scopes: readonly string[]): string {
  const { scope, needsUser = false, onlyFor } = operation;
  const { userLevel = needsUser ? "a user" : "a user level that may do this" } = operation;
  const hasScope = scopes.includes(scope) || scopes.includes("sp:scopes:all");
  const has = scopes.length === 0 ? "names no scopes" : `has ${[...scopes].sort().join(" ")}`;
  const missing = hasScope
    ? `so ${needsUser ? "it has no user, or the user level" : "the user level"} is missing`
    : `so ${scope} is missing`;
  if (onlyFor !== undefined) {
    const reason = hasScope ? "so it has no user, or another one" : missing;
    return (
      `it needs the scope ${scope} and the token of ${onlyFor}; the token ${has}, ${reason}. Use a personal access token ` +
      "(PAT) of that person: neither a client without a user nor an administrator can do it for them"
    );
  }
  return (
    `it needs the scope ${scope} and ${userLevel}; the token ${has}, ${missing}. Prefer a personal access token ` +
    "(PAT) of an ORG_ADMIN: a client without a user is refused by many operations"
  );
}

function remedy(call: FailedCall, failure: WireFailure): string {
  if (!call.isRepeatable && failure.wasSent) {
    return adviceUnknown(call);
  }
  if (call.settled.isOutOfTime) {
    return "try again later, or raise totalTimeoutSeconds";
  }
  if (failure.kind === "proxy") {
    return (
      `nothing was sent: check the proxy ${call.proxy ?? ""} and its user and password (HTTPS_PROXY, NO_PROXY), and that ` +
      "it lets the base URL through (SAIL_BASE_URL)"
    );
  }
  if (failure.kind === "dns" || failure.kind === "refused") {
    return "check the base URL (SAIL_BASE_URL) and the network";
  }
  if (failure.kind === "tls") {
    return "check the base URL (SAIL_BASE_URL), and that this machine trusts the certificate's authority (NODE_EXTRA_CA_CERTS)";
  }
  return failure.kind === "timeout"
    ? "try again, or raise requestTimeoutSeconds"
    : "check the network and try again";
}
