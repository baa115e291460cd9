/** Keys of sources: what a source is called where its name may change. */
import { createHash } from "node:crypto";

/** Characters of a key that is made from a name; those given by hand may be longer. */
const maxSlugLength = 60;

/** Hex digits that tell two keys apart that would be the same. */
const hashLength = 6;

/** What a key looks like; it becomes part of Pulumi's names. */
export const keyPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** `Zulieferer Süd` -> `zulieferer-sud`; a hash of the name where no letter or digit of ASCII is left. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, maxSlugLength)
    .replace(/^-+|-+$/g, "");
  return slug === "" ? `source-${hashOf(name)}` : slug;
}

/**
 * A key for each name. Names that somebody has given a key keep it; of those whose slugs are the same, or are such a key already,
 * each gets a hash of its name. So no key depends on the order of the names.
 */
export function keysFor(
  names: readonly string[],
  given: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const taken = new Set(given.values());
  const bySlug = Map.groupBy(
    names.filter((name) => !given.has(name)),
    slugOf,
  );
  return new Map(
    names.map((name) => {
      const slug = slugOf(name);
      const isAlone = bySlug.get(slug)?.length === 1 && !taken.has(slug);
      return [name, given.get(name) ?? (isAlone ? slug : `${slug}-${hashOf(name)}`)];
    }),
  );
}

function hashOf(name: string): string {
  return createHash("sha256").update(name, "utf8").digest("hex").slice(0, hashLength);
}
