/** Finding what exists: exactly one object, or an error that says what was searched and how many matched. */
import type { CallOptions, NonEmployeeSource, SchemaAttribute } from "../api";
import { type Group, type Person, personLabel } from "./directory";
import { ResourceError } from "./handler";
import type { Tenant } from "./tenant";
import { listed } from "./value";

/** What an id begins with that is a name: `name:Contractors`, `<sourceId>/name:costCenter`. */
export const byName = "name:";

/**
 * The one source of that name or id.
 * @throws {@link ResourceError} if there is none, or more than one
 * @see listNonEmployeeSources
 */
export async function findSource(
  tenant: Tenant,
  options: CallOptions,
  by: { name: string } | { sourceId: string },
): Promise<NonEmployeeSource> {
  const sources = await tenant.reads.sources(options);
  const found = sources.filter((source) =>
    "name" in by ? source.name === by.name : source.sourceId === by.sourceId,
  );
  const [source, ...others] = found;
  const what = "name" in by ? `name "${by.name}"` : `sourceId "${by.sourceId}"`;
  if (!source) {
    const near = "name" in by ? likeName(sources, by.name) : "";
    throw new ResourceError(
      `no non-employee source of ${tenant.url} has the ${what} (searched ${sources.length})${near}. Check it, and that this is the right tenant.`,
    );
  }
  if (others.length === 0) return source;
  const ids = listed(found.map(({ sourceId }) => sourceId));
  throw new ResourceError(
    `${found.length} non-employee sources of ${tenant.url} have the ${what}: ${ids}. Name the right one by its sourceId.`,
  );
}

/** People often write a name in other case than it has. */
function likeName(sources: readonly NonEmployeeSource[], name: string): string {
  const near = sources.find((source) => source.name.toLowerCase() === name.toLowerCase());
  return near ? `; there is "${near.name}"` : "";
}

/**
 * The one attribute of a source with that technicalName or id.
 * @throws {@link ResourceError} if there is none, or no such source
 * @see getNonEmployeeSourceSchemaAttributes
 */
export async function findAttribute(
  tenant: Tenant,
  options: CallOptions,
  sourceId: string,
  by: { technicalName: string } | { attributeId: string },
): Promise<SchemaAttribute> {
  const all = await listAttributes(tenant, options, sourceId);
  const found = all.filter((attribute) =>
    "technicalName" in by
      ? attribute.technicalName === by.technicalName
      : attribute.id === by.attributeId,
  );
  const what =
    "technicalName" in by ? `technicalName "${by.technicalName}"` : `id "${by.attributeId}"`;
  const [attribute, ...others] = found;
  if (attribute && others.length === 0) return attribute;
  throw new ResourceError(
    `${found.length === 0 ? "no" : found.length} attributes of source ${sourceId} in ${tenant.url} have the ${what} (searched ${all.length}). Check it, and that this is the right source.`,
  );
}

/**
 * Every attribute of a source, system attributes first.
 * @throws {@link ResourceError} if there is no such source
 * @see getNonEmployeeSourceSchemaAttributes
 */
export async function listAttributes(
  tenant: Tenant,
  options: CallOptions,
  sourceId: string,
): Promise<SchemaAttribute[]> {
  const all = await tenant.reads.attributes(sourceId, options);
  if (all) return all;
  throw new ResourceError(
    `"${sourceId}" is not the sourceId of a non-employee source of ${tenant.url}. Check it, and that this is the right tenant.`,
  );
}

/**
 * The one person with that alias, e-mail or id, whatever their state; case matters in ids alone.
 * @throws {@link ResourceError} if there is nobody, or more than one
 * @see getPublicIdentities
 */
export async function findIdentity(
  tenant: Tenant,
  options: CallOptions,
  by: "alias" | "email" | "id",
  value: string,
): Promise<Person> {
  const found = await tenant.directory.peopleBy(by, value, options);
  const what = `${by === "email" ? "e-mail" : by} ${JSON.stringify(value)}`;
  return onlyOne(tenant, found, personLabel, { one: "identity", many: "identities", what });
}

/**
 * The one governance group with that name or id; case matters in ids alone.
 * @throws {@link ResourceError} if there is none, or more than one
 * @see listWorkgroups
 */
export async function findGroup(
  tenant: Tenant,
  options: CallOptions,
  by: "name" | "id",
  value: string,
): Promise<Group> {
  const found = await tenant.directory.groupsBy(by, value, options);
  const label = ({ id, name }: Group) => `"${name}" (${id})`;
  const what = `${by} ${JSON.stringify(value)}`;
  return onlyOne(tenant, found, label, {
    one: "governance group",
    many: "governance groups",
    what,
  });
}

function onlyOne<T>(
  tenant: Tenant,
  found: readonly T[],
  label: (item: T) => string,
  { one, many, what }: { one: string; many: string; what: string },
): T {
  const [item, ...others] = found;
  if (item === undefined) {
    throw new ResourceError(
      `no ${one} of ${tenant.url} has the ${what}. Check it, and that this is the right tenant.`,
    );
  }
  if (others.length === 0) return item;
  throw new ResourceError(
    `${found.length} ${many} of ${tenant.url} have the ${what}: ${listed(found.map(label))}. Name the right one by its id.`,
  );
}
