/** What somebody changes by hand in the tenant: found by the gate, repaired by `up --refresh`. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { plantProgram } from "./plant-program";
import { path, type Recording, record, shownDiffs, useScenario } from "./scenario";
import type { PulumiRun } from "./stack";

const { ada, grace, alan, katherine, edsger } = DEFAULT_IDENTITIES;
const { plantDesk, auditors } = DEFAULT_WORKGROUPS;

describe("a tenant changed by hand", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const idOf = (name: string) => store().sourceByName(name)?.sourceId ?? "";
  const attributeIdOf = (name: string) => store().customAttributesOf(idOf(name))[0]?.id ?? "";

  /** What the tenant holds, without its instants of change; "" and null are one value. */
  function content() {
    return store()
      .sources()
      .map((source) => ({
        ...source,
        modified: undefined,
        accountManagers: source.accountManagers.sort(),
        attributes: store()
          .customAttributesOf(source.sourceId)
          .map((attribute) => ({
            ...attribute,
            modified: undefined,
            helpText: attribute.helpText || null,
            placeholder: attribute.placeholder || null,
          })),
      }));
  }

  /** The gate finds it, `up --refresh` repairs it, the gate is content. */
  async function findAndRepair(
    edit: () => void,
    diffs: Record<string, string>,
  ): Promise<Recording<PulumiRun>> {
    const declared = content();
    edit();
    expect(content()).not.toEqual(declared);
    const gate = await record(scenario, () => scenario.stack.gate());
    expect(gate.run.code).not.toBe(0);
    expect(shownDiffs(gate.run)).toEqual(diffs);
    expect(gate.writes).toEqual([]);
    const repair = await record(scenario, () => scenario.stack.expectUp({ args: ["--refresh"] }));
    expect(content()).toEqual(declared);
    await scenario.stack.expectNoDrift();
    return repair;
  }

  beforeAll(async () => {
    scenario.stack.program(plantProgram);
    await scenario.stack.expectUp();
  });

  it("is repaired in every property that was changed", async () => {
    const repair = await findAndRepair(
      () => {
        store().editSource(idOf("Contractors"), {
          name: "Renamed by hand",
          description: "Described by hand",
          owner: edsger.id,
          managementWorkgroup: auditors.id,
          approvers: [grace.id, edsger.id],
          accountManagers: [katherine.id, alan.id, edsger.id],
        });
        store().editAttribute(attributeIdOf("Renamed by hand"), {
          label: "Cost centre",
          helpText: "Five digits",
          placeholder: "12345",
          required: false,
        });
      },
      {
        contractors: "~accountManagers,approvers,description,managementWorkgroup,name,owner",
        costCenter: "~helpText,label,placeholder,required",
      },
    );
    expect(repair.writes.sort()).toEqual([
      `PATCH ${path.source}`,
      `PATCH ${path.attribute}`,
      `PATCH ${path.genericSource}`,
    ]);
  });

  it("is repaired where values were removed, or added that the program does not declare", async () => {
    const repair = await findAndRepair(
      () => {
        store().editSource(idOf("Contractors"), {
          managementWorkgroup: null,
          approvers: [],
          accountManagers: [],
        });
        store().editAttribute(attributeIdOf("Contractors"), { helpText: null, placeholder: null });
        store().editSource(idOf("Partners"), {
          managementWorkgroup: auditors.id,
          approvers: [alan.id],
          accountManagers: [edsger.id],
        });
        store().editAttribute(attributeIdOf("Partners"), {
          helpText: "By hand",
          placeholder: "By hand",
          required: true,
        });
      },
      {
        contractors: "+managementWorkgroup~accountManagers,approvers",
        costCenter: "+helpText,placeholder",
        partners: "-accountManagers,approvers,managementWorkgroup",
        contract: "-helpText,placeholder~required",
      },
    );
    expect(repair.writes).toHaveLength(6);
  });

  it("is repaired where only the order of approval was changed, and only an owner", async () => {
    const repair = await findAndRepair(
      () => {
        store().editSource(idOf("Contractors"), { approvers: [ada.id, grace.id] });
        store().editSource(idOf("Partners"), { owner: edsger.id });
      },
      { contractors: "~approvers", partners: "~owner" },
    );
    expect(repair.writes.sort()).toEqual([`PATCH ${path.source}`, `PATCH ${path.genericSource}`]);
    expect(repair.patches).toContainEqual([
      expect.objectContaining({ op: "replace", path: "/approvers" }),
    ]);
  });

  it("has not drifted where only the order of the account managers was changed", async () => {
    store().editSource(idOf("Contractors"), {
      accountManagers: [plantDesk.id, alan.id, katherine.id],
    });
    await scenario.stack.expectNoDrift();
  });
});
