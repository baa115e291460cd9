/** What a tenant holds, in the form of a seed: a tenant that starts with it holds the same. */
import { isDeepStrictEqual } from "node:util";
import type { GenericSource, SourceSnapshot } from "./entities";
import { genericSourceOf } from "./generic-source";
import type { Seed, SeedGenericPart, SeedSource } from "./seed";
import type { Rows } from "./tables";

/** All people, groups and sources, with attributes, records and requests. Clients are left out: their secrets are nobody's business. */
export function dumpSeed(rows: Rows): Seed {
  return {
    identities: [...rows.identities()],
    workgroups: [...rows.workgroups()],
    genericSources: rows.genericSources().filter(({ id }) => !rows.source(id)),
    sources: rows.sources().map((source) => dumpSource(source, rows)),
  };
}

function dumpSource(source: Readonly<SourceSnapshot>, rows: Rows): SeedSource {
  const { sourceId } = source;
  const custom = rows.attributesOf(sourceId).filter(({ system }) => !system);
  const generic = rows.genericSource(sourceId);
  const differing = generic && differences(generic, genericSourceOf(source));
  return {
    ...source,
    ...(differing && Object.keys(differing).length > 0 && { generic: differing }),
    attributes: custom.map(({ sourceId: _, system: __, ...attribute }) => attribute),
    records: rows.recordsOf(sourceId).map(({ sourceId: _, ...record }) => record),
    requests: rows.allRequestsOf(sourceId).map(({ sourceId: _, ...request }) => ({
      ...request,
      approvalItems: rows.approvalsOf(request.id).map(({ requestId: __, ...item }) => item),
    })),
  };
}

/** What of a generic source is not as its non-employee source has made it. */
function differences(
  { id: _, owner: __, managementWorkgroup: ___, ...generic }: Readonly<GenericSource>,
  made: GenericSource,
): SeedGenericPart {
  const original = new Map<string, unknown>(Object.entries(made));
  return Object.fromEntries(
    Object.entries(generic).filter(
      ([name, value]) => !isDeepStrictEqual(original.get(name), value),
    ),
  );
}
