/**
 * A reporter for jest: what the contract judge has seen in all workers, on standard error at the end of a run.
 *
 *     contract: 4,812 exchanges judged (v1 2,100, v2025 12, ...), 26 of 49 operations seen, 0 deviations
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Sums = Record<string, number>;

/** Lines of the summary; none where nothing was judged. */
export function summarize(lines: readonly string[]): string[] {
  const exchanges: Sums = {};
  const accepted: Sums = {};
  const totals: Sums = { scripted: 0, deviations: 0, tried: 0, caught: 0, operations: 0 };
  for (const line of lines) {
    const counts = objectIn(JSON.parse(line));
    addAll(exchanges, counts.exchanges);
    addAll(accepted, counts.accepted);
    addAll(totals, { scripted: counts.scripted, deviations: counts.deviations });
    addAll(totals, counts.mutations);
    totals.operations = Math.max(totals.operations ?? 0, numberIn(counts.operations));
  }
  return [
    ...exchangeLines(exchanges, totals),
    ...Object.entries(accepted)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => `contract: accepted ${format(count)} times: ${reason}`),
    ...(totals.tried
      ? [`contract: ${format(totals.tried)} mutations tried, ${format(totals.caught)} caught`]
      : []),
  ];
}

function exchangeLines(exchanges: Sums, totals: Sums): string[] {
  const keys = Object.keys(exchanges);
  if (keys.length === 0) return [];
  const byFile: Sums = {};
  const seen = new Set<string>();
  for (const [key, count] of Object.entries(exchanges)) {
    const [file = "", ...operation] = key.split(" ");
    addAll(byFile, { [file.replace(/^nelm-|-v2025$/g, "")]: count });
    seen.add(operation.join(" "));
  }
  const files = Object.entries(byFile).sort(([a], [b]) => a.localeCompare(b));
  const sum = files.reduce((total, [, count]) => total + count, 0);
  const parts = files.map(([file, count]) => `${file} ${format(count)}`).join(", ");
  return [
    `contract: ${format(sum)} exchanges judged (${parts}), ${format(totals.scripted)} of them by the request alone, ` +
      `${seen.size} of ${totals.operations} operations seen, ${format(totals.deviations)} deviations`,
  ];
}

function addAll(sums: Sums, more: unknown): void {
  for (const [name, count] of Object.entries(objectIn(more ?? {}))) {
    sums[name] = (sums[name] ?? 0) + numberIn(count);
  }
}

function objectIn(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error("a count is no object");
  return Object.fromEntries(Object.entries(value));
}

function numberIn(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function format(count = 0): string {
  return count.toLocaleString("en-US");
}

/** The reporter itself: jest makes one and tells it when a run begins and ends. */
export default class ContractReporter {
  #folder = "";

  onRunStart(): void {
    this.#folder = mkdtempSync(join(tmpdir(), "contract-counts-"));
    // Workers are started after this, with this environment.
    process.env.CONTRACT_COUNTS = this.#folder;
  }

  onRunComplete(): void {
    const lines = readdirSync(this.#folder).flatMap((name) =>
      readFileSync(join(this.#folder, name), "utf8").split("\n").filter(Boolean),
    );
    rmSync(this.#folder, { recursive: true });
    for (const line of summarize(lines)) process.stderr.write(`${line}\n`);
  }
}
