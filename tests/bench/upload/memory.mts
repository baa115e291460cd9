/** Child process: time and memory of one upload above those of the process before it. */
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { report, settingsOf, type TenantAccess } from "../child.mts";
import { openBuiltTenant, type Use, useOf } from "../use.mts";

/** What an upload has cost. */
export interface UploadBenchResult extends Use {
  created: number;
}

const load = createRequire(import.meta.url);
const { planUpload } = load(
  "../../../dist/provider/upload/plan.js",
) as typeof import("../../../provider/upload/plan.js");
const { runUpload } = load(
  "../../../dist/provider/upload/upload.js",
) as typeof import("../../../provider/upload/upload.js");

/** @param isLooking looks at the live objects after each piece, which collects the garbage: resident memory is less then */
type Settings = TenantAccess & { rows: number; attributes: number; isLooking: boolean };

const access = settingsOf<Settings>();
const { sourceId, rows, attributes, isLooking } = access;

function* lines(): Generator<string> {
  const more = Array.from({ length: attributes - 1 }, (_, index) => `field${index + 2}`);
  const head = "accountName,firstName,lastName,phone,email,manager,startDate,endDate,costCenter";
  yield `${[head, ...more].join()}\n`;
  const dates = "2026-03-24T00:00:00Z,2027-03-24T00:00:00Z";
  for (let number = 1; number <= rows; number += 1) {
    const name = `person.${number}`;
    const people = `${name},Ida,"Rhodes, ${number}",5125555555,${name}@example.org,ada.lovelace`;
    const values = more.map((field) => `${field} of person ${number}`);
    yield `${[people, dates, 1_000 + (number % 9_000), ...values].join()}\n`;
  }
}

const folder = mkdtempSync(join(tmpdir(), "bench-upload-"));
const path = join(folder, "people.csv");
await pipeline(Readable.from(lines()), createWriteStream(path));
const tenant = await openBuiltTenant(access);
const { result, use } = await useOf(async (collect) => {
  const look = isLooking ? collect : () => undefined;
  const source = { sourceId, name: "Contractors" };
  const planned = await planUpload(tenant, {}, source, { path, isBackup: false });
  if ("problems" in planned) throw new Error(planned.problems.join("\n"));
  look();
  return await runUpload(tenant, {}, planned.plan, { isOverwriting: true, onProgress: look });
});
rmSync(folder, { recursive: true });
report({ created: result.created, ...use } satisfies UploadBenchResult);
process.exit();
