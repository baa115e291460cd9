/** Whom a check asks, and as whom: two tenants of one stack, credentials in its configuration, and such as can only read. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { checkDrift, expectNone, named } from "./drift-check";
import { declareAttribute, declareSource, record, useScenario } from "./scenario";

const { ada, edsger } = DEFAULT_IDENTITIES;

const contractors = { name: "Contractors", description: "C", owner: { alias: ada.alias } };
const attribute = { technicalName: "costCenter", label: "Cost center" };

const reader = {
  clientId: "reader",
  clientSecret: "secret-of-reader",
  scopes: ["idn:nelm:read", "idn:sources:read"],
  userLevel: "ORG_ADMIN" as const,
};
const administrator = {
  clientId: "administrator",
  clientSecret: "secret-of-administrator",
  scopes: ["sp:scopes:all"],
  userLevel: "ORG_ADMIN" as const,
};

describe("a check of a stack with two tenants", () => {
  const scenario = useScenario({ tenant: { seed: { clients: [administrator, reader] } } });
  let sandbox: JudgedSimulator;
  const firstId = ({ store }: Pick<JudgedSimulator, "store">) => store.sources()[0]?.sourceId ?? "";
  const set = async (key: string, value: string) => {
    const args = ["config", "set", "--path", "--secret", `sailpoint:tenants.sandbox.${key}`];
    expect((await scenario.stack.run(args, { input: value })).code).toBe(0);
  };
  const readOnly = {
    SAIL_CLIENT_ID: reader.clientId,
    SAIL_CLIENT_SECRET: reader.clientSecret,
  };

  beforeAll(async () => {
    sandbox = await startSimulator();
    await set("baseUrl", sandbox.url);
    await set("clientId", sandbox.clientId);
    await set("clientSecret", sandbox.clientSecret);
    scenario.stack.program(
      declareSource("contractors", contractors) +
        declareAttribute("costCenter", "contractors", attribute) +
        declareSource("copy", { ...contractors, tenant: "sandbox" }) +
        declareAttribute("costCenterOfCopy", "copy", attribute),
    );
    await scenario.stack.expectUp();
  });
  afterAll(() => sandbox.stop());

  it("reads each, with the credentials of the stack", async () => {
    const there = await record({ simulator: sandbox }, () => expectNone(scenario));
    expect([there.calls.length, there.tokens, there.run.calls.length]).toEqual([3, 1, 3]);
    expect(there.writes).toEqual([]);
  });

  it("names who differs in each, and what nobody declares there", async () => {
    for (const tenant of [scenario.simulator, sandbox]) {
      tenant.store.editSource(firstId(tenant), { owner: edsger.id });
      tenant.store.addAttribute(firstId(tenant), { technicalName: "byHand", label: "By hand" });
    }
    sandbox.store.addSource({ name: "Only here", description: "O", owner: ada.id });
    const { run, report } = await checkDrift(scenario, { args: ["--unmanaged"] });
    expect([run.code, named(report.differences)]).toEqual([
      2,
      [
        "functional Contractors/byHand unmanaged",
        "functional Contractors/byHand unmanaged",
        "functional Only here unmanaged",
        "functional contractors owner",
        "functional copy owner",
      ],
    ]);
    const urls = report.differences.map(({ tenantUrl }) => tenantUrl);
    expect(urls.filter((url) => url === sandbox.url)).toHaveLength(3);
    for (const { found } of report.differences.slice(3)) {
      expect(found).toEqual({ email: edsger.email, alias: edsger.alias, id: edsger.id });
    }
    expect(run.stdout + run.stderr).not.toContain(sandbox.clientSecret);
  });

  it("needs nothing but to read, and shows ids to who may not look people up", async () => {
    const { run, report } = await checkDrift(scenario, { environment: readOnly });
    expect(run.code).toBe(2);
    expect(report.differences[0]).toMatchObject({
      resource: "contractors",
      found: { id: edsger.id },
    });
    expect(run.stderr).toMatch(/warning: people and groups are shown by their ids alone: .*403/);
  });

  it("cannot tell where one of the two does not answer", async () => {
    sandbox.faults.add({ method: "GET", times: "always", status: 403 });
    const { run, report } = await checkDrift(scenario);
    expect([run.code, report.status]).toEqual([1, "unknown"]);
    expect(report.problems.join("\n")).toMatch(/copy.*403/);
  });
});
