import { ArgumentError } from "./error";

/** A CSV file to upload: whole, or as it comes, for example from a stream of a file or from a generator of rows. */
export type CsvContent = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/** Texts are encoded in pieces of about this many characters: one row each would cost more than the rows. */
const pieceLength = 65_536;

/**
 * The bytes of a file in pieces, each of them held once. What comes piece by piece is read to its end first: the length has to
 * be told beforehand, and after a 429 the file is sent again.
 *
 * @param label - Operation and thing, the beginning of the message.
 * @throws ArgumentError for what is no content, and for an empty file; and whatever the iteration throws.
 */
export async function readContent(
  content: CsvContent,
  label: string,
  operation: string,
): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let text = "";
  const flush = (isLast: boolean): void => {
    // Half of a character waits for its other half.
    const isSplit = !isLast && /[\uD800-\uDBFF]$/.test(text);
    const rest = isSplit ? text.slice(-1) : "";
    chunks.push(Buffer.from(isSplit ? text.slice(0, -1) : text));
    text = rest;
  };
  const wrong = (problem: string): ArgumentError =>
    new ArgumentError(`${label}: csv: ${problem} - pass the CSV file as text or bytes`, {
      operation,
    });
  const add = (piece: unknown): void => {
    if (typeof piece === "string") {
      text += piece;
      if (text.length >= pieceLength) {
        flush(false);
      }
    } else if (piece instanceof Uint8Array) {
      flush(true);
      chunks.push(piece);
    } else {
      throw wrong("must be text or bytes, or come in pieces that are");
    }
  };
  if (isPiecemeal(content)) {
    for await (const piece of content) {
      add(piece);
    }
  } else {
    add(content);
  }
  flush(true);
  const filled = chunks.filter(({ length }) => length > 0);
  if (filled.length === 0) {
    throw wrong("must not be empty");
  }
  return filled;
}

function isPiecemeal(content: unknown): content is AsyncIterable<unknown> {
  return typeof content === "object" && content !== null && Symbol.asyncIterator in content;
}
