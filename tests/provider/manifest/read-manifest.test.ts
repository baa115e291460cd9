/** Reading a manifest from a file, a text or a value: what it becomes, and what is wrong between its parts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManifestError } from "../../../provider/manifest/manifest";
import {
  readManifestFile,
  readManifestText,
  readManifestValue,
} from "../../../provider/manifest/read-manifest";
import { failure, refusal } from "./refusal";

const what = "the manifest plants.yaml";
const said = (text: string) => refusal(() => readManifestText(text, what));
const value = (sources: unknown) => readManifestValue({ version: 1, sources });
const plant = { name: "Plant", description: "Staff", owner: { email: "ada@example.com" } };

describe("a manifest in a file", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "manifest-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read, YAML and JSON alike", () => {
    const expected = { version: 1, sources: [{ key: "plant", ...plant }] };
    const files = [
      ["m.json", JSON.stringify({ version: 1, sources: [plant] })],
      [
        "m.yaml",
        "version: 1\nsources: [{ name: Plant, description: Staff, owner: { email: ada@example.com } }]",
      ],
    ] as const;
    for (const [name, text] of files) {
      writeFileSync(join(folder, name), text);
      expect(readManifestFile(join(folder, name))).toEqual(expected);
    }
  });

  it("that is not there is told with the folder that was searched", async () => {
    const file = join(folder, "none.yaml");
    const error = await failure((async () => readManifestFile(file))());
    expect(error).toBeInstanceOf(ManifestError);
    expect(error.cause).toMatchObject({ code: "ENOENT" });
    expect(error.message).toBe(
      `the manifest ${file} cannot be used: there is no such file (searched in ${process.cwd()}); check the path`,
    );
  });

  it("that is a folder is told as one", () => {
    const file = join(folder, "m");
    mkdirSync(file);
    expect(refusal(() => readManifestFile(file))).toBe(
      `the manifest ${file} cannot be used: it is a folder; name the file in it`,
    );
  });

  it("that cannot be read is told with the reason of the system", () => {
    writeFileSync(join(folder, "plain"), "");
    const file = join(folder, "plain", "m.yaml");
    const said = refusal(() => readManifestFile(file));
    // In jest the errors of node's own modules are of another realm, and have their kind before them.
    expect(said.replace("read: Error: ", "read: ")).toBe(
      `the manifest ${file} cannot be used: it cannot be read: ENOTDIR: not a directory, open '${file}'`,
    );
  });

  it.each(["utf16le", "latin1"] as const)("that is in %s is refused", (encoding) => {
    const file = join(folder, `${encoding}.yaml`);
    const text = "\uFEFFversion: 1 # für\n".slice(encoding === "latin1" ? 1 : 0);
    writeFileSync(file, text, encoding);
    expect(refusal(() => readManifestFile(file))).toBe(
      `the manifest ${file} cannot be used: it is not in UTF-8; save it in that encoding`,
    );
  });

  it("may have a byte order mark, which counts as no column", () => {
    const file = join(folder, "mark.yaml");
    writeFileSync(file, "\uFEFFversion: 2\nsources: []\n");
    expect(refusal(() => readManifestFile(file))).toContain("line 1, column 1: version is 2");
    writeFileSync(file, "\uFEFF");
    expect(refusal(() => readManifestFile(file))).toContain("cannot be used: it is empty;");
  });

  it("names the file, line and column of each problem", () => {
    const file = join(folder, "wrong.yaml");
    writeFileSync(file, "version: 1\nsources:\n  - name: A\n    owner: { alias: a }\n");
    expect(refusal(() => readManifestFile(file))).toBe(
      `the manifest ${file} cannot be used: line 3, column 5: sources[0].description is required; give a description (the API requires one)`,
    );
  });
});

describe("a manifest in its one form", () => {
  it("leaves out what is null, empty or false, and has a key for each source", () => {
    const { sources } = value([
      {
        ...plant,
        key: null,
        owner: { email: "a@b.c", alias: null },
        managementWorkgroup: null,
        approvers: [],
        accountManagers: null,
        schemaAttributes: [
          { technicalName: "a", label: "A", helpText: null, placeholder: "", required: null },
          { technicalName: "b", label: "B", helpText: "", placeholder: null, required: false },
          { technicalName: "c", label: "C" },
        ],
      },
      {
        ...plant,
        name: "Other",
        schemaAttributes: [],
        approvers: null,
        managementWorkgroup: undefined,
      },
    ]);
    expect(sources).toStrictEqual([
      {
        key: "plant",
        name: "Plant",
        description: "Staff",
        owner: { email: "a@b.c" },
        schemaAttributes: [
          { technicalName: "a", label: "A" },
          { technicalName: "b", label: "B" },
          { technicalName: "c", label: "C" },
        ],
      },
      {
        key: "other",
        name: "Other",
        description: "Staff",
        owner: { email: "ada@example.com" },
      },
    ]);
  });

  it("keeps all that is set, in the order of the document", () => {
    const full = {
      key: "Key_1.x",
      name: " Plant ",
      description: "",
      owner: { id: "2c91", unresolved: true },
      managementWorkgroup: { name: "Desk" },
      approvers: [{ alias: "b" }, { governanceGroup: "Desk" }, { id: "2c92", unresolved: true }],
      accountManagers: [{ email: "z@example.com", alias: "z" }, { alias: "a" }],
      schemaAttributes: [
        { technicalName: "z", label: "Z", required: true, helpText: "h", placeholder: "p" },
        { technicalName: "a", label: "A" },
      ],
    };
    expect(value([full])).toStrictEqual({ version: 1, sources: [full] });
  });

  it("may have no sources at all", () => {
    expect(value([])).toStrictEqual({ version: 1, sources: [] });
  });

  it("does not change the value that it is made from", () => {
    const given = {
      version: 1,
      sources: [{ ...plant, approvers: [], owner: { alias: "a", email: null } }],
    };
    const before = structuredClone(given);
    readManifestValue(given);
    expect(given).toStrictEqual(before);
  });
});

describe("a value that is no manifest", () => {
  it.each([undefined, null, 1, "version: 1", [], () => 1])("is refused: %p", (wrong) => {
    expect(refusal(() => readManifestValue(wrong))).toBe(
      "the manifest cannot be used: must be an object with the keys version and sources",
    );
  });

  it("is refused with its problems by their path, in a list where there are several", () => {
    expect(refusal(() => readManifestValue({ sources: [{ ...plant, name: "" }] }, "it"))).toBe(
      `it cannot be used:
- version is required; give 1
- sources[0].name must be a name that no other source of the tenant has, got an empty one`,
    );
  });

  it("is refused by an error that has each problem by itself", async () => {
    const error = await failure((async () => value([{ ...plant, name: 1, owner: "ada" }]))());
    expect(error).toBeInstanceOf(ManifestError);
    expect(error).toMatchObject({
      name: "ManifestError",
      problems: [
        "sources[0].name must be a name that no other source of the tenant has, got the number 1",
        "sources[0].owner must be { email }, { alias } or { email, alias }, got a string",
      ],
    });
  });
});

describe("two parts of a manifest", () => {
  const source = (more: string) => `  - { ${more}, description: d, owner: { alias: a } }\n`;
  const document = (...sources: string[]) =>
    `version: 1\nsources:\n${sources.map(source).join("")}`;

  it("cannot have one key", () => {
    expect(said(document("key: a, name: A", "name: B", "key: a, name: C"))).toBe(
      `${what} cannot be used: line 5, column 7: sources[2].key "a" is the key of sources[0] too; give one of them another key`,
    );
  });

  it("cannot have one key where a name gives the second one", () => {
    expect(said(document("key: plant-a, name: A", "name: Plant A"))).toBe(
      `${what} cannot be used: line 4, column 5: sources[1] has no key, and the one made from its name, "plant-a", is that of sources[0] too; give both a key of their own`,
    );
  });

  it("cannot have one key where a name gives the first one", () => {
    expect(said(document("name: Plant A", "key: plant-a, name: A"))).toBe(
      `${what} cannot be used: line 4, column 7: sources[1].key "plant-a" is the key of sources[0] too; give one of them another key`,
    );
  });

  it("cannot have names that make one key", () => {
    expect(said(document("name: Plant A", "name: Plant-A"))).toBe(
      `${what} cannot be used: line 4, column 5: sources[1] has no key, and the one made from its name, "plant-a", is that of sources[0] too; give both a key of their own`,
    );
  });

  it("may have keys and names that differ in case alone", () => {
    const { sources } = readManifestText(document("key: a, name: x", "key: A, name: X"), what);
    expect(sources.map(({ key }) => key)).toEqual(["a", "A"]);
  });

  it("cannot have one name", () => {
    expect(said(document("key: a, name: A", "key: b, name: A"))).toBe(
      `${what} cannot be used: line 4, column 15: sources[1].name "A" is the name of sources[0] too; rename or remove one`,
    );
  });

  it("cannot have one technicalName in one source, though in two", () => {
    const attributes = (...names: string[]) =>
      `schemaAttributes: [${names.map((name) => `{ technicalName: ${name}, label: l }`).join(", ")}]`;
    const text = document(
      `name: A, ${attributes("a", "b")}`,
      `name: B, ${attributes("a", "A", "a", "a")}`,
    );
    const again =
      'technicalName "a" is the technicalName of schemaAttributes[0] of this source too; rename or remove one';
    expect(said(text)).toBe(
      `${what} cannot be used:
- line 4, column 101: sources[1].schemaAttributes[2].${again}
- line 4, column 133: sources[1].schemaAttributes[3].${again}`,
    );
  });

  it("are told beside what is wrong with each, where they can be told at all", () => {
    const text = document(
      "name: A, x: 1",
      "name: A",
      "key: 5, name: A b",
      "key: a-b, name: ''",
      "name: ''",
    );
    const needs = "must be a name that no other source of the tenant has, got an empty one";
    const lines = said(text).split("\n").slice(1);
    expect(lines.map((line) => line.replace(/ Accepted are .*/, ""))).toEqual([
      "- line 3, column 16: sources[0].x is not a key that a manifest has here.",
      '- line 4, column 5: sources[1] has no key, and the one made from its name, "a", is that of sources[0] too; give both a key of their own',
      '- line 4, column 7: sources[1].name "A" is the name of sources[0] too; rename or remove one',
      "- line 5, column 7: sources[2].key must be a text, got the number 5",
      `- line 6, column 17: sources[3].name ${needs}`,
      `- line 7, column 7: sources[4].name ${needs}`,
    ]);
  });

  it("are judged also where others are of a wrong kind", () => {
    const twice = { name: "A", description: "d", owner: { alias: "a" }, schemaAttributes: [1, {}] };
    const problems = refusal(() =>
      value([null, { ...twice, key: "a" }, 5, { ...twice, key: "a", schemaAttributes: "x" }]),
    ).split("\n");
    expect(problems).toContain(
      '- sources[3].key "a" is the key of sources[1] too; give one of them another key',
    );
    expect(problems).toContain(
      '- sources[3].name "A" is the name of sources[1] too; rename or remove one',
    );
  });

  it("are told with all that is wrong between others", () => {
    expect(said(document("name: A", "name: A", "key: a, name: C"))).toBe(
      `${what} cannot be used:
- line 4, column 5: sources[1] has no key, and the one made from its name, "a", is that of sources[0] too; give both a key of their own
- line 4, column 7: sources[1].name "A" is the name of sources[0] too; rename or remove one
- line 5, column 7: sources[2].key "a" is the key of sources[0] too; give one of them another key`,
    );
  });
});
