/** Which person or group a declaration means: what is found, refused and asked, by check over a judged tenant. */
import { type Handler, type Props, UNKNOWN } from "../../../provider/resources/handler";
import {
  ada,
  alan,
  createWorld,
  grace,
  katherine,
  plantAdministrators,
  plantDesk,
  type World,
} from "./tenant-under-test";

const people = "GET /public-identities";
const groups = "GET /workgroups";
const mary = { id: "2c918086795cd09201795d5f7d7533df", alias: "mary.jackson" };

let world: World;
let handler: Handler;
beforeEach(async () => {
  world = await createWorld();
  handler = world.process().source;
});
afterEach(() => world.simulator.stop());

/** Only the name, the description, the owner and what is to be looked at. */
function declare(changes: Props = {}): Props {
  return { name: "New", description: "New", owner: { id: ada.id }, ...changes };
}

async function check(news: Props, oldInputs: Props = {}) {
  world.calls();
  const { inputs, failures } = await handler.check(world.call, { news, oldInputs });
  const calls = world.calls();
  expect(calls.filter((call) => !call.startsWith("GET "))).toEqual([]);
  return { inputs, calls, reasons: failures.map(({ reason }) => reason), failures };
}

describe("a declaration", () => {
  it("in any form gets the id beside it, ignoring case, with one request for each list and kind", async () => {
    const shouted = "ADA.LOVELACE@example.com";
    const news = declare({
      owner: { email: shouted },
      managementWorkgroup: { name: "PLANT administrators" },
      approvers: [{ alias: "Grace.Hopper" }, { email: alan.email, alias: alan.alias }],
      accountManagers: [{ governanceGroup: "plant DESK" }, { id: katherine.id }],
    });
    const { inputs, reasons, calls } = await check(news);
    expect(reasons).toEqual([]);
    expect(inputs).toEqual({
      ...news,
      owner: { email: shouted, id: ada.id },
      managementWorkgroup: { name: "PLANT administrators", id: plantAdministrators.id },
      approvers: [
        { alias: "Grace.Hopper", id: grace.id },
        { email: alan.email, alias: alan.alias, id: alan.id },
      ],
      accountManagers: [{ governanceGroup: "plant DESK", id: plantDesk.id }, { id: katherine.id }],
    });
    expect(calls.filter((call) => call === people)).toHaveLength(2);
    expect(calls.filter((call) => call === groups)).toHaveLength(1);
  });

  it("by id of a group is accepted as the workgroup and in lists, and not as the owner", async () => {
    const { reasons } = await check(
      declare({
        owner: { id: plantDesk.id },
        managementWorkgroup: { id: plantDesk.id },
        accountManagers: [{ id: plantDesk.id }],
      }),
    );
    expect(reasons).toEqual([
      `owner: no identity of ${world.simulator.url} has the id "${plantDesk.id}". Ids differ from tenant to tenant: check that it is from this one`,
    ]);
  });

  it("with keys that hold null is that without them", async () => {
    const { inputs, reasons } = await check(
      declare({ owner: { id: null, email: null, alias: ada.alias }, approvers: null }),
    );
    expect(reasons).toEqual([]);
    expect(inputs).toEqual(declare({ owner: { alias: ada.alias, id: ada.id } }));
  });

  it.each<Props>([
    { owner: UNKNOWN },
    { owner: { email: UNKNOWN } },
    { owner: { email: ada.email, alias: UNKNOWN } },
    { owner: { alias: ada.alias, id: UNKNOWN } },
    { managementWorkgroup: UNKNOWN },
    { managementWorkgroup: { name: UNKNOWN } },
    { approvers: UNKNOWN },
    { approvers: [UNKNOWN, { id: UNKNOWN }] },
    { accountManagers: [{ governanceGroup: UNKNOWN }] },
  ])("that is not known yet passes as it is: %j", async (change) => {
    const { inputs, reasons } = await check(declare(change));
    expect(reasons).toEqual([]);
    expect(inputs).toEqual(declare(change));
  });
});

describe("e-mail and alias together", () => {
  it("mean the person with the e-mail, else the one with the alias", async () => {
    const { inputs, reasons } = await check(
      declare({
        owner: { email: ada.email, alias: "nobody" },
        approvers: [{ email: "nobody@example.com", alias: grace.alias }],
      }),
    );
    expect(reasons).toEqual([]);
    expect(inputs).toMatchObject({ owner: { id: ada.id }, approvers: [{ id: grace.id }] });
  });

  it("of two people are a failure that names both", async () => {
    const { reasons, inputs } = await check(
      declare({ owner: { email: ada.email, alias: grace.alias } }),
    );
    expect(reasons).toEqual([
      `owner: { email: "${ada.email}", alias: "${grace.alias}" } in ${world.simulator.url}: the e-mail is that of Ada Lovelace (${ada.id}), the alias that of Grace Hopper (${grace.id}): two different people. Correct one of them, or leave it out`,
    ]);
    expect(inputs.owner).toEqual({ email: ada.email, alias: grace.alias });
  });
});

describe("a failure", () => {
  it("names the property, what was searched, how many matched, and what to do", async () => {
    const { simulator } = world;
    const { reasons, failures } = await check(
      declare({
        owner: { email: "nobody@example.com" },
        managementWorkgroup: { name: "Plant dsek" },
        approvers: [{ id: "none" }],
        accountManagers: [{ governanceGroup: "Nobody" }],
      }),
    );
    const spelling = "Check the spelling (case does not matter) and that this is the right tenant";
    expect(reasons).toEqual([
      `owner: { email: "nobody@example.com" } in ${simulator.url}: 0 identities match. ${spelling}`,
      `managementWorkgroup: { name: "Plant dsek" } in ${simulator.url}: 0 governance groups match. ${spelling}`,
      `approvers[0]: no identity and no governance group of ${simulator.url} has the id "none". Ids differ from tenant to tenant: check that it is from this one`,
      `accountManagers[0]: { governanceGroup: "Nobody" } in ${simulator.url}: 0 governance groups match. ${spelling}`,
    ]);
    // The engine prints the value at a path, except inside of a list.
    expect(failures.map(({ path }) => path)).toEqual([
      "",
      "",
      "approvers[0]",
      "accountManagers[0]",
    ]);
  });

  it("of several matches names all of them", async () => {
    const { store } = world.simulator;
    const twin = store.addIdentity({ alias: "twin", email: ada.email });
    const desk = store.addWorkgroup({ name: "plant desk" });
    const { reasons } = await check(
      declare({
        owner: { email: ada.email },
        accountManagers: [{ governanceGroup: plantDesk.name }],
      }),
    );
    expect(reasons).toEqual([
      expect.stringMatching(
        /^owner: .*: 2 people have that e-mail: .*Name the right one by { id }$/,
      ),
      expect.stringMatching(/^accountManagers\[0\]: .*: 2 governance groups have that name: /),
    ]);
    for (const id of [twin.id, ada.id]) expect(reasons[0]).toContain(id);
    for (const id of [desk.id, plantDesk.id]) expect(reasons[1]).toContain(id);
  });

  it("tells each entry that means the same as another one in its list", async () => {
    const { reasons } = await check(
      declare({
        approvers: [{ id: ada.id }, { alias: ada.alias }, { email: ada.email }],
        accountManagers: [{ id: plantDesk.id }, { governanceGroup: plantDesk.name }],
      }),
    );
    expect(reasons).toEqual([
      `approvers[1]: { alias: "${ada.alias}" } is the same person or group as approvers[0] (id ${ada.id}); give each once`,
      `approvers[2]: { email: "${ada.email}" } is the same person or group as approvers[0] (id ${ada.id}); give each once`,
      `accountManagers[1]: { governanceGroup: "Plant desk" } is the same person or group as accountManagers[0] (id ${plantDesk.id}); give each once`,
    ]);
  });

  it("stands beside those of the schema and of the name that exists already", async () => {
    const { sourceId } = world.simulator.store.addSource({
      name: "New",
      description: "New",
      owner: ada.id,
    });
    const { reasons } = await check(
      declare({
        owner: { alias: "nobody" },
        approvers: Array(4).fill(UNKNOWN),
        extra: 1,
        forceDestroy: 1,
      }),
    );
    expect(reasons).toHaveLength(5);
    expect(reasons).toContainEqual(expect.stringMatching(/^owner: .*0 identities match/));
    expect(reasons).toContainEqual("approvers takes at most 3, got 4");
    expect(reasons).toContainEqual(expect.stringMatching(/^"extra" is not an argument/));
    expect(reasons).toContainEqual("forceDestroy must be true or false, got the number 1");
    expect(reasons).toContainEqual(
      expect.stringContaining(`exists already in ${world.simulator.url}, id ${sourceId}`),
    );
  });
});

describe("what the old inputs hold", () => {
  const old = declare({
    owner: { email: ada.email, id: ada.id },
    managementWorkgroup: { name: plantDesk.name, id: plantDesk.id },
    approvers: [
      { alias: grace.alias, id: grace.id },
      { alias: alan.alias, id: alan.id },
    ],
    accountManagers: [{ governanceGroup: plantDesk.name, id: plantDesk.id }, { id: katherine.id }],
  });

  it("is not looked up again: as it was, in the stored form, or in another order", async () => {
    const declared = declare({
      owner: { email: ada.email },
      managementWorkgroup: { name: plantDesk.name },
      approvers: [{ alias: alan.alias }, { alias: grace.alias }],
      accountManagers: [{ id: katherine.id }, { governanceGroup: plantDesk.name }],
    });
    for (const news of [old, declared]) {
      const { inputs, reasons, calls } = await check(news, old);
      expect([reasons, calls]).toEqual([[], []]);
      expect(inputs.owner).toEqual(old.owner);
    }
    expect((await check(declared, old)).inputs.approvers).toEqual([
      { alias: alan.alias, id: alan.id },
      { alias: grace.alias, id: grace.id },
    ]);
  });

  it("is looked up alone where one entry of a list is new", async () => {
    const news = { ...old, approvers: [{ alias: katherine.alias }, { alias: grace.alias }] };
    const { inputs, calls } = await check(news, old);
    expect(calls).toEqual([people]);
    expect(world.simulator.requests.at(-1)?.query.filters).toBe(`alias eq "${katherine.alias}"`);
    expect(inputs.approvers).toEqual([
      { alias: katherine.alias, id: katherine.id },
      { alias: grace.alias, id: grace.id },
    ]);
  });

  it.each<[string, Props]>([
    ["another declaration", { owner: { email: ada.email, id: grace.id } }],
    ["no old inputs", {}],
    ["another property", { approvers: [{ alias: ada.alias, id: grace.id }] }],
  ])("counts for nobody else: an id beside %s is resolved afresh", async (_, oldInputs) => {
    const { inputs, calls } = await check(
      { ...old, owner: { alias: ada.alias, id: grace.id } },
      Object.keys(oldInputs).length > 0 ? { ...old, ...oldInputs } : {},
    );
    expect(inputs.owner).toEqual({ alias: ada.alias, id: ada.id });
    expect(calls).toContain(people);
  });
});

describe("somebody who has left", () => {
  it("is refused wherever the old inputs do not hold that id", async () => {
    const old = declare({ owner: { id: mary.id } });
    const { reasons } = await check(declare({ owner: { id: mary.id }, approvers: [mary] }), old);
    expect(reasons).toEqual([
      `approvers[0]: Mary Jackson (${mary.id}) is inactive; name somebody who is active`,
    ]);
  });

  it("stays with one warning where they hold it and the declaration is new, and none where it is not", async () => {
    const old = declare({ owner: { id: mary.id }, approvers: [{ id: mary.id }] });
    expect((await check(old, old)).calls).toEqual([]);
    expect(world.messages).toEqual([]);
    const news = declare({ owner: { alias: mary.alias }, approvers: [{ id: mary.id }] });
    for (let time = 0; time < 2; time += 1) {
      const { inputs, reasons } = await check(news, old);
      expect(reasons).toEqual([]);
      expect(inputs.owner).toEqual({ alias: mary.alias, id: mary.id });
    }
    expect(world.messages).toEqual([`warning: owner: Mary Jackson (${mary.id}) is inactive`]);
  });
});
