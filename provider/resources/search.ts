/** The arguments of the look-up functions, as a program gives them, which no compiler may have seen. */
import { z } from "zod";
import { type Props, ResourceError } from "./handler";
import { checkInputs, describe, text } from "./input-check";
import { listed } from "./value";

/** A look-up function: its name, and by what it finds. */
export interface Search<Key extends string> {
  /** Name of the function, for messages. */
  name: string;
  /** What each key takes, for messages; exactly one of them is needed. Without keys only `tenant` is taken. */
  keys: Readonly<Record<Key, string>>;
}

/** What is looked up, and where. */
export interface Wanted<Key extends string> {
  by: Key;
  value: string;
  /** Name of a further tenant, undefined for the default one. */
  tenant: string | undefined;
}

/** @throws {@link ResourceError} with all that is wrong with the arguments, and what is accepted */
export function wantedBy<Key extends string>(search: Search<Key>, args: unknown): Wanted<Key> {
  const { given, tenant } = checkSearch(search, args);
  const keys = keysOf(search);
  const found = keys.flatMap((by) => {
    const value = given[by];
    return typeof value === "string" ? [{ by, value, tenant }] : [];
  });
  const [wanted, ...others] = found;
  if (wanted && others.length === 0) return wanted;
  const got = wanted ? listed(found.map(({ by }) => by)) : "none";
  const which = keys.length > 1 ? `exactly one of ${listed(keys)}` : listed(keys);
  throw refusal(search, [`${which} is needed, got ${got}`]);
}

/** The tenant of a list. @throws {@link ResourceError} as `wantedBy` */
export function wantedTenant(name: string, args: unknown): string | undefined {
  return checkSearch({ name, keys: {} }, args).tenant;
}

function checkSearch(search: Search<string>, args: unknown) {
  const given = plainObject(args ?? {});
  if (!given) throw refusal(search, [`got ${describe(args)}`]);
  const accepted = { ...search.keys, tenant: "the name of a tenant in sailpoint:tenants" };
  const shape = Object.fromEntries(
    Object.entries(accepted).map(([key, what]) => [key, text(what).optional()]),
  );
  const failures = checkInputs(z.strictObject(shape), given);
  if (failures.length > 0) {
    throw refusal(
      search,
      failures.map(({ reason }) => reason),
    );
  }
  const { tenant } = given;
  return { given, tenant: typeof tenant === "string" ? tenant : undefined };
}

/** The given keys that hold something; undefined for what is no plain object. */
function plainObject(args: unknown): Props | undefined {
  if (Array.isArray(args)) return undefined;
  const parsed = z.record(z.string(), z.custom<Props[string]>()).safeParse(args);
  if (!parsed.success) return undefined;
  const entries = Object.entries(parsed.data);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}

function refusal(search: Search<string>, reasons: readonly string[]): ResourceError {
  const forms = Object.entries(search.keys).map(([key, what]) => `{ ${key} }: ${what}`);
  const takes = forms.length > 0 ? `It takes ${forms.join(", or ")}; besides` : "It takes";
  return new ResourceError(
    `${search.name}: ${reasons.join("; ")}. ${takes} { tenant }, if it is not the default one.`,
  );
}

function keysOf<Key extends string>({ keys }: Search<Key>): Key[] {
  return Object.keys(keys).filter((key): key is Key => key in keys);
}
