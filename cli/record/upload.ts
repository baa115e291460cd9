import { ResourceError } from "../../provider/resources/handler";
import { counted } from "../../provider/resources/value";
import {
  limitAdvice,
  type Planned,
  planUpload,
  toWrite,
  type UploadPlan,
} from "../../provider/upload/plan";
import { namedRows } from "../../provider/upload/planned-row";
import { runUpload, type UploadResult } from "../../provider/upload/upload";
import { UploadError } from "../../provider/upload/upload-error";
import { type ApiOptions, apiCommand, type OperationId, openRun } from "../api-command";
import { confirm, yesOption } from "../confirm";
import { type CommandHost, warn, withProgress } from "../host";
import { columnsOf, printOne } from "../output";
import { printable } from "../printable";
import { findSourceOf, sourceForm } from "../source";

interface Options extends ApiOptions {
  source: string;
  newOnly?: boolean;
  yes?: boolean;
}

/** What an upload has come to, by words that never change: scripts read them. */
interface Uploaded {
  sourceId: string;
  name: string;
  file: string;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  left: number;
  notInFile: number;
}

const columns = columnsOf<Uploaded>(
  "sourceId",
  "name",
  "file",
  "rows",
  "created",
  "updated",
  "unchanged",
  "left",
  "notInFile",
);

/** What comparing, sending and proving a file takes. */
export const uploadOperations: readonly OperationId[] = [
  "importNonEmployeeRecordsInBulk",
  "getNonEmployeeBulkUploadStatus",
  "listNonEmployeeRecords",
  "listNonEmployeeSources",
  "getNonEmployeeSourceSchemaAttributes",
  "exportNonEmployeeSourceSchemaTemplate",
];

/** `records upload`: the rows of a CSV file as records of a source. */
export function uploadCommand(host: CommandHost) {
  return apiCommand({
    name: "upload",
    summary: "create and update records from a CSV file",
    operations: uploadOperations,
    help: `The file is checked against the source's attributes before anything is written, and all that is wrong is told with its line and
column. A row whose accountName the source has updates that record. Afterwards the list of records must have every row, with all its
values. Records that the file does not have are left alone. It can be run again: rows that are there already are not sent.`,
    examples: ["records upload people.csv --source Contractors"],
  })
    .argument("<file>", "CSV file in UTF-8; its first line names the columns")
    .requiredOption("--source <source>", sourceForm)
    .option("--new-only", "leave records alone that the source has already, with whatever values")
    .addOption(yesOption())
    .action((file: string, options: Options) => runCommand(host, file, options));
}

async function runCommand(host: CommandHost, path: string, options: Options): Promise<void> {
  const isOverwriting = options.newOnly !== true;
  const { tenant, call, label } = openRun(host, options);
  const { sourceId, name } = await findSourceOf(tenant, call, options.source);
  const where = `source "${printable(name)}" (${sourceId}) of ${label}`;
  const plan = await withProgress(host, `comparing ${path} with ${where}`, async () => {
    const planned = await planUpload(tenant, call, { sourceId, name }, { path, isBackup: false });
    return usable(planned, path, isOverwriting);
  });
  tellDifferent(host, plan, isOverwriting);
  const advice = limitAdvice(plan);
  if (advice !== undefined) warn(host, advice);
  if (toWrite(plan, isOverwriting) > 0) {
    await confirm(host, questionOf(plan, where, isOverwriting), options.yes);
  }
  try {
    const result = await withProgress(host, `uploading ${path} to ${where}`, (onProgress) =>
      runUpload(tenant, call, plan, { isOverwriting, onProgress }),
    );
    tell(host, plan, result, options);
    host.err(`${counted(result.created + result.changed, "record")} written to ${where}`);
    const { meanwhile } = result;
    if (meanwhile === 0) return;
    throw new ResourceError(
      `${counted(meanwhile, "record")} ${meanwhile === 1 ? "was" : "were"} made or changed by somebody else meanwhile and left alone: run the command again to see which`,
    );
  } catch (error) {
    // It says more than that the user ended it: how far it was.
    if (!(error instanceof UploadError) || !error.isInterrupted) throw error;
    host.err(error.message);
    host.setExitCode(1);
  }
}

/** @throws ResourceError all that is wrong with the file */
function usable(planned: Planned, path: string, isOverwriting: boolean): UploadPlan {
  const problems = "problems" in planned ? planned.problems : [...planned.plan.alikeProblems];
  if ("plan" in planned && isOverwriting) problems.push(...planned.plan.overwriteProblems);
  if ("plan" in planned && planned.plan.rows.size === 0) {
    problems.push("the file has no rows, only the names of the columns");
  }
  if ("plan" in planned && problems.length === 0) return planned.plan;
  const lines = problems.map((problem) => `\n- ${problem}`).join("");
  throw new ResourceError(`${path} cannot be uploaded, and nothing was written:${lines}`);
}

function tellDifferent(host: CommandHost, plan: UploadPlan, isOverwriting: boolean): void {
  const { count, firstDifferent } = plan;
  if (count.different === 0) return;
  const what = isOverwriting
    ? "they get the values of the file; --new-only would leave them alone"
    : "they are left alone";
  warn(
    host,
    `${counted(count.different, "record")} ${count.different === 1 ? "has" : "have"} other values than the file: ${namedRows(firstDifferent, count.different)}; ${what}`,
  );
}

function questionOf({ count, file }: UploadPlan, where: string, isOverwriting: boolean): string {
  const parts = [
    ...(count.new > 0 ? [`create ${counted(count.new, "record")}`] : []),
    ...(isOverwriting && count.different > 0
      ? [`overwrite ${counted(count.different, "record")}`]
      : []),
  ];
  return `${parts.join(" and ")} in ${where}, from ${file.path}`;
}

function tell(
  host: CommandHost,
  { source, file, rows, notInFile }: UploadPlan,
  { created, changed, unchanged, left }: UploadResult,
  { format }: Options,
): void {
  printOne(host, format, columns, {
    ...{ ...source, file: file.path, rows: rows.size },
    ...{ created, updated: changed, unchanged, left, notInFile },
  });
}
