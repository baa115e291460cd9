/** One `up`, killed at each of its requests: what a user has to do then, and whether all is well in the end. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { startSimulator } from "../simulator-under-judge";
import { endLeftovers, providerProcesses, untilEnded } from "./provider-process";
import { type DeclaredSource, expectDeclared, programOf, recover } from "./recovery";
import type { Scenario } from "./scenario";
import { createStack, type PulumiRun } from "./stack";
import { until } from "./until";

/** Who is killed: the CLI, which is the engine, or the process that Pulumi runs the provider in. */
export const victims = ["engine", "provider"] as const;
/** Whether the request at which it happens has had its effect. */
export const moments = ["before", "after"] as const;

/** A request of the undisturbed run: the n-th of its kind, for sources come in any order. */
export interface NthRequest {
  method: string;
  template: string;
  /** From 1. */
  nth: number;
}

/** One cell of the matrix. */
export interface KillCase extends NthRequest {
  victim: (typeof victims)[number];
  moment: (typeof moments)[number];
}

/** How it went. */
export interface KillOutcome extends KillCase {
  /** What had to be done, such as `cancel, up`. */
  steps?: string;
  /** How long the provider process went on after the kill, in milliseconds. */
  endedAfterMs?: number;
  /** What was not well, with everything that helps to see why. */
  problem?: string;
}

const { ada, grace } = DEFAULT_IDENTITIES;

function declare(name: string, attributes: string[]): DeclaredSource {
  return {
    name,
    description: `People of ${name}`,
    owner: { id: ada.id },
    approvers: [{ id: grace.id }],
    attributes: attributes.map((technicalName) => {
      return { technicalName, label: `Label of ${technicalName}`, helpText: "", required: true };
    }),
  };
}

const declared = [
  declare("contractors", ["badge", "costCenter"]),
  declare("partners", ["company", "contract"]),
];

async function withScenario<T>(work: (scenario: Scenario) => Promise<T>): Promise<T> {
  const simulator = await startSimulator();
  const stack = await createStack({ simulator, program: programOf(declared) });
  try {
    return await work({ simulator, stack });
  } finally {
    endLeftovers(stack);
    await stack.dispose();
    await simulator.stop();
  }
}

/** The requests of an `up` that nothing disturbs, in the order in which they came. */
export function undisturbedRequests(): Promise<NthRequest[]> {
  return withScenario(async (scenario) => {
    await scenario.stack.expectUp();
    const calls = scenario.simulator.requests.map(({ method, template, path }) => {
      return { method, template: template ?? path };
    });
    await expectDeclared(scenario, declared);
    return calls.map((call, index) => {
      const before = calls.slice(0, index);
      return { ...call, nth: 1 + before.filter((other) => isAlike(call, other)).length };
    });
  });
}

type Kind = Pick<NthRequest, "method" | "template">;

const isAlike = (a: Kind, b: Kind) => a.method === b.method && a.template === b.template;

/** Whether the request changes nothing in the tenant, so that before and after its effect are the same. */
export function isRead({ method, template }: NthRequest): boolean {
  return method === "GET" || template === "/oauth/token";
}

/** The cells for these requests; a read has one moment only. */
export function casesOf(requests: readonly NthRequest[]): KillCase[] {
  return victims.flatMap((victim) =>
    moments.flatMap((moment) =>
      requests
        .filter((request) => moment === "after" || !isRead(request))
        .map((request) => ({ ...request, victim, moment })),
    ),
  );
}

/** Kills the victim at the request, does what a user does, and looks at the result. Never rejects. */
export async function runCase(kill: KillCase): Promise<KillOutcome> {
  try {
    return await withScenario(async (scenario) => {
      const { ended } = await killAt(scenario, kill);
      const recovery = await recover(scenario);
      const endedAfterMs = await ended;
      await expectDeclared(scenario, declared);
      const steps = [recovery.steps, takenOver(recovery.run)].filter((part) => part !== "");
      return { ...kill, steps: steps.join("; "), endedAfterMs };
    });
  } catch (error) {
    return { ...kill, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Runs `up` until the request has come, and kills the victim. `ended` tells when the provider process was gone. */
async function killAt(scenario: Scenario, kill: KillCase): Promise<{ ended: Promise<number> }> {
  const { stack, simulator } = scenario;
  const { method, template, nth, victim, moment } = kill;
  // Held back long enough for the kill, which comes some milliseconds after the request.
  const effect = moment === "before" ? { drop: "before" as const } : {};
  simulator.faults.add({ method, template, skip: nth - 1, delayMs: 1500, ...effect });
  const up = stack.start(["up", "--yes", "--skip-preview"]);
  await until(`${nameOf(kill)} to come`, () => simulator.requests.some((one) => one.fault));
  const pids = providerProcesses(stack);
  if (pids.length !== 1) throw new Error(`there are ${pids.length} provider processes`);
  if (victim === "engine") up.child.kill("SIGKILL");
  else process.kill(pids[0] ?? 0, "SIGKILL");
  const killedAt = Date.now();
  const ended = untilEnded(pids).then(() => Date.now() - killedAt);
  // Awaited after the recovery.
  ended.catch(() => undefined);
  const { code } = await up.finished;
  if (code === 0) throw new Error(`up ended with code 0 although the ${victim} was killed`);
  return { ended };
}

/** What `up` has taken over by itself. */
function takenOver({ diagnostics }: PulumiRun): string {
  const isTakenOver = (message: string) => /a custom attribute .* it is taken over/.test(message);
  const count = diagnostics.filter(({ message }) => isTakenOver(message)).length;
  return count === 0 ? "" : `attributes taken over: ${count}`;
}

/** Such as `POST /non-employee-sources 2`. */
export function nameOf({ method, template, nth }: NthRequest): string {
  return `${method} ${template} ${nth}`;
}

/** The matrix as a table in Markdown. */
export function tableOf(outcomes: readonly KillOutcome[]): string {
  const rows = outcomes.map((outcome) => {
    const when = isRead(outcome) ? "" : ` ${outcome.moment} its effect`;
    const result = outcome.steps ?? `FAILED: ${outcome.problem?.split("\n")[0]}`;
    return `| ${nameOf(outcome)} | ${outcome.victim}${when} | ${result} |`;
  });
  const longest = Math.max(...outcomes.map(({ endedAfterMs = 0 }) => endedAfterMs)) / 1000;
  return [
    "| request | killed | then |",
    "| --- | --- | --- |",
    ...rows,
    "",
    `A provider process went on for at most ${longest.toFixed(1)} s after the kill, on a machine that ran other tests as well.`,
    "",
  ].join("\n");
}
