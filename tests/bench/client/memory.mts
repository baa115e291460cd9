/** Child process: how much memory reading takes above that of the process before it. */
import { createClient } from "pulumi-sailpoint-nonemployee/client";
import { report, settingsOf, type TenantAccess } from "../child.mts";

/** How the records are read: kept in a list, looked at page by page, or as the rows of the export. */
export type Reading = "list" | "pages" | "csv";

interface Settings extends TenantAccess {
  reading: Reading;
}

/** What a reading has cost. */
export interface MemoryResult {
  records: number;
  seconds: number;
  /** The most resident memory above that before the reading, in MB. */
  residentMb: number;
  /** Live objects at their most above those before the reading, in MB; looked at now and then. */
  liveMb: number;
}

const { reading, sourceId, ...access } = settingsOf<Settings>();
const client = createClient({ ...access, maxRequestsPer10Seconds: 100_000 });
const megabyte = 1024 * 1024;

function liveBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function* records(): AsyncIterable<readonly object[]> {
  if (reading === "csv") {
    for await (const row of client.exportNonEmployeeRecords(sourceId).rows()) yield [row];
  } else {
    yield* client.listNonEmployeeRecords({ sourceId }).pages();
  }
}

// What every process pays once for its first call: code, buffers, the connection.
for await (const _page of client.listNonEmployeeRecords({ sourceId }).pages()) break;
await client.exportNonEmployeeSourceSchemaTemplate(sourceId).columns();

const liveBefore = liveBytes();
const residentBefore = process.memoryUsage.rss();
let [count, resident, live] = [0, residentBefore, liveBefore];
const kept: object[] = [];
const timer = setInterval(() => {
  resident = Math.max(resident, process.memoryUsage.rss());
}, 5);
const start = performance.now();
for await (const some of records()) {
  const before = count;
  count += some.length;
  if (reading === "list") kept.push(...some);
  if (Math.floor(before / 4_000) !== Math.floor(count / 4_000)) live = Math.max(live, liveBytes());
}
const seconds = (performance.now() - start) / 1000;
clearInterval(timer);
resident = Math.max(resident, process.memoryUsage.rss());
live = Math.max(live, liveBytes());
report({
  records: reading === "list" ? kept.length : count,
  seconds,
  residentMb: (resident - residentBefore) / megabyte,
  liveMb: (live - liveBefore) / megabyte,
} satisfies MemoryResult);
process.exit();
