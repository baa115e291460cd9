/** What a route is, and what it is called with. */
import type { ApiVersion, UserLevel } from "./entities";
import type { Operator } from "./filter";
import type { Form } from "./form";
import type { Behaviour, Clock, Limits } from "./settings";
import type { Store } from "./store";

/** Who calls, from the access token. */
export interface Caller {
  clientId: string;
  scopes: readonly string[];
  /** Absent for a client that has no user. */
  userLevel?: UserLevel;
  /** Absent for a client that has no user. */
  identityId?: string;
}

/** The tenant as routes see it. */
export interface Tenant {
  store: Store;
  behaviour: Behaviour;
  limits: Limits;
  clock: Clock;
  /** What answers say the time is. */
  serverClock: Clock;
}

/** One request that has passed the token and scope checks. */
export interface RouteContext extends Tenant {
  version: ApiVersion;
  caller: Caller;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Parsed JSON; undefined where the route takes none. */
  body: unknown;
  /** Where the route takes a form. */
  form?: Form;
}

/** A text that is made while it is sent. */
export interface TextStream {
  mediaType: string;
  pieces: Iterable<string>;
}

/** A successful answer; without a body and a stream nothing is sent. */
export interface Answer {
  status: number;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent instead of a body. */
  stream?: TextStream;
  headers?: Readonly<Record<string, string>>;
}

/** Who may call an operation. */
export interface Access {
  /** One of them is enough; `sp:scopes:all` always is. */
  scopes: readonly string[];
  /** A token's user needs one of these; a client that has no user has no level to check. */
  levels(version: ApiVersion): readonly UserLevel[];
  /** Whether a client that has no user is refused, @default false */
  isUserOnly?: boolean;
  /** A way past the level for users who own or manage the object. */
  isAllowedAnyway?(context: RouteContext): boolean;
}

/** An operation. */
export interface Route {
  method: string;
  /** Path without version, with `{name}` for parameters. */
  template: string;
  /** Operation id of the yearly versions; `v1` adds the suffix `V1`. */
  operationId: string;
  /** The operation id of beta, @default that of the yearly versions */
  betaOperationId?: string;
  versions: readonly ApiVersion[];
  access: Access;
  /** Media type of the body; absent where there is none. */
  accepts?: string;
  /** What a list can be filtered and sorted by. */
  list?: {
    filters?: Readonly<Record<string, { operators: readonly Operator[] }>>;
    sorters: Readonly<Record<string, unknown>>;
  };
  handle(context: RouteContext): Answer;
}

/** The value of a path parameter of the route's own template. */
export function parameter(context: RouteContext, name: string): string {
  const value = context.params[name];
  if (value === undefined) throw new Error(`the route has no path parameter ${name}`);
  return value;
}
