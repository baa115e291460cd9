/**
 * Obtains a Pulumi CLI for the demo, the tests and continuous integration. The ways, in this order:
 *
 * - `command`: the executable named by `PULUMI_COMMAND`; a wrong value is an error, not passed over
 * - `path`: `pulumi` on PATH, 3.200 or newer, with its language host for Node
 * - `cache`: what an earlier Go build left in the user's cache folder
 * - `npm`: the official npm package `pulumi`, which downloads the CLI from get.pulumi.com
 * - `go`: a build from the published Go modules that cli/go.mod and language-host/go.mod name; kept in the cache
 *
 * `PULUMI_OBTAIN` allows some of them only, as a list with commas: `PULUMI_OBTAIN=go` takes nothing but a Go build.
 * `go` includes `cache`, which holds nothing else. The order stays.
 */
import { resolve } from "node:path";
import { buildFolder, checkBuild, readBuildSource, storeBuild } from "./build-cache.mts";
import { type Environment, findExecutables, pathFolders } from "./child-process.mts";
import { messageOf } from "./failure.mts";
import { buildFromGo, findGo } from "./go-build.mts";
import { cliIn, inspectPulumi, oldestVersion, type PulumiCli } from "./inspect.mts";
import { fromNpmPackage, type Probe } from "./npm-package.mts";
import type { Log } from "./progress.mts";

/** How a CLI was found. */
export type Origin = "PULUMI_COMMAND" | "PATH" | "cache" | "npm" | "go";

/** A Pulumi CLI, and how it was found. */
export interface ObtainedPulumi extends PulumiCli {
  origin: Origin;
}

/** What `obtainPulumi` needs to know. */
export interface ObtainOptions {
  /** The folder of this project's package.json. */
  projectRoot: string;
  /** Takes a line about what is being done. @default standard error */
  log?: Log;
  /** @default process.env */
  env?: Environment;
  /** Whether the npm package's download host can be reached. @default a request with a timeout of 4 s */
  probe?: Probe;
}

interface Search {
  projectRoot: string;
  env: Environment;
  log: Log;
  probe: Probe | undefined;
}

interface Way {
  name: string;
  origin: Origin;
  /** Gives the CLI, or the reason why this way gives none. */
  find: (search: Search) => Promise<PulumiCli | string>;
}

const nothingOnPath = "there is no pulumi on PATH";

const ways: readonly Way[] = [
  { name: "command", origin: "PULUMI_COMMAND", find: fromCommand },
  { name: "path", origin: "PATH", find: fromPath },
  { name: "cache", origin: "cache", find: fromCache },
  { name: "npm", origin: "npm", find: fromNpm },
  { name: "go", origin: "go", find: fromGo },
];

/**
 * Finds a Pulumi CLI, or makes one. The first Go build takes minutes; a later call finds it in well under a second.
 *
 * @throws Error when `PULUMI_COMMAND` or `PULUMI_OBTAIN` is wrong, or when no way worked: then with the reason for each
 *   way and the ways to install Pulumi
 */
export async function obtainPulumi(options: ObtainOptions): Promise<ObtainedPulumi> {
  const env = options.env ?? process.env;
  const log = options.log ?? ((line: string) => process.stderr.write(`${line}\n`));
  const search: Search = { projectRoot: options.projectRoot, env, log, probe: options.probe };
  const reasons: string[] = [];
  for (const way of allowedWays(env)) {
    const result = await tryWay(way, search);
    if (typeof result !== "string") return { ...result, origin: way.origin };
    reasons.push(`  ${way.origin}: ${result}`);
    // That a variable is unset or a place empty is the rule, and not worth a line.
    const isWorthALine = way.name === "npm" || (way.name === "path" && result !== nothingOnPath);
    if (isWorthALine) log(`Pulumi by ${way.origin}: ${result}`);
  }
  throw new Error(failureMessage(reasons));
}

async function tryWay(way: Way, search: Search): Promise<PulumiCli | string> {
  try {
    return await way.find(search);
  } catch (error) {
    if (way.name === "command") throw error;
    return messageOf(error);
  }
}

function allowedWays(env: Environment): Way[] {
  const list = env.PULUMI_OBTAIN;
  if (list === undefined || list.trim() === "") return [...ways];
  const allowed = list.split(",").map((name) => name.trim().toLowerCase());
  const names = ways.map((way) => way.name);
  const unknown = allowed.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(
      `PULUMI_OBTAIN=${list}: ${JSON.stringify(unknown)} is none of ${names.join(", ")}`,
    );
  }
  if (allowed.includes("go")) allowed.push("cache");
  return ways.filter((way) => allowed.includes(way.name));
}

async function fromCommand({ env }: Search): Promise<PulumiCli | string> {
  const value = env.PULUMI_COMMAND;
  if (value === undefined || value === "") return "not set";
  const isPath = /[\\/]/.test(value);
  const command = isPath ? value : findExecutables(value, pathFolders(env))[0];
  if (command === undefined) {
    throw new Error(`PULUMI_COMMAND=${value}: there is no such program on PATH`);
  }
  const cli = await inspectPulumi(resolve(command), env);
  if (typeof cli !== "string") return cli;
  throw new Error(
    `PULUMI_COMMAND=${value} will not do: ${cli}. Set it to a Pulumi CLI of version ${oldestVersion.join(".")} or newer, or unset it.`,
  );
}

async function fromPath({ env }: Search): Promise<PulumiCli | string> {
  const reasons: string[] = [];
  for (const command of findExecutables("pulumi", pathFolders(env))) {
    const cli = await inspectPulumi(command, env);
    if (typeof cli !== "string") return cli;
    reasons.push(cli);
  }
  return reasons.length === 0 ? nothingOnPath : reasons.join("; ");
}

async function fromCache({ projectRoot, env }: Search): Promise<PulumiCli | string> {
  const source = await readBuildSource(projectRoot);
  const binDir = buildFolder(env, source.version);
  const check = await checkBuild(binDir, source);
  return check === true ? { command: cliIn(binDir), binDir, version: source.version } : check;
}

async function fromNpm({ projectRoot, env, log, probe }: Search): Promise<PulumiCli | string> {
  const { version } = await readBuildSource(projectRoot);
  return fromNpmPackage(version, env, log, probe);
}

async function fromGo(search: Search): Promise<PulumiCli | string> {
  const { projectRoot, env, log } = search;
  const go = findGo(env);
  if (go === undefined) return "there is no go on PATH (https://go.dev/dl)";
  const source = await readBuildSource(projectRoot);
  const binDir = buildFolder(env, source.version);
  await storeBuild(binDir, source, log, (folder) => buildFromGo(go, source, folder, env, log));
  return inspectPulumi(cliIn(binDir), env);
}

function failureMessage(reasons: readonly string[]): string {
  return [
    "No Pulumi CLI could be obtained:",
    ...reasons,
    `Install Pulumi ${oldestVersion.join(".")} or newer in one of these ways and try again:`,
    "  curl -fsSL https://get.pulumi.com | sh          (Linux, macOS)",
    "  brew install pulumi/tap/pulumi                  (macOS)",
    "  winget install pulumi                           (Windows)",
    "  npm install --global pulumi && pulumi version   (downloads the CLI on first use)",
    "or set PULUMI_COMMAND to the path of a Pulumi CLI, or install Go (https://go.dev/dl) to have it built.",
  ].join("\n");
}
