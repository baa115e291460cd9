/** Pulumi's own `pulumi import --file`: objects that exist come into the state without a write. */
import { z } from "zod";
import { loaderOf } from "../../sdk/dynamic-resource";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { readText, sectionOf } from "../docs/document";
import {
  declareAttribute,
  declareSource,
  messagesOf,
  path,
  record,
  storedNames,
  storedResources,
  useScenario,
} from "./scenario";

const { ada, grace } = DEFAULT_IDENTITIES;

const contractors = {
  name: "Contractors",
  description: "External staff",
  owner: { email: ada.email },
  approvers: [{ alias: grace.alias }],
};
const costCenter = { technicalName: "costCenter", label: "Cost center", required: true };
const program =
  declareSource("contractors", contractors) +
  declareAttribute("costCenter", "contractors", costCenter);

describe("pulumi import --file", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const arguments_ = ["--file", "import.json", "--generate-code=false", "--protect=false", "--yes"];

  /** Imports both objects; `full` has everything, otherwise the provider's line alone. */
  async function importBoth(isFull: boolean): Promise<string[]> {
    const { sourceId, id: nonEmployeeSourceId } = store().sourceByName("Contractors") ?? {};
    const [attribute] = store().customAttributesOf(sourceId ?? "");
    const entry = (
      typeName: "NonEmployeeSource" | "SchemaAttribute",
      name: string,
      id: string,
      inputs: object,
      outputs: object,
    ) => {
      const { token, provider } = loaderOf(typeName);
      const line = { __provider: provider };
      const all = { ...line, ...inputs };
      return isFull
        ? { type: token, name, id, inputs: all, outputs: { ...all, ...outputs } }
        : { type: token, name, id, inputs: line, outputs: line };
    };
    const tenantUrl = scenario.simulator.url;
    const references = {
      owner: { email: ada.email, id: ada.id },
      approvers: [{ alias: grace.alias, id: grace.id }],
    };
    const resources = [
      entry(
        "NonEmployeeSource",
        "contractors",
        sourceId ?? "",
        { ...contractors, ...references },
        { sourceId, nonEmployeeSourceId, ownerId: ada.id, approverIds: [grace.id], tenantUrl },
      ),
      entry(
        "SchemaAttribute",
        "costCenter",
        `${sourceId}/${attribute?.id}`,
        { ...costCenter, type: "TEXT", sourceId },
        { attributeId: attribute?.id, tenantUrl },
      ),
    ];
    scenario.stack.write("import.json", JSON.stringify({ resources }));
    const { run, calls } = await record(scenario, () =>
      scenario.stack.run(["import", ...arguments_]),
    );
    expect(run.code).toBe(0);
    expect(storedNames(scenario.stack)).toEqual(["contractors", "costCenter"]);
    return calls;
  }

  beforeAll(() => {
    const { owner: _, approvers: __, ...rest } = contractors;
    store().addSource({
      ...rest,
      owner: ada.id,
      approvers: [grace.id],
      attributes: [costCenter],
    });
    scenario.stack.program(program);
  });

  it("takes inputs and outputs as they are, and the first preview is empty", async () => {
    expect(await importBoth(true)).toEqual([]);
    const { run, writes } = await record(scenario, () =>
      scenario.stack.preview({ args: ["--expect-no-changes"] }),
    );
    expect(run.code).toBe(0);
    expect(writes).toEqual([]);
    await scenario.stack.expectNoDrift();
  });

  it("takes the short form, which a refresh fills in; up then writes to the state alone", async () => {
    const all = await scenario.stack.state();
    all.deployment.resources = [];
    await scenario.stack.importState(all);
    expect(await importBoth(false)).toEqual([]);
    const environment = { SAIL_ADOPT_EXISTING: "identical" };
    const early = await record(scenario, () => scenario.stack.up({ environment }));
    expect(early.run.code).not.toBe(0);
    expect(messagesOf(early.run)).toContain("Run `pulumi refresh` first");
    expect(early.writes).toEqual([]);
    await scenario.stack.expectRefresh();
    const source = storedResources(scenario.stack).find(({ urn }) => urn.endsWith("contractors"));
    expect(source?.inputs).toMatchObject({ owner: { id: ada.id }, name: "Contractors" });
    const { writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual([]);
    await scenario.stack.expectNoDrift();
  });

  it("leaves resources that a destroy deletes like those of an up", async () => {
    const { writes } = await record(scenario, () => scenario.stack.expectDestroy());
    expect(writes).toEqual([`DELETE ${path.source}`]);
    expect(store().sources()).toEqual([]);
  });

  it("is documented with the lines that the classes write", () => {
    const [, text = ""] =
      /```json\n(.*?)```/s.exec(
        sectionOf(readText("docs/behaviour.md"), "## Pulumi's own import"),
      ) ?? [];
    const { token, provider } = loaderOf("NonEmployeeSource");
    const line = z.object({ __provider: z.literal(provider) });
    const entry = z.object({ type: z.literal(token), inputs: line, outputs: line });
    expect(() => z.object({ resources: z.tuple([entry]) }).parse(JSON.parse(text))).not.toThrow();
  });
});
