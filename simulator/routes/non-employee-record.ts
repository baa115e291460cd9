/** Operations on records; so far the list. */
import { type ListFields, listPage } from "../collection";
import type { Answer, Route, RouteContext } from "../context";
import { API_VERSIONS, type NonEmployeeRecord } from "../entities";
import { recordResponse } from "../wire";
import { managesAs, readRecordsAccess } from "./access";

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

export const nonEmployeeRecordRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/non-employee-records",
    operationId: "listNonEmployeeRecords",
    versions: API_VERSIONS,
    access: readRecordsAccess,
    list: FIELDS,
    handle: listRecords,
  },
];
