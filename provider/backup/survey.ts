/** What a tenant has, seen twice: before the records are read and after. Only if both are the same, the backup is of one tenant. */
import type { CallOptions, NonEmployeeSource, SchemaAttribute } from "../api";
import { compareManifests } from "../manifest/compare";
import { readTenant, type TenantManifest } from "../manifest/read-tenant";
import { writeManifest } from "../manifest/write-manifest";
import { proveGone } from "../resources/gone";
import { ResourceError } from "../resources/handler";
import type { Tenant } from "../resources/tenant";
import { listed } from "../resources/value";

/** A source of which the records are wanted. */
export interface SurveyedSource {
  /** Its key in the manifest. */
  key: string;
  /** As the list showed it, with its count of records if the tenant gives one. */
  source: NonEmployeeSource;
  attributes: readonly SchemaAttribute[];
}

/** A tenant as it was found. */
export interface Survey extends TenantManifest {
  /** In the order of the manifest. */
  sources: SurveyedSource[];
  /** The text of the manifest. */
  text: string;
}

/**
 * Looks at everything anew: the sources with their counts, and the manifest.
 *
 * @throws {@link ResourceError} if the two do not agree
 * @throws HttpError, AuthError, NetworkError, ResponseShapeError if the tenant cannot be read
 * @see listNonEmployeeSources, and those of readTenant
 */
export async function survey(tenant: Tenant, call: CallOptions): Promise<Survey> {
  const sources = await tenant.client.listNonEmployeeSources({ nonEmployeeCount: true }, call);
  tenant.reads.dropSource();
  for (const { sourceId } of sources) tenant.reads.dropAttributes(sourceId);
  const read = await readTenant(tenant, call);
  const again = await tenant.reads.sources(call);
  const changes = changedSources(sources, again);
  if (changes.length > 0) throw tenantChanged(changes);
  const byName = new Map(sources.map((source) => [source.name, source]));
  const keyed = read.manifest.sources.flatMap(({ key, name }) => {
    const source = byName.get(name);
    return source === undefined ? [] : [{ key, source }];
  });
  return {
    ...read,
    text: writeManifest(read.manifest, "yaml"),
    sources: await Promise.all(
      keyed.map(async ({ key, source }) => ({
        key,
        source,
        attributes: (await tenant.reads.attributes(source.sourceId, call)) ?? [],
      })),
    ),
  };
}

/**
 * What has changed of the set-up between two surveys, each change in words; the counts of records are not looked at.
 *
 * @throws {@link ResourceError} if a source is not listed any more and exists all the same: the list is not complete
 */
export async function changesBetween(
  tenant: Tenant,
  call: CallOptions,
  before: Survey,
  after: Survey,
): Promise<string[]> {
  const [old, now] = [before, after].map(({ sources }) => sources.map(({ source }) => source));
  const ids = new Set(now?.map(({ sourceId }) => sourceId));
  for (const { name, sourceId } of old ?? []) {
    if (ids.has(sourceId)) continue;
    const get = () => tenant.client.getNonEmployeeSource(sourceId, call);
    await proveGone(get, `find source "${name}" (${sourceId}) again`);
  }
  const changes = changedSources(old ?? [], now ?? []);
  if (changes.length > 0 || before.text === after.text) return changes;
  const places = compareManifests(before.manifest, after.manifest).map(
    ({ source, attribute, property }) =>
      [source, attribute, property].filter((part) => part !== undefined).join("."),
  );
  return [`the set-up was changed (${places.length === 0 ? "names of people" : listed(places)})`];
}

/** For a tenant that goes on to change. @param changes in words */
export function tenantChanged(changes: readonly string[]): ResourceError {
  return new ResourceError(
    `the tenant changed while the backup was taken: ${listed(changes)}. Run the command again when nobody changes it`,
  );
}

function changedSources(
  before: readonly NonEmployeeSource[],
  after: readonly NonEmployeeSource[],
): string[] {
  const old = new Map(before.map((source) => [source.sourceId, source.name]));
  const now = new Map(after.map((source) => [source.sourceId, source.name]));
  return [
    ...before.flatMap(({ sourceId, name }) => {
      const later = now.get(sourceId);
      if (later === name) return [];
      return later === undefined
        ? [`source "${name}" (${sourceId}) is gone`]
        : [`source "${name}" (${sourceId}) is called "${later}" now`];
    }),
    ...after
      .filter(({ sourceId }) => !old.has(sourceId))
      .map(({ sourceId, name }) => `source "${name}" (${sourceId}) is new`),
  ];
}
