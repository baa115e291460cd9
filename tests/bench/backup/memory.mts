/** Child process: time and memory of one backup above those of the process before it. */
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { report, settingsOf, type TenantAccess } from "../child.mts";
import { openBuiltTenant, type Use, useOf } from "../use.mts";

/** What a backup has cost. */
export interface BackupResult extends Use {
  records: number;
}

const load = createRequire(import.meta.url);
const { backUpTenant } = load(
  "../../../dist/provider/backup/write.js",
) as typeof import("../../../provider/backup/write.js");

const tenant = await openBuiltTenant(settingsOf<TenantAccess>());
const folder = mkdtempSync(join(tmpdir(), "bench-backup-"));
const { result, use } = await useOf(async (look) => {
  let seen = 0;
  const onProgress = (done: number) => {
    if (done - seen < 4_000) return;
    seen = done;
    look();
  };
  return await backUpTenant(tenant, {}, { out: join(folder, "backup"), onProgress });
});
rmSync(folder, { recursive: true });
const records = result.index.sources.reduce((sum, source) => sum + source.records, 0);
report({ records, ...use } satisfies BackupResult);
process.exit();
