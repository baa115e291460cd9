/**
 * Configuration of the provider, from the stack's `sailpoint:*` keys and the environment (docs/configuration.md). All
 * problems are collected, so that somebody who sets up a stack reads them once and not one by one.
 */
import { type ApiVersion, apiVersions, normaliseBaseUrl } from "../api";
import { messageOf } from "./handler";
import { listed } from "./value";

/** What a create does when the object exists already. */
export type AdoptExisting = "never" | "identical" | "always";

/** The checked configuration, with its defaults. */
export interface Configuration {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  apiVersion: ApiVersion;
  adoptExisting: AdoptExisting;
  /** Folder, relative to the program's; `none` is a deliberate "no backup"; undefined: nobody said. */
  backupDir: string | undefined;
  maxRequestsPer10Seconds: number;
  requestTimeoutSeconds: number;
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
  stack: (key: string) => string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
}

interface Place {
  label: "the stack configuration" | "the environment";
  keys: { baseUrl: string; clientId: string; clientSecret: string };
  /** True also if the URL was refused. */
  hasBaseUrl: boolean;
  baseUrl: string | undefined;
  clientId: string | undefined;
  clientSecret: string | undefined;
}

const setStack = {
  baseUrl: "pulumi config set sailpoint:baseUrl https://<tenant>.api.identitynow.com",
  clientId: "pulumi config set sailpoint:clientId <id>",
  clientSecret: "pulumi config set --secret sailpoint:clientSecret",
};

/** Reads and checks the whole configuration. @throws {@link ConfigurationError} with every problem at once */
export function readConfiguration(settings: Settings): Configuration {
  const problems: string[] = [];
  const connection = readConnection(settings, problems);
  const rest = readRest(settings, problems);
  if (problems.length > 0 || !connection) throw new ConfigurationError(problems);
  return { ...connection, ...rest };
}

function present(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === "" ? undefined : trimmed;
}

function readPlace(settings: Settings, label: Place["label"], problems: string[]): Place {
  const isStack = label === "the stack configuration";
  const keys = isStack
    ? {
        baseUrl: "sailpoint:baseUrl",
        clientId: "sailpoint:clientId",
        clientSecret: "sailpoint:clientSecret",
      }
    : { baseUrl: "SAIL_BASE_URL", clientId: "SAIL_CLIENT_ID", clientSecret: "SAIL_CLIENT_SECRET" };
  const read = isStack ? settings.stack : (key: string) => settings.environment[key];
  const given = present(read(keys.baseUrl));
  const baseUrl = given === undefined ? undefined : toBaseUrl(keys.baseUrl, given, problems);
  const clientId = present(read(keys.clientId));
  const clientSecret = present(read(keys.clientSecret));
  const hasBaseUrl = given !== undefined;
  return { label, keys, hasBaseUrl, baseUrl, clientId, clientSecret };
}

/** The URL in its one form; a refused one is not kept, since it can hold a secret that must not be shown. */
function toBaseUrl(key: string, given: string, problems: string[]): string | undefined {
  try {
    return normaliseBaseUrl(given);
  } catch (error) {
    problems.push(`${key}: ${messageOf(error)}`);
    return undefined;
  }
}

function hasPair(place: Place): boolean {
  return place.clientId !== undefined && place.clientSecret !== undefined;
}

function isComplete(place: Place): boolean {
  return place.baseUrl !== undefined && hasPair(place);
}

/** Half a pair, or a pair whose own place names no tenant: such a secret must reach nobody. */
function placeProblems(place: Place): string[] {
  const { keys, label } = place;
  const problems: string[] = [];
  if (place.clientId !== undefined && place.clientSecret === undefined) {
    problems.push(`${keys.clientSecret} is missing: ${label} has ${keys.clientId} without it`);
  }
  if (place.clientSecret !== undefined && place.clientId === undefined) {
    problems.push(`${keys.clientId} is missing: ${label} has ${keys.clientSecret} without it`);
  }
  if (!place.hasBaseUrl && (place.clientId ?? place.clientSecret) !== undefined) {
    problems.push(
      `${keys.baseUrl} is missing: ${label} has credentials but does not say for which tenant; base URL and credentials belong in one place`,
    );
  }
  return problems;
}

function readConnection(settings: Settings, problems: string[]) {
  const before = problems.length;
  const stack = readPlace(settings, "the stack configuration", problems);
  const environment = readPlace(settings, "the environment", problems);
  problems.push(...placeProblems(stack), ...placeProblems(environment));
  if (
    stack.baseUrl !== undefined &&
    environment.baseUrl !== undefined &&
    stack.baseUrl !== environment.baseUrl
  ) {
    problems.push(
      `sailpoint:baseUrl is ${stack.baseUrl} but SAIL_BASE_URL is ${environment.baseUrl}: two different tenants; unset one of them`,
    );
  }
  if (problems.length > before) {
    const hasCredentials = [stack, environment].some(
      ({ clientId, clientSecret }) => (clientId ?? clientSecret) !== undefined,
    );
    if (!hasCredentials) problems.push(...missing(stack, environment));
    return undefined;
  }
  const place = isComplete(environment) ? environment : isComplete(stack) ? stack : undefined;
  if (place?.baseUrl && place.clientId && place.clientSecret) {
    const { baseUrl, clientId, clientSecret } = place;
    return { baseUrl, clientId, clientSecret };
  }
  problems.push(...missing(stack, environment));
  return undefined;
}

/** Nothing is half set, but neither place is complete: name the keys that are missing. */
function missing(stack: Place, environment: Place): string[] {
  if (environment.hasBaseUrl && !stack.hasBaseUrl) {
    return [
      "SAIL_CLIENT_ID and SAIL_CLIENT_SECRET are missing: the environment names a tenant in SAIL_BASE_URL without credentials; set both",
    ];
  }
  const keys = !stack.hasBaseUrl ? (["baseUrl"] as const) : ([] as const);
  return [...keys, "clientId" as const, "clientSecret" as const].map(
    (key) =>
      `${stack.keys[key]} is missing: run \`${setStack[key]}\`, or set ${listed(Object.values(environment.keys))} in the environment, all three`,
  );
}

function readRest({ stack, environment }: Settings, problems: string[]) {
  const setting = (key: string, variable: string) =>
    present(environment[variable]) ?? present(stack(key));
  refuseLaterKeys({ stack, environment }, problems);
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

/** Keys of the design that this version does not carry out yet: refused, since ignoring one would mislead. */
function refuseLaterKeys({ stack, environment }: Settings, problems: string[]): void {
  if (present(stack("sailpoint:tenants")) !== undefined) {
    problems.push(
      "sailpoint:tenants: named tenants are not supported by this version; use one stack for each tenant",
    );
  }
  const previous =
    present(environment.SAIL_PREVIOUS_BASE_URL) ?? present(stack("sailpoint:previousBaseUrl"));
  if (previous !== undefined) {
    problems.push(
      "sailpoint:previousBaseUrl (SAIL_PREVIOUS_BASE_URL): a tenant that changed its host name is not supported by this version; unset it",
    );
  }
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
  const number = Number(value);
  if (number > 0 && number <= max && (!whole || Number.isInteger(number))) return number;
  problems.push(
    `${label} is "${value}"; give a ${whole ? "whole number from 1" : "number above 0 and"} up to ${max}`,
  );
  return standard;
}
