import { Option } from "commander";
import {
  type ApprovalStatus,
  approvalSorterKeys,
  approvalStatuses,
  type NonEmployeeApprovalItem,
} from "../../provider/api";
import { counted } from "../../provider/resources/value";
import { type ApiOptions, apiCommand, openRun } from "../api-command";
import type { CommandHost } from "../host";
import { type Column, showList } from "../output";
import { findRequestedFor, requestedForOption, warnOfNobody } from "../requested-for";
import { sortOption } from "../sort";

/** The columns of approvals but for the person who is asked for. */
export const decisionColumns: readonly Column<NonEmployeeApprovalItem>[] = [
  { name: "approver", of: ({ approver }) => approver?.name ?? approver?.id },
  { name: "approverId", of: ({ approver }) => approver?.id, isWide: true },
  { name: "approvalOrder", of: ({ approvalOrder }) => approvalOrder },
  { name: "comment", of: ({ comment }) => comment, isWide: true },
  { name: "requestId", of: ({ nonEmployeeRequest }) => nonEmployeeRequest?.id, isWide: true },
  { name: "requester", of: requesterOf, isWide: true },
  { name: "created", of: ({ created }) => created },
  { name: "modified", of: ({ modified }) => modified, isWide: true },
];

/** The columns of approvals. */
export const approvalColumns: readonly Column<NonEmployeeApprovalItem>[] = [
  { name: "id", of: ({ id }) => id },
  { name: "approvalStatus", of: ({ approvalStatus }) => approvalStatus },
  { name: "accountName", of: ({ accountName }) => accountName },
  ...decisionColumns,
];

function requesterOf({ nonEmployeeRequest }: NonEmployeeApprovalItem) {
  return nonEmployeeRequest?.requester?.name ?? nonEmployeeRequest?.requester?.id;
}

interface Options extends ApiOptions {
  requestedFor?: string;
  status?: ApprovalStatus;
  sort?: string;
}

/** `approvals list`: what approvers are asked. */
export function listCommand(host: CommandHost) {
  return apiCommand({
    name: "list",
    summary: "show what approvers are asked",
    operations: ["listNonEmployeeApprovals"],
    help: "Only an administrator sees the approvals of others.",
    examples: [
      "approvals list --requested-for me --status PENDING",
      "approvals list --sort -created --format csv > approvals.csv",
    ],
  })
    .addOption(requestedForOption("approver; without it, all that the token may see"))
    .addOption(new Option("--status <state>", "only those in this state").choices(approvalStatuses))
    .addOption(sortOption(approvalSorterKeys))
    .action((options: Options) => runList(host, options));
}

async function runList(
  host: CommandHost,
  { requestedFor, status, sort, ...options }: Options,
): Promise<void> {
  const run = openRun(host, options);
  const { tenant, call, label } = run;
  const person =
    requestedFor === undefined ? undefined : await findRequestedFor(tenant, call, requestedFor);
  const approvals = tenant.client.listNonEmployeeApprovals(
    { requestedFor: person, approvalStatus: status, sorters: sort },
    call,
  );
  const list = { title: `reading approvals of ${label}`, items: approvals };
  const count = await showList(host, options.format, approvalColumns, list);
  const whose = requestedFor === undefined ? "" : ` for ${requestedFor}`;
  host.err(`${counted(count, "approval")}${whose} of ${label}`);
  if (count === 0) await warnOfNobody(host, run, requestedFor);
}
