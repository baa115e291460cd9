/** Tells whether an executable is a Pulumi CLI that can run this project's programs. */
import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import {
  capture,
  type Environment,
  executableNames,
  findExecutables,
  pathFolders,
} from "./child-process.mts";

/** A Pulumi CLI on this machine. */
export interface PulumiCli {
  /** Path of the `pulumi` executable. */
  command: string;
  /** Folder of the executable, and of the language host that goes with it. */
  binDir: string;
  /** Version without a leading `v`, such as `3.259.0`. */
  version: string;
}

/** The oldest engine that this project's programs are tried with, as [major, minor]. */
export const oldestVersion = [3, 200] as const;

/** What must be beside the CLI or on PATH: it starts Node programs, and dynamic resources. */
export const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"] as const;

/** The user's home folder as this environment has it. */
export function homeFolder(env: Environment): string {
  return env.HOME || env.USERPROFILE || homedir();
}

/** Where the official npm package and Pulumi's Automation API keep the CLI of a version. */
export function officialBinDir(env: Environment, version: string): string {
  return join(env.PULUMI_HOME || join(homeFolder(env), ".pulumi"), "versions", version, "bin");
}

/**
 * Runs `pulumi version` and looks for the language host.
 *
 * @returns the CLI, or the reason why it will not do
 */
export async function inspectPulumi(
  command: string,
  env: Environment,
): Promise<PulumiCli | string> {
  const run = await capture(command, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMs: 20_000,
  });
  if (run.code !== 0) {
    return `\`${command} version\` failed: ${lastLine(run.stderr) || `exit code ${run.code}`}`;
  }
  const match = /^v?((\d+)\.(\d+)\.\S+)$/.exec(run.stdout.trim());
  if (match === null) {
    return `\`${command} version\` printed ${JSON.stringify(run.stdout.trim())} instead of a version`;
  }
  const version = match[1] ?? "";
  const [major, minor] = [Number(match[2]), Number(match[3])];
  if (major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1])) {
    return `${command} is version ${version}, older than ${oldestVersion.join(".")}`;
  }
  return withCompanions(command, version, env);
}

/** The shim of the npm package has nothing beside it: its CLI and language host are in Pulumi's own folder. */
function withCompanions(command: string, version: string, env: Environment): PulumiCli | string {
  const missing = missingCompanions([dirname(command), dirname(realpathSync(command))], env);
  if (missing === undefined) return { command, binDir: dirname(command), version };
  const official = officialBinDir(env, version);
  const installed = findExecutables("pulumi", [official])[0];
  if (installed !== undefined && missingCompanions([official], env) === undefined) {
    return { command: installed, binDir: official, version };
  }
  return `${command} (${version}) has no ${missing} beside it or on PATH, so it cannot run Node programs`;
}

function missingCompanions(folders: readonly string[], env: Environment): string | undefined {
  const searched = [...folders, ...pathFolders(env)];
  return companions.find((name) => findExecutables(name, searched).length === 0);
}

/** True when the CLI and everything that it needs is in this one folder. */
export function isWholeFolder(folder: string): boolean {
  return ["pulumi", ...companions].every((name) => findExecutables(name, [folder]).length > 0);
}

/** Path of the CLI in a folder that `isWholeFolder`. */
export function cliIn(folder: string): string {
  return findExecutables("pulumi", [folder])[0] ?? join(folder, executableNames("pulumi")[0] ?? "");
}

/** The last line of a program's messages that is not empty. */
export function lastLine(text: string): string {
  return text.trim().split(/\r?\n/).at(-1)?.trim() ?? "";
}
