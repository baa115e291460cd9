/** Comma-separated values in the forms that the tenant may write them in. */
import type { Behaviour } from "./settings";

/** The columns that every source has, in the order of the published example. */
export const SYSTEM_COLUMNS = [
  "accountName",
  "firstName",
  "lastName",
  "phone",
  "email",
  "manager",
  "startDate",
  "endDate",
] as const;

/** The published example has a blank after each comma of a record but for the one in front of this column. */
const COLUMN_WITHOUT_BLANK = SYSTEM_COLUMNS.indexOf("endDate");
const BYTE_ORDER_MARK = "\uFEFF";
const PIECE_LENGTH = 16_384;

/** How a form writes one line from its cells. */
type LineWriter = (cells: readonly string[], isHeader: boolean) => string;

const WRITERS: Readonly<Record<Behaviour["csv"], LineWriter>> = {
  example: (cells, isHeader) => `${withBlanks(cells, isHeader)}\n`,
  rfc4180: (cells) => `${cells.map(quoteIfNeeded).join(",")}\r\n`,
  excel: (cells) => `${cells.map(quote).join(",")}\r\n`,
};

/** The text of a table in pieces of some 16 kB, made as they are asked for: a table of 20,000 rows is never one text. */
export function* writeCsv(
  header: readonly string[],
  rows: Iterable<readonly string[]>,
  form: Behaviour["csv"],
): Generator<string> {
  const write = WRITERS[form];
  let piece = `${form === "excel" ? BYTE_ORDER_MARK : ""}${write(header, true)}`;
  for (const row of rows) {
    piece += write(row, false);
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

function withBlanks(cells: readonly string[], isHeader: boolean): string {
  const written = cells.map((cell) => {
    // Whoever reads this form drops blanks around a cell: one that begins or ends with a blank needs quotes as well.
    const isPadded = cell !== cell.trim();
    return isPadded ? quote(cell) : quoteIfNeeded(cell);
  });
  return written.reduce((line, cell, index) => {
    // In front of a quote a blank would make the quote a part of the cell.
    const hasBlank = !isHeader && index !== COLUMN_WITHOUT_BLANK && !cell.startsWith('"');
    return `${line},${hasBlank ? " " : ""}${cell}`;
  });
}

function quoteIfNeeded(cell: string): string {
  return /[",\r\n]/.test(cell) ? quote(cell) : cell;
}

function quote(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
