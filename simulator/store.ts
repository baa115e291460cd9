/**
 * What the tenant holds. Tests and people at a keyboard use it too: its methods are "somebody edits the tenant by hand",
 * so they check nothing but that the object exists. All that is given out is a deep copy.
 */
import {
  type GenericSource,
  type NonEmployeeSource,
  type SchemaAttribute,
  type SourceSnapshot,
  SYSTEM_ATTRIBUTES,
} from "./entities";
import { genericSourceOf } from "./generic-source";
import { newCloudExternalId, newHexId, newUuid } from "./identifier";
import { RequestStore } from "./request-store";
import type { Seed, SeedAttribute, SeedGenericSource, SeedSource } from "./seed";

/** What of a source can be edited by hand; `owner` and `managementWorkgroup` are ids. */
export type SourceChanges = Partial<
  Pick<
    SourceSnapshot,
    "name" | "description" | "approvers" | "accountManagers" | "owner" | "managementWorkgroup"
  >
>;

export type AttributeChanges = Partial<
  Pick<
    SchemaAttribute,
    "label" | "helpText" | "placeholder" | "required" | "type" | "technicalName"
  >
>;

export type GenericSourceChanges = Partial<Omit<GenericSource, "id" | "created" | "modified">>;

/** A non-employee source that was deleted: its generic source as it was then, under the non-employee source's name. */
export interface DeletedSource {
  source: Readonly<GenericSource>;
  /** Milliseconds of the real clock. */
  atMs: number;
}

/** So many deleted sources are remembered: the tenant may run for weeks. */
const MAX_DELETED = 200;

/** The store of a tenant. */
export class Store extends RequestStore {
  #deleted: DeletedSource[] = [];

  /** Drops everything and puts a checked seed in. */
  load(seed: Seed): void {
    const { identities, workgroups, genericSources, sources } = seed;
    this.tables.clear();
    this.jobs.clear();
    this.#deleted = [];
    this.isSeeding = true;
    for (const identity of identities ?? []) this.addIdentity(identity);
    for (const workgroup of workgroups ?? []) this.addWorkgroup(workgroup);
    for (const source of genericSources ?? []) this.addGenericSource(source);
    for (const source of sources ?? []) this.addSource(source);
    this.isSeeding = false;
  }

  // --- sources

  /** The objects of `/sources`, among them one for each non-employee source. */
  genericSources(): GenericSource[] {
    return this.tables.generic.list();
  }

  genericSource(id: string): GenericSource | undefined {
    return this.tables.generic.find(id);
  }

  addGenericSource(source: SeedGenericSource): GenericSource {
    const row = {
      id: newHexId(),
      description: "",
      managementWorkgroup: null,
      type: source.connectorName ?? "Delimited File",
      connector: "delimited-file",
      connectorClass: "sailpoint.connector.DelimitedFileConnector",
      connectorName: "Delimited File",
      connectionType: "file",
      connectorAttributes: {},
      features: [],
      authoritative: false,
      ...this.stamps(),
      ...source,
    };
    return this.tables.generic.add(row, this.madeAtMs(source.created));
  }

  /** Edits the object of `/sources` alone. */
  editGenericSource(id: string, changes: GenericSourceChanges): GenericSource {
    return this.tables.generic.edit(id, { ...changes, modified: this.now() });
  }

  /** Non-employee sources in the order in which they were made. */
  sources(): SourceSnapshot[] {
    return this.tables.sources.list().map((source) => this.#snapshot(source));
  }

  source(sourceId: string): SourceSnapshot | undefined {
    const source = this.tables.sources.find(sourceId);
    return source && this.#snapshot(source);
  }

  /** The non-employee source of that exact name. */
  sourceByName(name: string): SourceSnapshot | undefined {
    const named = this.rows.sources().find((source) => source.name === name);
    return named && this.source(named.sourceId);
  }

  /** Adds a non-employee source with its generic source, its system attributes and what the seed form holds. */
  addSource(seed: SeedSource): SourceSnapshot {
    const {
      owner,
      managementWorkgroup = null,
      generic,
      attributes = [],
      records = [],
      requests = [],
      ...given
    } = seed;
    const row = {
      id: newUuid(),
      sourceId: newHexId(),
      approvers: [],
      accountManagers: [],
      cloudExternalId: newCloudExternalId(),
      ...this.stamps(given.created),
      ...given,
    };
    const source = this.tables.sources.add(row, this.madeAtMs(given.created));
    const { sourceId, created } = source;
    const made = genericSourceOf({ ...source, owner, managementWorkgroup });
    this.addGenericSource({ ...made, ...generic });
    for (const system of SYSTEM_ATTRIBUTES) {
      const attribute = { ...system, required: true, created, modified: created };
      this.#putAttribute(sourceId, attribute, { system: true, created: given.created });
    }
    for (const attribute of attributes) this.addAttribute(sourceId, attribute);
    for (const record of records) this.addRecord(sourceId, record);
    for (const request of requests) this.addRequest(sourceId, request);
    return this.#snapshot(source);
  }

  /** Edits a non-employee source and its generic source alike. */
  editSource(sourceId: string, changes: SourceChanges): SourceSnapshot {
    const { owner, managementWorkgroup, approvers, accountManagers, name, description } = changes;
    const modified = this.now();
    const own = { approvers, accountManagers, name, description, modified };
    const source = this.tables.sources.edit(sourceId, own);
    if (this.tables.generic.row(sourceId)) {
      const generic = { name, description, owner, managementWorkgroup, modified };
      this.tables.generic.edit(sourceId, generic);
    }
    return this.#snapshot(source);
  }

  /**
   * Deletes a source with its generic source, attributes, requests and, unless they are to stay, its records; also takes the
   * id of another kind of source.
   */
  deleteSource(sourceId: string, { keepsRecords = false } = {}): void {
    const [source, generic] = [this.rows.source(sourceId), this.rows.genericSource(sourceId)];
    if (source && generic) {
      const deleted = { source: { ...generic, name: source.name }, atMs: this.clock.now() };
      this.#deleted = [...this.#deleted, deleted].slice(-MAX_DELETED);
    }
    for (const { id } of this.rows.attributesOf(sourceId)) this.tables.attributes.delete(id);
    const records = keepsRecords ? [] : this.rows.recordsOf(sourceId);
    for (const { id } of records) this.tables.records.delete(id);
    this.jobs.drop(sourceId);
    this.dropRequestsOf(sourceId);
    this.tables.sources.delete(sourceId);
    this.tables.generic.delete(sourceId);
  }

  /** Non-employee sources deleted less than so many milliseconds ago. */
  deletedWithin(ms: number): DeletedSource[] {
    const since = this.clock.now() - ms;
    return this.#deleted.filter(({ atMs }) => atMs > since);
  }

  // --- schema attributes

  /** All attributes of a source, the system ones first. */
  attributesOf(sourceId: string): SchemaAttribute[] {
    return this.tables.attributes.group(sourceId);
  }

  customAttributesOf(sourceId: string): SchemaAttribute[] {
    return this.attributesOf(sourceId).filter(({ system }) => !system);
  }

  addAttribute(sourceId: string, attribute: SeedAttribute): SchemaAttribute {
    this.tables.sources.get(sourceId);
    return this.#putAttribute(sourceId, attribute, { system: false, created: attribute.created });
  }

  editAttribute(attributeId: string, changes: AttributeChanges): SchemaAttribute {
    return this.tables.attributes.edit(attributeId, { ...changes, modified: this.now() });
  }

  /** Deletes an attribute and, unless they are to stay, its values in the records of the source. */
  deleteAttribute(attributeId: string, { keepsValues = false } = {}): void {
    const { sourceId, technicalName } = this.tables.attributes.get(attributeId);
    this.tables.attributes.delete(attributeId);
    if (keepsValues) return;
    for (const { id, data } of this.rows.recordsOf(sourceId)) {
      const { [technicalName]: dropped, ...kept } = data;
      if (dropped !== undefined) this.tables.records.edit(id, { data: kept });
    }
  }

  #putAttribute(
    sourceId: string,
    attribute: Omit<SeedAttribute, "sourceId">,
    { system, created }: { system: boolean; created?: string },
  ): SchemaAttribute {
    const row = {
      id: newUuid(),
      type: "TEXT" as const,
      helpText: null,
      placeholder: null,
      required: false,
      ...this.stamps(attribute.created),
      ...attribute,
      sourceId,
      system,
    };
    return this.tables.attributes.add(row, this.madeAtMs(created));
  }

  #snapshot(source: NonEmployeeSource): SourceSnapshot {
    const generic = this.tables.generic.row(source.sourceId);
    const { owner = "", managementWorkgroup = null } = generic ?? {};
    return { ...source, owner, managementWorkgroup };
  }
}
