/** The lines of a CSV file on the disk, read one by one whatever its size. */
import { CsvError, type Parser, parse } from "csv-parse";
import { CsvFileError } from "./csv-file-error";
import { placeOf } from "./file-problem";
import { LineStarts, noCsv, readText } from "./text-file";

/** One row of a CSV file, the names of its columns among them. */
export interface CsvLine {
  /** Where it begins in the file, from 1. */
  line: number;
  cells: string[];
}

/** A longer row can only be the rest of the file after a quote that is never closed. */
const maxRowBytes = 1024 * 1024;

/**
 * Reads a CSV file as people and programs write it: UTF-8 with or without byte order mark, any line ends, quotes as in RFC 4180.
 * Blanks around a bare value are dropped, inside of quotes they count; empty lines are left out.
 *
 * @throws {@link CsvFileError} with line and column, after the rows before
 * @throws the error of the system, and the reason of the signal
 */
export async function* readCsvLines(
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<CsvLine, void, void> {
  const starts = new LineStarts();
  let rows: CsvLine[] = [];
  let end = 0;
  let names: readonly string[] | undefined;
  const parser = parse({
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: maxRowBytes,
    // Not by the stream's output: an error there takes away the rows that nobody has read yet.
    on_record: (cells: string[], { bytes }) => {
      names ??= cells;
      rows.push({ line: starts.lineFrom(end), cells });
      end = bytes;
      starts.drop(end);
      return null;
    },
  }).on("error", () => undefined);
  const add = async (piece?: string) => {
    const error = await written(parser, piece);
    const read = rows;
    rows = [];
    return { read, error: error && explain(error, starts, end, names ?? []) };
  };
  for await (const piece of readText(path, starts, signal)) {
    const { read, error } = await add(piece);
    yield* read;
    if (error) throw error;
  }
  const { read, error } = await add();
  yield* read;
  if (error) throw error;
}

/** Has a piece parsed, or without one what is left. */
function written(parser: Parser, piece?: string): Promise<unknown> {
  return new Promise((resolve) => {
    if (piece === undefined) parser.end(resolve);
    else parser.write(piece, resolve);
  });
}

/** Its own words quote a person's data, and count lines otherwise. */
function explain(
  error: unknown,
  starts: LineStarts,
  end: number,
  names: readonly string[],
): unknown {
  if (!(error instanceof CsvError)) return error;
  const index = Number(error.column);
  const place = placeOf(starts.lineFrom(end), index + 1, names[index]);
  const twice = 'a quote inside of a quoted value is written twice ("")';
  const reasons: Readonly<Record<string, string>> = {
    INVALID_OPENING_QUOTE: `a quote stands in the middle of a value: put the whole value into quotes; ${twice}`,
    CSV_QUOTE_NOT_CLOSED: `the row has a quote that is never closed; ${twice}`,
    CSV_MAX_RECORD_SIZE: `the row is longer than ${maxRowBytes} bytes: ${starts.hasQuoteFrom(end) ? `a quote may not be closed; ${twice}` : noCsv}`,
  };
  const afterQuote = `something follows the quote that ends a value, where only a comma or the end of the line may follow; ${twice}`;
  return new CsvFileError(`${place}: ${reasons[error.code] ?? afterQuote}`);
}
