/** What the component of a whole tenant declares: its arguments, as a program gives them, read and checked. */
import { z } from "zod";
import { type Call, ResourceError } from "../resources/handler";
import { accepted, describe } from "../resources/input-check";
import type { Tenants } from "../resources/tenants";
import {
  checkDeclared,
  type DeclaredSource,
  declarationProblems,
  declareManifest,
} from "./declare";
import { readManifestFile, readManifestValue } from "./read-manifest";
import { ReferenceMap } from "./reference-map";
import { selectKeys } from "./select";

/** What is to be declared, and where. */
export interface TenantDeclaration {
  sources: DeclaredSource[];
  tenant: string | undefined;
  forceDestroy: boolean | undefined;
  /** What may be a mistake. */
  warnings: string[];
  /** `the manifest sources.yaml`, for messages. */
  what: string;
}

const argumentNames = [
  "manifest",
  "people",
  "groups",
  "only",
  "tenant",
  "forceDestroy",
  "allowEmpty",
] as const;

const flag = z.boolean({ error: ({ input }) => `must be true or false, got ${describe(input)}` });

const argsSchema = z.looseObject({
  only: z
    .array(z.string(), {
      error: ({ input }) => `must be a list of keys of sources, got ${describe(input)}`,
    })
    .nullish(),
  tenant: z
    .string({
      error: ({ input }) =>
        `must be the name of a tenant in sailpoint:tenants, got ${describe(input)}`,
    })
    .nullish(),
  forceDestroy: flag.nullish(),
  allowEmpty: flag.nullish(),
});

/**
 * Reads the arguments of a component.
 *
 * @throws ManifestError for what is wrong with the manifest
 * @throws ResourceError for what is wrong with the other arguments, all of it
 */
export function readTenantDeclaration(args: unknown): TenantDeclaration {
  const given = objectOf(args);
  const map = new ReferenceMap(given.people, given.groups);
  const { only, tenant, forceDestroy, allowEmpty } = checkArguments(given, map.problems);
  const { manifest: source } = given;
  const what = typeof source === "string" ? `the manifest ${source}` : "the manifest";
  const manifest =
    typeof source === "string" ? readManifestFile(source) : readManifestValue(source, what);
  if (manifest.sources.length === 0 && allowEmpty !== true) {
    throw new ResourceError(
      `${what} has no sources: with it, everything that the component declared before would be deleted. Set allowEmpty: true if that is meant.`,
    );
  }
  const all = declareManifest(manifest, map);
  const sources = selectKeys(all, only ?? undefined, what);
  if (sources.length === 0 && allowEmpty !== true) {
    throw new ResourceError(
      "only is an empty list: everything that the component declared before would be deleted. Name the keys that are wanted, or set allowEmpty: true if that is meant.",
    );
  }
  const problems = declarationProblems(sources);
  if (problems.length > 0) throw new ResourceError(bulleted(what, problems));
  return {
    sources,
    tenant: tenant ?? undefined,
    forceDestroy: forceDestroy ?? undefined,
    warnings: map
      .unused()
      .map((entry) => `${entry} takes nobody's place: ${what} does not name them`),
    what,
  };
}

/**
 * Waits until the tenant has shown everybody whom the declaration names.
 *
 * @throws ResourceError that lists everybody who is missing; ConfigurationError if the tenant is not configured
 */
export async function checkTenantDeclaration(
  tenants: Tenants,
  call: Call,
  { sources, tenant, what }: TenantDeclaration,
): Promise<void> {
  await checkDeclared(tenants.open(tenant), call, sources, what);
}

const objectSchema = z.record(z.string(), z.unknown());

function objectOf(args: unknown): Record<string, unknown> {
  const parsed = Array.isArray(args) ? undefined : objectSchema.safeParse(args).data;
  if (parsed) return parsed;
  const got = args === undefined ? "nothing" : describe(args);
  throw new ResourceError(`its arguments must be an object with manifest, got ${got}`);
}

function checkArguments(
  given: Record<string, unknown>,
  mapProblems: readonly string[],
): z.infer<typeof argsSchema> {
  const problems = Object.keys(given)
    .filter((key) => !argumentNames.some((name) => name === key))
    .map((key) => `"${key}" is not an argument${accepted(key, argumentNames)}`);
  const { manifest } = given;
  const isManifest =
    (typeof manifest === "string" && manifest.trim() !== "") ||
    (typeof manifest === "object" && manifest !== null);
  if (!isManifest) {
    problems.push(
      `manifest must be the path of a file, or an object with version and sources, got ${manifest === undefined ? "nothing" : describe(manifest)}`,
    );
  }
  const parsed = argsSchema.safeParse(given);
  for (const { path, message } of parsed.error?.issues ?? []) {
    const [name, ...rest] = path.map(String);
    problems.push(
      rest.length === 0
        ? `${name} ${message}`
        : `${name}[${rest.join(".")}] must be the key of a source, a text`,
    );
  }
  problems.push(...mapProblems);
  if (problems.length > 0 || !parsed.success) {
    throw new ResourceError(bulleted("its arguments", problems));
  }
  return parsed.data;
}

function bulleted(what: string, problems: readonly string[]): string {
  return problems.length === 1
    ? `${what}: ${problems[0]}`
    : `${what} cannot be used:\n${problems.map((text) => `- ${text}`).join("\n")}`;
}
