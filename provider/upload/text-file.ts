/** A text file read bit by bit, in whole lines, and where its lines begin. */
import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { CsvFileError } from "./csv-file-error";
import { placeOf } from "./file-problem";

const byteOrderMark = "\uFEFF";
const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/** A longer line can only be the rest of a file after a quote that is never closed, or no CSV at all. */
const maxLineBytes = 1024 * 1024;

/** What can be said of a line or a row that is longer than any. */
export const noCsv = "this is no CSV file, or it was cut";

/** Lines that have been read, by where they begin, until somebody asks. */
export class LineStarts {
  /** In the order of the file; blank lines are left out. */
  #starts: { at: number; line: number; hasQuote: boolean }[] = [];
  #bytes = 0;
  #line = 1;

  /** @param piece whole lines, but for the last one of the file */
  add(piece: string): void {
    for (const [text, content = ""] of piece.matchAll(/([^\r\n]*)(?:\r\n|\r|\n|$)/g)) {
      if (text === "") continue;
      if (content.trim() !== "") {
        const hasQuote = content.includes('"');
        this.#starts.push({ at: this.#bytes, line: this.#line, hasQuote });
      }
      this.#bytes += Buffer.byteLength(text);
      this.#line += 1;
    }
  }

  /** The number of the first line, from 1, that is not blank and begins there or later. */
  lineFrom(at: number): number {
    return this.#starts.find((start) => start.at >= at)?.line ?? this.#line;
  }

  /** Whether that line has a quote: without one in its first line, a row ends there. */
  hasQuoteFrom(at: number): boolean {
    return this.#starts.find((start) => start.at >= at)?.hasQuote ?? false;
  }

  /** Forgets the lines that begin before. */
  drop(before: number): void {
    const first = this.#starts.findIndex((start) => start.at >= before);
    this.#starts = first === -1 ? [] : this.#starts.slice(first);
  }
}

/**
 * Reads a text file in pieces of whole lines, without its byte order mark.
 *
 * @throws {@link CsvFileError}, with the line, for what is no UTF-8: people's names would be spoilt without a word; and for a line
 *   that is longer than any
 * @throws the error of the system
 */
export async function* readText(
  path: string,
  starts: LineStarts,
  signal?: AbortSignal,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let isFirst = true;
  let lines = 0;
  for await (const bytes of wholeLines(path, signal)) {
    if (bytes === undefined) {
      throw new CsvFileError(
        `${placeOf(lines + 1)}: the line is longer than ${maxLineBytes} bytes: ${noCsv}`,
      );
    }
    if (isFirst) refuseWideLetters(bytes);
    let piece: string;
    try {
      piece = decoder.decode(bytes);
    } catch {
      throw new CsvFileError(
        `${placeOf(lines + wrongLine(bytes))}: the file is not in UTF-8 from here on; save it as CSV in UTF-8`,
      );
    }
    if (isFirst && piece.startsWith(byteOrderMark)) piece = piece.slice(1);
    isFirst = false;
    lines += piece.match(/\r\n|\r|\n/g)?.length ?? 0;
    starts.add(piece);
    if (piece !== "") yield piece;
  }
}

/** In UTF-16 every second byte of plain letters is a NUL; as UTF-8 each would be a letter, and no column have its name. */
function refuseWideLetters(bytes: Buffer): void {
  const isEnd = (byte: number) => byte === lineFeed || byte === carriageReturn;
  const start = bytes.findIndex((byte) => !isEnd(byte));
  const nul = bytes.indexOf(0);
  if (nul === -1 || bytes.subarray(start, nul).some(isEnd)) return;
  throw new CsvFileError(
    "the first line has NUL characters: save it as UTF-8 (it seems to be UTF-16)",
  );
}

/** The number of the first line, from 1, that is no UTF-8. */
function wrongLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (const [index, byte] of bytes.entries()) {
    const isEnd = byte === lineFeed || (byte === carriageReturn && bytes[index + 1] !== lineFeed);
    if (!isEnd) continue;
    if (!isUtf8(bytes.subarray(start, index))) return line;
    line += 1;
    start = index + 1;
  }
  return line;
}

/** No letter is cut, nor a pair of CR and LF. Gives undefined for a line that is longer than any. */
async function* wholeLines(
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<Buffer | undefined, void, void> {
  let rest: Buffer = Buffer.alloc(0);
  const chunks: AsyncIterable<Buffer> = createReadStream(path);
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = endOfLines(bytes);
    if (end > 0) yield bytes.subarray(0, end);
    rest = bytes.subarray(end);
    if (rest.length > maxLineBytes) yield undefined;
  }
  if (rest.length > 0) yield rest;
}

/** Where the last whole line ends; a CR at the very end may have its LF in what follows. */
function endOfLines(bytes: Buffer): number {
  const feed = bytes.lastIndexOf(lineFeed) + 1;
  if (feed > 0 || bytes.length < 2) return feed;
  return bytes.lastIndexOf(carriageReturn, bytes.length - 2) + 1;
}
