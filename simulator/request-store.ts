/** The requests of a tenant with their approval items: what each decision does to the others. */
import type { NonEmployeeRecord } from "./entities";
import { newUuid } from "./identifier";
import { RecordStore } from "./record-store";
import type { ApprovalItem, ApprovalStatus, NonEmployeeRequest } from "./request-entities";
import type { SeedApprovalItem, SeedRequest } from "./request-seed";

/** What an approver says. */
export interface ApprovalDecision {
  approvalStatus: "APPROVED" | "REJECTED";
  /** @default none */
  comment?: string | null;
}

/** The part of the store that holds requests. */
export class RequestStore extends RecordStore {
  /** Requests in the order in which they were made, but for those that were deleted. */
  requests(): NonEmployeeRequest[] {
    return structuredClone([...this.rows.requests()]);
  }

  request(id: string): NonEmployeeRequest | undefined {
    return structuredClone(this.rows.request(id));
  }

  /** The approval items of a request, in the order of approval; of all requests where none is named. */
  approvals(requestId?: string): ApprovalItem[] {
    return requestId === undefined
      ? this.tables.approvals.list()
      : this.tables.approvals.group(requestId);
  }

  /**
   * Adds a request; what is left out gets plausible values. Its approval items are those of the source's approvers in the
   * states that go with the request's own. Nothing else follows: an approved one makes no record.
   */
  addRequest(sourceId: string, request: SeedRequest = {}): NonEmployeeRequest {
    const { approvers } = this.tables.sources.get(sourceId);
    const { approvalItems, ...given } = request;
    const number = this.rows.allRequestsOf(sourceId).length + 1;
    const accountName = given.accountName ?? `mary.jones${number}`;
    const approvalStatus = given.approvalStatus ?? "PENDING";
    const stamps = this.stamps(given.created);
    const row = {
      id: newUuid(),
      requester: this.rows.genericSource(sourceId)?.owner ?? "",
      ...this.plausiblePerson(accountName, { firstName: "Mary", lastName: `Jones ${number}` }),
      approvalStatus,
      comment: null,
      completionDate: approvalStatus === "APPROVED" ? stamps.created : null,
      isDeleted: false,
      ...stamps,
      ...given,
      sourceId,
    };
    const made = this.tables.requests.add(row, this.madeAtMs(given.created));
    const items = approvalItems ?? itemsOf(approvers, approvalStatus);
    for (const [index, item] of items.entries()) this.#addApproval(made, item, index + 1);
    return made;
  }

  /**
   * Decides on an approval item, whatever its state is: the next approver is asked, or the request is approved and its record
   * made; a rejection ends the request.
   */
  decideApproval(id: string, { approvalStatus, comment = null }: ApprovalDecision): ApprovalItem {
    const modified = this.now();
    const item = this.tables.approvals.edit(id, { approvalStatus, comment, modified });
    if (approvalStatus === "REJECTED") {
      this.#cancelApprovals(item.requestId);
      this.tables.requests.edit(item.requestId, { approvalStatus, modified });
      return item;
    }
    const next = this.rows
      .approvalsOf(item.requestId)
      .find((other) => other.approvalStatus === "NOT_READY");
    if (next) this.tables.approvals.edit(next.id, { approvalStatus: "PENDING", modified });
    else this.completeRequest(item.requestId);
    return item;
  }

  /** Approves a request for good and makes its record. */
  completeRequest(id: string): NonEmployeeRequest {
    const now = this.now();
    const changes = { approvalStatus: "APPROVED" as const, completionDate: now, modified: now };
    const request = this.tables.requests.edit(id, changes);
    this.#addRecordOf(request);
    return request;
  }

  /** Deletes a request. Its open approval items are cancelled or, if they are not to stay, all are deleted with it. */
  deleteRequest(id: string, { keepsApprovals = true } = {}): void {
    if (keepsApprovals) {
      this.#cancelApprovals(id);
      this.tables.requests.edit(id, { isDeleted: true, modified: this.now() });
      return;
    }
    for (const item of this.rows.approvalsOf(id)) this.tables.approvals.delete(item.id);
    this.tables.requests.delete(id);
  }

  /** Requests go with their source. */
  protected dropRequestsOf(sourceId: string): void {
    for (const { id } of this.rows.allRequestsOf(sourceId)) {
      this.deleteRequest(id, { keepsApprovals: false });
    }
  }

  #addRecordOf(request: NonEmployeeRequest): NonEmployeeRecord {
    const { accountName, firstName, lastName, email, phone, manager } = request;
    const { sourceId, startDate, endDate, data } = request;
    const names = { accountName, firstName, lastName };
    return this.addRecord(sourceId, { ...names, email, phone, manager, startDate, endDate, data });
  }

  #addApproval(
    { id: requestId, created, modified }: NonEmployeeRequest,
    item: SeedApprovalItem,
    approvalOrder: number,
  ): void {
    const row = { id: newUuid(), comment: null, approvalOrder, created, modified };
    const made = { ...row, ...item, requestId };
    this.tables.approvals.add(made, this.madeAtMs(made.created));
  }

  #cancelApprovals(requestId: string): void {
    for (const { id, approvalStatus } of this.rows.approvalsOf(requestId)) {
      if (approvalStatus !== "PENDING" && approvalStatus !== "NOT_READY") continue;
      const cancelled = { approvalStatus: "CANCELLED" as const, modified: this.now() };
      this.tables.approvals.edit(id, cancelled);
    }
  }
}

/** One item for each approver, the first in the state of the request, the others in one that goes with it. */
function itemsOf(approvers: readonly string[], status: ApprovalStatus): SeedApprovalItem[] {
  const others: Readonly<Record<ApprovalStatus, ApprovalStatus>> = {
    PENDING: "NOT_READY",
    NOT_READY: "NOT_READY",
    APPROVED: "APPROVED",
    REJECTED: "CANCELLED",
    CANCELLED: "CANCELLED",
  };
  return approvers.map((approver, index) => ({
    approver,
    approvalStatus: index === 0 ? status : others[status],
  }));
}
