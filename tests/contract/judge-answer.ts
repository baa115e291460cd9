/** Judging answers: status, headers, content type and body. */
import type { LoggedRequest } from "../../simulator/index";
import { csvProblems } from "./csv";
import { type Deviation, found } from "./deviation";
import { judgeError } from "./judge-error";
import { judgeHeaders } from "./judge-header";
import { judgeList } from "./judge-list";
import { judgeObject } from "./judge-object";
import type { Content, Operation } from "./openapi";
import { scriptOf } from "./script";
import { contentOf, cutInLog, type Validators } from "./validator";

/**
 * What in an answer differs from what the operation documents. Answers that a fault has scripted are not judged, nor
 * abandoned ones; where it has only made them late or added headers, all else is.
 */
export function judgeAnswer(
  operation: Operation,
  entry: LoggedRequest,
  validators: Validators,
): Deviation[] {
  const script = scriptOf(entry);
  if (!script.isAnswerReal || entry.isAborted) return [];
  const { status } = entry;
  if (status === undefined) return [found("response", "status", "missing", "there is no answer")];
  const deviations = judgeStatus(operation, entry, status, validators);
  return deviations.filter(({ place }) => !script.headers.includes(headerOf(place)));
}

/** The header that a deviation is about, if it is about one. */
function headerOf(place: string): string {
  return place === "content type" ? "content-type" : place.toLowerCase();
}

function judgeStatus(
  operation: Operation,
  entry: LoggedRequest,
  status: number,
  validators: Validators,
): Deviation[] {
  const documented = operation.responses.get(status);
  const deviations = judgeHeaders(operation, entry);
  if (!documented) {
    deviations.push(found("response", "status", "unknown", `${status} is not documented`));
    if (status < 400) return deviations;
  }
  // An undocumented error is still expected to have the body that all documented ones have.
  const content = documented ?? operation.responses.get(400) ?? {};
  const key = `${operation.file} ${operation.operationId} ${documented ? status : 400}`;
  const ofBody = judgeBody(content, entry, { key, operation, validators });
  return [...deviations, ...ofBody, ...judgeError(operation, entry)];
}

function judgeBody(
  content: Content,
  entry: LoggedRequest,
  { key, operation, validators }: { key: string; operation: Operation; validators: Validators },
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
    ...({ part: "response", file: operation.file, schema: media.schema } as const),
    key: `${key} ${media.mediaType}`,
  };
  const ofSchema = validators.validate(expectation, responseBody);
  if (status !== 200) return ofSchema;
  return [...ofSchema, ...judgeList(operation, entry), ...judgeObject(operation, entry)];
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
