import type { Operation } from "./operation";

const requests = "/non-employee-requests";
const request = `${requests}/{id}` as const;
const approvals = "/non-employee-approvals";
const approval = `${approvals}/{id}` as const;

const read = { method: "GET", scope: "idn:nelm:read", isNeighbour: false } as const;
const manage = { scope: "idn:nelm:manage", isNeighbour: false } as const;
/** Deciding is for whom the approval asks, however high the level of another user is. */
const decide = {
  ...manage,
  method: "POST",
  needsUser: true,
  onlyFor: "the person whom the approval asks, or of a member of the governance group that it asks",
  look: "look at the state of the approval (getNonEmployeeApproval)",
} as const;

/** What to do where somebody has the account name already. */
export const takenAccount =
  "choose another accountName, or look whether the person who has it is the same one";

/** The operations on requests for non-employees and on their approvals, by operation id. */
export const requestOperations = {
  listNonEmployeeRequests: { id: "listNonEmployeeRequests", template: requests, ...read },
  createNonEmployeeRequest: {
    id: "createNonEmployeeRequest",
    method: "POST",
    template: requests,
    ...manage,
    look:
      "look for a request or a record with the accountName (listNonEmployeeApprovals or, for an account manager of the source, " +
      "listNonEmployeeRequests; listNonEmployeeRecords; on the command line approvals list, requests list and records list)",
    taken: takenAccount,
  },
  getNonEmployeeRequest: { id: "getNonEmployeeRequest", template: request, ...read },
  deleteNonEmployeeRequest: {
    id: "deleteNonEmployeeRequest",
    method: "DELETE",
    template: request,
    ...manage,
  },
  getNonEmployeeRequestSummary: {
    id: "getNonEmployeeRequestSummary",
    template: `${requests}/summary/{requested-for}`,
    ...read,
  },
  listNonEmployeeApprovals: { id: "listNonEmployeeApprovals", template: approvals, ...read },
  getNonEmployeeApproval: {
    id: "getNonEmployeeApproval",
    template: approval,
    ...read,
    needsUser: true,
  },
  approveNonEmployeeRequest: {
    id: "approveNonEmployeeRequest",
    template: `${approval}/approve`,
    ...decide,
    taken:
      "the person has a record already; if that is somebody else, reject it and have it asked again under another accountName",
  },
  rejectNonEmployeeRequest: {
    id: "rejectNonEmployeeRequest",
    template: `${approval}/reject`,
    ...decide,
  },
  getNonEmployeeApprovalSummary: {
    id: "getNonEmployeeApprovalSummary",
    template: `${approvals}/summary/{requested-for}`,
    ...read,
  },
} as const satisfies Record<string, Operation>;
