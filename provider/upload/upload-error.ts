import { ResourceError } from "../resources/handler";

/** How many rows are written. */
export interface WrittenRows {
  created: number;
  changed: number;
}

/** An upload ended before its end. The message says how far it was and what to do. */
export class UploadError extends ResourceError {
  /** Rows that the tenant had taken by then; of the piece that was under way nobody knows. */
  readonly written: Readonly<WrittenRows>;
  /** True where the user ended it. */
  readonly isInterrupted: boolean;
  /** True where some rows are wrong, so that others can still be sent. */
  readonly isOfRows: boolean;
  /** Account names of rows that were sent and are not there, as far as that is known. */
  readonly notThere: readonly string[];
  /** How many rows that were counted as written the list of records lacks, or has with other values. */
  readonly unproven: Readonly<WrittenRows>;

  constructor(message: string, options: ErrorOptions & UploadFacts = {}) {
    super(message, options);
    this.written = { ...(options.written ?? { created: 0, changed: 0 }) };
    this.isInterrupted = options.isInterrupted ?? false;
    this.isOfRows = options.isOfRows ?? false;
    this.notThere = options.notThere ?? [];
    this.unproven = options.unproven ?? { created: 0, changed: 0 };
  }
}

/** What is known of an upload that has ended before its end. */
export interface UploadFacts {
  written?: WrittenRows;
  isInterrupted?: boolean;
  isOfRows?: boolean;
  notThere?: readonly string[] | undefined;
  unproven?: WrittenRows;
}
