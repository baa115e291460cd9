/** Small pure functions over {@link Value}: unknown markers, comparison, wording. */
import { type Props, UNKNOWN, type Value } from "./handler";

/** True where the value itself is not known yet. */
export function isUnknown(value: Value | undefined): boolean {
  return value === UNKNOWN;
}

/** True where the value, or anything inside it, is not known yet. */
export function hasUnknown(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (isProps(value)) return Object.values(value).some(hasUnknown);
  return isUnknown(value);
}

export function isProps(value: Value | undefined): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The string, or undefined for anything else and for the unknown marker. */
export function knownString(value: Value | undefined): string | undefined {
  return typeof value === "string" && !isUnknown(value) ? value : undefined;
}

/** A text that does not depend on the order of keys: equal values have equal texts. */
export function canonical(value: Value | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isProps(value)) {
    const entries = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/** The same properties without the keys whose value is undefined, which Pulumi's hosts refuse to carry. */
export function compact(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** "1 record", "2 records". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** What follows a colon: the one problem in the same line, several below it in a list. */
export function inLines(problems: readonly string[]): string {
  const [first, ...others] = problems;
  return others.length === 0 ? ` ${first}` : `\n${problems.map((text) => `- ${text}`).join("\n")}`;
}
