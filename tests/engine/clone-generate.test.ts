/** A project that was generated for one tenant makes another one the same: only its two maps are filled in. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readManifestText } from "../../provider/manifest/read-manifest";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { expectCommand } from "./command";
import { record, useScenario } from "./scenario";

// The default tenant is the one that becomes the clone.
const { ada, grace, katherine, alan } = DEFAULT_IDENTITIES;
const { plantAdministrators, plantDesk } = DEFAULT_WORKGROUPS;

const there = (digit: string, person: object) => ({
  ...ada,
  ...person,
  id: `aaaa${digit.repeat(28)}`,
  manager: null,
});
const people = {
  ada: there("1", ada),
  grace: there("2", { ...grace, email: "grace@sandbox.example.com" }),
  manager: there("3", { alias: "test.manager", email: "test.manager@sandbox.example.com" }),
  account: there("4", { alias: "svc.onboarding", email: null }),
};
const groupThere = (digit: string, group: object) => ({
  ...plantDesk,
  ...group,
  id: `aaaa${digit.repeat(28)}`,
  owner: people.ada.id,
  members: [],
});
const groups = {
  administrators: groupThere("5", plantAdministrators),
  desk: groupThere("6", { name: "Test desk" }),
};
const seed = {
  identities: Object.values(people),
  workgroups: Object.values(groups),
  sources: [
    {
      name: "Contractors",
      description: 'External staff of the "plants"',
      owner: people.ada.id,
      managementWorkgroup: groups.administrators.id,
      approvers: [people.manager.id, groups.desk.id, people.grace.id],
      accountManagers: [people.account.id, groups.desk.id],
      attributes: [
        { technicalName: "costCenter", label: "Cost center", helpText: "Four\ndigits" },
        { technicalName: "badge", label: "Badge", required: true, placeholder: "000" },
      ],
      records: [{}],
    },
    { name: "Zulieferer Süd", description: "Suppliers", owner: people.manager.id },
  ],
};

const filled = {
  "people: {},": `people: { "test.manager@sandbox.example.com": "${katherine.email}", "svc.onboarding": { alias: "${alan.alias}" } },`,
  "groups: {},": `groups: { "Test desk": "${plantDesk.name}" },`,
};

/** The text of one manifest with the names of the other tenant. */
function translated(text: string): string {
  return [
    ["grace@sandbox.example.com", `${grace.email}`],
    ["test.manager@sandbox.example.com", `${katherine.email}`],
    ["alias: test.manager", `alias: ${katherine.alias}`],
    ["alias: svc.onboarding", `email: ${alan.email}, alias: ${alan.alias}`],
    ["Test desk", plantDesk.name],
  ].reduce((changed, [from = "", to = ""]) => changed.replaceAll(from, to), text);
}

describe("a generated project in another tenant", () => {
  const scenario = useScenario();
  let sandbox: JudgedSimulator;
  let manifest = "";
  const program = () => join(scenario.stack.folder, "index.ts");

  beforeAll(async () => {
    const { folder } = scenario.stack;
    sandbox = await startSimulator({ seed });
    const tenants = { sandbox };
    const file = join(folder, "exported.yaml");
    await expectCommand(["export", "--tenant", "sandbox", "--out", file], { tenants });
    manifest = readFileSync(file, "utf8");
    // Bears the name of the stack's project.
    const out = join(folder, "new", "engine-test");
    await expectCommand(["generate", "--manifest", file, "--out", out]);
    cpSync(out, folder, { recursive: true, force: true });
    rmSync(join(folder, "index.js"));
  });
  afterAll(() => sandbox.stop());

  it("is told who is missing before the maps are filled in, and writes nothing", async () => {
    const { run, writes } = await record(scenario, () => scenario.stack.up());
    expect(run.code).not.toBe(0);
    expect(writes).toEqual([]);
    const [error] = run.diagnostics.filter(({ severity }) => severity === "error");
    const lines = error?.message.split("\n").filter((line) => line.startsWith("- ")) ?? [];
    expect(lines.map((line) => line.split(" in http")[0])).toEqual([
      '- contractors: approvers[0]: { email: "test.manager@sandbox.example.com", alias: "test.manager" }',
      '- contractors: approvers[1]: { governanceGroup: "Test desk" }',
      '- contractors: accountManagers[0]: { alias: "svc.onboarding" }',
      '- contractors: accountManagers[1]: { governanceGroup: "Test desk" }',
      '- zulieferer-sud: owner: { email: "test.manager@sandbox.example.com", alias: "test.manager" }',
    ]);
    expect(error?.message).toContain("Name in `people` and `groups` who takes whose place");
  });

  it("makes it the same once they are", async () => {
    const text = readFileSync(program(), "utf8");
    const changed = Object.entries(filled).reduce((all, [empty, full]) => {
      expect(all).toContain(empty);
      return all.replace(empty, full);
    }, text);
    writeFileSync(program(), changed);
    const elsewhere = await record({ simulator: sandbox }, () => scenario.stack.expectUp());
    expect(elsewhere.requests).toEqual([]);
    const { store } = scenario.simulator;
    const outputs = await scenario.stack.outputs();
    expect(outputs).toEqual({
      sourceIds: {
        contractors: store.sourceByName("Contractors")?.sourceId,
        "zulieferer-sud": store.sourceByName("Zulieferer Süd")?.sourceId,
      },
    });
    expect(store.records()).toEqual([]);
  });

  it("lets it be exported as the same, apart from what the maps changed", async () => {
    const tenants = { clone: scenario.simulator };
    const { stdout } = await expectCommand(["export", "--tenant", "clone"], { tenants });
    const read = (text: string) => readManifestText(text, "it").sources;
    const members = (text: string) =>
      read(text).map((source) => ({
        ...source,
        accountManagers: new Set(source.accountManagers?.map((ref) => JSON.stringify(ref))),
      }));
    expect(members(stdout)).toEqual(members(translated(manifest)));
  });

  it("has nothing to do then, and no drift", async () => {
    const { writes } = await record(scenario, async () => {
      await scenario.stack.expectPreview({ args: ["--expect-no-changes"] });
      await scenario.stack.expectNoDrift();
    });
    expect(writes).toEqual([]);
  });
});
