/** What is known of a stack's drift, as a table, as Markdown for a pull request, and as JSON for programs. */
import Table from "cli-table3";
import { markdownTable } from "markdown-table";
import { severities } from "../../provider/drift/difference";
import { counted } from "../../provider/resources/value";
import { cellCode, code, textOf } from "../cell";
import { printable, printableLines } from "../printable";
import type { ReportFormat } from "../report";
import type { DriftDifference, Verdict } from "./judge";

/** What a check has come to. */
export interface DriftReport extends Verdict {
  stack: string;
  /** Whether objects that nobody declares were looked for. */
  includesUnmanaged: boolean;
  /** How many resources the stack manages. */
  resources: number;
}

export type DriftStatus = "none" | "drift" | "unknown";

/** `unknown` as soon as something could not be told, whatever else was found. */
export function statusOf({ differences, problems }: Verdict): DriftStatus {
  if (problems.length > 0) return "unknown";
  return differences.length > 0 ? "drift" : "none";
}

/** A comment on GitHub has at most 65,536 characters: two tables and the reasons fit into it. */
const maxTableLength = 25_000;
const maxReasons = 8;
const maxCellLength = 300;

const columns = ["severity", "resource", "property", "declared", "found"];

/** A report as text with a line break at its end; nothing for a table without rows. */
export function driftReportOf(format: ReportFormat, report: DriftReport): string {
  if (format === "json") return jsonOf(report);
  if (format === "markdown") return markdownOf(report);
  return tablesOf(report);
}

/** Stable across releases: keys are added, never renamed. Its schema: docs/drift.schema.json. */
function jsonOf(report: DriftReport): string {
  const { stack, resources, includesUnmanaged, differences, ignored, problems } = report;
  const status = statusOf(report);
  const json = {
    version: 1,
    stack,
    status,
    resources,
    includesUnmanaged,
    differences,
    ignored,
    problems,
  };
  // Escapes are the same texts to a program.
  return printableLines(`${JSON.stringify(json, undefined, 2)}\n`);
}

function tablesOf({ differences, ignored }: DriftReport): string {
  return [differences, ignored]
    .filter((rows) => rows.length > 0)
    .map((rows) => {
      const head = rows === ignored ? ["ignored", ...columns.slice(1)] : columns;
      const table = new Table({ head, style: { head: [], border: [] } });
      table.push(...rows.map((row) => cellsOf(row, printable)));
      return `${table.toString()}\n`;
    })
    .join("");
}

function markdownOf(report: DriftReport): string {
  const { stack, differences, ignored, problems } = report;
  const parts = [
    `### ${titleOf(report, code(shortened(printable(stack), 100)))}`,
    ...(problems.length > 0 ? [reasonsOf(problems)] : []),
    ...(differences.length > 0 ? [tableOf(differences, columns), advice] : []),
    ...(ignored.length > 0
      ? [
          `Ignored, since it was under \`ignoreChanges\` at the last \`pulumi up\`: ${ignored.length}`,
          tableOf(ignored, columns),
        ]
      : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function reasonsOf(problems: readonly string[]): string {
  const shown = problems.slice(0, maxReasons);
  const lines = shown.map(
    (problem) => `- could not tell: ${code(shortened(printable(problem), 1_000))}`,
  );
  const left = problems.length - shown.length;
  return [...lines, ...(left > 0 ? [`- and ${left} reasons more, which the JSON has`] : [])].join(
    "\n",
  );
}

const advice =
  "`pulumi up --refresh` brings the tenant back to what is declared. To keep what was found, declare it.";

function tableOf(rows: readonly DriftDifference[], head: readonly string[]): string {
  const lines: string[][] = [];
  let length = 0;
  for (const row of rows) {
    const cells = cellsOf(row, cellCode);
    length += cells.join("").length + 3 * cells.length;
    if (length > maxTableLength) break;
    lines.push(cells);
  }
  const left = rows.length - lines.length;
  const more = left > 0 ? `\n\n... and ${left} more, which the JSON has` : "";
  return `${markdownTable([[...head], ...lines], { alignDelimiters: false })}${more}`;
}

/** `3 differences of production (1 data-destroying, 2 cosmetic)`. */
export function titleOf(report: DriftReport, stack: string): string {
  const { differences, ignored, resources } = report;
  const counts = severities.flatMap((severity) => {
    const { length } = differences.filter((one) => one.severity === severity);
    return length === 0 ? [] : [`${length} ${severity}`];
  });
  const also = ignored.length > 0 ? `, ${ignored.length} ignored` : "";
  const found =
    differences.length === 0
      ? "no drift"
      : `${counted(differences.length, "difference")} (${counts.join(", ")})`;
  if (statusOf(report) === "unknown") {
    const so = differences.length === 0 ? "" : `; so far ${found}${also}`;
    return `It could not be told whether ${stack} has drifted${so}`;
  }
  return `${stack}: ${found}${also} in ${counted(resources, "resource")}`;
}

/** The cells of a row; `shown` makes what comes from a tenant safe. */
function cellsOf(one: DriftDifference, shown: (text: string) => string): string[] {
  const cell = (text: string) => shown(shortened(text, maxCellLength));
  const kind = one.type === "NonEmployeeSource" ? "source" : "attribute";
  if (one.change !== "changed") {
    const whole = cell(`${kind} ${one.id}`);
    const [declared, found] =
      one.change === "deleted" ? [whole, "deleted"] : ["not declared", whole];
    return [one.severity, cell(one.resource), "", declared, found];
  }
  const [declared = "", found = ""] = fromFirstDifference(
    [one.declared, one.found].map((value) => (value === undefined ? "" : textOf(value))),
  );
  return [
    one.severity,
    cell(one.resource),
    one.path === undefined ? "a property that is not shown" : cell(one.path),
    cell(declared),
    cell(found),
  ];
}

/** Both texts; if they differ only behind what is shown of them, from shortly before there. */
function fromFirstDifference(texts: readonly string[]): readonly string[] {
  const [one = "", other = ""] = texts;
  let place = 0;
  while (place < one.length && one[place] === other[place]) place += 1;
  if (place < maxCellLength - 50) return texts;
  return texts.map((text) => `...${text.slice(place - 50)}`);
}

function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}...`;
}
