/** HTTP methods of the operations in use. */
export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** What is known of an operation of the API beforehand. */
export interface Operation {
  /** Operation id of the OpenAPI files, without the suffix `V1`. */
  readonly id: string;
  readonly method: Method;
  /** The OAuth scope that it needs; `sp:scopes:all` contains every one. */
  readonly scope: "idn:nelm:read" | "idn:nelm:manage" | "idn:sources:read" | "idn:sources:manage";
  /** User levels that may call it, as a sentence part; absent where the scope decides. */
  readonly userLevel?: string;
  /** True outside the non-employee collections. */
  readonly isNeighbour: boolean;
}

const nelmRead = { method: "GET", scope: "idn:nelm:read", isNeighbour: false } as const;
const nelmManage = { scope: "idn:nelm:manage", isNeighbour: false } as const;
const orgAdmin = { userLevel: "ORG_ADMIN" } as const;

/** The operations that the client calls, by operation id. */
export const operations = {
  listNonEmployeeSources: { id: "listNonEmployeeSources", ...nelmRead, ...orgAdmin },
  createNonEmployeeSource: {
    id: "createNonEmployeeSource",
    method: "POST",
    ...nelmManage,
    ...orgAdmin,
  },
  getNonEmployeeSource: { id: "getNonEmployeeSource", ...nelmRead },
  patchNonEmployeeSource: { id: "patchNonEmployeeSource", method: "PATCH", ...nelmManage },
  deleteNonEmployeeSource: { id: "deleteNonEmployeeSource", method: "DELETE", ...nelmManage },
  getNonEmployeeSourceSchemaAttributes: {
    id: "getNonEmployeeSourceSchemaAttributes",
    ...nelmRead,
  },
  createNonEmployeeSourceSchemaAttributes: {
    id: "createNonEmployeeSourceSchemaAttributes",
    method: "POST",
    ...nelmManage,
  },
  getNonEmployeeSchemaAttribute: { id: "getNonEmployeeSchemaAttribute", ...nelmRead },
  patchNonEmployeeSchemaAttribute: {
    id: "patchNonEmployeeSchemaAttribute",
    method: "PATCH",
    ...nelmManage,
  },
  deleteNonEmployeeSchemaAttribute: {
    id: "deleteNonEmployeeSchemaAttribute",
    method: "DELETE",
    ...nelmManage,
  },
  listSources: { id: "listSources", method: "GET", scope: "idn:sources:read", isNeighbour: true },
  getSource: { id: "getSource", method: "GET", scope: "idn:sources:read", isNeighbour: true },
  updateSource: {
    id: "updateSource",
    method: "PATCH",
    scope: "idn:sources:manage",
    userLevel: "ORG_ADMIN, SOURCE_ADMIN or SOURCE_SUBADMIN",
    isNeighbour: true,
  },
} as const satisfies Record<string, Operation>;

/** The token request as an operation of its own: the OpenAPI files do not have it, and it needs no scope. */
export const tokenOperation = "fetchToken";
