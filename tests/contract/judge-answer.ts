/** Judging answers: status, headers, content type and body. */
import type { LoggedRequest } from "../../simulator/index";
import { csvProblems } from "./csv";
import { type Deviation, found } from "./deviation";
import type { Content, Operation } from "./openapi";
import { contentOf, cutInLog, type Validators } from "./validator";

/** What in an answer differs from what the operation documents; scripted and abandoned answers are not judged. */
export function judgeAnswer(
  operation: Operation,
  entry: LoggedRequest,
  validators: Validators,
): Deviation[] {
  if (entry.fault !== undefined || entry.isAborted) return [];
  const { status } = entry;
  if (status === undefined) return [found("response", "status", "missing", "there is no answer")];
  const documented = operation.responses.get(status);
  const deviations = judgeHeaders(operation, entry);
  if (!documented) {
    deviations.push(found("response", "status", "unknown", `${status} is not documented`));
    if (status < 400) return deviations;
  }
  // An undocumented error is still expected to have the body that all documented ones have.
  const content = documented ?? operation.responses.get(400) ?? {};
  const key = `${operation.file} ${operation.operationId} ${documented ? status : 400}`;
  const ofBody = judgeBody(content, entry, { key, file: operation.file, validators });
  return [...deviations, ...ofBody];
}

/** What texts and not schemas say of the headers. */
function judgeHeaders({ queryParameters }: Operation, entry: LoggedRequest): Deviation[] {
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
  return deviations;
}

function isCount({ name }: { name: string }): boolean {
  return name === "count";
}

function judgeBody(
  content: Content,
  entry: LoggedRequest,
  { key, file, validators }: { key: string; file: string; validators: Validators },
): Deviation[] {
  const { status, responseBody, responseHeaders = {} } = entry;
  if (Object.keys(content).length === 0) {
    if (responseBody === undefined) return [];
    return [found("response", "", "unknown", `a ${status} has no body`)];
  }
  if (responseBody === undefined) {
    return [found("response", "", "required", "the body is missing")];
  }
  const media = contentOf(content, responseHeaders["content-type"], "response");
  if ("part" in media) return [media];
  if (media.mediaType === "text/csv") return judgeCsv(entry, media.example);
  if (entry.responseBodyLength !== undefined) return [cutInLog("response")];
  const expectation = {
    ...({ part: "response", file, schema: media.schema } as const),
    key: `${key} ${media.mediaType}`,
  };
  return [...judgeLength(entry), ...validators.validate(expectation, responseBody)];
}

/** A page has no more items than were asked for. */
function judgeLength({ query, responseBody }: LoggedRequest): Deviation[] {
  const { limit } = query;
  const highest = typeof limit === "string" ? Number(limit) : Number.POSITIVE_INFINITY;
  const isLong = Array.isArray(responseBody) && responseBody.length > highest;
  return isLong ? [found("response", "", "limit", `has more than ${limit} items`)] : [];
}

function judgeCsv(entry: LoggedRequest, example: unknown): Deviation[] {
  const { responseBody: body, responseBodyLength } = entry;
  if (typeof body !== "string" || typeof example !== "string") {
    return [found("response", "", "type", "must be a text like the example of the file")];
  }
  return csvProblems(body, example, responseBodyLength !== undefined).map(({ place, problem }) =>
    found("response", `csv ${place}`, "csv", problem),
  );
}
