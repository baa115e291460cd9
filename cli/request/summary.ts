import type { NonEmployeeRequestSummary } from "../../provider/api";
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

const columns = columnsOf<NonEmployeeRequestSummary>(
  "pending",
  "approved",
  "rejected",
  "nonEmployeeCount",
);

interface Options extends ApiOptions {
  requestedFor: string;
}

/** `requests summary`: how many requests there are in each state. */
export function summaryCommand(host: CommandHost) {
  return apiCommand({
    name: "summary",
    summary: "count requests by state, and records, in the sources that a person manages",
    operations: ["getNonEmployeeRequestSummary"],
    help: "Only an administrator sees the numbers of another person than me.",
    examples: ["requests summary", "requests summary --requested-for grace.hopper --format json"],
  })
    .addOption(requestedForOption("account manager").default(tokenUser))
    .action((options: Options) => runSummary(host, options));
}

async function runSummary(host: CommandHost, { requestedFor, ...options }: Options): Promise<void> {
  const run = openRun(host, options);
  const { tenant, call } = run;
  const person = await findRequestedFor(tenant, call, requestedFor);
  const summary = await tenant.client.getNonEmployeeRequestSummary(person, call);
  const counts = expectCounts(run, summary);
  printOne(host, options.format, columns, summary);
  if (counts.every((count) => count === 0)) await warnOfNobody(host, run, requestedFor);
}
