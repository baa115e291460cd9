/**
 * What one run knows of the objects behind one base URL: which of them it has made or holds, and the queue that serialises writes
 * to one source. Two tenant names with the same URL share it, for they mean the same objects.
 */
import type { Props } from "./handler";
import type { ReadCache } from "./read-cache";
import { canonical } from "./value";

export class Ledger {
  /** Ids that a resource of this run holds; a delete of one of them releases it instead (docs/behaviour.md). */
  readonly held = new Set<string>();
  /** Ids made by this process: reads may not see them for some seconds. */
  readonly made = new Set<string>();
  /** Ids that a create of this process has made or taken over: no second resource may have them. */
  readonly taken = new Set<string>();
  /** What the program declares of each object in the state, by its id. */
  readonly declarations = new Map<string, string>();
  /** Ids of existing objects that a new declaration of this process takes over, or will. */
  readonly wantedByNew = new Set<string>();
  /** Ids of objects that are deleted before new ones are made in their place. */
  readonly replaced = new Set<string>();
  /** Ids of objects whose name a resource of this process changes. */
  readonly renamed = new Set<string>();
  /** Names that new declarations of this process bring: of sources, and of attributes by their source. */
  readonly newNames = new Map<string, Set<string>>();
  /** What the tenant does with a governance group in the request that makes a source; undefined: not seen yet. */
  workgroupOnCreate: "taken" | "refused" | undefined;
  /** Coalesced reads of each tenant name with this URL. */
  readonly reads = new Set<ReadCache>();
  readonly #checked = new Set<string>();
  readonly #told = new Set<string>();
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Remembers inputs that a check of this process returned. */
  rememberChecked(type: string, inputs: Props): void {
    this.#checked.add(`${type} ${canonical(inputs)}`);
  }

  /** True if these inputs come from a check of this process: the resource is declared in this run. */
  isChecked(type: string, inputs: Props): boolean {
    return this.#checked.has(`${type} ${canonical(inputs)}`);
  }

  /** True the first time: what is to be said once a run. */
  isFirst(message: string): boolean {
    if (this.#told.has(message)) return false;
    this.#told.add(message);
    return true;
  }

  /** Forgets what a write to the source itself touched. */
  forgetSource(sourceId?: string): void {
    for (const reads of this.reads) reads.dropSource(sourceId);
  }

  /** Forgets what a write to the attributes of a source touched. */
  forgetAttributes(sourceId: string): void {
    for (const reads of this.reads) reads.dropAttributes(sourceId);
  }

  /** Runs what has one key, such as the writes of one source, one after the other; different keys go in parallel. */
  serialise<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const run = before.then(work, work);
    const tail = run.catch(() => undefined);
    this.#tails.set(key, tail);
    return run;
  }
}
