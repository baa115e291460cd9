/** Judging where a request for a token has its fields: in the form, or else in the query. */
import type { LoggedRequest } from "../../simulator/index";
import { type Deviation, found } from "./deviation";
import { CREDENTIALS } from "./oauth";
import type { Operation } from "./openapi";
import type { Validators } from "./validator";

/** What is wrong with the place of the fields, and with those in the query; a form is judged like every body. */
export function judgeCredentials(
  { operationId, file }: Operation,
  { body, query }: LoggedRequest,
  validators: Validators,
): Deviation[] {
  if (operationId !== "getToken") return [];
  const isInQuery = Object.keys(query).some((name) => Object.hasOwn(CREDENTIALS.properties, name));
  if (body !== undefined) {
    return isInQuery ? [found("request", "query", "twice", "the fields are in the form")] : [];
  }
  const expectation = { part: "request", key: "oauth query", file, schema: CREDENTIALS } as const;
  return validators.validate(expectation, query);
}
