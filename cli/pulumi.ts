/** The Pulumi CLI as a child process. */
import { spawn } from "node:child_process";
import { type CommandHost, codeOf, messageOf } from "./host";

/** How a run has ended. */
export interface PulumiRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** The project and the stack of all runs. */
export interface PulumiStack {
  /** Name, as `pulumi --stack` takes it. */
  stack: string;
  /** Folder of the project. */
  cwd: string;
}

/**
 * Runs `pulumi <args> --stack <stack>` in the folder of the project, never interactive. An interrupted command interrupts it, so
 * that it can end its own processes.
 *
 * @throws Error if there is no Pulumi CLI, or the folder cannot be entered, or the command was interrupted
 */
export async function runPulumi(
  host: CommandHost,
  { stack, cwd }: PulumiStack,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<PulumiRun> {
  host.signal.throwIfAborted();
  const child = spawn(
    "pulumi",
    [...args, "--stack", stack, "--non-interactive", "--color", "never"],
    {
      cwd,
      env: { ...host.environment, PULUMI_SKIP_UPDATE_CHECK: "true", ...variables },
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    },
  );
  const stop = () => void child.kill("SIGINT");
  host.signal.addEventListener("abort", stop, { once: true });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject).once("close", (ended) => resolve(ended ?? -1));
    });
    host.signal.throwIfAborted();
    return { code, ...output };
  } catch (error) {
    if (host.signal.aborted) throw error;
    const reason =
      codeOf(error) === "ENOENT"
        ? "there is no program `pulumi` on the PATH; install the Pulumi CLI (https://www.pulumi.com/docs/install)"
        : messageOf(error);
    throw new Error(`cannot run the Pulumi CLI: ${reason}`, { cause: error });
  } finally {
    host.signal.removeEventListener("abort", stop);
  }
}

/** What the CLI itself said when it failed: on standard error alone, for standard output may hold secrets that were asked for. */
export function saidBy({ code, stderr }: PulumiRun): string {
  const lines = stderr.trim().split("\n");
  const errors = lines.filter((line) => line.startsWith("error: "));
  const said =
    errors.length > 0 ? errors.map((line) => line.slice(7)).join("; ") : lines.slice(-3).join(" ");
  return said === "" ? `the Pulumi CLI ended with exit code ${code}` : said;
}
