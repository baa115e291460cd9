/** The arguments of the component of a whole tenant. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManifestError } from "../../../provider/manifest/manifest";
import { readTenantDeclaration } from "../../../provider/manifest/tenant-declaration";
import { ResourceError } from "../../../provider/resources/handler";
import { failure, refusal } from "./refusal";

const plant = { name: "Plant", description: "Staff", owner: { alias: "ada" } };
const desk = { name: "Desk", description: "Desk", owner: { email: "grace@example.com" } };
const manifest = { version: 1, sources: [plant, desk] };
const said = (args: unknown) => refusal(() => readTenantDeclaration(args));

describe("the declaration of a tenant", () => {
  it("has the sources of a manifest that is an object", () => {
    const attribute = { technicalName: "badge", label: "Badge" };
    const sources = [{ ...plant, schemaAttributes: [attribute] }, desk];
    expect(readTenantDeclaration({ manifest: { version: 1, sources } })).toStrictEqual({
      sources: [
        { key: "plant", args: plant, attributes: [attribute] },
        { key: "desk", args: desk, attributes: [] },
      ],
      tenant: undefined,
      forceDestroy: undefined,
      warnings: [],
      what: "the manifest",
    });
  });

  it("has people and groups by the maps, and the other arguments as they are", () => {
    const full = {
      ...plant,
      managementWorkgroup: { name: "Test desk" },
      approvers: [{ alias: "ada" }, { governanceGroup: "Test desk" }],
      accountManagers: [{ id: "2c91", unresolved: true }, { email: "grace@example.com" }],
    };
    const declaration = readTenantDeclaration({
      manifest: { version: 1, sources: [full] },
      people: { ada: "ada@example.com", "2c91": { id: "2c92" }, nobody: "x" },
      groups: { "test desk": "Desk", "No desk": "Desk" },
      tenant: "sandbox",
      forceDestroy: true,
      allowEmpty: false,
      only: ["plant"],
    });
    expect(declaration).toStrictEqual({
      sources: [
        {
          key: "plant",
          args: {
            name: "Plant",
            description: "Staff",
            owner: { email: "ada@example.com" },
            managementWorkgroup: { name: "Desk" },
            approvers: [{ email: "ada@example.com" }, { governanceGroup: "Desk" }],
            accountManagers: [{ id: "2c92" }, { email: "grace@example.com" }],
          },
          attributes: [],
        },
      ],
      tenant: "sandbox",
      forceDestroy: true,
      warnings: [
        'people["nobody"] takes nobody\'s place: the manifest does not name them',
        'groups["No desk"] takes nobody\'s place: the manifest does not name them',
      ],
      what: "the manifest",
    });
  });

  it("takes null for an argument that is absent", () => {
    const { tenant, forceDestroy, sources } = readTenantDeclaration({
      manifest,
      people: null,
      groups: null,
      only: null,
      tenant: null,
      forceDestroy: null,
      allowEmpty: null,
    });
    expect([tenant, forceDestroy, sources.length]).toEqual([undefined, undefined, 2]);
  });

  it("does not warn of an entry that only a source uses which is left out", () => {
    const { sources, warnings } = readTenantDeclaration({
      manifest,
      people: { ada: "grace" },
      only: ["desk"],
    });
    expect(sources.map(({ key }) => key)).toEqual(["desk"]);
    expect(warnings).toEqual([]);
  });

  it("has the sources in the order of the manifest, whatever the order of only", () => {
    const { sources } = readTenantDeclaration({ manifest, only: ["desk", "plant", "desk"] });
    expect(sources.map(({ key }) => key)).toEqual(["plant", "desk"]);
  });
});

describe("a manifest in a file", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "declaration-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (text: string) => {
    const file = join(folder, "m.yaml");
    writeFileSync(file, text);
    return file;
  };

  it("is named in what is said of it", () => {
    const file = write(JSON.stringify(manifest));
    const { what, warnings, sources } = readTenantDeclaration({
      manifest: file,
      people: { x: "y" },
    });
    expect(what).toBe(`the manifest ${file}`);
    expect(sources).toHaveLength(2);
    expect(warnings).toEqual([
      `people["x"] takes nobody's place: the manifest ${file} does not name them`,
    ]);
    expect(said({ manifest: file, only: ["plants"] })).toBe(
      `the manifest ${file} has no source with the key "plants"; it has desk, plant. Correct the keys, or leave them out for all sources.`,
    );
  });

  it("is told as one that is wrong, by line and column", async () => {
    const file = write("version: 1\nsources: 5\n");
    const error = await failure((async () => readTenantDeclaration({ manifest: file }))());
    expect(error).toBeInstanceOf(ManifestError);
    expect(error.message).toBe(
      `the manifest ${file} cannot be used: line 2, column 1: sources must be a list of sources, got the number 5`,
    );
  });

  it("is told as one that is not there", () => {
    expect(said({ manifest: join(folder, "none") })).toBe(
      `the manifest ${join(folder, "none")} cannot be used: there is no such file (searched in ${process.cwd()}); check the path`,
    );
  });
});

describe("arguments of a tenant", () => {
  it.each([
    [undefined, "nothing"],
    [null, "null"],
    ["manifest.yaml", "a string"],
    [[], "a list of 0"],
  ])("are refused if they are %p", (args, got) => {
    expect(said(args)).toBe(`its arguments must be an object with manifest, got ${got}`);
  });

  const needsManifest =
    "manifest must be the path of a file, or an object with version and sources";
  it.each<[string, unknown, string]>([
    ["manifest", undefined, `${needsManifest}, got nothing`],
    ["manifest", null, `${needsManifest}, got null`],
    ["manifest", "", `${needsManifest}, got an empty string`],
    ["manifest", " ", `${needsManifest}, got a string`],
    ["manifest", 5, `${needsManifest}, got the number 5`],
    ["people", "ada", "people must be an object of from -> to, got a string"],
    ["groups", [], "groups must be an object of from -> to, got a list of 0"],
    ["only", "plant", "only must be a list of keys of sources, got a string"],
    [
      "only",
      { 0: "plant" },
      "only must be a list of keys of sources, got an object with the keys 0",
    ],
    ["only", ["plant", 5], "only[1] must be the key of a source, a text"],
    ["tenant", 5, "tenant must be the name of a tenant in sailpoint:tenants, got the number 5"],
    ["forceDestroy", "true", "forceDestroy must be true or false, got a string"],
    ["allowEmpty", 1, "allowEmpty must be true or false, got the number 1"],
  ])("are refused for the %s %p", (name, value, problem) => {
    expect(said({ manifest, [name]: value })).toBe(`its arguments: ${problem}`);
  });

  it("are refused with a key that is not one of them", () => {
    const accepted =
      "Accepted are manifest, people, groups, only, tenant, forceDestroy and allowEmpty";
    expect(said({ manifest, Force: true })).toBe(
      `its arguments: "Force" is not an argument; did you mean "forceDestroy"? ${accepted}`,
    );
    expect(said({ manifest, approvers: 1 })).toBe(
      `its arguments: "approvers" is not an argument. ${accepted}`,
    );
  });

  it("are refused with all that is wrong with them, before the manifest is read", async () => {
    const wrong = {
      manifest: "",
      peopl: {},
      people: { ada: 1 },
      groups: 1,
      only: [1, 2],
      tenant: false,
      forceDestroy: 0,
      allowEmpty: "no",
    };
    const error = await failure((async () => readTenantDeclaration(wrong))());
    expect(error).toBeInstanceOf(ResourceError);
    expect(error.message).toBe(`its arguments cannot be used:
- "peopl" is not an argument; did you mean "people"? Accepted are manifest, people, groups, only, tenant, forceDestroy and allowEmpty
- ${needsManifest}, got an empty string
- only[0] must be the key of a source, a text
- only[1] must be the key of a source, a text
- tenant must be the name of a tenant in sailpoint:tenants, got the boolean false
- forceDestroy must be true or false, got the number 0
- allowEmpty must be true or false, got a string
- people["ada"] must be an e-mail, an alias, or an object with "email", "alias" or "id", got the number 1
- groups must be an object of from -> to, got the number 1`);
  });

  it("are refused with a list for a manifest", () => {
    expect(said({ manifest: [manifest] })).toBe(
      "the manifest cannot be used: must be an object with the keys version and sources",
    );
  });
});

describe("a declaration of nothing", () => {
  const empty = { version: 1, sources: [] };

  it("is refused where the manifest has no sources", () => {
    expect(said({ manifest: empty })).toBe(
      "the manifest has no sources: with it, everything that the component declared before would be deleted. Set allowEmpty: true if that is meant.",
    );
    expect(said({ manifest: empty, allowEmpty: false })).toContain("has no sources");
  });

  it("is refused where only names nothing", () => {
    expect(said({ manifest, only: [] })).toBe(
      "only is an empty list: everything that the component declared before would be deleted. Name the keys that are wanted, or set allowEmpty: true if that is meant.",
    );
  });

  it("is accepted with allowEmpty", () => {
    for (const args of [
      { manifest: empty },
      { manifest, only: [] },
      { manifest: empty, only: [] },
    ]) {
      expect(readTenantDeclaration({ ...args, allowEmpty: true }).sources).toEqual([]);
    }
  });

  it("is refused for a key that an empty manifest lacks, also with allowEmpty", () => {
    expect(said({ manifest: empty, allowEmpty: true, only: ["plant", "desk"] })).toBe(
      'the manifest has no source with the key "plant", "desk"; it has none. Correct the keys, or leave them out for all sources.',
    );
  });
});

describe("a declaration that no tenant takes", () => {
  const attributes = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ technicalName: `a${at}`, label: "A" }));
  const sources = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ ...plant, name: `Plant ${at}` }));

  it("is refused with all that is wrong with it, each by the key of its source", () => {
    const long = "x".repeat(257);
    const wrong = [
      { ...plant, description: " " },
      { ...desk, schemaAttributes: attributes(11), approvers: [{ alias: "a" }, { alias: long }] },
    ];
    expect(said({ manifest: { version: 1, sources: wrong } })).toBe(`the manifest cannot be used:
- plant: description must be a description (the API requires one), got a blank one
- desk: approvers[1].alias must be an alias of at most 256 characters, got one of 257
- desk: has 11 schemaAttributes, and a source takes at most 10; remove some`);
  });

  it("is refused for more than fifty sources", () => {
    expect(said({ manifest: { version: 1, sources: sources(51) } })).toBe(
      "the manifest: there are 51 sources, and a tenant takes at most 50; choose some with `only`",
    );
  });

  it("is accepted with as much as a tenant takes, and of more only what is wanted is judged", () => {
    const most = [...sources(49), { ...desk, schemaAttributes: attributes(10) }];
    expect(readTenantDeclaration({ manifest: { version: 1, sources: most } }).sources).toHaveLength(
      50,
    );
    const more = [...sources(60), { ...desk, description: "" }];
    const { sources: chosen } = readTenantDeclaration({
      manifest: { version: 1, sources: more },
      only: ["plant-59"],
    });
    expect(chosen.map(({ key }) => key)).toEqual(["plant-59"]);
  });
});
