/**
 * Release instead of delete. The engine creates before it deletes: after a logical rename without an alias, the new resource has
 * adopted the very object that the engine then asks to delete. Such a delete only drops the old entry from the state.
 */
import { isNotFound, type SchemaAttribute } from "../api";
import type { Call } from "./handler";
import { attributeKey } from "./schema-attribute-live";
import { callOptions, type Tenant } from "./tenant";
import { listed } from "./value";

/** Says that nothing was deleted, and why: all that the release of an attribute takes. */
export function warnReleased(call: Call, thing: string, rest = ""): void {
  call.log(
    "warning",
    `${thing} was not deleted: another resource of this run holds it. Only the old entry left the state.${rest}`,
  );
}

/** Releases a source; names each custom attribute of it that no resource of this run holds. */
export async function releaseSource(
  tenant: Tenant,
  call: Call,
  sourceId: string,
  thing: string,
): Promise<void> {
  const orphans = (await customAttributes(tenant, call, sourceId)).filter(
    ({ id }) => !tenant.ledger.held.has(attributeKey(sourceId, id)),
  );
  const names = orphans.map(({ technicalName, id }) => `"${technicalName}" (${id})`);
  const rest =
    names.length === 0
      ? ""
      : ` No resource of this run holds its custom attributes ${listed(names)}: they stay in the tenant; declare them to manage them again.`;
  warnReleased(call, thing, rest);
}

async function customAttributes(
  tenant: Tenant,
  call: Call,
  sourceId: string,
): Promise<SchemaAttribute[]> {
  try {
    const all = await tenant.client.getNonEmployeeSourceSchemaAttributes(
      sourceId,
      callOptions(call),
    );
    return all.filter(({ system }) => !system);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}
