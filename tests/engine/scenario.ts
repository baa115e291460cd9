/** What the engine tests share: a tenant with a stack, texts of programs, and what the tenant's log says of a run. */
import { z } from "zod";
import type { LoggedRequest } from "../../simulator";
import {
  type JudgedSimulator,
  type JudgedSimulatorOptions,
  startSimulator,
} from "../simulator-under-judge";
import type { StackOptions } from "./project";
import { createStack, type PulumiRun, type Stack } from "./stack";

/** A tenant, and a stack whose environment points at it. May be used inside of tests and hooks only. */
export interface Scenario {
  readonly simulator: JudgedSimulator;
  readonly stack: Stack;
}

/** Options of the tenant, and of the stack except for its tenant. */
export interface ScenarioOptions {
  tenant?: JudgedSimulatorOptions;
  stack?: Omit<StackOptions, "simulator">;
}

/**
 * One tenant and one stack for the tests of a `describe`, which build upon each other: nothing is reset in between. The
 * tenant's exchanges are judged at the end.
 */
export function useScenario(options: ScenarioOptions = {}): Scenario {
  let scenario: Scenario | undefined;
  beforeAll(async () => {
    const simulator = await startSimulator(options.tenant);
    scenario = { simulator, stack: await createStack({ ...options.stack, simulator }) };
  });
  afterAll(async () => {
    await scenario?.stack.dispose();
    await scenario?.simulator.stop();
  });
  const current = (): Scenario => {
    if (!scenario) throw new Error("the scenario exists during tests only");
    return scenario;
  };
  return {
    get simulator() {
      return current().simulator;
    },
    get stack() {
      return current().stack;
    },
  };
}

/** A run and the requests that it made. */
export interface Recording<Run> {
  run: Run;
  requests: LoggedRequest[];
  /** How many access tokens were fetched. */
  tokens: number;
  /** `GET /non-employee-sources`, ..., without the token, in the order of arrival. */
  calls: string[];
  /** Those of the calls that are no GET. */
  writes: string[];
  /** Bodies of the PATCH calls. */
  patches: unknown[];
}

/** Does something, and tells which requests the tenant got meanwhile. */
export async function record<Run>(
  { simulator }: Pick<Scenario, "simulator">,
  work: () => Promise<Run>,
): Promise<Recording<Run>> {
  const before = simulator.requests.length;
  const run = await work();
  const requests = simulator.requests.slice(before);
  const calls = requests.map(({ method, template, path }) => `${method} ${template ?? path}`);
  const api = calls.filter((call) => !call.endsWith(" /oauth/token"));
  return {
    run,
    requests,
    tokens: calls.length - api.length,
    calls: api,
    writes: api.filter((call) => !call.startsWith("GET ")),
    patches: requests.filter(({ method }) => method === "PATCH").map(({ body }) => body),
  };
}

/** How often each of the texts comes. */
export function timesOf(texts: Iterable<string>): Record<string, number> {
  const times: Record<string, number> = {};
  for (const text of texts) times[text] = (times[text] ?? 0) + 1;
  return times;
}

/** Templates of the paths, as they stand in the log. */
export const path = {
  sources: "/non-employee-sources",
  source: "/non-employee-sources/{sourceId}",
  attributes: "/non-employee-sources/{sourceId}/schema-attributes",
  attribute: "/non-employee-sources/{sourceId}/schema-attributes/{attributeId}",
  genericSource: "/sources/{id}",
} as const;

/** Program text: a source, in a constant of the resource's name. `options` is text too. */
export function declareSource(resource: string, args: object, options = "{}"): string {
  return `const ${resource} = new NonEmployeeSource("${resource}", ${JSON.stringify(args)}, ${options});\n`;
}

/** Program text: an attribute of the source in the constant `source`, in a constant like it. `options` is text too. */
export function declareAttribute(
  resource: string,
  source: string,
  args: object,
  options = "{}",
): string {
  return `const ${resource} = new SchemaAttribute("${resource}", { source: ${source}, ...${JSON.stringify(args)} }, ${options});\n`;
}

/** `create contractors`, ... for every resource with which something was, or would be, done; sorted. */
export function changesOf(run: PulumiRun): string[] {
  const changes = run.steps.filter(({ op }) => !["same", "refresh", "read"].includes(op));
  return changes.map(({ op, name }) => `${op} ${name}`).sort();
}

/** What the display says to differ, by resource: `{ contractors: "~name,owner" }`. */
export function shownDiffs({ stdout }: PulumiRun): Record<string, string> {
  const shown = stdout.matchAll(/ (\S+) updated?(?: \([\d.]+s\))? \[diff: ([^\]]+)\]/g);
  return Object.fromEntries([...shown].map(([, name = "", diff = ""]) => [name, diff]));
}

/** The messages of a run, each resource's under the other. */
export function messagesOf(run: PulumiRun): string {
  return run.diagnostics.map(({ severity, message }) => `${severity}: ${message}`).join("\n");
}

/** A state file of the file backend, as far as it matters here. */
const storedSchema = z.object({
  checkpoint: z.object({
    latest: z.object({ resources: z.array(z.looseObject({ urn: z.string() })) }),
  }),
});

/** The resources as they lie on disk, the stack and providers included; the state must not be empty. */
export function storedResources(stack: Stack): { [key: string]: unknown; urn: string }[] {
  return storedSchema.parse(JSON.parse(stack.storedState())).checkpoint.latest.resources;
}

/** Names of the program's resources that are in the state, sorted. */
export function storedNames(stack: Stack): string[] {
  const urns = storedResources(stack).map(({ urn }) => urn.split("::"));
  const own = urns.filter(([, , type]) => type?.includes("sailpoint:"));
  return own.map((parts) => parts.at(-1) ?? "").sort();
}
