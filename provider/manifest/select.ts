/** Choosing sources by their keys, and the order that exports have. */
import { ResourceError } from "../resources/handler";

/**
 * Those of the sources whose key is wanted, in their order; all where nothing is said.
 * @param where for the message: `the manifest sources.yaml`
 * @throws ResourceError naming every key that is not there
 */
export function selectKeys<T extends { key: string }>(
  sources: readonly T[],
  only: readonly string[] | undefined,
  where: string,
): T[] {
  if (only === undefined) return [...sources];
  const keys = sources.map(({ key }) => key);
  const missing = only.filter((key) => !keys.includes(key));
  if (missing.length > 0) {
    const quoted = missing.map((key) => `"${key}"`).join(", ");
    throw new ResourceError(
      `${where} has no source with the key ${quoted}; it has ${keys.length === 0 ? "none" : keys.sort(compareTexts).join(", ")}. Correct the keys, or leave them out for all sources.`,
    );
  }
  return sources.filter(({ key }) => only.includes(key));
}

/** The order of texts by their UTF-16 code units, the same in every language. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
