/** Credentials: never shown, never in the state but in Pulumi's own encrypted copy of the configuration. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { declareAttribute, declareSource, path, useScenario } from "./scenario";
import { createStack, type PulumiRun, type Stack } from "./stack";

const program =
  declareSource("contractors", {
    name: "Contractors",
    description: "External staff",
    owner: { id: DEFAULT_IDENTITIES.ada.id },
  }) +
  declareAttribute("costCenter", "contractors", { technicalName: "costCenter", label: "Cost" });

/** How every access token of the simulator begins: a JWT's header. */
const tokenStart = "eyJhbGciOi";

/** The run shows, also in its events, neither the secret nor a token. */
function expectNoSecret(run: PulumiRun, secret: string): void {
  for (const text of [run.output, JSON.stringify(run.events)]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(tokenStart);
  }
}

describe("credentials in the environment", () => {
  const scenario = useScenario();

  it("are shown by no run, whether it ends well or not", async () => {
    const { stack, simulator } = scenario;
    const { clientSecret } = simulator;
    stack.program(program);
    simulator.faults.add({ method: "POST", template: path.attributes, status: 400 });
    const refused = await stack.up();
    expect(refused.code).not.toBe(0);
    const verbose = await stack.expectUp({ args: ["-v=3", "--logtostderr"] });
    expect(verbose.stderr).toContain("CLI Metadata");
    const gate = await stack.expectNoDrift({ args: ["--diff"] });
    const wrong = "a-wrong-secret-of-the-test";
    const unknown = await stack.refresh({ environment: { SAIL_CLIENT_SECRET: wrong } });
    expect(unknown.code).not.toBe(0);
    for (const run of [refused, verbose, gate, unknown]) {
      expectNoSecret(run, clientSecret);
      expectNoSecret(run, wrong);
    }
  });

  it("are nowhere in the state, also decrypted", async () => {
    const { stack, simulator } = scenario;
    const decrypted = JSON.stringify(await stack.state());
    expect(decrypted).toContain("contractors");
    for (const text of [stack.storedState(), decrypted]) {
      expect(text).not.toContain(simulator.clientSecret);
      expect(text).not.toContain(simulator.clientId);
      expect(text).not.toContain(tokenStart);
    }
  });
});

describe("credentials in the stack's configuration", () => {
  let simulator: JudgedSimulator;
  let stack: Stack;
  const rotated = "the-secret-before-its-rotation";

  beforeAll(async () => {
    simulator = await startSimulator();
    stack = await createStack({
      config: { "sailpoint:baseUrl": simulator.url, "sailpoint:clientId": simulator.clientId },
      program,
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await simulator.stop();
  });

  it("work, and are in what is shown and stored only as Pulumi encrypts them", async () => {
    await stack.config("sailpoint:clientSecret", simulator.clientSecret, { secret: true });
    const runs = [await stack.expectUp(), await stack.expectNoDrift()];
    for (const run of runs) expectNoSecret(run, simulator.clientSecret);
    expect(simulator.store.sources()).toHaveLength(1);
    expect(stack.storedState()).not.toContain(simulator.clientSecret);
    expect(stack.storedState()).not.toContain(tokenStart);
    // Pulumi keeps its own copy of the configuration in the provider's entry, encrypted: nowhere else, also decrypted.
    const decrypted = (await stack.resources()).filter(
      ({ type }) => !type.startsWith("pulumi:providers:"),
    );
    expect(decrypted.length).toBeGreaterThan(1);
    expect(JSON.stringify(decrypted)).not.toContain(simulator.clientSecret);
  });

  it("can be rotated: the environment's go before the old ones in the state", async () => {
    const { url, clientId, clientSecret } = simulator;
    const environment = {
      SAIL_BASE_URL: url,
      SAIL_CLIENT_ID: clientId,
      SAIL_CLIENT_SECRET: clientSecret,
    };
    await stack.config("sailpoint:clientSecret", rotated, { secret: true });
    await stack.expectUp({ environment });
    const refused = await stack.refresh();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("access token: 401");
    expectNoSecret(refused, rotated);
    await stack.expectRefresh({ environment });
    await stack.expectDestroy({ environment });
    expect(simulator.store.sources()).toEqual([]);
  });
});
