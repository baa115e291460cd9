import { requestOperations, takenAccount } from "./non-employee-request-operation";

/** HTTP methods of the operations in use. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** OAuth scopes that the operations need; `sp:scopes:all` contains every one. */
export type Scope =
  | "idn:nelm:read"
  | "idn:nelm:manage"
  | "idn:sources:read"
  | "idn:sources:manage"
  | "idn:identity:read"
  | "idn:workgroup:read"
  | "sp:scopes:default";

/** What is known of an operation of the API beforehand. */
export interface Operation {
  /** Operation id of the OpenAPI files, without the suffix `V1`. */
  readonly id: string;
  readonly method: Method;
  /** Path without version, with `{name}` for each parameter. */
  readonly template: string;
  readonly scope: Scope;
  /** User levels that may call it, as a sentence part; absent where the scope decides. */
  readonly userLevel?: string;
  /** True where a token of a client without a user is refused whatever its scopes are. */
  readonly needsUser?: boolean;
  /** True where success has no body although the method is not DELETE. */
  readonly isAnswerEmpty?: boolean;
  /** Whose token alone will do, as a sentence part; absent where that is not one person's. */
  readonly onlyFor?: string;
  /** Where to see whether a call took effect whose answer was lost, as a sentence part. @default "look" */
  readonly look?: string;
  /** What to do where the name is taken, as a sentence part. */
  readonly taken?: string;
  /** True outside the non-employee collections. */
  readonly isNeighbour: boolean;
}

const sources = "/non-employee-sources";
const source = `${sources}/{sourceId}` as const;
const attributes = `${source}/schema-attributes` as const;
const attribute = `${attributes}/{attributeId}` as const;
const records = "/non-employee-records";
const record = `${records}/{id}` as const;
const upload = `${sources}/{id}/non-employee-bulk-upload` as const;

const nelmRead = { method: "GET", scope: "idn:nelm:read", isNeighbour: false } as const;
const nelmManage = { scope: "idn:nelm:manage", isNeighbour: false } as const;
const orgAdmin = { userLevel: "ORG_ADMIN" } as const;
const recordEditor = {
  needsUser: true,
  userLevel:
    "a user who is an administrator (all fields) or the owner of the source (endDate only)",
} as const;
const neighbourRead = { method: "GET", isNeighbour: true } as const;
const identityRead = { ...neighbourRead, scope: "idn:identity:read", needsUser: true } as const;
const workgroupRead = { ...neighbourRead, scope: "idn:workgroup:read", ...orgAdmin } as const;

/** The operations that the client calls, by operation id. */
export const operations = {
  listNonEmployeeSources: {
    id: "listNonEmployeeSources",
    template: sources,
    ...nelmRead,
    ...orgAdmin,
  },
  createNonEmployeeSource: {
    id: "createNonEmployeeSource",
    method: "POST",
    template: sources,
    ...nelmManage,
    ...orgAdmin,
  },
  getNonEmployeeSource: { id: "getNonEmployeeSource", template: source, ...nelmRead },
  patchNonEmployeeSource: {
    id: "patchNonEmployeeSource",
    method: "PATCH",
    template: source,
    ...nelmManage,
  },
  deleteNonEmployeeSource: {
    id: "deleteNonEmployeeSource",
    method: "DELETE",
    template: source,
    ...nelmManage,
  },
  getNonEmployeeSourceSchemaAttributes: {
    id: "getNonEmployeeSourceSchemaAttributes",
    template: attributes,
    ...nelmRead,
  },
  createNonEmployeeSourceSchemaAttributes: {
    id: "createNonEmployeeSourceSchemaAttributes",
    method: "POST",
    template: attributes,
    ...nelmManage,
  },
  deleteNonEmployeeSourceSchemaAttributes: {
    id: "deleteNonEmployeeSourceSchemaAttributes",
    method: "DELETE",
    template: attributes,
    ...nelmManage,
  },
  getNonEmployeeSchemaAttribute: {
    id: "getNonEmployeeSchemaAttribute",
    template: attribute,
    ...nelmRead,
  },
  patchNonEmployeeSchemaAttribute: {
    id: "patchNonEmployeeSchemaAttribute",
    method: "PATCH",
    template: attribute,
    ...nelmManage,
  },
  deleteNonEmployeeSchemaAttribute: {
    id: "deleteNonEmployeeSchemaAttribute",
    method: "DELETE",
    template: attribute,
    ...nelmManage,
  },
  listNonEmployeeRecords: {
    id: "listNonEmployeeRecords",
    template: records,
    ...nelmRead,
  },
  createNonEmployeeRecord: {
    id: "createNonEmployeeRecord",
    method: "POST",
    template: records,
    taken: takenAccount,
    ...nelmManage,
  },
  getNonEmployeeRecord: { id: "getNonEmployeeRecord", template: record, ...nelmRead },
  updateNonEmployeeRecord: {
    id: "updateNonEmployeeRecord",
    method: "PUT",
    template: record,
    taken: takenAccount,
    ...nelmManage,
    ...recordEditor,
  },
  patchNonEmployeeRecord: {
    id: "patchNonEmployeeRecord",
    method: "PATCH",
    template: record,
    taken: takenAccount,
    ...nelmManage,
    ...recordEditor,
  },
  deleteNonEmployeeRecord: {
    id: "deleteNonEmployeeRecord",
    method: "DELETE",
    template: record,
    ...nelmManage,
  },
  deleteNonEmployeeRecordsInBulk: {
    id: "deleteNonEmployeeRecordsInBulk",
    method: "POST",
    template: `${records}/bulk-delete`,
    isAnswerEmpty: true,
    ...nelmManage,
  },
  importNonEmployeeRecordsInBulk: {
    id: "importNonEmployeeRecordsInBulk",
    method: "POST",
    template: upload,
    look: "look at the status of the source's upload (getNonEmployeeBulkUploadStatus; on the command line records status) and at its records",
    ...nelmManage,
  },
  getNonEmployeeBulkUploadStatus: {
    id: "getNonEmployeeBulkUploadStatus",
    template: `${upload}/status`,
    ...nelmRead,
  },
  exportNonEmployeeRecords: {
    id: "exportNonEmployeeRecords",
    template: `${sources}/{id}/non-employees/download`,
    ...nelmRead,
  },
  exportNonEmployeeSourceSchemaTemplate: {
    id: "exportNonEmployeeSourceSchemaTemplate",
    template: `${sources}/{id}/schema-attributes-template/download`,
    ...nelmRead,
  },
  listSources: {
    id: "listSources",
    template: "/sources",
    ...neighbourRead,
    scope: "idn:sources:read",
  },
  getSource: {
    id: "getSource",
    template: "/sources/{id}",
    ...neighbourRead,
    scope: "idn:sources:read",
  },
  updateSource: {
    id: "updateSource",
    method: "PATCH",
    template: "/sources/{id}",
    scope: "idn:sources:manage",
    userLevel: "ORG_ADMIN, SOURCE_ADMIN or SOURCE_SUBADMIN",
    isNeighbour: true,
  },
  getPublicIdentities: {
    id: "getPublicIdentities",
    template: "/public-identities",
    ...neighbourRead,
    scope: "sp:scopes:default",
    needsUser: true,
  },
  listIdentities: { id: "listIdentities", template: "/identities", ...identityRead },
  getIdentity: { id: "getIdentity", template: "/identities/{id}", ...identityRead },
  listWorkgroups: { id: "listWorkgroups", template: "/workgroups", ...workgroupRead },
  getWorkgroup: { id: "getWorkgroup", template: "/workgroups/{id}", ...workgroupRead },
  ...requestOperations,
} as const satisfies Record<string, Operation>;

/** The token request as an operation of its own: the OpenAPI files do not have it, and it needs no scope. */
export const tokenOperation = "fetchToken";
