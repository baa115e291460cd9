/** Judging requests: query, body, content type, and what kinds of answers the caller takes. */
import type { LoggedRequest } from "../../simulator/index";
import { type Deviation, found } from "./deviation";
import type { Operation, Parameter } from "./openapi";
import { contentOf, cutInLog, type Validators } from "./validator";

/** What in a request differs from what the operation documents. */
export function judgeRequest(
  operation: Operation,
  entry: LoggedRequest,
  validators: Validators,
): Deviation[] {
  const { queryParameters } = operation;
  const unknown = Object.keys(entry.query).filter(
    (name) => !queryParameters.some((parameter) => parameter.name === name),
  );
  return [
    ...unknown.map((name) => found("request", "query", "unknown", `"${name}" is not documented`)),
    ...queryParameters.flatMap((parameter) =>
      judgeParameter(parameter, entry.query[parameter.name]),
    ),
    ...judgeAccept(operation, entry),
    ...judgeBody(operation, entry, validators),
  ];
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
    return requestBody?.required ? [found("request", "", "required", "the body is missing")] : [];
  }
  if (!requestBody) return [found("request", "", "unknown", "a body is not documented")];
  const content = contentOf(requestBody.content, entry.headers["content-type"], "request");
  if ("part" in content) return [content];
  if (entry.bodyLength !== undefined) return [cutInLog("request")];
  const key = `${file} ${operationId} ${content.mediaType}`;
  const expectation = { part: "request", key, file, schema: content.schema } as const;
  return validators.validate(expectation, entry.body);
}

function judgeParameter({ name, required, schema = {} }: Parameter, value: unknown): Deviation[] {
  if (value === undefined) {
    return required ? [found("request", "query", "required", `"${name}" is missing`)] : [];
  }
  const problem = parameterProblem(schema, value);
  return problem ? [found("request", "query", "type", `"${name}" ${problem}`)] : [];
}

function parameterProblem(
  schema: NonNullable<Parameter["schema"]>,
  value: unknown,
): string | undefined {
  if (typeof value !== "string") return "is given more than once";
  if (schema.type === "boolean" && !/^(true|false)$/.test(value)) return "must be true or false";
  if (schema.enum && !schema.enum.includes(value))
    return `must be one of ${schema.enum.join(", ")}`;
  if (schema.type !== "integer") return undefined;
  if (!/^-?\d+$/.test(value)) return "must be an integer";
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  const isInside = Number(value) >= minimum && Number(value) <= maximum;
  return isInside ? undefined : `must be ${minimum} to ${maximum}`;
}
