/** Additions to answers that count as non-breaking: fields and values that no schema has. */
import { isObject, type JsonObject } from "./json";

/** Fields whose content is free: adding to it would add data, not fields. */
const FREE_CONTENT: readonly string[] = ["data", "attributes", "connectorAttributes"];

/** The fields that are added. */
const ADDED = { addedText: "not in any schema", addedObject: { addedText: "inside" } };

/** Values that no schema lists, for the enumerations of answers. */
export const UNHEARD_OF = {
  attributeType: "TIMESTAMP",
  referenceType: "MACHINE_GROUP",
  identityState: "ACTIVE_ON_LEAVE",
  identityStatus: "ON_LEAVE",
  processingState: "DEFERRED",
  sourceStatus: "SOURCE_STATE_RESTING",
  approvalStatus: "ESCALATED",
  localeOrigin: "TENANT",
} as const;

/** The answer with additional fields in each of its objects, down to the innermost. */
export function withExtraFields(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withExtraFields);
  if (!isObject(body)) return body;
  const entries = Object.entries(body).map(([name, value]) => [
    name,
    FREE_CONTENT.includes(name) && isObject(value) ? value : withExtraFields(value),
  ]);
  return { ...Object.fromEntries(entries), ...ADDED };
}

/** An error body whose messages come from an origin that nobody knows. */
export function withUnheardOrigin(body: unknown): unknown {
  if (!isObject(body) || !Array.isArray(body.messages)) return body;
  const messages = body.messages.map((message: unknown): JsonObject => {
    return { ...(isObject(message) && message), localeOrigin: UNHEARD_OF.localeOrigin };
  });
  return { ...body, messages };
}
