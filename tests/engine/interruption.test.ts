/** What Ctrl-C and `kill -9` leave behind, and how the next `up` gets on with it. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { canSeeProcesses, endLeftovers, providerProcesses, untilEnded } from "./provider-process";
import type { PulumiProcess } from "./pulumi-process";
import { type DeclaredSource, expectDeclared, programOf, recover, storedIds } from "./recovery";
import { path, record, type Scenario, storedNames, useScenario } from "./scenario";
import type { RunOptions } from "./stack";
import { until } from "./until";

const { ada, grace } = DEFAULT_IDENTITIES;

const declared: DeclaredSource[] = [
  {
    name: "contractors",
    description: "External staff of the plants",
    owner: { id: ada.id },
    approvers: [{ id: grace.id }],
    attributes: [
      { technicalName: "badge", label: "Badge", helpText: "On the front", required: true },
    ],
  },
];

/** Starts an `up` whose POST of the source meets this fault, and resolves when that has come to the tenant. */
async function upToCreate(
  { stack, simulator }: Scenario,
  fault: { delayMs: number; delayed?: "effect" },
  options: RunOptions = {},
): Promise<PulumiProcess> {
  stack.program(programOf(declared));
  simulator.faults.add({ method: "POST", template: path.sources, ...fault });
  const up = stack.start(["up", "--yes", "--skip-preview"], options);
  await until("the POST of the source", () => simulator.requests.some((one) => one.fault));
  return up;
}

/** The exchange that met the fault ended as usual: its answer came to the provider. */
function expectAnswered({ simulator }: Scenario): void {
  const [faulty] = simulator.requests.filter((one) => one.fault);
  expect([faulty?.status, faulty?.isAborted]).toEqual([200, undefined]);
}

const idOf = ({ simulator }: Scenario) => simulator.store.sourceByName("contractors")?.sourceId;

/** Presses Ctrl-C twice; signals that follow each other too closely would be one. */
async function interruptTwice(up: PulumiProcess): Promise<void> {
  up.child.kill("SIGINT");
  await until("the answer to Ctrl-C", () => /press \^C again/.test(up.printed()));
  up.child.kill("SIGINT");
}

describe.each([
  ["Ctrl-C", false],
  ["an interrupt of the whole process group", true],
])("%s during a create", (_, ownGroup) => {
  const scenario = useScenario();

  it("ends the run with an error once the create is done and recorded", async () => {
    const up = await upToCreate(scenario, { delayMs: 2000 }, { ownGroup });
    const pid = up.child.pid ?? 0;
    process.kill(ownGroup ? -pid : pid, "SIGINT");
    expect((await up.finished).code).not.toBe(0);
    expect(idOf(scenario)).toBeDefined();
    expect(storedIds(scenario.stack)).toEqual([idOf(scenario)]);
  });

  it("is made good by the next up, which makes what is missing", async () => {
    const { run, writes } = await record(scenario, () => recover(scenario));
    expect(run.steps).toBe("up");
    expect(writes).toEqual([`POST ${path.attributes}`]);
    await expectDeclared(scenario, declared);
  });
});

describe("Ctrl-C twice during a create", () => {
  const scenario = useScenario();

  it("ends the run as soon as the call has ended, without recording it", async () => {
    const up = await upToCreate(scenario, { delayMs: 3500 });
    const pids = canSeeProcesses ? providerProcesses(scenario.stack) : [];
    await interruptTwice(up);
    expect((await up.finished).code).not.toBe(0);
    await untilEnded(pids);
    expectAnswered(scenario);
    expect(storedNames(scenario.stack)).toEqual([]);
  });

  it("is made good by adoption, as the next up says", async () => {
    const { run, writes } = await record(scenario, () => recover(scenario));
    expect(run.steps).toBe("up, up with adoptExisting=identical");
    expect(writes).toEqual([`POST ${path.attributes}`]);
    await expectDeclared(scenario, declared);
  });
});

describe("Ctrl-C twice during a create that the tenant does not answer", () => {
  const scenario = useScenario();

  it("ends the run and the provider process all the same", async () => {
    const up = await upToCreate(scenario, { delayMs: 3_600_000 });
    const pids = canSeeProcesses ? providerProcesses(scenario.stack) : [];
    await interruptTwice(up);
    expect((await up.finished).code).not.toBe(0);
    await untilEnded(pids);
    expect(storedNames(scenario.stack)).toEqual([]);
  });

  it("is made good by adoption, as the next up says", async () => {
    const { steps } = await recover(scenario);
    expect(steps).toBe("up, up with adoptExisting=identical");
    await expectDeclared(scenario, declared);
  });
});

(canSeeProcesses ? describe : describe.skip)("kill -9 of the CLI during a create", () => {
  const scenario = useScenario();
  afterAll(() => endLeftovers(scenario.stack));

  it("leaves a provider process that ends by itself, after its call", async () => {
    const up = await upToCreate(scenario, { delayMs: 3500, delayed: "effect" });
    const pids = providerProcesses(scenario.stack);
    expect(pids).toHaveLength(1);
    up.child.kill("SIGKILL");
    await untilEnded(pids);
    await up.finished;
    expectAnswered(scenario);
    expect(idOf(scenario)).toBeDefined();
    expect(storedNames(scenario.stack)).toEqual([]);
  });

  it("is made good by cancel and adoption, as the next up says", async () => {
    const { steps } = await recover(scenario);
    expect(steps).toBe("cancel, up, up with adoptExisting=identical");
    await expectDeclared(scenario, declared);
  });
});
