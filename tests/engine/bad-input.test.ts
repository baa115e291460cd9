/** Programs that cannot be carried out: told at preview, and the tenant is not written to. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { declareAttribute, declareSource, messagesOf, record, useScenario } from "./scenario";

const { ada, grace } = DEFAULT_IDENTITIES;

const contractors = { name: "Contractors", description: "External staff", owner: { id: ada.id } };
const source = (args: object = {}) => declareSource("contractors", { ...contractors, ...args });
const attribute = (args: object, resource = "costCenter") =>
  declareAttribute(resource, "contractors", {
    technicalName: "costCenter",
    label: "Cost center",
    ...args,
  });
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index).padStart(32, "0") }));

const cases: [what: string, program: string, texts: string[]][] = [
  [
    "four approvers and eleven account managers",
    source({ approvers: people(4), accountManagers: people(11) }),
    ["approvers takes at most 3, got 4", "accountManagers takes at most 10, got 11"],
  ],
  [
    "arguments that do not exist, and missing ones",
    declareSource("contractors", {
      name: "Contractors",
      accountManager: [],
      approvers: [{ email: "nobody@example.com" }],
    }),
    [
      '"accountManager" is not an argument; did you mean "accountManagers"?',
      "description is required; give a description (the API requires one)",
      "owner is required; give { email }, { alias }, { email, alias } or { id } of the identity that owns the source",
      'approvers[0]: { email: "nobody@example.com" } in http://127.0.0.1',
    ],
  ],
  [
    "arguments of the wrong kind, and an id given twice in a list",
    source({
      name: 7,
      owner: grace.id,
      forceDestroy: "yes",
      approvers: [{ id: ada.id }, { id: grace.id }, { id: ada.id }],
    }),
    [
      "is the same person or group as approvers[0]",
      "name must be a name that no other source of the tenant has, got the number 7",
      "owner must be { email }, { alias }, { email, alias } or { id } of the identity that owns the source, got a string",
      "forceDestroy must be true or false, got a string",
    ],
  ],
  [
    "an attribute of another type, without a label, with an argument that does not exist",
    source() + attribute({ type: "DATE", label: undefined, helptext: "Four digits" }),
    [
      'type "DATE" is not possible: the API accepts custom attributes of type "TEXT" only',
      "label is required; give the label that people see",
      '"helptext" is not an argument; did you mean "helpText"?',
    ],
  ],
  [
    "two attributes of the same technicalName",
    source() + attribute({}) + attribute({}, "costObject"),
    [
      'the attribute "costCenter" of one source is declared twice, by the resources "costCenter" and "costObject"',
    ],
  ],
  [
    "two sources of the same name",
    source() + declareSource("externals", contractors),
    [
      'the non-employee source "Contractors" is declared twice, by the resources "contractors" and "externals"',
    ],
  ],
  [
    "an attribute with both source and sourceId",
    source() + attribute({ sourceId: ada.id }),
    ['SchemaAttribute "costCenter": both source and sourceId are given; give either'],
  ],
  [
    "an attribute with neither source nor sourceId",
    declareAttribute("costCenter", "undefined", { technicalName: "costCenter", label: "Cost" }),
    ['SchemaAttribute "costCenter": source is missing; give either'],
  ],
  [
    "an attribute of a source that the tenant does not have",
    declareAttribute("costCenter", "undefined", {
      sourceId: ada.id,
      technicalName: "costCenter",
      label: "Cost",
    }),
    [`sourceId "${ada.id}" is not a non-employee source of http://127.0.0.1`],
  ],
];

describe("a preview", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;

  /** The preview fails, says all of it, shows no stack trace and no secret, and writes nothing. */
  async function expectRefusal(
    texts: readonly (string | RegExp)[],
    environment: Record<string, string | undefined> = {},
  ): Promise<void> {
    const { run, writes } = await record(scenario, () => scenario.stack.preview({ environment }));
    expect(run.code).not.toBe(0);
    for (const text of texts) {
      expect(messagesOf(run)).toMatch(text instanceof RegExp ? text : literally(text));
    }
    expect(run.output).not.toContain("    at ");
    expect(run.output).not.toContain(scenario.simulator.clientSecret);
    expect(writes).toEqual([]);
    expect(
      store()
        .sources()
        .map(({ name }) => name),
    ).not.toContain("Contractors");
  }

  it.each(cases)("refuses %s", async (_, program, texts) => {
    scenario.stack.program(program);
    await expectRefusal(texts);
  });

  it("refuses an attribute whose name every source has, or that exists and differs", async () => {
    const { sourceId } = store().addSource({
      name: "Partners",
      description: "Partners",
      owner: ada.id,
      attributes: [{ technicalName: "contract", label: "By hand" }],
    });
    const named = (technicalName: string) =>
      declareAttribute("one", "undefined", { sourceId, technicalName, label: "Contract" });
    scenario.stack.program(named("firstName"));
    await expectRefusal([
      '"firstName" is a system attribute, which every non-employee source has; choose another technicalName',
    ]);
    scenario.stack.program(named("contract"));
    await expectRefusal([
      `a custom attribute "contract" of source ${sourceId} exists already in ${scenario.simulator.url}, id`,
      "differs from the program in label",
    ]);
  });

  it("lists everything that the configuration lacks", async () => {
    scenario.stack.program(source());
    await expectRefusal(
      [
        "sailpoint:baseUrl is missing: run `pulumi config set sailpoint:baseUrl https://<tenant>.api.identitynow.com`",
        "sailpoint:clientId is missing",
        "sailpoint:clientSecret is missing: run `pulumi config set --secret sailpoint:clientSecret`",
      ],
      { SAIL_BASE_URL: undefined, SAIL_CLIENT_ID: undefined, SAIL_CLIENT_SECRET: undefined },
    );
  });

  it("lists everything that is wrong in the configuration", async () => {
    await expectRefusal(
      [
        `SAIL_BASE_URL: the base URL "${scenario.simulator.url}/v3" ends in a version, which the setting apiVersion chooses`,
        "SAIL_CLIENT_SECRET is missing: the environment has SAIL_CLIENT_ID without it",
        'sailpoint:apiVersion (SAIL_API_VERSION) is "v4"; accepted are v1',
        'sailpoint:adoptExisting (SAIL_ADOPT_EXISTING) is "yes"; accepted are never, identical and always',
        '(SAIL_MAX_REQUESTS_PER_10_SECONDS) is "1.5"; give a whole number from 1 up to 100000',
        '(SAIL_REQUEST_TIMEOUT_SECONDS) is "-1"; give a number above 0 and up to 3600',
      ],
      {
        SAIL_BASE_URL: `${scenario.simulator.url}/v3`,
        SAIL_CLIENT_SECRET: undefined,
        SAIL_API_VERSION: "v4",
        SAIL_ADOPT_EXISTING: "yes",
        SAIL_MAX_REQUESTS_PER_10_SECONDS: "1.5",
        SAIL_REQUEST_TIMEOUT_SECONDS: "-1",
      },
    );
  });

  it("refuses the address of the user interface, and names that of the API", async () => {
    await expectRefusal(
      [/is that of the user interface, not of the API.* https:\/\/acme\.api\.identitynow\.com/],
      { SAIL_BASE_URL: "https://acme.identitynow.com" },
    );
  });

  it("refuses wrong credentials without showing them", async () => {
    const wrong = "wrong-secret-of-the-test";
    await expectRefusal([/access token: 401 .*SAIL_CLIENT_SECRET/], { SAIL_CLIENT_SECRET: wrong });
  });
});

function literally(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}
