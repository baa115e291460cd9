/** A whole tenant from a manifest: the component NonEmployeeTenant. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { changesOf, messagesOf, record, type Scenario, useScenario } from "./scenario";

const { ada, grace, mary } = DEFAULT_IDENTITIES;
const { plantDesk, plantAdministrators } = DEFAULT_WORKGROUPS;

const contractors = {
  key: "contractors",
  name: "Contractors",
  description: "External staff of the plants",
  owner: { email: ada.email },
  managementWorkgroup: { name: plantAdministrators.name },
  approvers: [{ alias: grace.alias }],
  accountManagers: [{ governanceGroup: plantDesk.name }],
  schemaAttributes: [
    { technicalName: "costCenter", label: "Cost center", required: true, helpText: "Four digits" },
    { technicalName: "badge", label: "Badge" },
  ],
};
const visitors = { name: "Visitors", description: "Visitors", owner: { alias: grace.alias } };

/** The manifest as a file, which is JSON and so YAML, and the program that declares it. */
function declare({ stack }: Scenario, sources: readonly object[], args: object = {}): void {
  stack.write("manifest.yaml", JSON.stringify({ version: 1, sources }));
  stack.program(component("plant", args));
}

const component = (name: string, args: object = {}) =>
  `const ${name} = new NonEmployeeTenant("${name}", ${JSON.stringify({ manifest: "manifest.yaml", ...args })});\n`;

const withOutputs = `exports.sourceId = plant.sources.contractors.sourceId;
exports.attributeId = plant.schemaAttributes.contractors.badge.attributeId;\n`;

describe("a tenant from a manifest", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const idOf = (name: string) => store().sourceByName(name)?.sourceId ?? "";

  it("shows everything in a preview and writes nothing", async () => {
    declare(scenario, [contractors, visitors]);
    const { run, writes } = await record(scenario, () => scenario.stack.preview());
    expect(run.code).toBe(0);
    expect(writes).toEqual([]);
    expect([...new Set(changesOf(run))]).toEqual([
      "create plant",
      "create plant/contractors",
      "create plant/contractors/badge",
      "create plant/contractors/costCenter",
      "create plant/visitors",
    ]);
  });

  it("makes the tenant what the manifest says, has its resources by key, and no drift then", async () => {
    scenario.stack.program(component("plant") + withOutputs);
    await scenario.stack.expectUp();
    expect(store().sourceByName("Contractors")).toMatchObject({
      description: "External staff of the plants",
      approvers: [grace.id],
      accountManagers: [plantDesk.id],
    });
    const badge = store()
      .customAttributesOf(idOf("Contractors"))
      .find(({ technicalName }) => technicalName === "badge");
    const { stdout } = await scenario.stack.run(["stack", "output", "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      sourceId: idOf("Contractors"),
      attributeId: badge?.id,
    });
    await scenario.stack.expectNoDrift();
  });

  it("makes no request for a resource when nothing changed, only its look-ups of people and groups", async () => {
    const { run, calls, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(changesOf(run)).toEqual([]);
    expect(writes).toEqual([]);
    expect(calls.sort()).toEqual(["GET /public-identities", "GET /workgroups"]);
  });

  it("renames in place under the same key", async () => {
    const sourceId = idOf("Contractors");
    declare(scenario, [{ ...contractors, name: "External staff" }, visitors]);
    const { writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual(["PATCH /non-employee-sources/{sourceId}"]);
    expect(idOf("External staff")).toBe(sourceId);
  });

  it("keeps a source that is removed from it while that has records", async () => {
    const sourceId = idOf("External staff");
    store().addRecord(sourceId);
    declare(scenario, [visitors]);
    const { run, writes } = await record(scenario, () => scenario.stack.up());
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toContain(`source "External staff" (${sourceId}) has 1 record`);
    expect(writes).toEqual([]);
    declare(scenario, [{ ...contractors, name: "External staff" }, visitors]);
    await scenario.stack.expectUp();
    await scenario.stack.expectNoDrift();
  });

  it("removes what only leaves out", async () => {
    declare(scenario, [{ ...contractors, name: "External staff" }, visitors], {
      only: ["contractors"],
    });
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(changesOf(run)).toEqual(["delete plant/visitors"]);
    expect(writes).toEqual(["DELETE /non-employee-sources/{sourceId}"]);
  });

  it("removes everything where forceDestroy, no backup and allowEmpty say so", async () => {
    const sources = [{ ...contractors, name: "External staff" }];
    declare(scenario, sources, { forceDestroy: true });
    await scenario.stack.expectUp();
    declare(scenario, []);
    const refused = await scenario.stack.up();
    expect(refused.code).not.toBe(0);
    expect(messagesOf(refused)).toContain("the manifest manifest.yaml has no sources");
    expect(messagesOf(refused)).toContain("allowEmpty: true");
    declare(scenario, [], { allowEmpty: true });
    await scenario.stack.expectUp({ environment: { SAIL_BACKUP_DIR: "none" } });
    expect(store().sources()).toEqual([]);
    expect(store().records()).toEqual([]);
  });
});

describe("a tenant that lacks people and groups", () => {
  const scenario = useScenario();
  const sources = [
    { ...contractors, owner: { email: "nobody@example.com" }, approvers: [{ alias: "no.one" }] },
    { ...visitors, owner: { alias: mary.alias }, managementWorkgroup: { name: "No desk" } },
  ];

  it("is told with everybody who is missing in one error, and nothing is made", async () => {
    declare(scenario, sources);
    const { run, writes } = await record(scenario, () => scenario.stack.up());
    expect(run.code).not.toBe(0);
    expect(writes).toEqual([]);
    const { url } = scenario.simulator;
    const spelling = "Check the spelling (case does not matter) and that this is the right tenant";
    const errors = run.diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map(({ message }) => message.trim())).toEqual([
      [
        `NonEmployeeTenant "plant": the manifest manifest.yaml cannot be declared in ${url}, 3 problems:`,
        `- contractors: owner: { email: "nobody@example.com" } in ${url}: 0 identities match. ${spelling}`,
        `- contractors: approvers[0]: { alias: "no.one" } in ${url}: 0 identities match. ${spelling}`,
        `- visitors: managementWorkgroup: { name: "No desk" } in ${url}: 0 governance groups match. ${spelling}`,
        "Nothing of it was written. Name in `people` and `groups` who takes whose place in this tenant, or correct the manifest.",
      ].join("\n"),
    ]);
    expect(run.stdout + run.stderr).not.toMatch(/\n\s+at /);
  });

  it("is made once the maps say who takes their place", async () => {
    declare(scenario, sources, {
      people: {
        "Nobody@example.com": ada.email,
        "no.one": { id: grace.id },
        [mary.alias]: ada.alias,
      },
      groups: { "no desk": plantAdministrators.name },
    });
    await scenario.stack.expectUp();
    expect(scenario.simulator.store.sourceByName("Contractors")).toMatchObject({
      approvers: [grace.id],
    });
    await scenario.stack.expectNoDrift();
  });
});
