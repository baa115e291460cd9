/** Further tenants that resources pick by name: `sailpoint:tenants` in the stack, `SAIL_<NAME>_*` in the environment. */
import { z } from "zod";
import {
  type Connected,
  connect,
  type Place,
  type PlaceKey,
  present,
  type Unusable,
} from "./connection";
import { kindOf, nearest } from "./input-check";
import { listed } from "./value";

const entryKeys = ["baseUrl", "clientId", "clientSecret", "previousBaseUrl"] as const;
type Entry = Partial<Record<PlaceKey, string | Unusable>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** What the stack says of named tenants. */
export interface NamedTenants {
  entries: ReadonlyMap<string, Entry>;
  /** Names whose entry cannot be used at all: `problems` has the reason, and nothing else is told of them. */
  refused: ReadonlySet<string>;
  /** False if the whole setting cannot be read, so that nothing is known of the names in it. */
  isReadable: boolean;
  problems: readonly string[];
}

const form = `an object of name -> { ${entryKeys.slice(0, 3).join(", ")} }, all strings`;

/** The part of a variable's name that stands for the tenant: `SAIL_<NAME>_BASE_URL`. */
export function variableName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}

/** What is wrong with the name of a tenant, or undefined. */
export function nameProblem(name: string): string | undefined {
  const variable = variableName(name);
  if (!/[A-Z0-9]/.test(variable)) return "has neither a letter nor a digit; choose another name";
  if (variable === "DEFAULT") {
    return "is refused, for resources without `tenant` use the default tenant; choose another name";
  }
  // SAIL_PREVIOUS_BASE_URL and SAIL_A_PREVIOUS_BASE_URL have a meaning of their own.
  if (/(^|_)PREVIOUS$/.test(variable)) {
    return `is refused, for the variable SAIL_${variable}_BASE_URL means something else; choose another name`;
  }
  return undefined;
}

/** What is wrong with a name that has the variables of another one; undefined where all differ. */
export function collisionProblem(name: string, others: Iterable<string>): string | undefined {
  const variable = variableName(name);
  const other = [...others].find((one) => one !== name && variableName(one) === variable);
  if (other === undefined) return undefined;
  return `has the same variables SAIL_${variable}_* as "${other}"; give one of them another name`;
}

/** Reads `sailpoint:tenants`: an object, or its JSON text, which is how Pulumi hands it on. */
export function readNamedTenants(value: unknown): NamedTenants {
  const problems: string[] = [];
  const entries = new Map<string, Entry>();
  const refused = new Set<string>();
  const tenants = objectOf(value, problems);
  for (const [name, content] of Object.entries(tenants ?? {})) {
    const problem = nameProblem(name) ?? collisionProblem(name, entries.keys());
    if (problem !== undefined) problems.push(`sailpoint:tenants: the name "${name}" ${problem}`);
    const entry = readEntry(name, content, problems);
    if (problem === undefined && entry !== undefined) entries.set(name, entry);
    else refused.add(name);
  }
  return { entries, refused, isReadable: tenants !== undefined, problems };
}

const record = z.record(z.string(), z.unknown());

function objectOf(value: unknown, problems: string[]): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return {};
  if (typeof value === "string" && present(value) === undefined) return {};
  const { content, kind } = parseText(value);
  const parsed = record.safeParse(content);
  if (parsed.success) return parsed.data;
  // The value itself can hold secrets.
  problems.push(
    `sailpoint:tenants must be ${form}, got ${kind}; set each part with \`pulumi config set --path 'sailpoint:tenants.<name>.baseUrl' <url>\``,
  );
  return undefined;
}

function parseText(value: unknown): { content: unknown; kind: string } {
  if (typeof value !== "string") return { content: value, kind: kindOf(value) };
  try {
    const content: unknown = JSON.parse(value);
    return { content, kind: kindOf(content) };
  } catch {
    return { content: undefined, kind: "a text that is no JSON" };
  }
}

function readEntry(name: string, value: unknown, problems: string[]): Entry | undefined {
  const at = pathOf(name);
  const parsed = record.safeParse(value);
  if (!parsed.success) {
    problems.push(
      `${at} must be an object with the keys ${listed(entryKeys)}, got ${kindOf(value)}`,
    );
    return undefined;
  }
  const entry: Entry = {};
  for (const [key, part] of Object.entries(parsed.data)) {
    const known = entryKeys.find((candidate) => candidate === key);
    if (known === undefined) {
      const near = nearest(key, entryKeys);
      const hint = near === undefined ? "" : `; did you mean ${near}?`;
      problems.push(
        `${at}.${key} is not a setting of a tenant${hint} (accepted are ${listed(entryKeys)})`,
      );
    } else if (typeof part === "string") {
      entry[known] = part;
    } else if (part !== null && part !== undefined) {
      entry[known] = {
        problem: `${at}.${key} must be a string, got ${kindOf(part)}; quote it, or set it with --type string`,
      };
    }
  }
  return entry;
}

/**
 * How a tenant is reached that a resource names and the stack does not, or why it is not.
 *
 * @param others names of the tenants that are known
 */
export function unlistedTenant(
  name: string,
  others: readonly string[],
  environment: Environment,
): Connected | string {
  const who = `the tenant "${name}", which a resource names,`;
  const problem = nameProblem(name) ?? collisionProblem(name, others);
  if (problem !== undefined) return `${who} ${problem}`;
  const variables = variablesOf(name);
  if (Object.values(variables).some((variable) => present(environment[variable]) !== undefined)) {
    return connectNamed(name, {}, environment);
  }
  const known = others.length === 0 ? "" : ` (known are ${listed(others)})`;
  const { baseUrl, clientId, clientSecret } = variables;
  return (
    `${who} is not configured${known}: correct its name, or set baseUrl, clientId and clientSecret in ${pathOf(name)} ` +
    `(\`${setCommand(`${pathOf(name)}.baseUrl`)} https://<tenant>.api.identitynow.com\`, ...), or ${listed([baseUrl, clientId, clientSecret])} in the environment`
  );
}

function variablesOf(name: string): Record<PlaceKey, string> {
  const prefix = `SAIL_${variableName(name)}`;
  return {
    baseUrl: `${prefix}_BASE_URL`,
    clientId: `${prefix}_CLIENT_ID`,
    clientSecret: `${prefix}_CLIENT_SECRET`,
    previousBaseUrl: `${prefix}_PREVIOUS_BASE_URL`,
  };
}

function setCommand(key: string, kind = ""): string {
  return `pulumi config set --path ${kind}'${key}'`;
}

/** How the tenant of that name is reached. */
export function connectNamed(name: string, entry: Entry, environment: Environment): Connected {
  const inStack = keysOf((key) => `${pathOf(name)}.${key}`);
  const inEnvironment = variablesOf(name);
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
    baseUrl: `${setCommand(inStack.baseUrl)} https://<tenant>.api.identitynow.com`,
    clientId: `${setCommand(inStack.clientId)} <id>`,
    clientSecret: setCommand(inStack.clientSecret, "--secret "),
    previousBaseUrl: `${setCommand(inStack.previousBaseUrl)} <url>`,
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
