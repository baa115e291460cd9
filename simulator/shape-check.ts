/** Small checks of untyped JSON that report the path of what is wrong. */
import { isObject } from "./json";

export interface Problem {
  path: string;
  problem: string;
}

/** Adds a problem for each wrong place at or below the path. */
export type Check = (value: unknown, path: string, problems: Problem[]) => void;

export function check(expected: string, test: (value: unknown) => boolean): Check {
  return (value, path, problems) => {
    if (!test(value)) problems.push({ path, problem: `must be ${expected}${given(value)}` });
  };
}

export const text: Check = check("a string", (value) => typeof value === "string");

export const flag: Check = check("true or false", (value) => typeof value === "boolean");

export const positive: Check = check(
  "a number above 0",
  (value) => typeof value === "number" && value > 0,
);

export const instant: Check = check(
  "an instant such as 2026-03-02T10:00:00Z",
  (value) =>
    typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
);

export const textMap: Check = check(
  "an object of strings",
  (value) => isObject(value) && Object.values(value).every((entry) => typeof entry === "string"),
);

export function known(values: readonly string[]): Check {
  return check(`one of ${values.join(", ")}`, (value) => values.some((entry) => entry === value));
}

export function nullable(inner: Check): Check {
  return (value, path, problems) => {
    if (value !== null) inner(value, path, problems);
  };
}

export function optional(inner: Check): Check {
  return (value, path, problems) => {
    if (value !== undefined) inner(value, path, problems);
  };
}

export function listOf(inner: Check): Check {
  return (value, path, problems) => {
    if (!Array.isArray(value)) {
      problems.push({ path, problem: `must be a list${given(value)}` });
      return;
    }
    for (const [index, entry] of value.entries()) inner(entry, `${path}[${index}]`, problems);
  };
}

/** An object with these keys and no other. */
export function shape(fields: Readonly<Record<string, Check>>): Check {
  return (value, path, problems) => {
    if (!isObject(value)) {
      problems.push({ path, problem: `must be an object${given(value)}` });
      return;
    }
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(fields, key)) continue;
      const there = Object.keys(fields).join(", ");
      problems.push({ path: `${path}.${key}`, problem: `is not known; there are ${there}` });
    }
    for (const [key, inner] of Object.entries(fields))
      inner(value[key], `${path}.${key}`, problems);
  };
}

/** What stands there instead, shortened. */
function given(value: unknown): string {
  if (value === undefined) return "";
  const text = JSON.stringify(value) ?? String(value);
  return `, not ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}
