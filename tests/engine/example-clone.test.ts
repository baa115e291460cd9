/** The example in examples/clone: a sandbox's set-up promoted to production, where ids, people and groups are others. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compareManifests } from "../../provider/manifest/compare";
import { readManifestText } from "../../provider/manifest/read-manifest";
import {
  DEFAULT_IDENTITIES,
  DEFAULT_WORKGROUPS,
  type Identity,
  type Seed,
  type SeedIdentity,
} from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { copyExample, exampleFolder, exportTenant } from "./example";
import { tenantVariables } from "./project";
import { record, useScenario } from "./scenario";

// Production is the simulator's default tenant.
const { ada, grace, katherine, alan } = DEFAULT_IDENTITIES;
const { plantAdministrators, plantDesk } = DEFAULT_WORKGROUPS;

/** Somebody of the sandbox: a person of production with another id, and what is different besides. */
function inSandbox(digit: string, person: Identity, changes: Partial<Identity>): SeedIdentity {
  return { ...person, manager: null, id: `5a9d${digit.repeat(28)}`, ...changes };
}

const same = inSandbox("1", ada, { alias: "alovelace" });
const sameAlias = inSandbox("2", grace, { email: "grace.hopper@sandbox.example.com" });
const manager = inSandbox("3", katherine, {
  alias: "test.manager",
  email: "test.manager@sandbox.example.com",
});
const account = inSandbox("4", alan, { alias: "svc.onboarding", email: null });

const administrators = {
  ...plantAdministrators,
  id: "6b0e7b1e-1111-4f0f-9d0c-54a1e0d3a7f1",
  owner: same.id,
  members: [],
};
const testDesk = {
  ...plantDesk,
  name: "Test desk",
  id: "6b0e7b1e-2222-4f0f-9d0c-54a1e0d3a7f1",
  owner: same.id,
  members: [],
};

/** What somebody has set up in the sandbox by hand, in whatever order. */
const sandboxSeed: Seed = {
  identities: [same, sameAlias, manager, account],
  workgroups: [administrators, testDesk],
  sources: [
    {
      name: "Visitors",
      description: "Guests who stay for some days",
      owner: sameAlias.id,
      records: [{ accountName: "v.one" }],
    },
    {
      name: "Partners",
      description: "People of partner companies with access to shared systems",
      owner: manager.id,
      approvers: [testDesk.id],
      accountManagers: [account.id],
      attributes: [{ technicalName: "contract", label: "Contract number", placeholder: "C-0000" }],
    },
    {
      name: "Contractors",
      description: "External staff of the plants",
      owner: same.id,
      managementWorkgroup: administrators.id,
      approvers: [sameAlias.id, manager.id],
      accountManagers: [testDesk.id],
      attributes: [
        {
          technicalName: "costCenter",
          label: "Cost center",
          helpText: "Four digits",
          required: true,
        },
        { technicalName: "badge", label: "Badge number" },
        {
          technicalName: "company",
          label: "Company",
          placeholder: "Name on the contract",
          required: true,
        },
      ],
    },
  ],
};

/** The sandbox's text with the names that people and groups have in production. */
function promoted(text: string): string {
  return [
    ["alias: alovelace", "alias: ada.lovelace"],
    ["grace.hopper@sandbox.example.com", "grace.hopper@example.com"],
    ["test.manager@sandbox.example.com", "katherine.johnson@example.com"],
    ["alias: test.manager", "alias: katherine.johnson"],
    ["alias: svc.onboarding", "email: alan.turing@example.com, alias: alan.turing"],
    ["Test desk", "Plant desk"],
  ].reduce((changed, [from = "", to = ""]) => changed.replaceAll(from, to), text);
}

const shipped = readFileSync(join(exampleFolder("clone"), "sandbox.yaml"), "utf8");

describe("the example of a clone", () => {
  const scenario = useScenario({ stack: { name: "non-employee-clone" } });
  let sandbox: JudgedSimulator;
  const stack = () => scenario.stack;
  const production = () => scenario.simulator.store;
  const idOf = (name: string) => production().sourceByName(name)?.sourceId ?? "";
  const choose = async (name: string) => {
    const { code } = await stack().run(["stack", "init", name]);
    expect(code).toBe(0);
  };

  beforeAll(async () => {
    sandbox = await startSimulator({ seed: sandboxSeed });
    copyExample(stack(), "clone");
    await choose("production");
  });
  afterAll(() => sandbox.stop());

  it("has the text that an export of the sandbox writes, and the export writes nothing to it", async () => {
    const { run, writes } = await record({ simulator: sandbox }, () => exportTenant(sandbox));
    expect(run.unresolved).toEqual([]);
    expect(run.warnings).toEqual([]);
    expect(run.text).toBe(shipped);
    expect(writes).toEqual([]);
  });

  it("writes nothing in a preview", async () => {
    const { run, writes } = await record(scenario, () => stack().expectPreview());
    expect(run.summary).toEqual({ create: 9 });
    expect(run.diagnostics.filter(({ severity }) => severity === "warning")).toEqual([]);
    expect(writes).toEqual([]);
  });

  it("makes production what the sandbox is, with production's people and groups", async () => {
    const elsewhere = await record({ simulator: sandbox }, () => stack().expectUp());
    expect(elsewhere.requests).toEqual([]);
    expect(production().sources()).toHaveLength(3);
    expect(production().sourceByName("Contractors")).toMatchObject({
      owner: ada.id,
      approvers: [grace.id, katherine.id],
      accountManagers: [plantDesk.id],
    });
    expect(production().sourceByName("Partners")).toMatchObject({
      owner: katherine.id,
      approvers: [plantDesk.id],
      accountManagers: [alan.id],
    });
    expect(production().sourceByName("Visitors")).toMatchObject({ owner: grace.id });
    expect(production().genericSource(idOf("Contractors"))).toMatchObject({
      owner: ada.id,
      managementWorkgroup: plantAdministrators.id,
    });
    expect(production().records()).toEqual([]);
  });

  it("gives the ids of production as outputs", async () => {
    expect(await stack().outputs()).toEqual({
      sourceIds: {
        contractors: idOf("Contractors"),
        partners: idOf("Partners"),
        visitors: idOf("Visitors"),
      },
    });
  });

  it("lets production be read as the manifest of the sandbox, apart from what the maps changed", async () => {
    const { text, unresolved, manifest } = await exportTenant(scenario.simulator);
    expect(unresolved).toEqual([]);
    expect(text).toBe(promoted(shipped));
    const differences = compareManifests(readManifestText(shipped, "the sandbox"), manifest);
    expect(differences.map(({ source, property }) => `${source} ${property}`)).toEqual([
      "contractors owner",
      "contractors approvers",
      "contractors accountManagers",
      "partners owner",
      "partners approvers",
      "partners accountManagers",
      "visitors owner",
    ]);
  });

  it("has nothing to do in a second preview, and finds no drift", async () => {
    const { writes } = await record(scenario, async () => {
      await stack().expectPreview({ args: ["--expect-no-changes"] });
      await stack().expectNoDrift();
    });
    expect(writes).toEqual([]);
  });

  it("promotes a change of the sandbox", async () => {
    const { store } = sandbox;
    const { sourceId = "" } = store.sourceByName("Visitors") ?? {};
    store.editSource(sourceId, { description: "Guests", approvers: [manager.id] });
    store.addSource({ name: "Auditors", description: "Auditors", owner: same.id });
    stack().write("sandbox.yaml", (await exportTenant(sandbox)).text);
    const elsewhere = await record({ simulator: sandbox }, async () => {
      const { writes } = await record(scenario, () => stack().expectUp());
      expect(writes.sort()).toEqual([
        "PATCH /non-employee-sources/{sourceId}",
        "POST /non-employee-sources",
      ]);
    });
    expect(elsewhere.requests).toEqual([]);
    expect(production().sourceByName("Visitors")).toMatchObject({
      description: "Guests",
      approvers: [katherine.id],
    });
    expect(production().sourceByName("Auditors")).toMatchObject({ owner: ada.id });
    await stack().expectNoDrift();
  });

  it("takes the sandbox itself over in a stack of its own, without a write", async () => {
    await choose("sandbox");
    const environment = tenantVariables(sandbox);
    const { run, writes } = await record({ simulator: sandbox }, async () => {
      const refused = await stack().preview({ environment });
      expect(refused.code).not.toBe(0);
      const adopted = { ...environment, SAIL_ADOPT_EXISTING: "identical" };
      return await stack().expectUp({ environment: adopted });
    });
    expect(writes).toEqual([]);
    expect(run.summary).toMatchObject({ create: 10 });
    await stack().expectNoDrift({ environment });
    expect(sandbox.store.records()).toHaveLength(1);
  });
});
