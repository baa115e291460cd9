/** Every argument of both resources with every kind of wrong value: what check says, and that nothing is written. */
import type { Props, Value } from "../../../provider/resources/handler";
import {
  ada,
  attributeInputs,
  createWorld,
  make,
  refusals,
  sourceInputs,
  type World,
} from "./tenant-under-test";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.simulator.stop());

/** Values of a wrong kind, and how a message calls them. */
const numbers: [Value, string][] = [[7, "the number 7"]];
const booleans: [Value, string][] = [[true, "the boolean true"]];
const strings: [Value, string][] = [
  ["yes", "a string"],
  ["", "an empty string"],
];
const collections: [Value, string][] = [
  [[], "a list of 0"],
  [["a"], "a list of 1"],
  [{}, "an empty object"],
  [{ a: "x-secret", b: 1 }, "an object with the keys a and b"],
];
const noText = [...numbers, ...booleans, ...collections];
const noFlag = [...numbers, ...strings, ...collections];

/** The argument with each of the values, and the one message for it. */
function refused(argument: string, accepted: string, values: readonly [Value, string][]) {
  return values.map(([value, shown]): [string, Value, string] => [
    argument,
    value,
    `${argument} must be ${accepted}, got ${shown}`,
  ]);
}

/** The same of a text that must be given and hold something. */
function requiredText(argument: string, accepted: string): [string, Value | undefined, string][] {
  return [
    [argument, undefined, `${argument} is required; give ${accepted}`],
    [argument, null, `${argument} is required; give ${accepted}`],
    [argument, "", `${argument} must be ${accepted}, got an empty one`],
    [argument, " \n", `${argument} must be ${accepted}, got a blank one`],
    ...refused(argument, accepted, noText),
  ];
}

const tenantCases = refused("tenant", "the name of a tenant in sailpoint:tenants", noText);
const flagCases = (argument: string) => refused(argument, "true or false", noFlag);

/** Nothing but reading, and no secret in what is said. */
function expectNothingWritten(reasons: readonly string[]): void {
  expect(world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
  const said = [...reasons, ...world.messages].join("\n");
  for (const secret of [world.simulator.clientSecret, "x-secret", "    at "]) {
    expect(said).not.toContain(secret);
  }
}

describe("NonEmployeeSource", () => {
  const sourceRefusals = async (changes: Record<string, Value | undefined>) => {
    const { source } = world.process();
    const reasons = await refusals(source, world.call, sourceInputs(changes));
    expectNothingWritten(reasons);
    return reasons;
  };

  const owner =
    "{ email }, { alias }, { email, alias } or { id } of the identity that owns the source";
  it.each([
    ...requiredText("name", "a name that no other source of the tenant has"),
    ...requiredText("description", "a description (the API requires one)"),
    ...flagCases("forceDestroy"),
    ...tenantCases,
    ["owner", undefined, `owner is required; give ${owner}`] as const,
    ["owner", null, `owner is required; give ${owner}`] as const,
  ])("refuses %s as %j", async (argument, value, expected) => {
    expect(await sourceRefusals({ [argument]: value })).toEqual([expected]);
  });

  it.each<[string, Value | undefined]>([
    ...["managementWorkgroup", "approvers", "accountManagers", "forceDestroy", "tenant"].flatMap(
      (argument): [string, Value | undefined][] => [
        [argument, undefined],
        [argument, null],
      ],
    ),
    ["approvers", []],
    ["accountManagers", []],
  ])("takes %s as %j for none", async (argument, value) => {
    expect(await sourceRefusals({ [argument]: value })).toEqual([]);
  });

  it.each([
    ["approvers", 3],
    ["accountManagers", 10],
  ])("takes up to %s: %d", async (argument, max) => {
    const entries = Array.from({ length: max + 1 }, (_, index) => {
      const { alias } = world.simulator.store.addIdentity({ alias: `person${index}` });
      return { alias };
    });
    expect(await sourceRefusals({ [argument]: entries.slice(1) })).toEqual([]);
    expect(await sourceRefusals({ [argument]: entries })).toEqual([
      `${argument} takes at most ${max}, got ${max + 1}`,
    ]);
  });

  it.each([
    ["accountManager", '; did you mean "accountManagers"?'],
    ["Owner", '; did you mean "owner"?'],
    ["colour", "."],
    ["sourceId", "."],
  ])("refuses an argument that it does not have: %s", async (key, hint) => {
    expect(await sourceRefusals({ [key]: "x-secret" })).toEqual([
      `"${key}" is not an argument${hint} Accepted are name, description, owner, managementWorkgroup, approvers, accountManagers, forceDestroy and tenant`,
    ]);
  });

  it.each(["", "  "])("refuses the tenant %j once", async (tenant) => {
    expect(await sourceRefusals({ tenant })).toEqual([
      `the configuration cannot be used:\n- the tenant "${tenant}", which a resource names, has neither a letter nor a digit; choose another name`,
    ]);
  });

  it("refuses a tenant that is not configured, beside all else that is wrong", async () => {
    expect(await sourceRefusals({ tenant: "sandbx", name: 1, approvers: 1 })).toEqual([
      "name must be a name that no other source of the tenant has, got the number 1",
      expect.stringMatching(/^approvers must be a list of .*, got the number 1$/),
      expect.stringMatching(/- the tenant "sandbx", which a resource names, is not configured: /),
    ]);
    expect(world.simulator.requests).toEqual([]);
  });

  it("leaves lengths to the tenant, whose refusal says which text is too long", async () => {
    const { source } = world.process();
    const { simulator, call } = world;
    simulator.limits.nameLength = 20;
    simulator.limits.textLength = 30;
    for (const [change, what] of [
      [{ name: "n".repeat(21) }, "name must have at most 20 characters"],
      [{ description: "d".repeat(31) }, "description must have at most 30 characters"],
    ] as const) {
      expect(await sourceRefusals(change)).toEqual([]);
      const made = make(source, call, sourceInputs(change));
      await expect(made).rejects.toThrow(
        new RegExp(`^create source "\\w+": 400 400\\.1\\.2 .*${what}.*tracking id .*correct`),
      );
      expect(world.calls()).toContain("POST /non-employee-sources");
    }
    expect(simulator.store.sources()).toEqual([]);
  });
});

describe("SchemaAttribute", () => {
  let sourceId: string;
  beforeEach(() => {
    const source = { name: "Partners", description: "Partners", owner: ada.id };
    sourceId = world.simulator.store.addSource(source).sourceId;
  });

  const attributeRefusals = async (changes: Record<string, Value | undefined>) => {
    const { attribute } = world.process();
    const reasons = await refusals(attribute, world.call, attributeInputs(sourceId, changes));
    expectNothingWritten(reasons);
    return reasons;
  };

  const typeReason = (type: string) =>
    `type "${type}" is not possible: the API accepts custom attributes of type "TEXT" only; leave type out or set it to "TEXT"`;
  it.each([
    ...requiredText("sourceId", "the sourceId of a non-employee source (32 hex characters)"),
    ...requiredText("technicalName", "a name that no other attribute of the source has"),
    ...requiredText("label", "the label that people see"),
    ...refused("type", '"TEXT"', noText),
    ["type", "DATE", typeReason("DATE")] as const,
    ["type", "text", typeReason("text")] as const,
    ["type", "", typeReason("")] as const,
    ...refused("helpText", "a string", noText),
    ...refused("placeholder", "a string", noText),
    ...flagCases("required"),
    ...flagCases("forceDestroy"),
    ...tenantCases,
  ])("refuses %s as %j", async (argument, value, expected) => {
    expect(await attributeRefusals({ [argument]: value })).toEqual([expected]);
  });

  it.each(["type", "helpText", "placeholder", "required", "forceDestroy", "tenant"])(
    "takes %s for none as null and where it is absent",
    async (argument) => {
      for (const value of [null, undefined]) {
        expect(await attributeRefusals({ [argument]: value })).toEqual([]);
      }
    },
  );

  it.each([
    ["helptext", '; did you mean "helpText"?'],
    ["source", '; did you mean "sourceId"?'],
    ["maxLength", "."],
  ])("refuses an argument that it does not have: %s", async (key, hint) => {
    expect(await attributeRefusals({ [key]: "x-secret" })).toEqual([
      `"${key}" is not an argument${hint} Accepted are sourceId, technicalName, label, type, helpText, placeholder, required, forceDestroy and tenant`,
    ]);
  });

  it("reports everything that is wrong at once, with the name that exists already", async () => {
    world.simulator.store.addAttribute(sourceId, { technicalName: "costCenter", label: "By hand" });
    const wrong: Props = { placeholder: 7, type: "INT", required: 0, colour: "red" };
    const reasons = await attributeRefusals({ ...wrong, helpText: undefined });
    expect(reasons).toHaveLength(5);
    expect(reasons).toContainEqual(
      expect.stringMatching(/^a custom attribute "costCenter" of source .* exists already in /),
    );
    expect(await attributeRefusals({ ...wrong, sourceId: "0".repeat(32) })).toContainEqual(
      expect.stringContaining("is not a non-employee source of"),
    );
  });

  it.each([
    ["label", "nameLength"],
    ["technicalName", "nameLength"],
    ["helpText", "textLength"],
    ["placeholder", "textLength"],
  ] as const)("leaves the length of %s to the tenant", async (argument, limit) => {
    const { simulator, call } = world;
    simulator.limits[limit] = 20;
    const change = { [argument]: "x".repeat(21) };
    expect(await attributeRefusals(change)).toEqual([]);
    await expect(
      make(world.process().attribute, call, attributeInputs(sourceId, change)),
    ).rejects.toThrow(
      new RegExp(
        `^create schema attribute .*: 400 .*${argument} must have at most 20 characters.*correct`,
      ),
    );
    expect(simulator.store.customAttributesOf(sourceId)).toEqual([]);
  });
});
