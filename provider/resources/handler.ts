/**
 * The host-neutral interface of a resource: plain objects in, plain objects out. Everything in this folder implements or
 * uses it, and nothing here knows which host carries the calls. A change here is a change for every host.
 */

export type Value = null | boolean | number | string | Value[] | Props;

/** A bag of properties. In a preview {@link UNKNOWN} may stand anywhere in it. */
export interface Props {
  [key: string]: Value | undefined;
}

/** What the engine sends in place of a value that is not known before an `up`. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Surroundings of one call: how to speak to the user, and when to stop. */
export interface Call {
  signal: AbortSignal;
  /** Shows a message to the user; never with a secret in it. */
  log(level: "debug" | "info" | "warning", message: string): void;
  urn?: string;
  ignoreChanges?: readonly string[];
}

/** One thing that is wrong with the inputs. `path` is a property path such as `approvers[1]`, or "". */
export interface Failure {
  path: string;
  reason: string;
}

/** One difference between state and inputs. `path` is the name of a property. */
export interface Change {
  path: string;
  kind: "add" | "update" | "delete";
  replace?: boolean;
}

/** A live object: its id, its outputs, and the inputs that would declare it. */
export interface Found {
  id: string;
  state: Props;
  inputs: Props;
}

/** What a diff found. */
export interface DiffResult {
  changes: Change[];
  deleteBeforeReplace?: boolean;
}

/** The life cycle of one resource type. */
export interface Handler {
  check(
    call: Call,
    request: { news: Props; oldInputs: Props },
  ): Promise<{ inputs: Props; failures: Failure[] }>;
  diff(
    call: Call,
    request: { id: string; state: Props; oldInputs?: Props; news: Props },
  ): Promise<DiffResult>;
  create(call: Call, request: { inputs: Props }): Promise<{ id: string; state: Props }>;
  /** `lookup` is true for `.get()` and import. `undefined` means gone, with proof. */
  read(
    call: Call,
    request: { id: string; state: Props; inputs?: Props; lookup: boolean },
  ): Promise<Found | undefined>;
  update(
    call: Call,
    request: { id: string; state: Props; oldInputs?: Props; news: Props },
  ): Promise<{ state: Props }>;
  delete(call: Call, request: { id: string; state: Props; oldInputs?: Props }): Promise<void>;
}

/**
 * Thrown by create and update when the object exists but is not all that was asked for: the host records `id` and `state`,
 * so that nothing is orphaned, and shows `reasons`. The next `up` runs an update.
 */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly id: string;
  readonly state: Props;
  readonly reasons: string[];

  constructor(id: string, state: Props, reasons: string[], options?: ErrorOptions) {
    super(reasons.join("\n"), options);
    this.id = id;
    this.state = state;
    this.reasons = reasons;
  }
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What an error says, with a full stop, so that a sentence can follow. */
export function sentence(error: unknown): string {
  return messageOf(error).replace(/([^.!?])$/, "$1.");
}

/** A refusal or failure of a resource operation, worded for the user: what, why, and what to do. */
export class ResourceError extends Error {
  override readonly name = "ResourceError";
}
