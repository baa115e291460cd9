import type { AttemptAnswer, AttemptSettings } from "./attempts";
import { createCaller } from "./call";
import { abortedOr } from "./call-error";
import type { CallOptions } from "./call-request";
import {
  type CheckedClientOptions,
  type ClientOptions,
  checkClientOptions,
} from "./client-options";
import { guarded } from "./guarded";
import * as identity from "./identity";
import type { JsonPatchOperation } from "./json-patch";
import {
  createNonEmployeeRequestClient,
  type NonEmployeeRequestClient,
} from "./non-employee-request-client";
import * as nonEmployeeSource from "./non-employee-source";
import { tokenOperation } from "./operation";
import type { ApiVersion } from "./path";
import { withPathIds } from "./path-id";
import { routeTo } from "./proxy";
import * as publicIdentity from "./public-identity";
import { sharedRateLimit } from "./rate-limit";
import { createRecordCalls, type RecordCalls } from "./record-calls";
import { SecretKeeper } from "./redact";
import { defaultRetryLimits } from "./retry";
import * as schemaAttribute from "./schema-attribute";
import * as source from "./source";
import { TokenKeeper, tokenPath } from "./token";
import { Transport } from "./transport";
import * as workgroup from "./workgroup";

/**
 * The API of one tenant. Every call throws `ArgumentError` before sending what cannot be sent, `HttpError` for an error
 * status, `AuthError` for refused credentials, `NetworkError` when no answer came, `AbortedError` when its signal ended
 * it, and `ResponseShapeError` for an answer that cannot be used.
 */
export interface Client extends RecordCalls, NonEmployeeRequestClient {
  /** Base URL in its one form: no trailing slash. */
  readonly baseUrl: string;
  /**
   * Scopes granted by the token, and the identity of its user where the tenant tells; a client without a user has none. Fetches a
   * token if needed.
   */
  authenticate(
    call?: CallOptions,
  ): Promise<{ scopes: readonly string[]; identityId: string | undefined }>;
  /**
   * Lower bound of the server's present time, in milliseconds since 1970: the last `Date` header, which drops the
   * fraction, plus the time since; undefined before any answer.
   */
  serverTime(): number | undefined;
  /** All pages, complete. @see listNonEmployeeSources */
  listNonEmployeeSources(
    query?: nonEmployeeSource.NonEmployeeSourcesQuery,
    call?: CallOptions,
  ): Promise<nonEmployeeSource.NonEmployeeSource[]>;
  /** @see createNonEmployeeSource */
  createNonEmployeeSource(
    body: nonEmployeeSource.NonEmployeeSourceRequestBody,
    call?: CallOptions,
  ): Promise<nonEmployeeSource.NonEmployeeSource>;
  /** @see getNonEmployeeSource */
  getNonEmployeeSource(
    sourceId: string,
    call?: CallOptions,
  ): Promise<nonEmployeeSource.NonEmployeeSource>;
  /**
   * Patches `/name`, `/description`, `/approvers`, `/accountManagers`; people and groups are given as ids and sent in
   * the form that the tenant takes. @see patchNonEmployeeSource
   */
  patchNonEmployeeSource(
    sourceId: string,
    operations: JsonPatchOperation[],
    call?: CallOptions,
  ): Promise<nonEmployeeSource.NonEmployeeSource>;
  /** Deletes the source with all its records. @see deleteNonEmployeeSource */
  deleteNonEmployeeSource(sourceId: string, call?: CallOptions): Promise<void>;
  /** System attributes first. @see getNonEmployeeSourceSchemaAttributes */
  getNonEmployeeSourceSchemaAttributes(
    sourceId: string,
    call?: CallOptions,
  ): Promise<schemaAttribute.SchemaAttribute[]>;
  /** @see createNonEmployeeSourceSchemaAttributes */
  createNonEmployeeSourceSchemaAttributes(
    sourceId: string,
    body: schemaAttribute.SchemaAttributeBody,
    call?: CallOptions,
  ): Promise<schemaAttribute.SchemaAttribute>;
  /**
   * Deletes every custom attribute, whoever has made it; those of the system stay.
   * @see deleteNonEmployeeSourceSchemaAttributes
   */
  deleteNonEmployeeSourceSchemaAttributes(sourceId: string, call?: CallOptions): Promise<void>;
  /** @see getNonEmployeeSchemaAttribute */
  getNonEmployeeSchemaAttribute(
    sourceId: string,
    attributeId: string,
    call?: CallOptions,
  ): Promise<schemaAttribute.SchemaAttribute>;
  /** @see patchNonEmployeeSchemaAttribute */
  patchNonEmployeeSchemaAttribute(
    sourceId: string,
    attributeId: string,
    operations: JsonPatchOperation[],
    call?: CallOptions,
  ): Promise<schemaAttribute.SchemaAttribute>;
  /** @see deleteNonEmployeeSchemaAttribute */
  deleteNonEmployeeSchemaAttribute(
    sourceId: string,
    attributeId: string,
    call?: CallOptions,
  ): Promise<void>;
  /** Sources of any kind, all pages, complete. @see listSources */
  listSources(query?: source.SourcesQuery, call?: CallOptions): Promise<source.Source[]>;
  /** @see getSource */
  getSource(id: string, call?: CallOptions): Promise<source.Source>;
  /** @see updateSource */
  updateSource(
    id: string,
    operations: JsonPatchOperation[],
    call?: CallOptions,
  ): Promise<source.Source>;
  /** People as everybody may see them, all pages, complete; needs a token with a user. @see getPublicIdentities */
  getPublicIdentities(
    query?: publicIdentity.PublicIdentitiesQuery,
    call?: CallOptions,
  ): Promise<publicIdentity.PublicIdentity[]>;
  /** People as administrators see them, all pages, complete; needs a token with a user. @see listIdentities */
  listIdentities(
    query?: identity.IdentitiesQuery,
    call?: CallOptions,
  ): Promise<identity.Identity[]>;
  /** Needs a token with a user. @see getIdentity */
  getIdentity(id: string, call?: CallOptions): Promise<identity.Identity>;
  /** Governance groups, all pages, complete. @see listWorkgroups */
  listWorkgroups(
    query?: workgroup.WorkgroupsQuery,
    call?: CallOptions,
  ): Promise<workgroup.Workgroup[]>;
  /** @see getWorkgroup */
  getWorkgroup(id: string, call?: CallOptions): Promise<workgroup.Workgroup>;
}

/**
 * Makes the client of one tenant. Share it, for its token is its own; the request ceiling is shared by all clients of the
 * process that have the same base URL, client id and API version. Proxies are taken from `HTTPS_PROXY`, `ALL_PROXY` and
 * `NO_PROXY`.
 *
 * @throws ArgumentError when an option is wrong.
 */
export function createClient(options: ClientOptions): Client {
  const checked = checkClientOptions(options);
  const { caller, tokens, transport } = assemble(checked);
  const patchSource = nonEmployeeSource.createPatchNonEmployeeSource(caller);
  const patchAttribute = schemaAttribute.createPatchNonEmployeeSchemaAttribute(caller);
  return {
    baseUrl: checked.baseUrl,
    authenticate: async (call) => {
      const aborted = abortedOr(tokens.context, "fetch an access token", call?.signal);
      const options = { ...call, onWait: guarded("onWait", call?.onWait) };
      const { scopes, identityId } = await tokens.get(options).catch(aborted);
      return { scopes, identityId };
    },
    serverTime: () => transport.serverTime(),
    listNonEmployeeSources: (query, call) =>
      nonEmployeeSource.listNonEmployeeSources(caller, query, call),
    createNonEmployeeSource: (body, call) =>
      nonEmployeeSource.createNonEmployeeSource(caller, body, call),
    getNonEmployeeSource: (id, call) => nonEmployeeSource.getNonEmployeeSource(caller, id, call),
    patchNonEmployeeSource: (id, operations, call) => patchSource(id, operations, call),
    deleteNonEmployeeSource: (id, call) =>
      nonEmployeeSource.deleteNonEmployeeSource(caller, id, call),
    getNonEmployeeSourceSchemaAttributes: (id, call) =>
      schemaAttribute.getNonEmployeeSourceSchemaAttributes(caller, id, call),
    createNonEmployeeSourceSchemaAttributes: (id, body, call) =>
      schemaAttribute.createNonEmployeeSourceSchemaAttributes(caller, id, body, call),
    deleteNonEmployeeSourceSchemaAttributes: (id, call) =>
      schemaAttribute.deleteNonEmployeeSourceSchemaAttributes(caller, id, call),
    getNonEmployeeSchemaAttribute: (id, attributeId, call) =>
      schemaAttribute.getNonEmployeeSchemaAttribute(caller, id, attributeId, call),
    patchNonEmployeeSchemaAttribute: (id, attributeId, operations, call) =>
      patchAttribute(id, attributeId, operations, call),
    deleteNonEmployeeSchemaAttribute: (id, attributeId, call) =>
      schemaAttribute.deleteNonEmployeeSchemaAttribute(caller, id, attributeId, call),
    listSources: (query, call) => source.listSources(caller, query, call),
    getSource: (id, call) => source.getSource(caller, id, call),
    updateSource: (id, operations, call) => source.updateSource(caller, id, operations, call),
    ...createRecordCalls(caller, checked.clock),
    getPublicIdentities: (query, call) => publicIdentity.getPublicIdentities(caller, query, call),
    listIdentities: (query, call) => identity.listIdentities(caller, query, call),
    getIdentity: (id, call) => identity.getIdentity(caller, id, call),
    listWorkgroups: (query, call) => workgroup.listWorkgroups(caller, query, call),
    getWorkgroup: (id, call) => workgroup.getWorkgroup(caller, id, call),
    ...createNonEmployeeRequestClient(caller),
  };
}

function assemble(options: CheckedClientOptions) {
  const { baseUrl, clock, random, clientId, clientSecret, maxRequestsPer10Seconds } = options;
  const secrets = new SecretKeeper(clientId, clientSecret);
  const timeoutMs = options.requestTimeoutSeconds * 1000;
  const route = routeTo(baseUrl, timeoutMs);
  const transport = new Transport({
    baseUrl,
    route,
    timeoutMs,
    clock,
    redact: secrets.redact,
    onRequest: options.onRequest,
  });
  const limits = { ...defaultRetryLimits, maxTotalMs: options.totalTimeoutSeconds * 1000 };
  const attempts: AttemptSettings = { clock, random, limits };
  const tokens = new TokenKeeper({
    attempts,
    secrets,
    proxy: route.proxy,
    send: ({ number, maxMs }) =>
      transport.send({
        operation: tokenOperation,
        method: "POST",
        path: tokenPath,
        headers: {
          accept: "application/json",
          "content-type": "application/x-www-form-urlencoded",
        },
        body: tokenForm(clientId, clientSecret),
        attempt: number,
        maxMs,
      }),
  });
  const caller = createCaller({
    apiVersion: options.apiVersion,
    attempts,
    redact: secrets.redact,
    transport,
    proxy: route.proxy,
    senderOf: onceForEach((version) => ({
      tokens,
      rateLimit: sharedRateLimit(clock, { baseUrl, clientId, version }),
      clock,
      maxRequests: maxRequestsPer10Seconds,
      maxPauseMs: limits.maxWaitMs,
    })),
    onAnswer: deprecationWarner(options.onWarning),
  });
  return { caller: withPathIds(caller), tokens, transport };
}

/** Makes something once for each key. */
function onceForEach<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

/** In the body, not in the query string: that would leave the secret in logs. */
function tokenForm(clientId: string, clientSecret: string): string {
  return new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
  }).toString();
}

function deprecationWarner(
  onWarning: ClientOptions["onWarning"],
): (answer: AttemptAnswer, version: ApiVersion) => void {
  const told = new Set<ApiVersion>();
  return (answer, version) => {
    const header = answer.header("x-deprecated");
    if (told.has(version) || header === undefined || header.toLowerCase() === "false") {
      return;
    }
    told.add(version);
    onWarning?.(
      `the API calls its version ${version} deprecated (X-Deprecated) - set apiVersion to v1`,
    );
  };
}
