/**
 * Typed client of the SailPoint API: non-employee sources, their schema attributes, records and CSV files, requests and
 * approvals, the generic sources, people and governance groups.
 */
export { normaliseBaseUrl } from "./base-url";
export {
  type BulkUploadOptions,
  type BulkUploadProgress,
  type BulkUploadWait,
  type NonEmployeeBulkUploadJob,
  type NonEmployeeBulkUploadStatus,
  nonEmployeeBulkUploadJobSchema,
  nonEmployeeBulkUploadStatusSchema,
} from "./bulk-upload";
export type { CallOptions } from "./call-request";
export { type Client, createClient } from "./client";
export type { ClientOptions } from "./client-options";
export { type Clock, systemClock } from "./clock";
export type { CsvRow } from "./csv";
export {
  AbortedError,
  ArgumentError,
  AuthError,
  BulkUploadError,
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
export { anyOf, equals, type Filter, isIn } from "./filter";
export { type IdentitiesQuery, type Identity, identitySchema } from "./identity";
export { type JsonPatchOperation, jsonPatchOperationSchema, jsonPointer } from "./json-patch";
export {
  type ApprovalStatus,
  approvalSorterKeys,
  approvalStatuses,
  type NonEmployeeApprovalDecision,
  type NonEmployeeApprovalItem,
  type NonEmployeeApprovalItemDetail,
  type NonEmployeeApprovalList,
  type NonEmployeeApprovalQuery,
  type NonEmployeeApprovalSummary,
  type NonEmployeeApprovalsQuery,
  type NonEmployeeRejectApprovalDecision,
  nonEmployeeApprovalDecisionSchema,
  nonEmployeeApprovalItemDetailSchema,
  nonEmployeeApprovalItemSchema,
  nonEmployeeApprovalSummarySchema,
  nonEmployeeRejectApprovalDecisionSchema,
} from "./non-employee-approval";
export type { CsvDownload } from "./non-employee-csv";
export {
  type NonEmployeeRecord,
  type NonEmployeeRecordList,
  type NonEmployeeRecordsQuery,
  nonEmployeeRecordSchema,
  recordSorterKeys,
} from "./non-employee-record";
export {
  type ApprovalItemBase,
  type NonEmployeeRequest,
  type NonEmployeeRequestList,
  type NonEmployeeRequestSummary,
  type NonEmployeeRequestsQuery,
  nonEmployeeRequestSchema,
  nonEmployeeRequestSummarySchema,
  requestSorterKeys,
} from "./non-employee-request";
export {
  type NonEmployeeRequestBody,
  nonEmployeeRequestBodySchema,
} from "./non-employee-request-body";
export type { NonEmployeeRequestClient } from "./non-employee-request-client";
export {
  type NonEmployeeSource,
  type NonEmployeeSourceRequestBody,
  type NonEmployeeSourcesQuery,
  nonEmployeeSourceRequestBodySchema,
  nonEmployeeSourceSchema,
} from "./non-employee-source";
export type { PagedList } from "./paged-list";
export { type ApiVersion, apiVersions } from "./path";
export {
  type PublicIdentitiesQuery,
  type PublicIdentity,
  publicIdentitySchema,
} from "./public-identity";
export type { RecordCalls } from "./record-calls";
export { type Reference, referenceSchema } from "./schema";
export {
  type SchemaAttribute,
  type SchemaAttributeBody,
  schemaAttributeBodySchema,
  schemaAttributeSchema,
} from "./schema-attribute";
export { type Source, type SourcesQuery, sourceSchema } from "./source";
export type { RequestEvent } from "./transport";
export type { CsvContent } from "./upload-file";
export { type Workgroup, type WorkgroupsQuery, workgroupSchema } from "./workgroup";
