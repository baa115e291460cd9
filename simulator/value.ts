/** How filters and sorters compare: ignoring case, and instants as such. */

/** A value of a field that can be filtered or sorted by. */
export type FieldValue = string | boolean | null;

/** The text that stands for a value in comparisons: `...40.26Z` and `...40.260Z` are one instant. */
export function comparable(value: FieldValue): string | null {
  if (value === null) return null;
  const text = String(value).toLowerCase();
  const ms = /^\d{4}-\d\d-\d\dt/.test(text) ? Date.parse(text.toUpperCase()) : Number.NaN;
  return Number.isNaN(ms) ? text : new Date(ms).toISOString();
}

/** Orders comparable texts; null comes last. */
export function compareTexts(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
