/**
 * Configuration of the provider, from the stack's `sailpoint:*` keys and the environment (docs/configuration.md). All
 * problems are collected, so that somebody who sets up a stack reads them once and not one by one.
 */
import { type ApiVersion, apiVersions } from "../api";
import {
  type Connected,
  type Connection,
  connect,
  type Place,
  present,
  type Unusable,
} from "./connection";
import { kindOf } from "./input-check";
import { connectNamed, readNamedTenants, unlistedTenant } from "./named-tenant";
import { listed } from "./value";

/** What a create does when the object exists already. */
export type AdoptExisting = "never" | "identical" | "always";

/** The settings that all tenants share, with their defaults. */
export interface GeneralSettings {
  apiVersion: ApiVersion;
  adoptExisting: AdoptExisting;
  /** Folder, relative to the program's; `none` is a deliberate "no backup"; undefined: nobody said. */
  backupDir: string | undefined;
  maxRequestsPer10Seconds: number;
  requestTimeoutSeconds: number;
}

/** The checked configuration. */
export interface Configuration extends GeneralSettings {
  /**
   * How a tenant is reached: the default one for undefined, else the one of that name.
   * @throws {@link ConfigurationError} with every problem of the whole configuration, if it has one
   */
  connectionOf(tenant: string | undefined): Connection;
}

/** Every problem of the configuration, each with its key and the accepted form. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the configuration cannot be used:\n${problems.map((text) => `- ${text}`).join("\n")}`);
    this.problems = problems;
  }
}

/** Where settings come from: a stack key such as `sailpoint:baseUrl`, and the environment. */
export interface Settings {
  /** A string, or for an object perhaps the object itself. */
  stack: (key: string) => unknown;
  environment: Readonly<Record<string, string | undefined>>;
}

const stackKeys = {
  baseUrl: "sailpoint:baseUrl",
  clientId: "sailpoint:clientId",
  clientSecret: "sailpoint:clientSecret",
  previousBaseUrl: "sailpoint:previousBaseUrl",
};

const environmentKeys = {
  baseUrl: "SAIL_BASE_URL",
  clientId: "SAIL_CLIENT_ID",
  clientSecret: "SAIL_CLIENT_SECRET",
  previousBaseUrl: "SAIL_PREVIOUS_BASE_URL",
};

const commands = {
  baseUrl: "pulumi config set sailpoint:baseUrl https://<tenant>.api.identitynow.com",
  clientId: "pulumi config set sailpoint:clientId <id>",
  clientSecret: "pulumi config set --secret sailpoint:clientSecret",
  previousBaseUrl: "pulumi config set sailpoint:previousBaseUrl <url>",
};

/** Reads the whole configuration; its problems are told when a tenant is asked for. */
export function readConfiguration({ stack, environment }: Settings): Configuration {
  const problems: string[] = [];
  const general = readGeneral(stack, environment, problems);
  const inStack: Place = {
    label: "the stack configuration",
    keys: stackKeys,
    read: (key) => textOf(stackKeys[key], stack(stackKeys[key])),
  };
  const inEnvironment: Place = {
    label: "the environment",
    keys: environmentKeys,
    read: (key) => environment[environmentKeys[key]],
  };
  const standard = connect(inStack, inEnvironment, commands);
  const named = readNamedTenants(stack("sailpoint:tenants"));
  const connected = new Map<string | undefined, Connected>([[undefined, standard]]);
  for (const [name, entry] of named.entries) {
    connected.set(name, connectNamed(name, entry, environment));
  }
  problems.push(...named.problems);
  return {
    ...general,
    connectionOf: (tenant) => {
      const own: string[] = [];
      if (tenant !== undefined && !connected.has(tenant) && !named.refused.has(tenant)) {
        const found = unlistedTenant(tenant, namesOf(connected), environment);
        if (typeof found !== "string") connected.set(tenant, found);
        else if (named.isReadable) own.push(found);
      }
      const asked = connected.get(tenant);
      const ofTenants = [...connected.values()].flatMap((found) => found.problems);
      const every = [...ofTenants, ...(asked?.missing ?? []), ...problems, ...own];
      if (every.length > 0 || !asked?.connection) throw new ConfigurationError(every);
      return asked.connection;
    },
  };
}

function namesOf(connected: ReadonlyMap<string | undefined, unknown>): string[] {
  return [...connected.keys()].filter((name) => name !== undefined);
}

/** Numbers and booleans are what they are written as; an object in place of a text is a problem. */
function textOf(key: string, value: unknown): string | Unusable | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const problem = `${key} must be a plain value, got ${kindOf(value)}; set it with \`pulumi config set ${key}\``;
  return { problem };
}

function readGeneral(
  stack: Settings["stack"],
  environment: Settings["environment"],
  problems: string[],
): GeneralSettings {
  const setting = (key: string, variable: string) => {
    const value = textOf(key, stack(key));
    if (typeof value === "object") problems.push(value.problem);
    return present(environment[variable]) ?? present(typeof value === "string" ? value : undefined);
  };
  return {
    apiVersion: oneOf(
      "sailpoint:apiVersion (SAIL_API_VERSION)",
      setting("sailpoint:apiVersion", "SAIL_API_VERSION"),
      apiVersions,
      "v1",
      problems,
    ),
    adoptExisting: oneOf(
      "sailpoint:adoptExisting (SAIL_ADOPT_EXISTING)",
      setting("sailpoint:adoptExisting", "SAIL_ADOPT_EXISTING"),
      ["never", "identical", "always"] as const,
      "never",
      problems,
    ),
    backupDir: setting("sailpoint:backupDir", "SAIL_BACKUP_DIR"),
    maxRequestsPer10Seconds: positive(
      "sailpoint:maxRequestsPer10Seconds (SAIL_MAX_REQUESTS_PER_10_SECONDS)",
      setting("sailpoint:maxRequestsPer10Seconds", "SAIL_MAX_REQUESTS_PER_10_SECONDS"),
      { whole: true, standard: 95, max: 100_000 },
      problems,
    ),
    requestTimeoutSeconds: positive(
      "sailpoint:requestTimeoutSeconds (SAIL_REQUEST_TIMEOUT_SECONDS)",
      setting("sailpoint:requestTimeoutSeconds", "SAIL_REQUEST_TIMEOUT_SECONDS"),
      { whole: false, standard: 30, max: 3600 },
      problems,
    ),
  };
}

function oneOf<T extends string>(
  label: string,
  value: string | undefined,
  accepted: readonly T[],
  standard: T,
  problems: string[],
): T {
  if (value === undefined) return standard;
  const found = accepted.find((candidate) => candidate === value);
  if (found === undefined) {
    problems.push(`${label} is "${value}"; accepted are ${listed(accepted)}`);
  }
  return found ?? standard;
}

function positive(
  label: string,
  value: string | undefined,
  { whole, standard, max }: { whole: boolean; standard: number; max: number },
  problems: string[],
): number {
  if (value === undefined) return standard;
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (number > 0 && number <= max && (!whole || Number.isInteger(number))) return number;
  problems.push(
    `${label} is "${value}"; give a ${whole ? "whole number from 1" : "number above 0 and"} up to ${max}`,
  );
  return standard;
}
