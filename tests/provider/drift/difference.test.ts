/** What differs, and how bad that is: by the field tables alone. */
import {
  hiddenDifferences,
  isIgnored,
  propertyDifferences,
  severities,
} from "../../../provider/drift/difference";
import { nonEmployeeSourceFields } from "../../../provider/resources/non-employee-source-field";
import { schemaAttributeFields } from "../../../provider/resources/schema-attribute-field";

const ada = { email: "ada@example.com", id: "1a" };
const grace = { alias: "grace.hopper", id: "2b" };
const desk = { governanceGroup: "Plant desk", id: "3c" };

const source = {
  name: "Contractors",
  description: "External",
  owner: ada,
  approvers: [ada, grace],
  accountManagers: [ada, desk],
};
const attribute = {
  sourceId: "5e",
  technicalName: "costCenter",
  label: "Cost center",
  type: "TEXT",
  required: false,
};

describe("the differences of a source", () => {
  const found = (changes: object) =>
    propertyDifferences("NonEmployeeSource", source, { ...source, ...changes });

  it("are none in another declaration of the same, another order of a set, and what is only ours", () => {
    expect(found({ owner: { id: "1a" }, accountManagers: [{ id: "3c" }, { id: "1a" }] })).toEqual(
      [],
    );
    expect(found({ forceDestroy: false, approvers: [{ id: "1a" }, { id: "2b" }] })).toEqual([]);
    expect(found({ managementWorkgroup: undefined, created: "2026-01-01T00:00:00Z" })).toEqual([]);
  });

  it("name each place of approvers, or the whole list where its length is another", () => {
    expect(found({ approvers: [{ id: "1a" }, { id: "9f" }] })).toEqual([
      { path: "approvers[1]", severity: "functional", declared: grace, found: { id: "9f" } },
    ]);
    expect(found({ approvers: [{ id: "2b" }, { id: "1a" }] }).map(({ path }) => path)).toEqual([
      "approvers[0]",
      "approvers[1]",
    ]);
    expect(found({ approvers: [ada] })).toEqual([
      { path: "approvers", severity: "functional", declared: [ada, grace], found: [ada] },
    ]);
  });

  it("have no value where there is none", () => {
    expect(found({ accountManagers: undefined, managementWorkgroup: { id: "4d" } })).toEqual([
      { path: "accountManagers", severity: "functional", declared: [ada, desk] },
      { path: "managementWorkgroup", severity: "functional", found: { id: "4d" } },
    ]);
  });

  it("are cosmetic where people only read another text", () => {
    expect(found({ description: "Other" })).toEqual([
      { path: "description", severity: "cosmetic", declared: "External", found: "Other" },
    ]);
  });
});

describe("the differences of an attribute", () => {
  const found = (changes: object) =>
    propertyDifferences("SchemaAttribute", attribute, { ...attribute, ...changes });

  it("are none between nothing, null and an empty text", () => {
    expect(found({ helpText: "", placeholder: null })).toEqual([]);
  });

  it.each([
    ["type", "DATE", "data-destroying"],
    ["technicalName", "costUnit", "data-destroying"],
    ["required", true, "functional"],
    ["label", "Other", "cosmetic"],
    ["helpText", "Other", "cosmetic"],
    ["placeholder", "Other", "cosmetic"],
  ])("of %s are rated", (path, value, severity) => {
    expect(found({ [path]: value })).toMatchObject([{ path, severity, found: value }]);
  });
});

describe("every property that an up can change in the tenant", () => {
  it.each([
    ["NonEmployeeSource", nonEmployeeSourceFields],
    ["SchemaAttribute", schemaAttributeFields],
  ] as const)("of a %s can drift, and is rated", (type, fields) => {
    for (const { name, change, patch } of fields) {
      if (change === "computed" || (change === "update" && !patch)) continue;
      const value = name === "required" ? true : name.endsWith("s") ? [{ id: "9f" }] : { id: "9f" };
      const changed = patch?.via === "schemaAttribute" && name !== "required" ? "9f" : value;
      const [difference, ...others] = propertyDifferences(type, {}, { [name]: changed });
      expect([name, others]).toEqual([difference?.path, []]);
      expect(severities).toContain(difference?.severity);
    }
  });
});

describe("what the engine hides", () => {
  const hidden = {
    ...source,
    description: "[secret]",
    owner: { email: "[secret]" },
    approvers: "[secret]",
    accountManagers: ["[secret]"],
  };
  const outputs = { ownerId: "1a", approverIds: ["1a", "2b"], accountManagerIds: "[secret]" };
  const differences = (found: object, now: object = {}) =>
    hiddenDifferences(
      "NonEmployeeSource",
      { inputs: hidden, outputs },
      { inputs: { ...hidden, ...found }, outputs: { ...outputs, ...now } },
    );
  const one = (path: string, severity = "functional") => {
    return { path, severity, declared: "[secret]", found: "[secret]" };
  };
  const unknown = [one("description", "cosmetic"), one("accountManagers")];

  it("is told by the ids among the outputs, where these are there to see", () => {
    expect(differences({})).toEqual({ differing: [], unknown });
    expect(differences({}, { ownerId: "2b", approverIds: ["2b", "1a"] })).toEqual({
      differing: [one("approvers"), one("owner")],
      unknown,
    });
  });

  it("is not told twice where it is seen in spite of it", () => {
    expect(differences({ description: "Other" }).unknown).toEqual(unknown.slice(1));
  });

  it("is nothing where nothing is hidden", () => {
    const shown = { inputs: source, outputs: {} };
    expect(hiddenDifferences("NonEmployeeSource", shown, shown)).toEqual({
      differing: [],
      unknown: [],
    });
  });
});

describe("ignoreChanges", () => {
  it.each([
    ["owner", ["owner"], true],
    ["owner", ["name"], false],
    ["owner", ["own"], false],
    ["owner", ["*"], true],
    ["owner", [], false],
    ["approvers[1]", ["approvers"], true],
    ["approvers[1]", ["approvers[1]"], true],
    ["approvers[1]", ['["approvers"][1]'], true],
    ["approvers[1]", ["approvers[*]"], true],
    ["approvers[1]", ["approvers[0]"], false],
    ["approvers", ["approvers[0]"], false],
    ["approvers", ["approvers[*]"], true],
    ["owner", ["owner.email"], false],
    ["owner", [""], false],
    ["owner", ["."], false],
    ["owner", ["["], false],
    ["owner", ["]"], false],
    ["owner", ["owner]"], false],
    ["owner", ['[""]'], false],
    ["owner", ["", "owner"], true],
  ])("for %s with %j: %s", (path, patterns, expected) => {
    expect(isIgnored(path, patterns)).toBe(expected);
  });
});
