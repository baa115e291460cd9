/** What a manifest may hold. Messages follow the place, so none begins with it. */
import { z } from "zod";
import { describe, expected, quotedKeys, text } from "../resources/input-check";
import { maxAccountManagers, maxApprovers } from "../resources/non-employee-source-field";
import { systemNameReason } from "../resources/schema-attribute-field";
import { systemAttributes } from "../resources/system-attribute";
import { keyPattern } from "./key";
import type { ManifestGroupRef, ManifestIdentityRef, ManifestMemberRef } from "./manifest";

/** The version of the form that this release reads and writes. */
export const manifestVersion = 1;

const systemNames: readonly string[] = systemAttributes;

/** How each kind of reference is written, and by which keys. */
const forms = {
  person: { keys: ["email", "alias"], accepted: "{ email }, { alias } or { email, alias }" },
  member: {
    keys: ["email", "alias", "governanceGroup"],
    accepted: "{ email }, { alias }, { email, alias } or { governanceGroup }",
  },
  group: { keys: ["name"], accepted: "{ name }, the name of a governance group" },
} as const;

/** What is wrong with a reference, or undefined. */
function referenceProblem(kind: keyof typeof forms, value: unknown): string | undefined {
  const { keys, accepted } = forms[kind];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return expected(accepted)({ input: value });
  }
  const entries: [string, unknown][] = Object.entries(value);
  const reference = Object.fromEntries(
    entries.filter(([, part]) => part !== undefined && part !== null),
  );
  const given = Object.keys(reference);
  if ("id" in reference) return idProblem(reference, accepted);
  const unknown = given.filter((key) => !(keys as readonly string[]).includes(key));
  if (unknown.length > 0)
    return `takes ${accepted}; ${quotedKeys(unknown, keys)} cannot be used here`;
  const isMixed = given.includes("governanceGroup") && given.length > 1;
  if (given.length === 0 || isMixed) return `must be ${accepted}, got ${describe(value)}`;
  const blank = given.find((key) => {
    const part = reference[key];
    return typeof part !== "string" || part.trim() === "";
  });
  return blank === undefined
    ? undefined
    : `must have a text that is not blank as ${blank}, got ${describe(reference[blank])}`;
}

function idProblem(reference: Readonly<Record<string, unknown>>, accepted: string) {
  const { id, unresolved, ...rest } = reference;
  if (unresolved === true && typeof id === "string" && id !== "" && Object.keys(rest).length === 0)
    return undefined;
  return `takes ${accepted}; an id means nothing in another tenant (only an export writes one, as { id, unresolved: true })`;
}

function reference<T>(kind: keyof typeof forms) {
  return z.custom<T>().superRefine((value, context) => {
    const message = referenceProblem(kind, value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

function members(what: string, max: number) {
  return z
    .array(reference<ManifestMemberRef>("member"), {
      error: expected(`a list of ${forms.member.accepted}`),
    })
    .refine((list) => list.length <= max, {
      error: ({ input }) => `takes at most ${max} ${what}, got ${lengthOf(input)}`,
    })
    .nullish();
}

function lengthOf(input: unknown): number {
  return Array.isArray(input) ? input.length : 0;
}

/** An object of these keys alone; unknown keys are worded where the path is known. */
function part<Shape extends z.core.$ZodLooseShape>(shape: Shape, accepted: string) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? undefined : expected(accepted)(issue)),
  });
}

const attribute = part(
  {
    technicalName: text("a name that no other attribute of the source has").refine(
      (name) => !systemNames.includes(name),
      { error: ({ input }) => systemNameReason(String(input)) },
    ),
    label: text("the label that people see"),
    helpText: z.string({ error: expected("a string") }).nullish(),
    placeholder: z.string({ error: expected("a string") }).nullish(),
    required: z.boolean({ error: expected("true or false") }).nullish(),
  },
  "an attribute with technicalName and label",
);

const source = part(
  {
    key: z
      .string({ error: expected("a text") })
      .regex(keyPattern, {
        error: ({ input }) =>
          `must have letters, digits, ".", "_" and "-" only, begin with a letter or digit and have at most 100 of them, got ${JSON.stringify(input)}`,
      })
      .nullish(),
    name: text("a name that no other source of the tenant has"),
    description: z.string({ error: expected("a description (the API requires one)") }),
    owner: reference<ManifestIdentityRef>("person"),
    managementWorkgroup: reference<ManifestGroupRef>("group").nullish(),
    approvers: members("approvers", maxApprovers),
    accountManagers: members("account managers", maxAccountManagers),
    schemaAttributes: z.array(attribute, { error: expected("a list of attributes") }).nullish(),
  },
  "a source with name, description and owner",
);

function isLaterVersion(version: unknown): boolean {
  return Number.isInteger(version) && Number(version) > manifestVersion;
}

/** Whether a document is one of a later release. */
export function isLater(document: unknown): boolean {
  const isObject = typeof document === "object" && document !== null;
  return isObject && "version" in document && isLaterVersion(document.version);
}

/** A document as people write it; what concerns several of its parts is judged elsewhere. */
export const manifestSchema = z.strictObject({
  version: z.literal(manifestVersion, {
    error: ({ input }) =>
      isLaterVersion(input)
        ? `is ${input}, of a later release than this one, which reads version ${manifestVersion}; update pulumi-sailpoint-nonemployee`
        : input === undefined
          ? `is required; give ${manifestVersion}`
          : `must be ${manifestVersion}, got ${describe(input)}`,
  }),
  sources: z.array(source, { error: expected("a list of sources") }),
});

const nameInOutline = z
  .string()
  .refine((name) => name.trim() !== "")
  .optional()
  .catch(undefined);

/** What of a document must differ from each other, as far as it is right: for what is told beside all else that is wrong. */
export const outlineSchema = z
  .object({
    sources: z
      .array(
        z
          .object({
            key: z.unknown().optional(),
            name: nameInOutline,
            schemaAttributes: z
              .array(z.object({ technicalName: nameInOutline }).catch({}))
              .catch([]),
          })
          .catch({ schemaAttributes: [] }),
      )
      .catch([]),
  })
  .catch({ sources: [] });

/** Keys that are accepted at a place, for messages. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  const depth = path.filter((part) => typeof part === "number").length;
  const shapes = [manifestSchema.shape, source.shape, attribute.shape];
  return Object.keys(shapes[depth] ?? {});
}
