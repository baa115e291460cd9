/**
 * The backup of a source's records before they are destroyed. It is made from the list of records and not from the API's CSV
 * export, of which nobody knows whether it has columns for custom attributes, and what stands in it for a manager.
 */
import { resolve } from "node:path";
import type { NonEmployeeRecord, NonEmployeeSource } from "../api";
import { type CsvLines, checkCsv, toCsv, toLines } from "./backup-csv";
import { type Draft, type FilePlace, withDraft } from "./backup-file";
import { freshSource } from "./fresh-source";
import { type Call, ResourceError, sentence } from "./handler";
import { callOptions, type Tenant } from "./tenant";
import { counted } from "./value";

/** What a backup has come to. */
export interface BackedUp {
  /** Absolute path of the file. */
  path: string;
  /** Number of records in it. */
  count: number;
  /** False if the source went away while its records were written: the file is then what is left of them. */
  isThere: boolean;
}

const again = "Run the command again";
const byHand =
  "if it stays so, export the records yourself and set SAIL_BACKUP_DIR=none, which says that no backup is wanted";

/**
 * Writes all records of a source to a new file in the folder, and proves that none is missing: the list holds as many as the
 * source counts, the file reads back as it was written, and the count is still the same afterwards. Where the tenant gives no
 * count, two lists must hold the same records.
 *
 * @param source as the fresh list showed it on which the destroy was decided
 * @param folder relative to the folder of the process, which is that of the program
 * @throws {@link ResourceError} the file, what failed, the numbers and what to do; no file has that name then
 * @see listNonEmployeeRecords, getNonEmployeeSourceSchemaAttributes, listNonEmployeeSources
 */
export async function backUpRecords(
  tenant: Tenant,
  call: Call,
  source: NonEmployeeSource,
  folder: string,
): Promise<BackedUp> {
  const place = placeOf(tenant, source, resolve(folder));
  try {
    const options = callOptions(call);
    const { sourceId } = source;
    const attributes = await tenant.client.getNonEmployeeSourceSchemaAttributes(sourceId, options);
    const records = await listRecords(tenant, call, sourceId);
    checkCount(source, records);
    const lines = toLines(records, attributes);
    return await withDraft(place, toCsv(lines), async (draft) => {
      await checkDraft(draft, lines);
      const after = await freshSource(tenant, call, sourceId);
      if (after) await checkUnchanged(tenant, call, { source, after, records });
      return { path: await draft.publish(), count: records.length, isThere: after !== undefined };
    });
  } catch (error) {
    const file = resolve(place.folder, `${place.name}.csv`);
    throw new ResourceError(`no complete backup could be written to ${file}: ${sentence(error)}`, {
      cause: error,
    });
  }
}

async function listRecords(tenant: Tenant, call: Call, sourceId: string) {
  const records: NonEmployeeRecord[] = [];
  const list = tenant.client.listNonEmployeeRecords({ sourceId }, callOptions(call));
  for await (const page of list.pages()) records.push(...page);
  return records;
}

function checkCount(
  { nonEmployeeCount }: NonEmployeeSource,
  { length }: readonly NonEmployeeRecord[],
): void {
  if (typeof nonEmployeeCount !== "number" || nonEmployeeCount === length) return;
  throw new ResourceError(
    `the source counts ${counted(nonEmployeeCount, "record")}, but the list of its records has ${length}. ${again}; ${byHand}`,
  );
}

async function checkDraft(draft: Draft, lines: CsvLines): Promise<void> {
  try {
    checkCsv(await draft.read(), lines);
  } catch (error) {
    throw new ResourceError(`${sentence(error)} ${again}, with SAIL_BACKUP_DIR on another disk`, {
      cause: error,
    });
  }
}

interface Comparison {
  source: NonEmployeeSource;
  after: NonEmployeeSource;
  records: readonly NonEmployeeRecord[];
}

async function checkUnchanged(tenant: Tenant, call: Call, { source, after, records }: Comparison) {
  const meanwhile = "records were added or removed while the backup was taken";
  const count = after.nonEmployeeCount ?? undefined;
  if (count !== undefined && count !== records.length) {
    throw new ResourceError(
      `${meanwhile}: it has ${counted(records.length, "record")}, and the source ${count} now. ${again}`,
    );
  }
  if (typeof source.nonEmployeeCount === "number" && count !== undefined) return;
  const now = new Set((await listRecords(tenant, call, source.sourceId)).map(({ id }) => id));
  if (now.size === records.length && records.every(({ id }) => now.has(id))) return;
  throw new ResourceError(
    `${meanwhile}: it has ${counted(records.length, "record")}, and a second list, read since the tenant gives no count, has others (${now.size}). ${again}`,
  );
}

/** Tenant, name of the source, its id and the instant: two backups never mean the same file, nor does anybody wonder whose it is. */
function placeOf(tenant: Tenant, { name, sourceId }: NonEmployeeSource, folder: string): FilePlace {
  const instant = new Date(tenant.clock.now()).toISOString().replace(/[-:.]/g, "");
  const host = toFileName(new URL(tenant.url).host);
  const source = toFileName(name.normalize("NFKD").replace(/\p{Mark}/gu, "")) || "source";
  return { folder, name: [host, source, toFileName(sourceId), instant].join("_") };
}

/** What every file system takes as part of a name, at most 60 characters of it. */
function toFileName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^[-.]+/, "")
    .slice(0, 60)
    .replace(/[-.]+$/, "");
}
