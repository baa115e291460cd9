/** Looking at the records of a source: at all of them, and at what has changed since. */
import type { CallOptions, NonEmployeeRecord, NonEmployeeRecordList } from "../api";
import type { Tenant } from "../resources/tenant";

/**
 * Lists the records of a source anew.
 *
 * @throws HttpError, AuthError, NetworkError, ResponseShapeError if they cannot be listed completely
 * @see listNonEmployeeRecords
 */
export function recordsOf(
  { client }: Tenant,
  call: CallOptions,
  sourceId: string,
): NonEmployeeRecordList {
  return client.listNonEmployeeRecords({ sourceId }, call);
}

/**
 * The records that were created or changed at that instant or later, by the tenant's clock: mostly one request.
 *
 * @param sinceMs undefined for all records
 * @throws as {@link recordsOf}
 * @see listNonEmployeeRecords
 */
export async function* changedRecords(
  tenant: Tenant,
  call: CallOptions,
  { sourceId, sinceMs }: { sourceId: string; sinceMs: number | undefined },
): AsyncGenerator<NonEmployeeRecord, void, void> {
  const query = { sourceId, sorters: "-modified" };
  let before = Number.POSITIVE_INFINITY;
  let isSorted = sinceMs !== undefined;
  for await (const record of tenant.client.listNonEmployeeRecords(query, call)) {
    const modifiedMs = modifiedOf(record);
    // A tenant that sorts otherwise, or does not say it, is read to the end.
    const isTooOld = before === Number.POSITIVE_INFINITY && (modifiedMs ?? 0) < (sinceMs ?? 0);
    // The newest one of the last look must come first: a list that begins with an older one is not sorted so.
    if (modifiedMs === undefined || modifiedMs > before || isTooOld) isSorted = false;
    before = modifiedMs ?? before;
    if (isSorted && sinceMs !== undefined && before < sinceMs) return;
    yield record;
  }
}

/** The later one of an instant and that of a record; undefined once a record does not say it. */
export function newer(ms: number | undefined, record: NonEmployeeRecord): number | undefined {
  const modifiedMs = modifiedOf(record);
  return ms === undefined || modifiedMs === undefined ? undefined : Math.max(ms, modifiedMs);
}

/** Some tenants give whole seconds: what changed in the same one may stand before or after. */
function modifiedOf({ modified, created }: NonEmployeeRecord): number | undefined {
  const ms = Date.parse(modified ?? created ?? "");
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000) * 1000;
}
