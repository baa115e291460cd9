/** Describing people and groups of a tenant in words that hold in other tenants too. */
import type { CallOptions, Reference } from "../api";
import type { Person } from "../resources/directory";
import type { Tenant } from "../resources/tenant";
import { listed } from "../resources/value";
import type {
  ManifestGroupRef,
  ManifestIdentityRef,
  ManifestMemberRef,
  UnresolvedRef,
} from "./manifest";

/** A reference, and what to tell the user of it. */
export interface Described<T> {
  ref: T;
  /** Why it could not be described, or not completely. */
  warning?: string;
}

/**
 * A person by e-mail and alias. An e-mail that several people have means nobody: then the alias alone; without an alias it is
 * unresolved.
 *
 * @see getPublicIdentities
 */
export async function describePerson(
  tenant: Tenant,
  options: CallOptions,
  id: string,
): Promise<Described<ManifestIdentityRef>> {
  const [person] = await tenant.directory.peopleBy("id", id, options);
  if (!person) return unresolved(id, `the tenant shows no identity with the id ${id}`);
  const [email, alias] = await Promise.all([
    usable(tenant, options, person, "email"),
    usable(tenant, options, person, "alias"),
  ]);
  const who = `${person.name ?? "somebody"} (${id})`;
  const shared = [
    ...(email === "shared" ? [`the e-mail ${person.email}`] : []),
    ...(alias === "shared" ? [`the alias ${person.alias}`] : []),
  ];
  const parts = {
    ...(email === "own" && { email: person.email }),
    ...(alias === "own" && { alias: person.alias }),
  };
  if (Object.keys(parts).length > 0) return { ref: parts };
  const reason =
    shared.length > 0
      ? `shares ${listed(shared)} with others`
      : "has neither e-mail nor alias by which the tenant finds them";
  return unresolved(id, `${who} ${reason}`);
}

async function usable(
  tenant: Tenant,
  options: CallOptions,
  person: Person,
  field: "email" | "alias",
): Promise<"own" | "shared" | "none"> {
  const value = person[field];
  if (!value?.trim()) return "none";
  const people = await tenant.directory.peopleBy(field, value, options);
  if (people.some(({ id }) => id !== person.id)) return "shared";
  // What does not find the person here would find nobody when it is declared.
  return people.length > 0 ? "own" : "none";
}

/** A governance group by its name. @see listWorkgroups */
export async function describeGroup(
  tenant: Tenant,
  options: CallOptions,
  id: string,
): Promise<Described<ManifestGroupRef>> {
  const [group] = await tenant.directory.groupsBy("id", id, options);
  if (!group) return unresolved(id, `the tenant shows no governance group with the id ${id}`);
  const named = await tenant.directory.groupsBy("name", group.name, options);
  if (named.length > 1) {
    return unresolved(id, `${named.length} governance groups are called "${group.name}"`);
  }
  return { ref: { name: group.name } };
}

/** An approver or account manager: a person, or a governance group. */
export async function describeMember(
  tenant: Tenant,
  options: CallOptions,
  { id, type }: Reference,
): Promise<Described<ManifestMemberRef>> {
  // The API may know more kinds by now, or none: then the id tells whether it is a person.
  const isPerson =
    type === "IDENTITY" ||
    (type !== "GOVERNANCE_GROUP" &&
      (await tenant.directory.peopleBy("id", id, options)).length > 0);
  if (isPerson) return await describePerson(tenant, options, id);
  const { ref, ...rest } = await describeGroup(tenant, options, id);
  return { ref: ref.id === undefined ? { governanceGroup: ref.name } : ref, ...rest };
}

function unresolved(id: string, warning: string): Described<UnresolvedRef> {
  return { ref: unresolvedRef(id), warning };
}

function unresolvedRef(id: string): UnresolvedRef {
  return { id, unresolved: true };
}
