/** Objects of a tenant as a table, as JSON and as CSV, written while they are read. */
import Table from "cli-table3";
import { Option } from "commander";
import { stringify } from "csv-stringify/sync";
import { cellText, needsQuotes } from "../provider/resources/backup-csv";
import { type CommandHost, withProgress } from "./host";
import { printable, printableLines } from "./printable";

/** The forms of a result. */
export const outputFormats = ["table", "json", "csv"] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** One column of a table and of CSV; JSON has all that the API gave. */
export interface Column<T> {
  /** A word that never changes: scripts read it. */
  name: string;
  /** The value; null and undefined are an empty cell, an object stands as JSON. */
  of(item: T): unknown;
  /** Left out of the table of a list, which would be too wide for a terminal; the other forms have it. */
  isWide?: boolean;
}

/** Rows of one table: a longer list becomes several, so that none is kept in memory as a whole. */
const rowsAtOnce = 250;

/** The option `--format`. @param format what it is if it is not given */
export function formatOption(format: OutputFormat = "table"): Option {
  return new Option("--format <format>", "form of the result")
    .choices(outputFormats)
    .default(format);
}

/**
 * Writes a list to standard output while it is read. Only a list that ended without an error is complete: then the text is, too.
 *
 * @returns how many there were
 */
export async function printList<T>(
  host: Pick<CommandHost, "out">,
  format: OutputFormat,
  columns: readonly Column<T>[],
  items: AsyncIterable<T> | Iterable<T>,
): Promise<number> {
  const writer = writers[format](columns);
  let count = 0;
  let rows: T[] = [];
  const flush = () => {
    if (rows.length > 0) host.out(writer.rows(rows, count === rows.length));
    rows = [];
  };
  for await (const item of items) {
    rows.push(item);
    count += 1;
    if (rows.length === rowsAtOnce) flush();
  }
  flush();
  host.out(writer.end(count));
  return count;
}

/**
 * The same, with progress on a terminal where the list itself goes elsewhere.
 *
 * @param title what is read
 */
export async function showList<T>(
  host: CommandHost,
  format: OutputFormat,
  columns: readonly Column<T>[],
  { title, items }: { title: string; items: AsyncIterable<T> },
): Promise<number> {
  if (host.isOutTerminal) return await printList(host, format, columns, items);
  return await withProgress(host, title, async (tell) => {
    let count = 0;
    async function* told() {
      for await (const item of items) {
        count += 1;
        tell(count);
        yield item;
      }
    }
    return await printList(host, format, columns, told());
  });
}

/** Columns that have the names of the properties that they show. */
export function columnsOf<T>(...names: readonly (keyof T & string)[]): Column<T>[] {
  return names.map((name) => ({ name, of: (item: T) => item[name] }));
}

/** All columns in a table, too, however wide it becomes. */
export function whole<T>(columns: readonly Column<T>[]): Column<T>[] {
  return columns.map((column) => ({ ...column, isWide: false }));
}

/** Writes one object: a table of its properties, a JSON object, or CSV of one row. */
export function printOne<T extends object>(
  host: CommandHost,
  format: OutputFormat,
  columns: readonly Column<T>[],
  item: T,
): void {
  if (format === "json") host.out(`${jsonOf(item)}\n`);
  else if (format === "csv")
    host.out(`${csvOf([columns.map(({ name }) => name)])}${csvRows(columns, [item])}`);
  else {
    const table = new Table({ style: { head: [], border: [] } });
    table.push(...columns.map(({ name, of }) => [name, printable(cellText(of(item)))]));
    host.out(`${table.toString()}\n`);
  }
}

interface Writer<T> {
  /** The text of some rows; whether they are the first ones. */
  rows(items: readonly T[], isFirst: boolean): string;
  /** What ends the list; of how many. */
  end(count: number): string;
}

const writers: Record<OutputFormat, <T>(columns: readonly Column<T>[]) => Writer<T>> = {
  table: (columns) => ({
    rows: (items) => {
      const shown = columns.filter(({ isWide }) => isWide !== true);
      const head = shown.map(({ name }) => name);
      const table = new Table({ head, style: { head: [], border: [] } });
      table.push(...items.map((item) => shown.map(({ of }) => printable(cellText(of(item))))));
      return `${table.toString()}\n`;
    },
    end: () => "",
  }),
  json: () => ({
    rows: (items, isFirst) =>
      items.map((item, index) => `${isFirst && index === 0 ? "[" : ","}\n${lineOf(item)}`).join(""),
    end: (count) => (count === 0 ? "[]\n" : "\n]\n"),
  }),
  csv: (columns) => {
    const head = csvOf([columns.map(({ name }) => name)]);
    return {
      rows: (items, isFirst) => `${isFirst ? head : ""}${csvRows(columns, items)}`,
      end: (count) => (count === 0 ? head : ""),
    };
  },
};

/** On one line, so that a list has as many lines as items. */
function lineOf(item: unknown): string {
  return printable(JSON.stringify(item));
}

/** Escapes are the same texts to a program, and nothing that a terminal would obey. */
function jsonOf(item: unknown): string {
  return printableLines(JSON.stringify(item, undefined, 2));
}

function csvRows<T>(columns: readonly Column<T>[], items: readonly T[]): string {
  return csvOf(items.map((item) => columns.map(({ of }) => cellText(of(item)))));
}

function csvOf(rows: string[][]): string {
  return stringify(rows, { quoted_match: needsQuotes });
}
