/** What is wrong with a file, each with its place. Never with a person's data, but for account names: messages end up in logs. */

/** So many are told; who has a thousand has one cause for them. */
const mostTold = 20;

/** Letters of names and paths that can neither end a line nor be taken for the words around them. */
const plain = /^[\w./:\\-]+$/;

/** A line end or an order to a terminal, also such as JSON leaves as they are; and what turns the direction of a text. */
const control = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text whose control characters are written as escapes, so that it stays in its line of a message. */
export function inOneLine(text: string): string {
  return text.replace(control, (found) => {
    const short = JSON.stringify(found).slice(1, -1);
    if (short !== found) return short;
    return found
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join("");
  });
}

/** A text of somebody else in quotes, in one line. */
export function quoted(text: string): string {
  return inOneLine(JSON.stringify(text));
}

/** The name of a column or a path as a message shows it: bare if it is a plain word, else in quotes and in one line. */
export function shownName(text: string): string {
  return plain.test(text) ? text : quoted(text);
}

/** Where something stands: `line 7, column 5 (email)`. @param column from 1 */
export function placeOf(line: number, column?: number, name?: string): string {
  if (column === undefined) return `line ${line}`;
  const named = name === undefined || name === "" ? "" : ` (${shownName(name)})`;
  return `line ${line}, column ${column}${named}`;
}

/** All that is wrong with a file, of which the first ones are kept. */
export class FileProblems {
  readonly #first: string[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(problem: string): void {
    this.#count += 1;
    if (this.#first.length < mostTold) this.#first.push(problem);
  }

  /** The first ones, and how many there are besides. */
  list(): string[] {
    const rest = this.#count - this.#first.length;
    return rest === 0 ? [...this.#first] : [...this.#first, `and ${rest} more`];
  }
}
