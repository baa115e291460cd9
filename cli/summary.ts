/** What `requests summary` and `approvals summary` have in common: the numbers of a person, by state. */
import type { CallOptions, Client } from "../provider/api";
import { type ApiCommandText, type ApiOptions, apiCommand, openRun } from "./api-command";
import type { CommandHost } from "./host";
import { type Column, printOne } from "./output";
import { findRequestedFor, requestedForOption, tokenUser, warnOfNobody } from "./requested-for";

interface Options extends ApiOptions {
  requestedFor: string;
}

type Counts = Partial<Record<"pending" | "approved" | "rejected", number | null>>;

/** One of the two. */
export interface SummaryText<T extends Counts>
  extends Pick<ApiCommandText, "summary" | "operations" | "examples"> {
  /** Whom `--requested-for` means. */
  who: string;
  columns: Column<T>[];
  read(client: Client, person: string, call: CallOptions): Promise<T>;
}

/** A command that shows the numbers of a person. */
export function summaryOf<T extends Counts>(host: CommandHost, text: SummaryText<T>) {
  const { summary, operations, examples, who } = text;
  return apiCommand({
    name: "summary",
    summary,
    operations,
    examples,
    help: "Only an administrator sees the numbers of another person than me.",
  })
    .addOption(requestedForOption(who).default(tokenUser))
    .action((options: Options) => runSummary(host, options, text));
}

async function runSummary<T extends Counts>(
  host: CommandHost,
  { requestedFor, ...options }: Options,
  { columns, read }: SummaryText<T>,
): Promise<void> {
  const run = openRun(host, options);
  const { tenant, call, label } = run;
  const person = await findRequestedFor(tenant, call, requestedFor);
  const summary = await read(tenant.client, person, call);
  const { pending, approved, rejected } = summary;
  const counts = [pending, approved, rejected].filter((count) => typeof count === "number");
  // None is not the same as zero.
  if (counts.length === 0) {
    throw new Error(`${label} answered without a count of any state; run the command again`);
  }
  printOne(host, options.format, columns, summary);
  if (counts.every((count) => count === 0)) await warnOfNobody(host, run, requestedFor);
}
