/**
 * The official npm package `pulumi`: on first use it downloads the CLI with the vendor's installer into
 * `~/.pulumi/versions/<version>`, where Pulumi's Automation API keeps it too.
 */
import { tmpdir } from "node:os";
import { types } from "node:util";
import { capture, type Environment, findExecutables, pathFolders } from "./child-process.mts";
import { messageOf } from "./failure.mts";
import { cliIn, isWholeFolder, lastLine, officialBinDir, type PulumiCli } from "./inspect.mts";
import { type Log, withProgress } from "./progress.mts";

const downloadHost = "https://get.pulumi.com";
const probeTimeoutMs = 4_000;
const downloadTimeoutMs = 5 * 60 * 1000;

/** Resolves when the host answers at all; rejects when it cannot be reached in time. */
export type Probe = (url: string, timeoutMs: number) => Promise<void>;

/**
 * Takes the CLI that the npm package has installed, or has it installed now.
 *
 * @returns the CLI, or the reason why there is none
 */
export async function fromNpmPackage(
  version: string,
  env: Environment,
  log: Log,
  probe: Probe = probeByFetch,
): Promise<PulumiCli | string> {
  const binDir = officialBinDir(env, version);
  const found = () =>
    isWholeFolder(binDir) ? { command: cliIn(binDir), binDir, version } : undefined;
  const before = found();
  if (before !== undefined) return before;
  const npm = npmCommand(env);
  if (npm === undefined) return "there is no npm on PATH";
  try {
    await probe(downloadHost, probeTimeoutMs);
  } catch (error) {
    return `its download host ${downloadHost} cannot be reached (${reasonOf(error)})`;
  }
  const [command, ...args] = npm;
  const run = await withProgress(
    log,
    `installing Pulumi ${version} through its npm package (about a minute)`,
    capture(
      command,
      [...args, "exec", "--yes", `--package=pulumi@${version}`, "--", "pulumi", "version"],
      {
        // Outside this project npm looks at no package of ours.
        cwd: tmpdir(),
        env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
        timeoutMs: downloadTimeoutMs,
      },
    ),
  );
  return found() ?? `\`npm exec pulumi@${version}\` installed nothing: ${lastLine(run.stderr)}`;
}

/** Inside an npm script npm tells where its own program is; that needs no shell, on Windows too. */
function npmCommand(env: Environment): [string, ...string[]] | undefined {
  const script = env.npm_execpath;
  if (script !== undefined && /npm-cli\.js$/.test(script)) return [process.execPath, script];
  const npm = findExecutables("npm", pathFolders(env))[0];
  return npm === undefined ? undefined : [npm];
}

async function probeByFetch(url: string, timeoutMs: number): Promise<void> {
  await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(timeoutMs) });
}

function reasonOf(error: unknown): string {
  // fetch says "fetch failed", and why in the cause.
  return messageOf(types.isNativeError(error) && error.cause ? error.cause : error);
}
