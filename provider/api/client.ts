import type { AttemptSettings } from "./attempts";
import { abortedOr, type CallOptions, createCaller } from "./call";
import {
  type CheckedClientOptions,
  type ClientOptions,
  checkClientOptions,
} from "./client-options";
import type { WireAnswer } from "./http";
import type { JsonPatchOperation } from "./json-patch";
import * as nonEmployeeSource from "./non-employee-source";
import { tokenOperation } from "./operation";
import type { ApiVersion } from "./path";
import { RateLimit } from "./rate-limit";
import { SecretKeeper } from "./redact";
import { defaultRetryLimits } from "./retry";
import * as schemaAttribute from "./schema-attribute";
import * as source from "./source";
import { TokenKeeper, tokenPath } from "./token";
import { Transport } from "./transport";

/**
 * The API of one tenant. Every call throws `ArgumentError` before sending what cannot be sent, `HttpError` for an error
 * status, `AuthError` for refused credentials, `NetworkError` when no answer came, `AbortedError` when its signal ended
 * it, and `ResponseShapeError` for an answer that cannot be used.
 */
export interface Client {
  /** Base URL in its one form: no trailing slash. */
  readonly baseUrl: string;
  /** Scopes granted by the token; fetches a token if needed. */
  authenticate(call?: CallOptions): Promise<{ scopes: readonly string[] }>;
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
}

/**
 * Makes the client of one tenant. Share it: token and request ceiling are its own.
 *
 * @throws ArgumentError when an option is wrong.
 */
export function createClient(options: ClientOptions): Client {
  const checked = checkClientOptions(options);
  const { caller, tokens, transport } = assemble(checked);
  const patchSource = nonEmployeeSource.createPatchNonEmployeeSource(caller);
  return {
    baseUrl: checked.baseUrl,
    authenticate: async (call) => {
      const aborted = abortedOr(tokens.context, "fetch an access token", call?.signal);
      return { scopes: (await tokens.get(call).catch(aborted)).scopes };
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
    getNonEmployeeSchemaAttribute: (id, attributeId, call) =>
      schemaAttribute.getNonEmployeeSchemaAttribute(caller, id, attributeId, call),
    patchNonEmployeeSchemaAttribute: (id, attributeId, operations, call) =>
      schemaAttribute.patchNonEmployeeSchemaAttribute(caller, id, attributeId, operations, call),
    deleteNonEmployeeSchemaAttribute: (id, attributeId, call) =>
      schemaAttribute.deleteNonEmployeeSchemaAttribute(caller, id, attributeId, call),
    listSources: (query, call) => source.listSources(caller, query, call),
    getSource: (id, call) => source.getSource(caller, id, call),
    updateSource: (id, operations, call) => source.updateSource(caller, id, operations, call),
  };
}

function assemble(options: CheckedClientOptions) {
  const { clock, random, clientId, clientSecret } = options;
  const secrets = new SecretKeeper(clientId, clientSecret);
  const rateLimit = new RateLimit(options.maxRequestsPer10Seconds, clock);
  const transport = new Transport({
    baseUrl: options.baseUrl,
    timeoutMs: options.requestTimeoutSeconds * 1000,
    clock,
    redact: secrets.redact,
    onRequest: options.onRequest,
  });
  const attempts: AttemptSettings = { clock, random, limits: defaultRetryLimits };
  const tokens = new TokenKeeper({
    attempts,
    secrets,
    send: (attempt) =>
      transport.exchange({
        operation: tokenOperation,
        method: "POST",
        path: tokenPath,
        headers: {
          accept: "application/json",
          "content-type": "application/x-www-form-urlencoded",
        },
        body: tokenForm(clientId, clientSecret),
        attempt,
      }),
  });
  const caller = createCaller({
    apiVersion: options.apiVersion,
    attempts: { ...attempts, onThrottled: (until) => rateLimit.pauseUntil(until) },
    tokens,
    rateLimit,
    redact: secrets.redact,
    exchange: transport.exchange,
    onAnswer: deprecationWarner(options.onWarning),
  });
  return { caller, tokens, transport };
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
): (answer: WireAnswer, version: ApiVersion) => void {
  let isTold = false;
  return (answer, version) => {
    const header = answer.header("x-deprecated");
    if (isTold || header === undefined || header.toLowerCase() === "false") {
      return;
    }
    isTold = true;
    onWarning?.(
      `the API calls its version ${version} deprecated (X-Deprecated) - set apiVersion to v1`,
    );
  };
}
