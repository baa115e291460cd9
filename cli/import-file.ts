/** The file for `pulumi import --file`: every source and attribute of a manifest that a tenant has already. */
import type { DeclaredSource } from "../provider/manifest/declare";
import { type Call, type Handler, messageOf, type Props } from "../provider/resources/handler";
import { nonEmployeeSourceHandler } from "../provider/resources/non-employee-source";
import { nonEmployeeSourceReferences } from "../provider/resources/non-employee-source-field";
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
  /** Keys of the sources that the tenant does not have. */
  missing: string[];
  /** What the first preview will show. */
  warnings: string[];
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
    missing: sources.filter((_, index) => found[index] === undefined).map(({ key }) => key),
    warnings: reader.warnings,
  };
}

class Reader {
  readonly warnings: string[] = [];
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
    const present = (await tenant.reads.attributes(sourceId, this.#call)) ?? [];
    const own = await Promise.all(
      attributes.map(async ({ technicalName, ...rest }) => {
        const there = present.find((one) => !one.system && one.technicalName === technicalName);
        if (!there) {
          this.warnings.push(`${key}: the tenant has no attribute ${technicalName}`);
          return [];
        }
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
    const { inputs, failures } = await resolveReferences(
      tenant,
      this.#call,
      nonEmployeeSourceReferences,
      propsOf(args),
      live?.inputs ?? {},
    );
    this.warnings.push(...failures.map(({ reason }) => `${key}: ${reason}`));
    return inputs;
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
      this.warnings.push(`${name}: it vanished while the tenant was read`);
      return [];
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

function propsOf(args: DeclaredSource["args"]): Props {
  return JSON.parse(JSON.stringify(args)) as Props;
}

/** How the handlers speak to the user of a command. */
export function callOf(signal: AbortSignal, err: (line: string) => void): Call {
  return {
    signal,
    log: (level, message) => {
      if (level !== "debug") err(level === "warning" ? `warning: ${messageOf(message)}` : message);
    },
  };
}
