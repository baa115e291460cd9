/** Reading a tenant into a manifest. */
import type { CallOptions, NonEmployeeSource } from "../api";
import { ResourceError } from "../resources/handler";
import type { Tenant } from "../resources/tenant";
import { canonical } from "../resources/value";
import { type Described, describeGroup, describeMember, describePerson } from "./describe";
import { keysFor } from "./key";
import type { Manifest, ManifestAttribute, ManifestSource } from "./manifest";
import { attributeInOneForm } from "./read-manifest";
import { compareTexts, selectKeys } from "./select";

/** What a tenant has, and what could not be said of it. */
export interface TenantManifest {
  manifest: Manifest;
  /** What is written as `unresolved`, each with its place and reason. */
  unresolved: string[];
  /** What the manifest cannot be used for as it is. */
  warnings: string[];
}

/** How a tenant is read. */
export interface ReadTenantOptions {
  /** Keys of sources by their names, for those that have one in another manifest. The others get one from their name. */
  keys?: ReadonlyMap<string, string>;
  /** Keys of the sources that are wanted. @default all */
  only?: readonly string[] | undefined;
  /** Told of each source that is read, and of how many. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Reads every non-employee source of a tenant with its custom attributes: two lists, one list of attributes for each source,
 * and look-ups of people and groups, many in a request. Sources are ordered by key, attributes by technicalName, and so is every
 * list in which order has no meaning: the same tenant gives the same text.
 *
 * @throws ResourceError if a key of `only` is not there, or a source vanishes meanwhile
 * @throws HttpError, AuthError, NetworkError, ResponseShapeError if the tenant cannot be read
 * @see listNonEmployeeSources, listSources, getNonEmployeeSourceSchemaAttributes, getPublicIdentities, listWorkgroups
 */
export async function readTenant(
  tenant: Tenant,
  call: CallOptions,
  options: ReadTenantOptions = {},
): Promise<TenantManifest> {
  const sources = await tenant.reads.sources(call);
  refuseSameNames(tenant, sources);
  const keys = keysFor(
    sources.map(({ name }) => name),
    options.keys,
  );
  const keyed = sources.map((source) => ({ key: keys.get(source.name) ?? source.name, source }));
  const wanted = selectKeys(keyed, options.only, `the tenant ${tenant.url}`);
  const notes: Notes = { unresolved: [], warnings: [] };
  let done = 0;
  const read = await Promise.all(
    wanted.map(async ({ key, source }) => {
      const found = await readSource(tenant, call, key, source, notes);
      done += 1;
      options.onProgress?.(done, wanted.length);
      return found;
    }),
  );
  return {
    manifest: { version: 1, sources: read.sort((a, b) => compareTexts(a.key, b.key)) },
    unresolved: notes.unresolved.sort(compareTexts),
    warnings: notes.warnings.sort(compareTexts),
  };
}

interface Notes {
  unresolved: string[];
  warnings: string[];
}

/** A key belongs to a name: two sources of one name could not be told apart. */
function refuseSameNames(tenant: Tenant, sources: readonly NonEmployeeSource[]): void {
  const byName = Map.groupBy(sources, ({ name }) => name);
  for (const [name, same] of byName) {
    if (same.length < 2) continue;
    const ids = same.map(({ sourceId }) => sourceId).join(", ");
    throw new ResourceError(
      `the tenant ${tenant.url} has ${same.length} non-employee sources of the name "${name}" (${ids}): a manifest tells sources apart by name. Rename one of them first.`,
    );
  }
}

async function readSource(
  tenant: Tenant,
  call: CallOptions,
  key: string,
  source: NonEmployeeSource,
  notes: Notes,
): Promise<ManifestSource> {
  const note = <T>(place: string, { ref, warning }: Described<T>): T => {
    if (warning !== undefined) notes.unresolved.push(`${key}: ${place}: ${warning}`);
    return ref;
  };
  const [generic, attributes] = await Promise.all([
    tenant.reads.genericSource(source.sourceId, call),
    readAttributes(tenant, call, source),
  ]);
  const { owner, managementWorkgroup } = generic;
  if (!owner) {
    throw new ResourceError(
      `source "${source.name}" (${source.sourceId}) has no owner in ${tenant.url}: give it one in the admin UI, and run this again.`,
    );
  }
  const [ownerRef, groupRef, approvers, accountManagers] = await Promise.all([
    describePerson(tenant, call, owner.id),
    managementWorkgroup ? describeGroup(tenant, call, managementWorkgroup.id) : undefined,
    Promise.all(source.approvers.map((member) => describeMember(tenant, call, member))),
    Promise.all(source.accountManagers.map((member) => describeMember(tenant, call, member))),
  ]);
  if (!source.description?.trim()) {
    notes.warnings.push(
      `${key}: the source has no description, which the API requires of a new one; write one into the manifest`,
    );
  }
  return {
    key,
    name: source.name,
    description: source.description ?? "",
    owner: note("owner", ownerRef),
    ...(groupRef && { managementWorkgroup: note("managementWorkgroup", groupRef) }),
    ...(approvers.length > 0 && {
      approvers: approvers.map((member, index) => note(`approvers[${index}]`, member)),
    }),
    ...(accountManagers.length > 0 && {
      accountManagers: accountManagers
        .map((member) => note("accountManagers", member))
        .sort((a, b) => compareTexts(canonical({ ...a }), canonical({ ...b }))),
    }),
    ...(attributes.length > 0 && { schemaAttributes: attributes }),
  };
}

async function readAttributes(
  tenant: Tenant,
  call: CallOptions,
  { sourceId, name }: NonEmployeeSource,
): Promise<ManifestAttribute[]> {
  const all = await tenant.reads.attributes(sourceId, call);
  if (!all) {
    throw new ResourceError(
      `source "${name}" (${sourceId}) of ${tenant.url} vanished while the tenant was read; run this again.`,
    );
  }
  // Every source has system attributes: a list without them is not the whole one.
  if (!all.some(({ system }) => system)) {
    throw new ResourceError(
      `source "${name}" (${sourceId}) of ${tenant.url}: its list of attributes lacks the system attributes, so it is not complete; run this again.`,
    );
  }
  return all
    .filter(({ system }) => !system)
    .map(attributeInOneForm)
    .sort((a, b) => compareTexts(a.technicalName, b.technicalName));
}
