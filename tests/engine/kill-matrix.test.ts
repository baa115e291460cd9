/**
 * The engine and the provider process are killed at every request of an `up`. The table of what was needed afterwards is printed,
 * and kept in coverage/kill-matrix.md.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  casesOf,
  isRead,
  type KillOutcome,
  moments,
  type NthRequest,
  nameOf,
  runCase,
  tableOf,
  undisturbedRequests,
  victims,
} from "./kill-matrix";
import { canSeeProcesses } from "./provider-process";
import { projectRoot } from "./shared";

/** While one waits for a process to end, others have something to do. */
const atOnce = 3;

async function runAll<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const queue = [...items.entries()];
  const results: [number, R][] = [];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, item] = next;
      results.push([index, await run(item)]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results.sort(([a], [b]) => a - b).map(([, result]) => result);
}

(canSeeProcesses ? describe : describe.skip)("an up that is killed at one of its requests", () => {
  let requests: NthRequest[] = [];
  let outcomes: KillOutcome[] = [];

  beforeAll(async () => {
    requests = await undisturbedRequests();
    outcomes = await runAll(casesOf(requests), runCase);
    const table = tableOf(outcomes);
    process.stdout.write(`${table}\n`);
    mkdirSync(join(projectRoot, "coverage"), { recursive: true });
    writeFileSync(join(projectRoot, "coverage", "kill-matrix.md"), table);
  }, 1_200_000);

  it("is killed at each of them", () => {
    const names = requests.map(nameOf);
    expect(names).toEqual(expect.arrayContaining(["POST /oauth/token 1"]));
    expect(names.filter((name) => /^POST .*sources [12]$/.test(name))).toHaveLength(2);
    expect(names.filter((name) => /^POST .*attributes [1234]$/.test(name))).toHaveLength(4);
    const writes = requests.filter((request) => !isRead(request)).length;
    expect(outcomes).toHaveLength(2 * (requests.length + writes));
  });

  // After how many seconds is for the table: the limit is a matter of the watchdog's own clock (tests/provider/watchdog).
  it("leaves no provider process", () => {
    expect(outcomes.filter((one) => one.endedAfterMs === undefined).map(nameOf)).toEqual([]);
  });

  const columns = victims.flatMap((victim) => moments.map((moment) => ({ victim, moment })));

  it.each(columns)(
    "comes to the declared state after a kill of the $victim $moment the effect, and nothing is made twice or lost",
    ({ victim, moment }) => {
      const column = outcomes.filter((one) => one.victim === victim && one.moment === moment);
      expect(column).not.toEqual([]);
      const problems = column.map(({ problem, ...one }) => problem && `${nameOf(one)}: ${problem}`);
      expect(problems.filter(Boolean).join("\n\n")).toBe("");
      // The stack of a killed engine is locked; that of a living one never is.
      const isCancelled = column.map(({ steps }) => steps?.startsWith("cancel, ") ?? false);
      expect(new Set(isCancelled)).toEqual(new Set([victim === "engine"]));
    },
  );
});
