/**
 * Bringing the records of a backup back. What the tenant has by now is never lost: records that the backup lacks are left alone,
 * and those with other values are, too, unless somebody wants them overwritten.
 */
import { join } from "node:path";
import {
  AuthError,
  type CallOptions,
  HttpError,
  isAnswerLost,
  NetworkError,
  type NonEmployeeSource,
} from "../api";
import { selectKeys } from "../manifest/select";
import { messageOf, ResourceError } from "../resources/handler";
import type { Tenant } from "../resources/tenant";
import { inLines, listed } from "../resources/value";
import { quoted, shownName } from "../upload/file-problem";
import { planUpload, toWrite, type UploadOutline, type UploadPlan } from "../upload/plan";
import { runUpload } from "../upload/upload";
import { UploadError, type WrittenRows } from "../upload/upload-error";
import type { BackupIndex, BackupSource } from "./index-file";
import { verifyBackup } from "./verify";

/** What is to be restored. */
export interface RestoreOptions {
  /** Keys of sources. @default all of the backup */
  only?: readonly string[] | undefined;
  /** Whether records that are there with other values get those of the backup. @default false */
  isOverwriting?: boolean | undefined;
  /** Whether the backup may be of another tenant. @default false */
  isOtherTenant?: boolean | undefined;
  /**
   * So many rows are kept in memory from the plan to the upload; with more, each file is read and compared again when its turn comes.
   * @default 20000, as many as a source can have
   */
  rowsKept?: number | undefined;
}

/** A source of a backup, and what its records come to in the tenant. */
export interface PlannedSource {
  key: string;
  plan: UploadOutline;
}

/** What a restore comes to; nothing is written yet. */
export interface RestorePlan {
  index: BackupIndex;
  /** In the order of the index. */
  sources: PlannedSource[];
  /** Those that the tenant does not have, and that had no record. */
  gone: BackupSource[];
  isOverwriting: boolean;
  /** What is in the folder and no part of the backup. */
  warnings: string[];
}

/** How the restore of a source has ended. */
export type RestoreState =
  /** Every record of the backup is there, with all its values. */
  | "complete"
  /** Some are there with other values, and were left alone; all others are there. */
  | "different"
  /** Some are not there, since the tenant would not take them. */
  | "incomplete"
  | "failed"
  | "interrupted"
  /** An interruption came before, or the tenant could not be reached. */
  | "not begun";

/** What has become of a source. */
export interface RestoredSource {
  key: string;
  name: string;
  sourceId: string;
  /** Rows of the backup. */
  rows: number;
  /** Records that were missing and are there again. */
  restored: number;
  /** Records that had other values and have those of the backup. */
  updated: number;
  /** Records that were there with the same values. */
  unchanged: number;
  /** Records that have other values than the backup, and keep them. */
  different: number;
  /** Rows of the backup that the source lacks and that the tenant would not take. */
  unfit: number;
  /** Records that the backup does not have; they are left alone. */
  notInBackup: number;
  result: RestoreState;
  /** What failed, how far it was, and what to do. */
  problem?: string;
}

/**
 * Checks a backup, finds its sources in the tenant, and sorts its records by what these have. Nothing is written.
 *
 * @param folder of the backup
 * @throws {@link ResourceError} all that is wrong with all sources, and what to do
 * @see listNonEmployeeSources, getNonEmployeeSourceSchemaAttributes, exportNonEmployeeSourceSchemaTemplate,
 *   listNonEmployeeRecords
 */
export async function planRestore(
  tenant: Tenant,
  call: CallOptions,
  folder: string,
  { only, isOverwriting = false, isOtherTenant = false, rowsKept = 20_000 }: RestoreOptions,
): Promise<RestorePlan> {
  const { index, warnings } = await soundBackup(folder, call, only);
  if (!isOtherTenant) refuseOther(tenant, index, folder);
  const wanted = selectKeys(index.sources, only, `the backup ${folder}`);
  const found = await findSources(tenant, call, wanted, index.sources);
  const problems = [...found.problems];
  const sources: PlannedSource[] = [];
  const areKept = wanted.reduce((sum, { records }) => sum + records, 0) <= rowsKept;
  for (const { entry, source } of found.sources) {
    const file = { path: join(folder, entry.file), isBackup: true };
    const planned = await planUpload(tenant, call, source, file);
    const own = "problems" in planned ? planned.problems : [];
    if ("plan" in planned) {
      sources.push({ key: entry.key, plan: areKept ? planned.plan : outlineOf(planned.plan) });
      const { alikeProblems, overwriteProblems } = planned.plan;
      if (isOverwriting) own.push(...alikeProblems, ...overwriteProblems);
    }
    problems.push(...own.map((problem) => `${entry.key}: ${entry.file}: ${problem}`));
  }
  refuseProblems(tenant, problems);
  return { index, sources, gone: found.gone, isOverwriting, warnings };
}

function outlineOf({
  rows: _,
  fields: __,
  look: ___,
  file,
  ...outline
}: UploadPlan): UploadOutline {
  const { path, isBackup } = file;
  return { ...outline, file: { path, isBackup } };
}

/** What is not wanted may be damaged; the manifest is not needed, but for making the sources. */
async function soundBackup(
  folder: string,
  { signal }: CallOptions,
  only: readonly string[] | undefined,
) {
  const { problems, warnings, index, isIndexSound } = await verifyBackup(folder, {
    ...{ signal, isManifestOptional: true },
    only: only && new Set(only),
  });
  if (index !== undefined && problems.length === 0) return { index, warnings };
  const isOfFiles = isIndexSound === true && (only === undefined || only.length > 1);
  const sound = isOfFiles ? ", or restore the sources whose files are sound with --only" : "";
  const advice = index === undefined ? "" : `\nUse another backup${sound}`;
  throw new ResourceError(
    `the backup ${shownName(folder)} cannot be relied on, and nothing was written:${inLines(problems)}${advice}`,
  );
}

/** People's data of one tenant in another one is a leak, and mostly a slip in the name of the tenant. */
function refuseOther({ url, previousUrl }: Tenant, { tenantUrl }: BackupIndex, folder: string) {
  if (tenantUrl === url || tenantUrl === previousUrl) return;
  throw new ResourceError(
    `the backup ${shownName(folder)} is of the tenant ${tenantUrl}, and this is the tenant ${url}: nothing was written. Name the tenant of the backup with --tenant; if its records are to go to ${url} on purpose, give --other-tenant`,
  );
}

function refuseProblems({ url }: Tenant, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new ResourceError(
    `the records cannot be restored to ${url}, and nothing was written (rows of a backup are never changed: where they are wrong, correct a copy of the file and give it to \`records upload --new-only\`):${inLines(problems)}`,
  );
}

/** The source that has the id, else the one that has the name: after a destroy and an `up` the id is another one. */
async function findSources(
  tenant: Tenant,
  call: CallOptions,
  entries: readonly BackupSource[],
  known: readonly BackupSource[],
) {
  const all = await tenant.client.listNonEmployeeSources({}, call);
  const problems: string[] = [];
  const gone: BackupSource[] = [];
  const sources: { entry: BackupSource; source: NonEmployeeSource }[] = [];
  for (const entry of entries) {
    const { key, name, sourceId, records } = entry;
    const byId = all.filter((source) => source.sourceId === sourceId);
    const [source, ...others] = byId.length > 0 ? byId : all.filter((one) => one.name === name);
    const owner = known.find((one) => one !== entry && one.sourceId === source?.sourceId);
    if (records === 0 && (source === undefined || owner !== undefined)) gone.push(entry);
    else if (source === undefined) {
      problems.push(
        `${key}: the tenant has no non-employee source ${sourceId}, nor one called ${quoted(name)} (searched ${all.length}); make it first, with its attributes: manifest.yaml of the backup declares it`,
      );
    } else if (others.length > 0) {
      const ids = listed([source, ...others].map((one) => one.sourceId));
      problems.push(
        `${key}: several sources are called ${quoted(name)}: ${ids}; rename all but one`,
      );
    } else if (owner !== undefined) {
      problems.push(
        `${key}: the tenant has no source ${sourceId}, and the one that is called ${quoted(name)} now (${source.sourceId}) is that of ${owner.key}; give that another name, and make the source of ${key} again`,
      );
    } else sources.push({ entry, source });
  }
  return { sources, gone, problems };
}

/**
 * Carries out a restore, source by source. What the tenant refuses in one source does not keep the others from being restored.
 *
 * @param onProgress told how many records are written, and of how many
 * @see importNonEmployeeRecordsInBulk, getNonEmployeeBulkUploadStatus, listNonEmployeeRecords
 */
export async function runRestore(
  tenant: Tenant,
  call: CallOptions,
  { sources, gone, isOverwriting }: RestorePlan,
  onProgress?: (done: number, total: number) => void,
): Promise<RestoredSource[]> {
  const total = sources.reduce((sum, { plan }) => sum + toWrite(plan, isOverwriting), 0);
  let before = 0;
  const restored: RestoredSource[] = [];
  let isReachable = true;
  for (const planned of sources) {
    const { plan } = planned;
    if (call.signal?.aborted || !isReachable) {
      restored.push({ ...summaryOf(planned), result: "not begun" });
      continue;
    }
    try {
      const done = await runUpload(tenant, call, plan, {
        isOverwriting,
        onProgress: (count) => onProgress?.(before + count, total),
      });
      restored.push({
        ...summaryOf(planned, done),
        // The tenant may have changed since the plan was made.
        ...{ unchanged: done.unchanged, different: done.left, unfit: done.unfit },
        result: done.unfit > 0 ? "incomplete" : done.left > 0 ? "different" : "complete",
      });
    } catch (error) {
      const written = error instanceof UploadError ? error.written : undefined;
      const result = call.signal?.aborted ? "interrupted" : "failed";
      isReachable = !isOfTenant(error);
      restored.push({ ...summaryOf(planned, written), result, problem: messageOf(error) });
    }
    before += toWrite(plan, isOverwriting);
  }
  return [...restored, ...gone.map(nothingOf)];
}

/** There is nothing to bring back. */
function nothingOf({ key, name, sourceId }: BackupSource): RestoredSource {
  const counts = { rows: 0, restored: 0, updated: 0, unchanged: 0, different: 0, unfit: 0 };
  return { key, name, sourceId, ...counts, notInBackup: 0, result: "complete" };
}

/** Whether the next source would wait for the same failure. */
function isOfTenant(error: unknown): boolean {
  // The upload of this source may be what the tenant fails at; where it is the tenant, the reads of the next one fail.
  if (isAnswerLost(error)) return false;
  if (error instanceof NetworkError || error instanceof AuthError) return true;
  // A 5xx was repeated, or looked into, before it came to this.
  if (error instanceof HttpError) return error.status === 429 || error.status >= 500;
  return error instanceof Error && isOfTenant(error.cause);
}

function summaryOf(
  { key, plan }: PlannedSource,
  { created, changed }: WrittenRows = { created: 0, changed: 0 },
): Omit<RestoredSource, "result"> {
  const { source, count, rowCount, notInFile } = plan;
  return {
    ...{ key, name: source.name, sourceId: source.sourceId, rows: rowCount },
    ...{ restored: created, updated: changed, unchanged: count.equal },
    ...{ different: count.different + count.stuck - changed, unfit: count.unfit },
    notInBackup: notInFile,
  };
}
