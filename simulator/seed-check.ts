/** What the parts of a seed say of each other: ids that nothing has, and ids that two have. */
import { SYSTEM_ATTRIBUTES } from "./entities";
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
export function repeatedIds(seed: Seed): Problem[] {
  const sources = seed.sources ?? [];
  const generic = seed.genericSources ?? [];
  const problems = [
    ...repeated("seed.clients", "clientId", seed.clients),
    ...repeated("seed.identities", "id", seed.identities),
    ...repeated("seed.workgroups", "id", seed.workgroups),
    ...repeated("seed.genericSources", "id", generic),
    ...repeated("seed.sources", "id", sources),
    ...repeated("seed.sources", "sourceId", sources, new Set(generic.map(({ id }) => id))),
  ];
  for (const [index, { attributes }] of sources.entries()) {
    const path = `seed.sources[${index}].attributes`;
    const taken = new Set<string>(SYSTEM_ATTRIBUTES.map(({ technicalName }) => technicalName));
    problems.push(...repeated(path, "technicalName", attributes, taken));
  }
  const attributes = sources.map(({ attributes }) => attributes ?? []);
  const records = sources.map(({ records }) => records ?? []);
  return [
    ...problems,
    ...repeatedAcross("attributes", attributes),
    ...repeatedAcross("records", records),
  ];
}

function repeated<Key extends string>(
  path: string,
  key: Key,
  rows: readonly { readonly [Name in Key]?: string }[] = [],
  taken: Iterable<string | undefined> = [],
): Problem[] {
  const seen = new Set(taken);
  return rows.flatMap(({ [key]: value }, index) => {
    if (value === undefined) return [];
    const isTaken = seen.has(value);
    seen.add(value);
    return isTaken ? [again(`${path}[${index}].${key}`, value)] : [];
  });
}

/** Ids that must be unique among the rows of all sources. */
function repeatedAcross(part: string, lists: readonly (readonly { id?: string }[])[]): Problem[] {
  const seen = new Set<string>();
  return lists.flatMap((rows, source) =>
    rows.flatMap(({ id }, index) => {
      if (id === undefined) return [];
      const isTaken = seen.has(id);
      seen.add(id);
      return isTaken ? [again(`seed.sources[${source}].${part}[${index}].id`, id)] : [];
    }),
  );
}

function again(path: string, value: string): Problem {
  return { path, problem: `"${value}" is taken already` };
}
