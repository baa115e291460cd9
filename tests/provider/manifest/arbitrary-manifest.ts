/** Random manifests in their one form, with texts that YAML could take for something else. */
import fc from "fast-check";
import type {
  Manifest,
  ManifestAttribute,
  ManifestGroupRef,
  ManifestIdentityRef,
  ManifestMemberRef,
  ManifestSource,
} from "../../../provider/manifest/manifest";
import { systemAttributes } from "../../../provider/resources/system-attribute";

/** Texts that mean something else in YAML, or must be quoted with care. */
const oddTexts = [
  ...["no", "yes", "null", "~", "true", "123", "0x1f", "1e3", ".inf", "2020-01-01", "<<", "="],
  ...['"quoted"', "it's", "a: b", "a:", ": a", "a #b", "#a", "- a", "-", "?", "? a", "&a", "*a"],
  ...["!tag", "%YAML", "@a", "`a`", "|", ">", "[a]", "{a}", "a, b", ",", "---", "...", "\\n"],
  ...["a\n---\nb", "a\n...\nb", "  leading", "trailing  ", "\tx", "x\t", "a\tb", "a  b", "a\nb"],
  ...[
    "\na",
    "a\n",
    "a\n\n\nb",
    "a\n b\n  c",
    " a\nb",
    "a \nb ",
    "a\r\nb",
    "a\rb",
    "a\r",
    "\u0085a",
  ],
  ...["a\u2028b", "\u2029", "\uFEFFa", "a\uFEFF", "\u00a0a", "\u0000a", "a\u007f", "\u001b[0m"],
  ...["😀", "e\u0301", "\u202ea", "供应商", "ünï", "a\\", "\\", "'", '"', "''", "<a&b>", "$a"],
];
const longText = fc
  .array(fc.constantFrom("word", `https://example.com/${"x".repeat(150)}`, "a:", "#", '"', "é"), {
    minLength: 30,
    maxLength: 60,
  })
  .map((words) => words.join(" "));

/** A text with at least one character other than a blank. */
export const text = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...oddTexts) },
    { weight: 2, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 20 }) },
    { weight: 2, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }) },
    longText,
  )
  .filter((one) => one.trim() !== "");

const plain = { noNullPrototype: true };
const unresolved = fc
  .string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 1, maxLength: 32 })
  .map((id) => ({ id, unresolved: true as const }));
const person = fc.oneof<fc.Arbitrary<ManifestIdentityRef>[]>(
  fc.record({ email: text }, plain),
  fc.record({ alias: text }, plain),
  fc.record({ email: text, alias: text }, plain),
  unresolved,
);
const group = fc.oneof<fc.Arbitrary<ManifestGroupRef>[]>(
  fc.record({ name: text }, plain),
  unresolved,
);
const member = fc.oneof<fc.Arbitrary<ManifestMemberRef>[]>(
  person,
  fc.record({ governanceGroup: text }, plain),
);
const attribute: fc.Arbitrary<ManifestAttribute> = fc.record(
  {
    technicalName: text.filter((name) => !(systemAttributes as readonly string[]).includes(name)),
    label: text,
    required: fc.constant(true),
    helpText: text,
    placeholder: text,
  },
  { requiredKeys: ["technicalName", "label"], noNullPrototype: true },
);
const source: fc.Arbitrary<ManifestSource> = fc.record(
  {
    key: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
    name: text,
    description: fc.oneof(text, fc.constantFrom("", " ", "\n", " \n ")),
    owner: person,
    managementWorkgroup: group,
    approvers: fc.array(member, { minLength: 1, maxLength: 3 }),
    accountManagers: fc.array(member, { minLength: 1, maxLength: 10 }),
    schemaAttributes: fc.uniqueArray(attribute, {
      minLength: 1,
      maxLength: 4,
      selector: ({ technicalName }) => technicalName,
    }),
  },
  { requiredKeys: ["key", "name", "description", "owner"], noNullPrototype: true },
);

/** A manifest as the tools make one: what is not set is left out, keys and names are unique. */
export const manifest: fc.Arbitrary<Manifest> = fc
  .uniqueArray(source, { maxLength: 4, selector: ({ key }) => key })
  .map((sources) => ({
    version: 1,
    sources: sources.filter(
      ({ name }, index) => sources.findIndex((other) => other.name === name) === index,
    ),
  }));
