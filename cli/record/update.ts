import {
  HttpError,
  isAnswerLost,
  type JsonPatchOperation,
  jsonPointer,
  type NonEmployeeRecord,
} from "../../provider/api";
import { sentence } from "../../provider/resources/handler";
import { listed } from "../../provider/resources/value";
import { type ApiOptions, type ApiRun, apiCommand, openRun } from "../api-command";
import { confirm, yesOption } from "../confirm";
import { type CommandHost, warn } from "../host";
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
import { type Difference, describeDifference, differencesOf } from "./difference";
import { recordColumns } from "./list";

interface Options extends ApiOptions, PersonOptions {
  replace?: boolean;
  yes?: boolean;
}

/** `records update`: other values for a record. */
export function updateCommand(host: CommandHost) {
  const command = apiCommand({
    name: "update",
    summary: "change a record; what is not given stays",
    operations: [
      "getNonEmployeeRecord",
      "patchNonEmployeeRecord",
      "updateNonEmployeeRecord",
      "getNonEmployeeSourceSchemaAttributes",
    ],
    help: `The record is read first, and just what differs is sent. --data <name>= without a value clears a custom attribute. Needs a
token with a user. The owner of the source may change the end date alone, and may be refused to read the record: --end-date without
another field is sent then all the same.`,
    examples: ["records update ef38f94347e94562b5bb8424a56397d8 --end-date 2027-06-30T00:00:00Z"],
  })
    .argument("<id>", "id of the record")
    .option(
      "--replace",
      "replace the whole record: every field is needed, and --data not given is cleared",
    )
    .addOption(yesOption());
  return addPersonOptions(command, false).action((id: string, options: Options) =>
    runUpdate(host, id, options),
  );
}

async function runUpdate(host: CommandHost, id: string, options: Options): Promise<void> {
  const given = personValues(options);
  const isReplacing = options.replace === true;
  if (Object.keys(given).length === 0) {
    throw new Error(`update record ${id}: nothing to change was given; see --help for the options`);
  }
  // What is missing is told before anything is sent; the id of the source comes with the record.
  if (isReplacing) personOf("any", given);
  const run = openRun(host, options);
  const { label } = run;
  const before = await readFirst(run, id, given);
  if (before === undefined) return await changeUnread(host, run, id, given, options);
  await expectAttributes(host, run, before, given);
  const wanted = isReplacing ? wholeOf(before, given) : given;
  const differences = differencesOf(before, wanted);
  if (differences.length === 0) {
    printOne(host, options.format, recordColumns, before);
    host.err(`record ${id} of ${label} is so already: nothing was written`);
    return;
  }
  const verb = isReplacing ? "replace the whole" : "change";
  await confirm(
    host,
    `${verb} record ${id} (${personText(before)}) of ${label}`,
    options.yes,
    differences.map(describeDifference),
  );
  const send = () =>
    isReplacing ? replace(run, before, wanted) : patchFirst(run, before, differences);
  const after = await sendOnce(host, run, { id, wanted, send });
  printOne(host, options.format, recordColumns, after);
  host.err(`record ${id} of ${label} changed`);
}

/**
 * The record before the change; undefined where its end date alone is to be changed and it must not be read: the owner of a source may
 * do that, and the API's documents speak of no owner who reads.
 */
async function readFirst(
  { tenant, call }: ApiRun,
  id: string,
  given: PersonOptions,
): Promise<NonEmployeeRecord | undefined> {
  try {
    return await tenant.client.getNonEmployeeRecord(id, call);
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 403) throw error;
    if (Object.keys(given).join() === "endDate") return undefined;
    throw new Error(
      `${sentence(error)} The owner of the source can change the end date alone: give --end-date without another field.`,
      { cause: error },
    );
  }
}

/**
 * A value that is not there is cleared already, if its name is right; the API refuses no other name, for nothing is sent.
 *
 * @throws Error if the source has no attribute of a name whose value is to be cleared
 */
async function expectAttributes(
  host: CommandHost,
  { tenant, call }: ApiRun,
  { id, sourceId, data }: NonEmployeeRecord,
  given: PersonOptions,
): Promise<void> {
  const names = Object.entries(given.data ?? {})
    .filter(([name, value]) => value === "" && !Object.hasOwn(data, name))
    .map(([name]) => name);
  if (names.length === 0 || !sourceId) return;
  let known: string[];
  try {
    const attributes = await tenant.client.getNonEmployeeSourceSchemaAttributes(sourceId, call);
    known = attributes.filter(({ system }) => !system).map(({ technicalName }) => technicalName);
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 403) throw error;
    warn(
      host,
      `the record has no value of ${listed(names)}; whether the source has such an attribute may not be looked at`,
    );
    return;
  }
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const has = known.length === 0 ? "no custom attribute" : listed(known);
  throw new Error(
    `update record ${id}: its source has no attribute ${listed(unknown)}: nothing was written. It has ${has}`,
  );
}

/** Another end date for a record that must not be read. */
async function changeUnread(
  host: CommandHost,
  run: ApiRun,
  id: string,
  given: PersonOptions,
  { yes, format }: Options,
): Promise<void> {
  const what = `record ${printable(id)} of ${run.label}`;
  await confirm(host, `change ${what}, which these credentials may not read`, yes, [
    `endDate: what it was cannot be read -> ${JSON.stringify(given.endDate)}`,
  ]);
  // A record of which nothing is known has none of it.
  const send = () => patch(run, id, differencesOf({ id, data: {} }, given));
  const after = await sendOnce(host, run, { id, wanted: given, send });
  printOne(host, format, recordColumns, after);
  host.err(`${what} changed`);
}

/** Every field, and each custom value that was not given as an empty one. */
function wholeOf(before: NonEmployeeRecord, given: PersonOptions): PersonOptions {
  const cleared = Object.keys(before.data).map((name) => [name, ""] as const);
  return { ...given, data: { ...Object.fromEntries(cleared), ...given.data } };
}

function replace({ tenant, call }: ApiRun, before: NonEmployeeRecord, wanted: PersonOptions) {
  const data = Object.entries(wanted.data ?? {}).filter(([, value]) => value !== "");
  if (!before.sourceId) {
    throw new Error(`replace record ${before.id}: the tenant does not say of which source it is`);
  }
  const body = personOf(before.sourceId, { ...wanted, data: Object.fromEntries(data) });
  return tenant.client.updateNonEmployeeRecord(before.id, body, call);
}

function patch({ tenant, call }: ApiRun, id: string, differences: readonly Difference[]) {
  const operations = differences.map(({ path, to }): JsonPatchOperation => {
    const pointer = jsonPointer(...path);
    const isCleared = path.length === 2 && to === "";
    return isCleared
      ? { op: "remove", path: pointer }
      : { op: "replace", path: pointer, value: to };
  });
  return tenant.client.patchNonEmployeeRecord(id, operations, call);
}

/** Patches a record; nobody has published whether a patch can set the first custom value of one that has none. */
async function patchFirst(
  run: ApiRun,
  { id, data }: NonEmployeeRecord,
  differences: readonly Difference[],
): Promise<NonEmployeeRecord> {
  try {
    return await patch(run, id, differences);
  } catch (error) {
    const isFirst =
      Object.keys(data).length === 0 && differences.some(({ path }) => path.length > 1);
    if (!isFirst || !(error instanceof HttpError) || error.status !== 400) throw error;
    throw new Error(
      `${sentence(error)} The record has no custom value so far: if the tenant cannot set the first one in this way, give the command all fields, with --replace.`,
      { cause: error },
    );
  }
}

interface Change {
  id: string;
  wanted: PersonOptions;
  send(): Promise<NonEmployeeRecord>;
}

/** The record as it is wanted. @throws Error if it is not, or nobody can tell */
async function sendOnce(
  host: CommandHost,
  run: ApiRun,
  { id, wanted, send }: Change,
): Promise<NonEmployeeRecord> {
  let after: NonEmployeeRecord;
  try {
    after = await send();
  } catch (error) {
    if (host.signal.aborted || !isAnswerLost(error)) throw error;
    return await lookAgain(run, id, wanted, error);
  }
  if (differencesOf(after, wanted).length === 0) return after;
  // An answer may leave fields out.
  const read = await readAgain(run, id, differencesOf(after, wanted));
  const left = differencesOf(read, wanted);
  if (left.length === 0) return read;
  throw new Error(
    `update record ${id}: the tenant has not taken all of it; still to be changed: ${left.map(describeDifference).join("; ")}. Without the rights of an administrator the owner of the source can change the end date alone`,
  );
}

/** @throws Error that says that the tenant has answered, and what its answer does not have */
async function readAgain(
  { tenant, call }: ApiRun,
  id: string,
  missing: readonly Difference[],
): Promise<NonEmployeeRecord> {
  try {
    return await tenant.client.getNonEmployeeRecord(id, call);
  } catch (error) {
    throw new Error(
      `update record ${id}: the change was sent, and the tenant refused nothing, but its answer does not show all of it (${missing.map(describeDifference).join("; ")}), and the record cannot be read: ${sentence(error)} Let somebody look at it who may (records get ${id}).`,
      { cause: error },
    );
  }
}

/** Where the answer was lost, the record itself says what has become of it. */
async function lookAgain(
  run: ApiRun,
  id: string,
  wanted: PersonOptions,
  lost: unknown,
): Promise<NonEmployeeRecord> {
  let left: Difference[] = [];
  const done = await lookForEffect(run, lost, async () => {
    const record = await run.tenant.client.getNonEmployeeRecord(id, run.call);
    left = differencesOf(record, wanted);
    return left.length === 0 ? record : undefined;
  });
  if (done !== undefined) return done;
  throw new Error(
    `${sentence(lost)} The record does not have it so far: ${left.map(describeDifference).join("; ")}. Look once more (records get ${id}) before you run the command again.`,
    { cause: lost },
  );
}
