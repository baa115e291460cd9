/** The filter language of the API's standard collection parameters: comparisons, `not`, `and`, `or`, parentheses, quoted strings. */
import { badRequest } from "./error-body";
import type { Rows } from "./tables";
import { comparable, compareTexts, type FieldValue } from "./value";

export type Operator =
  | "eq"
  | "ne"
  | "co"
  | "sw"
  | "in"
  | "ca"
  | "gt"
  | "ge"
  | "lt"
  | "le"
  | "isnull";

/** A field that can be filtered by, and with which operators; a list of values fits where one of them does. */
export interface FilterField<T> {
  operators: readonly Operator[];
  value(item: T, rows: Rows): FieldValue | readonly FieldValue[];
}

export type Predicate<T> = (item: T) => boolean;

type Fields<T> = Readonly<Record<string, FilterField<T>>>;

interface Token {
  kind: "word" | "text" | "open" | "close" | "comma";
  value: string;
}

/** What a list takes as its filter. */
export interface FilterRules<T> {
  fields: Fields<T>;
  /** Whether it takes one comparison only, neither composed nor in parentheses. */
  isSingle: boolean;
}

/** Items that the `filters` parameter lets through; a filter that the rules do not allow is a 400. */
export function filter<T>(
  items: readonly T[],
  query: URLSearchParams,
  rules: FilterRules<T>,
  rows: Rows,
): readonly T[] {
  const text = query.get("filters");
  if (text === null) return items;
  return items.filter(new FilterParser(text, rules, rows).parse());
}

class FilterParser<T> {
  readonly #tokens: Token[];
  readonly #rules: FilterRules<T>;
  readonly #rows: Rows;
  #position = 0;

  constructor(text: string, rules: FilterRules<T>, rows: Rows) {
    this.#tokens = tokenize(text);
    this.#rules = rules;
    this.#rows = rows;
  }

  parse(): Predicate<T> {
    const predicate = this.#either();
    if (this.#position < this.#tokens.length) throw bad("unexpected text after the expression");
    return predicate;
  }

  #either(): Predicate<T> {
    let left = this.#both();
    while (this.#takeComposing("or")) {
      const [first, second] = [left, this.#both()];
      left = (item) => first(item) || second(item);
    }
    return left;
  }

  #both(): Predicate<T> {
    let left = this.#negation();
    while (this.#takeComposing("and")) {
      const [first, second] = [left, this.#negation()];
      left = (item) => first(item) && second(item);
    }
    return left;
  }

  #negation(): Predicate<T> {
    if (this.#takeComposing("not")) {
      const inner = this.#negation();
      return (item) => !inner(item);
    }
    if (this.#takeComposing("(")) {
      const inner = this.#either();
      this.#expect("close");
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Predicate<T> {
    const name = this.#expect("word").value;
    const { fields } = this.#rules;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) throw bad(`cannot filter by "${name}"`);
    const word = this.#expect("word").value;
    const operator = field.operators.find((known) => known === word);
    if (!operator) throw bad(`operator "${word}" is not supported for "${name}"`);
    const test = testOf(operator, this.#operands(operator));
    return (item) => {
      const value = field.value(item, this.#rows);
      return test((isList(value) ? value : [value]).map(comparable));
    };
  }

  #operands(operator: Operator): FieldValue[] {
    if (operator === "isnull") return [];
    return operator === "in" || operator === "ca" ? this.#list() : [this.#operand()];
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

  /** Takes what makes a filter more than one comparison: `and`, `or`, `not` or an opening parenthesis. */
  #takeComposing(wanted: string): boolean {
    const { kind, value } = this.#peek() ?? {};
    if ((kind !== "word" && kind !== "open") || value !== wanted) return false;
    if (this.#rules.isSingle) throw bad(`"${wanted}" is not supported for this list`);
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

/** Whether the values of a field, made comparable, fit the operator and its operands. */
function testOf(
  operator: Operator,
  operands: readonly FieldValue[],
): (values: readonly (string | null)[]) => boolean {
  const wanted = operands.map(comparable);
  const [first = null] = wanted;
  const some = (fits: (value: string) => boolean) => (values: readonly (string | null)[]) =>
    values.some((value) => value !== null && fits(value));
  switch (operator) {
    case "eq":
    case "in":
      return (values) => values.some((value) => wanted.includes(value));
    case "ne":
      return (values) => !values.includes(first);
    case "ca":
      return (values) => wanted.every((value) => values.includes(value));
    case "isnull":
      return (values) => values.every((value) => value === null);
    case "co":
      return some((value) => value.includes(first ?? ""));
    case "sw":
      return some((value) => value.startsWith(first ?? ""));
    case "gt":
      return some((value) => compareTexts(value, first) > 0);
    case "ge":
      return some((value) => compareTexts(value, first) >= 0);
    case "lt":
      return some((value) => compareTexts(value, first) < 0);
    case "le":
      return some((value) => compareTexts(value, first) <= 0);
  }
}

function isList(value: FieldValue | readonly FieldValue[]): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function bad(problem: string): Error {
  return badRequest("400.1", `filters: ${problem};`);
}
