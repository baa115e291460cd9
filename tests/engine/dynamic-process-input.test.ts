/** Inputs of every kind in Pulumi's own dynamic-provider process: values that are not known yet, and values that may be secret. */
import { loaderOf } from "../../sdk/dynamic-resource";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { type Bag, type DynamicProcess, startDynamicProcess } from "./dynamic-process";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const { ada, grace, katherine } = DEFAULT_IDENTITIES;
const { plantAdministrators } = DEFAULT_WORKGROUPS;

const source: Bag = {
  __provider: loaderOf("NonEmployeeSource").provider,
  name: "Contractors",
  description: "External staff",
  owner: { alias: ada.alias },
  managementWorkgroup: { name: plantAdministrators.name },
  approvers: [{ alias: grace.alias }],
  accountManagers: [{ id: katherine.id }],
};
const attribute: Bag = {
  __provider: loaderOf("SchemaAttribute").provider,
  technicalName: "costCenter",
  label: "Cost center",
};

const references = (...keys: string[]) => keys.map((key) => ({ [key]: unknown }));
const members = references("id", "email", "alias", "governanceGroup");

const sourcePlaces: [string, Bag[]][] = [
  ["name", [{ name: unknown }]],
  ["description", [{ description: unknown }]],
  [
    "owner",
    [unknown, ...references("id", "email", "alias"), { email: unknown, alias: ada.alias }].map(
      (owner) => ({ owner }),
    ),
  ],
  [
    "managementWorkgroup",
    [unknown, ...references("id", "name")].map((managementWorkgroup) => ({ managementWorkgroup })),
  ],
  [
    "approvers",
    [unknown, ...[unknown, ...members].map((entry) => [{ alias: grace.alias }, entry])].map(
      (approvers) => ({ approvers }),
    ),
  ],
  [
    "accountManagers",
    [unknown, ...[unknown, ...members].map((entry) => [entry, { id: katherine.id }])].map(
      (accountManagers) => ({ accountManagers }),
    ),
  ],
  ["forceDestroy", [{ forceDestroy: unknown }]],
  ["tenant", [{ tenant: unknown }]],
];

describe("in Pulumi's dynamic-provider process", () => {
  let simulator: JudgedSimulator;
  let running: DynamicProcess;
  beforeAll(async () => {
    simulator = await startSimulator({ limits: { sources: 500 } });
    running = await startDynamicProcess({
      SAIL_BASE_URL: simulator.url,
      SAIL_CLIENT_ID: simulator.clientId,
      SAIL_CLIENT_SECRET: simulator.clientSecret,
    });
  });
  afterAll(async () => {
    await running.stop();
    await simulator.stop();
  });

  let made = 0;

  /** Makes a source of its own: a process takes a second declaration of one object for a mistake. */
  async function makeSource() {
    made += 1;
    const declared = { ...source, name: `Contractors ${made}` };
    return { declared, ...(await make(declared)) };
  }

  /** Makes it as the engine does. */
  async function make(news: Bag) {
    const { inputs, failures } = await running.check({}, news);
    expect(failures).toEqual([]);
    return { inputs, ...(await running.create(inputs)) };
  }
  const writes = () => simulator.requests.filter(({ method }) => /PATCH|PUT|DELETE/.test(method));

  it.each(sourcePlaces)(
    "a source whose %s is not known yet passes check and shows as changed",
    async (_, changes) => {
      for (const change of changes) {
        const { declared, id, inputs, properties } = await makeSource();
        const news = { ...declared, ...change };
        const fresh = { ...news, name: change.name ?? "Visitors" };
        expect((await running.check({}, fresh)).failures).toEqual([]);
        const checked = await running.check(inputs, news);
        expect(checked.failures).toEqual([]);
        expect(checked.inputs).toMatchObject(change);
        expect(await running.diff(id, properties, checked.inputs)).toEqual({
          changes: "some",
          replaces: [],
          deleteBeforeReplace: false,
        });
      }
      expect(writes()).toEqual([]);
    },
  );

  it.each([
    ["sourceId", true],
    ["technicalName", true],
    ["type", true],
    ["label", false],
    ["helpText", false],
    ["placeholder", false],
    ["required", false],
    ["forceDestroy", false],
    ["tenant", false],
  ])(
    "an attribute whose %s is not known yet passes check and shows as changed",
    async (key, isReplaced) => {
      const { id: sourceId } = await makeSource();
      const declared = { ...attribute, sourceId };
      const { id, inputs, properties } = await make(declared);
      const news = { ...declared, [key]: unknown };
      expect((await running.check({}, { ...news, technicalName: unknown })).failures).toEqual([]);
      const checked = await running.check(inputs, news);
      expect(checked.failures).toEqual([]);
      expect(await running.diff(id, properties, checked.inputs)).toEqual({
        changes: "some",
        replaces: isReplaced ? [key] : [],
        deleteBeforeReplace: isReplaced,
      });
      expect(writes()).toEqual([]);
    },
  );

  // The engine prints the value at the path of a failure, also where the program made it a secret.
  const hush = "hush-hush";
  const wrong: Bag[] = [
    { name: 7, description: [hush] },
    { description: { text: hush } },
    { owner: hush },
    { owner: [hush] },
    { owner: { mail: hush } },
    { owner: { id: { text: hush } } },
    { managementWorkgroup: hush },
    { managementWorkgroup: { email: hush } },
    { approvers: hush },
    { approvers: [hush] },
    { approvers: [{ mail: hush }] },
    { approvers: [{ alias: [hush] }] },
    { accountManagers: [{ email: hush, governanceGroup: hush }] },
    { forceDestroy: hush },
    { tenant: [hush] },
    { password: hush },
  ];

  it.each(wrong)("wrong inputs %j fail without their value, and away from it", async (change) => {
    const { inputs } = await makeSource();
    for (const old of [{}, inputs]) {
      const { failures } = await running.check(old, { ...source, name: "Visitors", ...change });
      expect(failures.length).toBeGreaterThan(0);
      for (const { property, reason } of failures) {
        expect(property).toMatch(/^$|\[\d\]/);
        expect(reason).not.toContain(hush);
      }
    }
  });

  it.each<Bag>([
    { helpText: [hush] },
    { placeholder: { text: hush } },
    { label: [hush] },
    { technicalName: { text: hush } },
    { required: hush },
    { forceDestroy: hush },
    { password: hush },
    { helpText: hush, label: "" },
  ])(
    "wrong inputs of an attribute %j fail without their value, and away from it",
    async (change) => {
      const { id: sourceId } = await makeSource();
      const { failures } = await running.check({}, { ...attribute, sourceId, ...change });
      expect(failures.length).toBeGreaterThan(0);
      for (const { property, reason } of failures) {
        expect(property).toBe("");
        expect(reason).not.toContain(hush);
      }
    },
  );
});
