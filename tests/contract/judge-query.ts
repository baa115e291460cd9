/** Judging the query of requests: the parameters' schemas, and the language of filters and sorters. */
import type { LoggedRequest } from "../../simulator/index";
import { type Deviation, found } from "./deviation";
import { filterProblem } from "./filter-grammar";
import type { Operation, Parameter } from "./openapi";

/** What in a query differs from what the operation documents. */
export function judgeQuery(operation: Operation, { query }: LoggedRequest): Deviation[] {
  const { queryParameters } = operation;
  const unknown = Object.keys(query).filter(
    (name) => !queryParameters.some((parameter) => parameter.name === name),
  );
  return [
    ...unknown.map((name) => found("request", "query", "unknown", `"${name}" is not documented`)),
    ...queryParameters.flatMap((parameter) =>
      judgeParameter(operation, parameter, query[parameter.name]),
    ),
  ];
}

function judgeParameter(
  operation: Operation,
  { name, required, schema = {} }: Parameter,
  value: unknown,
): Deviation[] {
  if (value === undefined) {
    return required ? [found("request", "query", "required", `"${name}" is missing`)] : [];
  }
  const problem = parameterProblem(schema, value) ?? languageProblem(operation, name, value);
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

function languageProblem(
  { filters, sorters }: Operation,
  name: string,
  value: unknown,
): string | undefined {
  if (name === "requested-for" && String(value).trim() === "") return "is empty";
  if (name === "filters") return filterProblem(String(value), filters);
  if (name !== "sorters") return undefined;
  const fields = String(value)
    .split(",")
    .map((field) => field.trim().replace(/^-/, ""));
  const unknown = fields.find((field) => !sorters.includes(field));
  if (unknown !== undefined) return `cannot be by "${unknown}"`;
  return new Set(fields).size < fields.length ? "has a field twice" : undefined;
}
