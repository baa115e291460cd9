import type { FormFile } from "./multipart";
import type { Operation } from "./operation";
import type { PathParameters } from "./path";

/** What a caller may add to any call. */
export interface CallOptions {
  /** Ends the call, also while it waits. */
  signal?: AbortSignal;
  /** Told each wait, in words that stand alone. */
  onWait?: (message: string) => void;
  /** Whether a 429 is thrown at once: what is sent may be out of date after the wait. @default false */
  isThrownAt429?: boolean;
}

/** One call of an operation. */
export interface CallRequest {
  readonly operation: Operation;
  /** Values of the parameters in the operation's path, unencoded. */
  readonly parameters?: PathParameters;
  /** Operation and thing, the beginning of every message, for example `create source "Contractors"`. */
  readonly label: string;
  /** Query parameters; undefined ones are left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON, on PATCH as JSON Patch. */
  readonly body?: unknown;
  /** Sent instead of a body, as the one part of a form. */
  readonly file?: FormFile;
  /** Media types that the answer may have. @default "application/json" */
  readonly accept?: string;
}
