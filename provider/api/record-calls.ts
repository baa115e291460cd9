import * as bulkUpload from "./bulk-upload";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import type { Clock } from "./clock";
import type { JsonPatchOperation } from "./json-patch";
import * as nonEmployeeCsv from "./non-employee-csv";
import * as nonEmployeeRecord from "./non-employee-record";
import type { NonEmployeeRequestBody } from "./non-employee-request-body";
import type { CsvContent } from "./upload-file";

/** The calls of a client that are about records, one by one and in files. */
export interface RecordCalls {
  /**
   * Records, read while they are iterated; throws `ArgumentError` at once when the query is wrong.
   * @see listNonEmployeeRecords
   */
  listNonEmployeeRecords(
    query?: nonEmployeeRecord.NonEmployeeRecordsQuery,
    call?: CallOptions,
  ): nonEmployeeRecord.NonEmployeeRecordList;
  /** Creates a record at once, without approval. @see createNonEmployeeRecord */
  createNonEmployeeRecord(
    body: NonEmployeeRequestBody,
    call?: CallOptions,
  ): Promise<nonEmployeeRecord.NonEmployeeRecord>;
  /** @see getNonEmployeeRecord */
  getNonEmployeeRecord(
    id: string,
    call?: CallOptions,
  ): Promise<nonEmployeeRecord.NonEmployeeRecord>;
  /**
   * Replaces all fields; needs a token with a user, and the owner of the source may change `endDate` alone.
   * @see updateNonEmployeeRecord
   */
  updateNonEmployeeRecord(
    id: string,
    body: NonEmployeeRequestBody,
    call?: CallOptions,
  ): Promise<nonEmployeeRecord.NonEmployeeRecord>;
  /**
   * Needs a token with a user, and the owner of the source may change `/endDate` alone. The path of a custom value is
   * `jsonPointer("data", technicalName)`. @see patchNonEmployeeRecord
   */
  patchNonEmployeeRecord(
    id: string,
    operations: JsonPatchOperation[],
    call?: CallOptions,
  ): Promise<nonEmployeeRecord.NonEmployeeRecord>;
  /** @see deleteNonEmployeeRecord */
  deleteNonEmployeeRecord(id: string, call?: CallOptions): Promise<void>;
  /** Deletes records by their ids, of which there must be one at least. @see deleteNonEmployeeRecordsInBulk */
  deleteNonEmployeeRecordsInBulk(ids: readonly string[], call?: CallOptions): Promise<void>;
  /** All records of a source as a CSV file, read while it arrives. @see exportNonEmployeeRecords */
  exportNonEmployeeRecords(sourceId: string, call?: CallOptions): nonEmployeeCsv.CsvDownload;
  /** The columns of the CSV file that a bulk upload takes. @see exportNonEmployeeSourceSchemaTemplate */
  exportNonEmployeeSourceSchemaTemplate(
    sourceId: string,
    call?: CallOptions,
  ): nonEmployeeCsv.CsvDownload;
  /**
   * Uploads a CSV file whose records are inserted, or updated where their `accountName` is known. The answer says that it was
   * accepted; refused, the error has a text for each wrong row. @see importNonEmployeeRecordsInBulk
   */
  importNonEmployeeRecordsInBulk(
    sourceId: string,
    csv: CsvContent,
    options?: bulkUpload.BulkUploadOptions,
    call?: CallOptions,
  ): Promise<bulkUpload.NonEmployeeBulkUploadJob>;
  /** Of the newest upload to the source. @see getNonEmployeeBulkUploadStatus */
  getNonEmployeeBulkUploadStatus(
    sourceId: string,
    call?: CallOptions,
  ): Promise<bulkUpload.NonEmployeeBulkUploadStatus>;
  /**
   * Waits until the newest upload to the source is completed; throws `BulkUploadError` where it ends with errors, or the time is
   * over first. @see getNonEmployeeBulkUploadStatus
   */
  waitForBulkUpload(
    sourceId: string,
    wait?: bulkUpload.BulkUploadWait,
    call?: CallOptions,
  ): Promise<bulkUpload.BulkUploadProgress>;
}

/** Makes the calls about records. */
export function createRecordCalls(caller: Caller, clock: Clock): RecordCalls {
  const patchRecord = nonEmployeeRecord.createPatchNonEmployeeRecord(caller);
  return {
    listNonEmployeeRecords: (query, call) =>
      nonEmployeeRecord.listNonEmployeeRecords(caller, query, call),
    createNonEmployeeRecord: (body, call) =>
      nonEmployeeRecord.createNonEmployeeRecord(caller, body, call),
    getNonEmployeeRecord: (id, call) => nonEmployeeRecord.getNonEmployeeRecord(caller, id, call),
    updateNonEmployeeRecord: (id, body, call) =>
      nonEmployeeRecord.updateNonEmployeeRecord(caller, id, body, call),
    patchNonEmployeeRecord: (id, operations, call) => patchRecord(id, operations, call),
    deleteNonEmployeeRecord: (id, call) =>
      nonEmployeeRecord.deleteNonEmployeeRecord(caller, id, call),
    deleteNonEmployeeRecordsInBulk: (ids, call) =>
      nonEmployeeRecord.deleteNonEmployeeRecordsInBulk(caller, ids, call),
    exportNonEmployeeRecords: (id, call) =>
      nonEmployeeCsv.exportNonEmployeeRecords(caller, id, call),
    exportNonEmployeeSourceSchemaTemplate: (id, call) =>
      nonEmployeeCsv.exportNonEmployeeSourceSchemaTemplate(caller, id, call),
    importNonEmployeeRecordsInBulk: (id, csv, options, call) =>
      bulkUpload.importNonEmployeeRecordsInBulk(caller, id, csv, options, call),
    getNonEmployeeBulkUploadStatus: (id, call) =>
      bulkUpload.getNonEmployeeBulkUploadStatus(caller, id, call),
    waitForBulkUpload: (id, wait, call) =>
      bulkUpload.waitForBulkUpload(caller, clock, id, wait, call),
  };
}
