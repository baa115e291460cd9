/**
 * The guard of people's records: nothing that would destroy records goes without `forceDestroy` and a word on the backup, and
 * where that word names a folder, not without a complete backup in it. It decides on a list fetched for the decision, never on
 * a cached one.
 */
import { resolve } from "node:path";
import type { NonEmployeeSource } from "../api";
import { backUpRecords } from "./backup";
import { freshSource } from "./fresh-source";
import { type Call, messageOf, type Props, ResourceError } from "./handler";
import type { Tenant } from "./tenant";
import { counted } from "./value";

/** What is to be destroyed, and with it records, or their values of an attribute. */
export interface Guarded {
  /** For messages: `source "Contractors" (2c91...)`. */
  thing: string;
  sourceId: string;
  /** Outputs of the resource that is to be destroyed. */
  state: Props;
  /** What the next `up` does after a refusal. */
  afterRefusal: string;
}

/** The source is gone, nothing stands in the way, or its records must be in a file first. */
type Verdict = "gone" | "free" | { source: NonEmployeeSource; folder: string };

/**
 * Passes if destroying would lose no record, or if that is wanted on purpose; the latter after all records of the source were
 * written to a file, if the configuration names a folder. Answers false if the source is gone already. Call it right before
 * the delete; a diff calls {@link refuseRecordLoss}.
 *
 * @throws {@link ResourceError} the refusal, or why there is no complete backup, with what to do
 */
export async function guardRecords(tenant: Tenant, call: Call, guarded: Guarded): Promise<boolean> {
  const verdict = await judge(tenant, call, guarded);
  if (verdict === "gone") return false;
  if (verdict === "free") return true;
  const { source, folder } = verdict;
  const { thing, afterRefusal } = guarded;
  const done = await backUpRecords(tenant, call, source, folder).catch((error: unknown) => {
    throw new ResourceError(
      `${thing} has ${recordsOf(source)}, which would be lost: refused, for ${messageOf(error)} Nothing was deleted in the tenant. ${afterRefusal}`,
      { cause: error },
    );
  });
  const records = counted(done.count, "record");
  call.log("warning", `${thing} has ${records}: written to ${done.path} before the delete`);
  return done.isThere;
}

/**
 * Refuses at a diff what {@link guardRecords} would refuse at the delete, and writes no file: a preview leaves none.
 *
 * @throws {@link ResourceError} the refusal, with what to do
 */
export async function refuseRecordLoss(
  tenant: Tenant,
  call: Call,
  guarded: Guarded,
): Promise<void> {
  const verdict = await judge(tenant, call, guarded);
  if (typeof verdict === "string") return;
  const { source, folder } = verdict;
  call.log(
    "warning",
    `${guarded.thing} has ${recordsOf(source)}: they will be written to ${resolve(folder)} before the delete`,
  );
}

async function judge(tenant: Tenant, call: Call, guarded: Guarded): Promise<Verdict> {
  const source = await freshSource(tenant, call, guarded.sourceId);
  if (!source) return "gone";
  if (source.nonEmployeeCount === 0) return "free";
  const isForced = guarded.state.forceDestroy === true;
  const { backupDir } = tenant;
  if (!isForced || backupDir === undefined) {
    throw new ResourceError(refusal(guarded, recordsOf(source), isForced, backupDir));
  }
  if (backupDir !== "none") return { source, folder: backupDir };
  call.log(
    "warning",
    `${guarded.thing} is destroyed with ${recordsOf(source)}, without a backup: forceDestroy is true and backupDir is none`,
  );
  return "free";
}

function recordsOf({ nonEmployeeCount }: NonEmployeeSource): string {
  return typeof nonEmployeeCount === "number"
    ? counted(nonEmployeeCount, "record")
    : "an unknown number of records";
}

function refusal(
  guarded: Guarded,
  records: string,
  isForced: boolean,
  backupDir: string | undefined,
): string {
  const steps = [
    isForced ? undefined : "set forceDestroy: true on the resource and run `pulumi up`",
    backupDir === undefined
      ? "set SAIL_BACKUP_DIR in the environment to a folder, where the records are written before, or to none for no backup (a sailpoint:backupDir added to the stack after the last `pulumi up` is not seen by a destroy)"
      : undefined,
  ].filter((step) => step !== undefined);
  return (
    `${guarded.thing} has ${records}, which would be lost: refused, and nothing was deleted in the tenant. ` +
    `To destroy it on purpose: ${steps.join("; then ")}. ${guarded.afterRefusal}`
  );
}
