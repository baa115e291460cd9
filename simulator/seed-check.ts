/** What the parts of a seed say of each other: ids that nothing has, and ids that two have. */
import { SYSTEM_ATTRIBUTES } from "./entities";
import { expectRequestReferences, requestIds } from "./request-seed";
import type { Seed } from "./seed";
import type { Problem } from "./shape-check";

/** References to people and groups that the seed does not hold. */
export function danglingReferences(seed: Seed): Problem[] {
  const people = new Set(seed.identities?.map(({ id }) => id));
  const groups = new Set(seed.workgroups?.map(({ id }) => id));
  const either = new Set([...people, ...groups]);
  const problems: Problem[] = [];
  const expect = (ids: ReadonlySet<string>, id: string | null | undefined, path: string) => {
    if (id && !ids.has(id))
      problems.push({ path, problem: `nothing in the seed has the id "${id}"` });
  };
  for (const section of ["genericSources", "sources"] as const) {
    for (const [index, source] of (seed[section] ?? []).entries()) {
      const path = `seed.${section}[${index}]`;
      expect(people, source.owner, `${path}.owner`);
      expect(groups, source.managementWorkgroup, `${path}.managementWorkgroup`);
    }
  }
  for (const [index, source] of (seed.sources ?? []).entries()) {
    for (const list of ["approvers", "accountManagers"] as const) {
      for (const [place, id] of (source[list] ?? []).entries()) {
        expect(either, id, `seed.sources[${index}].${list}[${place}]`);
      }
    }
  }
  expectRequestReferences(seed, people, either, expect);
  for (const [index, { owner, members }] of (seed.workgroups ?? []).entries()) {
    expect(people, owner, `seed.workgroups[${index}].owner`);
    for (const [place, id] of members.entries()) {
      expect(people, id, `seed.workgroups[${index}].members[${place}]`);
    }
  }
  for (const [index, { manager }] of (seed.identities ?? []).entries()) {
    expect(people, manager, `seed.identities[${index}].manager`);
  }
  for (const [index, client] of (seed.clients ?? []).entries()) {
    expect(people, client.identityId, `seed.clients[${index}].identityId`);
  }
  return problems;
}

/** Ids and technical names that must be unique and are not. Names of sources may repeat: a switch allows it. */
export function repeatedIds({ clients, identities, workgroups, ...seed }: Seed): Problem[] {
  const { genericSources = [], sources = [] } = seed;
  const systemNames = SYSTEM_ATTRIBUTES.map(({ technicalName }) => technicalName);
  const ofAttributes = (key: "id" | "technicalName") =>
    sources.map(({ attributes }, index) =>
      placed(`seed.sources[${index}].attributes`, key, attributes),
    );
  const records = sources.flatMap(({ records }, index) =>
    placed(`seed.sources[${index}].records`, "id", records),
  );
  const { requests, approvalItems } = requestIds({ sources });
  return [
    ...repeated(placed("seed.clients", "clientId", clients)),
    ...repeated(placed("seed.identities", "id", identities)),
    ...repeated(placed("seed.workgroups", "id", workgroups)),
    ...repeated(placed("seed.genericSources", "id", genericSources)),
    ...repeated(placed("seed.sources", "id", sources)),
    ...repeated(
      placed("seed.sources", "sourceId", sources),
      genericSources.map(({ id }) => id),
    ),
    // A technical name is one of its source, an id one of the tenant.
    ...ofAttributes("technicalName").flatMap((places) => repeated(places, systemNames)),
    ...repeated(ofAttributes("id").flat()),
    ...repeated(records),
    ...repeated(requests),
    ...repeated(approvalItems),
  ];
}

/** A value that must be unique, with its path. */
type Place = readonly [path: string, value: string | undefined];

function placed<Key extends string>(
  path: string,
  key: Key,
  rows: readonly { readonly [Name in Key]?: string }[] = [],
): Place[] {
  return rows.map(({ [key]: value }, index) => [`${path}[${index}].${key}`, value]);
}

/** The places whose value is taken, or stands at an earlier one. */
function repeated(places: readonly Place[], taken: Iterable<string | undefined> = []): Problem[] {
  const seen = new Set(taken);
  return places.flatMap(([path, value]) => {
    if (value === undefined) return [];
    const isTaken = seen.has(value);
    seen.add(value);
    return isTaken ? [{ path, problem: `"${value}" is taken already` }] : [];
  });
}
