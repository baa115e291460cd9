/** Operations on requests for non-employees. */
import { type ListFields, listPage } from "../collection";
import { type Answer, parameter, type Route, type RouteContext } from "../context";
import { API_VERSIONS, type SourceSnapshot } from "../entities";
import { badRequest, forbidden } from "../error-body";
import type { ApprovalStatus, NonEmployeeRequest } from "../request-entities";
import { requestResponse } from "../wire-request";
import { isVisible, missing, objectBody, unknownReference } from "./lookup";
import { checkRecordBody, expectRoom, recordRulesOf } from "./record-body";
import {
  createRequestAccess,
  deleteRequestAccess,
  isAdministrator,
  managesSource,
  readForAccess,
  readRequestAccess,
  requestedPerson,
} from "./request-access";
import { expectFreeAccountName } from "./requested-record";

const COLLECTION = "/non-employee-requests";
const ITEM = `${COLLECTION}/{id}`;

const FIELDS: ListFields<Readonly<NonEmployeeRequest>> = {
  idOf: ({ id }) => id,
  filters: { sourceId: { operators: ["eq"], value: ({ sourceId }) => sourceId } },
  sorters: {
    created: ({ created }) => created,
    approvalStatus: ({ approvalStatus }) => approvalStatus,
    firstName: ({ firstName }) => firstName,
    lastName: ({ lastName }) => lastName,
    email: ({ email }) => email,
    phone: ({ phone }) => phone,
    accountName: ({ accountName }) => accountName,
    startDate: ({ startDate }) => startDate,
    endDate: ({ endDate }) => endDate,
  },
};

function listRequests(context: RouteContext): Answer {
  const person = requestedPerson(context, context.query.get("requested-for"));
  const { rows } = context.store;
  const managed = new Set(managedSources(context, person));
  const isMade = context.behaviour.requestsFor === "made";
  const requests = rows
    .requests()
    .filter(({ id }) => isVisible(context, id))
    .filter(({ requester, sourceId }) => (isMade ? requester === person : managed.has(sourceId)));
  const { items, headers } = listPage(requests, context, FIELDS);
  return { status: 200, body: items.map((one) => requestResponse(one, context)), headers };
}

/** Ids of the sources that a person manages or owns. */
function managedSources(context: RouteContext, person: string): string[] {
  const sources = context.store.rows.sources();
  return sources
    .filter((source) => managesSource(person, source, context))
    .map(({ sourceId }) => sourceId);
}

function createRequest(context: RouteContext): Answer {
  const { store, behaviour, caller } = context;
  const { sourceId, fields } = checkRecordBody(context, objectBody(context.body), (id) => {
    sourceToAsk(context, id);
    return recordRulesOf(context, id);
  });
  const source = sourceToAsk(context, sourceId);
  expectFreeAccountName(context, sourceId, fields.accountName);
  const hasApprovers = source.approvers.length > 0;
  if (!hasApprovers && behaviour.noApprovers === "refused") {
    throw badRequest("400.1", "The source has no approvers;");
  }
  // A client without a user asks in the name of the source's owner: there must be a requester.
  const requester = caller.identityId ?? source.owner;
  const isDecided = !hasApprovers && behaviour.noApprovers === "approved";
  if (isDecided) expectRoom(context, sourceId, 1);
  const made = store.addRequest(sourceId, { ...fields, requester });
  const request = isDecided ? store.completeRequest(made.id) : made;
  return { status: 200, body: requestResponse(request, context) };
}

/** The source that a request is for. @throws Refusal of whoever may not ask, before it says whether there is such a source */
function sourceToAsk(context: RouteContext, sourceId: string): Readonly<SourceSnapshot> {
  const known = isVisible(context, sourceId) ? context.store.rows.source(sourceId) : undefined;
  const isOwn = known !== undefined && managesSource(context.caller.identityId, known, context);
  if (!isOwn && !isAdministrator(context, createRequestAccess)) throw forbidden();
  if (!known) throw unknownReference(sourceId, "sourceId");
  return known;
}

function getRequest(context: RouteContext): Answer {
  const request = findRequest(context);
  const isOwn = request?.requester === context.caller.identityId;
  if (!isOwn && !isAdministrator(context, readRequestAccess)) throw forbidden();
  return { status: 200, body: requestResponse(orMissing(context, request), context) };
}

function deleteRequest(context: RouteContext): Answer {
  const { id, approvalStatus } = orMissing(context, findRequest(context));
  const { decidedDelete, deletedApprovals } = context.behaviour;
  if (decidedDelete === "refused" && approvalStatus !== "PENDING") {
    throw badRequest("400.1", "The request is decided already;");
  }
  context.store.deleteRequest(id, { keepsApprovals: deletedApprovals === "cancelled" });
  return { status: 204 };
}

function findRequest(context: RouteContext): Readonly<NonEmployeeRequest> | undefined {
  const request = context.store.rows.request(parameter(context, "id"));
  return request && isVisible(context, request.id) ? request : undefined;
}

function orMissing<T>(context: RouteContext, request: T | undefined): T {
  if (request) return request;
  throw missing(context, "request", parameter(context, "id"), "404 documented");
}

function summarize(context: RouteContext): Answer {
  const person = requestedPerson(context, parameter(context, "requested-for"));
  const { rows } = context.store;
  const managed = managedSources(context, person);
  const requests = rows
    .requests()
    .filter(({ id, sourceId }) => managed.includes(sourceId) && isVisible(context, id));
  const count = (status: ApprovalStatus) =>
    requests.filter(({ approvalStatus }) => approvalStatus === status).length;
  const body = {
    approved: count("APPROVED"),
    rejected: count("REJECTED"),
    pending: count("PENDING"),
    nonEmployeeCount: managed.reduce((sum, sourceId) => sum + rows.recordCount(sourceId), 0),
  };
  return { status: 200, body };
}

export const nonEmployeeRequestRoutes: readonly Route[] = [
  {
    method: "GET",
    template: COLLECTION,
    operationId: "listNonEmployeeRequests",
    versions: API_VERSIONS,
    access: readForAccess,
    list: FIELDS,
    handle: listRequests,
  },
  {
    method: "POST",
    template: COLLECTION,
    operationId: "createNonEmployeeRequest",
    versions: API_VERSIONS,
    access: createRequestAccess,
    accepts: "application/json",
    handle: createRequest,
  },
  {
    method: "GET",
    template: ITEM,
    operationId: "getNonEmployeeRequest",
    versions: API_VERSIONS,
    access: readRequestAccess,
    handle: getRequest,
  },
  {
    method: "DELETE",
    template: ITEM,
    operationId: "deleteNonEmployeeRequest",
    versions: API_VERSIONS,
    access: deleteRequestAccess,
    handle: deleteRequest,
  },
  {
    method: "GET",
    template: `${COLLECTION}/summary/{requested-for}`,
    operationId: "getNonEmployeeRequestSummary",
    versions: API_VERSIONS,
    access: readForAccess,
    handle: summarize,
  },
];
