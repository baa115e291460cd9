/** One program that declares the same manifest in two tenants: two components, one of them for a named tenant. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS, type Identity } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { exportTenant } from "./example";
import { changesOf, messagesOf, path, record, storedNames, useScenario } from "./scenario";

const { ada, grace, katherine } = DEFAULT_IDENTITIES;
const { plantDesk } = DEFAULT_WORKGROUPS;

const contractors = {
  key: "contractors",
  name: "Contractors",
  description: "External staff of the plants",
  owner: { email: ada.email },
  approvers: [{ alias: grace.alias }, { governanceGroup: plantDesk.name }],
  schemaAttributes: [
    { technicalName: "badge", label: "Badge" },
    { technicalName: "costCenter", label: "Cost center", required: true },
  ],
};
const visitors = {
  key: "visitors",
  name: "Visitors",
  description: "Guests",
  owner: { email: grace.email },
  schemaAttributes: [{ technicalName: "host", label: "Host" }],
};

/** Everybody has another id in the sandbox, and Grace is called otherwise. */
const there = (digit: string, person: Identity, changes: Partial<Identity> = {}) => ({
  ...person,
  ...changes,
  id: `5a9d${digit.repeat(28)}`,
  manager: null,
});
const testApprover = { alias: "test.approver", email: "test.approver@sandbox.example.com" };
const people = {
  ada: there("1", ada),
  grace: there("2", grace, testApprover),
  katherine: there("3", katherine),
};
const desk = {
  ...plantDesk,
  id: "6b0e7b1e-2222-4f0f-9d0c-54a1e0d3a7f1",
  owner: people.ada.id,
  members: [],
};
const sandboxSeed = { identities: Object.values(people), workgroups: [desk] };

const program = `new NonEmployeeTenant("sandbox", {
  manifest: "manifest.yaml",
  tenant: "sandbox",
  people: { [${JSON.stringify(grace.email)}]: "test.approver", [${JSON.stringify(grace.alias)}]: "test.approver" },
});
new NonEmployeeTenant("production", { manifest: "manifest.yaml" });
`;

describe("one manifest in two tenants of one program", () => {
  const scenario = useScenario();
  let sandbox: JudgedSimulator;
  const stack = () => scenario.stack;
  const declare = (...sources: object[]) =>
    stack().write("manifest.yaml", JSON.stringify({ version: 1, sources }));

  /** Does something, and tells the writes that each of the two tenants got meanwhile. */
  const writesOf = async (work: () => Promise<unknown>) => {
    const inSandbox = await record(
      { simulator: sandbox },
      async () => await record(scenario, work),
    );
    return { sandbox: inSandbox.writes.sort(), production: inSandbox.run.writes.sort() };
  };

  beforeAll(async () => {
    sandbox = await startSimulator({ seed: sandboxSeed });
    stack().program(program);
    declare(contractors, visitors);
    Object.assign(stack().environment, {
      SAIL_SANDBOX_BASE_URL: sandbox.url,
      SAIL_SANDBOX_CLIENT_ID: sandbox.clientId,
      SAIL_SANDBOX_CLIENT_SECRET: sandbox.clientSecret,
    });
  });
  afterAll(() => sandbox.stop());

  it("comes up in both with the same writes, each with its own people", async () => {
    const writes = await writesOf(() => stack().expectUp());
    const sources = Array<string>(2).fill(`POST ${path.sources}`);
    const attributes = Array<string>(3).fill(`POST ${path.attributes}`);
    const expected = [...sources, ...attributes];
    expect(writes).toEqual({ sandbox: expected, production: expected });
    expect(scenario.simulator.store.sourceByName("Contractors")).toMatchObject({
      owner: ada.id,
      approvers: [grace.id, plantDesk.id],
    });
    expect(sandbox.store.sourceByName("Contractors")).toMatchObject({
      owner: people.ada.id,
      approvers: [people.grace.id, desk.id],
    });
  });

  it("has names in the state that tell the two apart", () => {
    const parts = ["", "/contractors", "/contractors/badge", "/contractors/costCenter"];
    const visitorParts = ["/visitors", "/visitors/host"];
    const names = ["production", "sandbox"].flatMap((component) =>
      [...parts, ...visitorParts].map((part) => `${component}${part}`),
    );
    expect(storedNames(stack())).toEqual(names);
  });

  it("has nothing to do in a second preview, and finds no drift in both", async () => {
    const writes = await writesOf(async () => {
      await stack().expectPreview({ args: ["--expect-no-changes"] });
      await stack().expectNoDrift();
    });
    expect(writes).toEqual({ sandbox: [], production: [] });
  });

  it("brings a change of the manifest to both", async () => {
    declare(
      { ...contractors, name: "External staff", owner: { email: katherine.email } },
      { ...visitors, schemaAttributes: [{ technicalName: "host", label: "Host at the plant" }] },
    );
    const writes = await writesOf(async () => {
      const run = await stack().expectUp();
      expect(changesOf(run)).toEqual([
        "update production/contractors",
        "update production/visitors/host",
        "update sandbox/contractors",
        "update sandbox/visitors/host",
      ]);
    });
    const expected = [
      `PATCH ${path.source}`,
      `PATCH ${path.attribute}`,
      `PATCH ${path.genericSource}`,
    ];
    expect(writes).toEqual({ sandbox: expected, production: expected });
    expect(scenario.simulator.store.sourceByName("External staff")?.owner).toBe(katherine.id);
    expect(sandbox.store.sourceByName("External staff")?.owner).toBe(people.katherine.id);
    await stack().expectPreview({ args: ["--expect-no-changes"] });
  });

  it("sees drift of one of the two, under its name", async () => {
    const { sourceId = "" } = sandbox.store.sourceByName("Visitors") ?? {};
    sandbox.store.editSource(sourceId, { description: "changed by hand" });
    const drift = await stack().gate();
    expect(drift.code).not.toBe(0);
    expect(changesOf(drift)).toEqual(["update sandbox/visitors"]);
    const writes = await writesOf(() => stack().expectUp({ args: ["--refresh"] }));
    expect(writes).toEqual({ sandbox: [`PATCH ${path.source}`], production: [] });
  });

  it("makes nothing in both while one of the two lacks somebody", async () => {
    declare({
      ...contractors,
      name: "External staff",
      owner: { email: "alan.turing@example.com" },
    });
    const writes = await writesOf(async () => {
      const run = await stack().up({ preview: true });
      expect(run.code).not.toBe(0);
      expect(messagesOf(run)).toContain(
        `NonEmployeeTenant "sandbox": the manifest manifest.yaml cannot be declared in ${sandbox.url}`,
      );
      expect(messagesOf(run)).not.toContain('NonEmployeeTenant "production"');
    });
    expect(writes).toEqual({ sandbox: [], production: [] });
  });

  it("can be read from both as the same manifest, apart from the person of the map", async () => {
    const { text } = await exportTenant(scenario.simulator);
    expect((await exportTenant(sandbox)).text).toBe(
      text
        .replaceAll(`email: ${grace.email}`, `email: ${testApprover.email}`)
        .replaceAll(`alias: ${grace.alias}`, `alias: ${testApprover.alias}`),
    );
  });
});
