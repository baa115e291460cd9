/**
 * What the tenant holds. Tests and people at a keyboard use it too: its methods are "somebody edits the tenant by hand",
 * so they check nothing but that the object exists. All that is given out is a deep copy.
 */
import { Directory } from "./directory";
import {
  type GenericSource,
  type NonEmployeeRecord,
  type NonEmployeeSource,
  type SchemaAttribute,
  type SourceSnapshot,
  SYSTEM_ATTRIBUTES,
} from "./entities";
import { newCloudExternalId, newHexId, newUuid } from "./identifier";
import type { Seed, SeedAttribute, SeedGenericSource, SeedSource } from "./seed";
import { Table } from "./table";

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

/** The name of a deleted source and when it was deleted, in milliseconds. */
interface ReleasedName {
  name: string;
  atMs: number;
}

export class Store extends Directory {
  readonly #generic = new Table<GenericSource>("source", (item) => item.id);
  readonly #sources = new Table<NonEmployeeSource>("non-employee source", (item) => item.sourceId);
  readonly #attributes = new Table<SchemaAttribute>("schema attribute", (item) => item.id);
  readonly #records = new Table<NonEmployeeRecord>("record", (item) => item.id);
  #released: ReleasedName[] = [];

  /** Drops everything and puts a checked seed in. */
  load(seed: Seed): void {
    const { identities, workgroups, genericSources, sources } = seed;
    this.clearDirectory();
    for (const table of [this.#generic, this.#sources, this.#attributes, this.#records]) {
      table.clear();
    }
    this.#released = [];
    for (const identity of identities ?? []) this.addIdentity(identity);
    for (const workgroup of workgroups ?? []) this.addWorkgroup(workgroup);
    for (const source of genericSources ?? []) this.addGenericSource(source);
    for (const source of sources ?? []) this.addSource(source);
  }

  // --- sources

  /** The objects of `/sources`, among them one for each non-employee source. */
  genericSources(): GenericSource[] {
    return this.#generic.list();
  }

  genericSource(id: string): GenericSource | undefined {
    return this.#generic.find(id);
  }

  addGenericSource(source: SeedGenericSource): GenericSource {
    return this.#generic.add({
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
    });
  }

  /** Edits the object of `/sources` alone. */
  editGenericSource(id: string, changes: GenericSourceChanges): GenericSource {
    return this.#generic.edit(id, { ...changes, modified: this.now() });
  }

  /** Non-employee sources in the order in which they were made. */
  sources(): SourceSnapshot[] {
    return this.#sources.list().map((source) => this.#snapshot(source));
  }

  source(sourceId: string): SourceSnapshot | undefined {
    const source = this.#sources.find(sourceId);
    return source && this.#snapshot(source);
  }

  /** The non-employee source of that exact name. */
  sourceByName(name: string): SourceSnapshot | undefined {
    return this.sources().find((source) => source.name === name);
  }

  /** Adds a non-employee source with its generic source, its system attributes and what the seed form holds. */
  addSource(seed: SeedSource): SourceSnapshot {
    const { owner, managementWorkgroup = null, attributes = [], records = [], ...given } = seed;
    const source = this.#sources.add({
      id: newUuid(),
      sourceId: newHexId(),
      approvers: [],
      accountManagers: [],
      cloudExternalId: newCloudExternalId(),
      ...this.stamps(given.created),
      ...given,
    });
    const { sourceId, name, description, created, modified, cloudExternalId } = source;
    this.addGenericSource({
      id: sourceId,
      name,
      description,
      owner,
      managementWorkgroup,
      type: "Non-Employee",
      connector: "non-employee",
      connectorClass: "com.sailpoint.connector.NesrConnector",
      connectorName: "Non-Employee",
      connectorAttributes: { cloudExternalId },
      created,
      modified,
    });
    for (const system of SYSTEM_ATTRIBUTES) {
      this.#putAttribute(sourceId, { ...system, required: true, created, modified: created }, true);
    }
    for (const attribute of attributes) this.addAttribute(sourceId, attribute);
    for (const record of records) this.addRecord(sourceId, record);
    return this.#snapshot(source);
  }

  /** Edits a non-employee source and its generic source alike. */
  editSource(sourceId: string, changes: SourceChanges): SourceSnapshot {
    const { owner, managementWorkgroup, approvers, accountManagers, name, description } = changes;
    const modified = this.now();
    const own = { approvers, accountManagers, name, description, modified };
    const source = this.#sources.edit(sourceId, own);
    if (this.#generic.find(sourceId)) {
      const generic = { name, description, owner, managementWorkgroup, modified };
      this.#generic.edit(sourceId, generic);
    }
    return this.#snapshot(source);
  }

  /** Deletes a source with its generic source, attributes and records; also takes the id of another kind of source. */
  deleteSource(sourceId: string): void {
    const name = this.#sources.find(sourceId)?.name;
    if (name !== undefined) this.#released.push({ name, atMs: this.clock.now() });
    for (const { id } of this.attributesOf(sourceId)) this.#attributes.delete(id);
    for (const { id } of this.recordsOf(sourceId)) this.#records.delete(id);
    this.#sources.delete(sourceId);
    this.#generic.delete(sourceId);
  }

  /** Names of sources deleted less than so many milliseconds ago. */
  namesReleasedWithin(ms: number): string[] {
    const since = this.clock.now() - ms;
    return this.#released.filter(({ atMs }) => atMs > since).map(({ name }) => name);
  }

  // --- schema attributes

  /** All attributes of a source, the system ones first. */
  attributesOf(sourceId: string): SchemaAttribute[] {
    return this.#attributes.where((attribute) => attribute.sourceId === sourceId);
  }

  customAttributesOf(sourceId: string): SchemaAttribute[] {
    return this.attributesOf(sourceId).filter(({ system }) => !system);
  }

  addAttribute(sourceId: string, attribute: SeedAttribute): SchemaAttribute {
    this.#sources.get(sourceId);
    return this.#putAttribute(sourceId, attribute, false);
  }

  editAttribute(attributeId: string, changes: AttributeChanges): SchemaAttribute {
    return this.#attributes.edit(attributeId, { ...changes, modified: this.now() });
  }

  /** Deletes an attribute and its values in the records of the source. */
  deleteAttribute(attributeId: string): void {
    const { sourceId, technicalName } = this.#attributes.get(attributeId);
    this.#attributes.delete(attributeId);
    for (const { id, data } of this.recordsOf(sourceId)) {
      delete data[technicalName];
      this.#records.edit(id, { data });
    }
  }

  // --- records

  records(): NonEmployeeRecord[] {
    return this.#records.list();
  }

  recordsOf(sourceId: string): NonEmployeeRecord[] {
    return this.#records.where((record) => record.sourceId === sourceId);
  }

  /** Adds a non-employee; what is left out gets plausible values. */
  addRecord(
    sourceId: string,
    record: Partial<Omit<NonEmployeeRecord, "sourceId">> = {},
  ): NonEmployeeRecord {
    this.#sources.get(sourceId);
    const number = this.recordsOf(sourceId).length + 1;
    const accountName = record.accountName ?? `william.smith${number}`;
    return this.#records.add({
      id: newUuid(),
      accountName,
      firstName: "William",
      lastName: `Smith ${number}`,
      email: `${accountName}@example.org`,
      phone: "5125555555",
      manager: this.identities()[0]?.alias ?? "",
      startDate: "2025-03-24T00:00:00-05:00",
      endDate: "2027-03-25T00:00:00-05:00",
      data: {},
      ...this.stamps(),
      ...record,
      sourceId,
    });
  }

  deleteRecord(id: string): void {
    this.#records.delete(id);
  }

  #putAttribute(
    sourceId: string,
    attribute: Omit<SeedAttribute, "sourceId">,
    system: boolean,
  ): SchemaAttribute {
    return this.#attributes.add({
      id: newUuid(),
      type: "TEXT",
      helpText: null,
      placeholder: null,
      required: false,
      ...this.stamps(attribute.created),
      ...attribute,
      sourceId,
      system,
    });
  }

  #snapshot(source: NonEmployeeSource): SourceSnapshot {
    const generic = this.#generic.find(source.sourceId);
    const { owner = "", managementWorkgroup = null } = generic ?? {};
    return { ...source, owner, managementWorkgroup };
  }
}
