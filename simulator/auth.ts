/** OAuth: access tokens, and what they allow. */
import { createHmac, randomBytes } from "node:crypto";
import type { Access, Answer, Caller, RouteContext } from "./context";
import type { Client, Identity } from "./entities";
import { forbidden, Refusal, unauthorized } from "./error-body";
import { newTrackingId } from "./identifier";
import type { Clock } from "./settings";

/** Paths of OAuth, outside of the versioned API. */
export const OAUTH_PATHS: readonly string[] = ["/oauth/token", "/oauth/info"];

const DEFAULT_TOKEN_SECONDS = 749;
/** With so many tokens those that have expired are forgotten: the tenant may run for weeks. */
const MAX_TOKENS = 1000;
const TENANT = { id: "5f5c2d5e-7d0b-4ef5-9a4c-2f8e6a9d1c37", org: "simulated", pod: "sim01" };

interface IssuedToken {
  client: Client;
  expiresAtMs: number;
}

/** Issues and checks tokens of the given clients. */
export class Authority {
  readonly #clock: Clock;
  readonly #serverClock: Clock;
  readonly #signingKey = randomBytes(32);
  readonly #tokens = new Map<string, IssuedToken>();
  #clients: readonly Client[] = [];

  constructor(clock: Clock, serverClock: Clock) {
    this.#clock = clock;
    this.#serverClock = serverClock;
  }

  /** Sets the clients and forgets every token. */
  load(clients: readonly Client[]): void {
    this.#clients = structuredClone(clients);
    this.#tokens.clear();
  }

  /** Gives a client another secret; tokens issued before stay valid. @throws Error if there is no such client */
  rotate(clientId: string, clientSecret: string): void {
    const client = this.#clients.find((known) => known.clientId === clientId);
    if (!client) throw new Error(`the simulated tenant has no client "${clientId}"`);
    client.clientSecret = clientSecret;
  }

  /** Refuses every token issued so far from now on. */
  endTokens(): void {
    for (const token of this.#tokens.values()) token.expiresAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Answers `POST /oauth/token`; the fields come from the form or the query. */
  issue(fields: URLSearchParams, user: (client: Client) => Identity | undefined): Answer {
    const grant = fields.get("grant_type");
    if (grant === null) throw oauthError(400, "invalid_request", "Missing grant type");
    if (grant !== "client_credentials") {
      throw oauthError(400, "unsupported_grant_type", `Unsupported grant type: ${grant}`);
    }
    const client = this.#clients.find(
      ({ clientId, clientSecret }) =>
        clientId === fields.get("client_id") && clientSecret === fields.get("client_secret"),
    );
    if (!client) throw oauthError(401, "invalid_client", "Bad client credentials");
    return this.#issueTo(client, client.userLevel && user(client));
  }

  /** The caller of a request by its Authorization header. */
  authenticate(header: string | undefined, user: (client: Client) => Identity | undefined): Caller {
    const token = /^Bearer (.+)$/i.exec(header ?? "")?.[1];
    if (token === undefined) throw unauthorized("no JWT in the request");
    const issued = this.#tokens.get(token);
    if (!issued) throw unauthorized("JWT is not known");
    if (issued.expiresAtMs <= this.#clock.now()) throw unauthorized("JWT is expired");
    const { clientId, scopes, userLevel } = issued.client;
    const identityId = userLevel && user(issued.client)?.id;
    return { clientId, scopes, userLevel, identityId };
  }

  #issueTo(client: Client, user: Identity | undefined): Answer {
    const seconds = client.tokenSeconds ?? DEFAULT_TOKEN_SECONDS;
    const expiresAtMs = this.#clock.now() + seconds * 1000;
    const jti = newTrackingId();
    const claims = {
      tenant_id: TENANT.id,
      pod: TENANT.pod,
      org: TENANT.org,
      ...(user && { identity_id: user.id, user_name: user.alias, user_id: user.id }),
      authorities: client.userLevel ? [client.userLevel] : ["API"],
      client_id: client.clientId,
      scope: client.scopes,
      exp: Math.floor(this.#serverClock.now() / 1000 + seconds),
      jti,
      strong_auth: false,
      internal: false,
    };
    if (this.#tokens.size >= MAX_TOKENS) this.#dropExpired();
    const token = this.#sign(claims);
    this.#tokens.set(token, { client, expiresAtMs });
    const body = {
      access_token: token,
      token_type: "bearer",
      expires_in: seconds,
      scope: client.scopes.join(" "),
      tenant_id: TENANT.id,
      pod: TENANT.pod,
      org: TENANT.org,
      strong_auth_supported: false,
      strong_auth: false,
      internal: false,
      enabled: true,
      accessType: "OFFLINE",
      jti,
      ...(user && { user_id: user.id, identity_id: user.id }),
    };
    return { status: 200, body };
  }

  #dropExpired(): void {
    const now = this.#clock.now();
    for (const [token, { expiresAtMs }] of this.#tokens) {
      if (expiresAtMs <= now) this.#tokens.delete(token);
    }
  }

  #sign(claims: object): string {
    const head = encode({ alg: "HS256", typ: "JWT" });
    const content = `${head}.${encode(claims)}`;
    const signature = createHmac("sha256", this.#signingKey).update(content).digest("base64url");
    return `${content}.${signature}`;
  }
}

/** Answers `GET /oauth/info`, which needs no token. */
export function tenantInfo(url: string): Answer {
  return {
    status: 200,
    body: {
      tenantId: TENANT.id,
      tenantName: TENANT.org,
      authorizeEndpoint: `${url}/oauth/authorize`,
      tokenEndpoint: `${url}/oauth/token`,
      cloudDomainUrl: url,
      logoutUrl: `${url}/logout`,
      pod: TENANT.pod,
    },
  };
}

/** Refuses a caller without the scope or the user level for the operation. */
export function authorize(access: Access, context: RouteContext): void {
  const { caller, version } = context;
  const hasScope = caller.scopes.some(
    (scope) => scope === "sp:scopes:all" || access.scopes.includes(scope),
  );
  if (!hasScope || (access.isUserOnly && !caller.userLevel)) throw forbidden();
  if (!caller.userLevel || access.levels(version).includes(caller.userLevel)) return;
  if (!access.isAllowedAnyway?.(context)) throw forbidden();
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function oauthError(status: number, error: string, description: string): Refusal {
  return new Refusal(status, () => ({ error, error_description: description }));
}
