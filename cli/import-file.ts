/** The file for `pulumi import --file`: every source and attribute of a manifest that a tenant has already. */
import { type DeclaredSource, toProps } from "../provider/manifest/declare";
import { compareTexts } from "../provider/manifest/select";
import { listAttributes } from "../provider/resources/find";
import type { Call, Handler, Props } from "../provider/resources/handler";
import { nonEmployeeSourceHandler } from "../provider/resources/non-employee-source";
import { nonEmployeeSourceReferences } from "../provider/resources/non-employee-source-field";
import { reviewReferences } from "../provider/resources/reference-review";
import { resolveReferences } from "../provider/resources/resolve";
import { schemaAttributeHandler } from "../provider/resources/schema-attribute";
import { attributeKey } from "../provider/resources/schema-attribute-live";
import { loaderOf, type ResourceTypeName } from "../sdk/dynamic-resource";
import { componentName } from "./project/program";
import type { OpenedTenant } from "./tenant";

/** An entry of the file. */
interface ImportEntry {
  type: string;
  name: string;
  component?: true;
  id?: string;
  parent?: string;
  inputs?: Props;
  outputs?: Props;
}

/** What the file holds, and what could not be put into it. */
export interface ImportFile {
  resources: ImportEntry[];
  /** People and groups that the tenant does not have, or who are inactive, each with the key of the source. */
  unresolved: string[];
}

/**
 * Makes the entries from what the provider itself reads, in the words of the declaration, so that the first preview is empty where
 * tenant and manifest agree. Nothing is written to the tenant.
 *
 * @see listNonEmployeeSources, listSources, getNonEmployeeSourceSchemaAttributes
 */
export async function importFileOf(
  opened: OpenedTenant,
  call: Call,
  sources: readonly DeclaredSource[],
  isExpanded: boolean,
): Promise<ImportFile> {
  const reader = new Reader(opened, call, isExpanded);
  const found = await Promise.all(sources.map((source) => reader.entriesOf(source)));
  const entries = found.flatMap((list) => list ?? []);
  const component = { type: "sailpoint:index:NonEmployeeTenant", name: componentName };
  return {
    resources:
      isExpanded || entries.length === 0
        ? entries
        : [{ ...component, component: true as const }, ...entries],
    unresolved: reader.unresolved.sort(compareTexts),
  };
}

class Reader {
  readonly unresolved: string[] = [];
  readonly #opened: OpenedTenant;
  readonly #call: Call;
  readonly #isExpanded: boolean;
  readonly #handlers: Readonly<Record<ResourceTypeName, Handler>>;

  constructor(opened: OpenedTenant, call: Call, isExpanded: boolean) {
    this.#opened = opened;
    this.#call = call;
    this.#isExpanded = isExpanded;
    const open = async () => opened.tenants;
    this.#handlers = {
      NonEmployeeSource: nonEmployeeSourceHandler(open),
      SchemaAttribute: schemaAttributeHandler(open),
    };
  }

  /** Entries of a source and those of its attributes that are there; undefined if it is not there itself. */
  async entriesOf({ key, args, attributes }: DeclaredSource): Promise<ImportEntry[] | undefined> {
    const { tenant } = this.#opened;
    const sources = await tenant.reads.sources(this.#call);
    const live = sources.find(({ name }) => name === args.name);
    if (!live) return undefined;
    const { sourceId } = live;
    const declared = await this.#resolved(key, args, sourceId);
    const source = await this.#entry("NonEmployeeSource", key, sourceId, declared);
    const present = await listAttributes(tenant, this.#call, sourceId);
    const own = await Promise.all(
      attributes.map(async ({ technicalName, ...rest }) => {
        const there = present.find((one) => !one.system && one.technicalName === technicalName);
        if (!there) return [];
        return await this.#entry(
          "SchemaAttribute",
          `${key}/${technicalName}`,
          attributeKey(sourceId, there.id),
          { sourceId, technicalName, ...rest },
        );
      }),
    );
    return [...source, ...own.flat()];
  }

  /** The declaration with the ids that it means; a reference that means nobody is told, and its id is then that of the tenant. */
  async #resolved(key: string, args: DeclaredSource["args"], sourceId: string): Promise<Props> {
    const { tenant } = this.#opened;
    const live = await this.#handlers.NonEmployeeSource.read(this.#call, {
      id: sourceId,
      state: this.#inTenant({}),
      lookup: false,
    });
    const declared = [nonEmployeeSourceReferences, toProps(args)] as const;
    // Fails where somebody could not be looked up; who is not there is a warning.
    await reviewReferences(tenant, this.#call, ...declared);
    const resolved = await resolveReferences(tenant, this.#call, ...declared, live?.inputs ?? {});
    this.unresolved.push(...resolved.failures.map(({ reason }) => `${key}: ${reason}`));
    return resolved.inputs;
  }

  async #entry(
    typeName: ResourceTypeName,
    name: string,
    id: string,
    declared: Props,
  ): Promise<ImportEntry[]> {
    const state = this.#inTenant(declared);
    const found = await this.#handlers[typeName].read(this.#call, { id, state, lookup: false });
    if (!found) {
      throw new Error(`${name} vanished while ${this.#opened.label} was read; run this again`);
    }
    const { token, provider } = loaderOf(typeName);
    const line = { __provider: provider };
    return [
      {
        type: token,
        name: this.#isExpanded ? name : `${componentName}/${name}`,
        id: found.id,
        ...(!this.#isExpanded && { parent: componentName }),
        inputs: { ...withoutTenant(found.inputs), ...line },
        outputs: { ...withoutTenant(found.state), ...line },
      },
    ];
  }

  /** The generated program has one tenant; the command knows it by a name. */
  #inTenant(declared: Props): Props {
    const { tenant } = this.#opened;
    return { ...declared, tenantUrl: tenant.url, ...(tenant.name && { tenant: tenant.name }) };
  }
}

function withoutTenant({ tenant: _, ...rest }: Props): Props {
  return rest;
}

/** How the handlers speak to the user of a command. */
export function callOf(signal: AbortSignal, err: (line: string) => void): Call {
  return {
    signal,
    log: (level, message) => {
      if (level !== "debug") err(level === "warning" ? `warning: ${message}` : message);
    },
  };
}
