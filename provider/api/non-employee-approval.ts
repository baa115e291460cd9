import { z } from "zod";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import { equals } from "./filter";
import { fetchPages } from "./list";
import {
  approvalItemBaseSchema,
  approverSchema,
  requestedPersonFields,
  requestedSourceSchema,
} from "./non-employee-request";
import { type Operation, operations } from "./operation";
import { type PagedList, pagedList, sortersWith } from "./paged-list";
import { checkAnswer, checkArgument, nullAs, queryTextSchema, sortersSchema } from "./schema";
import { schemaAttributeSchema } from "./schema-attribute";

/** States of an approval item that a list can be asked for. */
export const approvalStatuses = [
  "APPROVED",
  "REJECTED",
  "PENDING",
  "NOT_READY",
  "CANCELLED",
] as const;

/** State of an approval item. */
export type ApprovalStatus = (typeof approvalStatuses)[number];

const requestReference = {
  /** UUID. */
  id: z.string().nullish(),
  requester: approverSchema.nullish(),
};

/** An approval item in an answer. */
export const nonEmployeeApprovalItemSchema = approvalItemBaseSchema.extend({
  /** Of the request there are the ids alone. */
  nonEmployeeRequest: z.looseObject(requestReference).nullish(),
});

/** An approval item: what one approver of a request is asked. */
export type NonEmployeeApprovalItem = z.infer<typeof nonEmployeeApprovalItemSchema>;

/** An approval item in an answer, with its request; of that there may be the ids alone, or nothing, where no detail is wanted. */
export const nonEmployeeApprovalItemDetailSchema = approvalItemBaseSchema.extend({
  nonEmployeeRequest: z
    .looseObject({
      ...requestReference,
      nonEmployeeSource: requestedSourceSchema
        .extend({
          schemaAttributes: nullAs(z.array(schemaAttributeSchema), () => []),
        })
        .nullish(),
      ...requestedPersonFields,
    })
    .nullish(),
});

/** An approval item with its request. */
export type NonEmployeeApprovalItemDetail = z.infer<typeof nonEmployeeApprovalItemDetailSchema>;

/** Approval items by their states. */
export const nonEmployeeApprovalSummarySchema = z.looseObject({
  approved: z.number().nullish(),
  pending: z.number().nullish(),
  rejected: z.number().nullish(),
});

/** Approval items by their states. */
export type NonEmployeeApprovalSummary = z.infer<typeof nonEmployeeApprovalSummarySchema>;

/** In characters, as the API counts. */
const maxCommentLength = 4000;

const commentSchema = z
  .string()
  .refine(
    (comment) => [...comment].length <= maxCommentLength,
    `must have at most ${maxCommentLength} characters`,
  );

/** The body that approves. */
export const nonEmployeeApprovalDecisionSchema = z.strictObject({
  comment: commentSchema.optional(),
});

/** The body that approves. */
export type NonEmployeeApprovalDecision = z.infer<typeof nonEmployeeApprovalDecisionSchema>;

/** The body that rejects. */
export const nonEmployeeRejectApprovalDecisionSchema = z.strictObject({
  /** Why: the API wants it. */
  comment: commentSchema.min(1),
});

/** The body that rejects. */
export type NonEmployeeRejectApprovalDecision = z.infer<
  typeof nonEmployeeRejectApprovalDecisionSchema
>;

/** What a list of approval items can be sorted by. */
export const approvalSorterKeys = ["created", "modified"];

const querySchema = z.strictObject({
  requestedFor: queryTextSchema.optional(),
  approvalStatus: z.enum(approvalStatuses).optional(),
  sorters: sortersSchema(approvalSorterKeys).optional(),
});

/** What a list of approval items may be asked for. */
export interface NonEmployeeApprovalsQuery {
  /** Id of an approver, or `me` for the token's own user. @default those of all approvers, as far as the token may see them */
  requestedFor?: string;
  /** Only the items in this state. */
  approvalStatus?: ApprovalStatus;
  /** Comma list over `created`, `modified`; `-` before a key reverses it. @default "created,modified" */
  sorters?: string;
}

/** Approval items that are read while they are iterated. */
export type NonEmployeeApprovalList = PagedList<NonEmployeeApprovalItem>;

/**
 * Lists approval items page by page; nothing is sent before the iteration begins.
 *
 * @throws ArgumentError at once when the query is wrong.
 * @see listNonEmployeeApprovals
 */
export function listNonEmployeeApprovals(
  caller: Caller,
  query: NonEmployeeApprovalsQuery = {},
  call?: CallOptions,
): NonEmployeeApprovalList {
  const operation = operations.listNonEmployeeApprovals;
  const general = "list non-employee approvals";
  const checked = checkArgument(querySchema, query, general, operation.id);
  const { requestedFor, approvalStatus } = checked;
  const parameters = {
    "requested-for": requestedFor,
    sorters: sortersWith(checked.sorters, approvalSorterKeys),
    filters: approvalStatus && equals("approvalStatus", approvalStatus),
  };
  const label = requestedFor === undefined ? general : `${general} for ${requestedFor}`;
  const request = { operation, label, query: parameters };
  return pagedList(() => fetchPages(caller, request, nonEmployeeApprovalItemSchema, call));
}

const detailQuerySchema = z.strictObject({ includeDetail: z.boolean().optional() });

/** How one approval item is read. */
export interface NonEmployeeApprovalQuery {
  /** Whether its request comes with all that is in it. @default true */
  includeDetail?: boolean;
}

/** Reads one approval item; needs a token with a user. @see getNonEmployeeApproval */
export async function getNonEmployeeApproval(
  caller: Caller,
  id: string,
  query: NonEmployeeApprovalQuery = {},
  call?: CallOptions,
): Promise<NonEmployeeApprovalItemDetail> {
  const operation = operations.getNonEmployeeApproval;
  const label = `read non-employee approval ${id}`;
  const { includeDetail } = checkArgument(detailQuerySchema, query, label, operation.id);
  const parameters = { "include-detail": includeDetail === false ? "false" : undefined };
  const request = { operation, parameters: { id }, label, query: parameters };
  return checkAnswer(nonEmployeeApprovalItemDetailSchema, await caller.call(request, call));
}

/**
 * Approves what the item asks; the next approver is told, or, with the last one, the record is made. Only the approver can,
 * or a member of the governance group that is one. It is never sent twice.
 *
 * @param id - Id of the approval item, not of the request.
 * @see approveNonEmployeeRequest
 */
export async function approveNonEmployeeRequest(
  caller: Caller,
  id: string,
  decision: NonEmployeeApprovalDecision = {},
  call?: CallOptions,
): Promise<NonEmployeeApprovalItem> {
  const operation = operations.approveNonEmployeeRequest;
  const label = `approve non-employee approval ${id}`;
  const body = checkArgument(nonEmployeeApprovalDecisionSchema, decision, label, operation.id);
  return decide(caller, { operation, id, label, body }, call);
}

/**
 * Refuses what the item asks, which ends the request. Only the approver can, or a member of the governance group that is
 * one. It is never sent twice.
 *
 * @param id - Id of the approval item, not of the request.
 * @see rejectNonEmployeeRequest
 */
export async function rejectNonEmployeeRequest(
  caller: Caller,
  id: string,
  decision: NonEmployeeRejectApprovalDecision,
  call?: CallOptions,
): Promise<NonEmployeeApprovalItem> {
  const operation = operations.rejectNonEmployeeRequest;
  const label = `reject non-employee approval ${id}`;
  const schema = nonEmployeeRejectApprovalDecisionSchema;
  const body = checkArgument(schema, decision, label, operation.id);
  return decide(caller, { operation, id, label, body }, call);
}

async function decide(
  caller: Caller,
  { id, ...request }: { operation: Operation; id: string; label: string; body: object },
  call: CallOptions | undefined,
): Promise<NonEmployeeApprovalItem> {
  const answer = await caller.call({ ...request, parameters: { id } }, call);
  return checkAnswer(nonEmployeeApprovalItemSchema, answer);
}

/**
 * Counts the approval items of a person.
 *
 * @param requestedFor - Id of an approver, or `me`.
 * @see getNonEmployeeApprovalSummary
 */
export async function getNonEmployeeApprovalSummary(
  caller: Caller,
  requestedFor: string,
  call?: CallOptions,
): Promise<NonEmployeeApprovalSummary> {
  const operation = operations.getNonEmployeeApprovalSummary;
  const parameters = { "requested-for": requestedFor };
  const label = `sum up non-employee approvals for ${requestedFor}`;
  const answer = await caller.call({ operation, parameters, label }, call);
  return checkAnswer(nonEmployeeApprovalSummarySchema, answer);
}
