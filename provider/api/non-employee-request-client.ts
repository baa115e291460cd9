import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import * as approval from "./non-employee-approval";
import * as request from "./non-employee-request";
import type { NonEmployeeRequestBody } from "./non-employee-request-body";

/** The calls of a client on requests for non-employees and on their approvals. */
export interface NonEmployeeRequestClient {
  /**
   * Requests, read while they are iterated; throws `ArgumentError` at once when the query is wrong.
   * @see listNonEmployeeRequests
   */
  listNonEmployeeRequests(
    query: request.NonEmployeeRequestsQuery,
    call?: CallOptions,
  ): request.NonEmployeeRequestList;
  /** Asks for a non-employee; is never sent twice. @see createNonEmployeeRequest */
  createNonEmployeeRequest(
    body: NonEmployeeRequestBody,
    call?: CallOptions,
  ): Promise<request.NonEmployeeRequest>;
  /** @see getNonEmployeeRequest */
  getNonEmployeeRequest(id: string, call?: CallOptions): Promise<request.NonEmployeeRequest>;
  /** Deletes the request and not the record that it has led to. @see deleteNonEmployeeRequest */
  deleteNonEmployeeRequest(id: string, call?: CallOptions): Promise<void>;
  /** Of the sources that a person manages: an identity's id, or `me`. @see getNonEmployeeRequestSummary */
  getNonEmployeeRequestSummary(
    requestedFor: string,
    call?: CallOptions,
  ): Promise<request.NonEmployeeRequestSummary>;
  /**
   * Approval items, read while they are iterated; throws `ArgumentError` at once when the query is wrong.
   * @see listNonEmployeeApprovals
   */
  listNonEmployeeApprovals(
    query?: approval.NonEmployeeApprovalsQuery,
    call?: CallOptions,
  ): approval.NonEmployeeApprovalList;
  /** One approval item with its request; needs a token with a user. @see getNonEmployeeApproval */
  getNonEmployeeApproval(
    id: string,
    query?: approval.NonEmployeeApprovalQuery,
    call?: CallOptions,
  ): Promise<approval.NonEmployeeApprovalItemDetail>;
  /** Takes the id of an approval item, and a token of its approver; is never sent twice. @see approveNonEmployeeRequest */
  approveNonEmployeeRequest(
    id: string,
    decision?: approval.NonEmployeeApprovalDecision,
    call?: CallOptions,
  ): Promise<approval.NonEmployeeApprovalItem>;
  /** Takes the id of an approval item, and a token of its approver; is never sent twice. @see rejectNonEmployeeRequest */
  rejectNonEmployeeRequest(
    id: string,
    decision: approval.NonEmployeeRejectApprovalDecision,
    call?: CallOptions,
  ): Promise<approval.NonEmployeeApprovalItem>;
  /** Of an approver: an identity's id, or `me`. @see getNonEmployeeApprovalSummary */
  getNonEmployeeApprovalSummary(
    requestedFor: string,
    call?: CallOptions,
  ): Promise<approval.NonEmployeeApprovalSummary>;
}

/** Makes these calls of a client. */
export function createNonEmployeeRequestClient(caller: Caller): NonEmployeeRequestClient {
  return {
    listNonEmployeeRequests: (query, call) => request.listNonEmployeeRequests(caller, query, call),
    createNonEmployeeRequest: (body, call) => request.createNonEmployeeRequest(caller, body, call),
    getNonEmployeeRequest: (id, call) => request.getNonEmployeeRequest(caller, id, call),
    deleteNonEmployeeRequest: (id, call) => request.deleteNonEmployeeRequest(caller, id, call),
    getNonEmployeeRequestSummary: (requestedFor, call) =>
      request.getNonEmployeeRequestSummary(caller, requestedFor, call),
    listNonEmployeeApprovals: (query, call) =>
      approval.listNonEmployeeApprovals(caller, query, call),
    getNonEmployeeApproval: (id, query, call) =>
      approval.getNonEmployeeApproval(caller, id, query, call),
    approveNonEmployeeRequest: (id, decision, call) =>
      approval.approveNonEmployeeRequest(caller, id, decision, call),
    rejectNonEmployeeRequest: (id, decision, call) =>
      approval.rejectNonEmployeeRequest(caller, id, decision, call),
    getNonEmployeeApprovalSummary: (requestedFor, call) =>
      approval.getNonEmployeeApprovalSummary(caller, requestedFor, call),
  };
}
