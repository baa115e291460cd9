import {
  planRestore,
  type RestoredSource,
  type RestorePlan,
  runRestore,
} from "../provider/backup/restore";
import { counted, listed } from "../provider/resources/value";
import { limitAdvice, toWrite } from "../provider/upload/plan";
import { namedRows, type UnfitRow } from "../provider/upload/planned-row";
import { type ApiOptions, apiCommand, openRun } from "./api-command";
import { confirm, yesOption } from "./confirm";
import { type CommandHost, warn, withProgress } from "./host";
import { columnsOf, printList } from "./output";
import { printable, printableLines } from "./printable";
import { uploadOperations } from "./record/upload";

interface Options extends ApiOptions {
  only?: string[];
  overwrite?: boolean;
  otherTenant?: boolean;
  yes?: boolean;
}

const HELP = `The backup is checked against its index. Each source is found by its id, else by its name. All that is wrong is told before
anything is written. Records that are missing are uploaded in pieces, and the list of records must have them afterwards, with all
their values. Records that are there with other values, and records that the backup does not have, are left alone.

Whenever it ends, it can be run again: it sends only what is missing. It ends with 0 if the tenant has every record of the backup with
all its values.`;

/** Words that never change: scripts read them. */
const columns = columnsOf<RestoredSource>(
  "key",
  "name",
  "rows",
  "restored",
  "updated",
  "unchanged",
  "different",
  "unfit",
  "notInBackup",
  "result",
);

/** `restore`: the records of a backup, back in a tenant. */
export function restoreCommand(host: CommandHost) {
  return apiCommand({
    name: "restore",
    summary: "bring the records of a backup back into a tenant",
    operations: uploadOperations,
    help: HELP,
    examples: ["restore backup-2026-11-24 --tenant production --only contractors"],
  })
    .argument("<dir>", "folder of the backup")
    .option("--only <key...>", "keys of the sources that are wanted")
    .option("--overwrite", "give records that have other values those of the backup")
    .option("--other-tenant", "restore into another tenant than that of the backup")
    .addOption(yesOption())
    .action((dir: string, options: Options) => runCommand(host, dir, options));
}

async function runCommand(host: CommandHost, dir: string, options: Options): Promise<void> {
  const { tenant, call, label } = openRun(host, options);
  const { only, overwrite: isOverwriting, otherTenant: isOtherTenant } = options;
  const plan = await withProgress(host, `comparing ${dir} with ${label}`, () =>
    planRestore(tenant, call, dir, { only, isOverwriting, isOtherTenant }),
  );
  tellPlan(host, plan);
  const writes = plan.sources.filter(({ plan: one }) => toWrite(one, plan.isOverwriting) > 0);
  if (writes.length > 0) await confirm(host, questionOf(plan, dir, label), options.yes);
  const restored = await withProgress(host, `restoring records to ${label}`, (onProgress) =>
    runRestore(tenant, call, plan, onProgress),
  );
  await printList(host, options.format, columns, restored);
  tellResult(host, restored, label);
}

function tellPlan(host: CommandHost, { warnings, sources, isOverwriting }: RestorePlan): void {
  for (const warning of warnings) warn(host, warning);
  for (const { key, plan } of sources) {
    const { different, unfit, stuck } = plan.count;
    const advice = limitAdvice(plan);
    if (advice !== undefined) warn(host, `${key}: ${advice}`);
    if (unfit > 0) {
      warn(
        host,
        `${key}: ${counted(unfit, "row")} of the backup cannot be restored, since the tenant would not take them; all others are: ${problemsOf(plan.firstUnfit, unfit)}. Correct them in a copy of the file, and give it to records upload with --new-only; a person with a value that no upload takes can be made by records create --data <name>=<value>`,
      );
    }
    if (stuck > 0) {
      warn(
        host,
        `${key}: ${haveOthers(stuck)} than the backup, whose values the tenant would not take; they are left alone: ${problemsOf(plan.firstStuck, stuck)}`,
      );
    }
    if (different === 0) continue;
    const overwriting =
      plan.alikeProblems.length === 0
        ? "would give them the values of the backup"
        : "refuses names that read alike";
    const what = isOverwriting
      ? "they get the values of the backup"
      : `they are left alone, and --overwrite ${overwriting}`;
    const named = namedRows(plan.firstDifferent, different);
    warn(host, `${key}: ${haveOthers(different)} than the backup: ${named}; ${what}`);
  }
}

function problemsOf(rows: readonly UnfitRow[], count: number): string {
  const named = rows.map(
    ({ accountName, problem }) => `${JSON.stringify(accountName)} (${problem})`,
  );
  const more = count > named.length ? `, and ${count - named.length} more` : "";
  return `${named.join("; ")}${more}`;
}

function haveOthers(count: number): string {
  return `${counted(count, "record")} ${count === 1 ? "has" : "have"} other values`;
}

function questionOf({ index, sources, isOverwriting }: RestorePlan, dir: string, label: string) {
  const sum = (count: "new" | "different") =>
    sources.reduce((all, { plan }) => all + plan.count[count], 0);
  const [fresh, different] = [sum("new"), isOverwriting ? sum("different") : 0];
  const names = listed(
    sources
      .filter(({ plan }) => toWrite(plan, isOverwriting) > 0)
      .map(({ plan }) => `"${printable(plan.source.name)}"`),
  );
  const parts = [
    ...(fresh > 0 ? [`create ${counted(fresh, "record")}`] : []),
    ...(different > 0 ? [`overwrite ${counted(different, "record")}`] : []),
  ];
  return `${parts.join(" and ")} in ${names} of ${label}, from the backup ${dir} that was taken ${index.created} from ${printable(index.tenantUrl)}`;
}

function tellResult(host: CommandHost, restored: readonly RestoredSource[], label: string): void {
  for (const { key, problem } of restored) {
    if (problem !== undefined) host.err(printableLines(`${key}: ${problem}`));
  }
  const total = restored.reduce((sum, { restored: one, updated }) => sum + one + updated, 0);
  const open = restored.filter(({ result }) => result !== "complete");
  host.err(
    `${counted(total, "record")} of ${counted(restored.length, "source")} written to ${label}`,
  );
  if (open.length === 0) return;
  host.setExitCode(1);
  const keys = listed(open.map(({ key, result }) => `${key} (${result})`));
  host.err(`not as in the backup: ${keys}`);
}
