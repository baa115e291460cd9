/** Writes that fail half-way or whose answer is lost: nothing is orphaned, nothing made twice. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { declareAttribute, declareSource, messagesOf, path, record, useScenario } from "./scenario";

const { ada } = DEFAULT_IDENTITIES;

const program = [
  declareSource("contractors", {
    name: "Contractors",
    description: "External staff",
    owner: { id: ada.id },
  }),
  declareAttribute("costCenter", "contractors", { technicalName: "costCenter", label: "Cost" }),
  declareAttribute("badge", "contractors", { technicalName: "badge", label: "Badge" }),
].join("");

describe("a create that fails half-way", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const attributes = () => store().customAttributesOf(store().sources()[0]?.sourceId ?? "");

  it("leaves in the state what was made, and ends with an error", async () => {
    scenario.stack.program(program);
    scenario.simulator.faults.add({ method: "POST", template: path.attributes, status: 400 });
    const run = await scenario.stack.up();
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toMatch(
      /create schema attribute "(costCenter|badge)" of source [0-9a-f]{32}: 400/,
    );
    const ids = (await scenario.stack.resources()).map(({ id }) => id);
    expect(store().sources()).toHaveLength(1);
    expect(ids).toContain(store().sources()[0]?.sourceId);
    for (const { sourceId, id } of attributes()) expect(ids).toContain(`${sourceId}/${id}`);
  });

  it("is completed by the next up, which makes only what is missing", async () => {
    const missing = 2 - attributes().length;
    expect(missing).toBeGreaterThan(0);
    const { writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual(Array(missing).fill(`POST ${path.attributes}`));
    expect(store().sources()).toHaveLength(1);
    expect(
      attributes()
        .map(({ technicalName }) => technicalName)
        .sort(),
    ).toEqual(["badge", "costCenter"]);
    await scenario.stack.expectNoDrift();
  });
});

describe("a tenant that answers badly", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const attributes = () => store().customAttributesOf(store().sources()[0]?.sourceId ?? "");

  it("gets exactly one object of each, where answers are lost before and after the effect", async () => {
    scenario.stack.program(program);
    scenario.simulator.faults.add({ method: "POST", template: path.sources, drop: "after" });
    scenario.simulator.faults.add({ method: "POST", template: path.attributes, drop: "before" });
    scenario.simulator.faults.add({ method: "POST", template: path.attributes, drop: "after" });
    const { writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(scenario.simulator.faults.pending).toEqual([]);
    expect(writes.filter((call) => call === `POST ${path.sources}`)).toHaveLength(1);
    expect(store().sources()).toHaveLength(1);
    expect(
      attributes()
        .map(({ technicalName }) => technicalName)
        .sort(),
    ).toEqual(["badge", "costCenter"]);
    await scenario.stack.expectNoDrift();
  });

  it("is asked again where the name of a source that was just deleted is still taken", async () => {
    await scenario.stack.expectDestroy();
    scenario.simulator.behaviour.visibleAfterMs = 1500;
    scenario.simulator.faults.add({
      method: "POST",
      template: path.sources,
      status: 400,
      body: { detailCode: "400.1.409 Reference conflict", trackingId: "t", messages: [] },
    });
    const { requests } = await record(scenario, () => scenario.stack.expectUp());
    const posts = requests.filter(({ method, template }) => {
      return method === "POST" && template === path.sources;
    });
    expect(posts.map(({ status }) => status)).toEqual([400, 200]);
    expect(store().sources()).toHaveLength(1);
    expect(attributes()).toHaveLength(2);
  });
});
