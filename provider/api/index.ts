/** Typed client of the SailPoint API: non-employee sources, their schema attributes, and the generic sources. */
export { normaliseBaseUrl } from "./base-url";
export type { CallOptions } from "./call";
export { type Client, createClient } from "./client";
export type { ClientOptions } from "./client-options";
export { type Clock, systemClock } from "./clock";
export {
  AbortedError,
  ArgumentError,
  AuthError,
  detailNumber,
  type ErrorCode,
  errorCodes,
  HttpError,
  isAnswerLost,
  isConflict,
  isLimitViolation,
  isNotFound,
  NetworkError,
  ResponseShapeError,
  SailPointError,
} from "./error";
export { type JsonPatchOperation, jsonPatchOperationSchema, jsonPointer } from "./json-patch";
export {
  type NonEmployeeSource,
  type NonEmployeeSourceRequestBody,
  type NonEmployeeSourcesQuery,
  nonEmployeeSourceRequestBodySchema,
  nonEmployeeSourceSchema,
} from "./non-employee-source";
export { type ApiVersion, apiVersions } from "./path";
export { type Reference, referenceSchema } from "./schema";
export {
  type SchemaAttribute,
  type SchemaAttributeBody,
  schemaAttributeBodySchema,
  schemaAttributeSchema,
} from "./schema-attribute";
export { type Source, type SourcesQuery, sourceSchema } from "./source";
export type { RequestEvent } from "./transport";
