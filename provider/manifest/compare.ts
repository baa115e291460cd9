/** What differs between two manifests: sources by key, their attributes by technicalName, then field by field. */
import type { Props, Value } from "../resources/handler";
import { canonical } from "../resources/value";
import type { Manifest, ManifestAttribute, ManifestSource } from "./manifest";
import { compareTexts } from "./select";

/** One difference on the way from one manifest to another. */
export interface Difference {
  /** `added` and `removed` are whole sources or attributes; they have no `property`. */
  change: "added" | "removed" | "changed";
  /** Key of the source. */
  source: string;
  /** technicalName of the attribute, if it is one of an attribute. */
  attribute?: string;
  /** Name of the property, such as `owner` or `label`. */
  property?: string;
  /** Its value before, or the whole that was removed; absent where nothing was set. */
  from?: unknown;
  /** Its value after, or the whole that was added. */
  to?: unknown;
}

const sourceProperties = [
  "name",
  "description",
  "owner",
  "managementWorkgroup",
  "approvers",
  "accountManagers",
] as const;
const attributeProperties = ["label", "helpText", "placeholder", "required"] as const;

/**
 * All differences, by key of the source, each source before its attributes. People and groups are the same if every form in
 * which both name them is the same, whatever its case, and there is one.
 */
export function compareManifests(from: Manifest, to: Manifest): Difference[] {
  return pairs(from.sources, to.sources, ({ key }) => key).flatMap(([source, before, after]) => {
    if (before && after) return compareSources(source, before, after);
    const whole = before ?? after;
    return whole === undefined ? [] : [one({ source }, before, after)];
  });
}

function compareSources(
  source: string,
  before: ManifestSource,
  after: ManifestSource,
): Difference[] {
  const attributes = pairs(
    before.schemaAttributes ?? [],
    after.schemaAttributes ?? [],
    ({ technicalName }) => technicalName,
  );
  return [
    ...sourceProperties.flatMap((property) =>
      changed({ source, property }, before[property], after[property]),
    ),
    ...attributes.flatMap(([attribute, old, now]) => {
      if (!old || !now) return [one({ source, attribute }, old, now)];
      return compareAttributes(source, attribute, old, now);
    }),
  ];
}

function compareAttributes(
  source: string,
  attribute: string,
  before: ManifestAttribute,
  after: ManifestAttribute,
): Difference[] {
  return attributeProperties.flatMap((property) =>
    changed({ source, attribute, property }, before[property], after[property]),
  );
}

type Place = Pick<Difference, "source" | "attribute" | "property">;

/** A whole source or attribute that only one of the two has. */
function one(place: Place, before: unknown, after: unknown): Difference {
  return before === undefined
    ? { change: "added", ...place, to: after }
    : { change: "removed", ...place, from: before };
}

function changed(place: Place, before: unknown, after: unknown): Difference[] {
  const isSame =
    place.property === "accountManagers" ? isSameSet(before, after) : isSameValue(before, after);
  if (isSame) return [];
  return [
    {
      change: "changed",
      ...place,
      ...(before !== undefined && { from: before }),
      ...(after !== undefined && { to: after }),
    },
  ];
}

function isSameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((entry, index) => isSameValue(entry, b[index]));
  }
  if (isObject(a) && isObject(b)) return isSameReference(a, b);
  return a === b;
}

/** Order has no meaning: each of the one has a partner of its own in the other. */
function isSameSet(a: unknown, b: unknown): boolean {
  const [left, right] = [listOf(a), listOf(b)];
  if (left.length !== right.length) return false;
  const partners = new Map<number, number>();
  return left.every((_, index) => findPartner(left, right, partners, index, new Set()));
}

/**
 * Gives an entry of the left a partner of the right; one that has a partner already may get another instead, so that the
 * order of the lists decides nothing.
 *
 * @param partners places of the left by those of the right
 */
function findPartner(
  left: readonly unknown[],
  right: readonly unknown[],
  partners: Map<number, number>,
  index: number,
  tried: Set<number>,
): boolean {
  for (const [place, entry] of right.entries()) {
    if (tried.has(place) || !isSameValue(left[index], entry)) continue;
    tried.add(place);
    const other = partners.get(place);
    if (other !== undefined && !findPartner(left, right, partners, other, tried)) continue;
    partners.set(place, index);
    return true;
  }
  return false;
}

/** The same person or group: no form that both have differs, and they have one in common. */
function isSameReference(a: Props, b: Props): boolean {
  const common = Object.keys(a).filter((key) => a[key] !== undefined && b[key] !== undefined);
  const isAlike = (key: string) =>
    key === "id" ? a[key] === b[key] : fold(a[key]) === fold(b[key]);
  return common.length > 0 && common.every(isAlike);
}

function fold(value: Value | undefined): string {
  return typeof value === "string" ? value.toLowerCase() : canonical(value);
}

function isObject(value: unknown): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Both lists by key, sorted; undefined where one has nothing of that key. */
function pairs<T>(
  from: readonly T[],
  to: readonly T[],
  keyOf: (item: T) => string,
): [string, T | undefined, T | undefined][] {
  const [before, after] = [from, to].map(
    (list) => new Map(list.map((item) => [keyOf(item), item])),
  );
  const keys = [...new Set([...from, ...to].map(keyOf))].sort(compareTexts);
  return keys.map((key) => [key, before?.get(key), after?.get(key)]);
}
