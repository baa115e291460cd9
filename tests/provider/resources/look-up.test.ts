/** How look-ups go on where the tenant refuses to be asked for several values, and where callers leave. */
import type { Person } from "../../../provider/resources/directory";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../../simulator";
import { GROUPS, ids, PEOPLE, useDirectory } from "./directory-under-test";

const { ada, grace, katherine, mary } = DEFAULT_IDENTITIES;
const { auditors, plantAdministrators, plantDesk } = DEFAULT_WORKGROUPS;
const under = useDirectory();
const { filtersAt } = under;

describe("a tenant that takes no filter with several values", () => {
  const askPeople = (): Promise<readonly Person[]>[] =>
    [ada, grace].map(({ alias }) => under.directory.peopleBy("alias", alias, {}));

  const people = [ada, grace, katherine, mary];
  it.each([
    ["e-mails", PEOPLE, "email", people.map(({ alias }) => `${alias}@example.com`)],
    ["aliases", PEOPLE, "alias", people.map(({ alias }) => alias)],
    ["ids of people", PEOPLE, "id", people.map(({ id }) => id)],
    ["names of groups", GROUPS, "name", [auditors.name, plantDesk.name, "None", "No"]],
    ["ids of groups", GROUPS, "id", [auditors.id, plantDesk.id, plantAdministrators.id, "none"]],
  ] as const)(
    "is asked for each of the %s by itself, and the next time at once",
    async (...row) => {
      const [, template, field, values] = row;
      const ask = (value: string): Promise<readonly { id: string }[]> => {
        if (field === "name") return under.directory.groupsBy(field, value, {});
        if (template === PEOPLE) return under.directory.peopleBy(field, value, {});
        return under.directory.groupsBy("id", value, {});
      };
      under.tenant.simulator.faults.add({ template, status: 400 });
      const first = await Promise.all(values.slice(0, 2).map(ask));
      const rest = await Promise.all(values.slice(2).map(ask));
      const [together, ...single] = filtersAt(template);
      expect(together).toContain(`"${values[1]}"`);
      expect(single.sort()).toEqual(values.map((value) => `${field} eq "${value}"`).sort());
      under.renew();
      expect(await Promise.all(values.map(ask))).toEqual([...first, ...rest]);
      expect(first.map((found) => found.length)).toEqual([1, 1]);
    },
  );

  it("is asked for e-mails and aliases one by one where it takes no `or`, and for ids and names together", async () => {
    under.tenant.simulator.behaviour.compositeFilters = "refused";
    const ask = (email: string, alias: string) =>
      Promise.all([
        under.directory.peopleBy("email", email, {}),
        under.directory.peopleBy("alias", alias, {}),
        under.directory.peopleBy("id", grace.id, {}),
        under.directory.peopleBy("id", "none", {}),
        under.directory.groupsBy("name", auditors.name, {}),
        under.directory.groupsBy("name", "None", {}),
      ]);
    const found = await ask("ADA.lovelace@example.com", "nobody");
    const more = await ask("nobody@example.com", "Mary.Jackson");
    expect(found.map(ids)).toEqual([[ada.id], [], [grace.id], [], [auditors.id], []]);
    expect(more.map(ids)).toEqual([[], [mary.id], [grace.id], [], [auditors.id], []]);
    expect(filtersAt(PEOPLE).sort()).toEqual([
      'alias eq "Mary.Jackson"',
      'alias eq "nobody"',
      'email eq "ADA.lovelace@example.com"',
      'email eq "ADA.lovelace@example.com" or alias eq "nobody"',
      'email eq "nobody@example.com"',
      `id in ("${grace.id}","none")`,
    ]);
    expect(filtersAt(GROUPS)).toEqual(['name in ("Auditors","None")']);
  });

  it("is asked together for what it takes together", async () => {
    under.tenant.simulator.faults.add({ template: PEOPLE, status: 400 });
    await Promise.all(askPeople());
    await Promise.all([ada.id, grace.id].map((id) => under.directory.peopleBy("id", id, {})));
    expect(filtersAt(PEOPLE).at(-1)).toBe(`id in ("${ada.id}","${grace.id}")`);
  });

  it.each([400, 403])("fails for one value alone (%d) where that alone fails", async (status) => {
    under.tenant.simulator.faults.add({ template: PEOPLE, status: 400 });
    under.tenant.simulator.faults.add({ template: PEOPLE, status, skip: 1 });
    const both = await Promise.allSettled(askPeople());
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both).toContainEqual({
      status: "rejected",
      reason: expect.objectContaining({ status, message: expect.stringContaining(`${status}`) }),
    });
    expect((await Promise.all(askPeople())).map(ids)).toEqual([[ada.id], [grace.id]]);
  });

  it("is asked together again where it refuses one of the values even by itself", async () => {
    under.tenant.simulator.faults.add({ template: PEOPLE, status: 400, times: 2 });
    await Promise.allSettled(askPeople());
    await Promise.all(["x", "y"].map((alias) => under.directory.peopleBy("alias", alias, {})));
    expect(filtersAt(PEOPLE).slice(3)).toEqual(['alias eq "x" or alias eq "y"']);
  });
});

describe("a signal", () => {
  const hour = { template: PEOPLE, delayMs: 3_600_000 };
  const arrived = async (count: number) => {
    while (filtersAt(PEOPLE).length < count) await new Promise(setImmediate);
  };
  const ask = (alias: string, { signal }: AbortController) =>
    under.directory.peopleBy("alias", alias, { signal });

  it("ends the wait of its caller alone", async () => {
    const [leaving, staying] = [new AbortController(), new AbortController()];
    under.tenant.simulator.faults.add({ template: PEOPLE, delayMs: 100 });
    const left = ask("ada.lovelace", leaving);
    const same = ask("ada.lovelace", staying);
    const other = ask("grace.hopper", staying);
    await arrived(1);
    leaving.abort();
    await expect(left).rejects.toMatchObject({
      name: "AbortedError",
      operation: "getPublicIdentities",
      message: 'look up the person with the alias "ada.lovelace": aborted',
    });
    expect([ids(await same), ids(await other)]).toEqual([[ada.id], [grace.id]]);
    expect(filtersAt(PEOPLE)).toHaveLength(1);
  });

  it("leaves a question to whoever asks it while it is under way, or after", async () => {
    const [leaving, staying] = [new AbortController(), new AbortController()];
    under.tenant.simulator.faults.add({ template: PEOPLE, delayMs: 100 });
    const left = ask("ada.lovelace", leaving);
    const other = ask("grace.hopper", staying);
    await arrived(1);
    leaving.abort();
    await expect(left).rejects.toThrow("aborted");
    expect(ids(await ask("ada.lovelace", staying))).toEqual([ada.id]);
    await other;
    expect(ids(await ask("ada.lovelace", staying))).toEqual([ada.id]);
    expect(filtersAt(PEOPLE)).toHaveLength(1);
  });

  it("ends the request when it ends the last wait, and who comes next asks anew", async () => {
    const [one, two] = [new AbortController(), new AbortController()];
    under.tenant.simulator.faults.add(hour);
    const left = [ask("ada.lovelace", one), ask("grace.hopper", two)];
    await arrived(1);
    one.abort();
    two.abort("enough");
    expect(await Promise.allSettled(left)).toMatchObject(
      Array(2).fill({ reason: { name: "AbortedError" } }),
    );
    const ended = under.tenant.simulator.requests.at(-1);
    const anew = () => ask("ada.lovelace", new AbortController());
    expect(ids(await anew())).toEqual([ada.id]);
    while (!ended?.isAborted) await new Promise(setImmediate);
    expect(ids(await anew())).toEqual([ada.id]);
    expect(filtersAt(PEOPLE).slice(1)).toEqual(['alias eq "ada.lovelace"']);
  });

  it("that has aborted before the request goes out takes its question back", async () => {
    const gone = AbortSignal.abort();
    const [left, stayed] = await Promise.allSettled([
      under.directory.peopleBy("alias", "ada.lovelace", { signal: gone }),
      under.directory.peopleBy("alias", "grace.hopper", {}),
    ]);
    expect([left.status, stayed.status]).toEqual(["rejected", "fulfilled"]);
    expect(filtersAt(PEOPLE)).toEqual(['alias eq "grace.hopper"']);
    expect(ids(await under.directory.peopleBy("alias", "ada.lovelace", {}))).toEqual([ada.id]);
  });

  it("takes its question back, too, before it is asked by itself", async () => {
    const [leaving, staying] = [new AbortController(), new AbortController()];
    under.tenant.simulator.faults.add({ template: PEOPLE, status: 400, delayMs: 100 });
    const left = ask("ada.lovelace", leaving);
    const stayed = ask("grace.hopper", staying);
    await arrived(1);
    leaving.abort();
    await expect(left).rejects.toThrow("aborted");
    expect(ids(await stayed)).toEqual([grace.id]);
    expect(filtersAt(PEOPLE).slice(1)).toEqual(['alias eq "grace.hopper"']);
    expect(ids(await ask("ada.lovelace", staying))).toEqual([ada.id]);
  });
});
