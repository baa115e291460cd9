/** What a stack holds, from `pulumi stack export`. */
import { z } from "zod";
import { type ManagedType, managedTypes } from "../../provider/drift/difference";

const propsSchema = z.record(z.string(), z.unknown());

const resourceSchema = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  custom: z.boolean().optional(),
  /** True for what is looked up, and managed elsewhere. */
  external: z.boolean().optional(),
  /** True for what was replaced, and is to be deleted yet. */
  delete: z.boolean().optional(),
  inputs: propsSchema.nullish(),
  outputs: propsSchema.nullish(),
  /** URN and id of its provider. */
  provider: z.string().optional(),
  ignoreChanges: z.array(z.string()).nullish(),
});

const exportSchema = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(resourceSchema).nullish(),
    pending_operations: z
      .array(z.looseObject({ type: z.string(), resource: resourceSchema }))
      .nullish(),
  }),
});

/** A resource that the stack manages. */
export interface ManagedResource {
  urn: string;
  /** Name in the program. */
  name: string;
  type: ManagedType;
  id: string;
  /** `tenant` of the resource; undefined for the default one. */
  tenant: string | undefined;
  /** Base URL of its tenant. */
  tenantUrl: string | undefined;
  outputs: Readonly<Record<string, unknown>>;
  ignoreChanges: readonly string[];
}

/** A stack as it was last written. */
export interface StackState {
  managed: ManagedResource[];
  /** Ids that the stack only looks up, by the URL of the tenant. */
  lookedUp: { id: string; tenantUrl: string | undefined }[];
  /** What a run that was interrupted or failed has left to do: `creating contractors`. */
  pending: string[];
  /** The configuration that the engine replays to each provider in use, of the last `pulumi up`; secrets as they were exported. */
  configurations: Readonly<Record<string, unknown>>[];
}

const typeToken = /^pulumi-nodejs:dynamic\/sailpoint:(\w+)$/;
const hostType = "pulumi:providers:pulumi-nodejs";

/**
 * Reads an export.
 *
 * @throws Error if it is none
 */
export function readState(text: string): StackState {
  const parsed = parse(text);
  const resources = parsed.deployment.resources ?? [];
  const own = resources.flatMap((resource) => {
    const type = typeOf(resource.type);
    return type === undefined ? [] : [{ ...resource, type }];
  });
  const providers = new Set(own.map(({ provider }) => provider));
  const isReplaced = ({ delete: replaced }: { delete?: boolean | undefined }) => replaced === true;
  return {
    managed: own.filter((one) => !one.external && !isReplaced(one)).map(managedOf),
    lookedUp: own
      .filter(({ external }) => external)
      .map(({ id = "", outputs }) => ({ id, tenantUrl: stringOrNothing(outputs?.tenantUrl) })),
    pending: [
      ...(parsed.deployment.pending_operations ?? [])
        .filter(({ resource }) => typeOf(resource.type) !== undefined)
        .map(({ type, resource }) => `${type} ${nameOf(resource.urn)}`),
      ...own.filter(isReplaced).map(({ urn }) => `deleting what ${nameOf(urn)} was before`),
    ],
    configurations: resources
      .filter(({ type, urn, id }) => type === hostType && providers.has(`${urn}::${id}`))
      .map(({ inputs }) => inputs ?? {}),
  };
}

/** The last part of a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function parse(text: string): z.infer<typeof exportSchema> {
  try {
    return exportSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error("`pulumi stack export` gave no state that can be read", { cause: error });
  }
}

function typeOf(token: string): ManagedType | undefined {
  const name = typeToken.exec(token)?.[1];
  return managedTypes.find((type) => type === name);
}

function managedOf(
  resource: z.infer<typeof resourceSchema> & { type: ManagedType },
): ManagedResource {
  const { urn, type, id = "", outputs, ignoreChanges } = resource;
  return {
    urn,
    name: nameOf(urn),
    type,
    id,
    tenant: stringOrNothing(outputs?.tenant),
    tenantUrl: stringOrNothing(outputs?.tenantUrl),
    outputs: outputs ?? {},
    ignoreChanges: ignoreChanges ?? [],
  };
}

function stringOrNothing(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
