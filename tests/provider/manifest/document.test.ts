/** The text of a manifest: what is no YAML and no JSON is told by line and column. */
import { parseText } from "../../../provider/manifest/document";
import { readManifestText } from "../../../provider/manifest/read-manifest";
import { refusal } from "./refusal";

const what = "the manifest plants.yaml";
const said = (text: string) => refusal(() => readManifestText(text, what));

const yaml = `version: 1
sources:
  - name: Contractors
    description: External staff
    owner: { email: ada@example.com }
`;

describe("the text of a manifest", () => {
  it.each(["", " ", "\n\n", "\t \r\n", "\uFEFF", "\uFEFF \n"])(
    "is refused as empty: %j",
    (text) => {
      expect(said(text)).toBe(
        `${what} cannot be used: it is empty; it must begin with \`version: 1\` and \`sources:\``,
      );
    },
  );

  it.each([
    ["comments alone", "# later\n# more\n", 1, 1],
    ["the mark of a document alone", "---\n", 1, 4],
    ["a text", "hello", 1, 1],
    ["a list", "\n- version: 1\n", 2, 1],
    ["null", "null", 1, 1],
  ])("is refused if it holds %s", (_, text, line, column) => {
    expect(said(text)).toBe(
      `${what} cannot be used: line ${line}, column ${column}: must be an object with the keys version and sources`,
    );
  });

  it.each([
    [
      "YAML that ends in a quoted text",
      `${yaml}    managementWorkgroup: { name: "Plant`,
      'line 6, column 40: Missing closing "quote (the text may have been cut off here)',
    ],
    [
      "YAML that ends in a key",
      `${yaml}    appro`,
      "line 6, column 5: Implicit map keys need to be followed by map values",
    ],
    [
      "YAML that ends in a reference",
      yaml.replace(" }\n", ""),
      "line 5, column 36: Flow map in block collection must be sufficiently indented and end with a } (the text may have been cut off here)",
    ],
    [
      "JSON that ends in a text",
      '{\n  "version": 1,\n  "sources": [{ "name": "Contr',
      'line 3, column 31: Missing closing "quote (the text may have been cut off here)',
    ],
    [
      "JSON that ends in a list",
      '{\n  "version": 1,\n  "sources": [',
      "line 3, column 15: Flow sequence in block collection must be sufficiently indented and end with a ] (the text may have been cut off here)",
    ],
    [
      "YAML that is indented by tabs",
      "version: 1\nsources:\n\t- name: A\n",
      "line 3, column 1: Tabs are not allowed as indentation",
    ],
    [
      "an alias of nothing",
      "version: 1\nsources: [*nobody]\n",
      "line 2, column 11: the alias *nobody stands for nothing: no &nobody is before it",
    ],
    [
      "a second document",
      `${yaml}---\n${yaml}`,
      "line 6, column 1: a second document begins here; a manifest is one document, so remove this line",
    ],
    [
      "a key twice",
      `${yaml}    name: Contractors\n`,
      "line 6, column 5: this key is there twice; remove one of the two",
    ],
    [
      "a key twice in JSON",
      '{ "version": 1,\n  "sources": [],\n  "version": 1 }',
      "line 3, column 3: this key is there twice; remove one of the two",
    ],
  ])("is refused for %s, by line and column", (_, text, problem) => {
    expect(said(text)).toBe(`${what} cannot be used: ${problem}`);
  });

  it("is refused with every syntax error in one message", () => {
    const text = `${yaml}    name: A\n    owner: { alias: b }\n`;
    expect(said(text)).toBe(
      `${what} cannot be used:
- line 6, column 5: this key is there twice; remove one of the two
- line 7, column 5: this key is there twice; remove one of the two`,
    );
  });

  it("may be JSON that is indented by tabs", () => {
    const text = JSON.stringify(
      { version: 1, sources: [{ name: "A", description: "\t/\u2028😀", owner: { alias: "a" } }] },
      undefined,
      "\t",
    );
    expect(text).toContain("\n\t\t{");
    expect(readManifestText(text, what).sources[0]?.description).toBe("\t/\u2028😀");
  });

  it("may be JSON with escaped characters", () => {
    const text =
      '{"version":1,"sources":[{"name":"\\ud83d\\ude00 \\/ \\u00e9","description":"a\\r\\nb","owner":{"alias":"a"}}]}';
    const [source] = readManifestText(text, what).sources;
    expect([source?.name, source?.description]).toEqual(["😀 / é", "a\r\nb"]);
  });

  it.each([
    ["a byte order mark", `\uFEFF${yaml}`],
    ["line ends of Windows", yaml.replaceAll("\n", "\r\n")],
    ["the marks of a document", `---\n${yaml}...\n`],
    ["comments", `# ours\n${yaml}# end\n`],
  ])("may have %s", (_, text) => {
    expect(readManifestText(text, what)).toEqual({
      version: 1,
      sources: [
        {
          key: "contractors",
          name: "Contractors",
          description: "External staff",
          owner: { email: "ada@example.com" },
        },
      ],
    });
  });

  it("counts lines and columns the same with a byte order mark and the line ends of Windows", () => {
    const problem =
      "line 2, column 1: sources must be a list of sources, got an object with the keys a";
    const text = "version: 1\nsources: { a: 1 }\n";
    expect(said(text)).toBe(`${what} cannot be used: ${problem}`);
    expect(said(`\uFEFF${text.replaceAll("\n", "\r\n")}`)).toBe(
      `${what} cannot be used: ${problem}`,
    );
  });
});

describe("aliases in a manifest", () => {
  const source = (name: string, owner: string) =>
    `  - { name: ${name}, description: d, owner: ${owner} }\n`;

  it("stand for what they name, as often as all sources of a tenant need", () => {
    const others = Array.from({ length: 49 }, (_, index) =>
      source(`S${index}`, "*ada, approvers: [*ada, *ada, *ada], accountManagers: [*ada, *ada]"),
    );
    const text = `version: 1\nsources:\n${source("First", "&ada { email: ada@example.com }")}${others.join("")}`;
    const { sources } = readManifestText(text, what);
    expect(sources).toHaveLength(50);
    expect(sources[49]?.approvers).toEqual([
      { email: "ada@example.com" },
      { email: "ada@example.com" },
      { email: "ada@example.com" },
    ]);
  });

  it("are refused if they stand for too much", () => {
    const tenTimes = (name: string) => `[${Array(10).fill(`*${name}`).join(", ")}]`;
    const text = `a: &a [x, x]\nb: &b ${tenTimes("a")}\nc: &c ${tenTimes("b")}\nd: &d ${tenTimes("c")}\nsources: ${tenTimes("d")}\n`;
    expect(said(text)).toBe(
      `${what} cannot be used: its aliases (*name) stand for too much; write out what they stand for`,
    );
  });

  it("give a problem the place of the alias", () => {
    const text =
      "version: 1\nsources:\n  - { name: A, description: d, owner: &o { mail: a } }\n  - { name: B, description: d,\n      owner: *o }\n";
    expect(said(text)).toContain("- line 5, column 7: sources[1].owner takes");
  });
});

describe("a place in a manifest", () => {
  const { placeOf, offsetOf } = parseText(yaml, what);

  it.each<[PropertyKey[], string]>([
    [[], "line 1, column 1"],
    [["sources"], "line 2, column 1"],
    [["sources", 0], "line 3, column 5"],
    [["sources", 0, "name"], "line 3, column 5"],
    [["sources", 0, "owner", "email"], "line 5, column 14"],
    [["sources", 0, "approvers"], "line 3, column 5"],
    [["sources", 7, "name"], "line 2, column 1"],
    [["version", "deeper"], "line 1, column 1"],
    [["nothing"], "line 1, column 1"],
  ])("is that of the key %j, or of what lacks it", (path, place) => {
    expect(placeOf(path)).toBe(place);
  });

  it("is a number too, which grows along the text", () => {
    expect(offsetOf([])).toBe(0);
    expect(offsetOf(["sources"])).toBe(yaml.indexOf("sources"));
    expect(offsetOf(["sources", 0, "owner"])).toBe(yaml.indexOf("owner"));
  });
});
