/** What a record would become. */
import type { NonEmployeeRecord } from "../../provider/api";
import { cellText } from "../../provider/resources/backup-csv";
import { type PersonOptions, personFields } from "../person";
import { printable } from "../printable";

/** A field, or a custom attribute, that is to become another. */
export interface Difference {
  /** The names on the way to it: `["endDate"]`, `["data", "costCenter"]`. */
  path: readonly [string] | readonly ["data", string];
  from: string | undefined;
  to: string;
}

const dates: ReadonlySet<string> = new Set(["startDate", "endDate"]);

/** What of the given values a record does not have; empty is the same as not there, and dates are compared as instants. */
export function differencesOf(record: NonEmployeeRecord, wanted: PersonOptions): Difference[] {
  const fields = personFields.flatMap((field): Difference[] => {
    const to = wanted[field];
    const from = record[field] ?? undefined;
    return to === undefined || isSame(field, from, to) ? [] : [{ path: [field], from, to }];
  });
  const data = Object.entries(wanted.data ?? {}).flatMap(([name, to]): Difference[] => {
    const from = cellText(Object.hasOwn(record.data, name) ? record.data[name] : undefined);
    return from === to ? [] : [{ path: ["data", name], from, to }];
  });
  return [...fields, ...data];
}

/** `endDate: "2026-12-31T00:00:00Z" -> "2027-06-30T00:00:00Z"`, on one line whatever the values hold. */
export function describeDifference({ path, from, to }: Difference): string {
  const shown = (value: string | undefined) =>
    value === undefined || value === "" ? "nothing" : JSON.stringify(value);
  return printable(`${path.join(".")}: ${shown(from)} -> ${shown(to)}`);
}

function isSame(field: string, from: string | undefined, to: string): boolean {
  if (from === undefined || !dates.has(field)) return (from ?? "") === to;
  return from === to || Date.parse(from) === Date.parse(to);
}
