/** The CSV downloads of a source: its records, and the template for an upload. */
import type { Answer, Route, RouteContext } from "../context";
import { SYSTEM_COLUMNS, writeCsv } from "../csv";
import { API_VERSIONS, type NonEmployeeRecord, type SchemaAttribute } from "../entities";
import { inListOrder } from "../list-order";
import { exportAccess } from "./access";
import { findFileSource } from "./lookup";

function downloadRecords(context: RouteContext): Answer {
  const { store, behaviour } = context;
  const { sourceId } = findFileSource(context);
  const custom = customColumns(context, sourceId);
  // Rows are replaced and never changed: what is written is the table as it is now, however long the writing takes.
  const records = inListOrder(store.rows.recordsOf(sourceId), behaviour, ({ id }) => id);
  return csvAnswer(context, custom, rowsOf(records, custom, managerNames(context)));
}

function downloadTemplate(context: RouteContext): Answer {
  return csvAnswer(context, customColumns(context, findFileSource(context).sourceId), []);
}

function csvAnswer(
  { behaviour }: RouteContext,
  custom: readonly Readonly<SchemaAttribute>[],
  rows: Iterable<readonly string[]>,
): Answer {
  const field = behaviour.csvColumns === "label" ? "label" : "technicalName";
  const header = [...SYSTEM_COLUMNS, ...custom.map((attribute) => attribute[field])];
  return {
    status: 200,
    stream: { mediaType: "text/csv", pieces: writeCsv(header, rows, behaviour.csv) },
  };
}

function customColumns(
  { store, behaviour }: RouteContext,
  sourceId: string,
): readonly Readonly<SchemaAttribute>[] {
  if (behaviour.csvColumns === "none") return [];
  return store.rows.attributesOf(sourceId).filter(({ system }) => !system);
}

function* rowsOf(
  records: readonly Readonly<NonEmployeeRecord>[],
  custom: readonly Readonly<SchemaAttribute>[],
  managers: ReadonlyMap<string, string>,
): Generator<string[]> {
  for (const record of records) {
    const { accountName, firstName, lastName, phone, email, manager } = record;
    yield [
      ...[accountName, firstName, lastName, phone, email, managers.get(manager) ?? manager],
      ...[record.startDate, record.endDate],
      ...custom.map(({ technicalName }) => record.data[technicalName] ?? ""),
    ];
  }
}

/** What stands for a manager's alias: nothing else, or the name. */
function managerNames({ store, behaviour }: RouteContext): ReadonlyMap<string, string> {
  if (behaviour.csvManager === "alias") return new Map();
  return new Map(store.rows.identities().map(({ alias, name }) => [alias, name]));
}

export const downloadRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/non-employee-sources/{id}/non-employees/download",
    operationId: "exportNonEmployeeRecords",
    betaOperationId: "getNonEmployeeExportRecords",
    versions: API_VERSIONS,
    access: exportAccess,
    handle: downloadRecords,
  },
  {
    method: "GET",
    template: "/non-employee-sources/{id}/schema-attributes-template/download",
    operationId: "exportNonEmployeeSourceSchemaTemplate",
    betaOperationId: "getNonEmployeeExportSourceSchemaTemplate",
    versions: API_VERSIONS,
    access: exportAccess,
    handle: downloadTemplate,
  },
];
