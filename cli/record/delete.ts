import { isNotFound, type NonEmployeeRecord } from "../../provider/api";
import { sentence } from "../../provider/resources/handler";
import { counted } from "../../provider/resources/value";
import { type ApiOptions, type ApiRun, apiCommand, openRun } from "../api-command";
import { confirm, printFirst, yesOption } from "../confirm";
import { type CommandHost, messageOf, withProgress } from "../host";
import { lookForEffect, mayBeDeleted } from "../lost-answer";
import { printList, whole } from "../output";
import { personText } from "../person";
import { recordColumns } from "./list";

interface Options extends ApiOptions {
  yes?: boolean;
}

/** Ids in one request. The API names no limit; the lists have this one. */
const idsAtOnce = 250;

/** So many accounts are named in the question. */
const maxNamed = 10;

/** `records delete`: people who are no longer there. */
export function deleteCommand(host: CommandHost) {
  return apiCommand({
    name: "delete",
    format: "json",
    summary: "delete records",
    operations: [
      "getNonEmployeeRecord",
      "deleteNonEmployeeRecord",
      "deleteNonEmployeeRecordsInBulk",
    ],
    help: `Each record is read first: an id that is not known ends the command before anything is deleted. What was deleted goes to
standard output: keep it, nothing else can bring it back. Afterwards each id is asked for once more. Where some are still there, run the command again with these, and
write what it prints into another file: the first one is all that is left of those that are gone.`,
    examples: ["records delete ef38f94347e94562b5bb8424a56397d8 > deleted.json"],
  })
    .argument("<id...>", "ids of records")
    .addOption(yesOption())
    .action((ids: string[], options: Options) => runDelete(host, [...new Set(ids)], options));
}

async function runDelete(host: CommandHost, ids: string[], options: Options): Promise<void> {
  const run = openRun(host, options);
  const { label } = run;
  const { found, unknown } = await readAll(host, run, ids, "reading records");
  if (unknown.length > 0) {
    throw new Error(
      `delete records: ${label} has no record ${unknown.join(" ")}; nothing was deleted. Check the ids, and that this is the right tenant; or an earlier run has deleted them, then its output has them`,
    );
  }
  const named = found
    .slice(0, maxNamed)
    .map((record) => `${personText(record)} of source ${record.sourceId}`);
  const more = found.length > maxNamed ? [`and ${found.length - maxNamed} more`] : [];
  const what = `delete ${counted(found.length, "record")} of ${label}:`;
  await confirm(host, what, options.yes, [...named, ...more]);
  await printFirst(host, () => printList(host, options.format, whole(recordColumns), found));
  const deletion = await deleteAll(run, ids);
  host.signal.throwIfAborted();
  await expectGone(host, run, ids, deletion);
  host.err(`${counted(ids.length, "record")} of ${label} deleted`);
}

/** How far deleting has come. */
interface Deletion {
  /** What went wrong, which may be after the effect; undefined if nothing did. */
  failure?: unknown;
  /** The last ids, whose requests were never sent. */
  unsent: readonly string[];
}

/** Deletes one by one request, several by others. */
async function deleteAll({ tenant, call }: ApiRun, ids: readonly string[]): Promise<Deletion> {
  const [only, ...others] = ids;
  let sent = 0;
  try {
    if (only !== undefined && others.length === 0) {
      sent = 1;
      await tenant.client.deleteNonEmployeeRecord(only, call);
    }
    while (sent < ids.length) {
      const some = ids.slice(sent, sent + idsAtOnce);
      sent += some.length;
      await tenant.client.deleteNonEmployeeRecordsInBulk(some, call);
    }
    return { unsent: [] };
  } catch (failure) {
    return { failure, unsent: ids.slice(sent) };
  }
}

/** Whatever the answers were, the records themselves say what is gone. @throws Error that names those that are left */
async function expectGone(
  host: CommandHost,
  run: ApiRun,
  ids: readonly string[],
  deletion: Deletion,
): Promise<void> {
  const { failure, unsent } = deletion;
  const reason = failure === undefined ? "delete records:" : sentence(failure);
  const withReason = (error: unknown): never => {
    throw new Error(`${reason} ${messageOf(error)}`, { cause: error });
  };
  let left = ids.slice(0, ids.length - unsent.length);
  const look = async () => {
    left = await findLeft(host, run, left, ids.length);
    return left.length === 0 ? left : undefined;
  };
  // What was lost or broke off may take effect later.
  if (mayBeDeleted(failure)) await lookForEffect(run, failure, look);
  else await look().catch(withReason);
  left = [...left, ...(await findLeft(host, run, unsent, ids.length).catch(withReason))];
  if (left.length === 0) return;
  const gone = ids.length - left.length;
  throw new Error(
    `${reason} ${gone} of ${counted(ids.length, "record")} of ${run.label} are deleted; still there: ${left.join(" ")}. Run the command again with these, and write what it prints into another file: this output is all that is left of those that are gone`,
    { cause: failure },
  );
}

/** Those of some ids that records still have. @param total how many were to be deleted, for the message */
async function findLeft(
  host: CommandHost,
  run: ApiRun,
  ids: readonly string[],
  total: number,
): Promise<string[]> {
  if (ids.length === 0) return [];
  try {
    const { unknown } = await readAll(host, run, ids, "looking for what is left");
    const gone = new Set(unknown);
    return ids.filter((id) => !gone.has(id));
  } catch (error) {
    throw new Error(
      `Which of the ${total} records of ${run.label} are left cannot be told: ${sentence(error)} Look at them with records get`,
      { cause: error },
    );
  }
}

async function readAll(host: CommandHost, run: ApiRun, ids: readonly string[], title: string) {
  const found: NonEmployeeRecord[] = [];
  const unknown: string[] = [];
  await withProgress(host, `${title} of ${run.label}`, async (tell) => {
    for (const [index, id] of ids.entries()) {
      try {
        found.push(await run.tenant.client.getNonEmployeeRecord(id, run.call));
      } catch (error) {
        if (!isNotFound(error)) throw error;
        unknown.push(id);
      }
      tell(index + 1, ids.length);
    }
  });
  return { found, unknown };
}
