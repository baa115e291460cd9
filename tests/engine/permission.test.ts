/** Credentials that may do too little. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { declareAttribute, declareSource, messagesOf, path, record, useScenario } from "./scenario";

const client = (name: string, scopes: string[]) => ({
  clientId: name,
  clientSecret: `secret-of-${name}`,
  scopes,
  userLevel: "ORG_ADMIN" as const,
});
const administrator = client("administrator", ["sp:scopes:all"]);
const reader = client("reader", ["idn:nelm:read", "idn:sources:read"]);
const stranger = client("stranger", ["idn:sources:read"]);

const contractors = {
  name: "Contractors",
  description: "External staff",
  owner: { id: DEFAULT_IDENTITIES.ada.id },
};
const program = (source: object = {}) =>
  declareSource("contractors", { ...contractors, ...source }) +
  declareAttribute("costCenter", "contractors", { technicalName: "costCenter", label: "Cost" });

describe("credentials without", () => {
  const scenario = useScenario({
    tenant: { seed: { clients: [administrator, reader, stranger] } },
  });
  const sources = () => scenario.simulator.store.sources();
  const as = ({ clientId, clientSecret }: typeof reader) => ({
    environment: { SAIL_CLIENT_ID: clientId, SAIL_CLIENT_SECRET: clientSecret },
  });

  it("the scope to read are refused at preview, which names it", async () => {
    scenario.stack.program(program());
    const { run, writes } = await record(scenario, () => scenario.stack.preview(as(stranger)));
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toMatch(/list non-employee sources.*403.*idn:nelm:read is missing/);
    expect(run.output).not.toContain("    at ");
    expect(writes).toEqual([]);
  });

  it("the scope to write are warned of at preview, and refused by up, and nothing is written", async () => {
    const preview = await scenario.stack.expectPreview(as(reader));
    expect(messagesOf(preview)).toMatch(/warning: the credentials .* without idn:nelm:manage/);
    const { run, writes } = await record(scenario, () => scenario.stack.up(as(reader)));
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toMatch(/create source "Contractors": 403.*idn:nelm:manage is missing/);
    expect(run.output).not.toContain("    at ");
    expect(writes).toEqual([`POST ${path.sources}`]);
    expect(sources()).toEqual([]);
  });

  it("the scope to write are enough for the drift gate", async () => {
    await scenario.stack.expectUp();
    const agreed = await record(scenario, () => scenario.stack.expectNoDrift(as(reader)));
    expect(messagesOf(agreed.run)).not.toContain("warning");
    scenario.simulator.store.editSource(sources()[0]?.sourceId ?? "", { description: "By hand" });
    const drifted = await record(scenario, () => scenario.stack.gate(as(reader)));
    expect(drifted.run.code).not.toBe(0);
    expect([...agreed.writes, ...drifted.writes]).toEqual([]);
  });
});
