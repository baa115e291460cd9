/**
 * `npm run bench:upload`: time and memory of an upload of 2,000 and of 20,000 rows to an empty source with one and with all ten
 * custom attributes, each against a new simulated tenant in a process of its own. Resident memory also has what the garbage
 * collector has not looked at yet; what lives is measured in runs of their own, which collect it all the time.
 */
import { join } from "node:path";
import { measure, startTenant } from "../child.mts";
import type { UploadBenchResult } from "./memory.mts";

const sizes = [2_000, 20_000];
const rounds = 3;

/** One upload to a new source. */
async function upload(settings: { rows: number; attributes: number; isLooking: boolean }) {
  const tenant = await startTenant(settings);
  const program = join(import.meta.dirname, "memory.mts");
  const result = await measure<UploadBenchResult>(program, { ...tenant, ...settings });
  tenant.stop();
  if (result.created !== settings.rows) throw new Error(`${result.created} records were created`);
  return result;
}

/** @returns what lives, and of several rounds the one with the middle of the resident memory */
async function measured(rows: number, attributes: number): Promise<UploadBenchResult> {
  const results: UploadBenchResult[] = [];
  for (let round = 0; round < rounds; round += 1) {
    results.push(await upload({ rows, attributes, isLooking: false }));
  }
  results.sort((a, b) => a.residentMb - b.residentMb);
  const { liveMb } = await upload({ rows, attributes, isLooking: true });
  return { ...(results[Math.floor(rounds / 2)] as UploadBenchResult), liveMb };
}

/** @param attributes custom ones of the source; each row has a value in them and in the eight of every record */
async function compare(attributes: number): Promise<void> {
  console.log(`${8 + attributes} columns`);
  const found: UploadBenchResult[] = [];
  for (const rows of sizes) {
    const result = await measured(rows, attributes);
    const { seconds, residentMb, liveMb } = result;
    found.push(result);
    const mb = `${residentMb.toFixed(1)} MB resident, ${liveMb.toFixed(1)} MB live above start`;
    console.log(`${String(rows).padStart(6)} rows  ${seconds.toFixed(1)} s, ${mb}`);
  }
  const [small, large] = found;
  const perRow = ((large?.liveMb ?? Number.NaN) - (small?.liveMb ?? Number.NaN)) * 1024 * 1024;
  const bytes = perRow / ((sizes[1] ?? 0) - (sizes[0] ?? 0));
  const ratio = (large?.residentMb ?? Number.NaN) / (small?.residentMb ?? Number.NaN);
  console.log(
    `each further row takes ${bytes.toFixed(0)} bytes: its name, and hashes of its values`,
  );
  console.log(`resident memory of ${sizes[1]} to ${sizes[0]} rows: ${ratio.toFixed(2)} times`);
}

for (const attributes of [1, 10]) await compare(attributes);
