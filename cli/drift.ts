import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command, Option } from "commander";
import { exportState, readLive } from "./drift/engine";
import { inOrder, judge, type Verdict } from "./drift/judge";
import { type DriftReport, driftReportOf, statusOf, titleOf } from "./drift/report";
import type { StackState } from "./drift/state";
import { askTenants } from "./drift/tenant";
import { type CommandHost, codeOf, messageOf, warn, withProgress } from "./host";
import type { PulumiStack } from "./pulumi";
import { type ReportFormat, reportFormats } from "./report";

const projectFiles = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

interface Options {
  stack: string;
  cwd: string;
  format: ReportFormat;
  unmanaged?: boolean;
}

const HELP = `
Reads everything that the stack manages, through the Pulumi engine and with the current configuration, and changes neither the
stack nor the tenant. Severity: data-destroying (values of people's records are gone, or go when it is repaired), functional,
cosmetic. Properties that were under ignoreChanges at the last "pulumi up" are listed apart and do not count.

Exit code: 0 no drift, 2 drift, 1 it could not tell, which the report says as well.

Examples:
  $ sailpoint-nonemployee drift --stack production
  $ sailpoint-nonemployee drift --stack production --cwd infrastructure --unmanaged --format markdown`;

/** `drift`: what differs between a stack and its tenant. */
export function driftCommand(host: CommandHost): Command {
  return new Command("drift")
    .description("show what was changed in the tenant since the last pulumi up of a stack")
    .requiredOption("--stack <name>", "name of the stack, as pulumi takes it")
    .option("--cwd <folder>", "folder of the Pulumi project", ".")
    .addOption(
      new Option("--format <format>", "form of the report").choices(reportFormats).default("table"),
    )
    .option("--unmanaged", "look for sources and attributes that nobody declares, too")
    .addHelpText("after", HELP)
    .action((options: Options) => runDrift(host, options));
}

async function runDrift(host: CommandHost, options: Options): Promise<void> {
  const stack: PulumiStack = { stack: options.stack, cwd: resolve(options.cwd) };
  const report: DriftReport = {
    stack: options.stack,
    includesUnmanaged: options.unmanaged ?? false,
    resources: 0,
    differences: [],
    ignored: [],
    problems: [],
  };
  try {
    refuseNoName(options.stack);
    refuseNoProject(options.cwd);
    await withProgress(host, `reading what ${options.stack} holds`, () =>
      checkStack(host, stack, report),
    );
  } catch (error) {
    if (host.signal.aborted) throw error;
    report.problems.push(messageOf(error));
  }
  report.differences = inOrder(report.differences);
  report.ignored = inOrder(report.ignored);
  host.out(driftReportOf(options.format, report));
  tellResult(host, report);
}

/** Adds what is found to the report. @throws Error if nothing can be told */
async function checkStack(
  host: CommandHost,
  stack: PulumiStack,
  report: DriftReport,
): Promise<void> {
  const state = await exportState(host, stack);
  report.resources = state.managed.length;
  refuseNothing(stack, state);
  const { told, code, problem } = await readLive(host, stack);
  for (const warning of new Set(told.warnings)) warn(host, warning);
  const verdict: Verdict = judge(state, told, code);
  report.differences.push(...verdict.differences);
  report.ignored.push(...verdict.ignored);
  report.problems.push(...(problem === undefined ? [] : [problem]), ...verdict.problems);
  if (report.problems.length === 0) await askTenants(host, stack, state, report);
}

/** A check of nothing proves nothing. */
function refuseNothing({ stack }: PulumiStack, { managed, pending }: StackState): void {
  if (managed.length === 0) {
    throw new Error(
      `the stack ${stack} manages no source and no attribute: there is nothing to check. Check the name of the stack, and that \`pulumi up\` has run`,
    );
  }
  if (pending.length === 0) return;
  throw new Error(
    `a run of the stack ${stack} did not come to its end, so the tenant may have what the stack does not know (${pending.join(", ")}). Run \`pulumi up\`, then \`pulumi refresh --clear-pending-creates\``,
  );
}

/** Without a name, Pulumi would take the stack that is selected. */
function refuseNoName(stack: string): void {
  if (stack.trim() !== "") return;
  throw new Error("--stack is empty; give the name of the stack that is to be checked");
}

/** What Pulumi itself says without a project is about the name of the stack. */
function refuseNoProject(cwd: string): void {
  const advice = "name the folder of the Pulumi project";
  try {
    readdirSync(cwd);
  } catch (error) {
    const code = codeOf(error);
    const reason =
      code === "ENOENT"
        ? "does not exist"
        : code === "ENOTDIR"
          ? "is no folder"
          : `cannot be read: ${messageOf(error)}`;
    throw new Error(`--cwd ${cwd} ${reason}; ${advice}`, { cause: error });
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (projectFiles.some((file) => existsSync(join(folder, file)))) return;
    if (folder === dirname(folder)) break;
  }
  throw new Error(
    `there is no Pulumi.yaml in ${resolve(cwd)}, nor in a folder above it; ${advice} with --cwd`,
  );
}

function tellResult(host: CommandHost, report: DriftReport): void {
  const status = statusOf(report);
  for (const problem of report.problems) host.err(`error: ${problem}`);
  host.err(titleOf(report, `stack ${report.stack}`));
  if (status !== "none") host.setExitCode(status === "drift" ? 2 : 1);
}
