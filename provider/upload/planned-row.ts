/** The rows of a file, sorted by what the source has of them. */
import { counted } from "../resources/value";
import type { FileRow } from "./check-file";
import { quoted, shownName } from "./file-problem";

/**
 * Of a row of the file: whether the source lacks it, has it as it is, or has it with other values. `left` has got other values since it
 * was compared, and is left alone; `unfit` is lacking, and the tenant would not take it; `stuck` is there with other values, and the
 * tenant would not take those of the file; `sent` is proven to be there.
 */
export type RowState = "new" | "equal" | "different" | "left" | "unfit" | "stuck" | "sent";

/** A row of the file, and what the source has of that account name. */
export interface PlannedRow extends FileRow {
  state: RowState;
  /** What is left to do, or to leave: of the whole record as the file wants it, by all fields of the source. */
  wanted: string;
  /** What the source has, where that is different. */
  live?: string;
  /** Values of fields that the file does not have, by the index of the field: an upload must not clear them. */
  kept?: ReadonlyMap<number, string>;
}

/** A row that the source has with other values. */
export interface DifferentRow {
  accountName: string;
  line: number;
  /** Names of the fields. */
  fields: string[];
}

/** A row that the tenant would not take. */
export interface UnfitRow {
  accountName: string;
  problem: string;
}

/** How many of a kind are named. */
export const mostNamed = 5;

/** How many rows are in each state. */
export function countStates(rows: ReadonlyMap<string, PlannedRow>): Record<RowState, number> {
  const count = { new: 0, equal: 0, different: 0, left: 0, unfit: 0, stuck: 0, sent: 0 };
  for (const { state } of rows.values()) count[state] += 1;
  return count;
}

/** `"a" (email), "b" (email and phone) and 3 more`. @param count of all */
export function namedRows(
  rows: readonly { accountName: string; fields?: readonly string[] }[],
  count: number,
): string {
  const named = rows.slice(0, mostNamed).map(({ accountName, fields = [] }) => {
    const where = fields.length === 0 ? "" : ` (${fields.map(shownName).join(", ")})`;
    return `${quoted(accountName)}${where}`;
  });
  const rest = count - named.length;
  return `${named.join(", ")}${rest > 0 ? ` and ${counted(rest, "other")}` : ""}`;
}
