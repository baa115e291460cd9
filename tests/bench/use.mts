/** What work of the built code costs in its own process: time, and memory above that before it. */
import { createRequire } from "node:module";
import type { TenantAccess } from "./child.mts";

/** What some work has cost. */
export interface Use {
  seconds: number;
  /** The most resident memory above that before, in MB. */
  residentMb: number;
  /** Live objects at their most above those before, in MB, at the moments that the work has chosen. */
  liveMb: number;
}

// The built code, as the commands run it; these parts have no entry of the package.
const load = createRequire(import.meta.url);
const { openTenant } = load("../../dist/cli/tenant.js") as typeof import("../../cli/tenant.js");
const { silentHost } = load(
  "../../dist/cli/silent-host.js",
) as typeof import("../../cli/silent-host.js");

/** Opens a tenant practically without a ceiling, and pays what every process pays once for its first call. */
export async function openBuiltTenant({ baseUrl, clientId, clientSecret }: TenantAccess) {
  const environment = {
    SAIL_BASE_URL: baseUrl,
    SAIL_CLIENT_ID: clientId,
    SAIL_CLIENT_SECRET: clientSecret,
    SAIL_MAX_REQUESTS_PER_10_SECONDS: "100000",
  };
  const { tenant } = openTenant(silentHost(environment), undefined);
  await tenant.client.listNonEmployeeSources({});
  for await (const _page of tenant.client.listNonEmployeeRecords({}).pages()) break;
  return tenant;
}

/** @param work is given what looks at the live objects, which takes time: not too often */
export async function useOf<T>(
  work: (look: () => void) => Promise<T>,
): Promise<{ result: T; use: Use }> {
  const liveBefore = liveBytes();
  const residentBefore = process.memoryUsage.rss();
  let [resident, live] = [residentBefore, liveBefore];
  const lookAtResident = () => {
    resident = Math.max(resident, process.memoryUsage.rss());
  };
  const look = () => {
    live = Math.max(live, liveBytes());
  };
  const timer = setInterval(lookAtResident, 5);
  const start = performance.now();
  const result = await work(look);
  const seconds = (performance.now() - start) / 1000;
  clearInterval(timer);
  lookAtResident();
  look();
  const use = {
    seconds,
    residentMb: (resident - residentBefore) / megabyte,
    liveMb: (live - liveBefore) / megabyte,
  };
  return { result, use };
}

const megabyte = 1024 * 1024;

function liveBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
