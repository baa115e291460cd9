/** A copy of the quickstart in a temporary folder, with a stack of its own, and runs of the real Pulumi CLI in it. */
import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { localEnvironment } from "../pulumi/environment.mts";
import type { PulumiCli } from "../pulumi/inspect.mts";

/** One run of the CLI. */
export interface Run {
  /** As a user would type it. */
  command: string;
  /** Exit code; -1 when a signal ended it. */
  code: number;
  /** Standard output and error, in the order in which they came. */
  output: string;
  seconds: number;
}

/** What a new project needs. */
export interface ProjectOptions {
  /** The folder of this project's package.json. */
  projectRoot: string;
  cli: PulumiCli;
  /** Added to an environment that holds none of the caller's own credentials. */
  environment: Record<string, string>;
}

const runLimitMs = 60_000;
const killAfterMs = 5_000;

export class Project {
  readonly #folder: string;
  readonly #command: string;
  readonly #environment: Record<string, string>;
  #running: { child: ChildProcess; ended: Promise<unknown> } | undefined;

  private constructor(folder: string, command: string, environment: Record<string, string>) {
    this.#folder = folder;
    this.#command = command;
    this.#environment = environment;
  }

  /** Copies the quickstart; what is in the temporary folder goes with the process, at the latest. */
  static async create({ projectRoot, cli, environment }: ProjectOptions): Promise<Project> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "non-employee-demo-")));
    process.once("exit", () => removeFolder(folder));
    const home = join(folder, "home");
    const backendDir = join(folder, "state");
    await Promise.all([home, backendDir].map((path) => mkdir(path)));
    const local = localEnvironment({
      projectRoot,
      binDir: cli.binDir,
      home,
      backendDir,
      passphrase: "demo",
      compileCacheDir: join(folder, "compile-cache"),
    });
    const quickstart = join(projectRoot, "examples", "quickstart");
    const isOwn = (path: string) =>
      basename(path) !== "node_modules" && !/^Pulumi\..+\.yaml$/.test(basename(path));
    await cp(quickstart, join(folder, "program"), { recursive: true, filter: isOwn });
    // Holds this package as an installed one, by a link to its built files.
    const modules = join(projectRoot, "node_modules");
    await symlink(modules, join(folder, "program", "node_modules"), "junction");
    return new Project(folder, cli.command, { ...local, ...environment });
  }

  /** Replaces a text of the program. @throws Error where the program does not hold it */
  async edit(before: string, after: string): Promise<void> {
    const path = join(this.#folder, "program", "index.ts");
    const text = await readFile(path, "utf8");
    if (!text.includes(before)) throw new Error(`the quickstart does not hold ${before}`);
    await writeFile(path, text.replace(before, after));
  }

  /** Runs the Pulumi CLI to its end. Never rejects: what cannot be started has code -1. */
  run(args: readonly string[]): Promise<Run> {
    const options = ["--non-interactive", "--color", "never"];
    return this.#run(`pulumi ${args.join(" ")}`, this.#command, [...args, ...options]);
  }

  /** Sets a variable for all runs from now on. */
  setVariable(name: string, value: string): void {
    this.#environment[name] = value;
  }

  /** Runs this package's own command in the same way. */
  runCommand(args: readonly string[]): Promise<Run> {
    const file = join("node_modules", "pulumi-sailpoint-nonemployee", "dist", "cli", "index.js");
    return this.#run(`sailpoint-nonemployee ${args.join(" ")}`, process.execPath, [file, ...args]);
  }

  async #run(command: string, file: string, args: readonly string[]): Promise<Run> {
    const start = Date.now();
    const child = spawn(file, args, {
      cwd: join(this.#folder, "program"),
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own: Ctrl-C reaches this process alone, which then stops the CLI in good order.
      detached: process.platform !== "win32",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const limit = setTimeout(() => {
      output += `\n[stopped after ${runLimitMs / 1000} s]\n`;
      void this.#stop();
    }, runLimitMs);
    const ended = new Promise<number>((resolve) => {
      child.on("error", (error) => {
        output += error.message;
        resolve(-1);
      });
      child.on("close", (code) => resolve(code ?? -1));
      // Should a provider process outlive the CLI, it holds the pipes open and "close" does not come.
      child.on("exit", (code) => setTimeout(() => resolve(code ?? -1), 500));
    });
    this.#running = { child, ended };
    const code = await ended;
    clearTimeout(limit);
    this.#running = undefined;
    const seconds = (Date.now() - start) / 1000;
    return { command, code, output, seconds };
  }

  /** Stops a run that is under way and removes the folder. */
  async remove(): Promise<void> {
    await this.#stop();
    removeFolder(this.#folder);
  }

  /** The first signal lets the engine finish the step that it is at; the second leaves nothing behind. */
  async #stop(): Promise<void> {
    if (this.#running === undefined) return;
    const { child, ended } = this.#running;
    signal(child, "SIGINT");
    const timer = setTimeout(() => signal(child, "SIGKILL"), killAfterMs);
    await ended;
    clearTimeout(timer);
  }
}

function signal({ pid }: ChildProcess, name: "SIGINT" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(name === "SIGKILL" && process.platform !== "win32" ? -pid : pid, name);
  } catch {
    // It has ended in the meantime.
  }
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
