/** The tenant that a command works with: by `SAIL_*`, by `SAIL_<NAME>_*`, or by the configuration file of the SailPoint CLI. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { systemClock } from "../provider/api";
import { ConfigurationError, readConfiguration } from "../provider/resources/configuration";
import { collisionProblem, nameProblem, variableName } from "../provider/resources/named-tenant";
import type { Tenant } from "../provider/resources/tenant";
import { Tenants } from "../provider/resources/tenants";
import { type CommandHost, codeOf, messageOf } from "./host";

type Environment = CommandHost["environment"];

/** A tenant, and the others of its process. */
export interface OpenedTenant {
  tenant: Tenant;
  /** `tenant sandbox (https://acme-sb.api.identitynow.com)`, for messages. */
  label: string;
  /** For the handlers of resources. */
  tenants: Tenants;
}

/**
 * Opens a tenant. Nothing is sent yet.
 *
 * @param name as in `--tenant`; undefined for the one of `SAIL_BASE_URL`
 * @throws Error that says which variables are missing, or what is wrong with them
 */
export function openTenant(host: CommandHost, name: string | undefined): OpenedTenant {
  const { environment, source } = environmentOf(host, name);
  const tenants = new Tenants({
    configuration: readConfiguration({ stack: () => undefined, environment }),
    clock: systemClock,
    onWarning: (message) => host.err(`warning: ${message}`),
  });
  try {
    const tenant = tenants.open(name);
    const label = name === undefined ? `tenant ${tenant.url}` : `tenant ${name} (${tenant.url})`;
    return { tenant, label, tenants };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const where = source === undefined ? "" : ` (of ${source})`;
    throw new Error(`cannot reach the tenant${where}: ${error.problems.join("; ")}`, {
      cause: error,
    });
  }
}

/** Whether the environment, or the SailPoint CLI, knows a tenant of that name. */
export function isKnownTenant(host: CommandHost, name: string): boolean {
  if (nameProblem(name) !== undefined) return false;
  return hasVariables(host.environment, name) || environmentNames(host).includes(name);
}

const variables = ["BASE_URL", "CLIENT_ID", "CLIENT_SECRET"] as const;

/** The environment, with what the SailPoint CLI knows of the tenant if the environment itself knows nothing. */
function environmentOf(
  host: CommandHost,
  name: string | undefined,
): { environment: Environment; source?: string } {
  const { environment } = host;
  if (name === undefined) {
    if (!variables.some((variable) => environment[`SAIL_${variable}`]?.trim())) {
      throw new Error(
        "no tenant is named: set SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET in the environment, or name a tenant with --tenant",
      );
    }
    return { environment };
  }
  const problem = nameProblem(name) ?? collisionProblem(name, environmentNames(host));
  if (problem !== undefined) throw new Error(`--tenant "${name}": the name ${problem}`);
  const own = withoutDefault(environment);
  if (hasVariables(own, name)) return { environment: own };
  return { environment: { ...own, ...fromCliFile(host, name) }, source: cliFile(host) };
}

/** What is said of the default tenant does not concern one with a name, be it right or half set. */
function withoutDefault(environment: Environment): Environment {
  const names = [...variables, "PREVIOUS_BASE_URL"].map((variable) => `SAIL_${variable}`);
  return Object.fromEntries(Object.entries(environment).filter(([key]) => !names.includes(key)));
}

function hasVariables(environment: Environment, name: string): boolean {
  return variables.some((variable) => environment[variableOf(name, variable)]?.trim());
}

function variableOf(name: string, variable: string): string {
  return `SAIL_${variableName(name)}_${variable}`;
}

const text = z.string().nullish();

/** What is wrong with one environment does not concern the others. */
const fileSchema = z.looseObject({ environments: z.record(z.string(), z.unknown()).nullish() });

const entrySchema = z
  .looseObject({
    baseurl: text,
    pat: z.looseObject({ clientid: text, clientsecret: text }).nullish(),
  })
  .nullish();

function cliFile({ homeFolder }: CommandHost): string {
  return join(homeFolder, ".sailpoint", "config.yaml");
}

/** What the configuration file of the SailPoint CLI says; undefined if there is none. @throws Error if it cannot be read */
function readCliFile(host: CommandHost): z.infer<typeof fileSchema> | undefined {
  const file = cliFile(host);
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new Error(`cannot read ${file}: ${messageOf(error)}`, { cause: error });
  }
  const parsed = fileSchema.safeParse(lowerCased(parseYaml(file, content) ?? {}));
  if (parsed.success) return parsed.data;
  throw notOfCli(file, parsed.error);
}

/** Names the places alone: their values can be secrets. */
function notOfCli(file: string, { issues }: z.ZodError, at: readonly string[] = []): Error {
  const places = issues.map(({ path }) => [...at, ...path].join(".") || "the whole").join(", ");
  return new Error(`${file} is not a configuration of the SailPoint CLI: wrong is ${places}`);
}

function parseYaml(file: string, content: string): unknown {
  const lines = new LineCounter();
  // Neither its messages nor its warnings are shown: they can quote a secret.
  const options = { prettyErrors: false, logLevel: "silent", lineCounter: lines } as const;
  const document = parseDocument(content, options);
  const [problem] = document.errors;
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw new Error(
      `${file} is not YAML: line ${line}, column ${col} (${problem.code}); correct it there`,
    );
  }
  try {
    return document.toJS();
  } catch {
    throw new Error(`${file} cannot be used: it has an alias (*name) that stands for nothing`);
  }
}

const record = z.record(z.string(), z.unknown());

/** The SailPoint CLI writes its keys in lower case and reads them in whatever case. The names of environments stay. */
function lowerCased(value: unknown, depth = 0): unknown {
  const parsed = Array.isArray(value) ? undefined : record.safeParse(value).data;
  if (!parsed) return value;
  return Object.fromEntries(
    Object.entries(parsed).map(([key, part]) => [
      depth === 1 ? key : key.toLowerCase(),
      lowerCased(part, depth + 1),
    ]),
  );
}

/** Names of the tenants that the SailPoint CLI knows; none if its file cannot be read. */
function environmentNames(host: CommandHost): string[] {
  try {
    return Object.keys(readCliFile(host)?.environments ?? {});
  } catch {
    return [];
  }
}

/** The variables that the file of the SailPoint CLI stands for. @throws Error that says what is missing and where */
function fromCliFile(host: CommandHost, name: string): Record<string, string> {
  const file = cliFile(host);
  const content = readCliFile(host);
  const environments = content?.environments ?? {};
  const names = Object.keys(environments);
  const parsed = entrySchema.safeParse(names.includes(name) ? environments[name] : undefined);
  if (!parsed.success) throw notOfCli(file, parsed.error, ["environments", name]);
  const entry = names.includes(name) ? (parsed.data ?? {}) : undefined;
  const wanted = variables.map((variable) => variableOf(name, variable)).join(", ");
  if (!entry) {
    const there = content === undefined ? "there is no" : `it is not in the`;
    const known = names.length > 0 ? ` (which has ${names.join(", ")})` : "";
    throw new Error(
      `the tenant "${name}" is not known: none of ${wanted} is set in the environment, and ${there} configuration file of the SailPoint CLI, ${file}${known}. Set these variables, or correct the name`,
    );
  }
  const { baseurl, pat } = entry;
  const missing = [
    ...(baseurl ? [] : ["baseurl"]),
    ...(pat?.clientid ? [] : ["pat.clientid"]),
    ...(pat?.clientsecret ? [] : ["pat.clientsecret"]),
  ];
  if (missing.length > 0) {
    throw new Error(
      `the tenant "${name}" of ${file} has no ${missing.join(" and no ")} there: newer versions of the SailPoint CLI keep secrets in the system's keyring, and it may log in by OAuth. Set ${wanted} in the environment`,
    );
  }
  const found = [baseurl, pat?.clientid, pat?.clientsecret];
  return Object.fromEntries(
    variables.map((variable, index) => [variableOf(name, variable), found[index] ?? ""]),
  );
}
