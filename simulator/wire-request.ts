/** From stored requests and approval items to what goes over the wire. */
import { formatInstant } from "./identifier";
import type { JsonObject } from "./json";
import { inListOrder } from "./list-order";
import { UNHEARD_OF } from "./oddity";
import type { ApprovalItem, NonEmployeeRequest } from "./request-entities";
import { attributeResponse, instants, memberResponse, type WireContext } from "./wire";

/**
 * A request. Its schema inherits from that of a source, and calls `id` the source's: it must be the request's own, for the
 * operations on one request to be possible at all.
 */
export function requestResponse(
  request: Readonly<NonEmployeeRequest>,
  context: WireContext,
): JsonObject {
  const { id, sourceId, startDate, endDate } = request;
  const { name, description } = sourceResponse(request, context);
  const items = context.store.rows.approvalsOf(id);
  return {
    ...{ id, sourceId, name, description },
    ...personResponse(request),
    nonEmployeeSource: sourceResponse(request, context),
    approvalItems: items.map((item) => itemResponse(item, request, context)),
    ...stateResponse(request, context),
    ...{ startDate, endDate },
    ...instants(request, context),
  };
}

/** An approval item as lists and decisions answer it: of the request there is no more than the ids. */
export function approvalResponse(item: Readonly<ApprovalItem>, context: WireContext): JsonObject {
  const request = context.store.rows.requestOf(item);
  return {
    ...itemResponse(item, request, context),
    nonEmployeeRequest: requestReference(request, context),
  };
}

/** An approval item with all of its request, or, without the detail, with what the tenant leaves of it. */
export function approvalDetailResponse(
  item: Readonly<ApprovalItem>,
  context: WireContext,
  hasDetail: boolean,
): JsonObject {
  const request = context.store.rows.requestOf(item);
  if (hasDetail) {
    const nonEmployeeRequest = requestDetail(request, context);
    return { ...itemResponse(item, request, context), nonEmployeeRequest };
  }
  return context.behaviour.withoutDetail === "absent"
    ? itemResponse(item, request, context)
    : approvalResponse(item, context);
}

function itemResponse(
  item: Readonly<ApprovalItem>,
  { accountName }: Readonly<NonEmployeeRequest>,
  context: WireContext,
): JsonObject {
  const { id, approver, approvalStatus, approvalOrder, comment } = item;
  const isOdd = context.behaviour.extraEnumValues && approvalStatus === "NOT_READY";
  return {
    id,
    approver: memberResponse(approver, context),
    accountName,
    approvalStatus: isOdd ? UNHEARD_OF.approvalStatus : approvalStatus,
    approvalOrder,
    ...unlessUnset("comment", comment, context),
    ...instants(item, context),
  };
}

function requestReference(
  { id, requester }: Readonly<NonEmployeeRequest>,
  context: WireContext,
): JsonObject {
  return { id, requester: memberResponse(requester, context) };
}

/** A request within the detail of an approval: its dates are days here, and instants everywhere else. */
function requestDetail(request: Readonly<NonEmployeeRequest>, context: WireContext): JsonObject {
  const { sourceId, startDate, endDate } = request;
  const attributes = context.store.rows.attributesOf(sourceId);
  const ordered = inListOrder(attributes, context.behaviour, ({ id }) => id);
  return {
    ...requestReference(request, context),
    ...personResponse(request),
    nonEmployeeSource: {
      ...sourceResponse(request, context),
      schemaAttributes: ordered.map((attribute) => attributeResponse(attribute, context)),
    },
    ...stateResponse(request, context),
    startDate: startDate.slice(0, 10),
    endDate: endDate.slice(0, 10),
    ...instants(request, context),
  };
}

function personResponse(request: Readonly<NonEmployeeRequest>): JsonObject {
  const { accountName, firstName, lastName, email, phone, manager, data } = request;
  return { accountName, firstName, lastName, email, phone, manager, data };
}

function sourceResponse(
  { sourceId }: Readonly<NonEmployeeRequest>,
  { store }: WireContext,
): JsonObject {
  const { id, name, description } = store.rows.source(sourceId) ?? {};
  return { id, sourceId, name, description };
}

function stateResponse(
  { approvalStatus, comment, completionDate }: Readonly<NonEmployeeRequest>,
  context: WireContext,
): JsonObject {
  const { timestampDigits } = context.behaviour;
  const completed = completionDate && formatInstant(completionDate, timestampDigits);
  return {
    approvalStatus,
    ...unlessUnset("comment", comment, context),
    ...unlessUnset("completionDate", completed, context),
  };
}

function unlessUnset(name: string, text: string | null, { behaviour }: WireContext): JsonObject {
  return text === null && behaviour.unsetDecisions === "absent" ? {} : { [name]: text };
}
