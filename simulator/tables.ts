/** The tables of a tenant, and the shared rows that those read who change nothing. */
import type {
  GenericSource,
  Identity,
  NonEmployeeRecord,
  NonEmployeeSource,
  SchemaAttribute,
  SourceSnapshot,
  Workgroup,
} from "./entities";
import { Memo } from "./memo";
import type { ApprovalItem, NonEmployeeRequest } from "./request-entities";
import { Table } from "./table";

/** What a tenant stores, one table for each kind of object. */
export class Tables {
  readonly identities = new Table<Identity>("identity", ({ id }) => id);
  readonly workgroups = new Table<Workgroup>("governance group", ({ id }) => id);
  readonly generic = new Table<GenericSource>("source", ({ id }) => id);
  readonly sources = new Table<NonEmployeeSource>(
    "non-employee source",
    ({ sourceId }) => sourceId,
    ({ id }) => id,
  );
  readonly attributes = new Table<SchemaAttribute>(
    "schema attribute",
    ({ id }) => id,
    ({ sourceId }) => sourceId,
  );
  readonly records = new Table<NonEmployeeRecord>(
    "record",
    ({ id }) => id,
    ({ sourceId }) => sourceId,
  );
  /** Those that were deleted are among them. */
  readonly requests = new Table<NonEmployeeRequest>(
    "request",
    ({ id }) => id,
    ({ sourceId }) => sourceId,
  );
  readonly approvals = new Table<ApprovalItem>(
    "approval item",
    ({ id }) => id,
    ({ requestId }) => requestId,
  );

  clear(): void {
    for (const table of [this.identities, this.workgroups]) table.clear();
    for (const table of [this.generic, this.sources, this.attributes, this.records]) table.clear();
    for (const table of [this.requests, this.approvals]) table.clear();
  }
}

/** Lists made from the rows of one table alone. */
export type RowMemo<T> = Memo<readonly Readonly<T>[], readonly Readonly<T>[]>;

/**
 * What a tenant holds without copies, for routes: a table of 20,000 records is not copied for a page of 250. All that is given
 * out is frozen.
 */
export class Rows {
  readonly #tables: Tables;
  /** Lists of records: there may be so many that sorting them for each page would take the most time. */
  readonly recordLists: RowMemo<NonEmployeeRecord> = new Memo();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  identities(): readonly Readonly<Identity>[] {
    return this.#tables.identities.rows();
  }

  identity(id: string): Readonly<Identity> | undefined {
    return this.#tables.identities.row(id);
  }

  workgroups(): readonly Readonly<Workgroup>[] {
    return this.#tables.workgroups.rows();
  }

  workgroup(id: string): Readonly<Workgroup> | undefined {
    return this.#tables.workgroups.row(id);
  }

  genericSources(): readonly Readonly<GenericSource>[] {
    return this.#tables.generic.rows();
  }

  genericSource(id: string): Readonly<GenericSource> | undefined {
    return this.#tables.generic.row(id);
  }

  sources(): readonly Readonly<SourceSnapshot>[] {
    return this.#tables.sources.rows().map((source) => this.#snapshot(source));
  }

  source(sourceId: string): Readonly<SourceSnapshot> | undefined {
    const source = this.#tables.sources.row(sourceId);
    return source && this.#snapshot(source);
  }

  /** The source with that UUID. */
  sourceByUuid(id: string): Readonly<SourceSnapshot> | undefined {
    const [source] = this.#tables.sources.groupRows(id);
    return source && this.#snapshot(source);
  }

  attributesOf(sourceId: string): readonly Readonly<SchemaAttribute>[] {
    return this.#tables.attributes.groupRows(sourceId);
  }

  records(): readonly Readonly<NonEmployeeRecord>[] {
    return this.#tables.records.rows();
  }

  recordsOf(sourceId: string): readonly Readonly<NonEmployeeRecord>[] {
    return this.#tables.records.groupRows(sourceId);
  }

  recordCount(sourceId: string): number {
    return this.#tables.records.groupSize(sourceId);
  }

  record(id: string): Readonly<NonEmployeeRecord> | undefined {
    return this.#tables.records.row(id);
  }

  /** Requests, but for those that were deleted. */
  requests(): readonly Readonly<NonEmployeeRequest>[] {
    return this.#tables.requests.rows().filter(({ isDeleted }) => !isDeleted);
  }

  request(id: string): Readonly<NonEmployeeRequest> | undefined {
    const request = this.#tables.requests.row(id);
    return request?.isDeleted ? undefined : request;
  }

  /** The requests of a source, those that were deleted among them. */
  allRequestsOf(sourceId: string): readonly Readonly<NonEmployeeRequest>[] {
    return this.#tables.requests.groupRows(sourceId);
  }

  approvals(): readonly Readonly<ApprovalItem>[] {
    return this.#tables.approvals.rows();
  }

  approval(id: string): Readonly<ApprovalItem> | undefined {
    return this.#tables.approvals.row(id);
  }

  /** The approval items of a request, in the order of approval. */
  approvalsOf(requestId: string): readonly Readonly<ApprovalItem>[] {
    return this.#tables.approvals.groupRows(requestId);
  }

  /** The request of an approval item, also where it was deleted. */
  requestOf({ requestId }: Pick<ApprovalItem, "requestId">): Readonly<NonEmployeeRequest> {
    return this.#tables.requests.get(requestId);
  }

  /** When a source (by `sourceId`), an attribute, a record or a request was made, in milliseconds of the real clock. */
  madeAtMs(id: string): number {
    const { generic, sources, attributes, records, requests } = this.#tables;
    const holders = [sources, generic, attributes, records, requests];
    return holders.find((table) => table.row(id))?.madeAtMs(id) ?? 0;
  }

  #snapshot(source: Readonly<NonEmployeeSource>): Readonly<SourceSnapshot> {
    const { owner = "", managementWorkgroup = null } =
      this.#tables.generic.row(source.sourceId) ?? {};
    return { ...source, owner, managementWorkgroup };
  }
}
