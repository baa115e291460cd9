/** Differences of two manifests as a table, as Markdown for a pull request, and as JSON for programs. */
import Table from "cli-table3";
import { markdownTable } from "markdown-table";
import type { Difference } from "../provider/manifest/compare";
import { counted } from "../provider/resources/value";
import { cellCode, code, textOf } from "./cell";
import { printable, printableLines } from "./printable";

/** The forms of a report. */
export const reportFormats = ["table", "markdown", "json"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What the two are called. */
export interface Labels {
  from: string;
  to: string;
}

const columns = ["", "source", "attribute", "property", "from", "to"];

/** A report as text with a line break at its end. */
export function reportOf(
  format: ReportFormat,
  labels: Labels,
  differences: readonly Difference[],
): string {
  if (format === "json") return jsonOf(labels, differences);
  if (format === "markdown") return markdownOf(labels, differences);
  if (differences.length === 0) return "";
  const table = new Table({ head: columns, style: { head: [], border: [] } });
  table.push(...differences.map((one) => cellsOf(one, printable)));
  return `${table.toString()}\n`;
}

/** Stable across releases: keys are added, never renamed. */
function jsonOf(labels: Labels, differences: readonly Difference[]): string {
  const report = { version: 1, ...labels, equal: differences.length === 0, differences };
  // Escapes are the same texts to a program.
  return printableLines(`${JSON.stringify(report, undefined, 2)}\n`);
}

function markdownOf({ from, to }: Labels, differences: readonly Difference[]): string {
  if (differences.length === 0) return `${code(from)} and ${code(to)} are equal.\n`;
  const rows = differences.map((one) => cellsOf(one, cellCode));
  const title = `${counted(differences.length, "difference")} from ${code(from)} to ${code(to)}`;
  return `${title}\n\n${markdownTable([columns, ...rows])}\n`;
}

const signs = { added: "+", removed: "-", changed: "~" } as const;

function cellsOf(one: Difference, shown: (text: string) => string): string[] {
  const cell = (text: string | undefined) => (text === undefined ? "" : shown(text));
  return [
    signs[one.change],
    cell(one.source),
    cell(one.attribute),
    cell(one.property),
    cell(one.from === undefined ? undefined : textOf(one.from)),
    cell(one.to === undefined ? undefined : textOf(one.to)),
  ];
}
