/** Judging CSV answers: the OpenAPI files have an example and no schema for them. */

/** A problem and where it is: `header`, `row 3`, or `text`. */
export interface CsvProblem {
  place: string;
  problem: string;
}

/** A date with a time and an offset, as in the published example. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Compares a CSV text with the published example: its columns come first and in its order, more may follow, every row has a
 * cell for each, dates are where the example has them, and where it has no rows, there are none.
 *
 * @param isBeginning whether the text is a beginning alone, whose last line may be cut
 */
export function csvProblems(text: string, example: string, isBeginning = false): CsvProblem[] {
  const [wanted = [], ...exampleRows] = parseCsv(example).rows;
  const { rows, problem } = parseCsv(text);
  if (problem !== undefined && !isBeginning) return [{ place: "text", problem }];
  const [header = [], ...records] = rows;
  const problems: CsvProblem[] = [];
  if (wanted.some((name, index) => header[index] !== name)) {
    problems.push({ place: "header", problem: `must begin with ${wanted.join(",")}` });
  }
  if (header.includes("")) problems.push({ place: "header", problem: "a column has no name" });
  const dates = (exampleRows[0] ?? []).flatMap((cell, index) => (isInstant(cell) ? [index] : []));
  for (const [index, row] of records.entries()) {
    const place = `row ${index + 1}`;
    if (row.length !== header.length) {
      const counts = `has ${row.length} cells, the header ${header.length}`;
      problems.push({ place, problem: counts });
    } else if (dates.some((column) => !isInstant(row[column]))) {
      problems.push({ place, problem: "a date is none" });
    }
  }
  if (exampleRows.length === 0 && records.length > 0) {
    problems.push({ place: "row 1", problem: "there must be a header alone" });
  }
  return problems;
}

/** The cells of a text: quoted ones as they are, others without the blanks around them; lines end with LF or CRLF. */
export function parseCsv(text: string): { rows: string[][]; problem?: string } {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = / *(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/y;
  cell.lastIndex = text.startsWith("\uFEFF") ? 1 : 0;
  while (cell.lastIndex < text.length) {
    const { lastIndex } = cell;
    const match = cell.exec(text);
    if (!match) return { rows, problem: `cannot be read from character ${lastIndex} on` };
    const [, quoted, plain = "", end] = match;
    row.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  if (rows.length === 0) return { rows, problem: "has no line" };
  return row.length > 0 ? { rows, problem: "does not end with a line break" } : { rows };
}

function isInstant(cell = ""): boolean {
  return INSTANT.test(cell) && !Number.isNaN(Date.parse(cell));
}
