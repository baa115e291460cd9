/** What each part of a manifest may hold, and what is said of anything else. */
import { readManifestText, readManifestValue } from "../../../provider/manifest/read-manifest";
import { keysAt } from "../../../provider/manifest/schema";
import { systemAttributes } from "../../../provider/resources/system-attribute";
import { refusal } from "./refusal";

const plant = { name: "Plant", description: "Staff", owner: { email: "ada@example.com" } };
const badge = { technicalName: "badge", label: "Badge" };

/** The one problem of a manifest. */
function problem(value: unknown): string {
  const message = refusal(() => readManifestValue(value));
  return message.replace("the manifest cannot be used: ", "");
}
/** The one problem of a source, without the path of the source. */
const ofSource = (changes: object) =>
  problem({ version: 1, sources: [{ ...plant, ...changes }] }).replace("sources[0].", "");
/** The one problem of an attribute, without its path. */
const ofAttribute = (changes: object) =>
  ofSource({ schemaAttributes: [{ ...badge, ...changes }] }).replace("schemaAttributes[0].", "");

const manifestKeys = "version and sources";
const sourceKeys =
  "key, name, description, owner, managementWorkgroup, approvers, accountManagers and schemaAttributes";
const attributeKeys = "technicalName, label, helpText, placeholder and required";
const person = "{ email }, { alias } or { email, alias }";
const member = "{ email }, { alias }, { email, alias } or { governanceGroup }";
const group = "{ name }, the name of a governance group";
const idAdvice =
  "an id means nothing in another tenant (only an export writes one, as { id, unresolved: true })";

describe("the version of a manifest", () => {
  it.each([
    [undefined, "is required; give 1"],
    [null, "must be 1, got null"],
    ["1", "must be 1, got a string"],
    [0, "must be 1, got the number 0"],
    [1.5, "must be 1, got the number 1.5"],
    [true, "must be 1, got the boolean true"],
    [
      2,
      "is 2, of a later release than this one, which reads version 1; update pulumi-sailpoint-nonemployee",
    ],
  ])("is refused if it is %p", (version, said) => {
    expect(problem({ version, sources: [] })).toBe(`version ${said}`);
  });
});

describe("the sources of a manifest", () => {
  it.each([
    [undefined, "is required; give a list of sources"],
    [null, "must be a list of sources, got null"],
    [{}, "must be a list of sources, got an empty object"],
    ["a", "must be a list of sources, got a string"],
  ])("are refused if they are %p", (sources, said) => {
    expect(problem({ version: 1, sources })).toBe(`sources ${said}`);
  });

  it.each([
    ["a", "a string"],
    [null, "null"],
    [[], "a list of 0"],
    [3, "the number 3"],
  ])("are refused if one is %p", (source, got) => {
    expect(problem({ version: 1, sources: [source] })).toBe(
      `sources[0] must be a source with name, description and owner, got ${got}`,
    );
  });
});

describe("a key that no manifest has", () => {
  const wrong = (near: string, keys: string) =>
    `is not a key that a manifest has here${near === "" ? "." : `; did you mean "${near}"?`} Accepted are ${keys}`;

  it("is refused in the whole, in a source and in an attribute", () => {
    expect(problem({ version: 1, sources: [], Sourcelist: 1 })).toBe(
      `Sourcelist ${wrong("sources", manifestKeys)}`,
    );
    expect(problem({ version: 1, sources: [], tenant: 1 })).toBe(
      `tenant ${wrong("", manifestKeys)}`,
    );
    expect(ofSource({ approver: [] })).toBe(`approver ${wrong("approvers", sourceKeys)}`);
    expect(ofSource({ forceDestroy: true })).toBe(`forceDestroy ${wrong("", sourceKeys)}`);
    expect(ofAttribute({ helptext: "x" })).toBe(`helptext ${wrong("helpText", attributeKeys)}`);
    expect(ofAttribute({ type: "TEXT" })).toBe(`type ${wrong("", attributeKeys)}`);
  });

  it("is refused in a reference", () => {
    const said = (accepted: string, hint: string) =>
      `takes ${accepted}; ${hint} cannot be used here`;
    expect(ofSource({ owner: { Emails: "a@b.c" } })).toBe(
      `owner ${said(person, '"Emails" (did you mean "email"?)')}`,
    );
    expect(ofSource({ owner: { email: "a@b.c", mail: "x", name: "y" } })).toBe(
      `owner ${said(person, '"mail" and "name"')}`,
    );
    expect(ofSource({ owner: { governanceGroup: "g" } })).toBe(
      `owner ${said(person, '"governanceGroup"')}`,
    );
    expect(ofSource({ managementWorkgroup: { governanceGroup: "g" } })).toBe(
      `managementWorkgroup ${said(group, '"governanceGroup"')}`,
    );
    expect(ofSource({ approvers: [{ governancegroup: "g" }] })).toBe(
      `approvers[0] ${said(member, '"governancegroup" (did you mean "governanceGroup"?)')}`,
    );
    expect(ofSource({ accountManagers: [{ name: "g" }] })).toBe(
      `accountManagers[0] ${said(member, '"name"')}`,
    );
  });

  it("is refused also if it is __proto__", () => {
    const text = (source: string, owner: string) =>
      `version: 1\nsources:\n  - { name: A, description: d, ${source}owner: { ${owner}alias: a } }\n`;
    const said = (yaml: string) => refusal(() => readManifestText(yaml, "it"));
    expect(said(text("__proto__: { a: 1 }, ", ""))).toBe(
      `it cannot be used: line 3, column 32: sources[0].__proto__ ${wrong("", sourceKeys)}`,
    );
    expect(said(text("", "__proto__: { a: 1 }, "))).toBe(
      `it cannot be used: line 3, column 32: sources[0].owner takes ${person}; "__proto__" cannot be used here`,
    );
  });

  it("is judged by the keys of its place", () => {
    expect(keysAt([])).toEqual(["version", "sources"]);
    expect(keysAt(["sources", 0])).toContain("accountManagers");
    expect(keysAt(["sources", 0, "schemaAttributes", 3])).toContain("technicalName");
    expect(keysAt(["sources", 0, "schemaAttributes", 3, "x", 1])).toEqual([]);
  });
});

describe("a source of a manifest", () => {
  const needsName = "a name that no other source of the tenant has";
  const needsDescription = "a description (the API requires one)";

  it.each([
    ["name", undefined, `is required; give ${needsName}`],
    ["name", null, `must be ${needsName}, got null`],
    ["name", "", `must be ${needsName}, got an empty one`],
    ["name", " \t", `must be ${needsName}, got a blank one`],
    ["name", 7, `must be ${needsName}, got the number 7`],
    ["description", undefined, `is required; give ${needsDescription}`],
    ["description", null, `must be ${needsDescription}, got null`],
    ["description", false, `must be ${needsDescription}, got the boolean false`],
    ["owner", undefined, `is required; give ${person}`],
    ["owner", null, `must be ${person}, got null`],
    ["schemaAttributes", {}, "must be a list of attributes, got an empty object"],
    ["key", 5, "must be a text, got the number 5"],
  ])("is refused for the %s %p", (name, value, said) => {
    expect(ofSource({ [name]: value })).toBe(`${name} ${said}`);
  });

  it.each(["", " ", "ü", "-a", ".a", "a/b", "a b", "a:b", "x".repeat(101)])(
    "is refused for the key %j",
    (key) => {
      expect(ofSource({ key })).toBe(
        `key must have letters, digits, ".", "_" and "-" only, begin with a letter or digit and have at most 100 of them, got ${JSON.stringify(key)}`,
      );
    },
  );

  it.each(["a", "0", "A.b_c-d", "x".repeat(100)])("may have the key %j", (key) => {
    const { sources } = readManifestValue({ version: 1, sources: [{ ...plant, key }] });
    expect(sources[0]?.key).toBe(key);
  });
});

describe("a reference of a manifest", () => {
  const accepted = { owner: person, managementWorkgroup: group } as const;

  it.each(["owner", "managementWorkgroup"] as const)("is refused as %s", (name) => {
    const form = accepted[name];
    const part = name === "owner" ? "alias" : "name";
    const cases: [unknown, string][] = [
      [{}, `must be ${form}, got an empty object`],
      [{ [part]: null }, `must be ${form}, got an object with the keys ${part}`],
      [[], `must be ${form}, got a list of 0`],
      ["ada", `must be ${form}, got a string`],
      [5, `must be ${form}, got the number 5`],
      [{ [part]: "" }, `must have a text that is not blank as ${part}, got an empty string`],
      [{ [part]: "  " }, `must have a text that is not blank as ${part}, got a string`],
      [{ [part]: 4 }, `must have a text that is not blank as ${part}, got the number 4`],
      [{ [part]: ["a"] }, `must have a text that is not blank as ${part}, got a list of 1`],
      [{ id: "2c91" }, `takes ${form}; ${idAdvice}`],
      [{ id: "2c91", [part]: "a" }, `takes ${form}; ${idAdvice}`],
      [{ id: "2c91", unresolved: true, [part]: "a" }, `takes ${form}; ${idAdvice}`],
      [{ id: "2c91", unresolved: "true" }, `takes ${form}; ${idAdvice}`],
      [{ id: "", unresolved: true }, `takes ${form}; ${idAdvice}`],
      [{ id: 1, unresolved: true }, `takes ${form}; ${idAdvice}`],
      [{ unresolved: true }, `takes ${form}; "unresolved" cannot be used here`],
    ];
    for (const [value, said] of cases) expect(ofSource({ [name]: value })).toBe(`${name} ${said}`);
  });

  it.each(["approvers", "accountManagers"])("is refused among the %s", (name) => {
    const cases: [unknown, string][] = [
      [null, `must be ${member}, got null`],
      [{}, `must be ${member}, got an empty object`],
      ["ada", `must be ${member}, got a string`],
      [
        { governanceGroup: "g", alias: "a" },
        `must be ${member}, got an object with the keys governanceGroup and alias`,
      ],
      [
        { governanceGroup: "" },
        "must have a text that is not blank as governanceGroup, got an empty string",
      ],
      [{ id: "2c91" }, `takes ${member}; ${idAdvice}`],
    ];
    for (const [value, said] of cases) {
      expect(ofSource({ [name]: [{ alias: "a" }, value] })).toBe(`${name}[1] ${said}`);
    }
    expect(ofSource({ [name]: { alias: "a" } })).toBe(
      `${name} must be a list of ${member}, got an object with the keys alias`,
    );
  });

  it("is one of at most three approvers and ten account managers", () => {
    const people = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ alias: `a${at}` }));
    expect(ofSource({ approvers: people(4) })).toBe("approvers takes at most 3 approvers, got 4");
    expect(ofSource({ accountManagers: people(11) })).toBe(
      "accountManagers takes at most 10 account managers, got 11",
    );
    const most = { ...plant, approvers: people(3), accountManagers: people(10) };
    expect(readManifestValue({ version: 1, sources: [most] }).sources[0]).toMatchObject(most);
  });
});

describe("an attribute of a manifest", () => {
  it.each(["badge", null, 3])("is refused if it is %p", (attribute) => {
    expect(ofSource({ schemaAttributes: [attribute] })).toMatch(
      /^schemaAttributes\[0\] must be an attribute with technicalName and label, got (a string|null|the number 3)$/,
    );
  });

  it.each([
    [
      "technicalName",
      undefined,
      "is required; give a name that no other attribute of the source has",
    ],
    [
      "technicalName",
      "",
      "must be a name that no other attribute of the source has, got an empty one",
    ],
    ["label", undefined, "is required; give the label that people see"],
    ["label", " ", "must be the label that people see, got a blank one"],
    ["label", 1, "must be the label that people see, got the number 1"],
    ["helpText", 1234, "must be a string, got the number 1234"],
    ["placeholder", ["0"], "must be a string, got a list of 1"],
    ["required", "yes", "must be true or false, got a string"],
    ["required", 1, "must be true or false, got the number 1"],
  ])("is refused for the %s %p", (name, value, said) => {
    expect(ofAttribute({ [name]: value })).toBe(`${name} ${said}`);
  });

  it.each([...systemAttributes])(
    "cannot have the name of the system attribute %s",
    (technicalName) => {
      expect(ofAttribute({ technicalName })).toBe(
        `technicalName "${technicalName}" is a system attribute, which every non-employee source has; choose another technicalName`,
      );
    },
  );
});

describe("several problems of a manifest", () => {
  it("are told at once, in the order of the text", () => {
    const text = `versoin: 1
sources:
  - nam: A
    name: 3
    owner: {}
    approvers: [{ alias: a }, { alias: b }, { id: x }, { alias: d }]
    schemaAttributes:
      - { technicalName: firstName, labels: x }
      - hello
  - owner: ada
`;
    expect(refusal(() => readManifestText(text, "it"))).toBe(
      `it cannot be used:
- line 1, column 1: version is required; give 1
- line 1, column 1: versoin is not a key that a manifest has here; did you mean "version"? Accepted are ${manifestKeys}
- line 3, column 5: sources[0].description is required; give a description (the API requires one)
- line 3, column 5: sources[0].nam is not a key that a manifest has here; did you mean "name"? Accepted are ${sourceKeys}
- line 4, column 5: sources[0].name must be a name that no other source of the tenant has, got the number 3
- line 5, column 5: sources[0].owner must be ${person}, got an empty object
- line 6, column 5: sources[0].approvers takes at most 3 approvers, got 4
- line 6, column 45: sources[0].approvers[2] takes ${member}; ${idAdvice}
- line 8, column 9: sources[0].schemaAttributes[0].label is required; give the label that people see
- line 8, column 11: sources[0].schemaAttributes[0].technicalName "firstName" is a system attribute, which every non-employee source has; choose another technicalName
- line 8, column 37: sources[0].schemaAttributes[0].labels is not a key that a manifest has here; did you mean "label"? Accepted are ${attributeKeys}
- line 9, column 9: sources[0].schemaAttributes[1] must be an attribute with technicalName and label, got a string
- line 10, column 5: sources[1].name is required; give a name that no other source of the tenant has
- line 10, column 5: sources[1].description is required; give a description (the API requires one)
- line 10, column 5: sources[1].owner must be ${person}, got a string`,
    );
  });
});
