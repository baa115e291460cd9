/** Drift of every kind of property and object: found, named, rated, with both values, and nothing is touched. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { checkDrift, expectNone, named, runDrift } from "./drift-check";
import { plantProgram } from "./plant-program";
import { useScenario } from "./scenario";

const { ada, grace, alan, katherine, edsger } = DEFAULT_IDENTITIES;
const { plantAdministrators, plantDesk, auditors } = DEFAULT_WORKGROUPS;

const program = `${plantProgram}NonEmployeeSource.get("elsewhere", "name:Elsewhere");\n`;

const nameOf = ({ email, alias, id }: typeof ada) => ({ email, alias, id });

describe("drift", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const idOf = (name: string) => store().sourceByName(name)?.sourceId ?? "";
  const attributeOf = (name: string) => store().customAttributesOf(idOf(name))[0]?.id ?? "";

  beforeAll(async () => {
    store().addSource({ name: "Elsewhere", description: "Of others", owner: ada.id });
    scenario.stack.program(program);
    await scenario.stack.expectUp();
  });

  it("is none after an up, and costs one list of each kind and one for each source", async () => {
    const { calls, tokens } = await expectNone(scenario);
    expect([calls.length, tokens]).toEqual([2 + 2, 1]);
  });

  it("is none where only the order of account managers is another", async () => {
    store().editSource(idOf("Contractors"), {
      accountManagers: [plantDesk.id, alan.id, katherine.id],
    });
    await expectNone(scenario);
  });

  it("is found in each property that was changed, with both values", async () => {
    const id = idOf("Contractors");
    store().editSource(id, {
      name: "Renamed by hand",
      description: "Described by hand",
      owner: edsger.id,
      managementWorkgroup: auditors.id,
      approvers: [grace.id, edsger.id],
      accountManagers: [katherine.id, alan.id],
    });
    store().editAttribute(store().customAttributesOf(id)[0]?.id ?? "", {
      label: "Cost centre",
      helpText: "Five digits",
      placeholder: "12345",
      required: false,
    });
    const { run, report } = await checkDrift(scenario);
    expect(run.code).toBe(2);
    expect(report).toMatchObject({ status: "drift", resources: 4, problems: [], ignored: [] });
    expect(report.differences).toMatchObject(
      [
        ["contractors", "accountManagers"],
        ["contractors", "approvers[1]", nameOf(ada), nameOf(edsger)],
        [
          "contractors",
          "managementWorkgroup",
          { name: plantAdministrators.name, id: plantAdministrators.id },
          { name: auditors.name, id: auditors.id },
        ],
        ["contractors", "name", "Contractors", "Renamed by hand"],
        ["contractors", "owner", { email: ada.email, id: ada.id }, nameOf(edsger)],
        ["costCenter", "required", true, false],
        ["contractors", "description", "External staff of the plants", "Described by hand"],
        ["costCenter", "helpText", "Four digits", "Five digits"],
        ["costCenter", "label", "Cost center", "Cost centre"],
        ["costCenter", "placeholder", "4711", "12345"],
      ].map(([resource, path, declared, found], index) => ({
        change: "changed",
        severity: index < 6 ? "functional" : "cosmetic",
        resource,
        path,
        ...(declared !== undefined && { declared, found }),
      })),
    );
    expect(report.differences[0]).toMatchObject({
      declared: [
        nameOf(katherine),
        { alias: alan.alias, id: alan.id },
        { governanceGroup: plantDesk.name, id: plantDesk.id },
      ],
      found: [nameOf(katherine), { alias: alan.alias, id: alan.id }],
    });
    await scenario.stack.expectUp({ args: ["--refresh"] });
    await expectNone(scenario);
  });

  it("is found where values were removed, or added that nobody declares", async () => {
    store().editSource(idOf("Contractors"), {
      managementWorkgroup: null,
      approvers: [grace.id],
      accountManagers: [],
    });
    store().editAttribute(attributeOf("Contractors"), { helpText: null, placeholder: null });
    store().editSource(idOf("Partners"), { approvers: [alan.id] });
    store().editAttribute(attributeOf("Partners"), { helpText: "By hand" });
    const { run, report } = await checkDrift(scenario);
    expect(run.code).toBe(2);
    expect(named(report.differences)).toEqual([
      "functional contractors accountManagers",
      "functional contractors approvers",
      "functional contractors managementWorkgroup",
      "functional partners approvers",
      "cosmetic contract helpText",
      "cosmetic costCenter helpText",
      "cosmetic costCenter placeholder",
    ]);
    expect(report.differences[3]).toMatchObject({ found: [nameOf(alan)] });
    expect(report.differences[6]).not.toHaveProperty("found");
    await scenario.stack.expectUp({ args: ["--refresh"] });
  });

  it("is what was deleted, and with --unmanaged what nobody declares", async () => {
    const contractorsId = idOf("Contractors");
    store().deleteAttribute(attributeOf("Contractors"));
    store().addAttribute(contractorsId, { technicalName: "byHand", label: "By hand" });
    store().deleteSource(idOf("Partners"));
    store().addSource({ name: "Partners", description: "Made anew", owner: ada.id });
    const deleted = [
      "data-destroying contract deleted",
      "data-destroying costCenter deleted",
      "data-destroying partners deleted",
    ];
    const without = await checkDrift(scenario);
    expect([without.run.code, named(without.report.differences)]).toEqual([2, deleted]);
    const { run, report, tokens } = await checkDrift(scenario, { args: ["--unmanaged"] });
    expect([run.code, tokens]).toEqual([2, 2]);
    expect(named(report.differences)).toEqual([
      ...deleted,
      "functional Contractors/byHand unmanaged",
      "functional Partners unmanaged",
    ]);
  });

  it("is written as Markdown for people", async () => {
    const { code, stdout } = await runDrift(scenario, { args: ["--format", "markdown"] });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^### `dev`: 3 differences \(3 data-destroying\) in 4 resources\n/);
    expect(stdout).toMatch(
      /\| data-destroying \| `partners` \| \| `source [0-9a-f]{32}` \| deleted \|/,
    );
  });
});
