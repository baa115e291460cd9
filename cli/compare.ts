import { existsSync, realpathSync, statSync } from "node:fs";
import { Command, Option } from "commander";
import { compareManifests, type Difference } from "../provider/manifest/compare";
import { keysFor } from "../provider/manifest/key";
import type { Manifest } from "../provider/manifest/manifest";
import { readManifestFile } from "../provider/manifest/read-manifest";
import { readTenant } from "../provider/manifest/read-tenant";
import { counted } from "../provider/resources/value";
import { type CommandHost, messageOf, warn, withProgress } from "./host";
import { type ReportFormat, reportFormats, reportOf } from "./report";
import { isKnownTenant, type OpenedTenant, openTenant } from "./tenant";

interface Options {
  from: string;
  to: string;
  format: ReportFormat;
}

/** One of the two that are compared. */
interface Side {
  manifest: Manifest;
  /** `manifest.yaml`, or `tenant sandbox (https://...)`. */
  label: string;
  isTenant: boolean;
  /** Its URL, or the path of the file without links. */
  place: string;
}

const HELP = `
Each of the two is the file of a manifest, or the name of a tenant as in --tenant of the other commands. A word that ends in
.yaml, .yml or .json, or has a slash, is a file; another one is a file if there is one of that name, else a tenant.
A tenant knows no keys: a source takes the key of the source that has the same name on the other side.

Exit code: 0 equal, 2 different, 1 could not tell.

Examples:
  $ sailpoint-nonemployee compare --from manifest.yaml --to production
  $ sailpoint-nonemployee compare --from sandbox --to production --format markdown`;

/** `compare`: what differs between two manifests or tenants. */
export function compareCommand(host: CommandHost): Command {
  return new Command("compare")
    .description("show what differs between two manifests or tenants")
    .requiredOption("--from <manifest or tenant>", "what it is compared with")
    .requiredOption("--to <manifest or tenant>", "what is compared")
    .addOption(
      new Option("--format <format>", "form of the report").choices(reportFormats).default("table"),
    )
    .addHelpText("after", HELP)
    .action((options: Options) => runCompare(host, options));
}

async function runCompare(host: CommandHost, { from, to, format }: Options): Promise<void> {
  const [before, after] = [await readSide(host, "--from", from), await readSide(host, "--to", to)];
  if (before.place === after.place) {
    throw new Error(
      `${before.label} and ${after.label} are one and the same: nothing was compared`,
    );
  }
  // A tenant that shows nothing may only be one where we may see nothing.
  if (before.manifest.sources.length + after.manifest.sources.length === 0) {
    throw new Error(
      `neither ${before.label} nor ${after.label} has a source: there is nothing to compare`,
    );
  }
  const [a, b] = withSameKeys(before, after);
  const differences = compareManifests(a, b);
  const labels = { from: before.label, to: after.label };
  host.out(reportOf(format, labels, differences));
  host.err(summaryOf(labels, differences));
  if (differences.length > 0) host.setExitCode(2);
}

function summaryOf({ from, to }: { from: string; to: string }, found: readonly Difference[]) {
  if (found.length === 0) return `${from} and ${to} are equal`;
  return `${counted(found.length, "difference")} between ${from} and ${to}`;
}

async function readSide(host: CommandHost, option: string, given: string): Promise<Side> {
  if (isFile(host, option, given)) {
    const manifest = readManifestFile(given);
    if (manifest.sources.length === 0) {
      throw new Error(`the manifest ${given} has no sources: there is nothing to compare`);
    }
    return { manifest, label: given, isTenant: false, place: realpathSync(given) };
  }
  const { tenant, label } = opened(host, option, given);
  const call = { signal: host.signal, onWait: (message: string) => host.err(message) };
  const { manifest, unresolved } = await withProgress(host, `reading ${label}`, (onProgress) =>
    readTenant(tenant, call, { onProgress }),
  );
  for (const warning of unresolved) warn(host, `${label}: ${warning}; compared by its id`);
  return { manifest, label, isTenant: true, place: tenant.url };
}

/** @throws Error that says as well that there is no such file, where the name may have been meant so */
function opened(host: CommandHost, option: string, given: string): OpenedTenant {
  if (isKnownTenant(host, given)) return openTenant(host, given);
  try {
    return openTenant(host, given);
  } catch (error) {
    throw new Error(`${option} "${given}" is no file here, and as a tenant: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function isFile(host: CommandHost, option: string, given: string): boolean {
  if (/\.(ya?ml|json)$/i.test(given) || /[\\/]/.test(given)) return true;
  if (!existsSync(given)) return false;
  if (!isKnownTenant(host, given)) return true;
  // The folder of a project may bear the name of its tenant.
  if (statSync(given).isDirectory()) return false;
  throw new Error(
    `${option} "${given}" is the name of a file and of a tenant; write ./${given} for the file, or rename it`,
  );
}

/** Both with keys that go together: those of the manifest by name; of two tenants those that all their names give. */
function withSameKeys(a: Side, b: Side): [Manifest, Manifest] {
  if (!a.isTenant && !b.isTenant) return [a.manifest, b.manifest];
  const given = [a, b]
    .filter(({ isTenant }) => !isTenant)
    .flatMap(({ manifest }) => manifest.sources.map(({ name, key }) => [name, key] as const));
  const names = [a, b].flatMap(({ manifest }) => manifest.sources.map(({ name }) => name));
  const keys = keysFor([...new Set(names)], new Map(given));
  const keyed = ({ manifest, isTenant }: Side): Manifest => {
    if (!isTenant) return manifest;
    const sources = manifest.sources.map((source) => ({
      ...source,
      key: keys.get(source.name) ?? source.key,
    }));
    return { ...manifest, sources };
  };
  return [keyed(a), keyed(b)];
}
