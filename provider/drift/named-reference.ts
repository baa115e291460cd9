/** People and groups of a report by the names under which somebody knows them. */
import type { CallOptions } from "../api";
import type { Props, Value } from "../resources/handler";
import { isBareId, referenceId } from "../resources/reference";
import type { ReferenceProperty } from "../resources/resolve";
import type { Tenant } from "../resources/tenant";
import { compact, isProps } from "../resources/value";

/**
 * The value of a property with a name beside each id that stands alone; an id that nobody has stays as it is. What is asked in one
 * turn costs one request for people and one for groups.
 *
 * @see getPublicIdentities, listWorkgroups
 */
export async function withNames(
  tenant: Tenant,
  options: CallOptions,
  kind: ReferenceProperty["kind"],
  value: Value,
): Promise<Value> {
  if (Array.isArray(value)) {
    return await Promise.all(value.map((entry) => withNames(tenant, options, kind, entry)));
  }
  const id = isProps(value) && isBareId(value) ? referenceId(value) : undefined;
  return id === undefined ? value : await named(tenant, options, kind, id);
}

async function named(
  { directory }: Tenant,
  options: CallOptions,
  kind: ReferenceProperty["kind"],
  id: string,
): Promise<Props> {
  const [person] = kind === "group" ? [] : await directory.peopleBy("id", id, options);
  if (person) return compact({ email: person.email, alias: person.alias, id });
  const [group] = kind === "person" ? [] : await directory.groupsBy("id", id, options);
  if (!group) return { id };
  return kind === "group" ? { name: group.name, id } : { governanceGroup: group.name, id };
}
