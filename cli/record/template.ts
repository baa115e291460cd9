import { existsSync, readFileSync, statSync } from "node:fs";
import type { CsvDownload } from "../../provider/api";
import { messageOf } from "../../provider/resources/handler";
import { type ApiOptions, apiCommand, openRun } from "../api-command";
import type { CommandHost } from "../host";
import { columnsOf, type OutputFormat, printList } from "../output";
import { findSourceToAsk, sourceForm } from "../source";
import { writeBitByBit } from "../whole-file";

interface Options extends ApiOptions {
  source: string;
  out?: string;
}

/** `records template`: the columns of the file that an upload takes. */
export function templateCommand(host: CommandHost) {
  return apiCommand({
    name: "template",
    summary: "show the columns of the CSV file that an upload takes",
    operations: ["exportNonEmployeeSourceSchemaTemplate", "listNonEmployeeSources"],
    format: "csv",
    help: "CSV is the file as the API sends it; the other forms list the names of the columns. A file with more than one line is never overwritten.",
    examples: ["records template --source Contractors --out template.csv"],
  })
    .requiredOption("--source <source>", sourceForm)
    .option("--out <file>", "file to write; without it, standard output")
    .action((options: Options) => runTemplate(host, options));
}

async function runTemplate(host: CommandHost, options: Options): Promise<void> {
  if (options.out !== undefined) expectNoRows(options.out);
  const { tenant, call } = openRun(host, options);
  const { sourceId } = await findSourceToAsk(tenant, call, options.source);
  const template = tenant.client.exportNonEmployeeSourceSchemaTemplate(sourceId, call);
  const work = (write: (text: string) => void) => print(template, options.format, write);
  if (options.out === undefined) await work((text) => host.out(text));
  else await writeBitByBit(options.out, work);
}

/** A file of people would be gone for good. @throws Error if there is a file that is no template */
function expectNoRows(file: string): void {
  if (!existsSync(file) || !statSync(file).isFile()) return;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(
      `cannot write ${file}: what it has cannot be read (${messageOf(error)}), so it may be no template. Name another file`,
      { cause: error },
    );
  }
  if (!/[\r\n]/.test(text.trim())) return;
  throw new Error(
    `cannot write ${file}: it is no template, for it has more than one line; perhaps these are people. Nothing was written. Name another file, or remove this one first`,
  );
}

async function print(
  template: CsvDownload,
  format: OutputFormat,
  out: (text: string) => void,
): Promise<void> {
  if (format === "csv") {
    await template.copy(out);
    return;
  }
  const columns = (await template.columns()).map((column) => ({ column }));
  await printList({ out }, format, columnsOf<{ column: string }>("column"), columns);
}
