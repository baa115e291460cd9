/** Objects that exist in the tenant before the program declares them. */
import { DEFAULT_IDENTITIES, type SeedSource } from "../../simulator";
import { declareAttribute, declareSource, messagesOf, path, record, useScenario } from "./scenario";

const { ada, grace } = DEFAULT_IDENTITIES;

const contractors = { name: "Contractors", description: "External staff", owner: { id: ada.id } };
const costCenter = { technicalName: "costCenter", label: "Cost center", helpText: "Four digits" };
const partners = {
  name: "Partners",
  description: "Partner companies",
  owner: { id: ada.id },
  approvers: [{ id: grace.id }],
};
const contract = { technicalName: "contract", label: "Contract", required: true };
const badge = { technicalName: "badge", label: "Badge" };

const seed: Record<"contractors" | "partners", SeedSource> = {
  contractors: { ...contractors, owner: ada.id, attributes: [costCenter] },
  partners: {
    name: "Partners",
    description: "Made by hand",
    owner: grace.id,
    attributes: [{ technicalName: "contract", label: "By hand" }],
  },
};

const contractorsText =
  declareSource("contractors", contractors) +
  declareAttribute("costCenter", "contractors", costCenter);
const partnersText =
  declareSource("partners", partners) + declareAttribute("contract", "partners", contract);
const badgeText = declareAttribute("badge", "contractors", badge);

describe("an object that exists already", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const idOf = (name: string) => store().sourceByName(name)?.sourceId ?? "";
  const attributesOf = (name: string) => store().customAttributesOf(idOf(name));

  /** Adoption as set by the environment; "never" is the default. */
  const adopting = (adoptExisting: string) => ({
    environment: { SAIL_ADOPT_EXISTING: adoptExisting },
  });

  beforeAll(() => {
    store().addSource(seed.contractors);
    store().addSource(seed.partners);
  });

  it("is refused at preview by default, naming its id and how to take it over", async () => {
    scenario.stack.program(contractorsText);
    const { run, writes } = await record(scenario, () => scenario.stack.preview());
    expect(run.code).not.toBe(0);
    const message = messagesOf(run);
    expect(message).toContain(`id ${idOf("Contractors")}`);
    expect(message).toContain('sailpoint:adoptExisting (SAIL_ADOPT_EXISTING) to "identical"');
    expect(message).toContain("`aliases`");
    expect(writes).toEqual([]);
  });

  it("is taken over under identical, by a preview and an up, without a write, if it is equal", async () => {
    const before = [store().source(idOf("Contractors")), attributesOf("Contractors")];
    const { run, writes } = await record(scenario, () =>
      scenario.stack.expectUp({ preview: true, ...adopting("identical") }),
    );
    expect(writes).toEqual([]);
    expect([store().source(idOf("Contractors")), attributesOf("Contractors")]).toEqual(before);
    expect(messagesOf(run)).toContain(`id ${idOf("Contractors")}: it is taken over`);
    await scenario.stack.expectNoDrift();
  });

  it("is refused under identical if it differs, naming the properties", async () => {
    scenario.stack.program(contractorsText + partnersText);
    const { run, writes } = await record(scenario, () =>
      scenario.stack.preview(adopting("identical")),
    );
    expect(run.code).not.toBe(0);
    const message = messagesOf(run);
    expect(message).toMatch(/differs from the program in description, approvers and owner/);
    expect(message).toContain(idOf("Partners"));
    expect(message).toContain('to "always"');
    expect(writes).toEqual([]);
  });

  it("is taken over and changed to the declaration under always", async () => {
    const ids = [idOf("Partners"), attributesOf("Partners")[0]?.id];
    const { writes } = await record(scenario, () => scenario.stack.expectUp(adopting("always")));
    expect(writes).toEqual([
      `PATCH ${path.source}`,
      `PATCH ${path.genericSource}`,
      `PATCH ${path.attribute}`,
    ]);
    expect(store().sourceByName("Partners")).toMatchObject({
      description: "Partner companies",
      owner: ada.id,
      approvers: [grace.id],
    });
    expect(attributesOf("Partners")).toMatchObject([{ label: "Contract", required: true }]);
    expect([idOf("Partners"), attributesOf("Partners")[0]?.id]).toEqual(ids);
    await scenario.stack.expectNoDrift();
  });

  it("is refused at preview if it is an attribute that differs, naming the property", async () => {
    store().addAttribute(idOf("Contractors"), { ...badge, label: "By hand" });
    scenario.stack.program(contractorsText + partnersText + badgeText);
    const { run, writes } = await record(scenario, () => scenario.stack.preview());
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toMatch(
      /custom attribute "badge" .* differs from the program in label/,
    );
    expect(writes).toEqual([]);
  });

  it("is taken over even by default if it is an equal attribute of a source of the program", async () => {
    const made = attributesOf("Contractors").find(({ technicalName }) => technicalName === "badge");
    store().editAttribute(made?.id ?? "", { label: badge.label });
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual([]);
    expect(messagesOf(run)).toMatch(
      new RegExp(`warning: .*"badge".* id ${made?.id}: it is taken over .*is deleted when`),
    );
    await scenario.stack.expectNoDrift();
  });

  it("is not taken over from a resource that gives it another name in the same run", async () => {
    const fresh = declareSource("fresh", { ...contractors, description: "Somebody else" });
    const renamed = declareSource("contractors", { ...contractors, name: "Contractors EU" });
    scenario.stack.program(fresh + renamed + partnersText);
    const { run, writes } = await record(scenario, () =>
      scenario.stack.up({ preview: true, ...adopting("always") }),
    );
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toMatch(/another name.*`pulumi up` with/s);
    expect(writes).toEqual([]);
    expect(store().sourceByName("Contractors")?.description).toBe("External staff");
  });
});
