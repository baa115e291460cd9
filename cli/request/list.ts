import { type NonEmployeeRequest, requestSorterKeys } from "../../provider/api";
import { counted } from "../../provider/resources/value";
import { type ApiOptions, apiCommand, openRun } from "../api-command";
import type { CommandHost } from "../host";
import { type Column, showList } from "../output";
import { personColumns } from "../person";
import { printable } from "../printable";
import { findRequestedFor, requestedForOption, tokenUser, warnOfNobody } from "../requested-for";
import { sortOption } from "../sort";
import { findSourceOf, sourceForm } from "../source";

/** The columns of requests. */
export const requestColumns: readonly Column<NonEmployeeRequest>[] = [
  { name: "id", of: ({ id }) => id },
  { name: "approvalStatus", of: ({ approvalStatus }) => approvalStatus },
  ...personColumns,
  { name: "source", of: sourceNameOf },
  {
    name: "sourceId",
    of: ({ sourceId, nonEmployeeSource }) => sourceId ?? nonEmployeeSource?.sourceId,
    isWide: true,
  },
  { name: "approvers", of: approversOf },
  { name: "comment", of: ({ comment }) => comment, isWide: true },
  { name: "created", of: ({ created }) => created },
  { name: "modified", of: ({ modified }) => modified, isWide: true },
  { name: "completionDate", of: ({ completionDate }) => completionDate, isWide: true },
];

/** Name of the source that a request is for; without one, its id. */
export function sourceNameOf({
  name,
  sourceId,
  nonEmployeeSource,
}: Pick<NonEmployeeRequest, "name" | "sourceId" | "nonEmployeeSource">): string {
  return nonEmployeeSource?.name ?? name ?? sourceId ?? nonEmployeeSource?.sourceId ?? "";
}

/** `Grace Hopper APPROVED; Plant desk PENDING`, in the order of approval. */
function approversOf({ approvalItems }: NonEmployeeRequest): string {
  return approvalItems
    .map(({ approver, approvalStatus }) =>
      [approver?.name ?? approver?.id, approvalStatus].filter(Boolean).join(" "),
    )
    .join("; ");
}

interface Options extends ApiOptions {
  requestedFor: string;
  source?: string;
  sort?: string;
}

/** `requests list`: the requests in the sources that somebody manages. */
export function listCommand(host: CommandHost) {
  return apiCommand({
    name: "list",
    summary: "show the requests in the sources that a person manages",
    operations: ["listNonEmployeeRequests", "listNonEmployeeSources"],
    help: "Only an administrator sees the requests of another person than me.",
    examples: [
      "requests list --source Contractors --sort -created",
      "requests list --requested-for grace.hopper@example.com --format json",
    ],
  })
    .addOption(requestedForOption("account manager").default(tokenUser))
    .option("--source <source>", `only requests in it: ${sourceForm}`)
    .addOption(sortOption(requestSorterKeys))
    .action((options: Options) => runList(host, options));
}

async function runList(
  host: CommandHost,
  { requestedFor, source, sort, ...options }: Options,
): Promise<void> {
  const run = openRun(host, options);
  const { tenant, call, label } = run;
  const person = await findRequestedFor(tenant, call, requestedFor);
  const found = source === undefined ? undefined : await findSourceOf(tenant, call, source);
  const requests = tenant.client.listNonEmployeeRequests(
    { requestedFor: person, sourceId: found?.sourceId, sorters: sort },
    call,
  );
  const where = found === undefined ? label : `source "${printable(found.name)}" in ${label}`;
  const list = { title: `reading requests of ${where}`, items: requests };
  const count = await showList(host, options.format, requestColumns, list);
  host.err(`${counted(count, "request")} for ${requestedFor} of ${where}`);
  if (count === 0) await warnOfNobody(host, run, requestedFor);
}
