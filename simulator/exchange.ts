/** One exchange from the received request to the answer; what goes over the socket is in `server.ts`. */
import type { IncomingHttpHeaders } from "node:http";
import { type Authority, authorize, OAUTH_PATHS, tenantInfo } from "./auth";
import type { Answer, RouteContext, Tenant } from "./context";
import type { Client, Identity } from "./entities";
import { badRequest, notFound, Refusal } from "./error-body";
import { type Form, mediaType } from "./form";
import { isDeeperThan, MAX_DEPTH } from "./json";
import { withExtraFields, withUnheardOrigin } from "./oddity";
import type { RateLimit } from "./rate-limit";
import { type Location, locate } from "./router";
import { routes } from "./routes/index";

/** A request, read to its end. */
export interface ReceivedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The body where it is a form. */
  form?: Form;
}

/** Everything that an exchange touches. */
export interface ExchangeTenant extends Tenant {
  url(): string;
  authority: Authority;
  rateLimit: RateLimit;
}

/** Where a request goes; a path outside of the API has neither version nor template. */
export function locateRequest(method: string, path: string): Location {
  if (OAUTH_PATHS.includes(path)) return { template: path, params: {} };
  try {
    return locate(routes, method, path);
  } catch {
    return { params: {} };
  }
}

/** Carries a request out; refusals become answers. */
export function exchange(
  tenant: ExchangeTenant,
  request: ReceivedRequest,
  trackingId: string,
): Answer {
  try {
    const answer = dispatch(tenant, request);
    const { extraFields } = tenant.behaviour;
    const body = extraFields ? withExtraFields(answer.body) : answer.body;
    return { ...answer, body };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, headers } = error;
    const { extraFields, extraEnumValues } = tenant.behaviour;
    const own = error.body(trackingId);
    const odd = extraEnumValues ? withUnheardOrigin(own) : own;
    const body = extraFields ? withExtraFields(odd) : odd;
    return { status, body, headers };
  }
}

function dispatch(tenant: ExchangeTenant, request: ReceivedRequest): Answer {
  const { method, path, query, headers } = request;
  const user = (client: Client) => userOf(tenant, client);
  if (path === "/oauth/token" && method === "POST") {
    const fields = request.form?.fields;
    return tenant.authority.issue(fields?.has("grant_type") ? fields : query, user);
  }
  if (path === "/oauth/info" && method === "GET") return tenantInfo(tenant.url());
  const caller = tenant.authority.authenticate(headers.authorization, user);
  const { version, route, params } = locate(routes, method, path);
  if (!version) throw notFound();
  tenant.rateLimit.take(caller.clientId, version);
  if (!route) throw notFound();
  const { store, behaviour, limits, clock, serverClock } = tenant;
  store.settleUploads();
  const context = {
    ...{ store, behaviour, limits, clock, serverClock, version, caller, params, query },
    body: undefined,
  };
  authorize(route.access, context);
  return route.handle({ ...context, ...parseBody(route.accepts, request) });
}

function parseBody(
  accepts: string | undefined,
  { headers, body, form }: ReceivedRequest,
): Pick<RouteContext, "body" | "form"> {
  if (accepts === undefined) return { body: undefined };
  if (mediaType(headers["content-type"] ?? "") !== accepts) {
    throw badRequest("400.1", `Content-Type must be ${accepts};`);
  }
  if (accepts === "multipart/form-data") {
    if (!form) throw badRequest("400.1", "the body is not a valid form;");
    return { body: undefined, form };
  }
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw badRequest("400.1", "the body is not valid JSON;");
  }
  if (isDeeperThan(value, MAX_DEPTH)) {
    throw badRequest("400.1", `the body is nested more than ${MAX_DEPTH} deep;`);
  }
  return { body: value };
}

/** A token's user: the client's own identity, else the tenant's first. */
function userOf({ store }: Tenant, { identityId }: Client): Identity | undefined {
  const { rows } = store;
  return identityId === undefined ? rows.identities()[0] : rows.identity(identityId);
}
