/** The README's table of requests, line by line. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { numberOf, requestFigures } from "../request-figure";
import { runDrift } from "./drift-check";
import { declareAttribute, declareSource, record, useScenario } from "./scenario";

const { ada, grace, alan, edsger } = DEFAULT_IDENTITIES;
const numbers = { n: 3, S: 2 };
const isLookUp = (call: string) => /(public-identities|workgroups)$/.test(call);

const contractors = {
  name: "Contractors",
  description: "External staff",
  owner: { email: ada.email },
  managementWorkgroup: { name: DEFAULT_WORKGROUPS.auditors.name },
  approvers: [{ alias: grace.alias }, { email: alan.email, alias: alan.alias }],
};
const attributes = ["costCenter", "badge", "contract"];

const program = (source: object = {}, names = attributes) =>
  declareSource("contractors", { ...contractors, ...source }) +
  names
    .map((technicalName) =>
      declareAttribute(technicalName, "contractors", { technicalName, label: "Label" }),
    )
    .join("");
const partners =
  declareSource("partners", { name: "Partners", description: "P", owner: { email: ada.email } }) +
  declareAttribute("company", "partners", { technicalName: "company", label: "Company" });

describe("requests", () => {
  const scenario = useScenario();
  /** What was sent, by kind, is what the table says. */
  async function expectFigure(name: keyof typeof requestFigures, work: () => Promise<unknown>) {
    const { calls, writes, tokens } = await record(scenario, work);
    const lookUps = calls.filter(isLookUp).length;
    const measured = { reads: calls.length - writes.length - lookUps, lookUps };
    const { reads, lookUps: expectedLookUps, writes: expectedWrites } = requestFigures[name];
    expect({ ...measured, writes: writes.length }).toEqual({
      reads: numberOf(reads, numbers),
      lookUps: numberOf(expectedLookUps, numbers),
      writes: numberOf(expectedWrites, numbers),
    });
    return tokens;
  }
  const up = (text: string) => () => {
    scenario.stack.program(text);
    return scenario.stack.expectUp();
  };

  it("are as stated when a source with attributes is created and destroyed", async () => {
    scenario.stack.program(program());
    expect(
      await expectFigure("createWithPreview", () => scenario.stack.expectUp({ preview: true })),
    ).toBe(2);
    expect(await expectFigure("destroy", () => scenario.stack.expectDestroy())).toBe(1);
    expect(await expectFigure("create", up(program()))).toBe(1);
  });

  it("are as stated when nothing changes, and with drift", async () => {
    await up(program() + partners)();
    expect(await expectFigure("noChange", () => scenario.stack.expectUp({ preview: true }))).toBe(
      0,
    );
    expect(await expectFigure("refresh", () => scenario.stack.expectRefresh())).toBe(1);
    expect(await expectFigure("gate", () => scenario.stack.expectNoDrift())).toBe(1);
    expect(await expectFigure("drift", () => runDrift(scenario))).toBe(1);
    const source = scenario.simulator.store.sourceByName("Contractors");
    scenario.simulator.store.editSource(source?.sourceId ?? "", { owner: edsger.id });
    await expectFigure("gateAfterDrift", () => scenario.stack.gate());
    expect(await expectFigure("driftOfOwner", () => runDrift(scenario))).toBe(2);
    scenario.simulator.store.editSource(source?.sourceId ?? "", { owner: ada.id });
  });

  const two = ["costCenter", "badge"];
  const contract = { technicalName: "contract", label: "Label", required: true };
  const required = declareAttribute("contract", "contractors", contract);
  const other = declareAttribute("contract", "contractors", { ...contract, label: "Other" });
  const more = declareAttribute("more", "contractors", { technicalName: "more", label: "More" });
  const alias = { owner: { alias: ada.alias } };
  const last = { name: "Temps", ...alias, approvers: [{ alias: edsger.alias }] };

  // Each line changes what the line before has left.
  it.each<[keyof typeof requestFigures, string]>([
    ["rename", program({ name: "Temps" })],
    ["owner", program({ name: "Temps", owner: { alias: grace.alias } })],
    ["owner", program({ name: "Temps" })],
    ["sameOwner", program({ name: "Temps", ...alias })],
    ["approvers", program(last)],
    ["removeAttribute", program(last, two)],
    ["addRequired", program(last, two) + required],
    ["attribute", program(last, two) + other],
    ["addAttribute", program(last, two) + other + more],
  ])("are as stated: %s", async (name, text) => {
    await expectFigure(name, up(text + partners));
  });
});
