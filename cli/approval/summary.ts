import type { NonEmployeeApprovalSummary } from "../../provider/api";
import { type ApiOptions, apiCommand, openRun } from "../api-command";
import type { CommandHost } from "../host";
import { columnsOf, printOne } from "../output";
import {
  expectCounts,
  findRequestedFor,
  requestedForOption,
  tokenUser,
  warnOfNobody,
} from "../requested-for";

const columns = columnsOf<NonEmployeeApprovalSummary>("pending", "approved", "rejected");

interface Options extends ApiOptions {
  requestedFor: string;
}

/** `approvals summary`: how many approvals there are in each state. */
export function summaryCommand(host: CommandHost) {
  return apiCommand({
    name: "summary",
    summary: "count what an approver is asked, by state",
    operations: ["getNonEmployeeApprovalSummary"],
    help: "Only an administrator sees the numbers of another person than me.",
    examples: ["approvals summary", "approvals summary --requested-for grace.hopper --format json"],
  })
    .addOption(requestedForOption("approver").default(tokenUser))
    .action((options: Options) => runSummary(host, options));
}

async function runSummary(host: CommandHost, { requestedFor, ...options }: Options): Promise<void> {
  const run = openRun(host, options);
  const { tenant, call } = run;
  const person = await findRequestedFor(tenant, call, requestedFor);
  const summary = await tenant.client.getNonEmployeeApprovalSummary(person, call);
  const counts = expectCounts(run, summary);
  printOne(host, options.format, columns, summary);
  if (counts.every((count) => count === 0)) await warnOfNobody(host, run, requestedFor);
}
