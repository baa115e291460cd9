/** The rows of a file that are to be sent, in pieces that the API takes. */
import { toCsv } from "../resources/backup-csv";
import { systemCodeOf } from "../resources/disk-problem";
import { messageOf, ResourceError } from "../resources/handler";
import { readCsvLines } from "./csv-line";
import type { Field } from "./field";
import { placeOf, shownName } from "./file-problem";
import { toUploadDate } from "./instant";
import type { UploadPlan } from "./plan";
import type { PlannedRow } from "./planned-row";
import { signatureOf } from "./signature";

/** No limit is published. So many rows take the API a moment, and what is refused is refused for so many alone. */
const standardRows = 1_000;
const mostBytes = 1024 * 1024;

/** A row that is to be sent. */
export interface PieceRow {
  accountName: string;
  /** Where it begins in the file. */
  line: number;
  /** As it is sent, with the end of its line: these take a fraction of the memory of its cells. */
  bytes: Buffer;
}

/** Rows that are sent at once. */
export interface Piece {
  /** The names of the columns. */
  head: readonly string[];
  rows: PieceRow[];
}

/** Of a row in the plan: whether it is to be sent. */
export type IsSent = (row: PlannedRow) => boolean;

/** What is to be sent, and how. */
export interface Sending {
  isSent: IsSent;
  /** Rows of a piece. @default 1000 */
  rowsAtOnce?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Reads the file once more, and gives what is to be sent of it piece by piece.
 *
 * @throws ResourceError if the file is not the one any more that was checked
 */
export async function* piecesOf(
  plan: UploadPlan,
  { isSent, rowsAtOnce = standardRows, signal }: Sending,
): AsyncGenerator<Piece, void, void> {
  const columns = columnsOf(plan);
  const head = columns.map(({ name }) => name);
  let piece: Piece = { head, rows: [] };
  let size = 0;
  for await (const { accountName, row, values } of rowsOf(plan, signal)) {
    if (!isSent(row)) continue;
    const bytes = Buffer.from(toCsv([columns.map((column) => cellOf(column, row, values))]));
    const isFull = piece.rows.length === rowsAtOnce || size + bytes.length > mostBytes;
    if (isFull && piece.rows.length > 0) {
      yield piece;
      piece = { head, rows: [] };
      size = 0;
    }
    piece.rows.push({ accountName, line: row.line, bytes });
    size += bytes.length;
  }
  if (piece.rows.length > 0) yield piece;
}

/** A column of the upload, and where its values are. */
interface Column {
  name: string;
  field: Field;
  /** By the fields of the source. */
  index: number;
  /** By the fields of the file; -1 where it does not have it. */
  own: number;
}

function columnsOf({ fields, file }: UploadPlan): Column[] {
  return (
    fields
      .flatMap((field, index) =>
        field.column === undefined
          ? []
          : [{ field, index, own: file.fields.indexOf(field), ...field.column }],
      )
      // Nobody has published that the order is of no meaning.
      .sort((a, b) => a.position - b.position)
  );
}

/** @param values by the fields of the file */
function cellOf(
  { field, index, own }: Column,
  { kept }: PlannedRow,
  values: readonly string[],
): string {
  const value = values[own] ?? kept?.get(index) ?? "";
  return field.system && field.isDate ? toUploadDate(value) : value;
}

/** The rows of the file with their values, as they were when the file was checked. */
async function* rowsOf({ file, rows }: UploadPlan, signal?: AbortSignal) {
  const { path, layout, fields } = file;
  let isHead = true;
  let count = 0;
  try {
    for await (const { line, cells } of readCsvLines(path, signal)) {
      if (isHead) {
        isHead = false;
        continue;
      }
      const values = layout.columns.map(({ index }) => cells[index] ?? "");
      const [accountName = ""] = values;
      const row = rows.get(accountName);
      if (row?.line !== line || row.signature !== signatureOf(fields, values)) {
        throw new ResourceError(placeOf(line));
      }
      count += 1;
      yield { accountName, row, values };
    }
    if (count !== rows.size) throw new ResourceError("its end");
  } catch (error) {
    signal?.throwIfAborted();
    if (systemCodeOf(error) !== undefined) {
      throw new ResourceError(`cannot read ${shownName(path)} again: ${messageOf(error)}`, {
        cause: error,
      });
    }
    throw new ResourceError(
      `${shownName(path)} was changed while it was uploaded (${messageOf(error)}); run the command again when nobody changes it`,
      { cause: error },
    );
  }
}

/** The file of a piece. */
export function fileOf({ head, rows }: Piece): Uint8Array {
  return Buffer.concat([Buffer.from(toCsv([head])), ...rows.map(({ bytes }) => bytes)]);
}

/** `the 1000 rows of lines 2 to 1001`. */
export function linesOf({ rows }: Piece): string {
  const [first, last] = [rows[0]?.line, rows.at(-1)?.line];
  return rows.length === 1
    ? `the row of line ${first}`
    : `the ${rows.length} rows of lines ${first} to ${last}`;
}

/** Where in the file the row begins that has that line in the piece; undefined for none. */
export function fileLineOf({ rows }: Piece, line: number): number | undefined {
  let next = 2;
  for (const row of rows) {
    next += row.bytes.toString().match(/\r\n|\r|\n/g)?.length ?? 0;
    if (line < next && line > 1) return row.line;
  }
  return undefined;
}
