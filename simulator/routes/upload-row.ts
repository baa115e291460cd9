/** The rows of an uploaded CSV file: which columns it has, and what each row says. */
import { parse } from "csv-parse/sync";
import type { RouteContext } from "../context";
import { SYSTEM_COLUMNS } from "../csv";
import type { NonEmployeeRecord, RecordFields } from "../entities";
import { badContent, Refusal } from "../error-body";
import { isObject, isStringArray } from "../json";
import { checkRecordBody, type RecordRules, recordRulesOf } from "./record-body";

/** What a file holds. */
export interface UploadedRows {
  /** The rows that are right. */
  rows: RecordFields[];
  /** How many of them the source does not have yet. */
  newRows: number;
  /** One for each row that is wrong, with its line. */
  problems: string[];
}

interface Line {
  /** Where the row ends in the file. */
  number: number;
  cells: readonly string[];
}

/** What a column is for; nothing where it is ignored. */
type Column = { system: (typeof SYSTEM_COLUMNS)[number] } | { custom: string } | undefined;

/** Reads a file. @throws Refusal where it cannot be read, or its columns are wrong */
export function readRows(context: RouteContext, sourceId: string, file: Buffer): UploadedRows {
  const [header, ...lines] = linesOf(file);
  if (!header) throw badContent(["the file is empty"]);
  const rules = recordRulesOf(context, sourceId);
  const columns = columnsOf(context, header.cells, rules);
  const { rows: stored } = context.store;
  const known = new Map(stored.recordsOf(sourceId).map((one) => [one.accountName, one]));
  const isTenantWide = context.behaviour.accountNames === "tenant";
  const elsewhere = new Set(
    (isTenantWide ? stored.records() : [])
      .filter((one) => one.sourceId !== sourceId)
      .map(({ accountName }) => accountName),
  );
  const managers = managerAliases(context);
  const seen = new Map<string, number>();
  const result: UploadedRows = { rows: [], newRows: 0, problems: [] };
  for (const { number, cells } of lines) {
    const wrong = (problem: string) => result.problems.push(`line ${number}: ${problem}`);
    if (cells.length !== columns.length) {
      wrong(`has ${cells.length} values for ${columns.length} columns;`);
      continue;
    }
    const body = bodyOf(columns, cells, known);
    const { accountName = "" } = body;
    const before = seen.get(accountName);
    if (before !== undefined)
      wrong(`the accountName "${accountName}" is in line ${before} as well;`);
    else if (elsewhere.has(accountName))
      wrong(`the accountName "${accountName}" is already being used;`);
    else {
      seen.set(accountName, number);
      const manager = managers.get(body.manager ?? "") ?? body.manager;
      const read = readRow(context, { ...body, manager, sourceId }, rules);
      if (typeof read === "string") wrong(read);
      else {
        result.rows.push(read);
        if (!known.has(accountName)) result.newRows += 1;
      }
    }
  }
  return result;
}

/** A row as the body of a record; what is wrong with it where it is none. */
function readRow(
  context: RouteContext,
  body: Record<string, unknown>,
  rules: RecordRules,
): RecordFields | string {
  try {
    return checkRecordBody(context, body, () => rules).fields;
  } catch (error) {
    if (error instanceof Refusal) return error.text;
    throw error;
  }
}

interface RowBody extends Partial<Record<(typeof SYSTEM_COLUMNS)[number], string>> {
  data: Record<string, string>;
}

/** An empty cell is no value; a custom attribute without a column keeps the one it has. */
function bodyOf(
  columns: readonly Column[],
  cells: readonly string[],
  known: ReadonlyMap<string, Readonly<NonEmployeeRecord>>,
): RowBody {
  const body: RowBody = { data: {} };
  const data = new Map<string, string>();
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? "";
    if (!column) continue;
    if ("custom" in column) data.set(column.custom, cell);
    else if (cell !== "") body[column.system] = cell;
  }
  const stored = known.get(body.accountName ?? "")?.data ?? {};
  const merged = Object.entries({ ...stored, ...Object.fromEntries(data) });
  return { ...body, data: Object.fromEntries(merged.filter(([, value]) => value !== "")) };
}

/** Reads lines as people write them: all line ends, a byte order mark, blanks around values, empty lines. */
function linesOf(file: Buffer): Line[] {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(file);
    const options = { trim: true, skip_empty_lines: true, relax_column_count: true, info: true };
    const lines: unknown[] = parse(text, options);
    return lines.flatMap((line) => {
      if (!isObject(line) || !isObject(line.info) || !isStringArray(line.record)) return [];
      return { number: Number(line.info.lines), cells: line.record };
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badContent([`the file is no CSV in UTF-8: ${reason}`]);
  }
}

function columnsOf(
  { behaviour }: RouteContext,
  names: readonly string[],
  { custom }: RecordRules,
): Column[] {
  const { csvColumns, uploadColumns } = behaviour;
  const missing = SYSTEM_COLUMNS.filter((name) => !names.includes(name));
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  const columns = names.map((name): Column => {
    const system = SYSTEM_COLUMNS.find((one) => one === name);
    if (system) return { system };
    const field = csvColumns === "label" ? "label" : "technicalName";
    const attribute = custom.find((one) => csvColumns !== "none" && one[field] === name);
    return attribute && { custom: attribute.technicalName };
  });
  const unknown = names.filter((_name, index) => columns[index] === undefined);
  const problems = [
    ...missing.map((name) => `the column ${name} is missing`),
    ...repeated.map((name) => `the column ${name} is there twice`),
    ...(uploadColumns === "refused" ? unknown : []).map(
      (name) => `the column ${name} is not known`,
    ),
  ];
  if (problems.length > 0) throw badContent(problems);
  return columns;
}

/** Where a manager is named otherwise than by alias: the aliases by the names that one person alone has. */
function managerAliases({ store, behaviour }: RouteContext): ReadonlyMap<string, string> {
  const people = behaviour.csvManager === "name" ? store.rows.identities() : [];
  const names = people.map(({ name }) => name);
  const single = people.filter(({ name }) => names.indexOf(name) === names.lastIndexOf(name));
  return new Map(single.map(({ name, alias }) => [name, alias]));
}
