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
    const before = process.env.CONTRACT_COUNTS;
    const reporter = new ContractReporter();
    const told: string[] = [];
    const write = jest
      .spyOn(process.stderr, "write")
      .mockImplementation((text) => told.push(String(text)) > 0);
    try {
      reporter.onRunStart();
      const folder = process.env.CONTRACT_COUNTS ?? "";
      writeFileSync(join(folder, "1.jsonl"), `${lines.slice(0, 2).join("\n")}\n`);
      writeFileSync(join(folder, "2.jsonl"), `${lines.slice(2).join("\n")}\n`);
      reporter.onRunComplete();
      expect(told).toEqual(summary.map((line) => `${line}\n`));
      expect(existsSync(folder)).toBe(false);
    } finally {
      write.mockRestore();
      if (before === undefined) delete process.env.CONTRACT_COUNTS;
      else process.env.CONTRACT_COUNTS = before;
    }
  });
});
