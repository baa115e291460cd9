/**
 * `node tools/ci/summary.mts <jest's JSON>`: the last words of continuous integration, one line `N passed, N failed`.
 * Exits with 1 if a test failed, a test file did not run, or no test ran at all.
 */
import { readFileSync } from "node:fs";

interface Counts {
  passed: number;
  failed: number;
}

/** A test file that cannot be loaded has no tests to count: it counts as one failure. */
function countTests(path: string): Counts {
  const report: unknown = JSON.parse(readFileSync(path, "utf8"));
  return {
    passed: numberAt(report, "numPassedTests"),
    failed: numberAt(report, "numFailedTests") + numberAt(report, "numRuntimeErrorTestSuites"),
  };
}

function numberAt(report: unknown, key: string): number {
  const value =
    typeof report === "object" && report !== null
      ? Object.entries(report).find(([name]) => name === key)?.[1]
      : undefined;
  if (typeof value !== "number") throw new Error(`jest's results have no number "${key}"`);
  return value;
}

const { passed, failed } = countTests(process.argv[2] ?? "");
if (failed > 0 || passed === 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);
