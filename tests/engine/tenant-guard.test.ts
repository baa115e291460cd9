/** A stack never touches a tenant other than the one that its resources came from. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { tenantVariables } from "./project";
import {
  declareAttribute,
  declareSource,
  messagesOf,
  record,
  storedResources,
  useScenario,
} from "./scenario";
import type { PulumiRun } from "./stack";

const program =
  declareSource("contractors", {
    name: "Contractors",
    description: "External staff",
    owner: { id: DEFAULT_IDENTITIES.ada.id },
  }) +
  declareAttribute("costCenter", "contractors", { technicalName: "costCenter", label: "Cost" });

describe("a stack whose configuration names another tenant", () => {
  const scenario = useScenario();
  let other: JudgedSimulator;
  let environment: Record<string, string>;
  let resources: unknown;

  beforeAll(async () => {
    other = await startSimulator();
    environment = tenantVariables(other);
    scenario.stack.program(program);
    await scenario.stack.expectUp();
    // Drops what the engine drops from the state with every refresh.
    await scenario.stack.expectRefresh();
    resources = storedResources(scenario.stack);
  });
  afterAll(() => other.stop());

  /** The run fails before any request to either tenant. */
  async function expectRefusal(work: () => Promise<PulumiRun>, text: string): Promise<void> {
    const { run, requests } = await record(scenario, work);
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toContain(text);
    expect(run.output).not.toContain("    at ");
    expect(requests).toEqual([]);
    expect(other.requests).toEqual([]);
  }
  const belongs = () =>
    `belongs to the tenant ${scenario.simulator.url}, but the configuration names ${other.url}`;

  it.each(["preview", "up", "gate", "refresh"] as const)(
    "is refused by %s before any request",
    async (command) => {
      await expectRefusal(() => scenario.stack[command]({ environment }), belongs());
      expect(storedResources(scenario.stack)).toEqual(resources);
    },
  );

  it("is refused by destroy before any request, and the next up takes back what left the state", async () => {
    await expectRefusal(() => scenario.stack.destroy({ environment }), belongs());
    const { writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual([]);
    await scenario.stack.expectNoDrift();
  });

  it("is refused where stack and environment name two tenants", async () => {
    await scenario.stack.config("sailpoint:baseUrl", scenario.simulator.url);
    await expectRefusal(
      () => scenario.stack.preview({ environment }),
      `sailpoint:baseUrl is ${scenario.simulator.url} but SAIL_BASE_URL is ${other.url}: two different tenants`,
    );
  });
});
