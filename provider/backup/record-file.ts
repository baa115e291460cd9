/**
 * The records of a source as a CSV file, in memory that does not grow with them. The columns are known only when the last record
 * is, so the records first go to a draft, one JSON object a line, and from there to the file.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type CallOptions,
  type NonEmployeeRecord,
  nonEmployeeRecordSchema,
  type SchemaAttribute,
} from "../api";
import { CsvColumns, toCsv } from "../resources/backup-csv";
import { ResourceError, sentence } from "../resources/handler";
import type { Tenant } from "../resources/tenant";
import { CellHash } from "./csv-file";
import { digestOfFile, type FileDigest, isSameDigest, onDisk, writeNewFile } from "./disk";

/** Rows that are written at once. */
const rowsAtOnce = 250;

const onOtherDisk = "Run the command again, with --out on another disk";

/** A list of records as it was seen, without the records. */
export interface RecordList {
  count: number;
  /** Hash of the ids in the order of the list, which is by id: two lists of the same records have the same. */
  ids: string;
}

/** What a file of records has become. */
export interface RecordFile extends FileDigest {
  list: RecordList;
  columns: string[];
  /** Hash of the values, as `readCsvFile` gives it of the file if it holds them. */
  cells: string;
}

/** Whose records, and what is told on the way. */
export interface RecordsOf {
  sourceId: string;
  attributes: readonly SchemaAttribute[];
  /** Told how many records were listed since the last time. */
  onRecords(count: number): void;
}

/**
 * Lists the records of a source into a new file.
 *
 * @param file relative to the folder
 * @throws HttpError, AuthError, NetworkError, ResponseShapeError if the records cannot be listed
 * @throws {@link ResourceError} if the disk refuses or does not keep what was written
 * @see listNonEmployeeRecords
 */
export async function writeRecordFile(
  tenant: Tenant,
  call: CallOptions,
  source: RecordsOf,
  { folder, file }: { folder: string; file: string },
): Promise<RecordFile> {
  const path = join(folder, file);
  const draft = `${path}.draft`;
  try {
    const { result, digest } = await writeDraft(tenant, call, source, draft);
    const columns = new CsvColumns(source.attributes, result.keys);
    const written = await provenOnDisk(path, call, async () => {
      if (!isSameDigest(digest, await digestOfFile(draft))) {
        throw new ResourceError("its draft cannot be read back as it was written");
      }
      return await writeRows(path, columns, { sourceId: source.sourceId, draft }, call);
    });
    return { ...written, list: result.list, columns: columns.names };
  } finally {
    await onDisk(`remove ${draft}`, () => rm(draft, { force: true }));
  }
}

/** The draft, and the keys of `data` that its records have. */
function writeDraft(
  tenant: Tenant,
  call: CallOptions,
  { sourceId, onRecords }: RecordsOf,
  draft: string,
) {
  return writeNewFile(draft, async (write) => {
    const keys = new Set<string>();
    const list = await readList(tenant, call, sourceId, async (page) => {
      for (const { data } of page) for (const key of Object.keys(data)) keys.add(key);
      await write(page.map((record) => `${JSON.stringify(record)}\n`).join(""));
      onRecords(page.length);
    });
    return { list, keys };
  });
}

/** Adds to an error which file it is about and what to do, unless it says so. */
async function provenOnDisk<T>(
  path: string,
  { signal }: CallOptions,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ResourceError && error.cause !== undefined) throw error;
    throw new ResourceError(`${path}: ${sentence(error)} ${onOtherDisk}`, { cause: error });
  }
}

/** Reads the list of the records of a source, page by page. @see listNonEmployeeRecords */
export async function readList(
  tenant: Tenant,
  call: CallOptions,
  sourceId: string,
  onPage: (page: readonly NonEmployeeRecord[]) => Promise<void> = () => Promise.resolve(),
): Promise<RecordList> {
  const ids = createHash("sha256");
  let count = 0;
  for await (const page of tenant.client.listNonEmployeeRecords({ sourceId }, call).pages()) {
    for (const { id } of page) ids.update(`${id}\n`);
    count += page.length;
    await onPage(page);
  }
  return { count, ids: ids.digest("hex") };
}

async function writeRows(
  path: string,
  columns: CsvColumns,
  { sourceId, draft }: { sourceId: string; draft: string },
  { signal }: CallOptions,
): Promise<FileDigest & { cells: string }> {
  const cells = new CellHash();
  const { digest } = await writeNewFile(path, async (write) => {
    await write(toCsv([columns.names]));
    let rows: string[][] = [];
    const flush = async () => {
      signal?.throwIfAborted();
      if (rows.length > 0) await write(toCsv(rows));
      rows = [];
    };
    for await (const record of readDraft(draft)) {
      const row = columns.row(record);
      refuseBrokenText(sourceId, record, columns.names, row);
      cells.add(row);
      rows.push(row);
      if (rows.length === rowsAtOnce) await flush();
    }
    await flush();
  });
  return { ...digest, cells: cells.end() };
}

/** @throws {@link ResourceError} for half of a sign of two, which no file in UTF-8 can hold */
function refuseBrokenText(
  sourceId: string,
  { id }: NonEmployeeRecord,
  names: readonly string[],
  row: readonly string[],
): void {
  const broken = row.findIndex((cell) => !cell.isWellFormed());
  if (broken === -1) return;
  const cause = new Error("text that is no Unicode");
  throw new ResourceError(
    `the record ${id} of source ${sourceId} has a broken sign in ${names[broken]}, which no file can hold. Correct the record in the admin UI and run the command again`,
    { cause },
  );
}

async function* readDraft(path: string): AsyncGenerator<NonEmployeeRecord, undefined, void> {
  // Not by lines of `readline`: it also ends them at U+2028, which JSON does not escape.
  let rest = "";
  const chunks: AsyncIterable<string> = createReadStream(path, { encoding: "utf8" });
  for await (const chunk of chunks) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield nonEmployeeRecordSchema.parse(JSON.parse(line));
  }
}
