import type { LoggedRequest } from "../../simulator/index";
import { createJudge } from "./judge";
import { create, get } from "./judge-sample";

const { judge } = createJudge();

const fields = {
  ...{ grant_type: "client_credentials", client_id: "a", client_secret: "[redacted]" },
};
const token = {
  ...{ access_token: "[redacted]", token_type: "bearer", expires_in: 749, scope: "sp:scopes:all" },
  ...{ tenant_id: "t", pod: "p", org: "o", strong_auth_supported: false, strong_auth: false },
  ...{ internal: false, enabled: true, accessType: "OFFLINE", jti: "j" },
};
const form: LoggedRequest = {
  ...{ ...create, path: "/oauth/token", version: undefined, template: "/oauth/token" },
  headers: { "content-type": "application/x-www-form-urlencoded" },
  ...{ body: fields, responseBody: token },
};
const inQuery = { ...form, headers: {}, body: undefined, query: fields };
const tenant = {
  ...{ tenantId: "t", tenantName: "o", authorizeEndpoint: "a", tokenEndpoint: "b" },
  ...{ cloudDomainUrl: "c", logoutUrl: "d", pod: "p" },
};
const info: LoggedRequest = {
  ...{ ...get, path: "/oauth/info", version: undefined, template: "/oauth/info" },
  ...{ headers: {}, responseBody: tenant },
};

function without<T>(value: Record<string, T>, field: string): Record<string, T> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));
}

describe("of requests for a token, the judge", () => {
  it.each<[string, LoggedRequest]>([
    ["a form", form],
    [
      "a form in parts",
      { ...form, headers: { "content-type": "multipart/form-data; boundary=x" } },
    ],
    ["a query", inQuery],
    [
      "a token with a user",
      { ...form, responseBody: { ...token, user_id: "u", identity_id: "u" } },
    ],
    ["wrong credentials", { ...form, status: 401, responseBody: { error: "invalid_client" } }],
    ["the tenant's addresses", info],
  ])("lets %s pass", (_what, entry) => {
    expect(judge(entry)).toEqual([]);
  });

  it("wants each field of the request, once and as a text that is not empty", () => {
    for (const field of Object.keys(fields)) {
      const wrong = [
        { ...form, body: without(fields, field) },
        { ...form, body: { ...fields, [field]: "" } },
        { ...form, body: { ...fields, [field]: ["a", "b"] } },
        { ...inQuery, query: without(fields, field) },
      ];
      for (const entry of wrong) {
        expect(judge(entry).map(({ part }) => part)).toContain("request");
      }
    }
  });

  it.each<[string, LoggedRequest, string]>([
    ["another grant", { ...form, body: { ...fields, grant_type: "password" } }, "/grant_type"],
    ["an unknown field", { ...form, body: { ...fields, scopes: "x" } }, "/scopes"],
    [
      "a form that is JSON",
      { ...form, headers: { "content-type": "application/json" } },
      "content type",
    ],
    ["fields in both places", { ...form, query: { client_id: "a" } }, "query"],
    ["an unknown parameter", { ...form, query: { x: "y" } }, "query"],
    ["another operation", { ...form, path: "/oauth/authorize" }, "operation"],
    ["another method", { ...info, path: "/oauth/token" }, "operation"],
  ])("finds %s", (_what, entry, place) => {
    expect(judge(entry)).toMatchObject([{ part: "request", place }]);
  });

  it("wants each field of the answers", () => {
    for (const field of Object.keys(token)) {
      const entry = { ...form, responseBody: without(token, field) };
      expect(judge(entry)).toMatchObject([{ part: "response", place: `/${field}` }]);
    }
    for (const field of Object.keys(tenant)) {
      const entry = { ...info, responseBody: without(tenant, field) };
      expect(judge(entry)).toMatchObject([{ part: "response", place: `/${field}` }]);
    }
  });

  it.each([
    ["expires_in", "749"],
    ["expires_in", 0],
    ["expires_in", 1.5],
    ["token_type", "mac"],
    ["access_token", ""],
    ["scope", ["a"]],
    ["enabled", "true"],
    ["unheardOf", 1],
  ])("finds that the answer's %s is %j", (field, value) => {
    const entry = { ...form, responseBody: { ...token, [field]: value } };
    expect(judge(entry)).toMatchObject([{ part: "response", place: `/${field}` }]);
  });

  it("finds a refusal in the shape of another part of the API", () => {
    const refused = { ...form, status: 401, responseBody: { message: "no" } };
    expect(judge(refused).map(({ place }) => place)).toContain("/error");
    expect(judge({ ...form, status: 201 })).toMatchObject([{ place: "status" }]);
  });
});
