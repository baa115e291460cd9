/** Sending one piece of a file, and following it to its end. */
import { BulkUploadError, detailNumber, HttpError, isAnswerLost, isLimitViolation } from "../api";
import { messageOf, sentence } from "../resources/handler";
import { quoted, shownName } from "./file-problem";
import { fileLineOf, fileOf, linesOf, type Piece } from "./piece";
import { namedRows } from "./planned-row";
import { missingOf, type Run, stillToSend } from "./run";
import { UploadError } from "./upload-error";

/** Between two looks at an upload. */
const pollMs = 2_000;

/** So often a piece is sent again after a 429. */
const mostThrottled = 5;

/**
 * A status of null means that an upload was submitted or that there is none: after so long it is taken for none, and the end of an own
 * upload is looked for among the records.
 */
const nullSeconds = 60;

/** So long an upload is followed, in milliseconds. */
const longestMs = 1_800_000;

/** In these states no upload is under way; null may be one, but for most sources it means that there never was one. */
const ended: readonly unknown[] = [null, "COMPLETED", "ERROR"];

/**
 * Waits until no upload of somebody else is under way: of two at a time, one may fail.
 *
 * @returns whether there was one, which may have changed any record
 * @see getNonEmployeeBulkUploadStatus
 */
export async function waitForOthers({
  tenant,
  call,
  plan: { source },
}: Pick<Run, "tenant" | "call"> & { plan: Pick<Run["plan"], "source"> }): Promise<boolean> {
  const { sourceId, name } = source;
  const { status } = await tenant.client.getNonEmployeeBulkUploadStatus(sourceId, call);
  if (ended.includes(status)) return false;
  call.onWait?.(
    `another upload to source ${quoted(name)} is under way (${status}); waiting for its end`,
  );
  const problem = await follow({ tenant, call, source });
  if (isUnderWay(problem)) throw stillUnderWay(name, problem);
  return true;
}

function isUnderWay(problem: BulkUploadError | undefined): problem is BulkUploadError {
  return problem?.isTimedOut === true && problem.status !== null;
}

function stillUnderWay(name: string, problem: BulkUploadError, piece?: Piece): UploadError {
  return new UploadError(
    `another upload to source ${quoted(name)} is still ${problem.status} after half an hour; run the command again when it has ended (records status --wait)`,
    { cause: problem, notThere: piece?.rows.map(({ accountName }) => accountName) },
  );
}

type Following = Pick<Run, "tenant" | "call"> & { source: Run["plan"]["source"] };

/**
 * Waits for the end of the newest upload.
 *
 * @param seconds how long a status of null is waited for
 * @returns why it is not completed; undefined if it is
 */
async function follow(
  { tenant, call, source }: Following,
  seconds = nullSeconds,
): Promise<BulkUploadError | undefined> {
  const wait = async (totalTimeoutSeconds?: number) => {
    try {
      const options = { pollMs, ...(totalTimeoutSeconds && { totalTimeoutSeconds }) };
      await tenant.client.waitForBulkUpload(source.sourceId, options, call);
      return undefined;
    } catch (error) {
      if (error instanceof BulkUploadError) return error;
      throw error;
    }
  };
  const problem = await wait(seconds);
  if (!problem?.isTimedOut || problem.status === null) return problem;
  call.onWait?.(
    `the upload to source ${quoted(source.name)} is still ${problem.status}; waiting for half an hour at most`,
  );
  return await wait();
}

/**
 * Sends a piece and follows it until its rows are there. Where the answer is lost, what is there decides: rows that are missing are sent
 * once more, which doubles nothing, since rows are known by their account names.
 *
 * @throws {@link UploadError} with the lines of the file, which rows are not there, and what to do
 * @see importNonEmployeeRecordsInBulk, getNonEmployeeBulkUploadStatus, listNonEmployeeRecords
 */
export async function sendPiece(run: Run, piece: Piece): Promise<void> {
  try {
    await submit(run, piece);
  } catch (error) {
    if (error instanceof UploadError) throw error;
    if (run.call.signal?.aborted || !isAnswerLost(error)) throw explain(run, piece, error);
    await settle(run, piece, error);
  }
}

async function submit(run: Run, piece: Piece): Promise<void> {
  const { tenant, call, plan } = run;
  let sent = piece;
  try {
    sent = await attempt(run, piece);
  } catch (error) {
    if (!isBusy(error)) throw error;
    call.onWait?.(`${sentence(error)} Waiting for the end of the other upload.`);
    const other = await follow({ tenant, call, source: plan.source });
    if (isUnderWay(other)) throw stillUnderWay(plan.source.name, other, piece);
    sent = await stillToSend(run, piece, true);
    sent = await attempt(run, sent);
  }
  if (sent.rows.length === 0) return;
  try {
    await followAccepted(run, sent);
  } catch (error) {
    throw error instanceof UploadError ? error : unfollowed(run, sent, error);
  }
}

/** An upload that was accepted, and has no status, may be under way for all that: the records tell when it has ended. */
async function followAccepted(run: Run, sent: Piece): Promise<void> {
  const { tenant, call, plan } = run;
  const startedAt = tenant.clock.now();
  for (let seconds = nullSeconds; ; seconds *= 2) {
    const problem = await follow({ tenant, call, source: plan.source }, seconds);
    if (problem === undefined) return;
    const missing = await missingOf(run, sent);
    if (missing.rows.length === 0) return;
    const isOver = tenant.clock.now() - startedAt + seconds * 1000 > longestMs;
    if (problem.status !== null || isOver) throw notThere(run, { sent, missing }, problem);
    call.onWait?.(
      `the upload to source ${quoted(plan.source.name)} has no status so far, and ${missing.rows.length} of ${sent.rows.length} rows are not there yet; looking again`,
    );
  }
}

/** A wait that the API asks for outlasts a look: after it the source is looked at once more. @returns what was sent */
async function attempt(run: Run, piece: Piece): Promise<Piece> {
  const { tenant, call, plan } = run;
  const { sourceId } = plan.source;
  let sent = piece;
  for (let left = mostThrottled; sent.rows.length > 0; left -= 1) {
    try {
      const options = { ...call, isThrownAt429: true };
      await tenant.client.importNonEmployeeRecordsInBulk(sourceId, fileOf(sent), {}, options);
      break;
    } catch (error) {
      if (left === 0 || !(error instanceof HttpError) || error.status !== 429) {
        throw isBusy(error) || isAnswerLost(error) ? error : explain(run, sent, error);
      }
      // The client holds the look back for as long as the API asks.
      await tenant.clock.sleep(pollMs, call.signal);
      sent = await stillToSend(run, sent, true);
    }
  }
  return sent;
}

/** The tenant has accepted the piece; only looking at it has failed. */
function unfollowed(run: Run, piece: Piece, error: unknown): UploadError {
  if (run.call.signal?.aborted) return explain(run, piece, error);
  return new UploadError(
    `${placeOfPiece(run.plan, piece)} ${piece.rows.length === 1 ? "was" : "were"} accepted, and what has become of them cannot be told: ${messageOf(error)}. Look with records status before the command is run again`,
    { cause: error, notThere: piece.rows.map(({ accountName }) => accountName) },
  );
}

/** The source has another upload: ISC's codes for an object in use. */
function isBusy(error: unknown): boolean {
  const number = error instanceof HttpError ? detailNumber(error.detailCode) : undefined;
  return number === "400.2.1.0" || number === "400.2.1";
}

async function settle(run: Run, piece: Piece, lost: unknown): Promise<void> {
  const { tenant, call, plan } = run;
  call.onWait?.(
    `the answer to an upload to source ${quoted(plan.source.name)} was lost (${messageOf(lost)}); waiting for its end, and looking which rows have arrived`,
  );
  let rest = piece;
  try {
    // Nobody can say whether the newest upload is the one whose answer was lost.
    const problem = await follow({ tenant, call, source: plan.source });
    rest = await missingOf(run, piece);
    if (rest.rows.length === 0) return;
    if (isUnderWay(problem)) throw notThere(run, { sent: piece, missing: rest }, problem);
    await submit(run, rest);
  } catch (error) {
    throw error instanceof UploadError ? error : explain(run, rest, error);
  }
}

/** What the tenant has taken, and did not do. */
function notThere(
  { plan }: Run,
  { sent, missing }: { sent: Piece; missing: Piece },
  { status, isTimedOut }: BulkUploadError,
): UploadError {
  const why = !isTimedOut
    ? "ended with errors"
    : status === null
      ? "has no status for half an hour"
      : `is still ${status} after half an hour`;
  const next = isTimedOut
    ? status === null
      ? "They may still come: look with records list before you run the command again"
      : "They may still come: look with records status, and run the command again when it has ended"
    : "The API does not say why: look whether their managers exist, and whether somebody else uploads to the source";
  const { rows } = missing;
  const named = namedRows(rows, rows.length);
  return new UploadError(
    `${placeOfPiece(plan, sent)}: the upload ${why}, and ${rows.length} of them ${rows.length === 1 ? "is" : "are"} not there: ${named}. ${next}`,
    { isOfRows: !isTimedOut, notThere: rows.map(({ accountName }) => accountName) },
  );
}

function placeOfPiece({ source, file }: Run["plan"], piece: Piece): string {
  return `source ${quoted(source.name)}: ${linesOf(piece)} of ${shownName(file.path)}`;
}

function explain({ call, plan }: Run, piece: Piece, error: unknown): UploadError {
  const were = piece.rows.length === 1 ? "was" : "were";
  const what = placeOfPiece(plan, piece);
  const notThere = piece.rows.map(({ accountName }) => accountName);
  if (call.signal?.aborted) {
    return new UploadError(`${what} ${were} under way and may be taken`, {
      ...{ cause: error, isInterrupted: true, notThere },
    });
  }
  if (isAnswerLost(error)) {
    return new UploadError(
      `${what} may be taken or not, the answer was lost twice: ${messageOf(error)}`,
      { cause: error, notThere },
    );
  }
  const isRefused = error instanceof HttpError && error.status === 400 && !isBusy(error);
  const places = error instanceof HttpError ? placesIn(piece, error.texts) : "";
  return new UploadError(`${what} ${were} not taken: ${messageOf(error)}${places}`, {
    ...{ cause: error, notThere, isOfRows: isRefused && !isLimitViolation(error) },
  });
}

/** The API counts the lines of what was sent to it. */
function placesIn(piece: Piece, texts: readonly string[]): string {
  const lines = texts.flatMap((text) =>
    [...text.matchAll(/\bline (\d+)\b/g)].map(([, line]) => Number(line)),
  );
  const places = lines.flatMap((line) => {
    const ofFile = fileLineOf(piece, line);
    return ofFile === undefined ? [] : [`line ${line} is line ${ofFile} of the file`];
  });
  return places.length === 0 ? "" : ` (${places.slice(0, 5).join(", ")})`;
}
