/**
 * The backup of a whole tenant: its manifest, the records of each source, and an index, in a folder that gets its name only when all
 * of it is proven. The tenant is only read.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type CallOptions, isNotFound, ResponseShapeError } from "../api";
import { folderMode, syncFolder } from "../resources/backup-file";
import { messageOf, ResourceError, sentence } from "../resources/handler";
import type { Tenant } from "../resources/tenant";
import { counted } from "../resources/value";
import { onDisk, writeNewFile } from "./disk";
import { recordFileNames } from "./file-name";
import { type BackupIndex, indexFile, manifestFile, recordFolder, writeIndex } from "./index-file";
import { withPartialFolder } from "./partial-folder";
import { type RecordFile, readList, writeRecordFile } from "./record-file";
import { changesBetween, type Survey, type SurveyedSource, survey, tenantChanged } from "./survey";
import { verifyBackup } from "./verify";

/** How a backup is taken. */
export interface BackupOptions {
  /** The folder, new or empty. */
  out: string;
  /** Told how many records were read, and of how many. */
  onProgress?: (done: number, total: number) => void;
}

/** What a backup has come to. */
export interface TenantBackup {
  index: BackupIndex;
  /** Who is written as `unresolved` in the manifest, and why. */
  unresolved: string[];
  /** What the manifest cannot be used for as it is. */
  warnings: string[];
}

/** A tenant that changes is read once more, as far as it has changed. */
const maxRounds = 2;

/**
 * Takes a backup of all non-employee sources, and proves it: each list of records has as many as its source counts, before and after;
 * the set-up is the same before and after; and everything reads back from the disk as it was written. Where the tenant gives no
 * count, two lists must hold the same records.
 *
 * @throws {@link ResourceError} what failed and what to do; nothing has the name of the backup then
 * @see listNonEmployeeSources, listNonEmployeeRecords, and those of readTenant
 */
export async function backUpTenant(
  tenant: Tenant,
  call: CallOptions,
  options: BackupOptions,
): Promise<TenantBackup> {
  const { out } = options;
  try {
    const created = new Date(tenant.clock.now()).toISOString();
    const first = await onceMore(() => survey(tenant, call));
    refuseEmpty(tenant, first);
    return await withPartialFolder(out, async (folder) => {
      const run: Run = { tenant, call, folder, ...options };
      const { seen, files } = await readUnchanged(run, first);
      const index = await writeIndexFile(run, created, seen, files);
      await checkWritten(run, files);
      call.signal?.throwIfAborted();
      const { unresolved, warnings } = seen;
      return { index, unresolved, warnings };
    });
  } catch (error) {
    throw new ResourceError(`no complete backup could be written to ${out}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function refuseEmpty({ url }: Tenant, { sources }: Survey): void {
  if (sources.length > 0) return;
  throw new ResourceError(
    `the tenant ${url} has no non-employee sources: nothing was written. Check that this is the right tenant`,
  );
}

interface Run extends BackupOptions {
  tenant: Tenant;
  call: CallOptions;
  folder: string;
}

/** The files by the key of their source. */
type Files = Map<string, RecordFile & { file: string }>;

/** A survey, and files that agree with it. */
interface Reading {
  seen: Survey;
  files: Files;
}

/** Reads records until nothing has changed meanwhile, in {@link maxRounds} rounds. */
async function readUnchanged(run: Run, first: Survey): Promise<Reading> {
  const { tenant, call } = run;
  const files: Files = new Map();
  let before = first;
  for (let round = 1; ; round += 1) {
    const isLast = round === maxRounds;
    const failed = await readRecords(run, before, files, isLast);
    const after = await onceMore(() => survey(tenant, call));
    const setUp = await changesBetween(tenant, call, before, after);
    const counts = setUp.length > 0 ? [] : await changedRecords(run, before, after, files);
    const changes = [...setUp, ...counts.map(({ text }) => text)];
    if (changes.length === 0 && failed.length === 0) return { seen: after, files };
    if (isLast) throw tenantChanged(changes);
    // Of another set-up, columns and names of files may be others too.
    if (setUp.length > 0) files.clear();
    for (const { key } of counts) files.delete(key);
    refuseEmpty(tenant, after);
    before = after;
  }
}

/**
 * Reads the records of the sources that have no file yet.
 *
 * @returns the keys of those whose list has changed on the way; in the last round that is an error
 */
async function readRecords(
  run: Run,
  { sources }: Survey,
  files: Files,
  isLast: boolean,
): Promise<string[]> {
  const { tenant, call, folder, onProgress } = run;
  const names = recordFileNames(sources.map(({ key }) => key));
  const pending = sources.filter(({ key }) => !files.has(key));
  const total = pending.reduce((sum, { source }) => sum + (source.nonEmployeeCount ?? 0), 0);
  let done = 0;
  const onRecords = (count: number) => {
    done += count;
    onProgress?.(done, Math.max(done, total));
  };
  const failed: string[] = [];
  await renewFolder(join(folder, recordFolder), files.size === 0);
  for (const { key, source, attributes } of pending) {
    const file = `${recordFolder}/${names.get(key)}`;
    const { sourceId } = source;
    await onDisk(`remove ${file}`, () => rm(join(folder, file), { force: true }));
    try {
      const place = { folder, file };
      const of = { sourceId, attributes, onRecords };
      files.set(key, { ...(await writeRecordFile(tenant, call, of, place)), file });
    } catch (error) {
      if (isLast || !mayBeChange(error)) throw error;
      failed.push(key);
    }
  }
  return failed;
}

async function renewFolder(path: string, isEmpty: boolean): Promise<void> {
  if (!isEmpty) return;
  await onDisk(`create the folder ${path}`, async () => {
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { mode: folderMode });
  });
}

/** The files that do not hold what the source counts, each in words. */
async function changedRecords(
  { tenant, call }: Run,
  before: Survey,
  after: Survey,
  files: Files,
): Promise<{ key: string; text: string }[]> {
  const countsAfter = new Map(after.sources.map(({ key, source }) => [key, countOf(source)]));
  const changes: { key: string; text: string }[] = [];
  for (const { key, source } of before.sources) {
    const { list } = files.get(key) ?? {};
    if (list === undefined) continue;
    const counts = [countOf(source), countsAfter.get(key)];
    const wrong = counts
      .filter((count) => count !== undefined)
      .find((count) => count !== list.count);
    const about = `source "${source.name}" (${source.sourceId}): its list has ${counted(list.count, "record")}`;
    if (wrong !== undefined) {
      changes.push({ key, text: `${about}, and the source counts ${wrong}` });
    } else if (counts.includes(undefined)) {
      const again = await readList(tenant, call, source.sourceId);
      if (again.ids !== list.ids) {
        const text = `${about}, and a second list, read since the tenant gives no count, has others (${again.count})`;
        changes.push({ key, text });
      }
    }
  }
  return changes;
}

function countOf({ nonEmployeeCount }: SurveyedSource["source"]): number | undefined {
  return nonEmployeeCount ?? undefined;
}

/** What a tenant answers while somebody changes it, and what may be gone a moment later. */
function mayBeChange(error: unknown): boolean {
  return error instanceof ResponseShapeError || isNotFound(error);
}

/** A survey in which something came or went on the way is taken once more. */
async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ResourceError) && !mayBeChange(error)) throw error;
  }
  return await work();
}

async function writeIndexFile(
  { tenant, folder }: Run,
  created: string,
  { sources, text, unresolved }: Survey,
  files: Files,
): Promise<BackupIndex> {
  const write = (file: string, content: string) =>
    writeNewFile(join(folder, file), (put) => put(content));
  const manifest = await write(manifestFile, text);
  const index: BackupIndex = {
    version: 1,
    created,
    tenantUrl: tenant.url,
    manifest: { file: manifestFile, ...manifest.digest },
    sources: sources.flatMap(({ key, source: { name, sourceId } }) => {
      const found = files.get(key);
      if (found === undefined) return [];
      const { list, columns, file, bytes, sha256 } = found;
      return [{ key, name, sourceId, records: list.count, columns, file, bytes, sha256 }];
    }),
    ...(unresolved.length > 0 && { unresolved }),
  };
  await syncFolder(join(folder, recordFolder));
  await write(indexFile, writeIndex(index));
  return index;
}

/** What `backup verify` would refuse later is refused now, and so is a value that is another than the one that was listed. */
async function checkWritten({ folder, call }: Run, files: Files): Promise<void> {
  const cells = new Map([...files.values()].map((one) => [one.file, one.cells]));
  const { problems, warnings } = await verifyBackup(folder, { cells, signal: call.signal });
  const [problem] = [...problems, ...warnings];
  if (problem === undefined) return;
  throw new ResourceError(`${sentence(problem)} Run the command again, with --out on another disk`);
}
