import { type NonEmployeeRecord, recordSorterKeys } from "../../provider/api";
import { counted } from "../../provider/resources/value";
import { type ApiOptions, apiCommand, openRun } from "../api-command";
import type { CommandHost } from "../host";
import { type Column, showList } from "../output";
import { personColumns } from "../person";
import { printable } from "../printable";
import { sortOption } from "../sort";
import { findSourceOf, sourceForm } from "../source";

/** The columns of records. */
export const recordColumns: readonly Column<NonEmployeeRecord>[] = [
  { name: "id", of: ({ id }) => id },
  ...personColumns,
  { name: "sourceId", of: ({ sourceId }) => sourceId },
  { name: "created", of: ({ created }) => created, isWide: true },
  { name: "modified", of: ({ modified }) => modified, isWide: true },
];

interface Options extends ApiOptions {
  source?: string;
  sort?: string;
}

/** `records list`: the records of a source, or of all. */
export function listCommand(host: CommandHost) {
  return apiCommand({
    name: "list",
    summary: "show records",
    operations: ["listNonEmployeeRecords", "listNonEmployeeSources"],
    examples: ["records list --source Contractors --format csv > contractors.csv"],
  })
    .option("--source <source>", `${sourceForm}; without it, those of all sources`)
    .addOption(sortOption(recordSorterKeys))
    .action((options: Options) => runList(host, options));
}

async function runList(host: CommandHost, { source, sort, ...options }: Options): Promise<void> {
  const { tenant, call, label } = openRun(host, options);
  const found = source === undefined ? undefined : await findSourceOf(tenant, call, source);
  const records = tenant.client.listNonEmployeeRecords(
    { sourceId: found?.sourceId, sorters: sort },
    call,
  );
  const where = found === undefined ? label : `source "${printable(found.name)}" in ${label}`;
  const list = { title: `reading records of ${where}`, items: records };
  const count = await showList(host, options.format, recordColumns, list);
  host.err(`${counted(count, "record")} of ${where}`);
}
