import {
  isAnswerLost,
  type NonEmployeeRequest,
  type NonEmployeeRequestBody,
  type NonEmployeeSource,
} from "../../provider/api";
import { isCreatedSince } from "../../provider/resources/create-once";
import { sentence } from "../../provider/resources/handler";
import { listed } from "../../provider/resources/value";
import { type ApiOptions, type ApiRun, apiCommand, openRun } from "../api-command";
import type { CommandHost } from "../host";
import { lookForEffect } from "../lost-answer";
import { printOne } from "../output";
import {
  addPersonOptions,
  type PersonOptions,
  personOf,
  personText,
  personValues,
} from "../person";
import { printable } from "../printable";
import { findSourceToAsk, sourceForm } from "../source";
import { requestColumns, sourceNameOf } from "./list";

type SourceToAsk = Pick<NonEmployeeSource, "sourceId" | "name">;

interface Options extends ApiOptions, PersonOptions {
  source: string;
}

/** `requests create`: asks the approvers of a source for a non-employee. */
export function createCommand(host: CommandHost) {
  const command = apiCommand({
    name: "create",
    summary: "ask for a non-employee",
    operations: ["createNonEmployeeRequest", "listNonEmployeeRequests", "listNonEmployeeSources"],
    help: `The first approver of the source is told. A source without approvers may have the record at once.
An owner who does not manage the source, and is no administrator, names it by its sourceId.
The request is never sent twice: if its answer is lost, the list of requests shows whether it was made.`,
    examples: [
      `requests create --source Contractors --account-name william.smith --first-name William --last-name Smith \\
      --email william.smith@example.com --phone 5125555555 --manager alan.turing \\
      --start-date 2027-01-01T00:00:00Z --end-date 2027-12-31T00:00:00Z --data costCenter=4711`,
    ],
  }).requiredOption("--source <source>", sourceForm);
  return addPersonOptions(command, true).action((options: Options) => runCreate(host, options));
}

async function runCreate(host: CommandHost, options: Options): Promise<void> {
  const person = personValues(options);
  const run = openRun(host, options);
  const found = await findSourceToAsk(run.tenant, run.call, options.source);
  const request = await askOnce(host, run, found, personOf(found.sourceId, person));
  printOne(host, options.format, requestColumns, request);
  const state = request.approvalStatus ?? "of no state";
  host.err(
    `requested ${personText(request)} in source "${printable(sourceNameOf(request))}" of ${run.label}; the request is ${printable(state)}`,
  );
}

async function askOnce(
  host: CommandHost,
  run: ApiRun,
  source: SourceToAsk,
  body: NonEmployeeRequestBody,
): Promise<NonEmployeeRequest> {
  const { client } = run.tenant;
  // Looking the source up has told the server's time.
  const since = client.serverTime() ?? Number.POSITIVE_INFINITY;
  host.beginWriting();
  try {
    return await client.createNonEmployeeRequest(body, run.call);
  } catch (error) {
    if (host.signal.aborted || !isAnswerLost(error)) throw error;
    host.err("the answer was lost; looking whether the request was made");
    return await lookForOurs(run, source, body, since, error);
  }
}

/** The request that this command has provably made. @throws Error that says what there is instead */
async function lookForOurs(
  run: ApiRun,
  source: SourceToAsk,
  body: NonEmployeeRequestBody,
  since: number,
  lost: unknown,
): Promise<NonEmployeeRequest> {
  const where = `for "${body.accountName}" in source "${source.name}"`;
  const found = await lookUntilSeen(run, body, since, lost);
  const ours = found.find((request) => isOurs(request, body, since));
  if (ours !== undefined) return ours;
  const told =
    found.length === 0
      ? `\`requests list\` shows no request ${where}; it has those of the sources that the user of these credentials manages, so it proves nothing of others`
      : `\`requests list\` shows ${where} ${listed(found.map(textOf))}, which this command cannot prove to have made`;
  throw new Error(
    `${sentence(lost)} ${told}. Look at \`approvals list\` and \`records list\`, too, before you run the command again.`,
    { cause: lost },
  );
}

/** All requests of that account name in the source, the newest first; what was just made may be invisible for some seconds. */
async function lookUntilSeen(
  run: ApiRun,
  body: NonEmployeeRequestBody,
  since: number,
  lost: unknown,
): Promise<NonEmployeeRequest[]> {
  const query = { requestedFor: "me", sourceId: body.sourceId, sorters: "-created" };
  let found: NonEmployeeRequest[] = [];
  await lookForEffect(run, lost, async () => {
    found = [];
    for await (const request of run.tenant.client.listNonEmployeeRequests(query, run.call)) {
      if (request.accountName === body.accountName) found.push(request);
    }
    return found.find((request) => isOurs(request, body, since));
  });
  return found;
}

/** The same account name may have been asked for before, and by somebody else. */
function isOurs(request: NonEmployeeRequest, body: NonEmployeeRequestBody, since: number): boolean {
  const told = ["firstName", "lastName", "email"] as const;
  return (
    isCreatedSince(request.created, since) && told.every((field) => request[field] === body[field])
  );
}

/** `ac11... (REJECTED, created 2026-...)`. */
function textOf({ id, approvalStatus, created }: NonEmployeeRequest): string {
  return `${id} (${approvalStatus ?? "of no state"}, created ${created ?? "at a time that is not told"})`;
}
