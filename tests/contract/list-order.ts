/** Whether a list is sorted as asked. Which alphabet the API sorts texts by is not known: all that it could be must agree. */
import { fieldOf } from "./value";

type Comparison = "before" | "after" | "same" | "unknown";

const byLetters = new Intl.Collator("en");
const byLettersAlone = new Intl.Collator("en", { ignorePunctuation: true });
const ALPHABETS: readonly ((a: string, b: string) => number)[] = [
  compareUnits,
  (a, b) => compareUnits(a.toLowerCase(), b.toLowerCase()),
  (a, b) => byLetters.compare(a, b),
  (a, b) => byLettersAlone.compare(a, b),
];

const INSTANT = /^\d{4}-\d\d-\d\dT/;

/**
 * Whether an item certainly does not belong behind the one before it.
 *
 * @param sorters names of fields, in the order of their weight, `-` in front of one for falling order
 */
export function isOutOfOrder(before: unknown, item: unknown, sorters: readonly string[]): boolean {
  for (const sorter of sorters) {
    const path = sorter.trim().replace(/^-/, "").split(".");
    const isFalling = sorter.trim().startsWith("-");
    const comparison = compare(at(before, path), at(item, path));
    if (comparison !== "same") return comparison === (isFalling ? "before" : "after");
  }
  return false;
}

function at(item: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(fieldOf, item);
}

/** Nulls may come first or last; what answers do not show cannot be compared. */
function compare(a: unknown, b: unknown): Comparison {
  if (typeof a === "boolean" && typeof b === "boolean") return fromNumber(Number(a) - Number(b));
  if (typeof a !== "string" || typeof b !== "string") {
    return a === null && b === null ? "same" : "unknown";
  }
  if (INSTANT.test(a) && INSTANT.test(b)) {
    const difference = Date.parse(a) - Date.parse(b);
    // An answer may show fewer digits than the tenant sorts by.
    return difference === 0 ? "unknown" : fromNumber(difference);
  }
  if (a === b) return "same";
  const opinions = new Set(ALPHABETS.map((alphabet) => fromNumber(alphabet(a, b))));
  const [opinion = "unknown"] = opinions;
  return opinions.size === 1 ? opinion : "unknown";
}

function fromNumber(difference: number): Comparison {
  if (difference === 0) return "same";
  return difference < 0 ? "before" : "after";
}

function compareUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
