/** `export`: what is written, where to, and what is said. */
import { exportCommand } from "../../cli/export";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { useSimulator } from "../simulator-under-judge";
import {
  callsOf,
  type HostOptions,
  runCommand,
  useFolder,
  variablesOf,
} from "./command-under-test";

const { ada, grace, mary } = DEFAULT_IDENTITIES;
const { plantAdministrators, plantDesk } = DEFAULT_WORKGROUPS;

const seed = {
  sources: [
    {
      name: "Visitors",
      description: "Guests: one day",
      owner: grace.id,
      attributes: [{ technicalName: "badge", label: "Badge", required: true }],
    },
    {
      name: "Contractors",
      description: "External staff",
      owner: ada.id,
      managementWorkgroup: plantAdministrators.id,
      approvers: [grace.id, mary.id],
      accountManagers: [plantDesk.id],
      attributes: [
        { technicalName: "site", label: "Site", helpText: "Plant" },
        { technicalName: "costCenter", label: "Cost center" },
      ],
    },
  ],
};

const contractors = `  - key: contractors
    name: Contractors
    description: External staff
    owner: { email: ada.lovelace@example.com, alias: ada.lovelace }
    managementWorkgroup: { name: Plant administrators }
    approvers:
      - { email: grace.hopper@example.com, alias: grace.hopper }
      - { email: mary.jackson@example.com, alias: mary.jackson }
    accountManagers:
      - { governanceGroup: Plant desk }
    schemaAttributes:
      - { technicalName: costCenter, label: Cost center }
      - { technicalName: site, label: Site, helpText: Plant }
`;
const visitors = `  - key: visitors
    name: Visitors
    description: "Guests: one day"
    owner: { email: grace.hopper@example.com, alias: grace.hopper }
    schemaAttributes:
      - { technicalName: badge, label: Badge, required: true }
`;
const whole = `version: 1\nsources:\n${contractors}\n${visitors}`;

const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const folder = useFolder();

function run(args: readonly string[], options?: HostOptions) {
  return runCommand(exportCommand, args, variablesOf(simulator), options);
}

describe("the command export", () => {
  it("writes the manifest to standard output, and says on standard error what it is", async () => {
    expect(await run([])).toEqual({
      out: whole,
      err: [`2 sources with 3 attributes of tenant ${simulator.url}`],
      code: 0,
    });
  });

  it("reads each list once, and writes nothing to the tenant", async () => {
    await run([]);
    expect(callsOf(simulator)).toEqual([
      "GET /non-employee-sources",
      "GET /non-employee-sources/{sourceId}/schema-attributes",
      "GET /non-employee-sources/{sourceId}/schema-attributes",
      ...Array(2).fill("GET /public-identities"),
      "GET /sources",
      ...Array(2).fill("GET /workgroups"),
    ]);
    expect(simulator.requests.filter(({ path }) => path === "/oauth/token")).toHaveLength(1);
  });

  it.each([
    ["YAML", "manifest.yaml", []],
    ["YAML", "manifest", []],
    ["JSON", "manifest.json", []],
    ["JSON", "MANIFEST.JSON", []],
    ["JSON", "manifest.yaml", ["--format", "json"]],
    ["YAML", "manifest.json", ["--format", "yaml"]],
  ])(
    "writes %s to the file %s with %j, and leaves nothing else there",
    async (form, name, more) => {
      const file = folder.path(name);
      expect(await run(["--out", file, ...more])).toEqual({
        out: "",
        err: [`2 sources with 3 attributes of tenant ${simulator.url} written to ${file}`],
        code: 0,
      });
      expect(folder.list()).toEqual([name]);
      if (form === "YAML") expect(folder.read(name)).toBe(whole);
      else {
        expect(JSON.parse(folder.read(name))).toMatchObject({
          version: 1,
          sources: [{ key: "contractors" }, { key: "visitors" }],
        });
      }
    },
  );

  it("writes JSON to standard output", async () => {
    const { out } = await run(["--format", "json"]);
    expect(out).toMatch(/^\{\n {2}"version": 1,\n[\s\S]*\n\}\n$/);
    expect(JSON.parse(out)).toMatchObject({
      sources: [{ name: "Contractors" }, { name: "Visitors" }],
    });
  });

  it("reads the sources of --only, and no others", async () => {
    const { out, err, code } = await run(["--only", "visitors"]);
    expect([out, code]).toEqual([`version: 1\nsources:\n${visitors}`, 0]);
    expect(err).toEqual([`1 source with 1 attribute of tenant ${simulator.url}`]);
    expect(callsOf(simulator)).not.toContain("GET /workgroups");
    expect((await run(["--only", "visitors", "contractors"])).out).toBe(whole);
  });

  it("names every key of --only that is not there", async () => {
    const file = folder.path("manifest.yaml");
    expect(await run(["--out", file, "--only", "guests", "visitors", "Contractors"])).toEqual({
      out: "",
      err: [
        `error: the tenant ${simulator.url} has no source with the key "guests", "Contractors"; it has contractors, visitors. Correct the keys, or leave them out for all sources.`,
      ],
      code: 1,
    });
    expect(folder.list()).toEqual([]);
  });

  it("tells on standard error that a source has no description, for a new one needs it", async () => {
    const [source] = simulator.store.sources();
    simulator.store.editSource(source?.sourceId ?? "", { description: "" });
    const { err, code } = await run([]);
    expect(code).toBe(0);
    expect(err[0]).toBe(
      "warning: visitors: the source has no description, which the API requires of a new one; write one into the manifest",
    );
  });
});

describe("the command export, onto a manifest", () => {
  const old = `version: 1
sources:
  - { key: plant, name: Contractors, description: Old, owner: { alias: ada.lovelace } }
  - { key: gone, name: Gone, description: Old, owner: { alias: ada.lovelace } }
`;

  it("keeps the keys of the sources of the same name, and what the tenant lacks goes", async () => {
    const file = folder.write("manifest.yaml", old);
    expect((await run(["--out", file])).code).toBe(0);
    const expected = contractors.replace("key: contractors", "key: plant");
    expect(folder.read("manifest.yaml")).toBe(`version: 1\nsources:\n${expected}\n${visitors}`);
  });

  it("leaves with --only the others as they are, and puts what is new in its place", async () => {
    const file = folder.write("manifest.yaml", old);
    expect((await run(["--out", file, "--only", "plant"])).code).toBe(0);
    const plant = contractors.replace("key: contractors", "key: plant");
    const gone = `  - key: gone
    name: Gone
    description: Old
    owner: { alias: ada.lovelace }
`;
    expect(folder.read("manifest.yaml")).toBe(`version: 1\nsources:\n${gone}\n${plant}`);

    expect((await run(["--out", file, "--only", "visitors"])).err).toEqual([
      `1 source with 1 attribute of tenant ${simulator.url} written to ${file}`,
    ]);
    expect(folder.read("manifest.yaml")).toBe(
      `version: 1\nsources:\n${gone}\n${plant}\n${visitors}`,
    );
  });

  it("warns of sources that are gone from the file, and of new ones, which may be theirs", async () => {
    const file = folder.write("manifest.yaml", old);
    const { err, code } = await run(["--out", file]);
    expect(code).toBe(0);
    expect(err[0]).toBe(
      `warning: gone from ${file} are the sources gone, because the tenant has none of their names: a program that declares the file deletes them; new in it are visitors: if one of these is a source that was renamed, give it its old key again`,
    );
    expect(err).toHaveLength(2);
    expect((await run(["--out", file])).err).toHaveLength(1);
  });

  it("knows with --only the keys of the file, not those that names would give", async () => {
    const file = folder.write("manifest.yaml", old);
    const { err, code } = await run(["--out", file, "--only", "contractors"]);
    expect(code).toBe(1);
    expect(err[0]).toContain('no source with the key "contractors"; it has plant, visitors.');
    expect(folder.read("manifest.yaml")).toBe(old);
  });

  it("gives the same bytes a second time", async () => {
    const file = folder.path("manifest.yaml");
    await run(["--out", file]);
    await run(["--out", file]);
    expect(folder.read("manifest.yaml")).toBe(whole);
  });

  it.each([
    ["names: [a]\n", /cannot be used:\n- line 1, column 1: .*version/],
    ["just text", /must be an object with the keys version and sources/],
    ["", /it is empty/],
    ["{", /cannot be used/],
  ])(
    "refuses a file that is no manifest (%j), asks the tenant nothing, and leaves it alone",
    async (text, message) => {
      const file = folder.write("notes.yaml", text);
      const { out, err, code } = await run(["--out", file]);
      expect([out, code, folder.read("notes.yaml"), folder.list()]).toEqual([
        "",
        1,
        text,
        ["notes.yaml"],
      ]);
      expect(err.join("\n")).toMatch(message);
      expect(err.join("\n")).toContain(`error: the manifest ${file} cannot be used:`);
      expect(simulator.requests).toEqual([]);
    },
  );
});

describe("the command export, where somebody cannot be described", () => {
  beforeEach(() => {
    const { store } = simulator;
    store.addIdentity({ id: nobody, name: "No Body", alias: "", email: null });
    store.editSource(store.sources()[0]?.sourceId ?? "", { owner: nobody });
  });

  const nobody = "0".repeat(32);
  const lines = [
    `warning: visitors: owner: No Body (${nobody}) has neither e-mail nor alias by which the tenant finds them; written as { id, unresolved: true }`,
    "1 reference could not be described: name in the people and groups maps who takes their place, or correct the tenant and export again",
  ];

  it.each([
    [[], 1],
    [["--allow-unresolved"], 0],
  ])("writes the manifest with %j, warns, and ends with %i", async (args, expected) => {
    const file = folder.path("manifest.yaml");
    const { out, err, code } = await run(["--out", file, ...args]);
    expect([out, code]).toEqual(["", expected]);
    expect(err).toEqual([
      lines[0],
      `2 sources with 3 attributes of tenant ${simulator.url} written to ${file}`,
      lines[1],
    ]);
    expect(folder.read("manifest.yaml")).toContain(
      `    owner: { id: "${nobody}", unresolved: true }\n`,
    );
  });

  it("does so on standard output as well", async () => {
    const { out, code } = await run([]);
    expect([out.includes("unresolved: true"), code]).toEqual([true, 1]);
  });
});
