import { existsSync } from "node:fs";
import { Command, Option } from "commander";
import type { Manifest } from "../provider/manifest/manifest";
import { readManifestFile } from "../provider/manifest/read-manifest";
import { readTenant, type TenantManifest } from "../provider/manifest/read-tenant";
import { compareTexts } from "../provider/manifest/select";
import {
  type ManifestFormat,
  manifestFormats,
  writeManifest,
} from "../provider/manifest/write-manifest";
import { counted, listed } from "../provider/resources/value";
import { credentials, openRun } from "./api-command";
import { type CommandHost, warn, withProgress } from "./host";
import { isDevice, writeWhole } from "./whole-file";

interface Options {
  tenant?: string;
  out?: string;
  format?: ManifestFormat;
  only?: string[];
  allowUnresolved?: boolean;
}

const HELP = `
${credentials}

Onto a file that is a manifest already, sources keep the keys that they have there; with --only the others stay as they are.

Exit code: 0 done; 1 failed, or somebody could not be described (the manifest is written all the same).

Example:
  $ sailpoint-nonemployee export --tenant sandbox --out manifest.yaml`;

/** `export`: a tenant as a manifest. */
export function exportCommand(host: CommandHost): Command {
  return new Command("export")
    .description("write a tenant's non-employee sources as a manifest")
    .option("--tenant <name>", "tenant; without it the one of SAIL_BASE_URL")
    .option("--out <file>", "file to write; without it, standard output")
    .addOption(
      new Option(
        "--format <format>",
        "form of the text; without it JSON for a file that ends in .json, else YAML",
      ).choices(manifestFormats),
    )
    .option("--only <key...>", "keys of the sources that are wanted")
    .option("--allow-unresolved", "exit with 0 even if a person or group could not be described")
    .addHelpText("after", HELP)
    .action((options: Options) => runExport(host, options));
}

async function runExport(host: CommandHost, options: Options): Promise<void> {
  const { tenant: name, out, only } = options;
  const isOld = out !== undefined && existsSync(out) && !isDevice(out);
  const before = isOld ? readManifestFile(out) : undefined;
  const { tenant, label, call } = openRun(host, { tenant: name });
  const keys = new Map(before?.sources.map((source) => [source.name, source.key]));
  const read = await withProgress(host, `reading ${label}`, (onProgress) =>
    readTenant(tenant, call, { keys, only, onProgress }),
  );
  const isEmpty = read.manifest.sources.length === 0;
  if (isEmpty) {
    throw new Error(
      `${label} has no non-employee sources: nothing was written. Check that this is the right tenant`,
    );
  }
  const manifest = before && only ? merged(before, read.manifest) : read.manifest;
  const format = options.format ?? (out?.toLowerCase().endsWith(".json") ? "json" : "yaml");
  const text = writeManifest(manifest, format);
  if (out === undefined) host.out(text);
  else writeWhole(out, text);
  if (before && out !== undefined) tellKeys(host, out, before, manifest);
  tell(host, read, `${label}${out === undefined ? "" : ` written to ${out}`}`);
  if (read.unresolved.length > 0 && !options.allowUnresolved) host.setExitCode(1);
}

/** The sources that were read, in the place of those of the same key; the others as they were. */
function merged(before: Manifest, read: Manifest): Manifest {
  const fresh = new Map(read.sources.map((source) => [source.key, source]));
  const kept = before.sources.map((source) => fresh.get(source.key) ?? source);
  const added = read.sources.filter(({ key }) => !before.sources.some((one) => one.key === key));
  const sources = [...kept, ...added].sort((a, b) => compareTexts(a.key, b.key));
  return { version: 1, sources };
}

/** A key that is gone is a source that a component deletes, and one that was renamed has a new key: nobody must miss that. */
function tellKeys(host: CommandHost, file: string, before: Manifest, now: Manifest): void {
  const keysOf = ({ sources }: Manifest) => sources.map(({ key }) => key);
  const [old, fresh] = [keysOf(before), keysOf(now)];
  const gone = old.filter((key) => !fresh.includes(key));
  if (gone.length === 0) return;
  const added = fresh.filter((key) => !old.includes(key));
  const also =
    added.length === 0
      ? ""
      : `; new in it are ${listed(added)}: if one of these is a source that was renamed, give it its old key again`;
  host.err(
    `warning: gone from ${file} are the sources ${listed(gone)}, because the tenant has none of their names: a program that declares the file deletes them${also}`,
  );
}

function tell(host: CommandHost, read: TenantManifest, what: string): void {
  for (const warning of read.warnings) warn(host, warning);
  for (const warning of read.unresolved) {
    warn(host, `${warning}; written as { id, unresolved: true }`);
  }
  const { sources } = read.manifest;
  const attributes = sources.reduce(
    (sum, { schemaAttributes }) => sum + (schemaAttributes?.length ?? 0),
    0,
  );
  host.err(
    `${counted(sources.length, "source")} with ${counted(attributes, "attribute")} of ${what}`,
  );
  if (read.unresolved.length > 0) {
    host.err(
      `${counted(read.unresolved.length, "reference")} could not be described: name in the people and groups maps who takes their place, or correct the tenant and export again`,
    );
  }
}
