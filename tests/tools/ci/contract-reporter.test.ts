import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ContractReporter, { summarize } from "../../../tools/ci/contract-reporter.mts";

const lines = [
  {
    exchanges: { "nelm-v1 GET /a": 1200, "nelm-v2025 GET /a": 3, "neighbours-v2025 GET /b": 40 },
    ...{ scripted: 5, operations: 49, deviations: 0, accepted: { "first reason": 2 } },
  },
  {
    exchanges: { "nelm-v1 POST /a": 1 },
    ...{ scripted: 0, operations: 49, deviations: 1, accepted: { "first reason": 1, second: 9 } },
  },
  { mutations: { tried: 1000, caught: 999 } },
  { mutations: { tried: 5, caught: 5 } },
].map((line) => JSON.stringify(line));

const summary = [
  "contract: 1,244 exchanges judged (neighbours 40, v1 1,201, v2025 3), 5 of them by the request alone, 3 of 49 operations seen, 1 deviations",
  "contract: of the 32 operations, v1 2, v2025 1",
  "contract: accepted 9 times: second",
  "contract: accepted 3 times: first reason",
  "contract: 1,005 mutations tried, 1,004 caught",
];

describe("the reporter of the contract judge", () => {
  it("adds up what the workers counted", () => {
    expect(summarize(lines)).toEqual(summary);
  });

  it("says nothing where nothing was judged", () => {
    expect(summarize([])).toEqual([]);
  });

  it("reads the files of all workers, tells people, and leaves no folder", () => {
    const { told, folder, error } = report({ lines, project: "engine" });
    expect(told).toEqual(summary.map((line) => `${line}\n`));
    expect([existsSync(folder), error]).toEqual([false, undefined]);
  });

  const whole = ["v1", "v2026", "beta"].map((version) => exchangesIn(version, 32));

  it.each([
    ["all were seen", { lines: whole }, undefined],
    [
      "one is missing in one version",
      { lines: [...whole.slice(1), exchangesIn("v1", 31)] },
      "v1: 31 of 32",
    ],
    ["nothing was judged", { lines: [] }, "beta: 0 of 32"],
    ["the run is one of some files", { lines: [], patterns: ["tests/cli"] }, undefined],
    ["the run is one of some tests", { lines: [], testNamePattern: "clone" }, undefined],
    ["the run is one of the engine", { lines: [], project: "engine" }, undefined],
  ])(
    "fails a run of all unit tests that has not seen each operation: %s",
    (_when, run, message) => {
      const { error, told } = report(run);
      if (message === undefined) expect(error).toBeUndefined();
      else {
        expect(error?.message).toContain(message);
        expect(told.at(-1)).toContain(message);
      }
    },
  );
});

interface ReportedRun {
  lines: readonly string[];
  patterns?: readonly string[];
  testNamePattern?: string;
  project?: string;
}

/** One run whose workers have counted that, as jest tells of it. */
function report({ lines: counted, patterns = [], testNamePattern, project = "unit" }: ReportedRun) {
  const before = process.env.CONTRACT_COUNTS;
  const reporter = new ContractReporter({ testPathPatterns: { patterns }, testNamePattern });
  const told: string[] = [];
  const write = jest
    .spyOn(process.stderr, "write")
    .mockImplementation((text) => told.push(String(text)) > 0);
  try {
    reporter.onRunStart();
    const folder = process.env.CONTRACT_COUNTS ?? "";
    for (const [index, line] of counted.entries()) {
      writeFileSync(join(folder, `${index}.jsonl`), `${line}\n`);
    }
    reporter.onRunComplete([{ config: { displayName: { name: project } } }]);
    return { told, folder, error: reporter.getLastError() };
  } finally {
    write.mockRestore();
    if (before === undefined) delete process.env.CONTRACT_COUNTS;
    else process.env.CONTRACT_COUNTS = before;
  }
}

/** A line of a worker that has seen so many operations in a version. */
function exchangesIn(version: string, count: number): string {
  const names = Array.from({ length: count }, (_, index) => `nelm-${version} GET /${index}`);
  return JSON.stringify({ exchanges: Object.fromEntries(names.map((name) => [name, 1])) });
}
