/**
 * What the handlers of one provider process know of one tenant: its client, the coalesced reads, which objects this run has
 * made or holds, and the queue that serialises writes to one source.
 */
import type { CallOptions, Client, Clock } from "../api";
import type { AdoptExisting } from "./configuration";
import { type Call, type Props, ResourceError } from "./handler";
import { ReadCache } from "./read-cache";
import { canonical } from "./value";

/** Scopes that a change needs. */
export type ManageScope = "idn:nelm:manage" | "idn:sources:manage";

/** How a process reaches a tenant, and what it may do there. */
export interface TenantOptions {
  client: Client;
  clock: Clock;
  adoptExisting: AdoptExisting;
  backupDir: string | undefined;
}

/** One tenant in one provider process. */
export class Tenant {
  readonly client: Client;
  readonly clock: Clock;
  readonly adoptExisting: AdoptExisting;
  readonly backupDir: string | undefined;
  readonly reads: ReadCache;
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
  /** Ids of objects whose name a resource of this process changes. */
  readonly renamed = new Set<string>();
  readonly #checked = new Set<string>();
  readonly #warnedOf = new Set<ManageScope>();
  readonly #tails = new Map<string, Promise<unknown>>();

  constructor(options: TenantOptions) {
    this.client = options.client;
    this.clock = options.clock;
    this.adoptExisting = options.adoptExisting;
    this.backupDir = options.backupDir;
    this.reads = new ReadCache(options.client);
  }

  get url(): string {
    return this.client.baseUrl;
  }

  /**
   * Refuses before any request if the resource in state belongs to another tenant: looked for here it would seem deleted,
   * and be built anew in the wrong place.
   */
  guard(thing: string, state: Props): void {
    const { tenantUrl } = state;
    if (typeof tenantUrl !== "string" || tenantUrl === this.url) return;
    throw new ResourceError(
      `${thing} belongs to the tenant ${tenantUrl}, but the configuration names ${this.url}: nothing was read or changed. ` +
        `Set sailpoint:baseUrl (SAIL_BASE_URL) to ${tenantUrl}, or use another stack for ${this.url}.`,
    );
  }

  /**
   * Finds out at preview whether the credentials work, and warns once if their scopes allow no writing. Only a warning: the
   * drift check runs a preview too, and is best run with credentials that can only read.
   */
  async probeCredentials(
    call: Call,
    needed: readonly ManageScope[] = ["idn:nelm:manage"],
  ): Promise<void> {
    const { scopes } = await this.client.authenticate(callOptions(call));
    const isListed = scopes.some((scope) => scope.startsWith("idn:"));
    if (!isListed || scopes.includes("sp:scopes:all")) return;
    for (const scope of needed) {
      if (scopes.includes(scope) || this.#warnedOf.has(scope)) continue;
      this.#warnedOf.add(scope);
      call.log(
        "warning",
        `the credentials for ${this.url} have the scopes ${scopes.join(" ")}, without ${scope}: reading works, but an \`up\` that makes this change will be refused. ` +
          `Give the personal access token the scope ${scope}.`,
      );
    }
  }

  /** Remembers inputs that a check of this process returned. */
  rememberChecked(type: string, inputs: Props): void {
    this.#checked.add(`${type} ${canonical(inputs)}`);
  }

  /** True if these inputs come from a check of this process: the resource is declared in this run. */
  isChecked(type: string, inputs: Props): boolean {
    return this.#checked.has(`${type} ${canonical(inputs)}`);
  }

  /** Runs the writes of one source one after the other; those of different sources go in parallel. */
  serialise<T>(sourceId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(sourceId) ?? Promise.resolve();
    const run = before.then(work, work);
    const tail = run.catch(() => undefined);
    this.#tails.set(sourceId, tail);
    return run;
  }
}

/** The part of a call that the API client needs. */
export function callOptions(call: Call): CallOptions {
  return { signal: call.signal, onWait: (message) => call.log("info", message) };
}
