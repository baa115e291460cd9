/** People and groups by e-mail, alias and name: looked up at preview, stored beside what was declared, compared by id. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import {
  changesOf,
  declareSource,
  messagesOf,
  path,
  record,
  shownDiffs,
  storedResources,
  useScenario,
} from "./scenario";

const { ada, grace, alan, katherine, edsger } = DEFAULT_IDENTITIES;
const { plantAdministrators, plantDesk, auditors } = DEFAULT_WORKGROUPS;

const contractors = {
  name: "Contractors",
  description: "External staff of the plants",
  owner: { email: ada.email },
  managementWorkgroup: { name: plantAdministrators.name },
  approvers: [{ alias: grace.alias }, { email: alan.email, alias: alan.alias }],
  accountManagers: [{ governanceGroup: plantDesk.name }, { id: katherine.id }],
};

const people = "GET /public-identities";
const groups = "GET /workgroups";

describe("a source whose people and groups are declared by e-mail, alias and name", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const source = () => store().sourceByName("Contractors");
  const sourceId = () => source()?.sourceId ?? "";
  const inState = () =>
    storedResources(scenario.stack).find(({ urn }) => urn.endsWith("::contractors"));
  const declare = (changes: object = {}) =>
    scenario.stack.program(declareSource("contractors", { ...contractors, ...changes }));

  beforeAll(() => declare());

  it("is previewed with its look-ups, and created with the ids", async () => {
    const { calls } = await record(scenario, () => scenario.stack.expectPreview());
    expect(calls.filter((call) => call === people)).toHaveLength(2);
    expect(calls.filter((call) => call === groups)).toHaveLength(1);
    await scenario.stack.expectUp();
    expect(source()).toMatchObject({
      owner: ada.id,
      managementWorkgroup: plantAdministrators.id,
      approvers: [grace.id, alan.id],
      accountManagers: [plantDesk.id, katherine.id],
    });
  });

  it("keeps in the state what was declared, and the id beside it", async () => {
    const references = {
      owner: { email: ada.email, id: ada.id },
      managementWorkgroup: { name: plantAdministrators.name, id: plantAdministrators.id },
      approvers: [
        { alias: grace.alias, id: grace.id },
        { email: alan.email, alias: alan.alias, id: alan.id },
      ],
      accountManagers: [
        { governanceGroup: plantDesk.name, id: plantDesk.id },
        { id: katherine.id },
      ],
    };
    expect(inState()).toMatchObject({
      inputs: references,
      outputs: { ...references, ownerId: ada.id, approverIds: [grace.id, alan.id] },
    });
  });

  it("is not looked up again by an up without a change, nor by the gate", async () => {
    const up = await record(scenario, () => scenario.stack.expectUp({ preview: true }));
    expect(up.requests).toEqual([]);
    const gate = await record(scenario, () => scenario.stack.expectNoDrift());
    expect(gate.calls.sort()).toEqual(["GET /non-employee-sources", "GET /sources"]);
  });

  it.each([
    ["owner", { owner: edsger.id }],
    ["managementWorkgroup", { managementWorkgroup: auditors.id }],
    ["approvers", { approvers: [alan.id, grace.id] }],
    ["accountManagers", { accountManagers: [plantDesk.id, edsger.id] }],
    ["managementWorkgroup", { managementWorkgroup: null, approvers: [], accountManagers: [] }],
  ])(
    "fails the gate where %s was changed by hand to %j, and up repairs it",
    async (field, edit) => {
      const declared = source();
      store().editSource(sourceId(), edit);
      const gate = await record(scenario, () => scenario.stack.gate());
      expect(gate.run.code).not.toBe(0);
      expect(Object.keys(shownDiffs(gate.run))).toEqual(["contractors"]);
      expect(shownDiffs(gate.run).contractors).toContain(field);
      expect(gate.writes).toEqual([]);
      await scenario.stack.expectUp({ args: ["--refresh"] });
      expect({ ...source(), modified: "" }).toEqual({ ...declared, modified: "" });
      await scenario.stack.expectNoDrift();
      expect(inState()?.inputs).toMatchObject({ owner: { email: ada.email, id: ada.id } });
    },
  );

  it("has not drifted where only the order of the account managers was changed", async () => {
    store().editSource(sourceId(), { accountManagers: [katherine.id, plantDesk.id] });
    await scenario.stack.expectNoDrift();
  });

  it("is updated without a write where a declaration changes and means the same person", async () => {
    declare({ owner: { alias: ada.alias }, approvers: [{ id: grace.id }, { alias: alan.alias }] });
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(changesOf(run)).toEqual(["update contractors"]);
    expect(writes).toEqual([]);
    expect(inState()).toMatchObject({ outputs: { owner: { alias: ada.alias, id: ada.id } } });
    await scenario.stack.expectRefresh();
    await scenario.stack.expectNoDrift();
  });

  it("is matched by what is declared where a list gets another order", async () => {
    declare();
    await scenario.stack.expectUp();
    declare({ approvers: [...contractors.approvers].reverse() });
    const { calls } = await record(scenario, () => scenario.stack.expectUp());
    expect(calls).not.toContain(people);
    expect(source()?.approvers).toEqual([alan.id, grace.id]);
  });

  it("takes what another resource put out, known or not yet known at preview", async () => {
    const partners = `new NonEmployeeSource("partners", {
      name: "Partners", description: "Partner companies",
      owner: contractors.owner, approvers: contractors.approvers,
      managementWorkgroup: { id: contractors.managementWorkgroupId },
    });`;
    scenario.stack.program(declareSource("contractors", contractors) + partners);
    await scenario.stack.expectUp({ preview: true });
    expect(store().sourceByName("Partners")).toMatchObject({
      owner: ada.id,
      approvers: [grace.id, alan.id],
      managementWorkgroup: plantAdministrators.id,
    });
    await scenario.stack.expectNoDrift();
  });

  it("is left alone under ignoreChanges, whatever was changed by hand", async () => {
    const ignoring = '{ ignoreChanges: ["owner", "approvers"] }';
    scenario.stack.program(declareSource("contractors", contractors, ignoring));
    await scenario.stack.expectUp();
    store().editSource(sourceId(), { owner: edsger.id, approvers: [katherine.id] });
    const { writes } = await record(scenario, async () => {
      await scenario.stack.expectNoDrift();
      await scenario.stack.expectUp({ args: ["--refresh"] });
    });
    expect(writes.filter((call) => call.startsWith("PATCH"))).toEqual([]);
    expect(source()).toMatchObject({ owner: edsger.id, approvers: [katherine.id] });
    declare();
    await scenario.stack.expectUp();
    expect(source()).toMatchObject({ owner: ada.id, approvers: [grace.id, alan.id] });
  });

  it("warns of somebody in charge who has left, and refuses to put such a person in charge", async () => {
    const { id, alias, email } = DEFAULT_IDENTITIES.mary;
    declare({ approvers: [{ alias }] });
    const refused = await record(scenario, () => scenario.stack.preview());
    expect(refused.run.code).not.toBe(0);
    expect(messagesOf(refused.run)).toMatch(/approvers\[0\]: Mary .* is inactive; name somebody/);
    store().editIdentity(id, { identityState: "ACTIVE" });
    await scenario.stack.expectUp();
    store().editIdentity(id, { identityState: "INACTIVE_SHORT_TERM" });
    declare({ approvers: [{ email }] });
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(messagesOf(run)).toMatch(/warning: approvers\[0\]: Mary .* is inactive$/m);
    expect(writes).toEqual([]);
    await scenario.stack.expectNoDrift();
  });

  it("is destroyed by one call", async () => {
    const { writes } = await record(scenario, () => scenario.stack.expectDestroy());
    expect(writes).toEqual([`DELETE ${path.source}`]);
    expect(source()).toBeUndefined();
  });
});
