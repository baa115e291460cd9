/** Judging requests: path, token, query, body, content type, and what kinds of answers the caller takes. */
import type { LoggedRequest } from "../../simulator/index";
import { type Deviation, found } from "./deviation";
import { judgeCredentials } from "./judge-credential";
import { judgePatch } from "./judge-patch";
import { judgeQuery } from "./judge-query";
import { decoded, type Operation, splitPath } from "./openapi";
import { contentOf, cutInLog, type Validators } from "./validator";

/** What in a request differs from what the operation documents. */
export function judgeRequest(
  operation: Operation,
  entry: LoggedRequest,
  validators: Validators,
): Deviation[] {
  return [
    ...judgePath(operation, entry),
    ...judgeToken(operation, entry),
    ...judgeQuery(operation, entry),
    ...judgeAccept(operation, entry),
    ...judgeBody(operation, entry, validators),
    ...judgePatch(operation, entry),
    ...judgeCredentials(operation, entry, validators),
  ];
}

/** What programs write by mistake where an id belongs. */
const NO_ID = /^(|undefined|null|NaN|true|false|\[object .*)$/;

function judgePath({ template }: Operation, { path }: LoggedRequest): Deviation[] {
  const { segments } = splitPath(path);
  const parts = template.slice(1).split("/");
  const wrong = segments.find(
    (segment, index) => parts[index]?.startsWith("{") && NO_ID.test(decoded(segment).trim()),
  );
  return wrong === undefined ? [] : [found("request", "path", "id", `"${wrong}" is no id`)];
}

/** The log has the header without its token. */
function judgeToken({ needsToken }: Operation, { headers }: LoggedRequest): Deviation[] {
  const { authorization = "" } = headers;
  if (!needsToken || /^(\[redacted\]|Bearer (?!undefined$|null$)[^\s[]+)$/.test(authorization))
    return [];
  return [found("request", "Authorization", "required", "the token is missing")];
}

/** A caller that names what it takes must take what success is documented to be. */
function judgeAccept({ responses }: Operation, { headers }: LoggedRequest): Deviation[] {
  const { accept } = headers;
  if (accept === undefined) return [];
  const accepted = accept.split(",").filter((range) => !/;\s*q=0(\.0*)?\s*(;|$)/i.test(range));
  const ranges = accepted.map((range) => (range.split(";")[0] ?? "").trim().toLowerCase());
  const success = [...responses].filter(([status]) => status < 300);
  return success
    .flatMap(([, content]) => Object.keys(content))
    .filter((type) => !ranges.some((range) => covers(range, type)))
    .map((type) => found("request", "accept", "missing", `"${accept}" does not cover ${type}`));
}

function covers(range: string, mediaType: string): boolean {
  return range === "*/*" || range === mediaType || range === mediaType.replace(/\/.*/, "/*");
}

function judgeBody(
  { file, operationId, requestBody }: Operation,
  entry: LoggedRequest,
  validators: Validators,
): Deviation[] {
  if (entry.body === undefined) {
    // That of the upload forgets to be required, and has a part that is.
    const types = Object.keys(requestBody?.content ?? {});
    const isNeeded = requestBody?.required || types.join() === "multipart/form-data";
    return isNeeded ? [found("request", "", "required", "the body is missing")] : [];
  }
  if (!requestBody) return [found("request", "", "unknown", "a body is not documented")];
  const content = contentOf(requestBody.content, entry.headers["content-type"], "request");
  if ("part" in content) return [content];
  if (entry.bodyLength !== undefined) return [cutInLog("request")];
  const key = `${file} ${operationId} ${content.mediaType}`;
  const expectation = { part: "request", key, file, schema: content.schema } as const;
  return validators.validate(expectation, entry.body);
}
