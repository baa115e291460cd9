/** The example in examples/manifest: the sources of a whole company in one document. */
import { join } from "node:path";
import { compareManifests } from "../../provider/manifest/compare";
import type { ManifestSource } from "../../provider/manifest/manifest";
import { readManifestFile } from "../../provider/manifest/read-manifest";
import { writeManifest } from "../../provider/manifest/write-manifest";
import { copyExample, exampleFolder, exportTenant } from "./example";
import { changesOf, messagesOf, path, record, useScenario } from "./scenario";

const manifest = readManifestFile(join(exampleFolder("manifest"), "manifest.yaml"));
const keys = new Map(manifest.sources.map(({ name, key }) => [name, key]));
const attributesOf = ({ schemaAttributes = [] }: ManifestSource) => schemaAttributes.length;
const attributeCount = manifest.sources.reduce((sum, source) => sum + attributesOf(source), 0);

/** What the component asks for people and groups: one request for each, as both are fewer than 20. */
const lookUps = ["GET /public-identities", "GET /workgroups"];

const client = (clientId: string, scopes: string[]) => ({
  clientId,
  clientSecret: `secret-of-the-${clientId}`,
  scopes,
  userLevel: "ORG_ADMIN" as const,
});
const administrator = client("administrator", ["sp:scopes:all"]);
const reader = client("reader", ["idn:nelm:read", "idn:sources:read"]);
const finder = client("finder", [...reader.scopes, "sp:scopes:default", "idn:workgroup:read"]);
const accessOf = ({ clientId, clientSecret }: typeof reader) => ({
  environment: { SAIL_CLIENT_ID: clientId, SAIL_CLIENT_SECRET: clientSecret },
});

/** What every reading of the tenant costs: 2 + S. */
const gateReads = [
  `GET ${path.sources}`,
  "GET /sources",
  ...manifest.sources.map(() => `GET ${path.attributes}`),
];

function times(calls: readonly string[], call: string): number {
  return calls.filter((one) => one === call).length;
}

describe("the example of a manifest", () => {
  const scenario = useScenario({
    tenant: { seed: { clients: [administrator, reader, finder] } },
    stack: { name: "non-employee-manifest" },
  });
  const stack = () => scenario.stack;
  const idOf = (name: string) => scenario.simulator.store.sourceByName(name)?.sourceId ?? "";

  it("has eight sources, each with two to four attributes", () => {
    expect(manifest.sources).toHaveLength(8);
    for (const source of manifest.sources) {
      expect([2, 3, 4]).toContain(attributesOf(source));
    }
  });

  it("comes up, with one write for each source and attribute", async () => {
    copyExample(stack(), "manifest");
    const { run, writes, calls } = await record(scenario, () => stack().expectUp());
    // The stack and the component besides.
    expect(run.summary).toEqual({ create: 2 + 8 + attributeCount });
    expect(times(writes, `POST ${path.sources}`)).toBe(8);
    expect(times(writes, `POST ${path.attributes}`)).toBe(attributeCount);
    expect(writes).toHaveLength(8 + attributeCount);
    const reads = calls.filter((call) => call.startsWith("GET "));
    expect(reads.filter((call) => !lookUps.includes(call)).sort()).toEqual([
      `GET ${path.sources}`,
      `GET ${path.genericSource}`,
    ]);
    // The resources ask together, several at a time, after the component has.
    expect(reads.length).toBeLessThan(2 + 2 * lookUps.length * 4);
  });

  it("leaves a tenant that reads as the manifest", async () => {
    const { run: read, calls } = await record(scenario, () =>
      exportTenant(scenario.simulator, keys),
    );
    expect(calls.sort()).toEqual([...gateReads, ...lookUps, ...lookUps].sort());
    expect(read.unresolved).toEqual([]);
    expect(compareManifests(manifest, read.manifest)).toEqual([]);
  });

  it("gives ids as outputs", async () => {
    const badges = scenario.simulator.store.customAttributesOf(idOf("Contractors"));
    expect(await stack().outputs()).toEqual({
      sourceIds: Object.fromEntries(manifest.sources.map(({ name, key }) => [key, idOf(name)])),
      contractorsSourceId: idOf("Contractors"),
      costCenterAttributeId: badges.find(({ technicalName }) => technicalName === "costCenter")?.id,
    });
  });

  it("costs the drift gate 2 + S requests, and an up without a change none, beside the look-ups of the component", async () => {
    const gate = await record(scenario, () => stack().expectNoDrift());
    expect(gate.calls.sort()).toEqual([...lookUps, ...gateReads].sort());
    const up = await record(scenario, () => stack().expectUp());
    expect(changesOf(up.run)).toEqual([]);
    expect(up.calls.sort()).toEqual(lookUps);
  });

  it("needs credentials that may look people and groups up, also for the drift gate", async () => {
    const refused = await stack().gate(accessOf(reader));
    expect(refused.code).not.toBe(0);
    expect(messagesOf(refused)).toMatch(/people or groups could not be looked up: .* 403 /);
    await stack().expectNoDrift(accessOf(finder));
  });

  it("renames, adds and removes just what the document changes", async () => {
    const changed = structuredClone(manifest);
    const [contractors, partners] = changed.sources;
    if (!contractors || !partners) throw new Error("the manifest has fewer than two sources");
    contractors.name = "External staff";
    partners.schemaAttributes = [
      ...(partners.schemaAttributes ?? []).filter(
        ({ technicalName }) => technicalName !== "sponsor",
      ),
      { technicalName: "country", label: "Country" },
    ];
    const sourceId = idOf("Contractors");
    stack().write("manifest.yaml", writeManifest(changed, "yaml"));
    const { run, writes } = await record(scenario, () => stack().expectUp());
    expect(changesOf(run)).toEqual([
      "create company/partners/country",
      "delete company/partners/sponsor",
      "update company/contractors",
    ]);
    expect(writes.sort()).toEqual([
      `DELETE ${path.attribute}`,
      `PATCH ${path.source}`,
      `POST ${path.attributes}`,
    ]);
    expect(idOf("External staff")).toBe(sourceId);
    await stack().expectNoDrift();
  });

  it("is destroyed with one write for each source", async () => {
    const { writes } = await record(scenario, () => stack().expectDestroy());
    expect(writes).toEqual(manifest.sources.map(() => `DELETE ${path.source}`));
    expect(scenario.simulator.store.sources()).toEqual([]);
  });
});
