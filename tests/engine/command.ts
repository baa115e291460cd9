/** The built command `sailpoint-nonemployee`, run as a process of its own. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { TenantAccess } from "./project";
import { projectRoot } from "./shared";

/** How a run of the command ended. */
export interface CommandRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** Tenants by the name that `--tenant` takes; "" is the one without a name. */
  tenants?: Readonly<Record<string, TenantAccess>>;
  /** @default the project's root */
  cwd?: string;
  /** Further variables. */
  environment?: Readonly<Record<string, string>>;
}

/** Runs the command to its end. Its home folder does not exist, so nothing of this user is found. */
export function runCommand(
  args: readonly string[],
  { tenants = {}, cwd = projectRoot, environment = {} }: CommandOptions = {},
): Promise<CommandRun> {
  const command = join(projectRoot, "dist", "cli", "index.js");
  const own = Object.entries(tenants).flatMap(([name, { url, clientId, clientSecret }]) => {
    const prefix = name === "" ? "SAIL" : `SAIL_${name.toUpperCase()}`;
    return [
      [`${prefix}_BASE_URL`, url],
      [`${prefix}_CLIENT_ID`, clientId],
      [`${prefix}_CLIENT_SECRET`, clientSecret],
    ];
  });
  const env = { PATH: process.env.PATH, HOME: "/nonexistent", ...Object.fromEntries(own) };
  const child = spawn(process.execPath, [command, ...args], {
    cwd,
    env: { ...env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => {
      resolve({
        code,
        stdout: Buffer.concat(out).toString("utf8"),
        stderr: Buffer.concat(err).toString("utf8"),
      });
    });
  });
}

/** Like {@link runCommand}. @throws Error with everything that was printed, when the code is not 0 */
export async function expectCommand(
  args: readonly string[],
  options?: CommandOptions,
): Promise<CommandRun> {
  const run = await runCommand(args, options);
  if (run.code === 0) return run;
  throw new Error(`${args.join(" ")} ended with code ${run.code}:\n${run.stdout}${run.stderr}`);
}
