import type { NonEmployeeApprovalItemDetail } from "../../provider/api";
import { type ApiOptions, apiCommand, openRun } from "../api-command";
import type { CommandHost } from "../host";
import { type Column, printOne } from "../output";
import { personColumns } from "../person";
import { decisionColumns } from "./list";

const columns: readonly Column<NonEmployeeApprovalItemDetail>[] = [
  { name: "id", of: ({ id }) => id },
  { name: "approvalStatus", of: ({ approvalStatus }) => approvalStatus },
  // Without its detail, only the item itself has the account name.
  ...personColumns.map(({ name, of }) => ({
    name,
    of: ({ accountName, nonEmployeeRequest }: NonEmployeeApprovalItemDetail) =>
      of({ accountName, ...nonEmployeeRequest }),
  })),
  { name: "source", of: ({ nonEmployeeRequest }) => nonEmployeeRequest?.nonEmployeeSource?.name },
  {
    name: "sourceId",
    of: ({ nonEmployeeRequest }) => nonEmployeeRequest?.nonEmployeeSource?.sourceId,
  },
  ...decisionColumns,
];

interface Options extends ApiOptions {
  /** What commander makes of `--no-detail`. */
  detail: boolean;
}

/** `approvals get`: what one approver is asked, with the request. */
export function getCommand(host: CommandHost) {
  return apiCommand({
    name: "get",
    summary: "show what one approver is asked, with the request",
    operations: ["getNonEmployeeApproval"],
    help: "It needs the token of a user: an administrator sees every approval, others see what they are asked.",
    examples: ["approvals get 2c1e388b-1e55-4b0a-ab5c-897f1204159c --format json"],
  })
    .argument("<id>", "id of the approval, not of its request")
    .option("--no-detail", "leave out what the request says of the person and the source")
    .action((id: string, options: Options) => runGet(host, id, options));
}

async function runGet(
  host: CommandHost,
  id: string,
  { detail, ...options }: Options,
): Promise<void> {
  const { tenant, call } = openRun(host, options);
  const item = await tenant.client.getNonEmployeeApproval(id, { includeDetail: detail }, call);
  printOne(host, options.format, columns, item);
}
