/**
 * A reporter for jest: what the contract judge has seen in all workers, on standard error at the end of a run.
 *
 *     contract: 4,812 exchanges judged (v1 2,100, v2025 12, ...), 26 of 49 operations seen, 0 deviations
 *     contract: of the 32 operations, v1 32, v2025 30, ...
 *
 * A run of all unit tests fails where one of the 32 was not seen in one of the versions that are to be seen whole.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Sums = Record<string, number>;

/** Operations on non-employees in each version. */
const operationCount = 32;

/** Versions in which a whole run must have seen all of them. */
const wholeVersions = ["v1", "v2026", "beta"];

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
  const versions = Object.entries(seenOperations(exchanges))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([version, count]) => `${version} ${count}`);
  const files = Object.entries(byFile).sort(([a], [b]) => a.localeCompare(b));
  const sum = files.reduce((total, [, count]) => total + count, 0);
  const parts = files.map(([file, count]) => `${file} ${format(count)}`).join(", ");
  return [
    `contract: ${format(sum)} exchanges judged (${parts}), ${format(totals.scripted)} of them by the request alone, ` +
      `${seen.size} of ${totals.operations} operations seen, ${format(totals.deviations)} deviations`,
    ...(versions.length > 0
      ? [`contract: of the ${operationCount} operations, ${versions.join(", ")}`]
      : []),
  ];
}

/** How many operations on non-employees were seen, by version. */
function seenOperations(exchanges: Sums): Sums {
  const seen: Sums = {};
  for (const key of Object.keys(exchanges)) {
    const [, version] = /^nelm-(\S+) /.exec(key) ?? [];
    if (version !== undefined) addAll(seen, { [version]: 1 });
  }
  return seen;
}

/** What a run of all unit tests has not seen; empty where nothing is missing. */
function missingOperations(lines: readonly string[]): string[] {
  const exchanges: Sums = {};
  for (const line of lines) addAll(exchanges, objectIn(JSON.parse(line)).exchanges);
  const seen = seenOperations(exchanges);
  return wholeVersions
    .filter((version) => (seen[version] ?? 0) < operationCount)
    .map((version) => `${version}: ${seen[version] ?? 0} of ${operationCount} operations`);
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

/** What of jest's configuration tells whether a run is one of all unit tests. */
interface RunConfiguration {
  testPathPatterns?: { patterns?: readonly string[] };
  testNamePattern?: string;
  onlyChanged?: boolean;
  shard?: unknown;
}

/** The reporter itself: jest makes one and tells it when a run begins and ends. */
export default class ContractReporter {
  readonly #isWhole: boolean;
  #folder = "";
  #error: Error | undefined;

  constructor(configuration: RunConfiguration = {}) {
    const { testPathPatterns, testNamePattern, onlyChanged, shard } = configuration;
    const isFiltered = (testPathPatterns?.patterns ?? []).length > 0 || Boolean(testNamePattern);
    this.#isWhole = !isFiltered && onlyChanged !== true && !shard;
  }

  onRunStart(): void {
    this.#folder = mkdtempSync(join(tmpdir(), "contract-counts-"));
    // Workers are started after this, with this environment.
    process.env.CONTRACT_COUNTS = this.#folder;
  }

  /** @param contexts one for each project, by the names of which it is seen whether the unit tests were among them */
  onRunComplete(contexts: Iterable<ProjectContext> = []): void {
    const lines = readdirSync(this.#folder).flatMap((name) =>
      readFileSync(join(this.#folder, name), "utf8").split("\n").filter(Boolean),
    );
    rmSync(this.#folder, { recursive: true });
    for (const line of summarize(lines)) process.stderr.write(`${line}\n`);
    const names = [...contexts].map(({ config }) => config?.displayName?.name);
    const missing = this.#isWhole && names.includes("unit") ? missingOperations(lines) : [];
    if (missing.length === 0) return;
    this.#error = new Error(`contract: not every operation was seen: ${missing.join("; ")}`);
    process.stderr.write(`${this.#error.message}\n`);
  }

  /** What fails the run. */
  getLastError(): Error | undefined {
    return this.#error;
  }
}

interface ProjectContext {
  config?: { displayName?: { name?: string } };
}
