/**
 * A Pulumi project of its own in a temporary folder, driven by the real engine, with its state in files beside it. The
 * package under test is the built one, found through the repository's node_modules as an installed package would be.
 *
 * What is shared between stacks to be quick: `PULUMI_HOME`, which then holds only logs, and Node's cache of compiled
 * code. `up` leaves out the preview unless asked for it.
 */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { localEnvironment } from "../../tools/pulumi/environment.mts";
import {
  diagnosticsOf,
  type EngineDiagnostic,
  type EngineEvent,
  type EngineStep,
  parseEvents,
  stepsOf,
  summaryOf,
} from "./engine-event";
import {
  defaultProjectName,
  programHeader,
  type StackOptions,
  tenantVariables,
  writeProject,
  writeText,
} from "./project";
import { type PulumiOutput, type PulumiProcess, startPulumi } from "./pulumi-process";
import { compileCache, engineSetup, projectRoot, pulumiHome } from "./shared";
import { type StackState, type StateResource, stateSchema } from "./state";

/** A run of `up`, `preview`, `refresh` or `destroy` with the engine's own account of it. */
export interface PulumiRun extends PulumiOutput {
  /** Resources by operation, such as `{ create: 2, same: 1 }`; `{}` if the run failed before it began. */
  summary: Record<string, number>;
  /** What was done to which resource, without stack and providers. */
  steps: EngineStep[];
  /** The messages of the run, also where the display shortens them. */
  diagnostics: EngineDiagnostic[];
  events: EngineEvent[];
}

/** Options of a single run. */
export interface RunOptions {
  /** Over the stack's own variables; `undefined` takes one away. */
  environment?: Record<string, string | undefined>;
  /** Further arguments of the command. Never a secret. */
  args?: readonly string[];
  /** For standard input. */
  input?: string;
  /** @default 220000 */
  timeoutMs?: number;
  /** Starts the CLI as the head of a process group of its own. @default false */
  ownGroup?: boolean;
}

/** Options of a run that changes something. */
export interface ChangeOptions extends RunOptions {
  /** Previews first, as `pulumi up` does by default. @default false */
  preview?: boolean;
}

/** A project with one stack, `dev`. See {@link createStack}. */
export class Stack {
  /** The project's folder: Pulumi.yaml, index.js, state. */
  readonly folder: string;
  /** Variables of every run; a test may change them between runs. */
  readonly environment: Record<string, string>;
  readonly #name: string;
  readonly #command: string;
  readonly #running = new Set<PulumiProcess>();

  /** Use {@link createStack}, which also creates the stack in its backend. */
  constructor(options: StackOptions) {
    const setup = engineSetup();
    this.#name = options.name ?? defaultProjectName;
    this.#command = setup.command;
    this.folder = join(setup.workFolder, `stack-${randomUUID()}`);
    const backendDir = join(this.folder, "state");
    mkdirSync(backendDir, { recursive: true });
    const local = localEnvironment({
      projectRoot,
      binDir: setup.binDir,
      home: pulumiHome(setup),
      backendDir,
      passphrase: "engine tests",
      compileCacheDir: compileCache(setup),
    });
    this.environment = {
      ...local,
      // The files of metadata beside the state serve nobody, and they are not replaced as a whole: a kill can leave an
      // empty one, and then no command can load the state.
      PULUMI_BACKEND_URL: `${local.PULUMI_BACKEND_URL}?metadata=skip`,
      // Shows --event-log, the engine's own account of a run.
      PULUMI_DEBUG_COMMANDS: "true",
      ...tenantVariables(options.simulator),
      ...options.environment,
    };
    writeProject(this.folder, options);
    if (options.program !== undefined) this.program(options.program);
  }

  /** Writes index.js: {@link programHeader}, then this text. Without the header if it is set to "". */
  program(text: string, header: string = programHeader): void {
    this.write("index.js", `${header}${text}\n`);
  }

  /** Writes a file beside the program. */
  write(path: string, text: string): void {
    writeText(join(this.folder, path), text);
  }

  /** `pulumi up`. */
  up(options: ChangeOptions = {}): Promise<PulumiRun> {
    return this.#change("up", options);
  }

  /** `pulumi refresh`. */
  refresh(options: ChangeOptions = {}): Promise<PulumiRun> {
    return this.#change("refresh", options);
  }

  /** `pulumi destroy`. */
  destroy(options: ChangeOptions = {}): Promise<PulumiRun> {
    return this.#change("destroy", options);
  }

  /** `pulumi preview`. */
  preview(options: RunOptions = {}): Promise<PulumiRun> {
    return this.#observed(["preview"], options);
  }

  /** The drift gate, `pulumi preview --refresh --expect-no-changes`: code 0 when tenant, state and program agree. */
  gate(options: RunOptions = {}): Promise<PulumiRun> {
    return this.#observed(["preview", "--refresh", "--expect-no-changes"], options);
  }

  /** Like {@link up}. @throws Error with everything that was printed, when the code is not 0 */
  async expectUp(options: ChangeOptions = {}): Promise<PulumiRun> {
    return expectSuccess(await this.up(options), "pulumi up");
  }

  /** Like {@link refresh}. @throws Error with everything that was printed, when the code is not 0 */
  async expectRefresh(options: ChangeOptions = {}): Promise<PulumiRun> {
    return expectSuccess(await this.refresh(options), "pulumi refresh");
  }

  /** Like {@link destroy}. @throws Error with everything that was printed, when the code is not 0 */
  async expectDestroy(options: ChangeOptions = {}): Promise<PulumiRun> {
    return expectSuccess(await this.destroy(options), "pulumi destroy");
  }

  /** Like {@link preview}. @throws Error with everything that was printed, when the code is not 0 */
  async expectPreview(options: RunOptions = {}): Promise<PulumiRun> {
    return expectSuccess(await this.preview(options), "pulumi preview");
  }

  /** Like {@link gate}. @throws Error with everything that was printed, when there is a change */
  async expectNoDrift(options: RunOptions = {}): Promise<PulumiRun> {
    return expectSuccess(await this.gate(options), "the drift gate");
  }

  /** Any other command of the CLI. */
  run(args: readonly string[], options: RunOptions = {}): Promise<PulumiOutput> {
    return this.start(args, options).finished;
  }

  /** Starts a command without waiting, for tests that interrupt it. */
  start(args: readonly string[], options: RunOptions = {}): PulumiProcess {
    const started = startPulumi({
      command: this.#command,
      args: [...args, ...(options.args ?? []), "--non-interactive", "--color", "never"],
      cwd: this.folder,
      env: defined({ ...this.environment, ...options.environment }),
      input: options.input,
      timeoutMs: options.timeoutMs,
      ownGroup: options.ownGroup,
    });
    this.#running.add(started);
    void started.finished.then(() => this.#running.delete(started));
    return started;
  }

  /** Sets configuration by full key. The value goes through standard input. */
  async config(key: string, value: string, options: { secret?: boolean } = {}): Promise<void> {
    const kind = options.secret ? "--secret" : "--plaintext";
    const run = await this.run(["config", "set", kind, key], { input: value });
    expectSuccess(run, `pulumi config set ${key}`);
  }

  /** The state with its secrets in the clear. */
  async state(): Promise<StackState> {
    const run = expectSuccess(
      await this.run(["stack", "export", "--show-secrets"]),
      "pulumi stack export",
    );
    return stateSchema.parse(JSON.parse(run.stdout));
  }

  /** The resources of the state, the stack and providers included. */
  async resources(): Promise<StateResource[]> {
    return (await this.state()).deployment.resources ?? [];
  }

  /** The state file as it lies on disk, secrets encrypted. */
  storedState(): string {
    const stacks = join(this.folder, "state", ".pulumi", "stacks");
    return readFileSync(join(stacks, this.#name, "dev.json"), "utf8");
  }

  /** Replaces the state by an edited one. */
  async importState(state: StackState): Promise<void> {
    this.write("import-state.json", JSON.stringify(state));
    const run = await this.run(["stack", "import", "--file", "import-state.json"]);
    expectSuccess(run, "pulumi stack import");
  }

  /** Outputs of the program, secrets in the clear. */
  async outputs(): Promise<Record<string, unknown>> {
    const run = await this.run(["stack", "output", "--json", "--show-secrets"]);
    const text = expectSuccess(run, "pulumi stack output").stdout;
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  }

  /** Ends what still runs and removes the folder. What is left in the tenant stays there. */
  async dispose(): Promise<void> {
    const left = [...this.#running];
    for (const { child } of left) child.kill("SIGKILL");
    await Promise.all(left.map(({ finished }) => finished));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #change(command: string, options: ChangeOptions): Promise<PulumiRun> {
    const skip = options.preview ? [] : ["--skip-preview"];
    return this.#observed([command, "--yes", ...skip], options);
  }

  async #observed(args: readonly string[], options: RunOptions): Promise<PulumiRun> {
    const log = join(this.folder, `events-${randomUUID()}.jsonl`);
    const run = await this.run([...args, "--event-log", log], options);
    const events = existsSync(log) ? parseEvents(readFileSync(log, "utf8")) : [];
    rmSync(log, { force: true });
    return {
      ...run,
      summary: summaryOf(events),
      steps: stepsOf(events),
      diagnostics: diagnosticsOf(events),
      events,
    };
  }
}

/** Makes a project in a temporary folder and its stack `dev`. Call `dispose` at the end of the test. */
export async function createStack(options: StackOptions = {}): Promise<Stack> {
  const stack = new Stack(options);
  expectSuccess(await stack.run(["stack", "init", "dev"]), "pulumi stack init");
  return stack;
}

function expectSuccess<Run extends PulumiOutput>(run: Run, what: string): Run {
  if (run.code === 0) return run;
  throw new Error(`${what} ended with code ${run.code}:\n${run.output}`);
}

function defined(variables: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
