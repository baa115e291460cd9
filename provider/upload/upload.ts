/** Carrying out a plan, and proving that the source has what the file says. */
import { type CallOptions, ResponseShapeError } from "../api";
import { visibilityWaitsMs } from "../resources/converge";
import { messageOf, sentence } from "../resources/handler";
import type { Tenant } from "../resources/tenant";
import { counted } from "../resources/value";
import { quoted, shownName } from "./file-problem";
import { recordsOf } from "./look";
import { piecesOf } from "./piece";
import { planUpload, toWrite, type UploadOutline, type UploadPlan } from "./plan";
import { countStates, namedRows, type PlannedRow, type RowState } from "./planned-row";
import { isOld, onceMore, type Run, rowOf, stillToSend } from "./run";
import { sendPiece, waitForOthers } from "./send";
import { differences, signatureOf, valuesOf } from "./signature";
import { UploadError } from "./upload-error";

/** How a plan is carried out. */
export interface UploadOptions {
  /** Whether rows that the source has with other values are written too. */
  isOverwriting: boolean;
  /** Rows that are sent in one piece. @default 1000 */
  rowsAtOnce?: number;
  /** Told how many rows are written, and of how many. */
  onProgress?: (done: number, total: number) => void;
}

/** What an upload has come to; all of it is proven by the list of records. */
export interface UploadResult {
  created: number;
  changed: number;
  /** Rows that were there with the same values. */
  unchanged: number;
  /** Rows that are there with other values, or may be under a name that reads alike, and were left alone. */
  left: number;
  /** Of these, whom somebody else has made or changed since the plan was made. */
  meanwhile: number;
  /** Rows that the source lacks and that the tenant would not take. */
  unfit: number;
}

/**
 * Sends what is new, and if wanted what is different, piece by piece; afterwards the list of records must have it, value by
 * value. It can be run again whenever it ends: what has been written is not sent again. Who has come, or was changed, since the
 * source was looked at is left alone.
 *
 * @param planned made with `planUpload`; without its rows, or where it is not fresh any more, it is made anew
 * @throws {@link UploadError} how far it is, why it does not go on, and what to do
 * @see importNonEmployeeRecordsInBulk, getNonEmployeeBulkUploadStatus, listNonEmployeeRecords
 */
export async function runUpload(
  tenant: Tenant,
  call: CallOptions,
  planned: UploadOutline | UploadPlan,
  options: UploadOptions,
): Promise<UploadResult> {
  if (toWrite(planned, options.isOverwriting) === 0) return withoutWriting(planned);
  const writing = new Writing(planned, options);
  try {
    const hasWaited = await waitForOthers({ tenant, call, plan: planned });
    const isFresh = "rows" in planned && !hasWaited && !isOld(tenant, planned.look);
    const plan = isFresh ? planned : await planAnew(tenant, call, planned, options);
    writing.outline = plan;
    await writing.send({ tenant, call, plan, look: plan.look });
    await prove({ tenant, call, plan });
    return writing.result(plan, planned);
  } catch (error) {
    throw writing.stopped(error, call);
  }
}

function withoutWriting({ count }: UploadOutline): UploadResult {
  const { equal: unchanged, different, stuck, unfit } = count;
  return { created: 0, changed: 0, unchanged, left: different + stuck, meanwhile: 0, unfit };
}

/** Compares once more. @throws {@link UploadError} if what would be written is not what was told */
async function planAnew(
  tenant: Tenant,
  call: CallOptions,
  planned: UploadOutline | UploadPlan,
  { isOverwriting }: UploadOptions,
): Promise<UploadPlan> {
  const { source, file, told, fileHash, count } = planned;
  const again = await onceMore(() => planUpload(tenant, call, source, file));
  const about = `source ${quoted(source.name)} was changed since it was compared with ${shownName(file.path)}`;
  const changed = (what: string) =>
    new UploadError(`${about}: ${what}. Nothing was written; run the command again`);
  if ("problems" in again) throw changed(again.problems.join("; "));
  const { plan } = again;
  if (plan.fileHash !== fileHash) {
    throw new UploadError(
      `${shownName(file.path)}, or an attribute of source ${quoted(source.name)}, was changed since they were compared. Nothing was written; run the command again`,
    );
  }
  const unasked = "rows" in planned ? namesIn(plan, "new", planned) : [];
  if (unasked.length > 0) throw changed(`it lacks ${namedRows(unasked, unasked.length)} now`);
  // Without the rows of the plan, their number alone can be compared.
  if (plan.count.new > count.new) {
    throw changed(`it lacks ${plan.count.new} of the rows now, and lacked ${count.new}`);
  }
  if (!isOverwriting) return plan;
  const untold = [...plan.told].flatMap(([accountName, live]) =>
    told.get(accountName) === live ? [] : [{ accountName }],
  );
  if (untold.length > 0) {
    throw changed(`it has other values of ${namedRows(untold, untold.length)} now`);
  }
  const [problem] = [...plan.alikeProblems, ...plan.overwriteProblems];
  if (problem !== undefined) throw changed(problem);
  return plan;
}

/** The rows of a plan that are in a state in which another plan does not have them. */
function namesIn({ rows }: UploadPlan, state: RowState, other: UploadPlan) {
  return namesOf(
    rows,
    (row, accountName) => row.state === state && other.rows.get(accountName)?.state !== state,
  );
}

function namesOf(
  rows: UploadPlan["rows"],
  isWanted: (row: PlannedRow, accountName: string) => boolean,
): { accountName: string }[] {
  const names: { accountName: string }[] = [];
  for (const [accountName, row] of rows)
    if (isWanted(row, accountName)) names.push({ accountName });
  return names;
}

/** Sends the rows of a plan and counts them. */
class Writing {
  /** What is carried out, as it was compared last. */
  outline: UploadOutline;
  readonly #options: UploadOptions;
  readonly #written = { created: 0, changed: 0 };
  readonly #refusals: UploadError[] = [];

  constructor(outline: UploadOutline, options: UploadOptions) {
    this.outline = outline;
    this.#options = options;
  }

  get #done(): number {
    return this.#written.created + this.#written.changed;
  }

  get #total(): number {
    return toWrite(this.outline, this.#options.isOverwriting);
  }

  /** A piece with wrong rows does not keep the others from being sent. @throws what ends all of it */
  async send(run: Run): Promise<void> {
    const { call, plan } = run;
    const { rowsAtOnce, onProgress, isOverwriting } = this.#options;
    const isSent = ({ state }: { state: RowState }) =>
      state === "new" || (state === "different" && isOverwriting);
    const sending = { isSent, rowsAtOnce, signal: call.signal };
    for await (const whole of piecesOf(plan, sending)) {
      call.signal?.throwIfAborted();
      const piece = await stillToSend(run, whole);
      const before = new Map(piece.rows.map((row) => [row.accountName, rowOf(plan, row)?.state]));
      const failure = piece.rows.length === 0 ? undefined : await this.#sendOne(run, piece);
      for (const [accountName, state] of before) {
        const row = plan.rows.get(accountName);
        // Somebody was faster, and has other values.
        if (!row || row.state === "left" || failure?.notThere.includes(accountName)) continue;
        row.state = "sent";
        this.#written[state === "different" ? "changed" : "created"] += 1;
      }
      onProgress?.(this.#done, this.#total);
      if (failure !== undefined && !failure.isOfRows) throw failure;
    }
    if (this.#refusals.length === 0) return;
    throw new UploadError(this.#refusals.map(messageOf).join("\n"), { cause: this.#refusals[0] });
  }

  async #sendOne(run: Run, piece: Parameters<typeof sendPiece>[1]) {
    try {
      await sendPiece(run, piece);
      return undefined;
    } catch (error) {
      if (!(error instanceof UploadError)) throw error;
      if (error.isOfRows) this.#refusals.push(error);
      return error;
    }
  }

  result(plan: UploadPlan, planned: UploadOutline | UploadPlan): UploadResult {
    const { equal: unchanged, left, different, stuck, unfit } = countStates(plan.rows);
    const others = "rows" in planned ? namesIn(plan, "different", planned).length : 0;
    const meanwhile = left + others;
    return { ...this.#written, unchanged, left: left + different + stuck, meanwhile, unfit };
  }

  /** The error with how far it is. */
  stopped(error: unknown, { signal }: CallOptions): UploadError {
    const isInterrupted = signal?.aborted === true;
    const isOwn = error instanceof UploadError;
    const unproven = isOwn ? error.unproven : { created: 0, changed: 0 };
    const written = {
      created: this.#written.created - unproven.created,
      changed: this.#written.changed - unproven.changed,
    };
    const before = isInterrupted && !isOwn ? "interrupted." : sentence(error);
    const next = isInterrupted ? "" : " when that is corrected";
    return new UploadError(
      `${before} ${written.created + written.changed} of ${counted(this.#total, "row")} for source ${quoted(this.outline.source.name)} were written. Run the command again${next}: nothing is sent twice`,
      { cause: error, written, isInterrupted },
    );
  }
}

/** What was just made may be invisible for some seconds. */
async function prove(run: Omit<Run, "look">): Promise<void> {
  for (const waitMs of [...visibilityWaitsMs, undefined]) {
    const problem = await problemOf(run).catch((error: unknown) => {
      // What becomes visible while the list is read makes it longer.
      if (error instanceof ResponseShapeError) return error;
      throw error;
    });
    if (problem === undefined) return;
    if (waitMs === undefined) throw problem;
    await run.tenant.clock.sleep(waitMs, run.call.signal);
  }
}

async function problemOf({
  tenant,
  call,
  plan,
}: Omit<Run, "look">): Promise<UploadError | undefined> {
  const { fields, rows, source } = plan;
  const different: { accountName: string; fields: string[] }[] = [];
  const twice: { accountName: string }[] = [];
  const seen = new Set<PlannedRow>();
  for await (const record of recordsOf(tenant, call, source.sourceId)) {
    const accountName = record.accountName ?? "";
    const row = rows.get(accountName);
    if (row === undefined) continue;
    if (seen.has(row)) {
      twice.push({ accountName });
      continue;
    }
    seen.add(row);
    if (!isExpected(row)) continue;
    const live = signatureOf(fields, valuesOf(record, fields));
    if (live === row.wanted) continue;
    // It was not sent: somebody has changed it since.
    if (row.state === "equal") row.state = "left";
    else different.push({ accountName, fields: differences(fields, row.wanted, live) });
  }
  const lacking = namesOf(rows, (row) => isExpected(row) && !seen.has(row));
  const parts = [
    ...(lacking.length > 0 ? [`lacks ${namedRows(lacking, lacking.length)}`] : []),
    ...(different.length > 0
      ? [`has other values of ${namedRows(different, different.length)}`]
      : []),
    ...(twice.length > 0 ? [`has several records of ${namedRows(twice, twice.length)}`] : []),
  ];
  if (parts.length === 0) return undefined;
  return new UploadError(
    `source ${quoted(source.name)} has taken every upload, but ${parts.join(", and ")}. Look at these records`,
    { unproven: unprovenOf(rows, [...lacking, ...different]) },
  );
}

/** Whether the source must have it as the plan says. */
function isExpected({ state }: PlannedRow): boolean {
  return state === "sent" || state === "equal";
}

/** Of rows that were sent, and that the list does not have as they were sent: which count they stand in. */
function unprovenOf(rows: UploadPlan["rows"], names: readonly { accountName: string }[]) {
  const sent = names.flatMap(({ accountName }) => rows.get(accountName) ?? []);
  const open = sent.filter(({ state }) => state === "sent");
  const changed = open.filter(({ live }) => live !== undefined).length;
  return { created: open.length - changed, changed };
}
