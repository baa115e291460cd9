/** Reads a file of records to its end before anything is written, and keeps of each row what it takes to compare it. */
import { stat } from "node:fs/promises";
import { systemCodeOf } from "../resources/disk-problem";
import { messageOf, ResourceError } from "../resources/handler";
import { counted } from "../resources/value";
import { CsvFileError } from "./csv-file-error";
import { type CsvLine, readCsvLines } from "./csv-line";
import type { Field, SourceFields } from "./field";
import { FileProblems, inOneLine, placeOf, quoted, shownName } from "./file-problem";
import { type Layout, layoutOf } from "./layout";
import { checkedRow, lossesOf } from "./row-check";
import { signatureOf } from "./signature";

/** A file of records. */
export interface RecordFile {
  path: string;
  /**
   * Of a backup: columns that the source does not know and that are empty are left out, and a row that cannot be sent does not make
   * the file wrong.
   */
  isBackup: boolean;
}

/** A row of a file, without its values. */
export interface FileRow {
  /** Where it begins in the file. */
  line: number;
  /** Of its values, by the fields of the file. */
  signature: string;
  /**
   * Of a backup: why the row cannot be sent as it is, each with its line and column, joined by "; ". The signature is that of the
   * values all the same; a value without a field of the source is not in it.
   */
  problem?: string;
  /** Of a backup: whether it has a value in a column that the source does not know, so that it is not there even if all others are. */
  loses?: true;
}

/** A file in which nothing is wrong. */
export interface CheckedFile extends RecordFile {
  /** Those of the source's fields that the file has. */
  fields: readonly Field[];
  layout: Layout;
  /** By account name, in the order of the file. */
  rows: ReadonlyMap<string, FileRow>;
}

/** What has come of checking a file. */
export type FileCheck = { file: CheckedFile } | { problems: string[] };

/**
 * Checks every line of a file.
 *
 * @throws {@link ResourceError} if the file cannot be read, or is no plain file
 * @throws the reason of the signal
 */
export async function checkFile(
  file: RecordFile,
  source: SourceFields,
  signal?: AbortSignal,
): Promise<FileCheck> {
  const check = new Check(file, source);
  await refuseNoFile(file.path);
  try {
    for await (const line of readCsvLines(file.path, signal)) {
      if (!check.add(line)) break;
    }
  } catch (error) {
    signal?.throwIfAborted();
    // The rows before count too: whoever mends the file sees more than one of its problems.
    if (error instanceof CsvFileError) check.problems.add(messageOf(error));
    else throw unreadable(file.path, error);
  }
  return check.end();
}

/** It is read once more to be sent: what comes out of a pipe is gone by then. */
async function refuseNoFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (found.isFile()) return;
  const problem = found.isDirectory()
    ? "it is a folder; name a file"
    : "it is no plain file; save it to one first";
  throw new ResourceError(`cannot read ${shownName(path)}: ${problem}`);
}

/** The error for a file that the system does not give. */
function unreadable(path: string, error: unknown): ResourceError {
  const problem =
    systemCodeOf(error) === "ENOENT"
      ? `there is no such file (searched in ${shownName(process.cwd())}); check the path`
      : inOneLine(messageOf(error));
  return new ResourceError(`cannot read ${shownName(path)}: ${problem}`, { cause: error });
}

class Check {
  readonly problems = new FileProblems();
  readonly #file: RecordFile;
  readonly #source: SourceFields;
  readonly #rows = new Map<string, FileRow>();
  readonly #unsent = new Map<Field, { first: number; count: number }>();
  /** Columns of the file that an upload does not have: their places among the values of a row. */
  #withoutColumn: readonly number[] = [];
  #layout: Layout | undefined;
  #fields: readonly Field[] = [];

  constructor(file: RecordFile, source: SourceFields) {
    this.#file = file;
    this.#source = source;
  }

  /** @returns false where the rest says nothing more */
  add(line: CsvLine): boolean {
    if (this.#layout === undefined) return this.#addHead(line);
    const { width } = this.#layout;
    if (line.cells.length !== width) {
      this.problems.add(
        `${placeOf(line.line)}: has ${counted(line.cells.length, "value")} for ${counted(width, "column")}; a value with a comma in it needs quotes`,
      );
      return true;
    }
    this.#addRow(line, this.#layout);
    return true;
  }

  #addRow(row: CsvLine, layout: Layout): void {
    const { line } = row;
    const { values, problems } = checkedRow(row, layout);
    const accountName = values[0] ?? "";
    // Nothing tells a row without one from any other.
    const isOfFile = !this.#file.isBackup || accountName === "";
    if (isOfFile && problems.length > 0) {
      for (const problem of problems) this.problems.add(problem);
      return;
    }
    if (!this.#file.isBackup) this.#noteUnsent(line, values);
    const before = this.#rows.get(accountName);
    if (before !== undefined) {
      this.problems.add(
        `${placeOf(line, this.#column(0), "accountName")}: ${quoted(accountName)} is in line ${before.line} as well; each person has one row`,
      );
      return;
    }
    const signature = signatureOf(this.#fields, values);
    if (this.#file.isBackup) {
      problems.push(...lossesOf(row, layout, this.#source.withoutColumn));
    }
    const problem = problems.length === 0 ? {} : { problem: problems.join("; ") };
    const loses = layout.unknown.some(({ index }) => row.cells[index]) && { loses: true as const };
    this.#rows.set(accountName, { line, signature, ...problem, ...loses });
  }

  #noteUnsent(line: number, values: readonly string[]): void {
    for (const index of this.#withoutColumn) {
      const field = this.#fields[index];
      if (field === undefined || values[index] === "") continue;
      const place = this.#unsent.get(field) ?? { first: line, count: 0 };
      place.count += 1;
      this.#unsent.set(field, place);
    }
  }

  #column(index: number): number {
    return (this.#layout?.columns[index]?.index ?? 0) + 1;
  }

  #addHead({ line, cells }: CsvLine): boolean {
    const { isBackup } = this.#file;
    const layout = layoutOf({ line, names: cells, isBackup }, this.#source);
    this.#layout = layout;
    this.#fields = layout.columns.map(({ field }) => field);
    this.#withoutColumn = this.#fields.flatMap(({ column }, index) =>
      column === undefined ? [index] : [],
    );
    for (const problem of layout.problems) this.problems.add(problem);
    for (const { index, name, advice } of isBackup ? [] : layout.unknown) {
      const at = placeOf(line, index + 1, name);
      this.problems.add(`${at}: the source has no such attribute; ${advice}`);
    }
    return this.problems.count === 0;
  }

  end(): FileCheck {
    const layout = this.#layout;
    if (layout === undefined && this.problems.count === 0) {
      this.problems.add(
        "the file is empty: its first line has to name the columns of the source's template",
      );
    }
    for (const [{ name }, { first, count }] of this.#unsent) {
      this.problems.add(
        `the values of ${shownName(name)} in ${counted(count, "row")}, the first in line ${first}, cannot be uploaded: ${this.#source.withoutColumn}`,
      );
    }
    if (layout === undefined || this.problems.count > 0) return { problems: this.problems.list() };
    return { file: { ...this.#file, layout, fields: this.#fields, rows: this.#rows } };
  }
}
