/** The accepted forms of references, and which stored ids count. */
import { type Props, UNKNOWN, type Value } from "../../../provider/resources/handler";
import { declaredEntries, storedId, storedIds } from "../../../provider/resources/reference";
import { isReference } from "../../../provider/resources/reference-schema";
import { createWorld, refusals, sourceInputs, type World } from "./tenant-under-test";

const people = "{ email }, { alias }, { email, alias } or { id }";
const members = "{ email }, { alias }, { email, alias }, { governanceGroup } or { id }";

describe("a reference", () => {
  it.each<[Props, boolean, boolean, boolean]>([
    [{ id: "1" }, true, true, true],
    [{ email: "a" }, true, true, false],
    [{ alias: "a" }, true, true, false],
    [{ email: "a", alias: "a" }, true, true, false],
    [{ email: "a", alias: "a", id: "1" }, true, true, false],
    [{ governanceGroup: "a" }, false, true, false],
    [{ governanceGroup: "a", id: "1" }, false, true, false],
    [{ governanceGroup: "a", email: "a" }, false, false, false],
    [{ name: "a" }, false, false, true],
    [{ name: "a", id: "1" }, false, false, true],
    [{ name: "a", alias: "a" }, false, false, false],
    [{ id: UNKNOWN }, true, true, true],
    [{ email: "a".repeat(256) }, true, true, false],
    [{ id: "a".repeat(257) }, false, false, false],
    [{ id: " " }, false, false, false],
    [{}, false, false, false],
  ])("%j is one of a person: %s, of a member: %s, of a group: %s", (value, ...expected) => {
    const kinds = ["person", "personOrGroup", "group"] as const;
    expect(kinds.map((kind) => isReference(kind, value))).toEqual(expected);
  });
});

describe("a reference in the wrong form", () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.simulator.stop());

  const personCases: [Value, string[]][] = [
    ...wrongKinds().map(([value, shown]): [Value, string[]] => [
      value,
      [` must be ${people} of the identity that owns the source, got ${shown}`],
    ]),
    [
      { email: "a@example.com", Alias: "a", foo: 1 },
      [
        ` takes ${people} of the identity that owns the source; "Alias" (did you mean "alias"?) and "foo" cannot be used here`,
      ],
    ],
    [
      { foo: null },
      [` must be ${people} of the identity that owns the source, got an empty object`],
    ],
    [
      { governanceGroup: "Plant desk" },
      [
        ` takes ${people} of the identity that owns the source; "governanceGroup" cannot be used here`,
      ],
    ],
    [{ id: "" }, [".id must be an id, got an empty one"]],
    [{ email: " " }, [".email must be an e-mail, got a blank one"]],
    [{ alias: 7 }, [".alias must be an alias, got the number 7"]],
    [
      { email: true, alias: ["a"] },
      [
        ".email must be an e-mail, got the boolean true",
        ".alias must be an alias, got a list of 1",
      ],
    ],
    [{ email: {} }, [".email must be an e-mail, got an empty object"]],
    [{ id: "x".repeat(300) }, [".id must be an id of at most 256 characters, got one of 300"]],
    [
      { email: "x".repeat(257) },
      [".email must be an e-mail of at most 256 characters, got one of 257"],
    ],
  ];
  it.each(personCases)("is told once as the owner: %j", async (owner, expected) => {
    await expectRefusals("owner", sourceInputs({ owner }), expected);
  });

  const groupCases: [Value, string[]][] = [
    ...wrongKinds().map(([value, shown]): [Value, string[]] => [
      value,
      [
        ` must be { name } or { id } of the governance group whose members may manage the source, got ${shown}`,
      ],
    ]),
    [
      { email: "a@example.com" },
      [
        ` takes { name } or { id } of the governance group whose members may manage the source; "email" cannot be used here`,
      ],
    ],
    [{ name: " " }, [".name must be the name of a governance group, got a blank one"]],
    [{ name: ["a"] }, [".name must be the name of a governance group, got a list of 1"]],
    [
      { name: "x".repeat(257) },
      [".name must be the name of a governance group of at most 256 characters, got one of 257"],
    ],
  ];
  it.each(groupCases)("is told once as the management workgroup: %j", async (group, expected) => {
    await expectRefusals(
      "managementWorkgroup",
      sourceInputs({ managementWorkgroup: group }),
      expected,
    );
  });

  const memberCases: [Value, string[]][] = [
    ...[[null, "null"] as [Value, string], ...wrongKinds()].map(
      ([value, shown]): [Value, string[]] => [
        value,
        [` must be ${members} of an identity or governance group, got ${shown}`],
      ],
    ),
    [
      { name: "Plant desk" },
      [` takes ${members} of an identity or governance group; "name" cannot be used here`],
    ],
    [
      { email: "a", governanceGroup: "b" },
      [
        ` must be ${members} of an identity or governance group, got an object with the keys email and governanceGroup`,
      ],
    ],
    [
      { governanceGroup: "" },
      [".governanceGroup must be the name of a governance group, got an empty one"],
    ],
    [
      { governanceGroup: "x".repeat(257) },
      [
        ".governanceGroup must be the name of a governance group of at most 256 characters, got one of 257",
      ],
    ],
  ];
  it.each(memberCases)("is told once, at its place in a list: %j", async (member, expected) => {
    for (const list of ["approvers", "accountManagers"]) {
      const entries = [...[sourceInputs()[list]].flat().slice(0, 1), member];
      const inputs = { ...sourceInputs(), [list]: entries as Value };
      await expectRefusals(`${list}[1]`, inputs, expected);
    }
  });

  it.each([
    [7, "the number 7"],
    [true, "the boolean true"],
    ["a@example.com", "a string"],
    ["x".repeat(300), "a string"],
    ["", "an empty string"],
    [{ email: "a" }, "an object with the keys email"],
  ])("is told once in place of a list: %j", async (value, shown) => {
    for (const list of ["approvers", "accountManagers"]) {
      const inputs = sourceInputs({ [list]: value });
      await expectRefusals(list, inputs, [` must be a list of ${members}, got ${shown}`]);
    }
  });

  async function expectRefusals(path: string, inputs: Props, expected: string[]) {
    const found = await refusals(world.process().source, world.call, inputs);
    const prefix = path.includes("[") ? (text: string) => `${placeOf(path, text)}: ` : () => "";
    expect(found).toEqual(expected.map((text) => `${prefix(text)}${path}${text}`));
    expect(world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
  }
});

/** The path that the engine is told: with the part inside of the reference. */
function placeOf(path: string, text: string): string {
  return path + (/^\.\w+/.exec(text)?.[0] ?? "");
}

function wrongKinds(): [Value, string][] {
  return [
    [7, "the number 7"],
    [false, "the boolean false"],
    ["ada@example.com", "a string"],
    ["", "an empty string"],
    [[], "a list of 0"],
    [[{ id: "1" }], "a list of 1"],
    [{}, "an empty object"],
  ];
}

describe("the id that is stored for a declaration", () => {
  const old: Value = [
    { email: "a@x", id: "1" },
    { alias: "b", id: "2" },
    { id: "3" },
    { email: "d@x", alias: "d", id: "4" },
  ];
  it.each<[string, Props, string | undefined]>([
    ["is found anywhere in a list", { alias: "b" }, "2"],
    ["does not depend on the order of keys", { alias: "d", email: "d@x" }, "4"],
    ["counts beside the same declaration", { alias: "b", id: "2" }, "2"],
    ["does not count beside another declaration", { alias: "c", id: "2" }, undefined],
    ["does not count where it is another one", { alias: "b", id: "9" }, undefined],
    ["is none for half of what was declared", { email: "d@x" }, undefined],
    ["is found for an id alone, however it was declared", { id: "1" }, "1"],
    ["is none for an id that nobody has", { id: "9" }, undefined],
  ])("%s", (_, declared, expected) => {
    expect(storedId(declared, old)).toBe(expected);
  });

  it("is none where the old inputs are not known or absent", () => {
    expect(storedId({ alias: "b" }, { alias: "b", id: UNKNOWN })).toBeUndefined();
    expect(storedId({ alias: "b" }, undefined)).toBeUndefined();
    expect(storedIds(undefined)).toEqual([]);
    expect(storedIds({ alias: "b", id: "2" })).toEqual(["2"]);
  });
});

it("live entries keep the declared form where their id is stored beside it, wherever it stands", () => {
  const declared: Value = [{ alias: "b", id: "2" }, { id: "3" }];
  expect(declaredEntries(declared, [{ id: "3" }, { id: "9" }, { id: "2" }])).toEqual([
    { id: "3" },
    { id: "9" },
    { alias: "b", id: "2" },
  ]);
});
