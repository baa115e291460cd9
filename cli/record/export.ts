import {
  type CsvDownload,
  type CsvRow,
  HttpError,
  type NonEmployeeSource,
} from "../../provider/api";
import { counted } from "../../provider/resources/value";
import { type ApiOptions, type ApiRun, apiCommand, openRun } from "../api-command";
import { type CommandHost, type TellProgress, withProgress } from "../host";
import { columnsOf, type OutputFormat, printList } from "../output";
import { printable } from "../printable";
import { findSourceOf, sourceForm } from "../source";
import { writeBitByBit } from "../whole-file";

interface Options extends ApiOptions {
  source: string;
  out?: string;
}

/** Records are about people: for nobody but the user who exports them. */
const fileMode = 0o600;

/** `records export`: all records of a source as the API's own file. */
export function exportRecordsCommand(host: CommandHost) {
  return apiCommand({
    name: "export",
    summary: "write all records of a source",
    operations: ["exportNonEmployeeRecords", "listNonEmployeeSources", "listNonEmployeeRecords"],
    format: "csv",
    help: `CSV is the file as the API sends it, in which a manager may be a name rather than an alias; the other forms have its values.
A file gets its name only when it has as many records as the source counts; where the tenant does not count, the list of records is read.
For restoring use "backup".`,
    examples: ["records export --source Contractors --out contractors.csv"],
  })
    .requiredOption("--source <source>", sourceForm)
    .option("--out <file>", "file to write; without it, standard output")
    .action((options: Options) => runExport(host, options));
}

async function runExport(host: CommandHost, options: Options): Promise<void> {
  const run = openRun(host, options);
  const source = await findSourceOf(run.tenant, run.call, options.source);
  const download = run.tenant.client.exportNonEmployeeRecords(source.sourceId, run.call);
  const work = async (out: (text: string) => void) => {
    const count = await write(download, options.format, out);
    await checkCount(run, source, count);
    return count;
  };
  const { out } = options;
  const title = `reading records of source "${source.name}" of ${run.label}`;
  const count =
    out === undefined
      ? await work((text) => host.out(text))
      : await withProgress(host, title, (tell) =>
          writeBitByBit(out, (write) => work(countingLines(write, tell)), fileMode),
        );
  const where = out === undefined ? "" : ` written to ${out}`;
  host.err(
    `${counted(count, "record")} of source "${printable(source.name)}" in ${run.label}${where}`,
  );
}

/** Tells how many lines have come: about as many as records. */
function countingLines(write: (text: string) => void, tell: TellProgress) {
  let lines = 0;
  return (text: string) => {
    write(text);
    lines += text.split("\n").length - 1;
    tell(lines);
  };
}

async function write(
  download: CsvDownload,
  format: OutputFormat,
  out: (text: string) => void,
): Promise<number> {
  if (format === "csv") return await download.copy(out);
  const columns = format === "table" ? await download.columns() : [];
  return await printList({ out }, format, columnsOf<CsvRow>(...columns), download.rows());
}

/** A file that was cut between two records looks whole. @throws Error if the source has others, or is gone */
async function checkCount(
  run: ApiRun,
  { sourceId, name }: NonEmployeeSource,
  count: number,
): Promise<void> {
  const what = `export records of source "${printable(name)}": ${counted(count, "record")} came, and the`;
  const counts = await countOf(run, sourceId);
  if (counts === "gone") {
    throw new Error(
      `${what} source is not there any more, so nobody can tell whether these are all. Look at the tenant before you run the command again`,
    );
  }
  let there = counts ?? 0;
  if (counts === undefined) {
    // Complete, or it throws.
    const list = run.tenant.client.listNonEmployeeRecords({ sourceId }, run.call);
    for await (const page of list.pages()) there += page.length;
  }
  if (there === count) return;
  const told = counts === undefined ? "list of its records has" : "source counts";
  throw new Error(
    `${what} ${told} ${there}: records were added or removed meanwhile, or the file was cut. Run the command again`,
  );
}

/** How many records the source counts; undefined where it does not count, or the user may not see it. */
async function countOf(
  { tenant, call }: ApiRun,
  sourceId: string,
): Promise<number | "gone" | undefined> {
  try {
    // Not the list in which the source was found: it has no counts, and would be older than the file.
    const sources = await tenant.client.listNonEmployeeSources({ nonEmployeeCount: true }, call);
    const source = sources.find((one) => one.sourceId === sourceId);
    return source === undefined ? "gone" : (source.nonEmployeeCount ?? undefined);
  } catch (error) {
    // An account manager, who has found it among their own.
    if (error instanceof HttpError && error.status === 403) return undefined;
    throw error;
  }
}
