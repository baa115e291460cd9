/**
 * Two tenants of which one is cloned into the other: the same people and groups under other ids, each found in the other
 * tenant in another way. What each tenant's manifest must call them is written here by itself.
 */
import type {
  ManifestGroupRef,
  ManifestIdentityRef,
  ManifestMemberRef,
} from "../../../provider/manifest/manifest";
import {
  DEFAULT_IDENTITIES,
  DEFAULT_WORKGROUPS,
  type Identity,
  type Seed,
  type Workgroup,
} from "../../../simulator";

/** The tenant that is cloned, and the one that becomes its clone. */
export type Side = "from" | "to";

/** Somebody, or a group, of both tenants. */
export interface Counterpart<Ref> {
  /** What it shows, for messages. */
  title: string;
  id: Record<Side, string>;
  /** What an export of each tenant calls it. */
  ref: Record<Side, Ref>;
  /** Other forms in which a manifest of the first tenant may name it. */
  otherForms: readonly Ref[];
}

/** Begins every id of the first tenant, and none of the second. */
export const foreignId = `aaaa${"0".repeat(20)}`;

const idOf = (side: Side, number: number) => {
  const start = side === "from" ? foreignId : foreignId.replace("aaaa", "bbbb");
  return `${start}${String(number).padStart(8, "0")}`;
};

interface Contact {
  email?: string;
  alias?: string;
}

function identity(side: Side, number: number, { email, alias }: Contact): Identity {
  const name = `Person ${number}`;
  const id = idOf(side, number);
  const own = { id, name, manager: null, email: email ?? null };
  return { ...DEFAULT_IDENTITIES.ada, ...own, alias: alias ?? `twin.${side}` };
}

function workgroup(side: Side, number: number, name: string): Workgroup {
  const own = { id: idOf(side, number), name, owner: idOf(side, 1), members: [] };
  return { ...DEFAULT_WORKGROUPS.plantDesk, ...own };
}

/** Number, title, and how each tenant knows the person. Without an alias of their own they share one. */
const contacts: readonly (readonly [string, Contact, Contact])[] = [
  [
    "the same, in other letters",
    { email: "Ada.Lovelace@Example.com", alias: "ada.lovelace" },
    { email: "ada.lovelace@example.com", alias: "Ada.Lovelace" },
  ],
  [
    "found by alias alone",
    { email: "grace@sandbox.example.com", alias: "grace.hopper" },
    { email: "grace@example.com", alias: "grace.hopper" },
  ],
  [
    "found by e-mail alone",
    { email: "katherine@example.com", alias: "kjohnson1" },
    { email: "katherine@example.com", alias: "katherine.johnson" },
  ],
  ["without an e-mail", { alias: "service.desk" }, { alias: "service.desk" }],
  [
    "mapped by e-mail to an alias",
    { email: "test.manager@sandbox.example.com", alias: "test.manager" },
    { email: "alan@example.com", alias: "alan.turing" },
  ],
  ["mapped by alias to an e-mail", { alias: "svc.onboarding" }, { email: "edsger@example.com" }],
  [
    "mapped to an id, and not to be described",
    { email: "o'neil@example.com", alias: "o'neil" },
    { alias: undefined },
  ],
  [
    "with an e-mail that another person has as well",
    { email: "desk@example.com", alias: "desk.one" },
    { email: "one@example.com", alias: "desk.one" },
  ],
  [
    "with the same e-mail",
    { email: "desk@example.com", alias: "desk.two" },
    { email: "two@example.com", alias: "desk.two" },
  ],
  ["not to be described, and mapped by id", {}, { email: "real@example.com", alias: "real.one" }],
  [
    "changing places with the next one",
    { email: "left@example.com", alias: "left" },
    { email: "right@example.com", alias: "right" },
  ],
  [
    "changing places with the one before",
    { email: "right@example.com", alias: "right" },
    { email: "left@example.com", alias: "left" },
  ],
  ["not to be described either", {}, { alias: undefined }],
];

const shared = "desk@example.com";

function refOf(side: Side, number: number, { email, alias }: Contact): ManifestIdentityRef {
  const own = email === shared ? undefined : email;
  if (own === undefined && alias === undefined) return { id: idOf(side, number), unresolved: true };
  return { ...(own !== undefined && { email: own }), ...(alias !== undefined && { alias }) };
}

/** Forms that find the right one: a form is enough if both tenants, or the maps, know it. */
const otherForms: Readonly<Record<number, readonly ManifestIdentityRef[]>> = {
  1: [{ email: "ADA.LOVELACE@example.com" }, { alias: "ADA.lovelace" }],
  2: [{ alias: "Grace.Hopper" }],
  3: [{ email: "Katherine@example.com" }],
  5: [{ email: "Test.Manager@sandbox.example.com" }],
  11: [{ email: "left@example.com" }],
};

export const people: readonly Counterpart<ManifestIdentityRef>[] = contacts.map(
  ([title, from, to], index) => ({
    title,
    id: { from: idOf("from", index + 1), to: idOf("to", index + 1) },
    ref: { from: refOf("from", index + 1, from), to: refOf("to", index + 1, to) },
    otherForms: otherForms[index + 1] ?? [],
  }),
);

const groupNames: readonly (readonly [string, string, string])[] = [
  ["of the same name", "Plant desk", "Plant desk"],
  ["of the same name in other letters", "Auditors", "AUDITORS"],
  ["mapped by name", "Test desk", "Front desk"],
  ["mapped to an id", 'Desk "Süd"', "Desk South"],
  ["not to be described, and mapped by id", "Twins", "Only one"],
];

export const groups: readonly Counterpart<ManifestGroupRef>[] = groupNames.map(
  ([title, from, to], index) => {
    const id = { from: idOf("from", 101 + index), to: idOf("to", 101 + index) };
    const isTwin = from === "Twins";
    return {
      title,
      id,
      ref: { from: isTwin ? { id: id.from, unresolved: true } : { name: from }, to: { name: to } },
      otherForms: isTwin ? [] : [{ name: from.toUpperCase() }],
    };
  },
);

/** The map that a program of the second tenant has. */
export const peopleMap = {
  "TEST.manager@sandbox.example.com": "alan.turing",
  "svc.onboarding": "edsger@example.com",
  "o'neil@example.com": { id: idOf("to", 7) },
  [idOf("from", 10)]: { email: "real@example.com", alias: "real.one" },
  "left@example.com": "right@example.com",
  "right@example.com": { alias: "left" },
  [idOf("from", 13)]: { id: idOf("to", 13) },
};

export const groupsMap = {
  "test desk": "Front desk",
  'Desk "Süd"': { id: idOf("to", 104) },
  [idOf("from", 105)]: { name: "Only one" },
};

/** What a tenant holds before there is a source. */
export function emptySeed(side: Side): Seed {
  const identities = contacts.map(([, from, to], index) =>
    identity(side, index + 1, side === "from" ? from : to),
  );
  const workgroups = groupNames.map(([, from, to], index) =>
    workgroup(side, 101 + index, side === "from" ? from : to),
  );
  const twin = side === "from" ? [workgroup(side, 199, "Twins")] : [];
  return { identities, workgroups: [...workgroups, ...twin] };
}

/** A group as approvers and account managers name it. */
export function asMember(ref: ManifestGroupRef): ManifestMemberRef {
  return ref.id === undefined ? { governanceGroup: ref.name } : ref;
}
