import type { NonEmployeeApprovalSummary } from "../../provider/api";
import type { CommandHost } from "../host";
import { columnsOf } from "../output";
import { summaryOf } from "../summary";

/** `approvals summary`: how many approvals there are in each state. */
export function summaryCommand(host: CommandHost) {
  return summaryOf(host, {
    summary: "count what an approver is asked, by state",
    operations: ["getNonEmployeeApprovalSummary"],
    examples: ["approvals summary", "approvals summary --requested-for grace.hopper --format json"],
    who: "approver",
    columns: columnsOf<NonEmployeeApprovalSummary>("pending", "approved", "rejected"),
    read: (client, person, call) => client.getNonEmployeeApprovalSummary(person, call),
  });
}
