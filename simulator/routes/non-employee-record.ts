/** Operations on records; so far the list. */
import { paginate, sort } from "../collection";
import type { Answer, Route, RouteContext } from "../context";
import { API_VERSIONS, type NonEmployeeRecord } from "../entities";
import { filter } from "../filter";
import { recordResponse } from "../wire";
import { managesAs, readRecordsAccess } from "./access";

const SORTABLE = [
  "id",
  "accountName",
  "sourceId",
  "manager",
  "firstName",
  "lastName",
  "email",
  "phone",
  "startDate",
  "endDate",
  "created",
  "modified",
] as const;

function listRecords(context: RouteContext): Answer {
  const { query } = context;
  const filtered = filter(readableRecords(context), query, {
    sourceId: { operators: ["eq"], value: ({ sourceId }) => sourceId },
  });
  const fields = Object.fromEntries(
    SORTABLE.map((name) => [name, (record: NonEmployeeRecord) => record[name]]),
  );
  const { items, headers } = paginate(sort(filtered, query, fields), query);
  return { status: 200, body: items.map((record) => recordResponse(record, context)), headers };
}

/** All records for administrators, for others those of the sources that they manage. */
function readableRecords(context: RouteContext): NonEmployeeRecord[] {
  const { store, caller, version } = context;
  const { userLevel, identityId } = caller;
  if (!userLevel || readRecordsAccess.levels(version).includes(userLevel)) return store.records();
  return store
    .sources()
    .filter(({ accountManagers }) =>
      accountManagers.some((id) => managesAs(identityId, id, context)),
    )
    .flatMap(({ sourceId }) => store.recordsOf(sourceId));
}

export const nonEmployeeRecordRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/non-employee-records",
    operationId: "listNonEmployeeRecords",
    versions: API_VERSIONS,
    access: readRecordsAccess,
    handle: listRecords,
  },
];
