/**
 * The user's cache folder of built CLIs. A build becomes visible under its final name only when it is whole: it is made
 * beside it, stamped last, and renamed.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { withLock } from "./build-lock.mts";
import type { Environment } from "./child-process.mts";
import { homeFolder, isWholeFolder } from "./inspect.mts";
import type { Log } from "./progress.mts";

/** The Go modules that a CLI is built from. */
export interface BuildSource {
  /** Version of the engine, from the CLI's go.mod. */
  version: string;
  /** SHA-256 over both modules' go.mod and go.sum: a build of other sums is not used. */
  fingerprint: string;
  /** Folder with the go.mod of the CLI. */
  cliModule: string;
  /** Folder with the go.mod of the Node language host. */
  languageHostModule: string;
}

const stampFile = "complete.json";
const abandonedAfterMs = 6 * 60 * 60 * 1000;

/**
 * Reads what is to be built: the versions are written in the go.mod files, and nowhere else.
 *
 * @throws Error when the CLI's go.mod does not name the engine's version
 */
export async function readBuildSource(projectRoot: string): Promise<BuildSource> {
  const cliModule = join(projectRoot, "tools", "pulumi", "cli");
  const languageHostModule = join(projectRoot, "tools", "pulumi", "language-host");
  const files = [cliModule, languageHostModule].flatMap((folder) => [
    join(folder, "go.mod"),
    join(folder, "go.sum"),
  ]);
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const version = /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(texts[0] ?? "")?.[1];
  if (version === undefined) {
    throw new Error(`${files[0]} does not require github.com/pulumi/pulumi/pkg/v3`);
  }
  const fingerprint = createHash("sha256").update(texts.join("\0")).digest("hex");
  return { version, fingerprint, cliModule, languageHostModule };
}

/** The folder for caches of this project: `XDG_CACHE_HOME`, or the platform's own place. */
export function cacheRoot(env: Environment, platform: string = process.platform): string {
  return join(userCache(env, platform), "pulumi-sailpoint-nonemployee");
}

function userCache(env: Environment, platform: string): string {
  const home = homeFolder(env);
  if (platform === "win32") return env.LOCALAPPDATA || join(home, "AppData", "Local");
  const xdg = env.XDG_CACHE_HOME;
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  return platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
}

/** The folder of a version's build for this platform. */
export function buildFolder(env: Environment, version: string): string {
  return join(cacheRoot(env), `pulumi-${version}-${process.platform}-${process.arch}`);
}

/** Whether a folder holds a whole build of these modules; if not, why. */
export async function checkBuild(folder: string, source: BuildSource): Promise<true | string> {
  if (!existsSync(folder)) return `no build in ${folder}`;
  let stamp: string;
  try {
    stamp = await readFile(join(folder, stampFile), "utf8");
  } catch {
    return `the build in ${folder} was never finished`;
  }
  if (stamp !== stampText(source)) return `the build in ${folder} is of other Go modules`;
  return isWholeFolder(folder) || `the build in ${folder} has lost files`;
}

/**
 * Makes a build beside its final folder and moves it there. While another process builds the same, it waits and takes
 * that one's build. Should two build all the same, the first to finish stays and the other is thrown away.
 *
 * @param make fills the folder that it is given
 */
export async function storeBuild(
  folder: string,
  source: BuildSource,
  log: Log,
  make: (folder: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const onWait = () => log(`another process is building Pulumi ${source.version}, waiting for it`);
  await withLock(`${folder}.lock`, onWait, async () => {
    if ((await checkBuild(folder, source)) !== true) await makeBuild(folder, source, make);
  });
}

async function makeBuild(
  folder: string,
  source: BuildSource,
  make: (folder: string) => Promise<void>,
): Promise<void> {
  await removeAbandoned(folder);
  const workFolder = `${folder}.building-${randomUUID()}`;
  await mkdir(workFolder);
  try {
    await make(workFolder);
    await writeFile(join(workFolder, stampFile), stampText(source));
    await moveInto(workFolder, folder, source);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

async function moveInto(workFolder: string, folder: string, source: BuildSource): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    if ((await checkBuild(folder, source)) === true) return;
    // What stands there is unfinished or of other modules; a rename moves it away in one step.
    const old = `${folder}.building-${randomUUID()}`;
    await rename(folder, old).catch(() => undefined);
    await rm(old, { recursive: true, force: true });
    try {
      await rename(workFolder, folder);
      return;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** Work folders of runs that were killed would stay for ever. */
async function removeAbandoned(folder: string): Promise<void> {
  const parent = dirname(folder);
  const prefix = `${basename(folder)}.building-`;
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (!name.startsWith(prefix)) continue;
    const info = await stat(path).catch(() => undefined);
    if (info !== undefined && Date.now() - info.mtimeMs > abandonedAfterMs) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

function stampText(source: BuildSource): string {
  return `${JSON.stringify({ version: source.version, modules: source.fingerprint })}\n`;
}
