import {
  isAnswerLost,
  isConflict,
  type NonEmployeeRecord,
  type NonEmployeeRequestBody,
} from "../../provider/api";
import { untilVisible } from "../../provider/resources/converge";
import { isCreatedSince } from "../../provider/resources/create-once";
import { sentence } from "../../provider/resources/handler";
import { type ApiOptions, type ApiRun, apiCommand, openRun } from "../api-command";
import type { CommandHost } from "../host";
import { lookForEffect } from "../lost-answer";
import { printOne } from "../output";
import { addPersonOptions, type PersonOptions, personOf, personValues } from "../person";
import { printable } from "../printable";
import { findSourceToAsk, sourceForm } from "../source";
import { describeDifference, differencesOf } from "./difference";
import { recordColumns } from "./list";

interface Options extends ApiOptions, PersonOptions {
  source: string;
}

/** `records create`: a record without any approval. */
export function createCommand(host: CommandHost) {
  const command = apiCommand({
    name: "create",
    summary: "create a record at once, without approval",
    operations: [
      "createNonEmployeeRecord",
      "getNonEmployeeRecord",
      "listNonEmployeeRecords",
      "listNonEmployeeSources",
    ],
    help: `The request is never sent twice: where its answer is lost, the newest records of the source are searched for the account. To have somebody approve
it first, use "requests create".`,
    examples: [
      "records create --source Contractors --account-name joan.clarke --first-name Joan --last-name Clarke --email joan@example.com --phone 555-0100 --manager ada.lovelace --start-date 2027-01-01T00:00:00Z --end-date 2027-06-30T00:00:00Z --data costCenter=4711",
    ],
  }).requiredOption("--source <source>", sourceForm);
  return addPersonOptions(command, true).action((options: Options) => runCreate(host, options));
}

async function runCreate(host: CommandHost, options: Options): Promise<void> {
  const person = personValues(options);
  const run = openRun(host, options);
  const { sourceId, name } = await findSourceToAsk(run.tenant, run.call, options.source);
  const body = personOf(sourceId, person);
  host.beginWriting();
  const record = await createRecord(host, run, { body, sourceName: printable(name) });
  printOne(host, options.format, recordColumns, record);
  host.err(`record ${record.id} created in source "${printable(name)}" of ${run.label}`);
}

interface Wanted {
  body: NonEmployeeRequestBody;
  sourceName: string;
}

/** Sends the one request, and looks where its answer does not say enough. */
async function createRecord(
  host: CommandHost,
  run: ApiRun,
  wanted: Wanted,
): Promise<NonEmployeeRecord> {
  const { client } = run.tenant;
  const { body } = wanted;
  // Looking the source up has told the server's time.
  const since = client.serverTime() ?? Number.POSITIVE_INFINITY;
  let made: NonEmployeeRecord;
  try {
    made = await client.createNonEmployeeRecord(body, run.call);
  } catch (error) {
    if (host.signal.aborted) throw error;
    if (isConflict(error)) throw await explainTaken(run, wanted, error);
    if (!isAnswerLost(error)) throw error;
    host.err("the answer was lost; looking whether the record was made");
    return await findMade(run, wanted, since, error);
  }
  if (differencesOf(made, body).length === 0) return made;
  // An answer may leave fields out.
  const record = await readMade(run, made.id, wanted);
  const different = differencesOf(record, body);
  if (different.length === 0) return record;
  throw new Error(
    `create record "${body.accountName}": record ${record.id} was created, but not as it was sent: ${different.map(describeDifference).join("; ")}. \`records update ${record.id}\` corrects it`,
  );
}

/** What was just made may be invisible for some seconds. @throws Error that says that it was made */
async function readMade(
  { tenant, call }: ApiRun,
  id: string,
  { body, sourceName }: Wanted,
): Promise<NonEmployeeRecord> {
  try {
    return await untilVisible(tenant, call, () => tenant.client.getNonEmployeeRecord(id, call));
  } catch (error) {
    throw new Error(
      `create record "${body.accountName}": record ${id} was created in source "${sourceName}", but the answer does not show all of it, and it cannot be read: ${sentence(error)} Look at it (records get ${id}).`,
      { cause: error },
    );
  }
}

/** The record that this command has provably made. @throws Error that says what there is instead */
async function findMade(
  run: ApiRun,
  { body, sourceName }: Wanted,
  since: number,
  lost: unknown,
): Promise<NonEmployeeRecord> {
  const where = `"${body.accountName}" in source "${sourceName}"`;
  let other: NonEmployeeRecord | undefined;
  const found = await lookForEffect(run, lost, async () => {
    const record = await findNewest(run, body, since);
    const isOurs = record !== undefined && differencesOf(record, body).length === 0;
    if (!isOurs) other = record;
    return isOurs ? record : undefined;
  });
  if (found !== undefined) return found;
  const told = other
    ? `Record ${other.id} has ${where} and is not as it was sent`
    : `So far there is no new record of ${where}; look once more (records list) before you run the command again`;
  throw new Error(`${sentence(lost)} ${told}.`, { cause: lost });
}

/** The newest first, so that what was there before the request ends the search. */
async function findNewest(
  { tenant, call }: ApiRun,
  { sourceId, accountName }: NonEmployeeRequestBody,
  since: number,
): Promise<NonEmployeeRecord | undefined> {
  const query = { sourceId, sorters: "-created" };
  for await (const record of tenant.client.listNonEmployeeRecords(query, call)) {
    if (!isCreatedSince(record.created, since)) return undefined;
    if (record.accountName === accountName) return record;
  }
  return undefined;
}

async function explainTaken(run: ApiRun, wanted: Wanted, conflict: unknown): Promise<Error> {
  const { body, sourceName } = wanted;
  const who = await whoHas(run, body).catch(
    (error: unknown) => `which record has it cannot be looked up: ${sentence(error)}`,
  );
  return new Error(
    `${sentence(conflict)} Nothing was created. The account "${body.accountName}" is taken in source "${sourceName}"; ${who}`,
    { cause: conflict },
  );
}

/** Who has an account name that is taken, in a sentence. */
async function whoHas(
  { tenant, call }: ApiRun,
  { sourceId, accountName }: NonEmployeeRequestBody,
): Promise<string> {
  for await (const record of tenant.client.listNonEmployeeRecords({ sourceId }, call)) {
    if (record.accountName !== accountName) continue;
    return `record ${record.id} has it: \`records update ${record.id}\` changes that one.`;
  }
  return "none of its records has it: one of another source may, or an open request; choose another name, or look at `records list` and `requests list`.";
}
