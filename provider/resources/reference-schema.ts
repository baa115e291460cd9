/** The accepted forms of references to people and governance groups. */
import { z } from "zod";
import { UNKNOWN } from "./handler";
import { describe, expected, known, quotedKeys, text } from "./input-check";

/** Whom a reference can name. */
export type ReferenceKind = "person" | "personOrGroup" | "group";

/** They stand in the address of a look-up; nothing that is longer exists. */
const maxLength = 256;

const part = (accepted: string) =>
  text(accepted)
    .refine((value) => value.length <= maxLength, {
      error: ({ input }) =>
        `must be ${accepted} of at most ${maxLength} characters, got one of ${String(input).length}`,
    })
    .optional();

const shapes = {
  person: { id: part("an id"), email: part("an e-mail"), alias: part("an alias") },
  personOrGroup: {
    id: part("an id"),
    email: part("an e-mail"),
    alias: part("an alias"),
    governanceGroup: part("the name of a governance group"),
  },
  group: { id: part("an id"), name: part("the name of a governance group") },
};

const forms: Readonly<Record<ReferenceKind, string>> = {
  person: "{ email }, { alias }, { email, alias } or { id }",
  personOrGroup: "{ email }, { alias }, { email, alias }, { governanceGroup } or { id }",
  group: "{ name } or { id }",
};

/** A person, as references name one. */
export const person = (what: string) => reference(shapes.person, `${forms.person} of ${what}`);

/** A governance group, as references name one. */
export const group = (what: string) => reference(shapes.group, `${forms.group} of ${what}`);

/** A list of people and governance groups, at most `max` of them. */
export function members(what: string, max: number) {
  const member = reference(shapes.personOrGroup, `${forms.personOrGroup} of ${what}`);
  const list = z.array(member, { error: expected(`a list of ${forms.personOrGroup}`) });
  return known(list, (value) =>
    Array.isArray(value) && value.length > max
      ? `takes at most ${max}, got ${value.length}`
      : undefined,
  ).optional();
}

const schemas = {
  person: person("it"),
  personOrGroup: reference(shapes.personOrGroup, "it"),
  group: group("it"),
};

/** True if the value is a reference of that kind. */
export function isReference(kind: ReferenceKind, value: unknown): boolean {
  return value !== UNKNOWN && schemas[kind].safeParse(value).success;
}

/** One of the forms, or as it is stored: with the id beside what was declared. */
function reference<Shape extends z.core.$ZodLooseShape>(shape: Shape, accepted: string) {
  const names = Object.keys(shape);
  const schema = z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? unknownKeys(issue.keys, names, accepted)
        : expected(accepted)(issue),
  });
  return known(schema, (value) => {
    const keys = typeof value === "object" && value !== null ? Object.keys(value) : undefined;
    // Anything else than an object, and an unknown key, has a message of its own.
    if (keys === undefined || Array.isArray(value)) return undefined;
    if (keys.some((key) => !names.includes(key))) return undefined;
    const isMixed = keys.includes("governanceGroup") && keys.some((key) => declaresPerson(key));
    if (!isMixed && keys.length > 0) return undefined;
    return `must be ${accepted}, got ${describe(value)}`;
  });
}

function declaresPerson(key: string): boolean {
  return key === "email" || key === "alias";
}

function unknownKeys(keys: readonly string[], names: readonly string[], accepted: string): string {
  return `takes ${accepted}; ${quotedKeys(keys, names)} cannot be used here`;
}
