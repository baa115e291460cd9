/**
 * A stateful local tenant that speaks the API over HTTP. It follows the official OpenAPI files and what is known of the
 * API's behaviour, never the client of this package, whose mistakes it would share.
 *
 * It does not reproduce: messages to approvers and requesters; what becomes of records afterwards (aggregation, identities), and
 * uploads before the newest one of a source; writing governance groups and their members; identity profiles, task status,
 * SP-Config, search; the neighbours in beta; of `/sources`, `for-subadmin`, `includeIDNSource`, and patches of more than name,
 * description, owner, managementWorkgroup, connectorAttributes and features; the filter operators that none of the lists takes;
 * deletes in the background (all end at once; `nameHeldMs` and `sourceLingersMs` imitate what is seen of that);
 * sub-administrators' restriction to the sources of their governance groups; refresh tokens and the authorization code grant;
 * TLS. Nobody publishes the lengths of texts nor the labels and types of the system attributes: those here are inferred, like
 * most codes of refusals.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Authority } from "./auth";
import type { Client } from "./entities";
import { Faults } from "./faults";
import { newSecret, newTrackingId } from "./identifier";
import { RateLimit } from "./rate-limit";
import { type LoggedRequest, RequestLog } from "./request-log";
import { routes } from "./routes/index";
import { parseSeed, type Seed } from "./seed";
import { createHttpServer, type ServerState } from "./server";
import { assertBehaviour, assertLimits, checkedSettings, settingsWith } from "./setting-check";
import {
  type Behaviour,
  type Clock,
  createServerClock,
  DEFAULT_BEHAVIOUR,
  DEFAULT_LIMITS,
  type Limits,
} from "./settings";
import { Store } from "./store";

export type { BulkJob } from "./bulk-job";
export { CONTROL_ROUTES } from "./control";
export { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS, defaultSeed } from "./default-seed";
export type {
  ApiVersion,
  Client,
  GenericSource,
  Identity,
  NonEmployeeRecord,
  NonEmployeeSource,
  RecordFields,
  SchemaAttribute,
  SourceSnapshot,
  UserLevel,
  Workgroup,
} from "./entities";
export { FAULT_KINDS, type FaultKind } from "./fault-kind";
export type { FaultRule } from "./fault-rule";
export type { Faults } from "./faults";
export { peakRate } from "./rate-limit";
export type { ApprovalItem, ApprovalStatus, NonEmployeeRequest } from "./request-entities";
export type { LoggedRequest } from "./request-log";
export type { SeedApprovalItem, SeedRequest } from "./request-seed";
export type { ApprovalDecision } from "./request-store";
export {
  parseSeed,
  type Seed,
  type SeedAttribute,
  type SeedGenericPart,
  type SeedGenericSource,
  type SeedIdentity,
  type SeedRecord,
  type SeedSource,
} from "./seed";
export { BEHAVIOUR_POSITIONS, readBehaviour, readLimits } from "./setting-check";
export {
  type Behaviour,
  type Clock,
  DEFAULT_BEHAVIOUR,
  DEFAULT_LIMITS,
  type Limits,
} from "./settings";
export type { AttributeChanges, GenericSourceChanges, SourceChanges, Store } from "./store";

/** How a simulated tenant starts. */
export interface SimulatorOptions {
  /** What the tenant holds, @default the default seed */
  seed?: Seed;
  limits?: Partial<Limits>;
  behaviour?: Partial<Behaviour>;
  /** @default the system's clock */
  clock?: Clock;
  /** Port on 127.0.0.1, @default 0, any free one */
  port?: number;
  /** Whether there are control routes under `/_simulator/`, @default false */
  control?: boolean;
  /** The log keeps the latest so many requests, @default all of them */
  maxLoggedRequests?: number;
  /** The log keeps so many characters of a body, @default 1000000 */
  maxLoggedBody?: number;
}

/** A running tenant. */
export interface Simulator {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Credentials of the seed's first client. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the tenant holds, to look into and to edit by hand. */
  readonly store: Store;
  /** All exchanges since the start or the last reset, in the order of arrival. */
  readonly requests: readonly LoggedRequest[];
  readonly faults: Faults;
  /** Can be changed at any time; a reset brings the initial one back. */
  readonly behaviour: Behaviour;
  /** Can be changed at any time; a reset brings the initial ones back. */
  readonly limits: Limits;
  /**
   * Gives a client another secret, as somebody does who rotates it; tokens issued before stay valid.
   * @throws Error if there is no such client
   */
  rotateSecret(clientId: string, clientSecret: string): void;
  /** Puts back seed, behaviour and limits; forgets tokens, faults, log and used-up rates. */
  reset(): void;
  /** Ends the server and every connection. */
  close(): Promise<void>;
}

/**
 * Starts a tenant on 127.0.0.1.
 *
 * @throws Error where seed, behaviour or limits are not valid (it names the place and what is accepted), or the port is taken
 */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const seed = parseSeed(options.seed ?? {});
  const clients = seed.clients ?? [administrator()];
  const [client] = clients;
  if (!client)
    throw new Error("the simulator's seed is not valid:\nseed.clients: must not be empty");
  const initialBehaviour = settingsWith(DEFAULT_BEHAVIOUR, options.behaviour, assertBehaviour);
  const initialLimits = settingsWith(DEFAULT_LIMITS, options.limits, assertLimits);
  const [behaviour, limits] = [{ ...initialBehaviour }, { ...initialLimits }];
  const clock = options.clock ?? { now: () => Date.now() };
  const serverClock = createServerClock(clock, behaviour);
  const store = new Store(clock, serverClock);
  const authority = new Authority(clock, serverClock);
  const rateLimit = new RateLimit({ clock, serverClock, limits, behaviour });
  const faults = new Faults(routes);
  const log = new RequestLog({
    maxRequests: options.maxLoggedRequests ?? Number.POSITIVE_INFINITY,
    maxBodyLength: options.maxLoggedBody ?? 1_000_000,
  });
  const requests = log.entries;
  let url = "";
  const shared = { store, behaviour, limits, clock, serverClock };
  const tenant = { ...shared, authority, rateLimit, url: () => url };
  const state: ServerState = { tenant, faults, log, generation: 0 };
  const reset = () => {
    state.generation += 1;
    Object.assign(behaviour, initialBehaviour);
    Object.assign(limits, initialLimits);
    store.load(seed);
    authority.load(clients);
    rateLimit.reset();
    faults.clear();
    log.clear();
  };
  reset();
  if (options.control) {
    const operations = routes;
    state.controlled = { rows: store.rows, requests, behaviour, limits, faults, operations, reset };
  }
  const server = createHttpServer(state);
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${portOf(server.address())}`;
  const close = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  };
  const { clientId, clientSecret } = client;
  return {
    ...{ url, clientId, clientSecret, store, requests, faults, reset, close },
    behaviour: checkedSettings(behaviour, assertBehaviour),
    limits: checkedSettings(limits, assertLimits),
    rotateSecret: (...args) => authority.rotate(...args),
  };
}

function administrator(): Client {
  return {
    clientId: newTrackingId(),
    clientSecret: newSecret(),
    scopes: ["sp:scopes:all"],
    userLevel: "ORG_ADMIN",
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the simulator has no port");
  return address.port;
}
