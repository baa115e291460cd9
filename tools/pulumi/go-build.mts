/**
 * Builds the Pulumi CLI and its Node language host from their published Go modules, for machines that reach package
 * registries only.
 */
import { chmod, copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildSource } from "./build-cache.mts";
import { capture, type Environment, findExecutables, pathFolders } from "./child-process.mts";
import { type Log, withProgress } from "./progress.mts";

const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const hostModule = "github.com/pulumi/pulumi/sdk/v3";
const dynamicProvider = "pulumi-resource-pulumi-nodejs";

/** Path of the Go command, if there is one on PATH or in GOROOT. */
export function findGo(env: Environment): string | undefined {
  const goRoot = env.GOROOT ? [join(env.GOROOT, "bin")] : [];
  return findExecutables("go", [...pathFolders(env), ...goRoot])[0];
}

/**
 * Fills a folder with the CLI, the language host and the starter of the dynamic provider.
 *
 * @param go path of the Go command
 * @throws Error with the last lines of Go's output
 */
export async function buildFromGo(
  go: string,
  source: BuildSource,
  folder: string,
  env: Environment,
  log: Log,
): Promise<void> {
  // No C compiler is needed this way.
  const goEnv = { ...env, CGO_ENABLED: "0", GOWORK: "off" };
  const goRun = (module: string, args: readonly string[]) => runGo(go, module, args, goEnv);
  // Without its version the CLI prints an empty line for `pulumi version`, and Pulumi's own tools refuse it.
  const flags = ["-mod=readonly", "-ldflags", `-s -w -X ${versionVariable}=v${source.version}`];
  const build = ["build", "-o", join(folder, "/"), ...flags, "tool"];
  await withProgress(
    log,
    "building Pulumi's language host for Node (half a minute the first time)",
    goRun(source.languageHostModule, build),
  );
  await withProgress(
    log,
    `building Pulumi ${source.version} from its Go modules (3-6 minutes the first time)`,
    goRun(source.cliModule, build),
  );
  const moduleFolder = (
    await goRun(source.languageHostModule, ["list", "-m", "-f", "{{.Dir}}", hostModule])
  ).trim();
  const script = process.platform === "win32" ? `${dynamicProvider}.cmd` : dynamicProvider;
  await copyFile(join(moduleFolder, "nodejs", "dist", script), join(folder, script));
  // Files of Go's module cache are read-only.
  await chmod(join(folder, script), 0o755);
}

async function runGo(
  go: string,
  module: string,
  args: readonly string[],
  env: Environment,
): Promise<string> {
  const run = await capture(go, args, { cwd: module, env });
  if (run.code === 0) return run.stdout;
  const tail = `${run.stdout}\n${run.stderr}`
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "" && !line.startsWith("go: downloading"))
    .slice(-8);
  throw new Error(`\`go ${args[0]}\` in ${module} failed:\n${tail.join("\n")}`);
}
