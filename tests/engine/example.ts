/** What the tests of the examples share: an example in the place of a stack's program, and a tenant read as a manifest. */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../provider/api";
import { readTenant, type TenantManifest } from "../../provider/manifest/read-tenant";
import { writeManifest } from "../../provider/manifest/write-manifest";
import { readConfiguration } from "../../provider/resources/configuration";
import { Tenants } from "../../provider/resources/tenants";
import type { TenantAccess } from "./project";
import { projectRoot } from "./shared";
import type { Stack } from "./stack";

/** The folder of an example. */
export function exampleFolder(name: string): string {
  return join(projectRoot, "examples", name);
}

/** Makes a stack's project a copy of the example. The stack must have the name of its project. */
export function copyExample({ folder }: Stack, name: string): void {
  rmSync(join(folder, "index.js"));
  cpSync(exampleFolder(name), folder, { recursive: true });
}

/** Reads a tenant as `export` does, with its text as YAML. */
export async function exportTenant(
  { url, clientId, clientSecret }: TenantAccess,
  keys?: ReadonlyMap<string, string>,
): Promise<TenantManifest & { text: string }> {
  const environment = {
    SAIL_BASE_URL: url,
    SAIL_CLIENT_ID: clientId,
    SAIL_CLIENT_SECRET: clientSecret,
  };
  const configuration = readConfiguration({ stack: () => undefined, environment });
  const tenant = new Tenants({ configuration, clock: systemClock }).open(undefined);
  const read = await readTenant(tenant, {}, { ...(keys && { keys }) });
  return { ...read, text: writeManifest(read.manifest, "yaml") };
}
