/** What looking people and governance groups up costs and finds: the filters as the tenant received them. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../../simulator";
import { GROUPS, ids, PEOPLE, useDirectory } from "./directory-under-test";

const { ada, grace, katherine, mary } = DEFAULT_IDENTITIES;
const { auditors, plantDesk } = DEFAULT_WORKGROUPS;
const under = useDirectory();
const { filtersAt } = under;

/** So many names of one form, such as `person01`. */
function numbered(count: number, prefix: string): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(2, "0")}`);
}

describe("questions of one turn of the event loop", () => {
  it("go out as one request for ids of people, one for e-mails and aliases, one for ids and one for names of groups", async () => {
    const [byId, byOtherId, byEmail, byAlias, groupById, groupByName] = await Promise.all([
      under.directory.peopleBy("id", ada.id, {}),
      Promise.resolve().then(() => under.directory.peopleBy("id", grace.id, {})),
      under.directory.peopleBy("email", "katherine.johnson@example.com", {}),
      under.directory.peopleBy("alias", "grace.hopper", {}),
      under.directory.groupsBy("id", auditors.id, {}),
      under.directory.groupsBy("name", "Plant desk", {}),
      under.directory.groupsBy("id", plantDesk.id, {}),
      under.directory.groupsBy("name", "Nobody", {}),
    ]);
    expect([byId, byOtherId, byEmail, byAlias].map(ids)).toEqual([
      [ada.id],
      [grace.id],
      [katherine.id],
      [grace.id],
    ]);
    expect([groupById, groupByName]).toEqual([
      [{ id: auditors.id, name: "Auditors" }],
      [{ id: plantDesk.id, name: "Plant desk" }],
    ]);
    expect(filtersAt(PEOPLE).sort()).toEqual([
      'email eq "katherine.johnson@example.com" or alias eq "grace.hopper"',
      `id in ("${ada.id}","${grace.id}")`,
    ]);
    expect(filtersAt(GROUPS).sort()).toEqual([
      `id in ("${auditors.id}","${plantDesk.id}")`,
      'name in ("Plant desk","Nobody")',
    ]);
  });

  it("go out by 60 ids of people and by 20 of everything else", async () => {
    await Promise.all([
      ...numbered(61, "id").map((id) => under.directory.peopleBy("id", id, {})),
      ...numbered(11, "mail").map((email) => under.directory.peopleBy("email", email, {})),
      ...numbered(10, "alias").map((alias) => under.directory.peopleBy("alias", alias, {})),
      ...numbered(21, "id").map((id) => under.directory.groupsBy("id", id, {})),
      ...numbered(21, "name").map((name) => under.directory.groupsBy("name", name, {})),
    ]);
    const sizes = (template: string, pattern: RegExp) =>
      filtersAt(template)
        .filter((filters) => pattern.test(filters))
        .map((filters) => filters.match(/"[^"]*"/g)?.length)
        .sort();
    expect(sizes(PEOPLE, /^id/)).toEqual([1, 60]);
    expect(sizes(PEOPLE, /^(email|alias)/)).toEqual([1, 20]);
    expect(sizes(GROUPS, /^id/)).toEqual([1, 20]);
    expect(sizes(GROUPS, /^name/)).toEqual([1, 20]);
  });

  it("go out by fewer where the values are long, so that no URL gets too long for a server", async () => {
    const names = numbered(20, "ü".repeat(100));
    const added = under.tenant.simulator.store.addWorkgroup({ name: names[19] ?? "" });
    const found = await Promise.all(
      names.map((name) => under.directory.groupsBy("name", name, {})),
    );
    expect(found.map(ids)).toEqual([...Array(19).fill([]), [added.id]]);
    const lengths = filtersAt(GROUPS).map(
      (filters) => new URLSearchParams({ filters }).toString().length,
    );
    expect(lengths.length).toBeGreaterThan(1);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(4000);
  });
});

describe("an answer", () => {
  it("belongs to every question that it fits, ignoring case for all but ids", async () => {
    const { store } = under.tenant.simulator;
    const group = store.addWorkgroup({ name: "GUARDS", id: "0F11F2A4" });
    const second = store.addIdentity({ alias: "ada.twin", email: "ADA.lovelace@Example.com" });
    const nobody = store.addIdentity({ alias: "no.mail", email: null });
    const [byEmail, byAlias, byId, withoutEmail, byGroupName, byGroupId] = await Promise.all([
      under.directory.peopleBy("email", "Ada.Lovelace@example.COM", {}),
      under.directory.peopleBy("alias", "ADA.lovelace", {}),
      under.directory.peopleBy("id", ada.id.toUpperCase(), {}),
      under.directory.peopleBy("alias", "no.mail", {}),
      under.directory.groupsBy("name", "guards", {}),
      under.directory.groupsBy("id", "0f11f2a4", {}),
    ]);
    expect(ids(byEmail)).toEqual([ada.id, second.id].sort());
    expect(byAlias).toEqual([
      {
        id: ada.id,
        name: "Ada Lovelace",
        alias: "ada.lovelace",
        email: "ada.lovelace@example.com",
        isInactive: false,
      },
    ]);
    expect(byId).toEqual([]);
    expect(withoutEmail).toMatchObject([{ id: nobody.id, email: undefined }]);
    expect(ids(byGroupName)).toEqual([group.id]);
    expect(byGroupId).toEqual([]);
  });

  it("that fits no question is nobody's, though the tenant thinks that it does", async () => {
    const stranger = { id: "s1", name: "Müller", alias: "müller", email: "muller@example.com " };
    const body = [stranger, { id: "s2" }];
    under.tenant.simulator.faults.add({ template: PEOPLE, status: 200, body });
    const found = await Promise.all([
      under.directory.peopleBy("alias", "muller", {}),
      under.directory.peopleBy("email", "muller@example.com", {}),
      under.directory.peopleBy("alias", "MÜLLER", {}),
    ]);
    expect(found.map(ids)).toEqual([[], [], ["s1"]]);
  });

  it.each([
    'a "quoted" name',
    "back\\slash",
    'both \\" of them',
    "C# & D+ 100%",
    "Größe, Ångström, 東京",
    "(brackets), or commas",
    " blanks around ",
    'x" or alias sw "',
  ])("finds a value with odd characters as it is: %s", async (value) => {
    const { store } = under.tenant.simulator;
    const person = store.addIdentity({ alias: value, firstName: "A", lastName: "B", email: value });
    const group = store.addWorkgroup({ name: value });
    const [byAlias, byEmail, byName] = await Promise.all([
      under.directory.peopleBy("alias", value, {}),
      under.directory.peopleBy("email", value, {}),
      under.directory.groupsBy("name", value, {}),
    ]);
    expect([byAlias, byEmail, byName].map(ids)).toEqual([[person.id], [person.id], [group.id]]);
  });

  it("is nobody for half of a character, which no URL can hold", async () => {
    const both = ["half \ud83d", "ada.lovelace"].map((alias) =>
      under.directory.peopleBy("alias", alias, {}),
    );
    expect((await Promise.all(both)).map(ids)).toEqual([[], [ada.id]]);
  });

  it("tells who has left; a state that nobody knows is none of leaving, nor is none", async () => {
    const { store, behaviour } = under.tenant.simulator;
    const short = store.addIdentity({ alias: "short", identityState: "INACTIVE_SHORT_TERM" });
    const stateless = store.addIdentity({ alias: "stateless", identityState: null });
    behaviour.extraEnumValues = true;
    const people = await Promise.all(
      [mary, short, stateless, ada].map(({ id }) => under.directory.peopleBy("id", id, {})),
    );
    expect(people.flat().map(({ isInactive }) => isInactive)).toEqual([true, true, false, false]);
  });

  it("is kept, also an empty one, and whoever asks while it is under way waits for the same", async () => {
    const first = under.directory.peopleBy("alias", "ada.lovelace", {});
    await new Promise(setImmediate);
    const [found, joined, none] = await Promise.all([
      first,
      under.directory.peopleBy("alias", "ada.lovelace", {}),
      under.directory.groupsBy("name", "Nobody", {}),
    ]);
    under.tenant.simulator.store.deleteIdentity(ada.id);
    under.tenant.simulator.store.addWorkgroup({ name: "Nobody" });
    expect([joined, await under.directory.peopleBy("alias", "ada.lovelace", {})]).toEqual([
      found,
      found,
    ]);
    expect([none, await under.directory.groupsBy("name", "Nobody", {})]).toEqual([[], []]);
    expect([filtersAt(PEOPLE).length, filtersAt(GROUPS).length]).toEqual([1, 1]);
  });

  it("of more than a page is complete", async () => {
    for (const alias of numbered(260, "p")) {
      under.tenant.simulator.store.addIdentity({ alias, email: "all@example.com" });
    }
    expect(await under.directory.peopleBy("email", "all@example.com", {})).toHaveLength(260);
  });
});

describe("a failure", () => {
  it.each([
    ["403", { status: 403 }, /403/],
    ["404", { status: 404 }, /404/],
    ["500 that stays", { status: 500, times: 99 }, /500/],
    ["a connection that breaks each time", { reset: "before", times: 99 }, /connection/],
    ["an answer that is cut", { truncate: "whole", times: 99 }, /no JSON or was cut/],
    ["something that is no list", { status: 200, body: { items: [] } }, /another shape/],
    ["a list that is short", { headers: { "X-Total-Count": "7" } }, /the list is short/],
  ] as const)(
    "(%s) is told to everybody, never reads as nobody, and is not kept",
    async (...row) => {
      const [, fault, message] = row;
      const ask = () => [
        under.directory.peopleBy("alias", "ada.lovelace", {}),
        under.directory.peopleBy("alias", "ada.lovelace", {}),
        under.directory.peopleBy("email", "nobody@example.com", {}),
      ];
      under.tenant.simulator.faults.add({ template: PEOPLE, ...fault });
      const failed = await Promise.allSettled(ask());
      expect(failed).toMatchObject(
        Array(3).fill({ reason: { message: expect.stringMatching(message) } }),
      );
      under.tenant.simulator.faults.clear();
      expect((await Promise.all(ask())).map(ids)).toEqual([[ada.id], [ada.id], []]);
    },
  );

  it("of one request is none of the others", async () => {
    under.tenant.simulator.faults.add({ template: GROUPS, status: 403 });
    const [people, groups] = await Promise.allSettled([
      under.directory.peopleBy("alias", "ada.lovelace", {}),
      under.directory.groupsBy("name", "Auditors", {}),
    ]);
    expect([people.status, groups.status]).toEqual(["fulfilled", "rejected"]);
  });

  it("tells the waits before it to the first who asked", async () => {
    under.tenant.simulator.faults.add({ template: PEOPLE, status: 429 });
    const told: string[] = [];
    const options = (name: string) => ({ onWait: (text: string) => told.push(`${name}: ${text}`) });
    await Promise.all([
      under.directory.peopleBy("alias", "ada.lovelace", options("first")),
      under.directory.peopleBy("alias", "grace.hopper", options("second")),
    ]);
    expect(told).toEqual([expect.stringMatching(/^first: list public identities:.*429/)]);
  });
});
