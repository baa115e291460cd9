import type { Caller } from "./call";
import type { CallOptions, CallRequest } from "./call-request";
import { type CsvRow, copyCsv, readBytes, readCsv, toRows } from "./csv";
import { operations } from "./operation";

/**
 * A CSV file of a source. Nothing is sent before it is read; each way of reading it is one download, which is complete only
 * when it ends without an error. Leaving the loop early ends the download.
 */
export interface CsvDownload {
  /** The file as the API sends it. */
  bytes(): AsyncIterable<Uint8Array>;
  /**
   * Passes the text of the file on as it comes, with its byte order mark if it has one, and checks it as `rows` does.
   *
   * @returns the number of rows.
   */
  copy(write: (text: string) => void): Promise<number>;
  /**
   * The rows by column: `accountName`, `firstName`, `lastName`, `phone`, `email`, `manager`, `startDate`, `endDate`, and
   * the custom attributes. Blanks around values are dropped. A file that was cut between two rows looks complete: compare
   * their number with the source's `nonEmployeeCount`.
   */
  rows(): AsyncIterable<CsvRow>;
  /** The names of the columns; the rest of the file is not read. */
  columns(): Promise<string[]>;
}

/** Downloads all records of a source. @see exportNonEmployeeRecords */
export function exportNonEmployeeRecords(
  caller: Caller,
  sourceId: string,
  call?: CallOptions,
): CsvDownload {
  return download(
    caller,
    {
      operation: operations.exportNonEmployeeRecords,
      parameters: { id: sourceId },
      label: `export the records of source ${sourceId}`,
    },
    call,
  );
}

/** Downloads the first line of the CSV file that a bulk upload to the source takes. @see exportNonEmployeeSourceSchemaTemplate */
export function exportNonEmployeeSourceSchemaTemplate(
  caller: Caller,
  sourceId: string,
  call?: CallOptions,
): CsvDownload {
  return download(
    caller,
    {
      operation: operations.exportNonEmployeeSourceSchemaTemplate,
      parameters: { id: sourceId },
      label: `export the schema template of source ${sourceId}`,
    },
    call,
  );
}

function download(caller: Caller, request: CallRequest, call?: CallOptions): CsvDownload {
  // Errors come as JSON, so both are asked for.
  const open = () => caller.open({ ...request, accept: "text/csv, application/json" }, call);
  const lines = async function* () {
    yield* readCsv(await open());
  };
  return {
    bytes: async function* () {
      yield* readBytes(await open());
    },
    copy: async (write) => copyCsv(await open(), write),
    rows: () => toRows(lines()),
    columns: async () => {
      let columns: string[] = [];
      for await (const line of lines()) {
        columns = [...line];
        break;
      }
      return columns;
    },
  };
}
