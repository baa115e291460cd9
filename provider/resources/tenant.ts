/**
 * What the handlers of one provider process know of one tenant: its client, its coalesced reads and look-ups, and the
 * ledger of the objects behind its URL.
 */
import type { CallOptions, Client, Clock } from "../api";
import type { AdoptExisting } from "./configuration";
import { Directory } from "./directory";
import type { Call } from "./handler";
import { Ledger } from "./ledger";
import { ReadCache } from "./read-cache";

/** Scopes that a change needs. */
export type ManageScope = "idn:nelm:manage" | "idn:sources:manage";

/** How a process reaches a tenant, and what it may do there. */
export interface TenantOptions {
  /** The name that resources give it; undefined is the default tenant. */
  name?: string | undefined;
  client: Client;
  clock: Clock;
  adoptExisting: AdoptExisting;
  backupDir: string | undefined;
  /** The URL that the tenant had before, if somebody acknowledged the change. */
  previousUrl?: string | undefined;
  /** Shared with other names of the same URL. @default one of its own */
  ledger?: Ledger;
}

/** One tenant in one provider process. */
export class Tenant {
  readonly name: string | undefined;
  readonly client: Client;
  readonly clock: Clock;
  readonly adoptExisting: AdoptExisting;
  readonly backupDir: string | undefined;
  readonly previousUrl: string | undefined;
  readonly ledger: Ledger;
  readonly reads: ReadCache;
  readonly directory: Directory;

  constructor(options: TenantOptions) {
    this.name = options.name;
    this.client = options.client;
    this.clock = options.clock;
    this.adoptExisting = options.adoptExisting;
    this.backupDir = options.backupDir;
    this.previousUrl = options.previousUrl;
    this.ledger = options.ledger ?? new Ledger();
    this.reads = new ReadCache(options.client);
    this.ledger.reads.add(this.reads);
    this.directory = new Directory(options.client);
  }

  get url(): string {
    return this.client.baseUrl;
  }

  /** Warns, but says the same thing only once a run. */
  warnOnce(call: Call, message: string): void {
    if (this.ledger.isFirst(message)) call.log("warning", message);
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
    for (const scope of await this.lackingScopes(call, needed)) {
      this.warnOnce(
        call,
        `the credentials for ${this.url} have the scopes ${scopes.join(" ")}, without ${scope}: reading works, but an \`up\` that makes this change will be refused. ` +
          `Give the personal access token the scope ${scope}.`,
      );
    }
  }

  /** Those of the scopes that the token does not have, as far as it lists any. */
  async lackingScopes(call: Call, needed: readonly ManageScope[]): Promise<ManageScope[]> {
    const { scopes } = await this.client.authenticate(callOptions(call));
    const isListed = scopes.some((scope) => scope.startsWith("idn:"));
    if (!isListed || scopes.includes("sp:scopes:all")) return [];
    return needed.filter((scope) => !scopes.includes(scope));
  }
}

/** The part of a call that the API client needs. */
export function callOptions(call: Call): CallOptions {
  return { signal: call.signal, onWait: (message) => call.log("info", message) };
}
