/** The maps of people and groups: who takes whose place in another tenant. */
import { z } from "zod";
import { describe } from "../resources/input-check";
import type {
  ManifestGroupRef,
  ManifestIdentityRef,
  ManifestMemberRef,
  UnresolvedRef,
} from "./manifest";

/** A person in the target tenant: a text with `@` is an e-mail, another one an alias. */
export type PersonTarget =
  | string
  | { id?: string | undefined; email?: string | undefined; alias?: string | undefined };

/** A governance group in the target tenant: a text is its name. */
export type GroupTarget = string | { id?: string | undefined; name?: string | undefined };

/** A reference as a resource takes it. */
export interface TargetRef {
  id?: string;
  email?: string;
  alias?: string;
  governanceGroup?: string;
  name?: string;
}

const loose = z.record(z.string(), z.unknown());

/** Who takes whose place. Keys are compared without regard to case. */
export class ReferenceMap {
  readonly #people: ReadonlyMap<string, Entry>;
  readonly #groups: ReadonlyMap<string, Entry>;
  /** What is wrong with the maps themselves. */
  readonly problems: string[] = [];

  /**
   * @param people from e-mail, alias or unresolved id to somebody of the target tenant
   * @param groups from the name, or the unresolved id, to a group of the target tenant
   */
  constructor(people: unknown, groups: unknown) {
    this.#people = this.#entries("people", people, ["id", "email", "alias"]);
    this.#groups = this.#entries("groups", groups, ["id", "name"]);
  }

  /** Somebody of the manifest as the target tenant knows them. */
  person(ref: ManifestIdentityRef): TargetRef {
    const entry = this.#found(this.#people, ref.email, ref.alias, ref.id);
    if (entry) return entry.ref;
    return ref.id === undefined ? targetOf(ref) : { id: ref.id };
  }

  /** A governance group of the manifest as the target tenant knows it. */
  group(ref: ManifestGroupRef): TargetRef {
    const entry = this.#found(this.#groups, ref.name, ref.id);
    return entry?.ref ?? (ref.id === undefined ? { name: ref.name } : { id: ref.id });
  }

  /** An approver or account manager of the manifest. */
  member(ref: ManifestMemberRef): TargetRef {
    if (ref.governanceGroup !== undefined)
      return asMember(this.group({ name: ref.governanceGroup }));
    if (isUnresolved(ref)) {
      const entry = this.#found(this.#people, ref.id) ?? this.#found(this.#groups, ref.id);
      return asMember(entry?.ref ?? { id: ref.id });
    }
    return this.person(ref);
  }

  /** Entries of the maps that no reference used, each as `people["ada@example.com"]`. */
  unused(): string[] {
    const list = (name: string, entries: ReadonlyMap<string, Entry>) =>
      [...entries.values()]
        .filter(({ isUsed }) => !isUsed)
        .map(({ key }) => `${name}[${JSON.stringify(key)}]`);
    return [...list("people", this.#people), ...list("groups", this.#groups)];
  }

  /** The first of the words that the map has; all that it has count as used. */
  #found(map: ReadonlyMap<string, Entry>, ...words: (string | undefined)[]): Entry | undefined {
    const entries = words
      .filter((word) => word !== undefined)
      .flatMap((word) => map.get(word.toLowerCase()) ?? []);
    for (const entry of entries) entry.isUsed = true;
    return entries[0];
  }

  #entries(name: string, given: unknown, keys: readonly string[]): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    if (given === undefined || given === null) return entries;
    const parsed = Array.isArray(given) ? undefined : loose.safeParse(given).data;
    if (!parsed) {
      this.problems.push(`${name} must be an object of from -> to, got ${describe(given)}`);
      return entries;
    }
    for (const [key, value] of Object.entries(parsed)) {
      const at = `${name}[${JSON.stringify(key)}]`;
      const ref = this.#target(at, value, keys);
      const twin = entries.get(key.toLowerCase());
      if (twin)
        this.problems.push(
          `${at} and ${name}[${JSON.stringify(twin.key)}] mean the same, for case does not matter; remove one`,
        );
      if (ref) entries.set(key.toLowerCase(), { key, ref, isUsed: false });
    }
    return entries;
  }

  /** Somebody or a group of the target tenant, as the value of a map says. */
  #target(at: string, value: unknown, keys: readonly string[]): TargetRef | undefined {
    const isPerson = keys.includes("email");
    const form = isPerson
      ? 'an e-mail, an alias, or an object with "email", "alias" or "id"'
      : 'the name of a group, or an object with "name" or "id"';
    if (typeof value === "string" && value.trim() !== "") {
      if (!isPerson) return { name: value };
      return value.includes("@") ? { email: value } : { alias: value };
    }
    const parts = Array.isArray(value) ? undefined : loose.safeParse(value).data;
    const filled = Object.entries(parts ?? {}).filter(
      ([, part]) => part !== undefined && part !== null,
    );
    const isRight = filled.every(
      ([key, part]) => keys.includes(key) && typeof part === "string" && part.trim() !== "",
    );
    if (parts && filled.length > 0 && isRight) return Object.fromEntries(filled);
    this.problems.push(`${at} must be ${form}, got ${describe(value)}`);
    return undefined;
  }
}

interface Entry {
  key: string;
  ref: TargetRef;
  isUsed: boolean;
}

function targetOf({ email, alias }: ManifestIdentityRef): TargetRef {
  return { ...(email !== undefined && { email }), ...(alias !== undefined && { alias }) };
}

function isUnresolved(ref: ManifestMemberRef): ref is UnresolvedRef {
  return ref.id !== undefined;
}

/** Among approvers and managers a group has another key. */
function asMember({ name, ...rest }: TargetRef): TargetRef {
  return name === undefined ? rest : { governanceGroup: name, ...rest };
}
