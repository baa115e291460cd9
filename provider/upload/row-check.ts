/** What is wrong with one row of a file, so that it cannot be sent as it is. */
import type { CsvLine } from "./csv-line";
import type { Field } from "./field";
import { placeOf } from "./file-problem";
import { acceptedDate, instantOf } from "./instant";
import type { Layout } from "./layout";

/** A row of a file. */
export interface CheckedRow {
  /** In the order of the layout's columns. */
  values: string[];
  /** Each with its place; none quotes a value. */
  problems: string[];
}

/** Checks the values of a row by the fields that they are for. */
export function checkedRow({ line, cells }: CsvLine, { columns }: Layout): CheckedRow {
  const problems: string[] = [];
  const values = columns.map(({ field, index }) => {
    const value = cells[index] ?? "";
    const problem = problemOf(value, field);
    if (problem !== undefined) problems.push(`${placeOf(line, index + 1, field.name)}: ${problem}`);
    return value;
  });
  return { values, problems };
}

function problemOf(value: string, field: Field): string | undefined {
  if (value.includes("\0")) return "has a NUL character, which no value may have; take it out";
  if (value === "" && field.isRequired) {
    return `must not be empty${field.system ? "" : ", for the attribute is required; give a value, or make the attribute optional"}`;
  }
  const isNoDate = field.system && field.isDate && value !== "" && instantOf(value) === undefined;
  return isNoDate ? `must be ${acceptedDate}` : undefined;
}

/**
 * What keeps a row of a backup from being sent beyond its values: what an upload has no column for would be lost, and what the
 * tenant requires is not there.
 *
 * @param withoutColumn as of the source's fields
 */
export function lossesOf(
  { line, cells }: CsvLine,
  { columns, unknown, lacking }: Layout,
  withoutColumn: string,
): string[] {
  const problems = lacking.map((problem) => `${placeOf(line)}: ${problem}`);
  for (const { field, index } of columns) {
    if (field.column !== undefined || !cells[index]) continue;
    problems.push(
      `${placeOf(line, index + 1, field.name)}: the value cannot be uploaded: ${withoutColumn}`,
    );
  }
  for (const { index, name, advice } of unknown) {
    if (!cells[index]) continue;
    problems.push(
      `${placeOf(line, index + 1, name)}: the source has no such attribute, and the value would be lost; ${advice}`,
    );
  }
  return problems;
}
