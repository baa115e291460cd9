/** Uploads of CSV files: what each brings, and where it is. */
import type { RecordFields } from "./entities";
import type { Behaviour } from "./settings";

/** An upload. */
export interface BulkJob {
  id: string;
  sourceId: string;
  /** ISO 8601 instant. */
  created: string;
  /** Milliseconds of the real clock. */
  submittedAtMs: number;
  lastsMs: number;
  /** Whether it ends with errors. */
  hasErrors: boolean;
  /** What is inserted or updated, by `accountName`, when it ends. */
  rows: readonly RecordFields[];
}

/** Where an upload is; null has been seen in no answer, but stands in the text of the API's documents. */
export type BulkStatus = "PENDING" | "IN_PROGRESS" | "COMPLETED" | "ERROR" | null;

/** An upload waits for the first half of its time. */
export function statusOfJob(
  { submittedAtMs, lastsMs, hasErrors }: BulkJob,
  nowMs: number,
  { uploadStatus }: Behaviour,
): BulkStatus {
  if (uploadStatus === "nullAlways") return null;
  const passedMs = nowMs - submittedAtMs;
  if (passedMs >= lastsMs) return hasErrors ? "ERROR" : "COMPLETED";
  if (passedMs >= lastsMs / 2) return "IN_PROGRESS";
  return uploadStatus === "nullAtFirst" ? null : "PENDING";
}

/** The newest upload to each source, and all that are under way. */
export class BulkJobs {
  readonly #newest = new Map<string, BulkJob>();
  #running: BulkJob[] = [];

  add(job: BulkJob): void {
    // What it brings is needed until it ends alone.
    this.#newest.set(job.sourceId, { ...job, rows: [] });
    this.#running.push(job);
  }

  newest(sourceId: string): BulkJob | undefined {
    return this.#newest.get(sourceId);
  }

  isRunning(sourceId: string): boolean {
    return this.#running.some((job) => job.sourceId === sourceId);
  }

  /** The uploads that are over by then, each once, the oldest first. */
  takeEnded(nowMs: number): BulkJob[] {
    const isEnded = ({ submittedAtMs, lastsMs }: BulkJob) => submittedAtMs + lastsMs <= nowMs;
    const ended = this.#running.filter(isEnded);
    if (ended.length > 0) this.#running = this.#running.filter((job) => !isEnded(job));
    return ended;
  }

  /** Forgets the uploads to a source. */
  drop(sourceId: string): void {
    this.#newest.delete(sourceId);
    this.#running = this.#running.filter((job) => job.sourceId !== sourceId);
  }

  clear(): void {
    this.#newest.clear();
    this.#running = [];
  }
}
