/** What an upload of a file to a source comes to, found out before anything is written. */

import type { CallOptions } from "../api";
import { maxRecords } from "../resources/advice";
import type { Tenant } from "../resources/tenant";
import type { AlikeKind } from "./alike-name";
import { type CheckedFile, checkFile, type RecordFile } from "./check-file";
import { type Field, readFields } from "./field";
import { quoted } from "./file-problem";
import { recordsOf } from "./look";
import type { DifferentRow, PlannedRow, UnfitRow } from "./planned-row";
import { Sorting } from "./sorting";

/** The source that a file is for. */
export interface UploadSource {
  sourceId: string;
  name: string;
}

/** What is to be uploaded, and what the source has, without the rows: little, however many these are. */
export interface UploadOutline {
  source: UploadSource;
  file: RecordFile;
  /** Rows of the file. */
  rowCount: number;
  count: Record<"new" | "equal" | "different" | "unfit" | "stuck", number>;
  /** The first ones of the rows that are different. */
  firstDifferent: DifferentRow[];
  /** The first ones of the rows that are unfit. */
  firstUnfit: UnfitRow[];
  /** The first ones of the rows that are stuck. */
  firstStuck: UnfitRow[];
  /** How many records the source has. */
  present: number;
  /** How many records of the source the file does not have; they are left alone. */
  notInFile: number;
  /** Why rows that are different cannot be written over. */
  overwriteProblems: string[];
  /** Rows that are as different because somebody else may be the same person: their names read alike. Never sent. */
  alikeProblems: string[];
  /** In what names differ of which the source, or the backup, shows that they are those of different people. */
  toldKinds: ReadonlySet<AlikeKind>;
  /** What the source has of each row that is different: nothing else is overwritten later. */
  told: ReadonlyMap<string, string>;
  /** Of all rows of the file: whether it is still the one that was compared. */
  fileHash: string;
}

/** The same with all rows. */
export interface UploadPlan extends UploadOutline {
  file: Omit<CheckedFile, "rows">;
  /** All fields of the source. */
  fields: readonly Field[];
  /** By account name, in the order of the file. */
  rows: ReadonlyMap<string, PlannedRow>;
  look: Look;
}

/** When records were looked at. */
export interface Look {
  /** When the look began, by the clock of the tenant's client. */
  atMs: number;
  /** The latest instant at which a record was modified, by the tenant's clock; undefined where it does not say it of all. */
  newestMs: number | undefined;
}

/** How many records a plan writes. */
export function toWrite({ count }: UploadOutline, isOverwriting: boolean): number {
  return count.new + (isOverwriting ? count.different : 0);
}

/** Why the tenant may refuse a part of what a plan creates; undefined if the documented limit leaves room for it. */
export function limitAdvice({
  source,
  count,
  present,
}: Pick<UploadOutline, "source" | "count" | "present">): string | undefined {
  const after = present + count.new;
  if (count.new === 0 || after <= maxRecords) return undefined;
  return `source ${quoted(source.name)} would have ${after} records, and the limit is ${maxRecords}: the tenant may refuse some after it has taken others; delete first what nobody needs`;
}

/** What has come of planning: the plan, or all that is wrong. */
export type Planned = { plan: UploadPlan } | { problems: string[] };

/**
 * Checks a file against a source, and sorts its rows by what the source has. Nothing is written.
 *
 * @returns the plan, or all that is wrong
 * @throws ResourceError if the file cannot be read
 * @throws HttpError, AuthError, NetworkError, ResponseShapeError if the tenant cannot be read
 * @see getNonEmployeeSourceSchemaAttributes, exportNonEmployeeSourceSchemaTemplate, listNonEmployeeRecords
 */
export async function planUpload(
  tenant: Tenant,
  call: CallOptions,
  source: UploadSource,
  file: RecordFile,
): Promise<Planned> {
  const known = await readFields(tenant, call, source.sourceId);
  const checked = await checkFile(file, known, call.signal);
  if ("problems" in checked) return checked;
  const atMs = tenant.clock.now();
  const sorting = new Sorting(checked.file, known);
  for await (const record of recordsOf(tenant, call, source.sourceId)) sorting.add(record);
  return sorting.end(source, atMs);
}
