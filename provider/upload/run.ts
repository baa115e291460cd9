/** An upload that goes on: what it knows of the source by now. */
import { type CallOptions, type NonEmployeeRecord, ResponseShapeError } from "../api";
import type { Tenant } from "../resources/tenant";
import { AlikeNames } from "./alike-name";
import { changedRecords, newer, recordsOf } from "./look";
import type { Piece, PieceRow } from "./piece";
import type { Look, UploadPlan } from "./plan";
import type { PlannedRow } from "./planned-row";
import { mergedSignature, signatureOf, valuesOf } from "./signature";

/** For so long a look at the source is taken to be true. */
const freshMs = 10_000;

/** An upload that goes on. */
export interface Run {
  tenant: Tenant;
  call: CallOptions;
  plan: UploadPlan;
  look: Look;
  /** The names of the file; made when the first record shows that the file does not have. */
  names?: AlikeNames;
}

/** Whether a look is too old to write by. */
export function isOld({ clock }: Tenant, { atMs }: Look): boolean {
  return clock.now() - atMs > freshMs;
}

/**
 * Those rows of a piece that may be sent: whoever has come, or was changed, since the last look is left alone. Only what changes
 * between this look and the tenant's own work, some seconds, can still be overwritten.
 *
 * @param isForced looks also if the last look is fresh, for instance because somebody else's upload has ended since
 * @see listNonEmployeeRecords
 */
export async function stillToSend(run: Run, piece: Piece, isForced = false): Promise<Piece> {
  const { tenant, call, plan, look } = run;
  if (isForced || isOld(tenant, look)) {
    const atMs = tenant.clock.now();
    let newestMs = look.newestMs;
    const since = { sourceId: plan.source.sourceId, sinceMs: look.newestMs };
    await onceMore(async () => {
      for await (const record of changedRecords(tenant, call, since)) {
        newestMs = newer(newestMs, record);
        compare(run, record);
      }
    });
    run.look = { atMs, newestMs };
  }
  return { ...piece, rows: piece.rows.filter((row) => isOpen(rowOf(plan, row))) };
}

/** Those rows of a piece that the source does not have yet as the file says; whoever has come otherwise is left alone. */
export async function missingOf(run: Run, piece: Piece): Promise<Piece> {
  const { tenant, call, plan } = run;
  await onceMore(async () => {
    for await (const record of recordsOf(tenant, call, plan.source.sourceId)) compare(run, record);
  });
  return { ...piece, rows: piece.rows.filter((row) => isOpen(rowOf(plan, row))) };
}

/** What the plan says of a row. */
export function rowOf({ rows }: UploadPlan, { accountName }: PieceRow): PlannedRow | undefined {
  return rows.get(accountName);
}

function isOpen(row: PlannedRow | undefined): boolean {
  return row?.state === "new" || row?.state === "different";
}

/** A list that changes while it is read is read once more: people are added to a source at any time. */
export async function onceMore<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ResponseShapeError)) throw error;
    return await read();
  }
}

/** Compares a record with its row, if that is still to be sent. */
function compare(run: Run, record: NonEmployeeRecord): void {
  const { rows, fields, file } = run.plan;
  const accountName = record.accountName ?? "";
  const row = rows.get(accountName);
  if (row === undefined) leaveAlike(run, accountName);
  if (row === undefined || !isOpen(row)) return;
  const live = signatureOf(fields, valuesOf(record, fields));
  if (live === row.live) return;
  const wanted = mergedSignature(fields, { ...row, fields: file.fields }, live);
  row.state = wanted === live ? "equal" : "left";
  row.wanted = wanted;
}

/** Who has come under a name that reads like that of a row may be the same person. */
function leaveAlike(run: Run, accountName: string): void {
  const { rows, toldKinds } = run.plan;
  run.names ??= new AlikeNames(rows.keys());
  const row = rows.get(run.names.of(accountName, toldKinds) ?? "");
  if (row?.state === "new") row.state = "left";
}
