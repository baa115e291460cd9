/** `generate` without a tenant: the files of both forms, and what is refused before one of them is written. */
import { mkdirSync, symlinkSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "yaml";
import { generateCommand } from "../../cli/generate";
import { runCommand, useFolder } from "./command-under-test";

const folder = useFolder();
const run = (args: readonly string[]) => runCommand(generateCommand, args);

const source = (name: string, more = "") =>
  `  - { name: ${name}, description: Staff, owner: { alias: ada.lovelace }${more} }\n`;
const manifest = `version: 1\nsources:\n${source("Visitors")}${source(
  "Contractors",
  ", schemaAttributes: [{ technicalName: site, label: Site }]",
)}`;

const write = (text: string) => folder.write("manifest.yaml", text);
const ordinary = [
  ".gitignore",
  "Pulumi.dev.yaml",
  "Pulumi.yaml",
  "README.md",
  "index.ts",
  "manifest.yaml",
  "package.json",
  "tsconfig.json",
];

/** Everything beside the manifest. */
const written = () => folder.list().filter((name) => name !== "manifest.yaml");

describe("the command generate", () => {
  it("writes a project of one component, with every key in its manifest", async () => {
    const out = folder.path("plants");
    expect(await run(["--manifest", write(manifest), "--out", out])).toEqual({
      out: "",
      err: [`2 sources written to ${out} as a Pulumi project; its README.md says how to go on`],
      code: 0,
    });
    expect(written()).toEqual(["plants", ...ordinary.map((name) => `plants/${name}`)]);
    expect(folder.read("plants/manifest.yaml")).toBe(`version: 1
sources:
  - key: visitors
    name: Visitors
    description: Staff
    owner: { alias: ada.lovelace }

  - key: contractors
    name: Contractors
    description: Staff
    owner: { alias: ada.lovelace }
    schemaAttributes:
      - { technicalName: site, label: Site }
`);
    expect(folder.read("plants/index.ts")).toContain('new NonEmployeeTenant("tenant", {');
    expect(folder.read("plants/Pulumi.yaml")).toMatch(/^name: plants\n/);
    expect(folder.read("plants/README.md")).toMatch(/^# plants\n/);
  });

  it("writes a project of plain resources, which needs no manifest", async () => {
    const out = folder.path("plants");
    const { code } = await run(["--manifest", write(manifest), "--out", out, "--expanded"]);
    expect(code).toBe(0);
    expect(folder.list("plants")).toEqual(ordinary.filter((name) => name !== "manifest.yaml"));
    expect(folder.read("plants/index.ts")).toContain(
      'new SchemaAttribute("contractors/site", {\n  source: contractors,\n',
    );
  });

  it("takes a manifest in JSON", async () => {
    const file = folder.write("manifest.json", JSON.stringify(parse(manifest)));
    expect((await run(["--manifest", file, "--out", folder.path("plants")])).code).toBe(0);
    expect(folder.read("plants/manifest.yaml")).toMatch(/^version: 1\nsources:\n {2}- key: /);
  });

  it("gives the same bytes each time", async () => {
    const file = write(manifest);
    await run(["--manifest", file, "--out", folder.path("a/plants")]);
    await run(["--manifest", file, "--out", folder.path("b/plants")]);
    for (const name of ordinary) {
      expect(folder.read(`a/plants/${name}`)).toBe(folder.read(`b/plants/${name}`));
    }
  });

  it.each([
    ["plants", "plants", "plants"],
    ["Plants & Co", "Plants-Co", "plants-co"],
    ["-_.x", "x", "x"],
    ["Werk Süd", "Werk-S-d", "werk-s-d"],
    ["2024", "2024", "2024"],
    ["供应商", "non-employees", "non-employees"],
    ["a".repeat(120), "a".repeat(80), "a".repeat(80)],
  ])("calls the project in the folder %s %s", async (name, project, packageName) => {
    await run(["--manifest", write(manifest), "--out", folder.path(name)]);
    expect(parse(folder.read(`${name}/Pulumi.yaml`))).toMatchObject({ name: project });
    expect(JSON.parse(folder.read(`${name}/package.json`))).toMatchObject({ name: packageName });
  });
});

describe("the folder of the command generate", () => {
  const before = process.cwd();
  afterEach(() => process.chdir(before));

  it("is made with those above it, and may be there if it is empty", async () => {
    const file = write(manifest);
    expect((await run(["--manifest", file, "--out", folder.path("a/b/c")])).code).toBe(0);
    mkdirSync(folder.path("empty"));
    expect((await run(["--manifest", file, "--out", `${folder.path("empty")}/`])).code).toBe(0);
    expect(folder.list("a/b/c")).toEqual(ordinary);
    expect(folder.list("empty")).toEqual(ordinary);
    expect(folder.list().filter((name) => name.includes(".tmp"))).toEqual([]);
  });

  it("can be the one that the user is in, and a link to one", async () => {
    const file = write(manifest);
    mkdirSync(folder.path("here"));
    process.chdir(folder.path("here"));
    expect((await run(["--manifest", file, "--out", "."])).code).toBe(0);
    expect(folder.list("here")).toEqual(ordinary);
    expect(parse(folder.read("here/Pulumi.yaml"))).toMatchObject({ name: "here" });
    mkdirSync(folder.path("real"));
    symlinkSync(folder.path("real"), folder.path("link"));
    expect((await run(["--manifest", file, "--out", folder.path("link")])).code).toBe(0);
    expect(folder.list("real")).toEqual(ordinary);
  });

  it("is refused if it has something in it, hidden files included", async () => {
    const file = write(manifest);
    folder.write("git/.git/HEAD", "");
    for (const name of ["1", "2", "3", "4"]) folder.write(`full/${name}`, "mine");
    for (const [name, has] of [
      ["git", ".git"],
      ["full", "1, 2, 3 and more"],
    ] as const) {
      const out = folder.path(name);
      expect(await run(["--manifest", file, "--out", out])).toEqual({
        out: "",
        err: [
          `error: --out ${out}: the folder is not empty (it has ${has}); nothing was written. Name a folder that is new or empty`,
        ],
        code: 1,
      });
    }
    expect(folder.list("full")).toEqual(["1", "2", "3", "4"]);
  });

  it("is refused if it is a file, or cannot be made, and nothing is left behind", async () => {
    const file = write(manifest);
    const { err, code } = await run(["--manifest", file, "--out", file]);
    expect([err, code]).toEqual([
      [`error: --out ${file}: it is a file; name a folder that is new or empty`],
      1,
    ]);
    for (const out of [`${file}/below`, folder.path("x".repeat(300))]) {
      const failed = await run(["--manifest", file, "--out", out]);
      expect([failed.out, failed.err.length, failed.code]).toEqual(["", 1, 1]);
      expect(failed.err[0]).toContain(basename(out));
    }
    expect(folder.read("manifest.yaml")).toBe(manifest);
    expect(written()).toEqual([]);
  });
});

describe("the manifest of the command generate", () => {
  const many = (count: number, make: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => make(index)).join("");

  it.each([
    ["is missing", undefined, /cannot be used: there is no such file/],
    [
      "has no sources",
      "version: 1\nsources: []\n",
      /cannot be used: it has no sources: there is nothing to declare$/,
    ],
    ["is no manifest", "a: b\n", /line 1, column 1: /],
    [
      "has a blank description",
      `version: 1\nsources:\n  - { name: A, description: " ", owner: { alias: a } }\n`,
      /cannot be used: a: description must be /,
    ],
    [
      "has more sources than a tenant takes",
      `version: 1\nsources:\n${many(51, (index) => source(`N${index}`))}`,
      /there are 51 sources, and a tenant takes at most 50/,
    ],
    [
      "has more attributes than a source takes",
      `version: 1\nsources:\n${source("A", `, schemaAttributes: [${many(11, (index) => `{ technicalName: t${index}, label: L },`)}]`)}`,
      /a: has 11 schemaAttributes, and a source takes at most 10/,
    ],
    [
      "has two sources of one key",
      `version: 1\nsources:\n${source("A b")}${source("a-b")}`,
      /"a-b", is that of sources\[0\] too/,
    ],
  ])("is refused before something is written if it %s", async (_, text, message) => {
    const file = text === undefined ? folder.path("manifest.yaml") : write(text);
    for (const more of [[], ["--expanded"]]) {
      const { out, err, code } = await run([
        ...["--manifest", file, "--out", folder.path("plants")],
        ...more,
      ]);
      expect([out, code, written()]).toEqual(["", 1, []]);
      expect(err.join("\n")).toMatch(message);
      expect(err.join("\n")).toContain(`error: the manifest ${file} cannot be used:`);
    }
  });

  it("tells all problems at once", async () => {
    const text = `version: 1\nsources:\n  - { name: A, description: "", owner: { alias: a } }\n  - { name: B, description: "", owner: { alias: a } }\n`;
    const { err } = await run(["--manifest", write(text), "--out", folder.path("plants")]);
    expect(err[0]?.split("\n")).toEqual([
      `error: the manifest ${folder.path("manifest.yaml")} cannot be used:`,
      expect.stringMatching(/^- a: description must be /),
      expect.stringMatching(/^- b: description must be /),
    ]);
  });
});
