/** Operations on approval items: what each approver of a request is asked. */
import { booleanParameter, type ListFields, listPage } from "../collection";
import { type Answer, parameter, type Route, type RouteContext } from "../context";
import { API_VERSIONS } from "../entities";
import { badRequest, forbidden } from "../error-body";
import type { ApprovalItem, ApprovalStatus } from "../request-entities";
import type { ApprovalDecision } from "../request-store";
import { approvalDetailResponse, approvalResponse } from "../wire-request";
import { isVisible, missing, objectBody } from "./lookup";
import { expectRoom } from "./record-body";
import {
  decideAccess,
  isAdministrator,
  isAsked,
  listApprovalsAccess,
  readApprovalAccess,
  readForAccess,
  requestedPerson,
} from "./request-access";
import { expectFreeAccountName } from "./requested-record";
import { expectTexts } from "./text";

const COLLECTION = "/non-employee-approvals";
const ITEM = `${COLLECTION}/{id}`;

const FIELDS: ListFields<Readonly<ApprovalItem>> = {
  idOf: ({ id }) => id,
  filters: { approvalStatus: { operators: ["eq"], value: ({ approvalStatus }) => approvalStatus } },
  sorters: {
    created: ({ created }) => created,
    modified: ({ modified }) => modified,
  },
};

function listApprovals(context: RouteContext): Answer {
  const { items, headers } = listPage(approvalsFor(context), context, FIELDS);
  return { status: 200, body: items.map((item) => approvalResponse(item, context)), headers };
}

/** The items of the person that is named; without one, all for administrators, and their own for others. */
function approvalsFor(context: RouteContext): readonly Readonly<ApprovalItem>[] {
  const visible = visibleApprovals(context);
  const name = context.query.get("requested-for");
  const isForAll =
    context.behaviour.approvalsFor === "all" || context.caller.identityId === undefined;
  if (name === null && isForAll && isAdministrator(context, listApprovalsAccess)) return visible;
  const person = requestedPerson(context, name ?? "me");
  return visible.filter((item) => isAsked(person, item, context));
}

function visibleApprovals(context: RouteContext): readonly Readonly<ApprovalItem>[] {
  const items = context.store.rows.approvals();
  return items.filter(({ requestId }) => isVisible(context, requestId));
}

function getApproval(context: RouteContext): Answer {
  const item = findApproval(context);
  const isOwn = item !== undefined && isAsked(context.caller.identityId, item, context);
  if (!isOwn && !isAdministrator(context, readApprovalAccess)) throw forbidden();
  const found = orMissing(context, item);
  const hasDetail = booleanParameter(context.query, "include-detail", true);
  return { status: 200, body: approvalDetailResponse(found, context, hasDetail) };
}

/** Makes the handler of a decision: whoever is asked may decide, and nobody else, whatever their level is. */
function decide(approvalStatus: ApprovalDecision["approvalStatus"]) {
  return (context: RouteContext): Answer => {
    const { store, limits, caller } = context;
    const item = findApproval(context);
    if (item && !isAsked(caller.identityId, item, context)) throw forbidden();
    if (!item && !isAdministrator(context, decideAccess)) throw forbidden();
    const { id, requestId, approvalStatus: state } = orMissing(context, item);
    const body = objectBody(context.body);
    const isRequired = approvalStatus === "REJECTED";
    expectTexts(body, [{ name: "comment", limit: "textLength", isRequired }], limits);
    if (state !== "PENDING") {
      throw badRequest("400.1", `The approval item is ${state} and not PENDING;`);
    }
    if (approvalStatus === "APPROVED" && isLast(context, requestId)) {
      const { sourceId, accountName } = store.rows.requestOf({ requestId });
      expectFreeAccountName(context, sourceId, accountName, requestId);
      expectRoom(context, sourceId, 1);
    }
    const comment = typeof body.comment === "string" ? body.comment : null;
    const decided = store.decideApproval(id, { approvalStatus, comment });
    return { status: 200, body: approvalResponse(decided, context) };
  };
}

/** Whether the record is made when the pending item is approved: somebody else may have taken its name or its place by then. */
function isLast({ store }: RouteContext, requestId: string): boolean {
  return store.rows
    .approvalsOf(requestId)
    .every(({ approvalStatus }) => approvalStatus !== "NOT_READY");
}

function findApproval(context: RouteContext): Readonly<ApprovalItem> | undefined {
  const item = context.store.rows.approval(parameter(context, "id"));
  return item && isVisible(context, item.requestId) ? item : undefined;
}

function orMissing<T>(context: RouteContext, item: T | undefined): T {
  if (item) return item;
  throw missing(context, "approval item", parameter(context, "id"), "404 not documented");
}

function summarize(context: RouteContext): Answer {
  const person = requestedPerson(context, parameter(context, "requested-for"));
  const items = visibleApprovals(context).filter((item) => isAsked(person, item, context));
  const count = (status: ApprovalStatus) =>
    items.filter(({ approvalStatus }) => approvalStatus === status).length;
  const body = {
    approved: count("APPROVED"),
    pending: count("PENDING"),
    rejected: count("REJECTED"),
  };
  return { status: 200, body };
}

export const nonEmployeeApprovalRoutes: readonly Route[] = [
  {
    method: "GET",
    template: COLLECTION,
    operationId: "listNonEmployeeApprovals",
    betaOperationId: "listNonEmployeeApproval",
    versions: API_VERSIONS,
    access: listApprovalsAccess,
    list: FIELDS,
    handle: listApprovals,
  },
  {
    method: "GET",
    template: ITEM,
    operationId: "getNonEmployeeApproval",
    versions: API_VERSIONS,
    access: readApprovalAccess,
    handle: getApproval,
  },
  {
    method: "POST",
    template: `${ITEM}/approve`,
    operationId: "approveNonEmployeeRequest",
    versions: API_VERSIONS,
    access: decideAccess,
    accepts: "application/json",
    handle: decide("APPROVED"),
  },
  {
    method: "POST",
    template: `${ITEM}/reject`,
    operationId: "rejectNonEmployeeRequest",
    versions: API_VERSIONS,
    access: decideAccess,
    accepts: "application/json",
    handle: decide("REJECTED"),
  },
  {
    method: "GET",
    template: `${COLLECTION}/summary/{requested-for}`,
    operationId: "getNonEmployeeApprovalSummary",
    versions: API_VERSIONS,
    access: readForAccess,
    handle: summarize,
  },
];
