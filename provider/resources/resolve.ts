/**
 * Resolving references: which person or governance group of the tenant a declaration means. Nothing is asked for a declaration
 * that the old inputs hold already.
 */
import { type CallOptions, HttpError } from "../api";
import { type Group, type Person, personLabel } from "./directory";
import { type Call, type Failure, messageOf, type Props, type Value } from "./handler";
import { declarationOf, isBareId, shown, storedId, storedIds } from "./reference";
import { isReference, type ReferenceKind } from "./reference-schema";
import { callOptions, type Tenant } from "./tenant";
import { hasUnknown, isProps, listed } from "./value";

/** A property that holds a reference, or for `personOrGroup` a list of them. */
export interface ReferenceProperty {
  name: string;
  kind: ReferenceKind;
}

/** What became of one reference. */
type Outcome =
  | { id: string; inactive?: string; unchecked?: string }
  | { reason: string }
  | { error: unknown };

/** One reference of the inputs. */
interface Place {
  /** `owner`, `approvers[1]`. */
  path: string;
  property: ReferenceProperty;
  declared: Props;
  old: Value | undefined;
}

/** The inputs with an id beside each declared reference; what cannot be resolved stays as it was and is a failure. */
export async function resolveReferences(
  tenant: Tenant,
  call: Call,
  properties: readonly ReferenceProperty[],
  news: Props,
  old: Props,
): Promise<{ inputs: Props; failures: Failure[] }> {
  const places = properties.flatMap((property) => placesOf(property, news, old));
  const outcomes = await Promise.all(places.map((place) => resolve(tenant, call, place)));
  const ids = new Map<string, string>();
  const failures: Failure[] = [];
  const errors = new Map<string, string[]>();
  for (const [index, { path }] of places.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    if ("error" in outcome) {
      const message = messageOf(outcome.error);
      errors.set(message, [...(errors.get(message) ?? []), path]);
    } else if ("reason" in outcome) {
      failures.push(failureAt(path, outcome.reason));
    } else {
      ids.set(path, outcome.id);
      if (outcome.inactive !== undefined) {
        tenant.warnOnce(call, `${path}: ${outcome.inactive} is inactive`);
      }
      // Once a run: each request would be told with a tracking id of its own.
      if (outcome.unchecked !== undefined && tenant.ledger.isFirst("unchecked ids")) {
        call.log("warning", outcome.unchecked);
      }
    }
  }
  if (errors.size > 0) {
    const paths = listed([...errors.values()].flat());
    const messages = [...errors.keys()].join("; ");
    failures.push({ path: "", reason: `${paths} could not be looked up: ${messages}` });
  }
  failures.push(
    ...repeated(properties, places, ids).map(({ path, reason }) => failureAt(path, reason)),
  );
  return { inputs: withIds(properties, news, ids), failures };
}

/** The engine prints the value at a failing property; only a path into a list prints none. */
function failureAt(path: string, reason: string): Failure {
  return { path: path.includes("[") ? path : "", reason: `${path}: ${reason}` };
}

/** The references of a property that are complete and known. */
export function placesOf(property: ReferenceProperty, news: Props, old: Props): Place[] {
  const { name, kind } = property;
  const value = news[name];
  // A list in place of one reference, or one in place of a list, is told by the schema alone.
  if (Array.isArray(value) !== (kind === "personOrGroup")) return [];
  const entries = Array.isArray(value)
    ? value.map((entry, index) => ({ path: `${name}[${index}]`, entry }))
    : [{ path: name, entry: value }];
  return entries.flatMap(({ path, entry }) =>
    isProps(entry) && isReference(kind, entry) && !hasUnknown(entry)
      ? [{ path, property, declared: entry, old: old[name] }]
      : [],
  );
}

/** Whom a declaration means, or why nobody. */
export async function findReferenced(
  tenant: Tenant,
  options: CallOptions,
  declared: Props,
  kind: ReferenceKind,
): Promise<Found | { reason: string }> {
  return kind === "group" || declared.governanceGroup !== undefined
    ? await findGroup(tenant, options, declared)
    : await findPerson(tenant, options, declared, kind);
}

async function resolve(tenant: Tenant, call: Call, place: Place): Promise<Outcome> {
  const { declared, old, property } = place;
  const held = storedId(declared, old);
  if (held !== undefined) return { id: held };
  try {
    const found = await findReferenced(tenant, callOptions(call), declared, property.kind);
    return judgeInactive(found, storedIds(old));
  } catch (error) {
    if (!isBareId(declared) || !isForbidden(error)) return { error };
    // The id may be right; only the credentials cannot tell. The tenant will judge it when it is written.
    const unchecked = `ids of people or groups were not checked: ${messageOf(error)}`;
    return { id: String(declared.id), unchecked };
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof HttpError && error.status === 403;
}

interface Found {
  id: string;
  /** For messages. */
  label: string;
  isInactive: boolean;
}

/** Nobody new is put in charge who has left; whoever is in charge already stays, with a warning. */
function judgeInactive(outcome: Found | { reason: string }, heldIds: readonly string[]): Outcome {
  if ("reason" in outcome) return outcome;
  const { id, label, isInactive } = outcome;
  if (!isInactive) return { id };
  if (heldIds.includes(id)) return { id, inactive: label };
  return { reason: `${label} is inactive; name somebody who is active` };
}

async function findPerson(
  tenant: Tenant,
  options: CallOptions,
  declared: Props,
  kind: ReferenceKind,
): Promise<Found | { reason: string }> {
  if (isBareId(declared)) {
    const id = String(declared.id);
    const [person] = await tenant.directory.peopleBy("id", id, options);
    if (person) return foundPerson(person);
    const [group] =
      kind === "personOrGroup" ? await tenant.directory.groupsBy("id", id, options) : [];
    if (group) return foundGroup(group);
    const whom = kind === "person" ? "identity" : "identity and no governance group";
    return { reason: `no ${whom} of ${tenant.url} has the id "${id}". ${advice(declared)}` };
  }
  const { email, alias } = declared;
  const [byEmail, byAlias] = await Promise.all([
    typeof email === "string" ? tenant.directory.peopleBy("email", email, options) : [],
    typeof alias === "string" ? tenant.directory.peopleBy("alias", alias, options) : [],
  ]);
  return choosePerson(tenant, declared, byEmail, byAlias);
}

/** E-mail first, alias if nobody has it; two different people are a contradiction. */
function choosePerson(
  tenant: Tenant,
  declared: Props,
  byEmail: readonly Person[],
  byAlias: readonly Person[],
): Found | { reason: string } {
  const searched = `${shown(declared)} in ${tenant.url}`;
  const several = (field: string, people: readonly Person[]) =>
    `${searched}: ${people.length} people have that ${field}: ${listed(people.map(personLabel))}. Name the right one by { id }`;
  if (byEmail.length > 1) return { reason: several("e-mail", byEmail) };
  const isAgreed = byEmail.some(({ id }) => byAlias.some((person) => person.id === id));
  if (byAlias.length > 1 && !isAgreed) return { reason: several("alias", byAlias) };
  const [first, second] = [byEmail[0], byAlias[0]];
  if (first && second && !isAgreed) {
    return {
      reason: `${searched}: the e-mail is that of ${personLabel(first)}, the alias that of ${personLabel(second)}: two different people. Correct one of them, or leave it out`,
    };
  }
  const person = first ?? second;
  if (person) return foundPerson(person);
  return { reason: `${searched}: 0 identities match. ${advice(declared)}` };
}

async function findGroup(
  tenant: Tenant,
  options: CallOptions,
  declared: Props,
): Promise<Found | { reason: string }> {
  const name = declared.governanceGroup ?? declared.name;
  if (typeof name !== "string") {
    const [group] = await tenant.directory.groupsBy("id", String(declared.id), options);
    if (group) return foundGroup(group);
    const reason = `no governance group of ${tenant.url} has the id "${declared.id}". ${advice(declared)}`;
    return { reason };
  }
  const groups = await tenant.directory.groupsBy("name", name, options);
  const [group, ...others] = groups;
  const searched = `${shown(declared)} in ${tenant.url}`;
  if (!group) return { reason: `${searched}: 0 governance groups match. ${advice(declared)}` };
  if (others.length === 0) return foundGroup(group);
  const names = listed(groups.map(({ name: found, id }) => `"${found}" (${id})`));
  return {
    reason: `${searched}: ${groups.length} governance groups have that name: ${names}. Name the right one by { id }`,
  };
}

function advice(declared: Props): string {
  return isBareId(declared)
    ? "Ids differ from tenant to tenant: check that it is from this one"
    : "Check the spelling (case does not matter) and that this is the right tenant";
}

function foundPerson(person: Person): Found {
  return { id: person.id, label: personLabel(person), isInactive: person.isInactive };
}

function foundGroup({ id, name }: Group): Found {
  return { id, label: `the governance group "${name}" (${id})`, isInactive: false };
}

/** The same id twice in one list. */
export function repeated(
  properties: readonly ReferenceProperty[],
  places: readonly Place[],
  ids: ReadonlyMap<string, string>,
): Failure[] {
  return properties.flatMap((property) => {
    const own = places.filter((place) => place.property === property && ids.has(place.path));
    return own.flatMap(({ path, declared }, index) => {
      const first = own.findIndex((other) => ids.get(other.path) === ids.get(path));
      const other = own[first];
      if (first === index || other === undefined) return [];
      const reason = `${shown(declared)} is the same person or group as ${other.path} (id ${ids.get(path)}); give each once`;
      return [{ path, reason }];
    });
  });
}

function withIds(
  properties: readonly ReferenceProperty[],
  news: Props,
  ids: ReadonlyMap<string, string>,
): Props {
  const withId = (path: string, entry: Value) => {
    const id = ids.get(path);
    return id !== undefined && isProps(entry) ? { ...declarationOf(entry), id } : entry;
  };
  const resolved = properties.flatMap(({ name }): [string, Value][] => {
    const value = news[name];
    if (value === undefined) return [];
    return Array.isArray(value)
      ? [[name, value.map((entry, index) => withId(`${name}[${index}]`, entry))]]
      : [[name, withId(name, value)]];
  });
  return { ...news, ...Object.fromEntries(resolved) };
}
