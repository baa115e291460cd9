/**
 * How a tenant is reached: base URL and credentials, from the stack or the environment. They belong together: a pair of client id
 * and secret is used only with the base URL of the same place, so that a secret never reaches a tenant that it was not meant for.
 */
import { normaliseBaseUrl } from "../api";
import { messageOf } from "./handler";
import { listed } from "./value";

/** How to reach one tenant. */
export interface Connection {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** The URL that this tenant had before its host name changed, if somebody acknowledged that. */
  previousBaseUrl: string | undefined;
}

/** The keys of one tenant in one place, and what stands there. */
export interface Place {
  /** For messages. */
  label: "the stack configuration" | "the environment";
  keys: Readonly<Record<PlaceKey, string>>;
  read: (key: PlaceKey) => string | Unusable | undefined;
}

/** A value of a kind that a setting cannot have. It counts as set, so that nothing is told besides. */
export interface Unusable {
  /** The key, the accepted form, and the kind of what stands there. */
  problem: string;
}

export type PlaceKey = "baseUrl" | "clientId" | "clientSecret" | "previousBaseUrl";

/** What the two places say of one tenant. */
export interface Connected {
  /** If the tenant can be reached. */
  connection: Connection | undefined;
  /** What contradicts itself or cannot be understood: wrong whoever is asked for. */
  problems: readonly string[];
  /** What is lacking: wrong only for a tenant that is asked for. */
  missing: readonly string[];
}

interface Read extends Place {
  /** The keys that are set, also those whose value was refused. */
  given: ReadonlySet<PlaceKey>;
  baseUrl: string | undefined;
  clientId: string | undefined;
  clientSecret: string | undefined;
}

/** The text, or undefined for one that is absent or blank. */
export function present(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === "" ? undefined : trimmed;
}

/**
 * Decides which place is used: the environment if it is complete, else the stack if it is; no mixture.
 *
 * @param commands how to set each key of the stack, for messages
 */
export function connect(
  stack: Place,
  environment: Place,
  commands: Readonly<Record<PlaceKey, string>>,
): Connected {
  const problems: string[] = [];
  const [inStack, inEnvironment] = [readPlace(stack, problems), readPlace(environment, problems)];
  problems.push(...placeProblems(inStack), ...placeProblems(inEnvironment));
  const [a, b] = [inStack.baseUrl, inEnvironment.baseUrl];
  if (a !== undefined && b !== undefined && a !== b) {
    const [keyA, keyB] = [stack.keys.baseUrl, environment.keys.baseUrl];
    problems.push(`${keyA} is ${a} but ${keyB} is ${b}: two different tenants; unset one of them`);
  }
  const previousBaseUrl = previousUrl([environment, stack], problems);
  const lacking = missing(inStack, inEnvironment, commands);
  if (problems.length > 0) {
    const isAnyPaired = hasCredentials(inStack) || hasCredentials(inEnvironment);
    return { connection: undefined, problems, missing: isAnyPaired ? [] : lacking };
  }
  const used = [inEnvironment, inStack].map(completed).find((found) => found !== undefined);
  if (used === undefined) return { connection: undefined, problems, missing: lacking };
  return { connection: { ...used, previousBaseUrl }, problems, missing: [] };
}

function readPlace(place: Place, problems: string[]): Read {
  const given = new Set<PlaceKey>();
  const read = (key: PlaceKey) => {
    const value = place.read(key);
    const text = usable(value, problems);
    if (text !== undefined || typeof value === "object") given.add(key);
    return text;
  };
  return {
    ...place,
    given,
    baseUrl: toBaseUrl(place.keys.baseUrl, read("baseUrl"), problems),
    clientId: read("clientId"),
    clientSecret: read("clientSecret"),
  };
}

function usable(value: string | Unusable | undefined, problems: string[]): string | undefined {
  if (typeof value !== "object") return present(value);
  problems.push(value.problem);
  return undefined;
}

function hasCredentials({ given }: Read): boolean {
  return given.has("clientId") || given.has("clientSecret");
}

/** The URL in its one form; a refused one is not kept, since it can hold a secret that must not be shown. */
function toBaseUrl(key: string, given: string | undefined, problems: string[]): string | undefined {
  if (given === undefined) return undefined;
  try {
    return normaliseBaseUrl(given);
  } catch (error) {
    problems.push(`${key}: ${messageOf(error)}`);
    return undefined;
  }
}

function previousUrl(places: readonly Place[], problems: string[]): string | undefined {
  for (const { keys, read } of places) {
    const value = read("previousBaseUrl");
    const given = usable(value, problems);
    if (given !== undefined) return toBaseUrl(keys.previousBaseUrl, given, problems);
    if (typeof value === "object") return undefined;
  }
  return undefined;
}

function completed({ baseUrl, clientId, clientSecret }: Read) {
  if (baseUrl === undefined || clientId === undefined || clientSecret === undefined) {
    return undefined;
  }
  return { baseUrl, clientId, clientSecret };
}

/** Half a pair, or a pair whose own place names no tenant: such a secret must reach nobody. */
function placeProblems(place: Read): string[] {
  const { keys, label, given } = place;
  const problems = (["clientSecret", "clientId"] as const).flatMap((key) => {
    const other = key === "clientId" ? "clientSecret" : "clientId";
    if (given.has(key) || !given.has(other)) return [];
    return [`${keys[key]} is missing: ${label} has ${keys[other]} without it; set both or neither`];
  });
  if (hasCredentials(place) && !given.has("baseUrl")) {
    problems.push(
      `${keys.baseUrl} is missing: ${label} has credentials but does not say for which tenant; base URL and credentials belong in one place`,
    );
  }
  return problems;
}

/** Where nothing is half set, but neither place is complete: the keys that are missing. */
function missing(
  stack: Read,
  environment: Read,
  commands: Readonly<Record<PlaceKey, string>>,
): string[] {
  const { baseUrl, clientId, clientSecret } = environment.keys;
  if (environment.given.has("baseUrl") && !stack.given.has("baseUrl")) {
    return [
      `${clientId} and ${clientSecret} are missing: the environment names a tenant in ${baseUrl} without credentials; set both`,
    ];
  }
  const names = [
    ...(stack.given.has("baseUrl") ? [] : (["baseUrl"] as const)),
    "clientId",
    "clientSecret",
  ] as const;
  const instead = `set ${listed([baseUrl, clientId, clientSecret])} in the environment, all three`;
  return names.map(
    (name) => `${stack.keys[name]} is missing: run \`${commands[name]}\`, or ${instead}`,
  );
}
