/**
 * NonEmployeeSource: what it takes, what it puts out, and the table that says how each property is changed.
 * @see createNonEmployeeSource, patchNonEmployeeSource, updateSource
 */
import { z } from "zod";
import type { NonEmployeeSource, NonEmployeeSourceRequestBody, Source } from "../api";
import type { Field } from "./field";
import type { Props, Value } from "./handler";
import { flag, tenantName, text } from "./input-check";
import {
  declaredEntries,
  orderedEntries,
  orderedIds,
  referenceId,
  referenceIds,
  unorderedEntries,
  unorderedIds,
} from "./reference";
import { group, members, person } from "./reference-schema";
import type { ReferenceProperty } from "./resolve";
import { compact } from "./value";

/** The API's own limits (maxItems in its schema). */
export const maxApprovers = 3;
export const maxAccountManagers = 10;

/** Inputs. Unknown keys are an error. */
export const nonEmployeeSourceArgsSchema = z.strictObject({
  name: text("a name that no other source of the tenant has"),
  description: text("a description (the API requires one)"),
  owner: person("the identity that owns the source"),
  managementWorkgroup: group("the governance group whose members may manage the source").optional(),
  approvers: members("an identity or governance group", maxApprovers),
  accountManagers: members("an identity or governance group", maxAccountManagers),
  forceDestroy: flag(),
  tenant: tenantName(),
});

/** The arguments that name people and governance groups. */
export const nonEmployeeSourceReferences: readonly ReferenceProperty[] = [
  { name: "owner", kind: "person" },
  { name: "managementWorkgroup", kind: "group" },
  { name: "approvers", kind: "personOrGroup" },
  { name: "accountManagers", kind: "personOrGroup" },
];

const plainText = (value: Value | undefined) => (typeof value === "string" ? value : "");

/** One line per property: how a change of it is carried out. */
export const nonEmployeeSourceFields: readonly Field[] = [
  {
    name: "name",
    change: "update",
    patch: { via: "nonEmployeeSource", path: "/name", encode: plainText },
  },
  {
    name: "description",
    change: "update",
    isCosmetic: true,
    patch: { via: "nonEmployeeSource", path: "/description", encode: plainText },
  },
  {
    name: "approvers",
    change: "update",
    comparable: orderedIds,
    stored: orderedEntries,
    reword: declaredEntries,
    patch: { via: "nonEmployeeSource", path: "/approvers", encode: referenceIds },
  },
  {
    name: "accountManagers",
    change: "update",
    comparable: unorderedIds,
    stored: unorderedEntries,
    reword: declaredEntries,
    patch: { via: "nonEmployeeSource", path: "/accountManagers", encode: referenceIds },
  },
  {
    name: "owner",
    change: "update",
    comparable: referenceId,
    stored: (value) => value,
    patch: { via: "source", path: "/owner", encode: typedReference("IDENTITY") },
  },
  {
    name: "managementWorkgroup",
    change: "update",
    comparable: referenceId,
    stored: (value) => value,
    patch: {
      via: "source",
      path: "/managementWorkgroup",
      encode: typedReference("GOVERNANCE_GROUP"),
    },
  },
  { name: "forceDestroy", change: "update", comparable: (value) => value === true },
  { name: "tenant", change: "update" },
  { name: "sourceId", change: "computed" },
  { name: "nonEmployeeSourceId", change: "computed" },
  { name: "ownerId", change: "computed" },
  { name: "managementWorkgroupId", change: "computed" },
  { name: "approverIds", change: "computed" },
  { name: "accountManagerIds", change: "computed" },
  { name: "created", change: "computed" },
  { name: "tenantUrl", change: "computed" },
];

function typedReference(type: "IDENTITY" | "GOVERNANCE_GROUP") {
  return (value: Value | undefined) => {
    const id = referenceId(value);
    return id === undefined ? undefined : { type, id };
  };
}

/** The body of the create call. */
export function toRequestBody(inputs: Props): NonEmployeeSourceRequestBody {
  const toObjects = (value: Value | undefined) => referenceIds(value).map((id) => ({ id }));
  const managementWorkgroup = referenceId(inputs.managementWorkgroup);
  return {
    name: plainText(inputs.name),
    description: plainText(inputs.description),
    owner: { id: referenceId(inputs.owner) ?? "" },
    ...(managementWorkgroup === undefined ? {} : { managementWorkgroup }),
    approvers: toObjects(inputs.approvers),
    accountManagers: toObjects(inputs.accountManagers),
  };
}

/** What is live, in the form of inputs: the part that the non-employee API holds. */
export function liveFields(live: NonEmployeeSource): Props {
  return {
    name: live.name,
    description: live.description ?? "",
    approvers: live.approvers.map(({ id }) => ({ id })),
    accountManagers: live.accountManagers.map(({ id }) => ({ id })),
  };
}

/** What is live, in the form of inputs: the part that only the Sources API holds. */
export function liveGenericFields(live: Source): Props {
  return compact({
    owner: live.owner ? { id: live.owner.id } : undefined,
    managementWorkgroup: live.managementWorkgroup ? { id: live.managementWorkgroup.id } : undefined,
  });
}

/** Outputs: the declared properties, and what is derived from them or was given by the tenant. */
export function toState(
  declared: Props,
  given: { sourceId: string; nonEmployeeSourceId: Value | undefined; created: Value | undefined },
  tenantUrl: string,
): Props {
  return compact({
    ...declared,
    sourceId: given.sourceId,
    nonEmployeeSourceId: given.nonEmployeeSourceId,
    ownerId: referenceId(declared.owner),
    managementWorkgroupId: referenceId(declared.managementWorkgroup),
    approverIds: referenceIds(declared.approvers),
    accountManagerIds: referenceIds(declared.accountManagers).sort(),
    created: given.created ?? undefined,
    tenantUrl,
  });
}
