/** Programs that cannot be carried out: told at preview, and the tenant is not written to. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { expectRefusal } from "./refusal";
import { declareAttribute, declareSource, messagesOf, useScenario } from "./scenario";

const { ada, grace, alan, mary } = DEFAULT_IDENTITIES;

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
    "arguments of the wrong kind",
    source({
      name: 7,
      owner: grace.id,
      description: "  ",
      managementWorkgroup: { id: 7 },
      accountManagers: [null, { governanceGroup: "x".repeat(257) }],
      forceDestroy: "yes",
      tenant: ["sandbox"],
    }),
    [
      "description must be a description (the API requires one), got a blank one",
      "managementWorkgroup.id must be an id, got the number 7",
      "accountManagers[0] must be { email }, { alias }, { email, alias }, { governanceGroup } or { id } of an identity or governance group, got null",
      "accountManagers[1].governanceGroup must be the name of a governance group of at most 256 characters, got one of 257",
      "tenant must be the name of a tenant in sailpoint:tenants, got a list of 1",
      "name must be a name that no other source of the tenant has, got the number 7",
      "owner must be { email }, { alias }, { email, alias } or { id } of the identity that owns the source, got a string",
      "forceDestroy must be true or false, got a string",
    ],
  ],
  [
    "three references of one source that lead to nobody, to two people, and to no group",
    source({
      owner: { email: "ada.lovelance@example.com" },
      approvers: [{ alias: alan.alias }, { email: ada.email, alias: grace.alias }],
      accountManagers: [{ governanceGroup: "Plant dsek" }],
    }),
    [
      'owner: { email: "ada.lovelance@example.com" } in http://127.0.0.1',
      "0 identities match. Check the spelling (case does not matter) and that this is the right tenant",
      `approvers[1]: { alias: "${grace.alias}", email: "${ada.email}" } in http://127.0.0.1`,
      `the e-mail is that of Ada Lovelace (${ada.id}), the alias that of Grace Hopper (${grace.id}): two different people`,
      'accountManagers[0]: { governanceGroup: "Plant dsek" } in http://127.0.0.1',
      "0 governance groups match",
    ],
  ],
  [
    "an id given twice in a list, and somebody who has left",
    source({ approvers: [{ id: ada.id }, { alias: ada.alias }], owner: { alias: mary.alias } }),
    [
      `approvers[1]: { alias: "${ada.alias}" } is the same person or group as approvers[0]`,
      `owner: Mary Jackson (${mary.id}) is inactive; name somebody who is active`,
    ],
  ],
  [
    "a tenant that is not configured, beside other problems",
    source({ tenant: "sandbx", forceDestroy: 1 }),
    [
      'the tenant "sandbx", which a resource names, is not configured: correct its name, or set',
      "forceDestroy must be true or false, got the number 1",
    ],
  ],
  [
    "texts and switches of an attribute of the wrong kind",
    declareAttribute("costCenter", "undefined", {
      sourceId: "a0303682-5e4a-44f7-bdc2-6ce6112549c1",
      technicalName: " ",
      label: ["Cost center"],
      helpText: 7,
      placeholder: {},
      required: "yes",
      forceDestroy: "no",
      tenant: true,
    }),
    [
      "this is a UUID, such as its nonEmployeeSourceId",
      "technicalName must be a name that no other attribute of the source has, got a blank one",
      "label must be the label that people see, got a list of 1",
      "helpText must be a string, got the number 7",
      "placeholder must be a string, got an empty object",
      "required must be true or false, got a string",
      "forceDestroy must be true or false, got a string",
      "tenant must be the name of a tenant in sailpoint:tenants, got the boolean true",
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

  it.each(cases)("refuses %s", async (_, program, texts) => {
    scenario.stack.program(program);
    await expectRefusal(scenario, texts);
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
    await expectRefusal(scenario, [
      '"firstName" is a system attribute, which every non-employee source has; choose another technicalName',
    ]);
    scenario.stack.program(named("contract"));
    await expectRefusal(scenario, [
      `a custom attribute "contract" of source ${sourceId} exists already in ${scenario.simulator.url}, id`,
      "differs from the program in label",
    ]);
  });

  it("says in the tenant's words which text is too long, at the `up`", async () => {
    const { limits } = scenario.simulator;
    Object.assign(limits, { nameLength: 12, textLength: 20 });
    scenario.stack.program(
      declareSource("long", { ...contractors, name: "Contractors!!" }) +
        declareSource("wordy", { ...contractors, name: "Wordy", description: "d".repeat(21) }),
    );
    const run = await scenario.stack.up();
    Object.assign(limits, { nameLength: 1000, textLength: 4000 });
    expect(run.code).not.toBe(0);
    for (const text of [
      'create source "Contractors!!": 400 400.1.2 Value length out of range: name must have at most 12 characters',
      'create source "Wordy": 400 400.1.2 Value length out of range: description must have at most 20 characters',
    ]) {
      expect(messagesOf(run)).toContain(text);
    }
    expect(run.output).not.toContain("    at ");
    expect(
      store()
        .sources()
        .map(({ name }) => name),
    ).not.toContain("Wordy");
  });
});
