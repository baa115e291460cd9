import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { z } from "zod";
import type { StreamedAnswer } from "./call";
import { shapeError } from "./schema";

/** One line of a CSV file by the names of its columns. */
export type CsvRow = Record<string, string>;

/** The lines of a CSV file: first the names of its columns, then the rows. */
type CsvLine = readonly string[];

/** A longer line can only be the rest of the file after a quote that is never closed. */
const maxLineBytes = 1024 * 1024;

const lineEnds: readonly (number | undefined)[] = [0x0a, 0x0d];

const csvType = /^(text\/(csv|plain)|application\/(csv|octet-stream))\b/i;

const noColumns = "the file is empty: not even the names of its columns came";

const lineSchema = z.array(z.string());

/**
 * Reads a CSV file while it arrives, in constant memory: UTF-8 with or without byte order mark, any line ends. Blanks
 * around a value are dropped, as the API's own example has them after commas; inside of quotes they count.
 *
 * @returns the lines, of which the first one holds the names of the columns.
 * @throws ResponseShapeError, with the line, for a file that cannot be read, is empty or ends in the middle of a line;
 * and whatever ends the download.
 */
export async function* readCsv(answer: StreamedAnswer): AsyncGenerator<CsvLine, void, void> {
  const parser = parse({
    trim: true,
    skip_empty_lines: true,
    max_record_size: maxLineBytes,
  });
  const text = Readable.from(readText(answer));
  // `pipe` alone would leave the reader waiting for ever when the download breaks off.
  text.once("error", (error) => parser.destroy(error));
  let isFirst = true;
  try {
    for await (const cells of text.pipe(parser)) {
      const line = lineSchema.parse(cells);
      if (isFirst) {
        checkColumns(line, answer);
        isFirst = false;
      }
      yield line;
    }
  } catch (error) {
    throw error instanceof CsvError
      ? shapeError(answer, `the file is no CSV or was cut: ${error.message}`)
      : error;
  } finally {
    // The reader of the bytes may be waiting for more, and hears of the end by this alone.
    answer.close();
    text.destroy();
  }
  if (isFirst) {
    throw shapeError(answer, noColumns);
  }
}

/**
 * Passes the text of a file on while it is read and checked as `readCsv` does.
 *
 * @returns the number of rows.
 * @throws as `readCsv`; what was passed on before is not the whole file then.
 */
export async function copyCsv(
  answer: StreamedAnswer,
  write: (text: string) => void,
): Promise<number> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  async function* copied() {
    for await (const chunk of answer.chunks) {
      write(decoder.decode(chunk, { stream: true }));
      yield chunk;
    }
  }
  let lines = 0;
  for await (const _ of readCsv({ ...answer, chunks: copied() })) lines += 1;
  write(decoder.decode());
  return lines - 1;
}

/** @throws ResponseShapeError for what is no UTF-8: people's names would be spoilt without a word. */
async function* readText(answer: StreamedAnswer): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw shapeError(answer, "the file is not in UTF-8");
    }
  };
  for await (const chunk of readBytes(answer)) {
    yield decode(chunk);
  }
  yield decode();
}

/** Turns the lines after the first one into rows. */
export async function* toRows(lines: AsyncIterable<CsvLine>): AsyncGenerator<CsvRow, void, void> {
  let columns: CsvLine | undefined;
  for await (const line of lines) {
    if (columns === undefined) {
      columns = line;
    } else {
      yield Object.fromEntries(columns.map((name, index) => [name, line[index] ?? ""]));
    }
  }
}

/**
 * The bytes of a CSV file as they arrive.
 *
 * @throws ResponseShapeError when it is not called CSV, as a page of a portal is not; when it is empty; and when its last
 * line has no end: every line that the API writes has one, so that is how a cut shows.
 */
export async function* readBytes(answer: StreamedAnswer): AsyncGenerator<Uint8Array, void, void> {
  const type = answer.header("content-type") ?? "of no type";
  let last: number | undefined;
  try {
    if (!csvType.test(type.trim())) {
      throw shapeError(answer, `the answer is no CSV file (${type})`);
    }
    for await (const chunk of answer.chunks) {
      last = chunk.at(-1) ?? last;
      yield chunk;
    }
  } finally {
    answer.close();
  }
  if (last === undefined) {
    throw shapeError(answer, noColumns);
  }
  if (!lineEnds.includes(last)) {
    throw shapeError(answer, "the file ends in the middle of a line, so it may have been cut");
  }
}

function checkColumns(columns: CsvLine, answer: StreamedAnswer): void {
  const wrong = columns.find((name, index) => name === "" || columns.indexOf(name) !== index);
  if (wrong !== undefined) {
    const which = JSON.stringify(wrong);
    throw shapeError(answer, `the first line of the file has a column twice or unnamed: ${which}`);
  }
}
