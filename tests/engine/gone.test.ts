/** Objects that somebody deleted by hand in the tenant. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { changesOf, declareAttribute, declareSource, path, record, useScenario } from "./scenario";

const { ada, grace } = DEFAULT_IDENTITIES;

const badgeText = declareAttribute("badge", "contractors", {
  technicalName: "badge",
  label: "Badge",
});
const program = [
  declareSource("contractors", {
    name: "Contractors",
    description: "External staff",
    owner: { id: ada.id },
  }),
  declareSource("partners", { name: "Partners", description: "Partners", owner: { id: grace.id } }),
  declareAttribute("costCenter", "contractors", { technicalName: "costCenter", label: "Cost" }),
  badgeText,
  declareAttribute("contract", "partners", { technicalName: "contract", label: "Contract" }),
].join("");

describe.each(["404", "400.1.404"] as const)(
  "objects deleted by hand, which the tenant answers with %s",
  (missingObject) => {
    const scenario = useScenario({ tenant: { behaviour: { missingObject } } });
    const store = () => scenario.simulator.store;
    const idOf = (name: string) => store().sourceByName(name)?.sourceId ?? "";
    const attributes = (name: string) => store().customAttributesOf(idOf(name));

    it("are found by the gate, and exactly they are created again", async () => {
      const { stack } = scenario;
      stack.program(program);
      await stack.expectUp();
      const [contractorsId, partnersId] = [idOf("Contractors"), idOf("Partners")];
      const find = (name: string) =>
        attributes("Contractors").find(({ technicalName }) => technicalName === name);
      const costCenter = find("costCenter");
      store().deleteAttribute(find("badge")?.id ?? "");
      store().deleteSource(partnersId);

      const gate = await record(scenario, () => stack.gate());
      expect(gate.run.code).not.toBe(0);
      expect(changesOf(gate.run)).toEqual(
        expect.arrayContaining(["create badge", "create contract", "create partners"]),
      );
      expect(gate.writes).toEqual([]);
      expect(store().sources()).toHaveLength(1);

      const up = await record(scenario, () => stack.expectUp({ args: ["--refresh"] }));
      expect(up.writes.sort()).toEqual([
        `POST ${path.sources}`,
        `POST ${path.attributes}`,
        `POST ${path.attributes}`,
      ]);
      expect(idOf("Contractors")).toBe(contractorsId);
      expect(find("costCenter")).toEqual(costCenter);
      expect(find("badge")).toMatchObject({ label: "Badge" });
      expect(idOf("Partners")).toMatch(/^[0-9a-f]{32}$/);
      expect(idOf("Partners")).not.toBe(partnersId);
      expect(attributes("Partners")).toMatchObject([{ technicalName: "contract" }]);
      await stack.expectNoDrift();
    });

    it("are not missed by an up that gives them up", async () => {
      const { stack } = scenario;
      const badge = attributes("Contractors").find(
        ({ technicalName }) => technicalName === "badge",
      );
      store().deleteAttribute(badge?.id ?? "");
      stack.program(program.replace(badgeText, ""));
      await stack.expectUp();
      await stack.expectNoDrift();
      expect(attributes("Contractors")).toMatchObject([{ technicalName: "costCenter" }]);
    });

    it("are not missed by destroy", async () => {
      store().deleteSource(idOf("Partners"));
      const { writes } = await record(scenario, () => scenario.stack.expectDestroy());
      expect(writes.filter((call) => call !== `DELETE ${path.source}`)).toEqual([]);
      expect(store().sources()).toEqual([]);
      expect(await scenario.stack.resources()).toEqual([]);
    });
  },
);
