/** The live side of a SchemaAttribute: its id, its name in messages, and changing it in place. */

import type { CallOptions } from "../api";
import { converge, observeOrExplain } from "./converge";
import { patchFields } from "./field";
import { byName, findAttribute } from "./find";
import { type Call, type Props, ResourceError } from "./handler";
import { schemaAttributeFields as fields, liveFields } from "./schema-attribute-field";
import { callOptions, type Tenant } from "./tenant";

/** The id of a SchemaAttribute resource. */
export function attributeKey(sourceId: string, attributeId: string): string {
  return `${sourceId}/${attributeId}`;
}

/** The two halves of the id. @throws {@link ResourceError} naming the accepted form */
export function idParts(id: string): { sourceId: string; attributeId: string } {
  const [sourceId, attributeId, ...rest] = id.split("/");
  if (sourceId && attributeId && rest.length === 0) return { sourceId, attributeId };
  throw new ResourceError(
    `"${id}" is not the id of a schema attribute: must be in the form <sourceId>/<attributeId>, or to look one up <sourceId>/name:<technicalName>`,
  );
}

export function nameOf(id: string, props: Props): string {
  const name = props.technicalName;
  return typeof name === "string" ? `attribute "${name}" (${id})` : `attribute ${id}`;
}

/** Observes the attribute and patches what differs. */
export async function changeAttribute(
  tenant: Tenant,
  call: Call,
  id: string,
  wanted: Props,
): Promise<void> {
  const { sourceId, attributeId } = idParts(id);
  const options = callOptions(call);
  const { client } = tenant;
  const get = () => client.getNonEmployeeSchemaAttribute(sourceId, attributeId, options);
  try {
    await converge(tenant, call, {
      thing: nameOf(id, wanted),
      observe: () => observeOrExplain(tenant, call, id, nameOf(id, wanted), get),
      operationsFor: (live) =>
        patchFields(fields, "schemaAttribute", liveFields(sourceId, live), wanted),
      patch: (operations) =>
        client.patchNonEmployeeSchemaAttribute(sourceId, attributeId, operations, options),
    });
  } finally {
    tenant.ledger.forgetAttributes(sourceId);
  }
}

/** The id for `<sourceId>/name:<technicalName>`, else what was asked. */
export async function idByName(
  tenant: Tenant,
  options: CallOptions,
  asked: string,
): Promise<string> {
  const start = asked.indexOf(`/${byName}`);
  if (start < 0) return asked;
  const sourceId = asked.slice(0, start);
  const technicalName = asked.slice(start + 1 + byName.length);
  const found = await findAttribute(tenant, options, sourceId, { technicalName });
  return attributeKey(sourceId, found.id);
}
