/**
 * `npm run demo`: the quickstart's life from the first `up` to the destroy, with the real Pulumi engine against a simulated
 * tenant. Exit code 0 only if every step did what it says. No account, no tenant and no credential of the caller is used.
 * `DEMO_REQUEST_LOG` may name a file for everything that the tenant has received and answered, as JSON.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  createSimulator,
  DEFAULT_IDENTITIES,
  DEFAULT_WORKGROUPS,
  type Simulator,
} from "pulumi-sailpoint-nonemployee/simulator";
import { messageOf } from "../pulumi/failure.mts";
import { obtainPulumi } from "../pulumi/obtain.mts";
import { Demo, type StepCost, StepFailure } from "./demo.mts";
import { Project } from "./project.mts";
import { steps } from "./step.mts";

const projectRoot = join(import.meta.dirname, "..", "..");
const print = (line: string) => console.log(line);

async function main(): Promise<void> {
  const cli = await obtainPulumi({ projectRoot });
  const tenant = await createSimulator();
  const project = await Project.create({ projectRoot, cli, environment: access(tenant) });
  const people = { owner: DEFAULT_IDENTITIES.ada, other: DEFAULT_IDENTITIES.grace };
  const demo = new Demo({ tenant, project, people, print });
  const end = async () => {
    await project.remove();
    await tenant.close();
  };
  const isStopping = stopOnSignal(end);
  try {
    print(`Pulumi ${cli.version} (${cli.origin}); simulated tenant at ${tenant.url}`);
    await prepare(project);
    await playAll(demo);
    const log = process.env.DEMO_REQUEST_LOG;
    if (log) writeFileSync(log, JSON.stringify(tenant.requests));
  } catch (error) {
    if (isStopping()) return;
    for (const { command, output } of demo.runs) print(`\n--- ${command}\n${output}`);
    throw error;
  } finally {
    await end();
  }
}

function access({ url, clientId, clientSecret }: Simulator): Record<string, string> {
  return { SAIL_BASE_URL: url, SAIL_CLIENT_ID: clientId, SAIL_CLIENT_SECRET: clientSecret };
}

/** The first Ctrl-C cleans up, the second one does not wait for the engine. Tells whether there has been one. */
function stopOnSignal(end: () => Promise<void>): () => boolean {
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(130);
    isStopping = true;
    process.stderr.write("\nstopping ...\n");
    void end().finally(() => process.exit(130));
  };
  process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop);
  return () => isStopping;
}

async function prepare(project: Project): Promise<void> {
  const { ada, grace } = DEFAULT_IDENTITIES;
  const values = {
    owner: ada.id,
    plantManager: grace.id,
    serviceDesk: DEFAULT_WORKGROUPS.plantDesk.id,
  };
  const commands = [
    ["stack", "init", "demo"],
    ...Object.entries(values).map(([key, id]) => ["config", "set", key, id]),
  ];
  for (const args of commands) {
    const run = await project.run(args);
    if (run.code !== 0) throw new Error(`\`${run.command}\` failed:\n${run.output}`);
  }
}

async function playAll(demo: Demo): Promise<void> {
  const start = Date.now();
  const costs: StepCost[] = [];
  for (const [index, step] of steps.entries()) {
    try {
      costs.push(await demo.play(step, `${index + 1}/${steps.length}`));
    } catch (error) {
      throw new StepFailure(`step ${index + 1} failed: ${messageOf(error)}`);
    }
  }
  printTable(costs, (Date.now() - start) / 1000);
}

function printTable(costs: readonly StepCost[], seconds: number): void {
  const row = (...cells: readonly (string | number)[]) =>
    print(
      cells.map((cell, index) => (index < 5 ? String(cell).padStart(9) : `  ${cell}`)).join(""),
    );
  print("");
  row("step", "token", "reads", "writes", "seconds", "");
  for (const [index, { token, reads, writes, seconds, title }] of costs.entries()) {
    row(index + 1, token, reads, writes, seconds.toFixed(1), title);
  }
  const sum = (key: "token" | "reads" | "writes") =>
    costs.reduce((total, cost) => total + cost[key], 0);
  row("all", sum("token"), sum("reads"), sum("writes"), seconds.toFixed(1), "");
  print(`\nAll ${costs.length} steps did what they say, in ${seconds.toFixed(0)} s.`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`\nThe demo failed: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
