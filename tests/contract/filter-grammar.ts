/**
 * The language of the parameter `filters` (standard collection parameters of the API): comparisons of a field, composed by
 * `not`, `and`, `or` and parentheses; texts in double quotes, with `\"` and `\\` inside; everything in lower case.
 */
import type { FilterFields } from "./documented";

const TOKEN = /\s*("(?:[^"\\]|\\["\\])*"|[(),]|[^\s"(),]+)/y;
const TEXT = /^"/;
const BARE_VALUE = /^(true|false|null|-?\d+(\.\d+)?)$/;
const WITH_LIST: readonly string[] = ["in", "ca"];

/** What keeps a filter from being understood, by the fields and operators that the list takes; undefined where nothing does. */
export function filterProblem(text: string, fields: FilterFields): string | undefined {
  const tokens = tokensOf(text);
  if (!tokens) return "cannot be read: quotes or escapes are wrong";
  const reader = new FilterReader(tokens, fields);
  return reader.problem();
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < end) {
    const [, token] = pattern.exec(text) ?? [];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

/** Each method reads one part from the position on and gives what is wrong with it. */
class FilterReader {
  readonly #tokens: readonly string[];
  readonly #fields: FilterFields;
  #position = 0;

  constructor(tokens: readonly string[], fields: FilterFields) {
    this.#tokens = tokens;
    this.#fields = fields;
  }

  problem(): string | undefined {
    const problem = this.#composition();
    const rest = this.#tokens[this.#position];
    return problem ?? (rest === undefined ? undefined : `has ${rest} where it should end`);
  }

  /** What binds closer than what makes no difference to whether it can be read. */
  #composition(): string | undefined {
    let problem = this.#operand();
    while (problem === undefined && (this.#take("and") || this.#take("or"))) {
      problem = this.#operand();
    }
    return problem;
  }

  #operand(): string | undefined {
    while (this.#take("not"));
    if (!this.#take("(")) return this.#comparison();
    const problem = this.#composition();
    return problem ?? (this.#take(")") ? undefined : "lacks a closing parenthesis");
  }

  #comparison(): string | undefined {
    const [field, operator] = [this.#next(), this.#next()];
    const operators = Object.hasOwn(this.#fields, field) ? this.#fields[field] : undefined;
    if (!operators) return `cannot be by "${field}"`;
    if (!operators.includes(operator)) return `cannot be by "${field} ${operator}"`;
    if (operator === "isnull") return undefined;
    return WITH_LIST.includes(operator) ? this.#list() : this.#value();
  }

  #list(): string | undefined {
    if (!this.#take("(")) return "lacks the parenthesis of a list";
    let problem = this.#value();
    while (problem === undefined && this.#take(",")) problem = this.#value();
    return problem ?? (this.#take(")") ? undefined : "lacks the end of a list");
  }

  #value(): string | undefined {
    const value = this.#next();
    return TEXT.test(value) || BARE_VALUE.test(value) ? undefined : `has "${value}" without quotes`;
  }

  #take(token: string): boolean {
    const isThere = this.#tokens[this.#position] === token;
    if (isThere) this.#position += 1;
    return isThere;
  }

  #next(): string {
    const token = this.#tokens[this.#position] ?? "";
    this.#position += 1;
    return token;
  }
}
