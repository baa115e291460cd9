/** The provider processes of a stack, found in /proc: their parent is a shell that the engine starts, not the engine itself. */
import { readdirSync, readFileSync } from "node:fs";
import type { Stack } from "./stack";
import { until } from "./until";

/** Whether processes can be looked for: on Linux. Elsewhere tests that need it are left out. */
export const canSeeProcesses = process.platform === "linux";

/** Process ids of the running provider processes of this stack, also of those whose engine is gone. */
export function providerProcesses(stack: Stack): number[] {
  return processesOf(stack).filter((pid) =>
    fileOf(pid, "cmdline").some((word) =>
      /@pulumi\/pulumi\/cmd\/dynamic-provider(\/index\.js)?$/.test(word),
    ),
  );
}

/** Ends whatever a killed engine has left behind: the language host would notice after five minutes only. */
export function endLeftovers(stack: Stack): void {
  for (const pid of processesOf(stack)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** All processes that have the environment of this stack's runs. */
function processesOf(stack: Stack): number[] {
  const mark = `PULUMI_BACKEND_URL=${stack.environment.PULUMI_BACKEND_URL}`;
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => fileOf(pid, "environ").includes(mark));
}

/** Resolves when none of these processes runs any more. @throws Error after a minute */
export async function untilEnded(pids: readonly number[]): Promise<void> {
  // A process that has ended and that nobody has waited for yet has no command line.
  const isRunning = (pid: number) => fileOf(pid, "cmdline").some((word) => word !== "");
  await until(`the processes ${pids.join(", ")} to end`, () => !pids.some(isRunning));
}

/** The parts of a file that NUL separates; none if the process has ended meanwhile. */
function fileOf(pid: number, name: "cmdline" | "environ"): string[] {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8").split("\0");
  } catch {
    return [];
  }
}
