/** A file of records, read row by row whatever its size. */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { recordDelimiter } from "../resources/backup-csv";
import { ResourceError } from "../resources/handler";

/** What a file of records holds. */
export interface CsvContent {
  /** The names of the columns; none where the file is empty. */
  columns: string[];
  /** Rows without the first line. */
  rows: number;
  /** Hash of the values of all rows, see {@link CellHash}. */
  cells: string;
}

/** Tells whether two files have the same values in the same order, however these are quoted. */
export class CellHash {
  readonly #hash: Hash = createHash("sha256");

  add(row: readonly string[]): void {
    this.#hash.update(`${JSON.stringify(row)}\n`);
  }

  /** 64 hex digits. Nothing can be added afterwards. */
  end(): string {
    return this.#hash.digest("hex");
  }
}

/**
 * Reads a file of records to its end.
 *
 * @throws {@link ResourceError} where the file is no CSV; the error of the system where it cannot be read
 */
export async function readCsvFile(path: string): Promise<CsvContent> {
  const cells = new CellHash();
  let columns: string[] | undefined;
  let rows = 0;
  try {
    await pipeline(
      createReadStream(path),
      parse({ record_delimiter: recordDelimiter }),
      async (lines: AsyncIterable<string[]>) => {
        for await (const line of lines) {
          if (columns === undefined) {
            columns = line;
            continue;
          }
          rows += 1;
          cells.add(line);
        }
      },
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Not its words: they quote a person's data.
    throw new ResourceError(`it is no CSV at line ${error.lines}`);
  }
  return { columns: columns ?? [], rows, cells: cells.end() };
}
