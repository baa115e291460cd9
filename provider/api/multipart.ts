import { randomUUID } from "node:crypto";

/** A file that is sent as the one part of a form. */
export interface FormFile {
  /** Name of the part. */
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** Its bytes in pieces. */
  readonly chunks: readonly Uint8Array[];
}

/** A body of the type `multipart/form-data` (RFC 7578). */
export interface Form {
  readonly contentType: string;
  readonly chunks: readonly Uint8Array[];
}

/**
 * Makes the body of a form with one file, with a boundary that no file has by chance. The file's bytes stay where they are:
 * they may be many, and the form is made anew for each attempt.
 */
export function formOf({ name, fileName, mediaType, chunks }: FormFile): Form {
  const boundary = `----form-${randomUUID()}`;
  const head =
    `--${boundary}\r\n` +
    `Content-Disposition: form-data; name="${escaped(name)}"; filename="${escaped(fileName)}"\r\n` +
    `Content-Type: ${mediaType}\r\n\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    chunks: [Buffer.from(head), ...chunks, Buffer.from(`\r\n--${boundary}--\r\n`)],
  };
}

/** As browsers write names into the head of a part. */
function escaped(text: string): string {
  return text.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
