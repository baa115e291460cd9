/** The tenants of one provider process: one client for each name, with its own credentials, token, caches and budget. */
import { type ClientOptions, type Clock, createClient } from "../api";
import type { Configuration } from "./configuration";
import { Ledger } from "./ledger";
import { Tenant } from "./tenant";

export interface TenantsOptions {
  configuration: Configuration;
  clock: Clock;
  /** Number in [0, 1) for the jitter of waits. @default Math.random */
  random?: () => number;
  /** Told once of each version of the API that a tenant calls deprecated. */
  onWarning?: (message: string) => void;
  /** Told of each request of each tenant when it has ended, secrets redacted. */
  onRequest?: ClientOptions["onRequest"];
}

/** Opens tenants by the name that a resource gives. */
export class Tenants {
  readonly #options: TenantsOptions;
  readonly #byName = new Map<string | undefined, Tenant>();
  readonly #ledgers = new Map<string, Ledger>();

  constructor(options: TenantsOptions) {
    this.#options = options;
  }

  /**
   * The tenant of that name, the default one for undefined.
   * @throws ConfigurationError with every problem of the configuration
   */
  open(name: string | undefined): Tenant {
    const opened = this.#byName.get(name) ?? this.#make(name);
    this.#byName.set(name, opened);
    return opened;
  }

  #make(name: string | undefined): Tenant {
    const { configuration, clock, random, onWarning, onRequest } = this.#options;
    const { previousBaseUrl, ...connection } = configuration.connectionOf(name);
    const { apiVersion, maxRequestsPer10Seconds, requestTimeoutSeconds } = configuration;
    const client = createClient({
      ...connection,
      apiVersion,
      maxRequestsPer10Seconds,
      requestTimeoutSeconds,
      clock,
      ...(random && { random }),
      ...(onWarning && { onWarning }),
      ...(onRequest && { onRequest }),
    });
    const ledger = this.#ledgers.get(client.baseUrl) ?? new Ledger();
    this.#ledgers.set(client.baseUrl, ledger);
    const { adoptExisting, backupDir } = configuration;
    const previousUrl = previousBaseUrl === client.baseUrl ? undefined : previousBaseUrl;
    return new Tenant({ name, client, clock, adoptExisting, backupDir, previousUrl, ledger });
  }
}
