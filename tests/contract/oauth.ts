/**
 * The two operations outside of the versioned API, which no OpenAPI file has: written by hand after the vendor's page on
 * authentication, in the form of the files, so that they are judged in the same way.
 */
import type { OpenApiDocument } from "./openapi";

const text = { type: "string", minLength: 1 };
const flag = { type: "boolean" };

/** The fields of a request for a token, in a form or in the query; those of other grants are not written down. */
export const CREDENTIALS = {
  type: "object",
  required: ["grant_type", "client_id", "client_secret"],
  properties: {
    grant_type: { type: "string", enum: ["client_credentials"] },
    ...{ client_id: text, client_secret: text },
  },
};

/** What a token with a user has beyond others may be missing, and what belongs to other grants. */
const TOKEN = {
  type: "object",
  required: [
    ...["access_token", "token_type", "expires_in", "scope", "tenant_id", "pod", "org"],
    ...["strong_auth_supported", "strong_auth", "internal", "enabled", "accessType", "jti"],
  ],
  properties: {
    access_token: text,
    token_type: { type: "string", enum: ["bearer"] },
    expires_in: { type: "integer", minimum: 1 },
    scope: { type: "string" },
    ...{ tenant_id: text, pod: text, org: text, accessType: text, jti: text },
    ...{ strong_auth_supported: flag, strong_auth: flag, internal: flag, enabled: flag },
    ...{ user_id: text, identity_id: text, refresh_token: text },
  },
};

const REFUSAL = {
  type: "object",
  required: ["error"],
  properties: { error: text, error_description: { type: "string" } },
};

const info = ["tenantId", "tenantName", "authorizeEndpoint", "tokenEndpoint", "cloudDomainUrl"];
const INFO_FIELDS = [...info, "logoutUrl", "pod"];
const INFO = {
  type: "object",
  required: INFO_FIELDS,
  properties: Object.fromEntries(INFO_FIELDS.map((name) => [name, text])),
};

function json(schema: object) {
  return { content: { "application/json": { schema } } };
}

/** The operations, as a file would have them. */
export const OAUTH: OpenApiDocument = {
  paths: {
    "/oauth/token": {
      post: {
        operationId: "getToken",
        security: [],
        parameters: Object.entries(CREDENTIALS.properties).map(([name, schema]) => ({
          ...{ in: "query", name, schema },
        })),
        requestBody: {
          content: {
            "application/x-www-form-urlencoded": { schema: CREDENTIALS },
            "multipart/form-data": { schema: CREDENTIALS },
          },
        },
        responses: { 200: json(TOKEN), 400: json(REFUSAL), 401: json(REFUSAL) },
      },
    },
    "/oauth/info": {
      get: { operationId: "getTenantInfo", security: [], responses: { 200: json(INFO) } },
    },
  },
  components: { schemas: {}, parameters: {}, responses: {} },
};
