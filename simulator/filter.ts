/** The filter language of the API's standard collection parameters: comparisons, `not`, `and`, `or`, parentheses, quoted strings. */
import { comparable, compareValues, type FieldValue } from "./collection";
import { badRequest } from "./error-body";

export type Operator = "eq" | "ne" | "co" | "sw" | "in" | "gt" | "ge" | "lt" | "le";

/** A field that can be filtered by, and with which operators. */
export interface FilterField<T> {
  operators: readonly Operator[];
  value(item: T): FieldValue;
}

export type Predicate<T> = (item: T) => boolean;

type Fields<T> = Readonly<Record<string, FilterField<T>>>;

interface Token {
  kind: "word" | "text" | "open" | "close" | "comma";
  value: string;
}

/** Items that the `filters` parameter lets through; a field or operator that is not listed is a 400. */
export function filter<T>(items: readonly T[], query: URLSearchParams, fields: Fields<T>): T[] {
  const text = query.get("filters");
  if (text === null) return [...items];
  return items.filter(new FilterParser(text, fields).parse());
}

class FilterParser<T> {
  readonly #tokens: Token[];
  readonly #fields: Fields<T>;
  #position = 0;

  constructor(text: string, fields: Fields<T>) {
    this.#tokens = tokenize(text);
    this.#fields = fields;
  }

  parse(): Predicate<T> {
    const predicate = this.#either();
    if (this.#position < this.#tokens.length) throw bad("unexpected text after the expression");
    return predicate;
  }

  #either(): Predicate<T> {
    let left = this.#both();
    while (this.#takeWord("or")) {
      const [first, second] = [left, this.#both()];
      left = (item) => first(item) || second(item);
    }
    return left;
  }

  #both(): Predicate<T> {
    let left = this.#negation();
    while (this.#takeWord("and")) {
      const [first, second] = [left, this.#negation()];
      left = (item) => first(item) && second(item);
    }
    return left;
  }

  #negation(): Predicate<T> {
    if (this.#takeWord("not")) {
      const inner = this.#negation();
      return (item) => !inner(item);
    }
    if (this.#peek()?.kind === "open") {
      this.#position += 1;
      const inner = this.#either();
      this.#expect("close");
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Predicate<T> {
    const name = this.#expect("word").value;
    const field = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
    if (!field) throw bad(`cannot filter by "${name}"`);
    const word = this.#expect("word").value;
    const operator = field.operators.find((known) => known === word);
    if (!operator) throw bad(`operator "${word}" is not supported for "${name}"`);
    const operands = operator === "in" ? this.#list() : [this.#operand()];
    return (item) => holds(operator, field.value(item), operands);
  }

  #list(): FieldValue[] {
    this.#expect("open");
    const values = [this.#operand()];
    while (this.#peek()?.kind === "comma") {
      this.#position += 1;
      values.push(this.#operand());
    }
    this.#expect("close");
    return values;
  }

  #operand(): FieldValue {
    const token = this.#next();
    if (token.kind === "text") return token.value;
    if (token.kind === "word" && token.value === "null") return null;
    if (token.kind === "word" && /^(true|false|-?\d+(\.\d+)?)$/.test(token.value))
      return token.value;
    throw bad(`a value must be in double quotes, not ${token.value}`);
  }

  #takeWord(word: string): boolean {
    const token = this.#peek();
    if (token?.kind !== "word" || token.value !== word) return false;
    this.#position += 1;
    return true;
  }

  #expect(kind: Token["kind"]): Token {
    const token = this.#next();
    if (token.kind !== kind) throw bad(`unexpected ${token.value}`);
    return token;
  }

  #next(): Token {
    const token = this.#peek();
    if (!token) throw bad("unexpected end");
    this.#position += 1;
    return token;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#position];
  }
}

function tokenize(text: string): Token[] {
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|(\()|(\))|(,)|([^\s"(),]+))/gy;
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const match = pattern.exec(text);
    if (!match) throw bad("a double quote is not closed");
    const [, quoted, open, close, comma, word] = match;
    if (quoted !== undefined) tokens.push({ kind: "text", value: quoted.replace(/\\(.)/g, "$1") });
    else if (open) tokens.push({ kind: "open", value: open });
    else if (close) tokens.push({ kind: "close", value: close });
    else if (comma) tokens.push({ kind: "comma", value: comma });
    else tokens.push({ kind: "word", value: word ?? "" });
  }
  return tokens;
}

function holds(operator: Operator, value: FieldValue, operands: readonly FieldValue[]): boolean {
  const [operand = null] = operands;
  const [text, wanted] = [lower(value), lower(operand)];
  switch (operator) {
    case "eq":
      return same(value, operand);
    case "ne":
      return !same(value, operand);
    case "in":
      return operands.some((one) => same(value, one));
    case "co":
      return text?.includes(wanted ?? "") ?? false;
    case "sw":
      return text?.startsWith(wanted ?? "") ?? false;
    case "gt":
      return value !== null && compareValues(value, operand) > 0;
    case "ge":
      return value !== null && compareValues(value, operand) >= 0;
    case "lt":
      return value !== null && compareValues(value, operand) < 0;
    case "le":
      return value !== null && compareValues(value, operand) <= 0;
  }
}

function lower(value: FieldValue): string | undefined {
  return value === null ? undefined : comparable(value);
}

function same(value: FieldValue, operand: FieldValue): boolean {
  return lower(value) === lower(operand);
}

function bad(problem: string): Error {
  return badRequest("400.1", `filters: ${problem};`);
}
