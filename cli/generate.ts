import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import { Command } from "commander";
import {
  type DeclaredSource,
  declarationProblems,
  declareManifest,
} from "../provider/manifest/declare";
import { type Manifest, ManifestError } from "../provider/manifest/manifest";
import { readManifestFile } from "../provider/manifest/read-manifest";
import { ReferenceMap } from "../provider/manifest/reference-map";
import { writeManifest } from "../provider/manifest/write-manifest";
import { counted } from "../provider/resources/value";
import { type CommandHost, messageOf, warn, withProgress } from "./host";
import { callOf } from "./import-file";
import { refuseFullFolder } from "./new-folder";
import {
  gitignore,
  type ProjectSettings,
  packageJson,
  projectYaml,
  readme,
  stackYaml,
  tsconfig,
} from "./project/file";
import { componentProgram, expandedProgram, manifestFile } from "./project/program";
import { readTakeOver, type TakeOver, takeOverWarnings } from "./take-over";
import { openTenant } from "./tenant";

interface Options {
  manifest: string;
  out: string;
  tenant?: string;
  expanded?: boolean;
}

const HELP = `
Without --tenant nothing is asked of a tenant. With it, the project also has import.json: \`pulumi import --file import.json\` takes
over what the tenant has already, without a write. Where tenant and manifest agree, the first preview is empty; the rest is told.

Exit code: 0 done; 1 failed, or the tenant lacks somebody whom the manifest names (the project is written all the same).

Example:
  $ sailpoint-nonemployee export --tenant sandbox --out manifest.yaml
  $ sailpoint-nonemployee generate --manifest manifest.yaml --out sandbox --tenant sandbox`;

/** `generate`: a Pulumi project from a manifest. */
export function generateCommand(host: CommandHost): Command {
  return new Command("generate")
    .description("write a Pulumi project in TypeScript that declares a manifest")
    .requiredOption("--manifest <file>", "the manifest")
    .requiredOption("--out <folder>", "folder of the project; it must be new or empty")
    .option("--tenant <name>", "tenant that has the sources already; adds import.json")
    .option("--expanded", "write a resource for each source and attribute, not one component")
    .addHelpText("after", HELP)
    .action((options: Options) => runGenerate(host, options));
}

async function runGenerate(host: CommandHost, options: Options): Promise<void> {
  const { out, tenant: name, expanded: isExpanded = false } = options;
  const manifest = readManifestFile(options.manifest);
  const sources = declaredBy(manifest, options.manifest);
  refuseFullFolder(out);
  const opened = name === undefined ? undefined : openTenant(host, name);
  const imported =
    opened &&
    (await withProgress(host, `reading ${opened.label}`, () =>
      readTakeOver(opened, callOf(host.signal, host.err), manifest, { sources, isExpanded }),
    ));
  const settings: ProjectSettings = {
    name: projectName(out),
    stack: name === undefined ? "dev" : stackName(name),
    baseUrl: opened?.tenant.url,
    isExpanded,
    takeOver: takeOverOf(imported),
  };
  writeFolder(out, filesOf(settings, manifest, sources, imported));
  if (opened && imported) {
    const warnings = takeOverWarnings(opened.label, imported);
    for (const warning of warnings) warn(host, warning);
    if (imported.unresolved.length > 0) host.setExitCode(1);
  }
  host.err(
    `${counted(sources.length, "source")} written to ${out} as a Pulumi project; its README.md says how to go on`,
  );
}

function takeOverOf(imported: TakeOver | undefined): ProjectSettings["takeOver"] {
  if (imported === undefined || imported.resources.length === 0) return "nothing";
  return imported.changes.length + imported.unresolved.length === 0 ? "everything" : "part";
}

/** @throws ManifestError for what no tenant would accept */
function declaredBy(manifest: Manifest, file: string): DeclaredSource[] {
  const sources = declareManifest(manifest, new ReferenceMap(undefined, undefined));
  const problems =
    sources.length === 0
      ? ["it has no sources: there is nothing to declare"]
      : declarationProblems(sources);
  if (problems.length > 0) throw new ManifestError(`the manifest ${file}`, problems);
  return sources;
}

function filesOf(
  settings: ProjectSettings,
  manifest: Manifest,
  sources: readonly DeclaredSource[],
  imported: TakeOver | undefined,
): Record<string, string> {
  return {
    "Pulumi.yaml": projectYaml(settings),
    [`Pulumi.${settings.stack}.yaml`]: stackYaml(settings),
    "package.json": packageJson(settings),
    "tsconfig.json": tsconfig(),
    "index.ts": settings.isExpanded ? expandedProgram(sources) : componentProgram(),
    ...(!settings.isExpanded && { [manifestFile]: writeManifest(manifest, "yaml") }),
    ...(settings.takeOver !== "nothing" &&
      imported && {
        "import.json": `${JSON.stringify({ resources: imported.resources }, undefined, 2)}\n`,
      }),
    "README.md": readme(settings),
    ".gitignore": gitignore(),
  };
}

/** What Pulumi accepts as the name of a project. */
function projectName(out: string): string {
  const name = basename(resolve(out))
    .replace(/[^A-Za-z0-9_.-]+/g, "-")
    .replace(/^[-_.]+/, "")
    .slice(0, 80);
  return name === "" ? "non-employees" : name;
}

function stackName(tenant: string): string {
  const name = tenant.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-_.]+/, "");
  return name === "" ? "dev" : name;
}

/** Writes all files elsewhere first: a project that could not be written as a whole leaves nothing behind. */
function writeFolder(out: string, files: Readonly<Record<string, string>>): void {
  const target = resolve(out);
  // Beside a folder that is there may be another disk, or one that is not ours.
  const half = `${target}${existsSync(target) ? sep : "."}${randomUUID().slice(0, 8)}.tmp`;
  try {
    mkdirSync(half, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(half, file), text);
    // An empty folder that is there already may be the one that somebody is in.
    mkdirSync(target, { recursive: true });
    for (const file of Object.keys(files)) renameSync(join(half, file), join(target, file));
  } catch (error) {
    throw new Error(
      `cannot write ${out}: ${messageOf(error)}. Check the folder, and the room on its disk`,
      { cause: error },
    );
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}
