import { z } from "zod";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import { equals } from "./filter";
import { fetchPages } from "./list";
import { personFields } from "./non-employee-record";
import {
  type NonEmployeeRequestBody,
  nonEmployeeRequestBodySchema,
} from "./non-employee-request-body";
import { operations } from "./operation";
import { type PagedList, pagedList, sortersWith } from "./paged-list";
import {
  checkAnswer,
  checkArgument,
  named,
  nullAs,
  queryTextSchema,
  sortersSchema,
} from "./schema";

const text = z.string().nullish();

/** A person or group of a request in an answer; the API promises no part of it. */
export const approverSchema = z.looseObject({
  id: text,
  /** `IDENTITY` or `GOVERNANCE_GROUP`, later perhaps more. */
  type: text,
  name: text,
});

/** What one approver of a request is asked, in an answer. */
export const approvalItemBaseSchema = z.looseObject({
  /** UUID. */
  id: z.string().min(1),
  approver: approverSchema.nullish(),
  accountName: text,
  /** `PENDING`, `NOT_READY`, `APPROVED`, `REJECTED` or `CANCELLED`; the API may add others. */
  approvalStatus: text,
  /** From 1 on. */
  approvalOrder: z.number().nullish(),
  /** What the approver said. */
  comment: text,
  /** ISO 8601 instants with 0 to 9 digits of a fraction. */
  created: text,
  modified: text,
});

/** What one approver of a request is asked. */
export type ApprovalItemBase = z.infer<typeof approvalItemBaseSchema>;

/** The person that a request asks for, and how far it has come; the same in each form of a request. */
export const requestedPersonFields = {
  ...personFields,
  /** `PENDING`, `APPROVED`, `REJECTED` or `CANCELLED`; the API may add others. */
  approvalStatus: text,
  /** What the requester said. */
  comment: text,
  /** When the last approver approved. */
  completionDate: text,
  /** ISO 8601 instants of any offset; days alone in the detail of an approval. */
  startDate: text,
  endDate: text,
  created: text,
  modified: text,
};

/** The source of a request in an answer. */
export const requestedSourceSchema = z.looseObject({
  /** UUID of the non-employee object. */
  id: text,
  /** Id of the source as paths take it. */
  sourceId: text,
  name: text,
  description: text,
});

/** A request for a non-employee in an answer; the API marks nothing of it as always there. */
export const nonEmployeeRequestSchema = z.looseObject({
  /** UUID of the request, though the API's description calls it that of a source. */
  id: z.string().min(1),
  /** Id of the source as paths take it. */
  sourceId: text,
  /** Name and description of the source. */
  name: text,
  description: text,
  nonEmployeeSource: requestedSourceSchema.nullish(),
  /** In the order of approval. */
  approvalItems: nullAs(z.array(approvalItemBaseSchema), () => []),
  ...requestedPersonFields,
});

/** A request for a non-employee. */
export type NonEmployeeRequest = z.infer<typeof nonEmployeeRequestSchema>;

/** Requests by their states, in all sources that a person manages. */
export const nonEmployeeRequestSummarySchema = z.looseObject({
  approved: z.number().nullish(),
  rejected: z.number().nullish(),
  pending: z.number().nullish(),
  /** Number of records in these sources. */
  nonEmployeeCount: z.number().nullish(),
});

/** Requests by their states. */
export type NonEmployeeRequestSummary = z.infer<typeof nonEmployeeRequestSummarySchema>;

/** What a list of requests can be sorted by. */
export const requestSorterKeys =
  "created approvalStatus firstName lastName email phone accountName startDate endDate".split(" ");

const querySchema = z.strictObject({
  requestedFor: queryTextSchema,
  sourceId: z.string().min(1).optional(),
  sorters: sortersSchema(requestSorterKeys).optional(),
});

/** What a list of requests may be asked for. */
export interface NonEmployeeRequestsQuery {
  /** Id of an account manager, or `me` for the token's own user: the requests in the sources that this person manages. */
  requestedFor: string;
  /** Only the requests in this source. */
  sourceId?: string;
  /**
   * Comma list over `created`, `approvalStatus`, `firstName`, `lastName`, `email`, `phone`, `accountName`, `startDate`,
   * `endDate`; `-` before a key reverses it. @default "created,accountName", which also decide between requests that are
   * alike in the other keys
   */
  sorters?: string;
}

/** Requests that are read while they are iterated. */
export type NonEmployeeRequestList = PagedList<NonEmployeeRequest>;

/**
 * Lists requests page by page; nothing is sent before the iteration begins.
 *
 * @throws ArgumentError at once when the query is wrong.
 * @see listNonEmployeeRequests
 */
export function listNonEmployeeRequests(
  caller: Caller,
  query: NonEmployeeRequestsQuery,
  call?: CallOptions,
): NonEmployeeRequestList {
  const operation = operations.listNonEmployeeRequests;
  const general = "list non-employee requests";
  const checked = checkArgument(querySchema, query, general, operation.id);
  const { requestedFor, sourceId } = checked;
  const where = sourceId === undefined ? "" : ` in source ${sourceId}`;
  const parameters = {
    "requested-for": requestedFor,
    sorters: sortersWith(checked.sorters, ["created", "accountName"]),
    filters: sourceId === undefined ? undefined : equals("sourceId", sourceId),
  };
  const request = {
    operation,
    label: `${general} for ${requestedFor}${where}`,
    query: parameters,
  };
  return pagedList(() => fetchPages(caller, request, nonEmployeeRequestSchema, call));
}

/**
 * Asks for a non-employee; the first approver of the source is told. The API answers 200. It is never sent twice: if the
 * answer is lost, look for a request with the account name first.
 *
 * @see createNonEmployeeRequest
 */
export async function createNonEmployeeRequest(
  caller: Caller,
  body: NonEmployeeRequestBody,
  call?: CallOptions,
): Promise<NonEmployeeRequest> {
  const operation = operations.createNonEmployeeRequest;
  const label = `create non-employee request ${named(body, "accountName")}`;
  const checked = checkArgument(nonEmployeeRequestBodySchema, body, label, operation.id);
  const answer = await caller.call({ operation, label, body: checked }, call);
  return checkAnswer(nonEmployeeRequestSchema, answer);
}

/** Reads one request: each as an administrator, otherwise one's own. @see getNonEmployeeRequest */
export async function getNonEmployeeRequest(
  caller: Caller,
  id: string,
  call?: CallOptions,
): Promise<NonEmployeeRequest> {
  const operation = operations.getNonEmployeeRequest;
  const label = `read non-employee request ${id}`;
  const answer = await caller.call({ operation, parameters: { id }, label }, call);
  return checkAnswer(nonEmployeeRequestSchema, answer);
}

/** Deletes a request; a record that it has led to stays. @see deleteNonEmployeeRequest */
export async function deleteNonEmployeeRequest(
  caller: Caller,
  id: string,
  call?: CallOptions,
): Promise<void> {
  const operation = operations.deleteNonEmployeeRequest;
  const label = `delete non-employee request ${id}`;
  await caller.call({ operation, parameters: { id }, label }, call);
}

/**
 * Counts the requests in all sources that a person manages.
 *
 * @param requestedFor - Id of an account manager, or `me`.
 * @see getNonEmployeeRequestSummary
 */
export async function getNonEmployeeRequestSummary(
  caller: Caller,
  requestedFor: string,
  call?: CallOptions,
): Promise<NonEmployeeRequestSummary> {
  const operation = operations.getNonEmployeeRequestSummary;
  const parameters = { "requested-for": requestedFor };
  const label = `sum up non-employee requests for ${requestedFor}`;
  const answer = await caller.call({ operation, parameters, label }, call);
  return checkAnswer(nonEmployeeRequestSummarySchema, answer);
}
