/** Requests for non-employees and the decisions on them, as the tenant stores them. */
import type { RecordFields } from "./entities";

/** States of a request and of its approval items; a request itself is never `NOT_READY`. */
export const APPROVAL_STATUSES = [
  "APPROVED",
  "REJECTED",
  "PENDING",
  "NOT_READY",
  "CANCELLED",
] as const;

export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** A request for a non-employee; its approval items are rows of their own. */
export interface NonEmployeeRequest extends RecordFields {
  id: string;
  sourceId: string;
  /** Identity id. */
  requester: string;
  approvalStatus: ApprovalStatus;
  comment: string | null;
  /** ISO 8601 instant of the last approval. */
  completionDate: string | null;
  /** True once it was deleted; it stays for the approval items that still tell of it. */
  isDeleted: boolean;
  created: string;
  modified: string;
}

/** What one approver is asked. */
export interface ApprovalItem {
  id: string;
  /** Id of the request. */
  requestId: string;
  /** Identity or governance group id. */
  approver: string;
  approvalStatus: ApprovalStatus;
  /** From 1 on. */
  approvalOrder: number;
  comment: string | null;
  created: string;
  modified: string;
}
