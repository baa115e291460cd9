/** From stored people and governance groups to what goes over the wire. */
import type { Identity, Workgroup } from "./entities";
import type { JsonObject } from "./json";
import { UNHEARD_OF } from "./oddity";
import { instants, type WireContext } from "./wire";

/** A person as `/public-identities` gives one. */
export function publicIdentityResponse(
  identity: Readonly<Identity>,
  context: WireContext,
): JsonObject {
  const { id, name, alias, email, identityState, attributes } = identity;
  return {
    id,
    name,
    alias,
    email,
    status: lifecycleState(identity)?.publicName ?? null,
    identityState: hasOddState(identity, context) ? UNHEARD_OF.identityState : identityState,
    manager: managerOf(identity, context),
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      name: `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      value,
    })),
  };
}

/** The ids of everybody whom others report to. */
export function managerIds({ store }: WireContext): ReadonlySet<string | null> {
  return new Set(store.rows.identities().map(({ manager }) => manager));
}

/** A person as `/identities` gives one. */
export function identityResponse(
  identity: Readonly<Identity>,
  context: WireContext,
  managers = managerIds(context),
): JsonObject {
  const { id, name, alias, email, firstName, lastName, cloudStatus, processingState } = identity;
  const state = lifecycleState(identity);
  const isOdd = hasOddState(identity, context);
  const { created, modified } = instants(identity, context);
  return {
    id,
    name,
    created,
    modified,
    alias,
    emailAddress: email,
    processingState: isOdd ? UNHEARD_OF.processingState : processingState,
    identityStatus: isOdd ? UNHEARD_OF.identityStatus : cloudStatus,
    managerRef: managerOf(identity, context),
    isManager: managers.has(id),
    lastRefresh: modified,
    attributes: {
      uid: alias,
      firstname: firstName,
      lastname: lastName,
      displayName: name,
      email,
      cloudStatus,
      ...identity.attributes,
    },
    lifecycleState: state && { stateName: state.name, manuallyUpdated: false },
  };
}

/** A governance group. */
export function workgroupResponse(group: Readonly<Workgroup>, context: WireContext): JsonObject {
  const { id, name, description, members } = group;
  const { rows } = context.store;
  const owner = rows.identity(group.owner);
  return {
    owner: {
      type: "IDENTITY",
      id: group.owner,
      name: owner?.name ?? "",
      displayName: owner?.name ?? "",
      emailAddress: owner?.email ?? "",
    },
    id,
    name,
    description,
    memberCount: members.length,
    connectionCount: rows.genericSources().filter((one) => one.managementWorkgroup === id).length,
    ...instants(group, context),
  };
}

/** Whether the state is one that no schema lists: of active people alone, so that those who left can still be told. */
function hasOddState({ identityState }: Readonly<Identity>, { behaviour }: WireContext): boolean {
  return behaviour.extraEnumValues && identityState === "ACTIVE";
}

function managerOf({ manager }: Readonly<Identity>, { store }: WireContext): JsonObject | null {
  const found = manager === null ? undefined : store.rows.identity(manager);
  return found ? { type: "IDENTITY", id: found.id, name: found.name } : null;
}

/** The state that a person's `identityState` follows from: the tenant's names are its own choice. */
function lifecycleState({
  identityState,
}: Readonly<Identity>): { name: string; publicName: string } | null {
  if (identityState === null) return null;
  return identityState === "ACTIVE"
    ? { name: "active", publicName: "Active" }
    : { name: "inactive", publicName: "Inactive" };
}
