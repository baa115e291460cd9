/** People and groups in words that hold in other tenants, and what is said of those for whom there are none. */
import { describeMember } from "../../../provider/manifest/describe";
import { readTenant } from "../../../provider/manifest/read-tenant";
import { DEFAULT_IDENTITIES } from "../../../simulator";
import { ada, createWorld, grace, plantDesk, type World } from "../resources/tenant-under-test";

const { mary } = DEFAULT_IDENTITIES;

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.simulator.stop());

const store = () => world.simulator.store;
const id = (digit: string) => digit.repeat(32);

/** What a manifest says of one source with these people and groups. */
async function described(parts: object) {
  store().addSource({ name: "Plant", description: "Staff", owner: ada.id, ...parts });
  const found = await readTenant(world.process().tenant, world.call);
  expect(found.warnings).toEqual([]);
  const [source] = found.manifest.sources;
  if (!source) throw new Error("there is no source");
  return { source, unresolved: found.unresolved };
}

describe("a person", () => {
  it("is described by e-mail and alias, whether they have left or not", async () => {
    const { source, unresolved } = await described({ owner: mary.id });
    expect(source.owner).toStrictEqual({ email: mary.email, alias: mary.alias });
    expect(unresolved).toEqual([]);
  });

  it.each([null, "", "  "])("with the e-mail %j is described by alias", async (email) => {
    store().addIdentity({ id: id("1"), alias: "no.mail", email });
    const { source, unresolved } = await described({ owner: id("1") });
    expect(source.owner).toStrictEqual({ alias: "no.mail" });
    expect(unresolved).toEqual([]);
  });

  it.each(["", " "])("with the alias %j is described by e-mail", async (alias) => {
    store().addIdentity({ id: id("1"), alias, email: "only@example.com" });
    const { source, unresolved } = await described({ owner: id("1") });
    expect(source.owner).toStrictEqual({ email: "only@example.com" });
    expect(unresolved).toEqual([]);
  });

  it("whose e-mail has blanks around it is described with them, or by alias where others have it so too", async () => {
    const padded = " Pad@example.com ";
    store().addIdentity({ id: id("1"), alias: "pad.one", email: padded });
    store().addIdentity({ id: id("2"), alias: "pad.two", email: "pad@example.com" });
    expect((await described({ owner: id("1") })).source.owner).toStrictEqual({
      email: padded,
      alias: "pad.one",
    });
    store().editIdentity(id("2"), { email: padded.toLowerCase() });
    const { manifest } = await readTenant(world.process().tenant, world.call);
    expect(manifest.sources[0]?.owner).toStrictEqual({ alias: "pad.one" });
  });

  it("whom the tenant finds by id alone is unresolved", async () => {
    world.simulator.faults.add({ template: "/public-identities", skip: 1, status: 200, body: [] });
    const { source, unresolved } = await described({});
    expect(source.owner).toStrictEqual({ id: ada.id, unresolved: true });
    expect(unresolved).toEqual([
      `plant: owner: Ada Lovelace (${ada.id}) has neither e-mail nor alias by which the tenant finds them`,
    ]);
  });

  it("whose e-mail others have too, in whatever case, is described by alias alone", async () => {
    store().addIdentity({ id: id("1"), alias: "twin.one", email: "twin@example.com" });
    store().addIdentity({ id: id("2"), alias: "twin.two", email: "TWIN@example.com" });
    const { source, unresolved } = await described({ owner: id("1"), approvers: [id("2")] });
    expect(source.owner).toStrictEqual({ alias: "twin.one" });
    expect(source.approvers).toStrictEqual([{ alias: "twin.two" }]);
    expect(unresolved).toEqual([]);
  });

  it("whose alias others have too is described by e-mail alone", async () => {
    store().addIdentity({ id: id("1"), alias: "twin", email: "one@example.com" });
    store().addIdentity({ id: id("2"), alias: "Twin", email: "two@example.com" });
    const { source, unresolved } = await described({ owner: id("1") });
    expect(source.owner).toStrictEqual({ email: "one@example.com" });
    expect(unresolved).toEqual([]);
  });

  it("without e-mail and alias of their own is unresolved, with the reason", async () => {
    store().addIdentity({ id: id("1"), name: "No Body", alias: "", email: null });
    store().addIdentity({
      id: id("2"),
      name: "Twin One",
      alias: "twin",
      email: "twin@example.com",
    });
    store().addIdentity({
      id: id("3"),
      name: "Twin Two",
      alias: "twin",
      email: "twin@example.com",
    });
    store().addIdentity({ id: id("4"), name: "Twin Three", alias: "", email: "twin@example.com" });
    const { source, unresolved } = await described({
      owner: id("1"),
      approvers: [id("2"), grace.id, id("4")],
    });
    expect(source.owner).toStrictEqual({ id: id("1"), unresolved: true });
    expect(source.approvers).toStrictEqual([
      { id: id("2"), unresolved: true },
      { email: grace.email, alias: grace.alias },
      { id: id("4"), unresolved: true },
    ]);
    expect(unresolved).toEqual([
      `plant: approvers[0]: Twin One (${id("2")}) shares the e-mail twin@example.com and the alias twin with others`,
      `plant: approvers[2]: Twin Three (${id("4")}) shares the e-mail twin@example.com with others`,
      `plant: owner: No Body (${id("1")}) has neither e-mail nor alias by which the tenant finds them`,
    ]);
  });

  it("who is deleted is unresolved", async () => {
    for (const digit of ["1", "2", "3"]) store().addIdentity({ id: id(digit), alias: `x${digit}` });
    store().addSource({
      name: "Plant",
      description: "Staff",
      owner: id("1"),
      approvers: [id("2")],
      accountManagers: [id("3"), grace.id],
    });
    for (const digit of ["1", "2", "3"]) store().deleteIdentity(id(digit));
    const { manifest, unresolved } = await readTenant(world.process().tenant, world.call);
    expect(manifest.sources[0]).toMatchObject({
      owner: { id: id("1"), unresolved: true },
      approvers: [{ id: id("2"), unresolved: true }],
      accountManagers: [
        { email: grace.email, alias: grace.alias },
        { id: id("3"), unresolved: true },
      ],
    });
    const gone = (digit: string) => `the tenant shows no identity with the id ${id(digit)}`;
    expect(unresolved).toHaveLength(3);
    expect(unresolved[2]).toBe(`plant: owner: ${gone("1")}`);
    expect(unresolved[0]).toMatch(/^plant: accountManagers: the tenant shows no /);
    expect(unresolved[1]).toMatch(/^plant: approvers\[0\]: the tenant shows no /);
  });
});

describe("a governance group", () => {
  it("is described by name, and among members as a group", async () => {
    const { source, unresolved } = await described({
      managementWorkgroup: plantDesk.id,
      approvers: [plantDesk.id],
      accountManagers: [plantDesk.id],
    });
    expect(source).toMatchObject({
      managementWorkgroup: { name: plantDesk.name },
      approvers: [{ governanceGroup: plantDesk.name }],
      accountManagers: [{ governanceGroup: plantDesk.name }],
    });
    expect(unresolved).toEqual([]);
  });

  it("that is deleted is unresolved", async () => {
    const group = store().addWorkgroup({ name: "Old desk" });
    store().addSource({
      name: "Plant",
      description: "Staff",
      owner: ada.id,
      managementWorkgroup: group.id,
      approvers: [group.id],
    });
    store().deleteWorkgroup(group.id);
    const { manifest, unresolved } = await readTenant(world.process().tenant, world.call);
    expect(manifest.sources[0]).toMatchObject({
      managementWorkgroup: { id: group.id, unresolved: true },
      approvers: [{ id: group.id, unresolved: true }],
    });
    expect(unresolved).toHaveLength(2);
    expect(unresolved[1]).toBe(
      `plant: managementWorkgroup: the tenant shows no governance group with the id ${group.id}`,
    );
    expect(unresolved[0]).toMatch(/^plant: approvers\[0\]: the tenant shows no /);
  });

  it("whose name others have too, in whatever case, is unresolved", async () => {
    const group = store().addWorkgroup({ name: "PLANT DESK" });
    const { source, unresolved } = await described({
      managementWorkgroup: group.id,
      approvers: [plantDesk.id],
    });
    expect(source.managementWorkgroup).toStrictEqual({ id: group.id, unresolved: true });
    expect(source.approvers).toStrictEqual([{ id: plantDesk.id, unresolved: true }]);
    expect(unresolved).toEqual([
      'plant: approvers[0]: 2 governance groups are called "Plant desk"',
      'plant: managementWorkgroup: 2 governance groups are called "PLANT DESK"',
    ]);
  });
});

describe("a member", () => {
  const member = (reference: { id: string; type?: string | null }) =>
    describeMember(world.process().tenant, { signal: world.call.signal }, reference);

  it.each([undefined, null, "ROLE", "IDENTITY"])("of the type %p can be a person", async (type) => {
    expect(await member({ id: ada.id, type })).toStrictEqual({
      ref: { email: ada.email, alias: ada.alias },
    });
  });

  it.each([undefined, null, "ROLE", "GOVERNANCE_GROUP"])(
    "of the type %p can be a group",
    async (type) => {
      expect(await member({ id: plantDesk.id, type })).toStrictEqual({
        ref: { governanceGroup: plantDesk.name },
      });
    },
  );

  it("of another type is told as the person who it is", async () => {
    store().addIdentity({ id: id("1"), name: "No Body", alias: "", email: null });
    expect(await member({ id: id("1"), type: "ROLE" })).toStrictEqual({
      ref: { id: id("1"), unresolved: true },
      warning: `No Body (${id("1")}) has neither e-mail nor alias by which the tenant finds them`,
    });
  });

  it("is looked up by what its type says alone", async () => {
    expect(await member({ id: plantDesk.id, type: "IDENTITY" })).toStrictEqual({
      ref: { id: plantDesk.id, unresolved: true },
      warning: `the tenant shows no identity with the id ${plantDesk.id}`,
    });
    expect(world.calls()).toEqual(["GET /public-identities"]);
    expect(await member({ id: ada.id, type: "GOVERNANCE_GROUP" })).toStrictEqual({
      ref: { id: ada.id, unresolved: true },
      warning: `the tenant shows no governance group with the id ${ada.id}`,
    });
    expect(world.calls()).toEqual(["GET /workgroups"]);
  });
});
