/** What a stack does to a tenant from the first `up` to `destroy`. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import {
  changesOf,
  declareAttribute,
  declareSource,
  path,
  record,
  shownDiffs,
  storedResources,
  useScenario,
} from "./scenario";

const { ada, grace, alan, katherine } = DEFAULT_IDENTITIES;
const { plantAdministrators, plantDesk } = DEFAULT_WORKGROUPS;

const contractors = {
  name: "Contractors",
  description: "External staff of the plants",
  owner: { id: ada.id },
  managementWorkgroup: { id: plantAdministrators.id },
  approvers: [{ id: grace.id }, { id: plantDesk.id }, { id: ada.id }],
  accountManagers: [{ id: katherine.id }, { id: alan.id }],
};
const partners = { name: "Partners", description: "Partner companies", owner: { id: grace.id } };
const costCenter = {
  technicalName: "costCenter",
  label: "Cost center",
  helpText: "Four digits; ask your plant controller",
  placeholder: "for example 4711",
  required: true,
};
const badge = { technicalName: "badge", label: "Badge number" };
const contract = { technicalName: "contract", label: "Contract number", placeholder: "C-0000" };

interface Changes {
  contractors?: object;
  costCenter?: object | undefined;
  badge?: object;
}

function program(changes: Changes = {}): string {
  const all = { contractors, costCenter, badge, ...changes };
  return [
    declareSource("contractors", all.contractors),
    declareSource("partners", partners),
    all.costCenter ? declareAttribute("costCenter", "contractors", all.costCenter) : "",
    declareAttribute("badge", "contractors", all.badge),
    declareAttribute("contract", "partners", contract),
  ].join("");
}

describe("a stack of two sources and their attributes", () => {
  const scenario = useScenario();
  const sourceNamed = (name: string) => scenario.simulator.store.sourceByName(name);
  const attributesOf = (name: string) =>
    scenario.simulator.store.customAttributesOf(sourceNamed(name)?.sourceId ?? "");

  it("creates each object by one POST and sends nothing else", async () => {
    scenario.stack.program(program());
    const { run, writes, tokens } = await record(scenario, () => scenario.stack.expectUp());
    expect(changesOf(run)).toEqual([
      "create badge",
      "create contract",
      "create contractors",
      "create costCenter",
      "create partners",
    ]);
    expect(writes.sort()).toEqual([
      ...Array(2).fill(`POST ${path.sources}`),
      ...Array(3).fill(`POST ${path.attributes}`),
    ]);
    expect(tokens).toBe(1);
  });

  it("makes the sources as declared, with owner, workgroup, order of approval and managers", () => {
    expect(sourceNamed("Contractors")).toMatchObject({
      description: "External staff of the plants",
      owner: ada.id,
      managementWorkgroup: plantAdministrators.id,
      approvers: [grace.id, plantDesk.id, ada.id],
    });
    expect(sourceNamed("Contractors")?.accountManagers.sort()).toEqual(
      [katherine.id, alan.id].sort(),
    );
    expect(sourceNamed("Partners")).toMatchObject({
      owner: grace.id,
      managementWorkgroup: null,
      approvers: [],
      accountManagers: [],
    });
  });

  it("makes the attributes as declared", () => {
    expect(
      attributesOf("Contractors").sort((a, b) => (a.technicalName < b.technicalName ? -1 : 1)),
    ).toMatchObject([
      { ...badge, type: "TEXT", helpText: null, placeholder: null, required: false },
      { ...costCenter, type: "TEXT" },
    ]);
    expect(attributesOf("Partners")).toMatchObject([{ ...contract, required: false }]);
  });

  it("sends no request at all with a second up", async () => {
    const { run, requests } = await record(scenario, () => scenario.stack.expectUp());
    expect(run.summary).toEqual({ same: 6 });
    expect(requests).toEqual([]);
  });

  it("writes little into the state for each attribute", () => {
    const stored = storedResources(scenario.stack);
    const entry = stored.find(({ urn }) => urn.endsWith("::costCenter"));
    // Where in the program the resource stands is written by Pulumi, with paths as long as the folder's name.
    const own = { ...entry, stackTrace: undefined, sourcePosition: undefined };
    const [all = 0, rest = 0] = [entry, own].map((value) => JSON.stringify(value).length);
    process.stdout.write(
      `state of one attribute: ${rest} bytes, with Pulumi's stack trace ${all}\n`,
    );
    expect(rest).toBeGreaterThan(500);
    expect(rest).toBeLessThanOrEqual(1800);
    // The line of the program, not of the class.
    expect(entry?.sourcePosition).toMatch(/\/index\.js#\d+,\d+$/);
  });

  it("patches the approvers when the program orders them anew, and nothing for the managers", async () => {
    const approvers = [...contractors.approvers].reverse();
    const accountManagers = [...contractors.accountManagers].reverse();
    scenario.stack.program(program({ contractors: { ...contractors, accountManagers } }));
    const unordered = await record(scenario, () => scenario.stack.expectUp());
    expect(unordered.calls).toEqual([]);
    const changed = { ...contractors, approvers, accountManagers };
    scenario.stack.program(program({ contractors: changed }));
    const ordered = await record(scenario, () => scenario.stack.expectUp());
    expect(ordered.writes).toEqual([`PATCH ${path.source}`]);
    expect(ordered.patches).toMatchObject([[{ op: "replace", path: "/approvers" }]]);
    expect(sourceNamed("Contractors")?.approvers).toEqual(approvers.map(({ id }) => id));
    scenario.stack.program(program());
    await scenario.stack.expectUp();
  });

  it("passes the drift gate with two lists, one list for each source, and one token", async () => {
    const { run, calls, tokens } = await record(scenario, () => scenario.stack.expectNoDrift());
    process.stdout.write(`drift gate of 2 sources: ${calls.length} calls, ${tokens} token\n`);
    expect(calls.sort()).toEqual([
      `GET ${path.sources}`,
      `GET ${path.attributes}`,
      `GET ${path.attributes}`,
      "GET /sources",
    ]);
    expect(tokens).toBe(1);
    expect(changesOf(run)).toEqual([]);
  });

  it("renames a source in place: its id stays, and its attributes are not touched", async () => {
    const before = sourceNamed("Contractors");
    const attributes = attributesOf("Contractors");
    scenario.stack.program(program({ contractors: { ...contractors, name: "Temps" } }));
    const preview = await scenario.stack.expectPreview();
    expect(changesOf(preview)).toEqual(["update contractors"]);
    expect(shownDiffs(preview)).toEqual({ contractors: "~name" });
    const { run, writes, patches } = await record(scenario, () => scenario.stack.expectUp());
    expect(changesOf(run)).toEqual(["update contractors"]);
    expect(writes).toEqual([`PATCH ${path.source}`]);
    expect(patches).toEqual([[{ op: "replace", path: "/name", value: "Temps" }]]);
    expect(sourceNamed("Temps")?.sourceId).toBe(before?.sourceId);
    expect(attributesOf("Temps")).toEqual(attributes);
    scenario.stack.program(program());
    await scenario.stack.expectUp();
  });

  it("changes a label by one PATCH of just that", async () => {
    scenario.stack.program(program({ badge: { ...badge, label: "Badge" } }));
    const { writes, patches } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual([`PATCH ${path.attribute}`]);
    expect(patches).toEqual([[{ op: "replace", path: "/label", value: "Badge" }]]);
  });

  it("replaces an attribute whose technicalName changes, deleting first", async () => {
    const others = attributesOf("Contractors").filter((one) => one.technicalName !== "badge");
    scenario.stack.program(program({ badge: { ...badge, technicalName: "badgeNumber" } }));
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(changesOf(run)).toContain("replace badge");
    expect(writes).toEqual([`DELETE ${path.attribute}`, `POST ${path.attributes}`]);
    expect(attributesOf("Contractors")).toMatchObject([
      ...others,
      { technicalName: "badgeNumber", label: "Badge number" },
    ]);
  });

  it("deletes an attribute that left the program by one DELETE, and nothing else", async () => {
    const [kept] = attributesOf("Contractors").filter((one) => one.technicalName !== "costCenter");
    const before = scenario.stack.storedState().length;
    scenario.stack.program(
      program({ badge: { ...badge, technicalName: "badgeNumber" }, costCenter: undefined }),
    );
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(changesOf(run)).toEqual(["delete costCenter"]);
    expect(writes).toEqual([`DELETE ${path.attribute}`]);
    expect(attributesOf("Contractors")).toEqual([kept]);
    const bytes = before - scenario.stack.storedState().length;
    process.stdout.write(`one attribute in the state file: ${bytes} bytes\n`);
  });

  it("destroys with one DELETE for each source and none for attributes", async () => {
    const { run, writes } = await record(scenario, () => scenario.stack.expectDestroy());
    expect(changesOf(run)).toEqual([
      "delete badge",
      "delete contract",
      "delete contractors",
      "delete partners",
    ]);
    expect(writes).toEqual([`DELETE ${path.source}`, `DELETE ${path.source}`]);
    expect(scenario.simulator.store.sources()).toEqual([]);
    expect(await scenario.stack.resources()).toEqual([]);
  });
});
