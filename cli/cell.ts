/** Values of a report, as words and as cells of a Markdown table. */
import { counted } from "../provider/resources/value";
import { printable } from "./printable";

/** A value in words. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  return "technicalName" in value || "description" in value
    ? wholeText(value)
    : referenceText(value);
}

/** A whole source or attribute, short. */
function wholeText(value: object): string {
  if ("label" in value) return String(value.label);
  const attributes = "schemaAttributes" in value ? value.schemaAttributes : undefined;
  const count = Array.isArray(attributes) ? attributes.length : 0;
  const name = "name" in value ? String(value.name) : "";
  return `${name} (${counted(count, "attribute")})`;
}

/** `ada@example.com (ada.lovelace)`, `Plant desk`. */
function referenceText(value: object): string {
  const [first, ...others] = Object.entries(value)
    .filter(([key]) => key !== "unresolved")
    .map(([, part]) => String(part));
  return others.length === 0 ? (first ?? "") : `${first} (${others.join(", ")})`;
}

/** As code, in which nothing is taken for a mention, a link or a tag. */
export function code(text: string): string {
  const line = printable(text);
  if (line === "") return "";
  const ticks = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(ticks + 1);
  // A blank at both ends is taken away.
  const gap = /^`|`$|^ .* $/.test(line) ? " " : "";
  return `${fence}${gap}${line}${gap}${fence}`;
}

/** The same in a table, where a bar would end the cell. */
export function cellCode(text: string): string {
  const line = printable(text);
  // What two backslashes before a bar mean depends on who reads it.
  if (/\\\|/.test(line)) return `<code>${line.replace(/[!-/:-@[-`{-~]/g, entityOf)}</code>`;
  return code(line).replaceAll("|", "\\|");
}

function entityOf(sign: string): string {
  return `&#${sign.charCodeAt(0)};`;
}
