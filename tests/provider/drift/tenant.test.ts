/** What the tenants of a stack are asked besides the refresh. */
import { withNames } from "../../../provider/drift/named-reference";
import { otherTenantProblem } from "../../../provider/drift/other-tenant";
import { findUnmanaged, type Known } from "../../../provider/drift/unmanaged";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../../simulator";
import { createWorld, type World } from "../resources/tenant-under-test";

const { ada, grace } = DEFAULT_IDENTITIES;
const { plantDesk } = DEFAULT_WORKGROUPS;

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.simulator.stop());

const options = {};
const addSource = (name: string) =>
  world.simulator.store.addSource({ name, description: name, owner: ada.id }).sourceId;
const addAttribute = (sourceId: string, technicalName: string) => {
  const { id } = world.simulator.store.addAttribute(sourceId, { technicalName, label: "L" });
  return `${sourceId}/${id}`;
};

describe("what nobody declares", () => {
  const known = (part: { [Kind in keyof Known]?: string[] }): Known => ({
    sources: new Set(part.sources),
    attributes: new Set(part.attributes),
    lookedUp: new Set(part.lookedUp),
  });

  it("is found: sources, and custom attributes of those that are managed, by name", async () => {
    const [own, other, elsewhere] = ["Own", "Other", "Elsewhere"].map(addSource);
    const [declared, byHand] = ["declared", "byHand"].map((name) => addAttribute(own ?? "", name));
    const lookedUp = addAttribute(own ?? "", "lookedUp");
    addAttribute(other ?? "", "site");
    addAttribute(elsewhere ?? "", "site");
    const found = await findUnmanaged(
      world.process().tenant,
      options,
      known({
        sources: [own ?? ""],
        attributes: [declared ?? ""],
        lookedUp: [elsewhere ?? "", lookedUp],
      }),
    );
    expect(found).toEqual([
      { type: "NonEmployeeSource", id: other, name: "Other" },
      { type: "SchemaAttribute", id: byHand, name: "Own/byHand" },
    ]);
    expect(world.calls().filter((call) => call.endsWith("schema-attributes"))).toHaveLength(1);
  });

  it("is found also where the stack looks up what it manages", async () => {
    const own = addSource("Own");
    const byHand = addAttribute(own, "byHand");
    const both = known({ sources: [own], lookedUp: [own] });
    expect(await findUnmanaged(world.process().tenant, options, both)).toEqual([
      { type: "SchemaAttribute", id: byHand, name: "Own/byHand" },
    ]);
  });

  it("is not told if a list cannot be read", async () => {
    const own = addSource("Own");
    world.simulator.faults.add({
      template: "/non-employee-sources/{sourceId}/schema-attributes",
      status: 403,
      times: "always",
    });
    const asked = findUnmanaged(world.process().tenant, options, known({ sources: [own] }));
    await expect(asked).rejects.toThrow(/403/);
  });
});

describe("a tenant that shows nothing of a stack", () => {
  const problem = (ownerIds: string[]) =>
    otherTenantProblem(world.process().tenant, options, { sourceIds: ["1a", "2b"], ownerIds });

  it("is believed if it is empty, or knows an owner", async () => {
    expect(await problem(["9f"])).toBeUndefined();
    addSource("Other");
    expect(await problem(["9f", grace.id])).toBeUndefined();
  });

  it("is doubted if it has other sources, and knows none of the owners", async () => {
    addSource("Other");
    expect(await problem(["9f", "9f"])).toMatch(
      /has 1 non-employee sources, and none of the 2 of the stack, and knows none of their owners: it looks like another tenant\. Check/,
    );
  });

  it("is doubted if it may not be asked for people", async () => {
    addSource("Other");
    world.simulator.faults.add({ template: "/public-identities", status: 403, times: "always" });
    expect(await problem([grace.id])).toMatch(/may be another tenant.*403/s);
  });
});

describe("names beside ids", () => {
  const named = (
    kind: "person" | "group" | "personOrGroup",
    value: Parameters<typeof withNames>[3],
  ) => withNames(world.process().tenant, options, kind, value);

  it("are those of people and groups, in a list as well", async () => {
    const person = { email: ada.email, alias: ada.alias, id: ada.id };
    expect(await named("person", { id: ada.id })).toEqual(person);
    expect(await named("group", { id: plantDesk.id })).toEqual({
      name: plantDesk.name,
      id: plantDesk.id,
    });
    expect(await named("personOrGroup", [{ id: ada.id }, { id: plantDesk.id }])).toEqual([
      person,
      { governanceGroup: plantDesk.name, id: plantDesk.id },
    ]);
  });

  it("are not looked up where they stand already, nor for what is no reference", async () => {
    const declared = { alias: "somebody", id: ada.id };
    expect(await named("person", declared)).toEqual(declared);
    expect(await named("person", "[secret]")).toBe("[secret]");
    expect(world.calls()).toEqual([]);
  });

  it("are left out for ids that nobody has", async () => {
    const id = "f".repeat(32);
    expect(await named("person", { id })).toEqual({ id });
    expect(await named("personOrGroup", { id })).toEqual({ id });
  });
});
