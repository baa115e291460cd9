/** Random set-ups as programs declare them, and what a tenant must hold once they are carried out. */
import fc from "fast-check";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../../simulator";
import type { Resource } from "./engine-model";
import type { storedSetUp } from "./set-up";

/** One of the forms of a reference. */
export type Reference = {
  id?: string;
  email?: string;
  alias?: string;
  governanceGroup?: string;
  name?: string;
};

/** A declared source. */
export type DeclaredSource = {
  kind: "source";
  /** Name in the program. */
  key: string;
  inputs: {
    name: string;
    description: string;
    owner: Reference;
    managementWorkgroup?: Reference | null;
    approvers?: Reference[] | null;
    accountManagers?: Reference[] | null;
    forceDestroy?: boolean | null;
  };
};

/** A declared attribute. */
export type DeclaredAttribute = {
  kind: "attribute";
  key: string;
  /** Key of its source. */
  source: string;
  inputs: {
    technicalName: string;
    label: string;
    type?: "TEXT" | null;
    helpText?: string | null;
    placeholder?: string | null;
    required?: boolean | null;
    forceDestroy?: boolean | null;
  };
};

/** Everything that one program declares: each source before its attributes. */
export interface Declaration {
  sources: DeclaredSource[];
  attributes: DeclaredAttribute[];
}

const { mary: _, ...active } = DEFAULT_IDENTITIES;
const people = Object.values(active).map(({ id, alias }) => ({
  id,
  alias,
  email: `${alias}@example.com`,
}));
const groups = Object.values(DEFAULT_WORKGROUPS);

const person: fc.Arbitrary<Reference> = fc.constantFrom(...people).chain(({ id, email, alias }) =>
  fc.constantFrom<Reference>(
    { id },
    { email },
    { email: email.toUpperCase() },
    { alias },
    { email, alias },
    // Nobody has the e-mail: then the alias counts.
    { email: "nobody@example.com", alias },
  ),
);

const group: fc.Arbitrary<Reference> = fc
  .constantFrom(...groups)
  .chain(({ id, name }) => fc.constantFrom<Reference>({ id }, { name }));

const memberGroup: fc.Arbitrary<Reference> = group.map(({ id, name }) =>
  id === undefined ? { governanceGroup: name } : { id },
);

/** Id of the person or group that a reference means. @throws Error if there is none */
export function idOf({ id, email, alias, governanceGroup, name }: Reference): string {
  if (id !== undefined) return id;
  const title = governanceGroup ?? name;
  const found =
    title === undefined
      ? (people.find((one) => one.email === email?.toLowerCase()) ??
        people.find((one) => one.alias === alias))
      : groups.find((one) => one.name === title);
  if (found) return found.id;
  throw new Error("the declaration names nobody");
}

const members = (maxLength: number) =>
  fc.option(fc.uniqueArray(fc.oneof(person, memberGroup), { selector: idOf, maxLength }));
/** null, absent and a value. */
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2 });
const optionalText = perhaps(fc.constantFrom("", "Four digits", 'Ünï "quoted" \\ text', " x "));
const flag = perhaps(fc.boolean());

const sourceOf = (number: number): fc.Arbitrary<DeclaredSource> =>
  fc
    .record(
      {
        name: fc.constantFrom(`Plant ${number}`, `PLANT ${number}`, `Büro "${number}"`),
        description: fc.constantFrom("External staff", "Guests", "x"),
        owner: person,
        managementWorkgroup: perhaps(group),
        approvers: members(3),
        accountManagers: members(5),
        forceDestroy: flag,
      },
      { requiredKeys: ["name", "description", "owner"] },
    )
    .map((inputs) => ({ kind: "source", key: `source${number}`, inputs }));

const attributeOf = (number: number): fc.Arbitrary<DeclaredAttribute> =>
  fc
    .record({
      source: fc.nat({ max: 3 }).map((index) => `source${index}`),
      inputs: fc.record(
        {
          technicalName: fc.constantFrom(`field${number}`, `Field_${number}`),
          label: fc.constantFrom("Cost center", "Badge", "Ä"),
          type: perhaps(fc.constant("TEXT" as const)),
          helpText: optionalText,
          placeholder: optionalText,
          required: flag,
          forceDestroy: flag,
        },
        { requiredKeys: ["technicalName", "label"] },
      ),
    })
    .map(({ source, inputs }) => ({ kind: "attribute", key: `field${number}`, source, inputs }));

const numbers = [0, 1, 2, 3];

/**
 * Up to four sources with up to four attributes each. Keys are few, so that two set-ups share most of their resources: names
 * change, attributes move from one source to another. A name belongs to one key, for two resources that swap their names
 * need two runs.
 */
export const declaration: fc.Arbitrary<Declaration> = fc
  .record({
    sources: fc.tuple(...numbers.map((number) => fc.option(sourceOf(number), { freq: 3 }))),
    attributes: fc.tuple(...numbers.map((number) => fc.option(attributeOf(number), { freq: 3 }))),
  })
  .map(({ sources, attributes }) => {
    const declared = sources.filter((one) => one !== null);
    const keys = declared.map(({ key }) => key);
    return {
      sources: declared,
      attributes: attributes
        .filter((one) => one !== null)
        .filter((one) => keys.includes(one.source)),
    };
  });

/** The declaration for the model of the engine. */
export function resourcesOf({ sources, attributes }: Declaration): Resource[] {
  return [
    ...sources.map(({ kind, key, inputs }) => ({ kind, name: key, inputs })),
    ...attributes.map(({ kind, key, source, inputs }) => ({ kind, name: key, source, inputs })),
  ];
}

/** What the tenant holds once the declaration is carried out. */
export function setUpOf({ sources, attributes }: Declaration): ReturnType<typeof storedSetUp> {
  return sources
    .map(({ key, inputs }) => ({
      name: inputs.name,
      description: inputs.description,
      owner: idOf(inputs.owner),
      managementWorkgroup: inputs.managementWorkgroup ? idOf(inputs.managementWorkgroup) : null,
      approvers: (inputs.approvers ?? []).map(idOf),
      accountManagers: (inputs.accountManagers ?? []).map(idOf).sort(),
      attributes: attributes
        .filter(({ source }) => source === key)
        .map(({ inputs: { technicalName, label, helpText, placeholder, required } }) => ({
          technicalName,
          label,
          type: "TEXT" as const,
          helpText: helpText ?? "",
          placeholder: placeholder ?? "",
          required: required ?? false,
        }))
        .sort((a, b) => (a.technicalName < b.technicalName ? -1 : 1)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The same without management workgroups, which a tenant may refuse at the creation of a source. */
export function withoutWorkgroups({ sources, attributes }: Declaration): Declaration {
  const bare = sources.map(({ inputs: { managementWorkgroup: _, ...inputs }, ...rest }) => ({
    ...rest,
    inputs,
  }));
  return { sources: bare, attributes };
}
