import * as pulumi from "@pulumi/pulumi";
import type { ManifestDocument } from "../provider/manifest/manifest";
import type { GroupTarget, PersonTarget } from "../provider/manifest/reference-map";
import type { TenantDeclaration } from "../provider/program";
import { messageOf } from "../provider/resources/handler";
import { NonEmployeeSource } from "./non-employee-source";
import { laterKind, loadProgram, opened, shownOnce, withoutStack } from "./program";
import { SchemaAttribute } from "./schema-attribute";

/** What a {@link NonEmployeeTenant} takes: plain values, no outputs. */
export interface NonEmployeeTenantArgs {
  /** The manifest: the path of a YAML or JSON file, relative to the program's folder, or the document itself. */
  manifest: string | ManifestDocument;
  /**
   * Who takes whose place in this tenant: from e-mail or alias in the manifest (or the id of an `unresolved` one), to an e-mail (a
   * text with `@`), an alias, or a reference. Upper and lower case are one.
   * @default everybody is found by their own e-mail, else alias
   */
  people?: Record<string, PersonTarget>;
  /**
   * The same for governance groups: from name to name, or a reference.
   * @default every group is found by its own name
   */
  groups?: Record<string, GroupTarget>;
  /**
   * Keys of the sources that are wanted. What is left out is not declared: if it was before, it is deleted, subject to the guards.
   * @default all
   */
  only?: string[];
  /**
   * Name of a further tenant of the configuration (`sailpoint:tenants`).
   * @default the tenant of `sailpoint:baseUrl`
   */
  tenant?: string;
  /**
   * `forceDestroy` of every source and attribute.
   * @default false
   */
  forceDestroy?: boolean;
  /**
   * Accepts a manifest without sources, and an empty `only`: everything that the component declared before is then deleted.
   * @default false
   */
  allowEmpty?: boolean;
}

/**
 * Every source and attribute of a manifest, as `sailpoint-nonemployee export` writes one or people do: the way to have the same
 * set-up in several tenants. A source is known by its key: with another `name` under the same key it is renamed in place.
 *
 * Before a child is made, the tenant is asked for every person and group of the manifest; everybody who is missing is told in one
 * error. That costs requests beside those of the resources: one for 20 people or groups.
 *
 * @throws pulumi.RunError for all that is wrong with manifest and arguments, or everybody who is missing in the tenant
 * @see getPublicIdentities, listWorkgroups
 *
 * @example What the file says
 * ```ts
 * new NonEmployeeTenant("tenant", { manifest: "manifest.yaml" });
 * ```
 *
 * @example In another tenant, where other people do the work
 * ```ts
 * const production = new NonEmployeeTenant("production", {
 *   manifest: "sandbox.yaml",
 *   people: { "ada@sandbox.example": "ada@example.com", "test.manager": "grace.hopper" },
 *   groups: { "Test desk": "Plant desk" },
 * });
 * export const contractors = production.sources.contractors?.sourceId;
 * ```
 */
export class NonEmployeeTenant extends pulumi.ComponentResource {
  /** The sources by their keys. */
  readonly sources: Readonly<Record<string, NonEmployeeSource>>;
  /** The attributes by the key of their source, then by technicalName. */
  readonly schemaAttributes: Readonly<Record<string, Readonly<Record<string, SchemaAttribute>>>>;

  /**
   * @param name beginning of the names of all resources: `<name>/<key>` and `<name>/<key>/<technicalName>`
   * @param opts as of every component; `protect` and others are handed on to the resources
   */
  constructor(
    name: string,
    args: NonEmployeeTenantArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const declaration = readDeclaration(name, args);
    super("sailpoint:index:NonEmployeeTenant", name, {}, opts);
    for (const warning of declaration.warnings) {
      void pulumi.log.warn(`NonEmployeeTenant "${name}": ${warning}`);
    }
    const children = declareChildren(this, name, declaration);
    this.sources = children.sources;
    this.schemaAttributes = children.schemaAttributes;
    this.registerOutputs();
  }
}

/** @throws pulumi.RunError with all that is wrong */
function readDeclaration(name: string, args: unknown): TenantDeclaration {
  const later = findLater(args, "");
  if (later !== undefined) {
    throw withoutStack(
      `NonEmployeeTenant "${name}": ${later}, whose value is known later only; it takes plain values, because they say which resources there are`,
    );
  }
  try {
    return loadProgram().readTenantDeclaration(args);
  } catch (error) {
    throw withoutStack(`NonEmployeeTenant "${name}": ${messageOf(error)}`);
  }
}

/** `people["ada@example.com"] is an output`, for the first of them at whatever depth. */
function findLater(value: unknown, path: string): string | undefined {
  const kind = laterKind(value);
  if (kind !== undefined) return `${path === "" ? "its arguments are" : `${path} is`} ${kind}`;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const step = Array.isArray(value) || path !== "" ? `[${JSON.stringify(key)}]` : key;
    const found = findLater(part, `${path}${step}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function declareChildren(parent: pulumi.Resource, name: string, declaration: TenantDeclaration) {
  const { sources: declared, tenant, forceDestroy } = declaration;
  const everybody = findEverybody(name, declaration);
  const common = { ...(forceDestroy !== undefined && { forceDestroy }) };
  const sources: Record<string, NonEmployeeSource> = {};
  const schemaAttributes: Record<string, Record<string, SchemaAttribute>> = {};
  for (const { key, args, attributes } of declared) {
    // No child is registered before all its inputs are there, and no attribute before its source.
    const owner = everybody.then(() => args.owner);
    const own = { ...args, ...common, owner, ...(tenant !== undefined && { tenant }) };
    const source = new NonEmployeeSource(`${name}/${key}`, own, { parent });
    sources[key] = source;
    schemaAttributes[key] = Object.fromEntries(
      attributes.map(({ technicalName, ...attribute }) => [
        technicalName,
        new SchemaAttribute(
          `${name}/${key}/${technicalName}`,
          { source, technicalName, ...attribute, ...common },
          { parent },
        ),
      ]),
    );
  }
  return { sources, schemaAttributes };
}

/** Ends when the tenant has shown everybody; a failure is told once, however many children wait. */
async function findEverybody(name: string, declaration: TenantDeclaration): Promise<void> {
  const program = opened();
  try {
    await program.check(declaration);
  } catch (error) {
    throw steady(shownOnce(program, `NonEmployeeTenant "${name}": ${messageOf(error)}`));
  }
}

/** Each resource that waits would put the name of its property before the message of the one error that all wait for. */
function steady(error: pulumi.RunError): pulumi.RunError {
  const { message } = error;
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
}
