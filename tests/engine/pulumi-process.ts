/** One run of the Pulumi CLI as a child process. */
import { type ChildProcess, spawn } from "node:child_process";

/** How a run ended, and everything that it printed. */
export interface PulumiOutput {
  /** Exit code; -1 when a signal ended it. */
  code: number;
  stdout: string;
  stderr: string;
  /** Both, in the order in which they came. */
  output: string;
  /** Wall clock. */
  seconds: number;
}

/** What a run needs. */
export interface PulumiProcessOptions {
  command: string;
  args: readonly string[];
  cwd: string;
  env: Record<string, string>;
  /** Written to standard input: secrets go this way, never by `args`. @default nothing */
  input?: string | undefined;
  /** After this the run is stopped: interrupted, and 10 s later killed. @default 220000 */
  timeoutMs?: number | undefined;
  /** Starts it as the head of a process group of its own, as a shell does, for signals to the whole group. @default false */
  ownGroup?: boolean | undefined;
}

/** A run that is under way. */
export interface PulumiProcess {
  child: ChildProcess;
  /** What it has printed so far, in the order in which it came. */
  printed(): string;
  /** Resolves when the process has ended; never rejects. */
  finished: Promise<PulumiOutput>;
}

/** Starts the CLI. */
export function startPulumi(options: PulumiProcessOptions): PulumiProcess {
  const start = Date.now();
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: options.ownGroup ?? false,
  });
  const printed = { stdout: "", stderr: "", output: "" };
  const collect = (stream: "stdout" | "stderr", text: string) => {
    printed[stream] += text;
    printed.output += text;
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => collect("stdout", text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => collect("stderr", text));
  // A process that ends without reading its input is no failure of the test.
  child.stdin.on("error", () => undefined).end(options.input ?? "");
  const timeoutMs = options.timeoutMs ?? 220_000;
  const stop = setTimeout(() => {
    collect("stderr", `\n[stopped by the test after ${timeoutMs} ms]\n`);
    child.kill("SIGINT");
  }, timeoutMs);
  const kill = setTimeout(() => child.kill("SIGKILL"), timeoutMs + 10_000);
  const finished = new Promise<PulumiOutput>((resolve) => {
    let linger: NodeJS.Timeout | undefined;
    const finish = (code: number) => {
      clearTimeout(linger);
      clearTimeout(stop);
      clearTimeout(kill);
      resolve({ code, ...printed, seconds: (Date.now() - start) / 1000 });
    };
    child.on("error", (error) => {
      collect("stderr", error.message);
      finish(-1);
    });
    child.on("close", (code) => finish(code ?? -1));
    // Provider processes that outlive a killed CLI hold its pipes open, and "close" never comes.
    child.on("exit", (code) => {
      linger = setTimeout(() => finish(code ?? -1), 500);
    });
  });
  return { child, printed: () => printed.output, finished };
}
