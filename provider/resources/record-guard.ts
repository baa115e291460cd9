/**
 * The guard of people's records: nothing that would destroy records goes without `forceDestroy` and a word on the backup. It
 * decides on a list fetched for the decision, never on a cached one.
 */
import type { NonEmployeeSource } from "../api";
import { proveGone } from "./gone";
import { type Call, type Props, ResourceError } from "./handler";
import { callOptions, type Tenant } from "./tenant";
import { counted } from "./value";

export interface Guarded {
  /** For messages: `source "Contractors" (2c91...)`. */
  thing: string;
  sourceId: string;
  /** Outputs of the resource that is to be destroyed. */
  state: Props;
  /** What the next `up` does after a refusal. */
  afterRefusal: string;
}

/** A source as a fresh, complete list shows it, with its record count; undefined if it is provably gone. */
async function freshSource(
  tenant: Tenant,
  call: Call,
  sourceId: string,
): Promise<NonEmployeeSource | undefined> {
  const options = callOptions(call);
  const sources = await tenant.client.listNonEmployeeSources({ nonEmployeeCount: true }, options);
  const listed = sources.find((source) => source.sourceId === sourceId);
  if (listed) return listed;
  const get = () => tenant.client.getNonEmployeeSource(sourceId, options);
  await proveGone(get, `count the records of source ${sourceId}`);
  return undefined;
}

/**
 * The same decision without carrying it out, for a preview: refuses what the destroy would refuse.
 * @throws {@link ResourceError} the refusal, with what to do
 */
export async function refuseRecords(tenant: Tenant, call: Call, guarded: Guarded): Promise<void> {
  const source = await freshSource(tenant, call, guarded.sourceId);
  if (!source || source.nonEmployeeCount === 0) return;
  const isForced = guarded.state.forceDestroy === true;
  if (isForced && tenant.backupDir === "none") return;
  throw new ResourceError(refusal(guarded, recordsOf(source), isForced, tenant.backupDir));
}

function recordsOf({ nonEmployeeCount }: NonEmployeeSource): string {
  const isKnown = typeof nonEmployeeCount === "number";
  return isKnown ? counted(nonEmployeeCount, "record") : "an unknown number of records";
}

/**
 * Passes if destroying would lose no record, or if that is wanted on purpose. Answers false if the source is gone already.
 * @throws {@link ResourceError} the refusal, with what to do
 */
export async function guardRecords(tenant: Tenant, call: Call, guarded: Guarded): Promise<boolean> {
  const source = await freshSource(tenant, call, guarded.sourceId);
  if (!source) return false;
  const count = source.nonEmployeeCount ?? undefined;
  if (count === 0) return true;
  const records = count === undefined ? "an unknown number of records" : counted(count, "record");
  const isForced = guarded.state.forceDestroy === true;
  if (isForced && tenant.backupDir === "none") {
    call.log(
      "warning",
      `${guarded.thing} is destroyed with ${records}, without a backup: forceDestroy is true and backupDir is none`,
    );
    return true;
  }
  throw new ResourceError(refusal(guarded, records, isForced, tenant.backupDir));
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
      ? "set SAIL_BACKUP_DIR=none in the environment, which says that no backup is wanted (export the records first if they matter)"
      : backupDir === "none"
        ? undefined
        : `set SAIL_BACKUP_DIR=none in the environment: this version cannot write a backup to "${backupDir}", so export the records yourself first`,
  ].filter((step) => step !== undefined);
  return (
    `${guarded.thing} has ${records}, which would be lost: refused, and nothing was deleted in the tenant. ` +
    `To destroy it on purpose: ${steps.join("; then ")}. ${guarded.afterRefusal}`
  );
}
