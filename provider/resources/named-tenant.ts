/** Further tenants that resources pick by name: `sailpoint:tenants` in the stack, `SAIL_<NAME>_*` in the environment. */
import { z } from "zod";
import { type Connected, connect, type Place, type PlaceKey } from "./connection";
import { listed } from "./value";

const entryKeys = ["baseUrl", "clientId", "clientSecret", "previousBaseUrl"] as const;
type Entry = Partial<Record<(typeof entryKeys)[number], string>>;

/** What the stack says of named tenants. */
export interface NamedTenants {
  entries: ReadonlyMap<string, Entry>;
  problems: readonly string[];
}

const form = `an object of name -> { ${entryKeys.slice(0, 3).join(", ")} }, all strings`;

/** The part of a variable's name that stands for the tenant: `SAIL_<NAME>_BASE_URL`. */
export function variableName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}

/** Why a tenant cannot have this name, or undefined. */
export function nameProblem(name: string): string | undefined {
  const variable = variableName(name);
  if (!/[A-Z0-9]/.test(variable)) return "has neither a letter nor a digit";
  if (variable === "DEFAULT")
    return "is refused: resources without `tenant` use the default tenant";
  // SAIL_PREVIOUS_BASE_URL and SAIL_A_PREVIOUS_BASE_URL have a meaning of their own.
  if (/(^|_)PREVIOUS$/.test(variable)) return "is refused: its variables would mean something else";
  return undefined;
}

/** Two names that have the same variables, as a problem; undefined where all differ. */
export function collisionProblem(name: string, others: Iterable<string>): string | undefined {
  const variable = variableName(name);
  const other = [...others].find((one) => one !== name && variableName(one) === variable);
  if (other === undefined) return undefined;
  return `the tenants "${other}" and "${name}" have the same variables SAIL_${variable}_*; give one of them another name`;
}

/** Reads `sailpoint:tenants`: an object, or its JSON text, which is how Pulumi hands it on. */
export function readNamedTenants(value: unknown): NamedTenants {
  const problems: string[] = [];
  const entries = new Map<string, Entry>();
  for (const [name, entry] of Object.entries(objectOf(value, problems))) {
    const problem = nameProblem(name) ?? collisionProblem(name, entries.keys());
    if (problem !== undefined) problems.push(`sailpoint:tenants: the name "${name}": ${problem}`);
    entries.set(name, readEntry(name, entry, problems));
  }
  return { entries, problems };
}

function objectOf(value: unknown, problems: string[]): Record<string, unknown> {
  if (value === undefined || value === "") return {};
  const parsed = z.record(z.string(), z.unknown()).safeParse(parseText(value));
  if (parsed.success) return parsed.data;
  // The value itself can hold secrets.
  problems.push(
    `sailpoint:tenants must be ${form}; set each part with \`pulumi config set --path 'sailpoint:tenants.<name>.baseUrl' <url>\``,
  );
  return {};
}

function parseText(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function readEntry(name: string, value: unknown, problems: string[]): Entry {
  const at = pathOf(name);
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  if (!parsed.success) {
    problems.push(`${at} must be an object with the keys ${listed(entryKeys)}`);
    return {};
  }
  const entry: Entry = {};
  for (const [key, part] of Object.entries(parsed.data)) {
    const known = entryKeys.find((candidate) => candidate === key);
    if (known === undefined) {
      problems.push(`${at}.${key} is not a setting of a tenant; accepted are ${listed(entryKeys)}`);
    } else if (typeof part !== "string") {
      problems.push(`${at}.${key} must be a string`);
    } else {
      entry[known] = part;
    }
  }
  return entry;
}

/** How the tenant of that name is reached. */
export function connectNamed(
  name: string,
  entry: Entry = {},
  environment: Readonly<Record<string, string | undefined>>,
): Connected {
  const prefix = `SAIL_${variableName(name)}`;
  const inStack = keysOf((key) => `${pathOf(name)}.${key}`);
  const inEnvironment: Record<PlaceKey, string> = {
    baseUrl: `${prefix}_BASE_URL`,
    clientId: `${prefix}_CLIENT_ID`,
    clientSecret: `${prefix}_CLIENT_SECRET`,
    previousBaseUrl: `${prefix}_PREVIOUS_BASE_URL`,
  };
  const set = (key: PlaceKey, kind = "", value = "") =>
    `pulumi config set --path ${kind}'${inStack[key]}'${value}`;
  const stackPlace: Place = {
    label: "the stack configuration",
    keys: inStack,
    read: (key) => entry[key],
  };
  const environmentPlace: Place = {
    label: "the environment",
    keys: inEnvironment,
    read: (key) => environment[inEnvironment[key]],
  };
  return connect(stackPlace, environmentPlace, {
    baseUrl: set("baseUrl", "", " https://<tenant>.api.identitynow.com"),
    clientId: set("clientId", "", " <id>"),
    clientSecret: set("clientSecret", "--secret "),
    previousBaseUrl: set("previousBaseUrl", "", " <url>"),
  });
}

/** In the form that `pulumi config set --path` takes. */
function pathOf(name: string): string {
  return /^[\w-]+$/.test(name) ? `sailpoint:tenants.${name}` : `sailpoint:tenants["${name}"]`;
}

function keysOf(name: (key: PlaceKey) => string): Record<PlaceKey, string> {
  return {
    baseUrl: name("baseUrl"),
    clientId: name("clientId"),
    clientSecret: name("clientSecret"),
    previousBaseUrl: name("previousBaseUrl"),
  };
}
