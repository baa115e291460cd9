/** Values as TypeScript text, laid out as a formatter would: on one line where it fits, else one line for each part. */

/** Text that stands in the program as it is, such as the name of a variable. */
export class Verbatim {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const maxWidth = 100;

/**
 * @param indent blanks before the line that the value begins on
 * @param before characters on that line before the value, and those that follow it
 * @param isOpen puts every part of the outermost object on a line of its own, as people write arguments
 */
export function printed(value: unknown, indent: number, before: number, isOpen = false): string {
  const line = onOneLine(value);
  if (!isOpen && indent + before + line.length <= maxWidth) return line;
  const blanks = " ".repeat(indent + 2);
  if (Array.isArray(value)) {
    const parts = value.map((part) => `${blanks}${printed(part, indent + 2, 1)},\n`);
    return `[\n${parts.join("")}${" ".repeat(indent)}]`;
  }
  if (!isPlainObject(value)) return line;
  const parts = entriesOf(value).map(([key, part]) => {
    const start = startOf(key, part);
    return `${blanks}${start}${start === key ? "" : printed(part, indent + 2, start.length + 1)},\n`;
  });
  return `{\n${parts.join("")}${" ".repeat(indent)}}`;
}

function onOneLine(value: unknown): string {
  if (value instanceof Verbatim) return value.text;
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`;
  if (!isPlainObject(value)) return literal(value);
  const parts = entriesOf(value).map(([key, part]) => {
    const start = startOf(key, part);
    return start === key ? key : `${start}${onOneLine(part)}`;
  });
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

/** `name: `, or `source` alone where a variable of that name is the value. */
function startOf(key: string, value: unknown): string {
  if (value instanceof Verbatim && value.text === key) return key;
  return `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key)}: `;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, part]) => part !== undefined);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Verbatim);
}

/** In double quotes, or in single ones where that needs fewer escapes, as formatters do. */
function literal(value: unknown): string {
  const json = (JSON.stringify(value) ?? "undefined").replace(/[\u2028\u2029]/g, (sign) =>
    sign === "\u2028" ? "\\u2028" : "\\u2029",
  );
  if (typeof value !== "string") return json;
  const [double, single] = [value.split('"').length, value.split("'").length];
  if (double <= single) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
