/**
 * `npm run bench:backup`: time and memory of a backup of a source with 2,000 and with 20,000 records, against the same simulated
 * tenant in a process of its own. Memory is to be constant. What lives is the measure of that: resident memory also has what the
 * garbage collector has not looked at yet, and a short run ends before it does.
 */
import { join } from "node:path";
import { measure, startTenant } from "../child.mts";
import type { BackupResult } from "./memory.mts";

const sizes = [2_000, 20_000];
const rounds = 3;

/** The round with the middle of the resident memory. */
function middle(results: readonly BackupResult[]): BackupResult {
  const sorted = [...results].sort((a, b) => a.residentMb - b.residentMb);
  return sorted[Math.floor(sorted.length / 2)] as BackupResult;
}

const found: BackupResult[] = [];
for (const records of sizes) {
  const tenant = await startTenant({ records });
  const results: BackupResult[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const result = await measure<BackupResult>(join(import.meta.dirname, "memory.mts"), tenant);
    if (result.records !== records) throw new Error(`${result.records} records of ${records}`);
    results.push(result);
  }
  tenant.stop();
  const { seconds, residentMb, liveMb } = middle(results);
  found.push(middle(results));
  const mb = `${residentMb.toFixed(1)} MB resident, ${liveMb.toFixed(1)} MB live above start`;
  console.log(`${String(records).padStart(6)} records  ${seconds.toFixed(1)} s, ${mb}`);
}
const [small, large] = found;
const perRecord = ((large?.liveMb ?? Number.NaN) - (small?.liveMb ?? Number.NaN)) * 1024 * 1024;
const bytes = perRecord / ((sizes[1] ?? 0) - (sizes[0] ?? 0));
const ratio = (large?.residentMb ?? Number.NaN) / (small?.residentMb ?? Number.NaN);
console.log(
  `each further record takes ${bytes.toFixed(0)} bytes: its id, which proves that none comes twice`,
);
console.log(`resident memory of ${sizes[1]} to ${sizes[0]} records: ${ratio.toFixed(2)} times`);
