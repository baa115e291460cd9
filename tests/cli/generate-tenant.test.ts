/** `generate --tenant`: what is in import.json, what is told, and that nothing is written to the tenant. */
import { parse } from "yaml";
import { exportCommand } from "../../cli/export";
import { generateCommand } from "../../cli/generate";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { useSimulator } from "../simulator-under-judge";
import {
  callsOf,
  type HostOptions,
  runCommand,
  useFolder,
  variablesOf,
} from "./command-under-test";

const { ada, grace } = DEFAULT_IDENTITIES;
const seed = {
  sources: [
    {
      name: "Contractors",
      description: "Staff",
      owner: ada.id,
      approvers: [grace.id],
      attributes: [{ technicalName: "cost.center", label: "Cost center", required: true }],
    },
    { name: "Visitors", description: "Guests", owner: grace.id },
  ],
};
const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const folder = useFolder();
const environment = () => variablesOf(simulator, "ACME_SB");
const label = () => `tenant acme-sb (${simulator.url})`;

async function exported(): Promise<string> {
  const file = folder.path("manifest.yaml");
  const args = ["--tenant", "acme-sb", "--out", file];
  expect((await runCommand(exportCommand, args, environment())).code).toBe(0);
  return file;
}

async function generate(file: string, more: readonly string[] = [], options?: HostOptions) {
  const args = ["--manifest", file, "--out", folder.path("plants"), "--tenant", "acme-sb", ...more];
  return await runCommand(generateCommand, args, environment(), options);
}

interface Entry {
  type: string;
  name: string;
  id?: string;
  parent?: string;
  component?: true;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

function entries(): Entry[] {
  const file: { resources: Entry[] } = JSON.parse(folder.read("plants/import.json"));
  expect(Object.keys(file)).toEqual(["resources"]);
  return file.resources;
}

const written = () =>
  `written to ${folder.path("plants")} as a Pulumi project; its README.md says how to go on`;

describe("the command generate, with a tenant", () => {
  it("adds every source and attribute with its id, below the component", async () => {
    expect(await generate(await exported())).toEqual({
      out: "",
      err: [`2 sources ${written()}`],
      code: 0,
    });
    const [contractors, visitors] = simulator.store.sources();
    const [attribute] = simulator.store.customAttributesOf(contractors?.sourceId ?? "");
    expect(
      entries().map(({ name, id, parent, component }) => ({ name, id, parent, component })),
    ).toEqual([
      { name: "tenant", component: true },
      { name: "tenant/contractors", id: contractors?.sourceId, parent: "tenant" },
      {
        name: "tenant/contractors/cost.center",
        id: `${contractors?.sourceId}/${attribute?.id}`,
        parent: "tenant",
      },
      { name: "tenant/visitors", id: visitors?.sourceId, parent: "tenant" },
    ]);
    expect(entries()[1]?.inputs).toMatchObject({
      name: "Contractors",
      description: "Staff",
      owner: { email: ada.email, alias: ada.alias },
      approvers: [{ email: grace.email, alias: grace.alias }],
    });
  });

  it("adds the resources by themselves with --expanded", async () => {
    expect((await generate(await exported(), ["--expanded"])).code).toBe(0);
    expect(entries().map(({ name, parent, component }) => [name, parent, component])).toEqual([
      ["contractors", undefined, undefined],
      ["contractors/cost.center", undefined, undefined],
      ["visitors", undefined, undefined],
    ]);
  });

  it("asks by reads alone, and puts neither secret nor name of the tenant into a file", async () => {
    await generate(await exported());
    expect(callsOf(simulator).filter((call) => !call.startsWith("GET "))).toEqual([]);
    const texts = folder
      .list("plants")
      .map((name) => folder.read(`plants/${name}`))
      .join("\n");
    expect(texts).not.toContain(simulator.clientSecret);
    expect(texts).not.toContain(simulator.clientId);
    for (const { inputs, outputs } of entries().slice(1)) {
      expect([inputs, outputs].map((props) => props && "tenant" in props)).toEqual([false, false]);
    }
  });

  it("has a stack of the tenant's name, with its URL", async () => {
    await generate(await exported());
    expect(parse(folder.read("plants/Pulumi.acme-sb.yaml"))).toMatchObject({
      config: { "sailpoint:baseUrl": simulator.url },
    });
    expect(folder.read("plants/README.md")).toContain("pulumi stack init acme-sb\n");
    expect(folder.read("plants/README.md")).toContain("pulumi import --file import.json ");
  });

  it("tells which sources and attributes the tenant lacks, and leaves them out", async () => {
    const file = await exported();
    const [contractors, visitors] = simulator.store.sources();
    simulator.store.deleteSource(visitors?.sourceId ?? "");
    const [attribute] = simulator.store.customAttributesOf(contractors?.sourceId ?? "");
    simulator.store.deleteAttribute(attribute?.id ?? "");
    expect(await generate(file)).toEqual({
      out: "",
      err: [
        "warning: contractors/cost.center is not there, and will be made by `pulumi up`",
        "warning: visitors is not there, and will be made by `pulumi up`",
        `2 sources ${written()}`,
      ],
      code: 0,
    });
    expect(entries().map(({ name }) => name)).toEqual(["tenant", "tenant/contractors"]);
    expect(folder.read("plants/README.md")).not.toContain("neither writes to the tenant");
  });

  it("tells what differs, and which attributes nobody manages", async () => {
    const file = await exported();
    const [contractors] = simulator.store.sources();
    const sourceId = contractors?.sourceId ?? "";
    simulator.store.addAttribute(sourceId, { technicalName: "badge", label: "Badge" });
    folder.write("manifest.yaml", folder.read("manifest.yaml").replace("Staff", "People"));
    const { err, code } = await generate(file);
    expect([err, code]).toEqual([
      [
        "warning: contractors: description is another one, and will be changed by `pulumi up`",
        `warning: ${label()} has 1 attribute that the manifest does not have, which nobody manages: contractors/badge`,
        `2 sources ${written()}`,
      ],
      0,
    ]);
    expect(entries()[1]?.inputs).toMatchObject({ description: "Staff" });
    expect(folder.read("plants/README.md")).not.toContain("neither writes to the tenant");
  });

  const attributes = "/non-employee-sources/{sourceId}/schema-attributes";
  it.each([
    ["attributes are refused", { template: attributes, status: 403 }],
    ["attributes are not found", { template: attributes, status: 404 }],
    ["the list of attributes is empty", { template: attributes, status: 200, body: "[]" }],
    ["people are refused", { template: "/public-identities", status: 403 }],
    ["people are not found", { template: "/public-identities", status: 404 }],
    ["owners are refused", { template: "/sources", status: 403 }],
  ])("writes nothing where %s", async (_, fault) => {
    const file = await exported();
    simulator.faults.add({ ...fault, times: "always" });
    const { out, err, code } = await generate(file);
    expect([out, code, folder.list()]).toEqual(["", 1, ["manifest.yaml"]]);
    expect(err.at(-1)).toMatch(/^error: /);
  });

  it.each([[[]], [["--expanded"]]])(
    "writes no import.json where the tenant has none of the sources: %j",
    async (more) => {
      const file = await exported();
      for (const { sourceId } of simulator.store.sources()) simulator.store.deleteSource(sourceId);
      const { err, code } = await generate(file, more);
      expect([err, code]).toEqual([
        [
          `warning: ${label()} has none of the sources of the manifest: there is no import.json`,
          `2 sources ${written()}`,
        ],
        0,
      ]);
      expect(folder.list("plants")).not.toContain("import.json");
      expect(folder.read("plants/README.md")).not.toContain("import");
    },
  );

  it("tells who is not in the tenant", async () => {
    const file = await exported();
    const text = folder
      .read("manifest.yaml")
      .replaceAll(/email: grace[^,]*, alias: grace.hopper/g, "alias: nobody");
    folder.write("manifest.yaml", text);
    const { err, code } = await generate(file);
    expect(code).toBe(1);
    expect(folder.list("plants")).toContain("import.json");
    expect(err.slice(0, -1).every((line) => line.startsWith("warning: "))).toBe(true);
    expect(err.join("\n")).toMatch(/warning: contractors: .*nobody/);
    expect(err.join("\n")).toMatch(/warning: visitors: .*nobody/);
  });

  it("writes nothing where the tenant cannot be read, or the user gives up", async () => {
    const file = await exported();
    const nothing = async (options?: HostOptions) => {
      const { out, err, code } = await generate(file, [], options);
      expect([out, code, folder.list()]).toEqual(["", 1, ["manifest.yaml"]]);
      return err;
    };
    expect((await nothing({ signal: AbortSignal.abort() })).length).toBe(1);
    const template = "/non-employee-sources/{sourceId}/schema-attributes";
    simulator.faults.add({ template, times: "always", status: 403 });
    expect((await nothing()).at(-1)).toMatch(/^error: list .*403/);
  });

  it("asks the tenant nothing where manifest or folder cannot be used", async () => {
    const bad = folder.write("bad.yaml", "version: 1\nsources: []\n");
    expect((await generate(bad)).code).toBe(1);
    folder.write("plants/mine", "");
    const good = folder.write(
      "good.yaml",
      "version: 1\nsources:\n  - { name: A, description: B, owner: { alias: a } }\n",
    );
    expect((await generate(good)).code).toBe(1);
    expect(simulator.requests).toEqual([]);
  });
});
