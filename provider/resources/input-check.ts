/** Checking of declared inputs: building blocks of the argument schemas, and the wording of what is wrong. */
import { z } from "zod";
import { type Failure, type Props, UNKNOWN, type Value } from "./handler";
import { isProps, listed } from "./value";

/** What somebody gave, short and without its content: contents can be secret. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === "") return "an empty string";
  if (typeof value === "object") {
    const keys = Object.keys(value);
    return keys.length === 0 ? "an empty object" : `an object with the keys ${listed(keys)}`;
  }
  return typeof value === "string" ? "a string" : `the ${typeof value} ${String(value)}`;
}

/** The name of a further tenant, or nothing for the default one. What no tenant can be called, the configuration tells. */
export function tenantName() {
  return optionalText("the name of a tenant in sailpoint:tenants");
}

/** The kind of a value, without anything of what it holds. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The wording for a value of the wrong kind, or for none. */
export function expected(accepted: string) {
  return ({ input }: { input?: unknown }) =>
    input === undefined
      ? `is required; give ${accepted}`
      : `must be ${accepted}, got ${describe(input)}`;
}

/**
 * Accepts what `schema` accepts, and the unknown marker of a preview, whose kind cannot be told.
 *
 * @param judge what is wrong with the value as a whole, told beside what is wrong inside
 */
export function known<T>(
  schema: z.ZodType<T>,
  judge: (value: unknown) => string | undefined = () => undefined,
): z.ZodType<T, T> {
  return z.custom<T>().superRefine((value, context) => {
    if (value === UNKNOWN) return;
    const message = judge(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
    const result = schema.safeParse(value);
    for (const issue of result.error?.issues ?? []) {
      context.addIssue({ code: "custom", path: issue.path, message: issue.message });
    }
  });
}

/** A string with at least one character other than a blank. */
export function text(accepted = "a non-empty string") {
  return z.string({ error: expected(accepted) }).refine((value) => value.trim() !== "", {
    error: ({ input }) => `must be ${accepted}, got ${input === "" ? "an empty" : "a blank"} one`,
  });
}

/** A string, or nothing. */
export function optionalText(accepted = "a string") {
  return z.string({ error: expected(accepted) }).optional();
}

/** true, false, or nothing. */
export function flag() {
  return known(z.boolean({ error: expected("true or false") })).optional();
}

/** `approvers[1].id`, from zod's path. */
export function propertyPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      return index === 0 ? String(part) : `.${String(part)}`;
    })
    .join("");
}

/**
 * All failures of `news` by `schema`. The engine prints the value at a failing property, which could be a secret, so only
 * paths into a list are handed to it (they print no value); otherwise the reason names the property.
 */
export function checkInputs(schema: z.ZodObject, news: Props): Failure[] {
  const result = schema.safeParse(news);
  return (result.error?.issues ?? []).flatMap((issue): Failure[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: "", reason: unknownArgument(schema, key) }));
    }
    return [failureAt(propertyPath(issue.path), issue.message)];
  });
}

/** A failure of one property, worded and placed so that no value is printed. */
function failureAt(property: string, message: string): Failure {
  return property.includes("[")
    ? { path: property, reason: `${property} ${message}` }
    : { path: "", reason: `${property} ${message}` };
}

function unknownArgument(schema: z.ZodObject, key: string): string {
  const names = Object.keys(schema.shape);
  return `"${key}" is not an argument${accepted(key, names)}`;
}

/** `; did you mean "name"? Accepted are name and description`, after what is wrong with an unknown key. */
export function accepted(key: string, names: readonly string[]): string {
  const near = nearest(key, names);
  const hint = near === undefined ? "." : `; did you mean "${near}"?`;
  return `${hint} Accepted are ${listed(names)}`;
}

/** `"mail" (did you mean "email"?) and "x"`, for keys that cannot be used. */
export function quotedKeys(keys: readonly string[], names: readonly string[]): string {
  const hints = keys.map((key) => {
    const near = nearest(key, names);
    return near === undefined ? `"${key}"` : `"${key}" (did you mean "${near}"?)`;
  });
  return listed(hints);
}

/** The name that somebody probably meant. */
export function nearest(key: string, names: readonly string[]): string | undefined {
  const start = key.toLowerCase().slice(0, 4);
  if (start === "") return undefined;
  return names.find((name) => name.toLowerCase().startsWith(start));
}

/** The declared inputs without keys that hold nothing, at any depth: null, absent and undefined are one value. */
export function withoutNulls(news: Props): Props {
  const entries = Object.entries(news).flatMap(([key, value]): [string, Value][] =>
    value === null || value === undefined ? [] : [[key, withoutNullKeys(value)]],
  );
  return Object.fromEntries(entries);
}

function withoutNullKeys(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNullKeys);
  return isProps(value) ? withoutNulls(value) : value;
}
