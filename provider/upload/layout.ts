/** Which column of a file is for which field, and what is wrong with its first line. */
import { listed } from "../resources/value";
import type { Field, SourceFields } from "./field";
import { placeOf, quoted, shownName } from "./file-problem";

/** A column of a file that no field of the source is for. */
export interface UnknownColumn {
  index: number;
  name: string;
  /** What to do, for its values to be taken. */
  advice: string;
}

/** The columns of a file. */
export interface Layout {
  /** Where each field of the file stands, in the order of the source's fields. */
  columns: readonly { field: Field; index: number }[];
  /** How many there are in the first line. */
  width: number;
  unknown: readonly UnknownColumn[];
  /** Of a backup: why no row can be sent, one for each required attribute that the file has no column for. */
  lacking: readonly string[];
  problems: string[];
}

/** Where the first line of a file stands, and what it may be called by. */
export interface Head {
  line: number;
  names: readonly string[];
  /** Of a backup: its columns have the names of the fields, never those of the template. */
  isBackup: boolean;
}

/** Reads the first line of a file. */
export function layoutOf(
  { line, names, isBackup }: Head,
  { fields, problems: ofTemplate }: SourceFields,
): Layout {
  const problems = [...ofTemplate];
  const unknown: UnknownColumn[] = [];
  const found = new Map<Field, number>();
  for (const [index, name] of names.entries()) {
    const at = placeOf(line, index + 1, name);
    if (name === "") {
      problems.push(`${at}: the column has no name; give it one, or take the column away`);
      continue;
    }
    const first = names.indexOf(name);
    const byName = fields.find((one) => one.name === name);
    const byHead = isBackup ? byName : fields.find((one) => one.column?.name === name);
    if (byName && byHead && byName !== byHead) {
      problems.push(
        `${at}: it is the name of one attribute and, in the tenant's template, the column of ${shownName(byHead.name)}; call the columns by the technical names of attributes whose label is no other one's technicalName`,
      );
      continue;
    }
    const field = byName ?? byHead;
    const before = field === undefined ? undefined : found.get(field);
    if (first < index) {
      problems.push(`${at}: the same name as column ${first + 1}; a column may be there once`);
    } else if (before !== undefined) {
      problems.push(
        `${at}: the same attribute as column ${before + 1}; a column may be there once`,
      );
    } else if (field === undefined)
      unknown.push({ index, name, advice: unknownAdvice(name, fields) });
    else found.set(field, index);
  }
  const required = fields.filter((field) => field.isRequired && !found.has(field));
  // A backup is compared by what it has: an attribute that was made required later does not spoil it.
  const isOfRows = ({ system }: Field) => isBackup && system === undefined;
  const missing = required.filter((field) => !isOfRows(field));
  const lacking = required.filter(isOfRows).map(({ name }) => lackingColumn(name));
  const hint = missing.length === 0 ? "" : separatorHint(names);
  if (missing.length > 0) {
    const columns = listed(missing.map(({ name }) => shownName(name)));
    const plural = missing.length === 1 ? "column" : "columns";
    problems.push(`${placeOf(line)}: the ${plural} ${columns} must be there${hint}`);
  }
  const columns = fields.flatMap((field) => {
    const index = found.get(field);
    return index === undefined ? [] : [{ field, index }];
  });
  // The whole first line is one name then, and no attribute for it would help.
  return { columns, width: names.length, unknown: hint === "" ? unknown : [], lacking, problems };
}

function lackingColumn(name: string): string {
  return `the file has no column ${shownName(name)}, and the attribute is required; make the attribute optional, or give the values in a copy of the file with records upload`;
}

/** What a first line with commas nowhere may have instead; empty where it does not look so. */
function separatorHint([only = "", ...others]: readonly string[]): string {
  const separator = [";", "\t", "|"].find((one) => only.includes(one));
  if (others.length > 0 || separator === undefined) return "";
  return `. Its values seem to be separated by ${separator === "\t" ? "tabs" : `"${separator}"`}: save it with commas`;
}

/** What the list of records has besides the fields of a person. */
const recordFields: ReadonlySet<string> = new Set([
  "id",
  "sourceId",
  "data",
  "created",
  "modified",
]);

/** What to do with a column that the source does not know. */
function unknownAdvice(name: string, fields: readonly Field[]): string {
  const isNear = (text: string | undefined) => text?.toLowerCase() === name.toLowerCase();
  const near =
    fields.find((field) => isNear(field.name)) ?? fields.find(({ label }) => isNear(label));
  if (near !== undefined) return `call it ${shownName(near.name)}`;
  if (recordFields.has(name)) {
    return "it is no attribute but a field of a record, as records list prints it: take the column out of a copy of the file, or begin with records template";
  }
  const [, own] = /^(?:data\.)+(.+)$/.exec(name) ?? [];
  const isOfData = fields.some(({ system }) => system !== undefined && system === own);
  return isOfData
    ? `a value of data that is called like the field ${own} cannot go through an upload: take the column out of a copy of the file, and set its values record by record`
    : `declare an attribute with the technicalName ${quoted(name)} on the source, or take the column out of a copy of the file`;
}
