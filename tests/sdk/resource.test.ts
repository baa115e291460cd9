import * as pulumi from "@pulumi/pulumi";
import {
  NonEmployeeSource,
  type NonEmployeeSourceArgs,
  SchemaAttribute,
  type SchemaAttributeArgs,
} from "../../sdk";

const registered: pulumi.runtime.MockResourceArgs[] = [];
const args = { name: "Contractors", description: "External staff", owner: { id: "2c91" } };

/** Arguments as a JavaScript program can give them, which no compiler has seen. */
const untyped = <T>(value: unknown) => value as T;

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: (resource) => {
      registered.push(resource);
      return { id: `${resource.name}-id`, state: resource.inputs };
    },
    call: () => ({}),
  }),
);
beforeEach(() => {
  registered.length = 0;
});

/** Resolves when everything that the test declared is registered. */
async function settled(...resources: pulumi.CustomResource[]): Promise<void> {
  for (const { urn } of resources) {
    await new Promise((resolve) => urn.apply(resolve));
  }
}

/** Runs a program with a stack, as the engine does. */
async function inProgram(declare: () => void): Promise<void> {
  await pulumi.runtime.runInPulumiStack(async () => declare());
}

describe("NonEmployeeSource", () => {
  it("registers its token, its arguments and the loader line, and nothing of ours besides", async () => {
    await settled(new NonEmployeeSource("one", { ...args, name: "One" }));
    expect(registered).toMatchObject([
      {
        type: "pulumi-nodejs:dynamic/sailpoint:NonEmployeeSource",
        name: "one",
        inputs: {
          ...args,
          name: "One",
          __provider:
            'exports.handler = () => require("pulumi-sailpoint-nonemployee/provider").handlers.NonEmployeeSource;',
        },
      },
    ]);
    expect(Object.keys(registered[0]?.inputs ?? {}).sort()).toEqual([
      "__provider",
      "description",
      "name",
      "owner",
    ]);
  });

  it("refuses a second source of the same name in one program, naming both resources", async () => {
    await inProgram(() => {
      new NonEmployeeSource("two", { ...args, name: "Two" });
      expect(() => new NonEmployeeSource("again", { ...args, name: "Two" })).toThrow(
        'the non-employee source "Two" is declared twice, by the resources "two" and "again": remove one, or give it another name.',
      );
    });
    await inProgram(() => {
      new NonEmployeeSource("two", { ...args, name: "Two" });
    });
  });

  it("leaves missing arguments to the check, which names them all", async () => {
    const source = new NonEmployeeSource("bare", untyped<NonEmployeeSourceArgs>(undefined));
    await settled(source);
    expect(registered).toMatchObject([{ name: "bare" }]);
  });
});

describe("SchemaAttribute", () => {
  it("refuses a technicalName that is declared twice by the id of one source", async () => {
    await inProgram(() => {
      new SchemaAttribute("d", { sourceId: "2c91", ...badge });
      expect(() => new SchemaAttribute("e", { sourceId: "2c91", ...badge })).toThrow(
        /"badge" of source 2c91 is declared twice, by the resources "d" and "e"/,
      );
    });
  });

  const badge = { technicalName: "badge", label: "Badge" };

  it("takes sourceId from the id of its source", async () => {
    const source = new NonEmployeeSource("three", { ...args, name: "Three" });
    const attribute = new SchemaAttribute("badge", { source, ...badge });
    await settled(attribute);
    expect(registered[1]?.inputs).toMatchObject({ ...badge, sourceId: "three-id" });
    expect(registered[1]?.inputs).not.toHaveProperty("source");
  });

  it("refuses both and neither of source and sourceId", () => {
    const source = new NonEmployeeSource("four", { ...args, name: "Four" });
    expect(() => new SchemaAttribute("x", badge)).toThrow(/source is missing; give either/);
    expect(() => new SchemaAttribute("x", { source, sourceId: "2c91", ...badge })).toThrow(
      /both source and sourceId are given/,
    );
    const nothing = untyped<SchemaAttributeArgs>(undefined);
    expect(() => new SchemaAttribute("x", nothing)).toThrow(/source is missing/);
  });

  it("refuses a technicalName that is declared twice on one source, and not on two", () => {
    const five = new NonEmployeeSource("five", { ...args, name: "Five" });
    const six = new NonEmployeeSource("six", { ...args, name: "Six" });
    new SchemaAttribute("a", { source: five, ...badge });
    new SchemaAttribute("b", { source: six, ...badge });
    expect(() => new SchemaAttribute("c", { source: five, ...badge })).toThrow(
      /"badge" of one source is declared twice, by the resources "a" and "c"/,
    );
    for (const sourceId of [five.sourceId, five.id]) {
      expect(() => new SchemaAttribute("c", { sourceId, ...badge })).toThrow(/declared twice/);
    }
    const later = pulumi.output("badge");
    new SchemaAttribute("f", { source: five, ...badge, technicalName: later });
  });
});
