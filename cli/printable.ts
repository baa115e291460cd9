/** Texts of a tenant can hold what a terminal would obey, or what turns the order of letters around. */

const obeyed = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** The text on one line, with such characters as escapes. */
export function printable(text: string): string {
  return text.replace(obeyed, escapeOf);
}

/** The same for a message of several lines, which stay. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

function escapeOf(sign: string): string {
  const code = (sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
  return { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[sign] ?? `\\u${code}`;
}
