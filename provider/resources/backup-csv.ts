/**
 * Records as CSV: RFC 4180 in UTF-8 without byte order mark, lines ended by CR LF. Values stand as the API gives them, also
 * those that a spreadsheet would take for formulas: the file is for restoring, not for looking at.
 */
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import type { NonEmployeeRecord, SchemaAttribute } from "../api";
import { ResourceError } from "./handler";
import { systemAttributes } from "./system-attribute";

/** How lines end, for whoever reads such a file. */
export const recordDelimiter = "\r\n";

const systemNames: ReadonlySet<string> = new Set(systemAttributes);

/** Many readers, the API's client among them, drop blanks around a bare value and break lines at a lone CR or LF. */
export const needsQuotes = /^\s|\s$|[\r\n]/;

/** The cells of a CSV file: first the names of the columns, then one line for each record. */
export type CsvLines = readonly (readonly string[])[];

/**
 * The columns of a file: those of the bulk upload, one for each custom attribute by its technical name, then whatever else
 * records hold in `data`, such as a value whose attribute was deleted. A key of `data` that is called like a column of the
 * template gets `data.` before its name.
 */
export class CsvColumns {
  readonly #keys: readonly string[];

  /**
   * @param attributes all of the source, the system ones among them
   * @param dataKeys of `data` in every record; one may be there several times
   */
  constructor(attributes: readonly SchemaAttribute[], dataKeys: Iterable<string>) {
    const custom = attributes
      .filter(({ system, technicalName }) => !system && !systemNames.has(technicalName))
      .map(({ technicalName }) => technicalName);
    this.#keys = [...new Set([...custom, ...dataKeys])];
  }

  /** The names, as the first line has them. */
  get names(): string[] {
    const taken = new Set([...systemNames, ...this.#keys]);
    const nameOf = (key: string) => {
      let name = key;
      while (systemNames.has(key) && taken.has(name)) name = `data.${name}`;
      return name;
    };
    return [...systemAttributes, ...this.#keys.map(nameOf)];
  }

  /** The cells of a record as texts; what is null or not there is an empty one. */
  row(record: NonEmployeeRecord): string[] {
    const { data } = record;
    return [
      ...systemAttributes.map((column) => cellText(record[column])),
      // `hasOwn`: every object has a "constructor", and an attribute may be called so.
      ...this.#keys.map((key) => cellText(Object.hasOwn(data, key) ? data[key] : undefined)),
    ];
  }
}

/** Arranges records in columns. @param attributes all of the source, the system ones among them */
export function toLines(
  records: readonly NonEmployeeRecord[],
  attributes: readonly SchemaAttribute[],
): CsvLines {
  const dataKeys = records.flatMap(({ data }) => Object.keys(data));
  const columns = new CsvColumns(attributes, dataKeys);
  return [columns.names, ...records.map((record) => columns.row(record))];
}

/** A value of a record as a cell has it. The API promises texts; what is none is kept as JSON rather than dropped. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The text of a file, or of some lines of it; quotes stand where a value needs them and nowhere else. */
export function toCsv(lines: CsvLines): string {
  return stringify([...lines], csvOptions);
}

const csvOptions = { record_delimiter: recordDelimiter, quoted_match: needsQuotes };

/**
 * Reads a file back and compares each cell with what was to be written.
 *
 * @throws {@link ResourceError} with the first difference, by number and never by a person's data
 */
export function checkCsv(file: Buffer, lines: CsvLines): void {
  const found = parseCsv(file);
  const [rows, written] = [Math.max(0, found.length - 1), lines.length - 1];
  if (rows !== written) {
    throw new ResourceError(`${written} records were written, but the file holds ${rows}`);
  }
  const different = lines.findIndex((line, index) => !isEqual(line, found[index] ?? []));
  if (different === -1) return;
  const where = different === 0 ? "the names of the columns" : `record ${different}`;
  throw new ResourceError(`${where} cannot be read back from the file as it was written`);
}

function parseCsv(file: Buffer): string[][] {
  try {
    return parse(file, { record_delimiter: recordDelimiter });
  } catch (error) {
    throw new ResourceError("the file cannot be read back as CSV", { cause: error });
  }
}

function isEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((cell, index) => cell === other[index]);
}
