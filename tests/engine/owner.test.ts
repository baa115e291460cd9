/** Owner and management workgroup, which the API changes through another object than the rest of a source. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import {
  changesOf,
  declareAttribute,
  declareSource,
  messagesOf,
  path,
  record,
  useScenario,
} from "./scenario";

const { ada, grace, alan, katherine } = DEFAULT_IDENTITIES;
const { auditors } = DEFAULT_WORKGROUPS;

const contractors = {
  name: "Contractors",
  description: "External staff",
  owner: { id: ada.id },
};

function program(changes: object = {}): string {
  return (
    declareSource("contractors", { ...contractors, ...changes }) +
    declareAttribute("costCenter", "contractors", { technicalName: "costCenter", label: "Cost" })
  );
}

describe("the owner of a source", () => {
  const scenario = useScenario();
  const source = () => scenario.simulator.store.sources()[0];
  const attributes = () => scenario.simulator.store.customAttributesOf(source()?.sourceId ?? "");
  let before: { sourceId: string | undefined; attributes: unknown };

  /** The outputs of the source in the state. */
  async function stored() {
    const resources = await scenario.stack.resources();
    return resources.find(({ urn }) => urn.endsWith("::contractors"))?.outputs;
  }

  beforeAll(async () => {
    scenario.stack.program(program());
    await scenario.stack.expectUp();
    before = { sourceId: source()?.sourceId, attributes: attributes() };
  });

  afterEach(() => {
    expect(scenario.simulator.store.sources()).toHaveLength(1);
    expect({ sourceId: source()?.sourceId, attributes: attributes() }).toEqual(before);
  });

  it("is changed in place together with the workgroup, by one PATCH", async () => {
    scenario.stack.program(
      program({ owner: { id: grace.id }, managementWorkgroup: { id: auditors.id } }),
    );
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(changesOf(run)).toEqual(["update contractors"]);
    expect(writes).toEqual([`PATCH ${path.genericSource}`]);
    expect(source()).toMatchObject({ owner: grace.id, managementWorkgroup: auditors.id });
    await scenario.stack.expectNoDrift();
  });

  it("stays while the workgroup is removed", async () => {
    scenario.stack.program(program({ owner: { id: grace.id } }));
    const { writes, patches } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual([`PATCH ${path.genericSource}`]);
    expect(patches).toEqual([[{ op: "remove", path: "/managementWorkgroup" }]]);
    expect(source()).toMatchObject({ owner: grace.id, managementWorkgroup: null });
  });

  it("stays in tenant and state where the tenant refuses the change, which the message explains", async () => {
    scenario.simulator.behaviour.ownerPatch = "refused";
    scenario.stack.program(program({ owner: { id: alan.id } }));
    const { run, writes } = await record(scenario, () => scenario.stack.up());
    expect(run.code).not.toBe(0);
    expect(writes).toEqual([`PATCH ${path.genericSource}`]);
    const message = messagesOf(run);
    expect(message).toContain(
      `change owner or managementWorkgroup of source "Contractors" (${before.sourceId})`,
    );
    expect(message).toContain("400.1.1");
    expect(message).toContain("Nothing was destroyed");
    expect(source()?.owner).toBe(grace.id);
    expect(await stored()).toMatchObject({ owner: { id: grace.id }, ownerId: grace.id });
  });

  it("is changed by the next up, once the tenant allows it", async () => {
    scenario.simulator.behaviour.ownerPatch = "accepted";
    const { writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual([`PATCH ${path.genericSource}`]);
    expect(source()?.owner).toBe(alan.id);
    expect(await stored()).toMatchObject({ ownerId: alan.id });
  });

  it("is all that is missing where the name was changed and the owner refused", async () => {
    scenario.simulator.behaviour.ownerPatch = "refused";
    scenario.stack.program(program({ name: "Temps", owner: { id: katherine.id } }));
    const failed = await record(scenario, () => scenario.stack.up());
    expect(failed.run.code).not.toBe(0);
    expect(failed.writes).toEqual([`PATCH ${path.source}`, `PATCH ${path.genericSource}`]);
    expect(messagesOf(failed.run)).toContain("Nothing was destroyed");
    expect(source()).toMatchObject({ name: "Temps", owner: alan.id });
    expect(await stored()).toMatchObject({ name: "Temps", ownerId: alan.id });

    scenario.simulator.behaviour.ownerPatch = "accepted";
    const { writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual([`PATCH ${path.genericSource}`]);
    expect(source()).toMatchObject({ name: "Temps", owner: katherine.id });
    await scenario.stack.expectNoDrift();
  });

  it("is repaired after somebody changed it by hand, also where the state knew nothing of it", async () => {
    scenario.simulator.store.editSource(before.sourceId ?? "", { owner: ada.id });
    const { writes } = await record(scenario, () =>
      scenario.stack.expectUp({ args: ["--refresh"] }),
    );
    expect(writes).toEqual([`PATCH ${path.genericSource}`]);
    expect(source()?.owner).toBe(katherine.id);
  });
});
