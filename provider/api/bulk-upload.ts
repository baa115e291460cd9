import { z } from "zod";
import type { Answer, Caller } from "./call";
import { abortedOr } from "./call-error";
import type { CallOptions } from "./call-request";
import type { Clock } from "./clock";
import { BulkUploadError } from "./error";
import { guarded } from "./guarded";
import { operations } from "./operation";
import { checkAnswer, checkArgument } from "./schema";
import { type CsvContent, readContent } from "./upload-file";

const text = z.string().nullish();

/**
 * Where an upload is: `PENDING`, `IN_PROGRESS`, `COMPLETED` (without any errors), `ERROR`, later perhaps more; null where it
 * has been submitted to the source, and where there never was one.
 */
const statusSchema = z
  .string()
  .nullish()
  .transform((status) => status ?? null);

/** An upload as it was accepted. */
export const nonEmployeeBulkUploadJobSchema = z.looseObject({
  id: text,
  sourceId: text,
  status: statusSchema,
  /** ISO 8601 instant with 0 to 9 digits of a fraction. */
  created: text,
  modified: text,
});

/** An upload as it was accepted. */
export type NonEmployeeBulkUploadJob = z.infer<typeof nonEmployeeBulkUploadJobSchema>;

/** Where the newest upload to a source is; no id says which one that is. */
export const nonEmployeeBulkUploadStatusSchema = z.looseObject({ status: statusSchema });

/** Where the newest upload to a source is. */
export type NonEmployeeBulkUploadStatus = z.infer<typeof nonEmployeeBulkUploadStatusSchema>;

/** How a file is uploaded. */
export interface BulkUploadOptions {
  /** What the file is called. @default "non-employees.csv" */
  fileName?: string;
}

const uploadSchema = z.strictObject({ fileName: z.string().min(1).default("non-employees.csv") });

/**
 * Uploads a CSV file whose records are inserted, or updated where their `accountName` is known. The file has the columns of
 * `exportNonEmployeeSourceSchemaTemplate`, in UTF-8. The answer says that it was accepted: `waitForBulkUpload` waits for the end.
 * It is sent again after a 429 alone. Upload one file to a source at a time: of two, one may fail.
 *
 * @throws HttpError with a text for each wrong row (`texts`) where the API refuses the file.
 * @see importNonEmployeeRecordsInBulk
 */
export async function importNonEmployeeRecordsInBulk(
  caller: Caller,
  sourceId: string,
  csv: CsvContent,
  options: BulkUploadOptions = {},
  call?: CallOptions,
): Promise<NonEmployeeBulkUploadJob> {
  const operation = operations.importNonEmployeeRecordsInBulk;
  const label = `upload records to source ${sourceId}`;
  const { fileName } = checkArgument(uploadSchema, options, label, operation.id);
  const chunks = await readContent(csv, label, operation.id);
  // The API demands the name of the part.
  const file = { name: "data", fileName, mediaType: "text/csv", chunks };
  const answer = await caller.call({ operation, parameters: { id: sourceId }, label, file }, call);
  return checkAnswer(nonEmployeeBulkUploadJobSchema, answer);
}

/** Reads where the newest upload to a source is. @see getNonEmployeeBulkUploadStatus */
export async function getNonEmployeeBulkUploadStatus(
  caller: Caller,
  sourceId: string,
  call?: CallOptions,
): Promise<NonEmployeeBulkUploadStatus> {
  const { status } = await readStatus(caller, sourceId, call);
  return status;
}

async function readStatus(
  caller: Caller,
  sourceId: string,
  call?: CallOptions,
): Promise<{ status: NonEmployeeBulkUploadStatus; answer: Answer }> {
  const operation = operations.getNonEmployeeBulkUploadStatus;
  const label = `read the upload status of source ${sourceId}`;
  const answer = await caller.call({ operation, parameters: { id: sourceId }, label }, call);
  return { status: checkAnswer(nonEmployeeBulkUploadStatusSchema, answer), answer };
}

/** Where an upload is while it is waited for. */
export interface BulkUploadProgress {
  /** As `getNonEmployeeBulkUploadStatus` gives it. */
  readonly status: string | null;
  /** Since the waiting began, in milliseconds. */
  readonly waitedMs: number;
}

/** How an upload is waited for. */
export interface BulkUploadWait {
  /** Told each status that was read, also the last one. */
  onProgress?: (progress: BulkUploadProgress) => void;
  /** Between two looks, in milliseconds, from 1,000 to 60,000. @default 5000 */
  pollMs?: number;
  /** For the whole wait, from 1 to 86,400. @default 1800 */
  totalTimeoutSeconds?: number;
}

const waitSchema = z.strictObject({
  onProgress: z
    .custom<NonNullable<BulkUploadWait["onProgress"]>>(isFunction, "must be a function")
    .optional(),
  pollMs: z.number().min(1_000).max(60_000).default(5_000),
  totalTimeoutSeconds: z.number().min(1).max(86_400).default(1_800),
});

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

/**
 * Waits until the newest upload to a source is completed. Every other status but `ERROR` is waited through, also null and
 * those that are not known.
 *
 * @returns the last status and how long it took.
 * @throws BulkUploadError where the upload ends with errors, or the time is over first; and whatever reading the status throws.
 */
export async function waitForBulkUpload(
  caller: Caller,
  clock: Clock,
  sourceId: string,
  wait: BulkUploadWait = {},
  call?: CallOptions,
): Promise<BulkUploadProgress> {
  const label = `wait for the upload to source ${sourceId}`;
  const { id } = operations.getNonEmployeeBulkUploadStatus;
  const checked = checkArgument(waitSchema, wait, label, id);
  const { pollMs, totalTimeoutSeconds } = checked;
  const tell = guarded("onProgress", checked.onProgress);
  const startedAt = clock.now();
  for (;;) {
    const { status: read, answer } = await readStatus(caller, sourceId, call);
    const { status } = read;
    const waitedMs = clock.now() - startedAt;
    tell?.({ status, waitedMs });
    if (status === "COMPLETED") {
      return { status, waitedMs };
    }
    if (status === "ERROR") {
      const message = `${label}: it ended with errors (status ERROR), some rows may have been taken - compare the source's records with the file, correct it and upload it again`;
      throw new BulkUploadError(message, answer.context, { status, isTimedOut: false });
    }
    if (waitedMs + pollMs > totalTimeoutSeconds * 1000) {
      throw new BulkUploadError(timeOutMessage(label, { status, waitedMs }), answer.context, {
        status,
        isTimedOut: true,
      });
    }
    const aborted = abortedOr(answer.context, label, call?.signal);
    await clock.sleep(pollMs, call?.signal).catch(aborted);
  }
}

function timeOutMessage(label: string, { status, waitedMs }: BulkUploadProgress): string {
  const seconds = (waitedMs / 1000).toFixed(0);
  const where =
    status === null
      ? "null, so it was submitted to the source, or there is none"
      : `still ${status}`;
  return (
    `${label}: not completed after ${seconds} s, the status is ${where} - do not upload again before it has ended; wait ` +
    "longer (totalTimeoutSeconds) or look at the source's records"
  );
}
