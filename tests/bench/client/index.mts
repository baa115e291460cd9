/**
 * `npm run bench:client`: what the client costs, as ratios and differences within one run against the same simulated
 * tenant, since machines differ. About five minutes, most of which is waiting below the rate limit. `--quick` leaves
 * that part out.
 */
import { join } from "node:path";
import { measure as measureBy, startTenant } from "../child.mts";
import type { MemoryResult, Reading } from "./memory.mts";
import type { OverheadResult } from "./overhead.mts";
import type { ReadsResult } from "./reads.mts";

const measure = <T,>(file: string, settings: object): Promise<T> =>
  measureBy<T>(join(import.meta.dirname, file), settings);

const recordCount = 20_000;
const limit = { requests: 100, windowSeconds: 10 };
const isQuick = process.argv.includes("--quick");

function row(what: string, wanted: string, measured: string): void {
  console.log(`${what.padEnd(58)} ${wanted.padEnd(22)} ${measured}`);
}

async function overhead(): Promise<void> {
  const tenant = await startTenant({});
  for (const concurrency of [1, 8]) {
    const settings = { ...tenant, rounds: 24, calls: 500, concurrency };
    const result = await measure<OverheadResult>("overhead.mts", settings);
    const ms = (value: number): string => `${value.toFixed(3)} ms`;
    const { bareMs, gotMs, oursMs } = result;
    const times = `client ${ms(oursMs)}, got alone ${ms(gotMs)}, fetch ${ms(bareMs)}`;
    const gotAlone = `of which got alone ${result.gotRatio.toFixed(2)}`;
    row(
      `a call beside bare fetch, ${concurrency} at a time`,
      "< 1.5 times",
      `${result.ratio.toFixed(2)} times, ${gotAlone} (${times})`,
    );
  }
  tenant.stop();
}

async function memory(): Promise<void> {
  const sizes = [recordCount / 10, recordCount];
  const results = new Map<string, MemoryResult>();
  for (const records of sizes) {
    const tenant = await startTenant({ records });
    for (const reading of ["list", "pages", "csv"] satisfies Reading[]) {
      const result = await measure<MemoryResult>("memory.mts", { ...tenant, reading });
      if (result.records !== records) throw new Error(`${result.records} records of ${records}`);
      results.set(`${reading} ${records}`, result);
    }
    tenant.stop();
  }
  const words = {
    list: "listed and kept",
    pages: "listed page by page",
    csv: "CSV export, row by row",
  };
  for (const reading of ["list", "pages", "csv"] as const) {
    const wanted = reading === "csv" ? "constant" : "< 60 MB above start";
    for (const records of sizes) {
      const { residentMb, liveMb, seconds } = results.get(`${reading} ${records}`) as MemoryResult;
      const mb = `${residentMb.toFixed(1)} MB resident, ${liveMb.toFixed(1)} MB live`;
      row(
        `${records} records ${words[reading]}`,
        wanted,
        `${mb} above start, ${seconds.toFixed(1)} s`,
      );
    }
  }
}

async function rateLimit(): Promise<void> {
  const tenant = await startTenant({ limit: limit.requests });
  const reads = 1_000;
  const own = (reads / limit.requests) * limit.windowSeconds;
  const alone = await measure<ReadsResult>("reads.mts", { ...tenant, reads });
  const { refused } = await tenant.count();
  row(
    `${reads} reads at once, limit ${limit.requests} in ${limit.windowSeconds} s (${own} s)`,
    "<= 1.1 times, no 429",
    `${(alone.seconds / own).toFixed(2)} times (${alone.seconds.toFixed(1)} s), ${refused} answered 429, ${alone.failed} failed`,
  );
  const each = 300;
  const both = await Promise.all(
    [1, 2].map(() => measure<ReadsResult>("reads.mts", { ...tenant, reads: each })),
  );
  const shared = await tenant.count();
  const times = both.map(({ seconds }) => `${seconds.toFixed(0)} s`).join(" and ");
  const failed = both.reduce((sum, one) => sum + one.failed, 0);
  row(
    `two processes, one client id, ${each} reads each`,
    "both finish",
    `${times}, ${shared.refused} answered 429, ${failed} failed`,
  );
  tenant.stop();
}

row("figure", "wanted", "measured");
await overhead();
await memory();
if (!isQuick) await rateLimit();
