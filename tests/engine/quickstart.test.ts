/** The example in examples/quickstart, run as a user runs it in the repository: through the Pulumi.yaml at its root. */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { path, record, useScenario } from "./scenario";
import { projectRoot } from "./shared";

const { ada, grace } = DEFAULT_IDENTITIES;
const { plantDesk } = DEFAULT_WORKGROUPS;

describe("the quickstart", () => {
  const scenario = useScenario({ stack: { name: "non-employee-quickstart" } });

  it("comes up in TypeScript, has no drift, and is destroyed", async () => {
    const { stack, simulator } = scenario;
    const folder = join("examples", "quickstart");
    cpSync(join(projectRoot, folder), join(stack.folder, folder), { recursive: true });
    stack.write("Pulumi.yaml", readFileSync(join(projectRoot, "Pulumi.yaml"), "utf8"));
    await stack.config("owner", ada.id);
    await stack.config("plantManager", grace.id);
    await stack.config("serviceDesk", plantDesk.id);

    const up = await record(scenario, () => stack.expectUp({ preview: true }));
    expect(up.run.summary).toEqual({ create: 9 });
    const { store } = simulator;
    const names = ["Contractors", "Partners"].map((name) => {
      const source = store.sourceByName(name);
      const attributes = store.customAttributesOf(source?.sourceId ?? "");
      return attributes.map(({ technicalName }) => technicalName).sort();
    });
    expect(names).toEqual([
      ["badge", "company", "costCenter"],
      ["company", "contract", "sponsor"],
    ]);
    expect(store.sourceByName("Contractors")).toMatchObject({
      owner: ada.id,
      approvers: [grace.id, ada.id],
      accountManagers: [grace.id],
    });
    expect(store.sourceByName("Partners")?.accountManagers).toEqual([plantDesk.id]);

    await stack.expectNoDrift();
    const { writes } = await record(scenario, () => stack.expectDestroy());
    expect(writes).toEqual([`DELETE ${path.source}`, `DELETE ${path.source}`]);
    expect(store.sources()).toEqual([]);
  });
});
