/** One program that manages resources in two tenants. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import {
  changesOf,
  declareAttribute,
  declareSource,
  messagesOf,
  path,
  record,
  storedResources,
  useScenario,
} from "./scenario";

const { ada, grace } = DEFAULT_IDENTITIES;

const contractors = {
  name: "Contractors",
  description: "External staff",
  owner: { alias: ada.alias },
  approvers: [{ email: grace.email }],
};
const costCenter = { technicalName: "costCenter", label: "Cost center" };

const here = declareSource("contractors", contractors);
const there = declareSource("copy", { ...contractors, tenant: "sandbox" });
const both =
  here +
  declareAttribute("costCenter", "contractors", costCenter) +
  there +
  declareAttribute("costCenterOfCopy", "copy", costCenter);

describe("a program for two tenants", () => {
  const scenario = useScenario();
  let sandbox: JudgedSimulator;
  const stack = () => scenario.stack;

  /** Does something, and tells the calls that the sandbox got meanwhile, the token as one of them. */
  const inSandbox = async (work: () => Promise<unknown>) =>
    await record({ simulator: sandbox }, work);
  const configure = async (key: string, value: string, secret = false) => {
    const kind = secret ? "--secret" : "--plaintext";
    const args = ["config", "set", "--path", kind, `sailpoint:tenants.sandbox.${key}`];
    const run = await stack().run(args, { input: value });
    expect(run.code).toBe(0);
  };
  const tenantOf = (name: string) =>
    storedResources(stack()).find(({ urn }) => urn.endsWith(`::${name}`))?.outputs;

  beforeAll(async () => {
    sandbox = await startSimulator();
    stack().program(both);
  });
  afterAll(() => sandbox.stop());

  it("is refused while the configuration does not know the second one, naming every key", async () => {
    const { run, writes } = await record(scenario, () => stack().preview());
    expect(run.code).not.toBe(0);
    const message = messagesOf(run);
    expect(message).toMatch(/"sandbox".* is not configured/);
    expect(message).toContain("sailpoint:tenants.sandbox.baseUrl");
    expect(message).toContain(
      "SAIL_SANDBOX_BASE_URL, SAIL_SANDBOX_CLIENT_ID and SAIL_SANDBOX_CLIENT_SECRET",
    );
    expect(writes).toEqual([]);
  });

  it("creates in each what belongs there, with the credentials of each", async () => {
    await configure("baseUrl", sandbox.url);
    await configure("clientId", sandbox.clientId);
    await configure("clientSecret", sandbox.clientSecret, true);
    const first = await inSandbox(() => record(scenario, () => stack().expectUp()));
    expect(first.writes).toEqual([`POST ${path.sources}`, `POST ${path.attributes}`]);
    expect(first.tokens).toBe(1);
    for (const { store } of [scenario.simulator, sandbox]) {
      const [source] = store.sources();
      expect(store.sources()).toHaveLength(1);
      expect(source).toMatchObject({ owner: ada.id, approvers: [grace.id] });
      expect(store.customAttributesOf(source?.sourceId ?? "")).toHaveLength(1);
    }
    expect(tenantOf("contractors")).toMatchObject({ tenantUrl: scenario.simulator.url });
    expect(tenantOf("copy")).toMatchObject({ tenantUrl: sandbox.url, tenant: "sandbox" });
    expect(tenantOf("costCenterOfCopy")).toMatchObject({ tenantUrl: sandbox.url });
  });

  it("keeps the secret of the second one encrypted, and uses the frozen copy on refresh", async () => {
    expect(stack().storedState()).not.toContain(sandbox.clientSecret);
    await stack().expectRefresh();
  });

  it("costs each tenant 2 + S calls at the gate, and none at an up without a change", async () => {
    const reads = [`GET ${path.sources}`, "GET /sources", `GET ${path.attributes}`].sort();
    const gate = await inSandbox(async () => {
      const own = await record(scenario, () => stack().expectNoDrift());
      expect(own.calls.sort()).toEqual(reads);
    });
    expect(gate.calls.sort()).toEqual(reads);
    const up = await inSandbox(() => stack().expectUp());
    expect(up.requests).toEqual([]);
  });

  it("is not locked out by a rotated secret: the environment wins over the frozen copy", async () => {
    const rotated = "a-rotated-secret-of-the-test";
    sandbox.rotateSecret(sandbox.clientId, rotated);
    const environment = {
      SAIL_SANDBOX_BASE_URL: sandbox.url,
      SAIL_SANDBOX_CLIENT_ID: sandbox.clientId,
      SAIL_SANDBOX_CLIENT_SECRET: rotated,
    };
    expect((await stack().refresh()).code).not.toBe(0);
    await stack().expectRefresh({ environment });
    await configure("clientSecret", rotated, true);
    await stack().expectUp();
  });

  it("changes only the state where another name means the same URL", async () => {
    const environment = {
      SAIL_SAME_BASE_URL: sandbox.url,
      SAIL_SAME_CLIENT_ID: sandbox.clientId,
      SAIL_SAME_CLIENT_SECRET: "a-rotated-secret-of-the-test",
    };
    stack().program(both.replace('"sandbox"', '"same"'));
    const up = await inSandbox(() => stack().expectUp({ environment }));
    expect(up.calls).toEqual([]);
    expect(tenantOf("copy")).toMatchObject({ tenant: "same", tenantUrl: sandbox.url });
    expect(tenantOf("costCenterOfCopy")).toMatchObject({ tenant: "same" });
    stack().program(both);
    await stack().expectUp({ environment });
  });

  it("refuses at preview to move a source with records, and its attributes, to the other tenant", async () => {
    const [source] = scenario.simulator.store.sources();
    const added = scenario.simulator.store.addRecord(source?.sourceId ?? "");
    sandbox.store.deleteSource(sandbox.store.sources()[0]?.sourceId ?? "");
    stack().program(
      declareSource("contractors", { ...contractors, tenant: "sandbox" }) +
        declareAttribute("costCenter", "contractors", costCenter),
    );
    const refused = await inSandbox(async () => {
      const { run, writes } = await record(scenario, () => stack().preview());
      expect(run.code).not.toBe(0);
      expect(messagesOf(run)).toMatch(/has 1 record, which would be lost/);
      expect(writes).toEqual([]);
    });
    expect(refused.writes).toEqual([]);
    scenario.simulator.store.deleteRecord(added.id);
  });

  it("moves a source without records, deleting first, and warns with both URLs", async () => {
    const moved = await inSandbox(async () => {
      const { run, writes } = await record(scenario, () => stack().expectUp());
      expect(messagesOf(run)).toContain(
        `is deleted in ${scenario.simulator.url} and created anew in ${sandbox.url}`,
      );
      expect(changesOf(run)).toContain("replace contractors");
      expect(writes).toContain(`DELETE ${path.source}`);
    });
    expect(moved.writes).toEqual([`POST ${path.sources}`, `POST ${path.attributes}`]);
    expect(scenario.simulator.store.sources()).toEqual([]);
    expect(sandbox.store.sources()).toHaveLength(1);
    expect(tenantOf("contractors")).toMatchObject({ tenantUrl: sandbox.url });
    await stack().expectNoDrift();
  });

  it("is destroyed in each", async () => {
    await stack().expectDestroy();
    expect(sandbox.store.sources()).toEqual([]);
    expect(await stack().resources()).toEqual([]);
  });
});
