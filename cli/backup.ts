import { Command } from "commander";
import { verifyBackup } from "../provider/backup/verify";
import { backUpTenant, type TenantBackup } from "../provider/backup/write";
import { counted, inLines } from "../provider/resources/value";
import { credentials, openRun } from "./api-command";
import { type CommandHost, warn, withProgress } from "./host";
import { refuseFullFolder } from "./new-folder";
import { printable } from "./printable";

interface Options {
  tenant?: string;
  out?: string;
  allowUnresolved?: boolean;
}

const HELP = `
The folder then has manifest.yaml, records/<key>.csv for each source, and index.json with counts and SHA-256. It gets its name
when all of that is proven. Standard output has a line for each source: key, number of records and file, with tabs between them.

${credentials}

Exit code: 0 done; 1 failed and nothing was written, or somebody could not be described (the backup is written all the same).

Example:
  $ sailpoint-nonemployee backup --tenant production --out backup-2026-11-24
  $ sailpoint-nonemployee backup verify backup-2026-11-24`;

const VERIFY_HELP = `
Nothing is asked of a tenant. Every file must be there with the size, the SHA-256 and the number of records that index.json says.

Exit code: 0 the backup is whole and as it was written; 1 it is not, and everything that is wrong is told.

Example:
  $ sailpoint-nonemployee backup verify backup-2026-11-24`;

const optionOut = "--out <folder>";

/** `backup`: a tenant's manifest and records as files; `backup verify`: whether they are still what they were. */
export function backupCommand(host: CommandHost): Command {
  return (
    new Command("backup")
      .description("write a tenant's manifest and all records into a folder")
      .option("--tenant <name>", "tenant; without it the one of SAIL_BASE_URL")
      // Not `requiredOption`, which `backup verify` would need too.
      .option(optionOut, "folder of the backup, required; it must be new or empty")
      .option("--allow-unresolved", "exit with 0 even if a person or group could not be described")
      .addHelpText("after", HELP)
      .enablePositionalOptions()
      .action((options: Options, command: Command) => {
        if (options.out === undefined) {
          command.error(`error: required option '${optionOut}' not specified`);
        }
        return runBackup(host, { ...options, out: options.out });
      })
      .addCommand(verifyCommand(host))
  );
}

function verifyCommand(host: CommandHost): Command {
  return new Command("verify")
    .description("check a backup against its index")
    .argument("<dir>", "folder of the backup")
    .addHelpText("after", VERIFY_HELP)
    .action((dir: string, _options: unknown, command: Command) => {
      const [given] = Object.keys(command.parent?.opts() ?? {});
      if (given !== undefined) {
        const option = command.parent?.options.find((one) => one.attributeName() === given)?.long;
        command.error(`error: the option '${option}' is not one of backup verify; leave it out`);
      }
      return runVerify(host, dir);
    });
}

async function runBackup(host: CommandHost, options: Options & { out: string }): Promise<void> {
  const { out } = options;
  refuseFullFolder(out);
  const { tenant, label, call } = openRun(host, options);
  const backup = await withProgress(host, `reading records of ${label}`, (onProgress) =>
    backUpTenant(tenant, call, { out, onProgress }),
  );
  tell(host, backup, `${label} written to ${out}`);
  if (backup.unresolved.length > 0 && !options.allowUnresolved) host.setExitCode(1);
}

function tell(host: CommandHost, { index, unresolved, warnings }: TenantBackup, what: string) {
  for (const { key, records, file } of index.sources) host.out(`${key}\t${records}\t${file}\n`);
  for (const warning of warnings) warn(host, warning);
  for (const warning of unresolved) {
    warn(host, `${warning}; written as { id, unresolved: true }`);
  }
  host.err(`${contentOf(index)} of ${what}`);
  if (unresolved.length === 0) return;
  host.err(
    `${counted(unresolved.length, "reference")} could not be described: all records are there, but the manifest names an id; correct the tenant and take another backup, or give --allow-unresolved`,
  );
}

async function runVerify(host: CommandHost, dir: string): Promise<void> {
  const { problems, warnings, index } = await withProgress(host, `checking ${dir}`, () =>
    verifyBackup(dir, { signal: host.signal }),
  );
  for (const warning of warnings) warn(host, warning);
  if (problems.length > 0) {
    throw new Error(`the backup ${dir} cannot be relied on:${inLines(problems)}`);
  }
  if (index === undefined) return;
  const { created, tenantUrl } = index;
  host.out(`${contentOf(index)}, taken ${created} from ${printable(tenantUrl)}\n`);
}

/** `2 sources, 40 records`. */
function contentOf({ sources }: TenantBackup["index"]): string {
  const records = sources.reduce((sum, source) => sum + source.records, 0);
  return `${counted(sources.length, "source")}, ${counted(records, "record")}`;
}
