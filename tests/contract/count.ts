/**
 * What the judge has seen, for the summary at the end of a run: each worker appends lines to files of its own in a folder, whose
 * path the reporter hands down in the environment. Without a reporter nothing is counted.
 */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { LoggedRequest } from "../../simulator/index";
import type { Judge, Verdict } from "./judge";
import { scriptOf } from "./script";

/** One line of a file: sums of some exchanges, or of some mutations. The reporter knows the same shape. */
export interface CountLine {
  /** Judged exchanges by `<file> <METHOD> <template>`. */
  exchanges?: Record<string, number>;
  /** How many of them had a scripted answer, so that the request alone was judged. */
  scripted?: number;
  /** How many operations the files have, each counted once. */
  operations?: number;
  /** Accepted deviations by their reason. */
  accepted?: Record<string, number>;
  /** Deviations that failed a test. */
  deviations?: number;
  /** Spoilt exchanges that the judge was shown, and in how many it found the fault. */
  mutations?: { tried: number; caught: number };
}

/** Adds up what was judged, each exchange once. */
export class ExchangeCounter {
  readonly #counted = new WeakSet<LoggedRequest>();
  readonly #operations: number;

  constructor({ contracts }: Judge) {
    const names = [...contracts.values()].flatMap(({ operations }) =>
      operations.map(({ method, template }) => `${method} ${template}`),
    );
    this.#operations = new Set(names).size;
  }

  /** @param deviations how many of the differences fail a test */
  add(judged: readonly { entry: LoggedRequest; verdict: Verdict }[], deviations: number): void {
    const fresh = judged.filter(({ entry }) => !this.#counted.has(entry));
    const exchanges: Record<string, number> = {};
    const accepted: Record<string, number> = {};
    for (const { entry, verdict } of fresh) {
      this.#counted.add(entry);
      const { file, method, template } = verdict.operation ?? {};
      if (file) increase(exchanges, `${file} ${method} ${template}`);
      for (const because of verdict.accepted) increase(accepted, because);
    }
    const scripted = fresh.filter(({ entry }) => !scriptOf(entry).isAnswerReal).length;
    if (fresh.length === 0 && deviations === 0) return;
    write({ exchanges, scripted, operations: this.#operations, accepted, deviations });
  }
}

export function countMutations(mutations: { tried: number; caught: number }): void {
  write({ mutations });
}

function increase(sums: Record<string, number>, key: string): void {
  sums[key] = (sums[key] ?? 0) + 1;
}

function write(line: CountLine): void {
  const folder = process.env.CONTRACT_COUNTS;
  if (folder) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(line)}\n`);
}
