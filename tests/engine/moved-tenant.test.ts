/** A tenant whose host name changes: the state follows only when somebody says so, and only after the ids were seen there. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { expectNone } from "./drift-check";
import {
  changesOf,
  declareAttribute,
  declareSource,
  messagesOf,
  path,
  record,
  storedResources,
  useScenario,
} from "./scenario";

const { ada } = DEFAULT_IDENTITIES;

const contractors = { name: "Contractors", description: "External staff", owner: { id: ada.id } };
const program = (label = "Cost center") =>
  declareSource("contractors", contractors) +
  declareAttribute("costCenter", "contractors", { technicalName: "costCenter", label });

describe("a tenant that gets another host name", () => {
  const scenario = useScenario();
  const oldUrl = () => scenario.simulator.url;
  /** The same simulated tenant under its other name. */
  const newUrl = () => oldUrl().replace("127.0.0.1", "localhost");
  const moved = (changes: Record<string, string> = {}) => ({
    environment: {
      SAIL_BASE_URL: newUrl(),
      SAIL_PREVIOUS_BASE_URL: oldUrl(),
      ...changes,
    },
  });
  const urls = () =>
    storedResources(scenario.stack)
      .filter(({ urn }) => urn.includes("sailpoint:"))
      .map(({ outputs }) => Object(outputs).tenantUrl);

  let other: JudgedSimulator;
  beforeAll(async () => {
    other = await startSimulator();
    scenario.stack.program(program());
    await scenario.stack.expectUp();
  });
  afterAll(() => other.stop());

  it("is refused without previousBaseUrl, which the message names", async () => {
    const { run, requests } = await record(scenario, () =>
      scenario.stack.preview({ environment: { SAIL_BASE_URL: newUrl() } }),
    );
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toContain(
      `set sailpoint:previousBaseUrl (SAIL_PREVIOUS_BASE_URL) to ${oldUrl()}`,
    );
    expect(requests).toEqual([]);
  });

  it("has no drift, nor anything that nobody declares, while only a part of the state has followed", async () => {
    const part = declareSource("partners", { ...contractors, name: "Partners" });
    scenario.stack.program(program() + part);
    await scenario.stack.expectUp();
    await scenario.stack.expectUp({ ...moved(), args: ["--target", "**::partners"] });
    expect(new Set(urls()).size).toBe(2);
    const { calls } = await expectNone(scenario, { ...moved(), args: ["--unmanaged"] });
    expect(calls.filter((call) => call === `GET ${path.sources}`)).toHaveLength(2);
    scenario.stack.program(program());
    await scenario.stack.expectUp({ ...moved(), args: ["--target", "**::partners"] });
    expect(urls()).toEqual([oldUrl(), oldUrl()]);
  });

  it("is refused where the new URL is another tenant: no list there shows the ids", async () => {
    const environment = {
      SAIL_BASE_URL: other.url,
      SAIL_CLIENT_ID: other.clientId,
      SAIL_CLIENT_SECRET: other.clientSecret,
      SAIL_PREVIOUS_BASE_URL: oldUrl(),
    };
    for (const command of ["preview", "up", "refresh", "destroy"] as const) {
      const { run } = await record(scenario, () => scenario.stack[command]({ environment }));
      expect(run.code).not.toBe(0);
      expect(messagesOf(run)).toContain("the list there does not show its id");
    }
    expect(
      other.requests.filter(({ method, path }) => method !== "GET" && path !== "/oauth/token"),
    ).toEqual([]);
    expect(scenario.simulator.store.sources()).toHaveLength(1);
    // A refused destroy has dropped the attribute from the state: the next up takes it back.
    await scenario.stack.expectUp();
    expect(urls()).toEqual([oldUrl(), oldUrl()]);
  });

  it("shows the rewriting of the state at preview and at the gate, and nothing else", async () => {
    const preview = await record(scenario, () => scenario.stack.preview(moved()));
    expect(preview.run.code).toBe(0);
    expect(changesOf(preview.run)).toEqual(["update contractors", "update costCenter"]);
    const gate = await record(scenario, () => scenario.stack.gate(moved()));
    expect(gate.run.code).not.toBe(0);
    expect(urls()).toEqual([oldUrl(), oldUrl()]);
  });

  it("gets the new URL into the state, and no other change in the same run", async () => {
    scenario.stack.program(program("Cost centre"));
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp(moved()));
    expect(writes).toEqual([]);
    expect(messagesOf(run)).toContain("the change of label is made by the next one");
    expect(urls()).toEqual([newUrl(), newUrl()]);
  });

  it("then gets the changes, and needs previousBaseUrl no longer", async () => {
    scenario.stack.environment.SAIL_BASE_URL = newUrl();
    const { writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toHaveLength(1);
    const [{ sourceId = "" } = {}] = scenario.simulator.store.sources();
    expect(scenario.simulator.store.customAttributesOf(sourceId)).toMatchObject([
      { label: "Cost centre" },
    ]);
    await scenario.stack.expectNoDrift();
    await scenario.stack.expectDestroy();
    expect(scenario.simulator.store.sources()).toEqual([]);
  });
});
