/** Operations on records: the list, and one by one. */
import { type ListFields, listPage } from "../collection";
import { type Answer, parameter, type Route, type RouteContext } from "../context";
import { API_VERSIONS, type NonEmployeeRecord, type RecordFields } from "../entities";
import { badContent, badRequest } from "../error-body";
import { isStringArray } from "../json";
import { applyPatch, type PatchOperation, parsePatch, refuseOtherFields } from "../json-patch";
import type { Behaviour } from "../settings";
import { recordResponse } from "../wire";
import {
  editRecordAccess,
  exportAccess,
  manageAccess,
  managesAs,
  readRecordsAccess,
} from "./access";
import { isVisible, missing, type NotFoundForm, objectBody } from "./lookup";
import { addCheckedRecord, type CheckedRecord, checkRecordBody } from "./record-body";
import { permittedChanges } from "./record-change";

const FIELDS: ListFields<Readonly<NonEmployeeRecord>> = {
  idOf: ({ id }) => id,
  filters: { sourceId: { operators: ["eq"], value: ({ sourceId }) => sourceId } },
  sorters: {
    id: ({ id }) => id,
    accountName: ({ accountName }) => accountName,
    sourceId: ({ sourceId }) => sourceId,
    manager: ({ manager }) => manager,
    firstName: ({ firstName }) => firstName,
    lastName: ({ lastName }) => lastName,
    email: ({ email }) => email,
    phone: ({ phone }) => phone,
    startDate: ({ startDate }) => startDate,
    endDate: ({ endDate }) => endDate,
    created: ({ created }) => created,
    modified: ({ modified }) => modified,
  },
};

function listRecords(context: RouteContext): Answer {
  const { recordLists } = context.store.rows;
  const { items, headers } = listPage(readableRecords(context), context, FIELDS, recordLists);
  return { status: 200, body: items.map((record) => recordResponse(record, context)), headers };
}

/** All records for administrators, for others those of the sources that they manage. */
function readableRecords(context: RouteContext): readonly Readonly<NonEmployeeRecord>[] {
  const { rows } = context.store;
  const { userLevel, identityId } = context.caller;
  if (!userLevel || readRecordsAccess.levels(context.version).includes(userLevel)) {
    return rows.records();
  }
  return rows
    .sources()
    .filter(({ accountManagers }) =>
      accountManagers.some((id) => managesAs(identityId, id, context)),
    )
    .flatMap(({ sourceId }) => rows.recordsOf(sourceId));
}

/** What a patch may change. */
const PATCHABLE: readonly (keyof RecordFields)[] = [
  "accountName",
  "firstName",
  "lastName",
  "email",
  "phone",
  "manager",
  "startDate",
  "endDate",
  "data",
];

function createRecord(context: RouteContext): Answer {
  const checked = checkRecordBody(context, objectBody(context.body));
  return { status: 200, body: recordResponse(addCheckedRecord(context, checked), context) };
}

function getRecord(context: RouteContext): Answer {
  const record = recordOfPath(context, "404 not documented");
  return { status: 200, body: recordResponse(record, context) };
}

function updateRecord(context: RouteContext): Answer {
  const record = recordOfPath(context, "404 documented");
  return changeRecord(context, record, checkRecordBody(context, objectBody(context.body)));
}

function patchRecord(context: RouteContext): Answer {
  const record = recordOfPath(context, "404 documented");
  const operations = parsePatch(context.body);
  refuseOtherFields(operations, PATCHABLE);
  const settable = operations.map((one) => asSetting(one, record, context.behaviour));
  const patched = applyPatch({ ...record }, settable);
  return changeRecord(context, record, checkRecordBody(context, patched));
}

/** Where the tenant lets a `replace` set a custom value that is not set, it does what an `add` does. */
function asSetting(
  operation: PatchOperation,
  { data }: Readonly<NonEmployeeRecord>,
  { patchAbsent }: Behaviour,
): PatchOperation {
  const [field, name = "", ...inside] = operation.path;
  const isAbsent = field === "data" && inside.length === 0 && !Object.hasOwn(data, name);
  const isSetting = operation.op === "replace" && operation.path.length === 2 && isAbsent;
  return isSetting && patchAbsent === "set" ? { ...operation, op: "add" } : operation;
}

function changeRecord(
  context: RouteContext,
  record: Readonly<NonEmployeeRecord>,
  wanted: CheckedRecord,
): Answer {
  const changed = context.store.editRecord(record.id, permittedChanges(context, record, wanted));
  return { status: 200, body: recordResponse(changed, context) };
}

function deleteRecord(context: RouteContext): Answer {
  context.store.deleteRecord(recordOfPath(context, "404 not documented").id);
  return { status: 204 };
}

function deleteRecords(context: RouteContext): Answer {
  const { store, behaviour } = context;
  const { ids } = objectBody(context.body);
  if (ids === undefined) throw badContent(["ids is required"]);
  if (!isStringArray(ids)) throw badContent(["ids must be a list of strings"]);
  const unknown = ids.find((id) => !store.rows.record(id));
  if (unknown !== undefined && behaviour.bulkDeleteUnknown === "refused") {
    throw badRequest("400.1.404", `ids: no record has the id "${unknown}".`);
  }
  for (const id of ids) store.deleteRecord(id);
  return { status: 204 };
}

function recordOfPath(context: RouteContext, form: NotFoundForm): Readonly<NonEmployeeRecord> {
  const id = parameter(context, "id");
  const record = context.store.rows.record(id);
  if (!record || !isVisible(context, id)) throw missing(context, "record", id, form);
  return record;
}

const COLLECTION = { template: "/non-employee-records", versions: API_VERSIONS };
const ITEM = { template: "/non-employee-records/{id}", versions: API_VERSIONS };

export const nonEmployeeRecordRoutes: readonly Route[] = [
  {
    ...COLLECTION,
    method: "GET",
    operationId: "listNonEmployeeRecords",
    access: readRecordsAccess,
    list: FIELDS,
    handle: listRecords,
  },
  {
    ...COLLECTION,
    method: "POST",
    operationId: "createNonEmployeeRecord",
    access: manageAccess,
    accepts: "application/json",
    handle: createRecord,
  },
  {
    ...ITEM,
    method: "GET",
    operationId: "getNonEmployeeRecord",
    access: exportAccess,
    handle: getRecord,
  },
  {
    ...ITEM,
    method: "PUT",
    operationId: "updateNonEmployeeRecord",
    betaOperationId: "putNonEmployeeRecord",
    access: editRecordAccess,
    accepts: "application/json",
    handle: updateRecord,
  },
  {
    ...ITEM,
    method: "PATCH",
    operationId: "patchNonEmployeeRecord",
    access: editRecordAccess,
    accepts: "application/json-patch+json",
    handle: patchRecord,
  },
  {
    ...ITEM,
    method: "DELETE",
    operationId: "deleteNonEmployeeRecord",
    access: manageAccess,
    handle: deleteRecord,
  },
  {
    method: "POST",
    template: "/non-employee-records/bulk-delete",
    operationId: "deleteNonEmployeeRecordsInBulk",
    betaOperationId: "deleteNonEmployeeRecordInBulk",
    versions: API_VERSIONS,
    access: manageAccess,
    accepts: "application/json",
    handle: deleteRecords,
  },
];
