/** Keys of sources: what a source is called where its name may change. */
import { createHash } from "node:crypto";

/** Characters of a key that is made from a name; those given by hand may be longer. */
const maxSlugLength = 60;

/** Hex digits that tell two keys apart that would be the same; more of them where these are the same too. */
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
  return slug === "" ? `source-${hashOf(name, hashLength)}` : slug;
}

/**
 * A key for each name. Names that somebody has given a key keep it; of those whose slugs are the same, or are such a key already,
 * each gets a hash of its name, with more digits as long as two keys are the same. So no key depends on the order of the names.
 */
export function keysFor(
  names: readonly string[],
  given: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const taken = new Set(given.values());
  const unnamed = new Set(names.filter((name) => !given.has(name)));
  const digits = new Map([...unnamed].map((name) => [name, 0]));
  const keyOf = (name: string) => given.get(name) ?? slugWithHash(name, digits.get(name) ?? 0);
  for (;;) {
    const byKey = Map.groupBy(unnamed, keyOf);
    const alike = [...byKey].filter(([key, same]) => same.length > 1 || taken.has(key));
    if (alike.length === 0) return new Map(names.map((name) => [name, keyOf(name)]));
    for (const name of alike.flatMap(([, same]) => same)) {
      digits.set(name, Math.max(hashLength, (digits.get(name) ?? 0) + 1));
    }
  }
}

function slugWithHash(name: string, digits: number): string {
  return digits === 0 ? slugOf(name) : `${slugOf(name)}-${hashOf(name, digits)}`;
}

function hashOf(name: string, digits: number): string {
  // Halves of surrogate pairs, which JSON can carry, would all be the same in UTF-8.
  const encoding = name.isWellFormed() ? "utf8" : "utf16le";
  return createHash("sha256").update(name, encoding).digest("hex").slice(0, digits);
}
