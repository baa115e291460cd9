/** Judging the headers of answers, by what texts and facts say: the files have no schema for them. */
import type { LoggedRequest } from "../../simulator/index";
import { type Deviation, found } from "./deviation";
import type { Operation } from "./openapi";
import { fieldOf } from "./value";

/** Codings that HTTP has; a client that does not know the one it gets cannot read the answer. */
const CODINGS = /^(identity|gzip|deflate|br)$/i;

/** Form of tracking ids, in bodies and headers alike. */
export const TRACKING_ID = /^[0-9a-f]{32}$/i;

/** What is wrong with the headers of an answer. */
export function judgeHeaders({ queryParameters }: Operation, entry: LoggedRequest): Deviation[] {
  const { status, version, query, responseHeaders = {} } = entry;
  const deviations: Deviation[] = [];
  const expect = (name: string, isRight: boolean, problem: string) => {
    if (!isRight) deviations.push(found("response", name, "header", problem));
  };
  const retryAfter = responseHeaders["retry-after"] ?? "";
  expect("Retry-After", status !== 429 || /^\d+$/.test(retryAfter), "a 429 needs whole seconds");
  const deprecated = responseHeaders["x-deprecated"];
  expect("X-Deprecated", deprecated === (version === "beta" ? "true" : undefined), "only beta is");
  const isCounted = status === 200 && query.count === "true" && queryParameters.some(isCount);
  const total = responseHeaders["x-total-count"];
  const isTotalRight = isCounted ? /^\d+$/.test(total ?? "") : total === undefined;
  expect("X-Total-Count", isTotalRight, "belongs to lists that are asked for it");
  const coding = responseHeaders["content-encoding"] ?? "identity";
  expect("Content-Encoding", CODINGS.test(coding), `"${coding}" is no coding of HTTP`);
  const length = responseHeaders["content-length"] ?? "0";
  expect("Content-Length", status !== 204 || length === "0", "a 204 has no body");
  // The gateway's own refusals have no tracking id, and nothing is known of their headers.
  const requestId = responseHeaders["slpt-request-id"] ?? "";
  const trackingId = fieldOf(entry.responseBody, "trackingId");
  const isTraced = trackingId === undefined || TRACKING_ID.test(requestId);
  expect("SLPT-Request-ID", isTraced, "must be 32 hexadecimal digits");
  return deviations;
}

function isCount({ name }: { name: string }): boolean {
  return name === "count";
}
