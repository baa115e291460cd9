/** Whether a tenant that shows nothing of what a stack has there is still the same one. */
import type { CallOptions } from "../api";
import { sentence } from "../resources/handler";
import type { Tenant } from "../resources/tenant";

/**
 * Why it cannot be believed that all sources of a stack were deleted, for it may be another tenant that answers: it has sources,
 * none of them is of the stack, and none of the people who owned those of the stack is known there. Ids of people are those of
 * one tenant. Undefined where it can be believed: nothing else is there, or an owner still is.
 *
 * @param sourceIds of all sources of the stack in this tenant, each of them proven gone
 * @param ownerIds of these sources
 * @see listNonEmployeeSources, getPublicIdentities
 */
export async function otherTenantProblem(
  tenant: Tenant,
  options: CallOptions,
  { sourceIds, ownerIds }: { sourceIds: readonly string[]; ownerIds: readonly string[] },
): Promise<string | undefined> {
  const sources = await tenant.reads.sources(options);
  if (sources.length === 0) return undefined;
  const what = `${tenant.url} has ${sources.length} non-employee sources, and none of the ${sourceIds.length} of the stack`;
  const advice =
    "Check that SAIL_BASE_URL and whatever stands between reach the right tenant; if they were deleted there, `pulumi up --refresh` makes them again";
  try {
    const owners = await Promise.all(
      [...new Set(ownerIds)].map((id) => tenant.directory.peopleBy("id", id, options)),
    );
    if (owners.some((found) => found.length > 0)) return undefined;
  } catch (error) {
    return `${what}: it may be another tenant that answers, and whether the owners are known there could not be asked: ${sentence(error)} ${advice}`;
  }
  return `${what}, and knows none of their owners: it looks like another tenant. ${advice}`;
}
