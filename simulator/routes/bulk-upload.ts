/** Uploading a CSV file of records, and where the newest upload to a source is. */
import { statusOfJob } from "../bulk-job";
import type { Answer, Route, RouteContext } from "../context";
import { API_VERSIONS } from "../entities";
import { badContent, badRequest } from "../error-body";
import { jobResponse } from "../wire";
import { exportAccess, manageAccess } from "./access";
import { findFileSource } from "./lookup";
import { expectRoom } from "./record-body";
import { readRows } from "./upload-row";

const PATH = "/non-employee-sources/{id}/non-employee-bulk-upload";

function uploadRecords(context: RouteContext): Answer {
  const { store, behaviour, form } = context;
  const { sourceId } = findFileSource(context);
  const file = form?.files.get("data");
  if (!file) throw badContent(["the form must have a file in its part data"]);
  const { rows, newRows, problems } = readRows(context, sourceId, file);
  if (problems.length > 0 && behaviour.uploadErrors === "atSubmission") {
    throw badRequest("400.1", problems.join("\n"));
  }
  expectRoom(context, sourceId, newRows);
  const isOverlapping = store.isUploading(sourceId);
  if (isOverlapping && behaviour.uploadOverlap === "refused") {
    throw badRequest("400.2.1.0", "Another upload to the source is under way.");
  }
  const job = store.submitUpload({
    sourceId,
    rows: isOverlapping ? [] : rows,
    lastsMs: isOverlapping ? 0 : behaviour.bulkJobMs,
    hasErrors: isOverlapping || problems.length > 0,
  });
  return { status: 202, body: jobResponse(job, context) };
}

function getUploadStatus(context: RouteContext): Answer {
  const { store, behaviour, clock } = context;
  const { sourceId } = findFileSource(context, "404 not documented");
  const job = store.upload(sourceId);
  // The text of the documents has null for "submitted", and an answer without a job needs some status.
  const status = job ? statusOfJob(job, clock.now(), behaviour) : null;
  return { status: 200, body: { status } };
}

export const bulkUploadRoutes: readonly Route[] = [
  {
    method: "POST",
    template: PATH,
    operationId: "importNonEmployeeRecordsInBulk",
    versions: API_VERSIONS,
    access: manageAccess,
    accepts: "multipart/form-data",
    handle: uploadRecords,
  },
  {
    method: "GET",
    template: `${PATH}/status`,
    operationId: "getNonEmployeeBulkUploadStatus",
    versions: API_VERSIONS,
    access: exportAccess,
    handle: getUploadStatus,
  },
];
