/** Who may call what: scopes and user levels of the OpenAPI files, and account managers' own sources. */
import type { Access, RouteContext } from "../context";
import { type ApiVersion, USER_LEVELS, type UserLevel } from "../entities";
import { sourceByPathId } from "./lookup";

const ADMINISTRATORS: readonly UserLevel[] = ["ORG_ADMIN", "SOURCE_ADMIN", "SOURCE_SUBADMIN"];

/** Listing and creating sources: ORG_ADMIN alone, except in beta. */
function tenantLevels(version: ApiVersion): readonly UserLevel[] {
  return version === "beta" ? ADMINISTRATORS : ["ORG_ADMIN"];
}

function administrators(): readonly UserLevel[] {
  return ADMINISTRATORS;
}

/** Listing sources; an account manager may list his own with `me`. */
export const listSourcesAccess: Access = {
  scopes: ["idn:nelm:read"],
  levels: tenantLevels,
  isAllowedAnyway: ({ query }) => query.get("requested-for") === "me",
};

export const createSourceAccess: Access = { scopes: ["idn:nelm:manage"], levels: tenantLevels };

/** Reading a source and its attributes; account managers may read theirs. */
export const readAccess: Access = {
  scopes: ["idn:nelm:read"],
  levels: administrators,
  isAllowedAnyway: isAccountManager,
};

export const manageAccess: Access = { scopes: ["idn:nelm:manage"], levels: administrators };

/** Downloading records and templates, one record, an upload's status: no text speaks of account managers. */
export const exportAccess: Access = { scopes: ["idn:nelm:read"], levels: administrators };

/** Reading records; account managers get those that they manage. */
export const readRecordsAccess: Access = {
  scopes: ["idn:nelm:read"],
  levels: administrators,
  isAllowedAnyway: ({ caller }) => caller.identityId !== undefined,
};

/** Changing records: administrators all fields, the owner of the source the end date; the token needs a user. */
export const editRecordAccess: Access = {
  ...manageAccess,
  isUserOnly: true,
  isAllowedAnyway: isEndDateEditor,
};

/** Whether the caller may change all fields of records. */
export function isAdministrator({ caller }: RouteContext): boolean {
  return caller.userLevel !== undefined && ADMINISTRATORS.includes(caller.userLevel);
}

export const listGenericSourcesAccess: Access = {
  scopes: ["idn:sources:read", "idn:sources:manage"],
  levels: () => [...ADMINISTRATORS, "ROLE_SUBADMIN"],
};

export const readGenericSourceAccess: Access = {
  scopes: ["idn:sources:read", "idn:sources:manage"],
  levels: administrators,
};

export const manageGenericSourceAccess: Access = {
  scopes: ["idn:sources:manage"],
  levels: administrators,
};

/** Looking people up in the public list: everybody who is a user. */
export const publicIdentitiesAccess: Access = {
  scopes: ["sp:scopes:default"],
  levels: everyone,
  isUserOnly: true,
};

/** The file names no user level. */
export const readIdentityAccess: Access = {
  scopes: ["idn:identity:read", "idn:identity:manage"],
  levels: everyone,
  isUserOnly: true,
};

export const readWorkgroupAccess: Access = {
  scopes: ["idn:workgroup:read", "idn:workgroup:manage"],
  levels: () => ["ORG_ADMIN"],
};

function everyone(): readonly UserLevel[] {
  return USER_LEVELS;
}

function isAccountManager(context: RouteContext): boolean {
  const source = sourceByPathId(context, context.params.sourceId ?? "");
  const managers = source?.accountManagers ?? [];
  return managers.some((id) => managesAs(context.caller.identityId, id, context));
}

function isEndDateEditor(context: RouteContext): boolean {
  const { store, behaviour, caller, params } = context;
  const source = store.rows.source(store.rows.record(params.id ?? "")?.sourceId ?? "");
  if (!source || caller.identityId === undefined) return false;
  if (source.owner === caller.identityId) return true;
  const managers = behaviour.endDateEditors === "owner" ? [] : source.accountManagers;
  return managers.some((id) => managesAs(caller.identityId, id, context));
}

/** Whether the identity is the account manager, or a member of the group that is. */
export function managesAs(
  identityId: string | undefined,
  managerId: string,
  { store }: Pick<RouteContext, "store">,
): boolean {
  if (identityId === undefined) return false;
  return (
    managerId === identityId ||
    (store.rows.workgroup(managerId)?.members.includes(identityId) ?? false)
  );
}
