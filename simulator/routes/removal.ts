/** Deleting sources, by either of the two operations that do it. */
import type { RouteContext } from "../context";
import { badRequest } from "../error-body";

/** Deletes a source, unless one of the tenant's identity profiles needs it. */
export function removeSource(context: RouteContext, sourceId: string): void {
  expectUnused(context, sourceId);
  const keepsRecords = context.behaviour.deletedRecords === "kept";
  context.store.deleteSource(sourceId, { keepsRecords });
}

/**
 * Refuses to delete what an identity profile reads its people from. The code is ISC's for an object that another one uses,
 * rather than `400.2.1 Referential integrity violation`, which says less.
 */
function expectUnused({ store, behaviour }: RouteContext, sourceId: string): void {
  if (behaviour.authoritativeDelete === "accepted") return;
  if (!store.rows.genericSource(sourceId)?.authoritative) return;
  throw badRequest("400.2.1.0", "The source is the authoritative source of an identity profile.");
}
