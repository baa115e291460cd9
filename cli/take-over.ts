/** What a tenant has of a manifest already, for a project that is to take it over. */
import { compareManifests, type Difference } from "../provider/manifest/compare";
import type { DeclaredSource } from "../provider/manifest/declare";
import type { Manifest } from "../provider/manifest/manifest";
import { readTenant } from "../provider/manifest/read-tenant";
import type { Call } from "../provider/resources/handler";
import { counted, listed } from "../provider/resources/value";
import { type ImportFile, importFileOf } from "./import-file";
import type { OpenedTenant } from "./tenant";

/** What is there, and what is not as the manifest says. */
export interface TakeOver extends ImportFile {
  /** What the first preview will show, each with the key of its source. */
  changes: string[];
  /** Attributes that the tenant has besides; they stay, and are nobody's. */
  besides: string[];
}

/**
 * Reads the whole tenant, so that nothing that could not be read passes for something that is not there.
 *
 * @throws as `readTenant`
 */
export async function readTakeOver(
  opened: OpenedTenant,
  call: Call,
  manifest: Manifest,
  { sources, isExpanded }: { sources: readonly DeclaredSource[]; isExpanded: boolean },
): Promise<TakeOver> {
  const keys = new Map(manifest.sources.map(({ name, key }) => [name, key]));
  const live = (await readTenant(opened.tenant, call, { keys })).manifest;
  const imported = await importFileOf(opened, call, sources, isExpanded);
  // What the tenant has besides the manifest is nothing that a preview shows.
  const differences = compareManifests(live, manifest).filter(
    ({ change, attribute }) => change !== "removed" || attribute !== undefined,
  );
  const isBesides = ({ change, property }: Difference) =>
    change === "removed" && property === undefined;
  return {
    ...imported,
    changes: differences.filter((one) => !isBesides(one)).map(changeText),
    besides: differences.filter(isBesides).map(({ source, attribute }) => `${source}/${attribute}`),
  };
}

function changeText({ change, source, attribute, property }: Difference): string {
  const what = attribute === undefined ? source : `${source}/${attribute}`;
  if (change === "added") return `${what} is not there, and will be made`;
  return `${what}: ${property} is another one, and will be changed`;
}

/** What the user of the command should know of it. */
export function takeOverWarnings(
  label: string,
  { resources, changes, besides, unresolved }: TakeOver,
): string[] {
  const nothing = `${label} has none of the sources of the manifest: there is no import.json`;
  if (resources.length === 0) return [...unresolved, nothing];
  return [
    ...unresolved,
    ...changes.map((text) => `${text} by \`pulumi up\``),
    ...(besides.length > 0
      ? [
          `${label} has ${counted(besides.length, "attribute")} that the manifest does not have, which nobody manages: ${listed(besides)}`,
        ]
      : []),
  ];
}
