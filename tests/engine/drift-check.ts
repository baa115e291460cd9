/** The command `drift`, run against the stack of a scenario, with its report checked against the documented schema. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { z } from "zod";
import { type CommandRun, runCommand } from "./command";
import { type Recording, record, type Scenario } from "./scenario";
import { projectRoot } from "./shared";

const differenceSchema = z.looseObject({
  change: z.string(),
  severity: z.string(),
  resource: z.string(),
  path: z.string().optional(),
  declared: z.unknown().optional(),
  found: z.unknown().optional(),
});

const reportSchema = z.looseObject({
  status: z.string(),
  resources: z.number(),
  differences: z.array(differenceSchema),
  ignored: z.array(differenceSchema),
  problems: z.array(z.string()),
});

/** The parts of a report that tests look at. */
export type Report = z.infer<typeof reportSchema>;

/** A check, the requests that it made, and its report. */
export interface DriftCheck extends Recording<CommandRun> {
  report: Report;
}

export interface DriftOptions {
  /** Further arguments. */
  args?: readonly string[];
  /** Over the stack's own variables. */
  environment?: Readonly<Record<string, string>>;
  cwd?: string;
}

const isDocumented = new Ajv({ strict: true }).compile(
  JSON.parse(readFileSync(join(projectRoot, "docs", "drift.schema.json"), "utf8")),
);

/** Runs `drift` in whatever form, without looking at its report. */
export function runDrift({ stack }: Scenario, options: DriftOptions = {}): Promise<CommandRun> {
  const { args = [], environment = {}, cwd = stack.folder } = options;
  return runCommand(["drift", "--stack", "dev", ...args], {
    cwd,
    environment: { ...stack.environment, ...environment },
  });
}

/** Runs `drift --format json`; neither the stack nor the tenant may be changed by it. */
export async function checkDrift(
  scenario: Scenario,
  options: DriftOptions = {},
): Promise<DriftCheck> {
  const before = scenario.stack.storedState();
  const args = ["--format", "json", ...(options.args ?? [])];
  const recording = await record(scenario, () => runDrift(scenario, { ...options, args }));
  expect(scenario.stack.storedState()).toBe(before);
  expect(recording.writes).toEqual([]);
  const json: unknown = JSON.parse(recording.run.stdout);
  expect([isDocumented(json), isDocumented.errors]).toEqual([true, null]);
  return { ...recording, report: reportSchema.parse(json) };
}

/** `functional contractors owner`, ... of each difference. */
export function named(differences: Report["differences"]): string[] {
  return differences.map(({ severity, change, resource, path }) => {
    return `${severity} ${resource} ${change === "changed" ? path : change}`;
  });
}

/** No drift, said so. */
export async function expectNone(scenario: Scenario, options?: DriftOptions): Promise<DriftCheck> {
  const check = await checkDrift(scenario, options);
  expect([check.run.code, check.report, check.run.stderr]).toMatchObject([
    0,
    { status: "none", differences: [], problems: [] },
    expect.stringContaining("no drift"),
  ]);
  return check;
}
