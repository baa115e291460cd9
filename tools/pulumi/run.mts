/**
 * `npm run pulumi -- up`: runs Pulumi in the folder where npm was called, so that it also works inside an example.
 * Passes on the exit code; the first call may have to obtain the CLI.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { pulumiPath } from "./environment.mts";
import { messageOf } from "./failure.mts";
import { obtainPulumi } from "./obtain.mts";

const projectRoot = join(import.meta.dirname, "..", "..");

async function run(args: readonly string[]): Promise<number> {
  const pulumi = await obtainPulumi({ projectRoot });
  const child = spawn(pulumi.command, args, {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: pulumiPath(process.env, projectRoot, pulumi.binDir),
    stdio: "inherit",
  });
  // Ctrl-C reaches Pulumi too, which finishes the step that it is at; this process waits for that.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
