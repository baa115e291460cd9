/** Who may ask for non-employees, see requests, and decide on them. */
import type { Access, RouteContext } from "../context";
import type { SourceSnapshot } from "../entities";
import { badContent, forbidden } from "../error-body";
import type { ApprovalItem } from "../request-entities";
import { manageAccess, managesAs, readAccess } from "./access";

const readScopes = { scopes: readAccess.scopes, levels: readAccess.levels };
const manageScopes = { scopes: manageAccess.scopes, levels: manageAccess.levels };

/** Whoever is a user may try: what is theirs shows when the object is known. */
function isUser({ caller }: RouteContext): boolean {
  return caller.identityId !== undefined;
}

/** Lists and summaries: administrators for anybody, others for `me`. */
export const readForAccess: Access = {
  ...readScopes,
  isAllowedAnyway: ({ query, params }) =>
    (params["requested-for"] ?? query.get("requested-for")) === "me",
};

/** The list of approvals: those of others are for administrators alone, and none need be named for one's own. */
export const listApprovalsAccess: Access = {
  ...readScopes,
  isAllowedAnyway: ({ query }) => (query.get("requested-for") ?? "me") === "me",
};

export const createRequestAccess: Access = { ...manageScopes, isAllowedAnyway: isUser };

export const readRequestAccess: Access = { ...readScopes, isAllowedAnyway: isUser };

/** No text speaks of anybody's own requests. */
export const deleteRequestAccess: Access = manageScopes;

export const readApprovalAccess: Access = {
  ...readScopes,
  isUserOnly: true,
  isAllowedAnyway: isUser,
};

/** Deciding: whoever is asked, whatever their level is. */
export const decideAccess: Access = { ...manageScopes, isUserOnly: true, isAllowedAnyway: isUser };

/** Whether the caller may do it for anybody: by level, or as a client that has no user and so no level to check. */
export function isAdministrator({ caller, version }: RouteContext, { levels }: Access): boolean {
  return caller.userLevel === undefined || levels(version).includes(caller.userLevel);
}

/** The person that `requested-for` names; `me` is the token's user. */
export function requestedPerson(context: RouteContext, name: string | null | undefined): string {
  if (!name) throw badContent(["requested-for is required"]);
  if (name !== "me") return name;
  if (context.caller.identityId === undefined) throw forbidden();
  return context.caller.identityId;
}

/** Whether the person is an account manager of the source, in person or as a member of a group, or its owner. */
export function managesSource(
  identityId: string | undefined,
  { accountManagers, owner }: Readonly<SourceSnapshot>,
  context: RouteContext,
): boolean {
  if (identityId === undefined) return false;
  return owner === identityId || accountManagers.some((id) => managesAs(identityId, id, context));
}

/** Whether the person is asked, or is a member of the group that is. */
export function isAsked(
  identityId: string | undefined,
  { approver }: Readonly<ApprovalItem>,
  context: RouteContext,
): boolean {
  return managesAs(identityId, approver, context);
}
