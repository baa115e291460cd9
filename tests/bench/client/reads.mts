/** Child process: many reads at once, below the limit of the tenant, as a program does it that knows of no limit. */
import { createClient } from "pulumi-sailpoint-nonemployee/client";
import { report, settingsOf, type TenantAccess } from "../child.mts";

interface Settings extends TenantAccess {
  reads: number;
}

/** How the reads have ended. */
export interface ReadsResult {
  done: number;
  failed: number;
  seconds: number;
}

const { sourceId, reads, ...access } = settingsOf<Settings>();
const client = createClient(access);
const start = performance.now();
const ended = await Promise.allSettled(
  Array.from({ length: reads }, () => client.getNonEmployeeSource(sourceId)),
);
const done = ended.filter(({ status }) => status === "fulfilled").length;
const seconds = (performance.now() - start) / 1000;
report({ done, failed: reads - done, seconds } satisfies ReadsResult);
process.exit();
