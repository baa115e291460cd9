/**
 * Coalesced reads of one tenant: the reads of a whole run cost one list of non-employee sources, one list of their generic
 * sources, and one attribute list per source, however many resources ask. For reading only: whatever destroys something is
 * decided on an answer fetched for it.
 */
import {
  type CallOptions,
  type Client,
  isIn,
  isNotFound,
  type NonEmployeeSource,
  type SchemaAttribute,
  type Source,
} from "../api";

/** Generic sources asked for in one request: 60 ids keep the URL well below 4 kB. */
const maxIdsPerRequest = 60;

/** The lists of one tenant, each read at most once as long as nothing is written. */
export class ReadCache {
  readonly #client: Client;
  #sources: Promise<NonEmployeeSource[]> | undefined;
  #generic: Promise<Map<string, Source>> | undefined;
  #counts: Promise<Map<string, number>> | undefined;
  readonly #attributes = new Map<string, Promise<SchemaAttribute[] | undefined>>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Every non-employee source of the tenant. */
  sources(call: CallOptions): Promise<NonEmployeeSource[]> {
    this.#sources ??= this.#forgetOnFailure(this.#client.listNonEmployeeSources({}, call), () => {
      this.#sources = undefined;
    });
    return this.#sources;
  }

  /** The generic source (owner, management workgroup) behind each non-employee source, by sourceId. */
  genericSources(call: CallOptions): Promise<Map<string, Source>> {
    this.#generic ??= this.#forgetOnFailure(this.#listGeneric(call), () => {
      this.#generic = undefined;
    });
    return this.#generic;
  }

  /** The generic source behind one source, from the list of all; by itself only if that was read before the source was made. */
  async genericSource(sourceId: string, call: CallOptions): Promise<Source> {
    const listed = (await this.genericSources(call)).get(sourceId);
    return listed ?? (await this.#client.getSource(sourceId, call));
  }

  /** How many records each source has, as far as the tenant tells: for warnings only. */
  recordCounts(call: CallOptions): Promise<Map<string, number>> {
    this.#counts ??= this.#forgetOnFailure(this.#countRecords(call), () => {
      this.#counts = undefined;
    });
    return this.#counts;
  }

  /** All schema attributes of a source, or undefined if the API says that there is no such source. */
  attributes(sourceId: string, call: CallOptions): Promise<SchemaAttribute[] | undefined> {
    const cached = this.#attributes.get(sourceId);
    if (cached !== undefined) return cached;
    const listed = this.#forgetOnFailure(this.#listAttributes(sourceId, call), () =>
      this.#attributes.delete(sourceId),
    );
    this.#attributes.set(sourceId, listed);
    return listed;
  }

  /** Adds a source that this process has just made to the list, so that making many does not list them each time. */
  addSource(made: NonEmployeeSource): void {
    this.#generic = undefined;
    this.#sources = this.#sources?.then((list) => withEntry(list, made));
    this.#sources?.catch(() => undefined);
  }

  /** Adds an attribute that this process has just made to the list of its source. */
  addAttribute(sourceId: string, made: SchemaAttribute): void {
    const list = this.#attributes.get(sourceId)?.then((all) => all && withEntry(all, made));
    if (list === undefined) return;
    this.#attributes.set(sourceId, list);
    list.catch(() => undefined);
  }

  /** Forgets what a write to the source itself touched. */
  dropSource(sourceId?: string): void {
    this.#sources = undefined;
    this.#generic = undefined;
    this.#counts = undefined;
    if (sourceId !== undefined) this.#attributes.delete(sourceId);
  }

  /** Forgets what a write to the attributes of a source touched. */
  dropAttributes(sourceId: string): void {
    this.#attributes.delete(sourceId);
  }

  async #listGeneric(call: CallOptions): Promise<Map<string, Source>> {
    const ids = (await this.sources(call)).map(({ sourceId }) => sourceId);
    const found = new Map<string, Source>();
    for (let start = 0; start < ids.length; start += maxIdsPerRequest) {
      const filters = isIn("id", ids.slice(start, start + maxIdsPerRequest));
      for (const source of await this.#client.listSources({ filters }, call)) {
        found.set(source.id, source);
      }
    }
    return found;
  }

  async #countRecords(call: CallOptions): Promise<Map<string, number>> {
    const sources = await this.#client.listNonEmployeeSources({ nonEmployeeCount: true }, call);
    return new Map(sources.map((source) => [source.sourceId, source.nonEmployeeCount ?? 0]));
  }

  async #listAttributes(sourceId: string, call: CallOptions) {
    try {
      return await this.#client.getNonEmployeeSourceSchemaAttributes(sourceId, call);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** A failure is told to everybody who waits, and not kept: the next reader asks again. */
  #forgetOnFailure<T>(read: Promise<T>, forget: () => void): Promise<T> {
    return read.catch((error: unknown) => {
      forget();
      throw error;
    });
  }
}

/** The list with one more entry, which it has already if the tenant answered after the entry was made. */
function withEntry<T extends { id: string }>(list: T[], made: T): T[] {
  return list.some(({ id }) => id === made.id) ? list : [...list, made];
}
