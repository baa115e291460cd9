import { Authority } from "../../simulator/auth";
import { Refusal } from "../../simulator/error-body";
import { DEFAULT_IDENTITIES, type Seed } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call, manualClock, readReply, requestToken, tokenOf } from "./tenant-client";

const { ada, grace, katherine } = DEFAULT_IDENTITIES;

const seed: Seed = {
  clients: [
    { clientId: "admin", clientSecret: "a", scopes: ["sp:scopes:all"], userLevel: "ORG_ADMIN" },
    { clientId: "reader", clientSecret: "r", scopes: ["idn:nelm:read"], userLevel: "ORG_ADMIN" },
    {
      clientId: "source-admin",
      clientSecret: "s",
      scopes: ["sp:scopes:all"],
      userLevel: "SOURCE_ADMIN",
    },
    {
      clientId: "account-manager",
      clientSecret: "m",
      scopes: ["idn:nelm:read", "idn:nelm:manage"],
      userLevel: "USER",
      identityId: katherine.id,
      tokenSeconds: 15,
    },
    { clientId: "machine", clientSecret: "c", scopes: ["idn:nelm:read", "idn:nelm:manage"] },
    { clientId: "machine-all", clientSecret: "x", scopes: ["sp:scopes:all"] },
    {
      clientId: "user",
      clientSecret: "u",
      scopes: ["sp:scopes:default", "idn:identity:read", "idn:workgroup:read"],
      userLevel: "USER",
      identityId: katherine.id,
    },
  ],
  sources: [
    {
      name: "Contractors",
      description: "External staff",
      owner: ada.id,
      accountManagers: [katherine.id],
      records: [{}],
    },
    { name: "Visitors", description: "Guests", owner: grace.id, records: [{}] },
  ],
};

const SOURCES = "/non-employee-sources/v1";

describe("OAuth of the simulator", () => {
  const clock = manualClock();
  const tenant = useSimulator({ seed, clock, judgedRequests: "accepted" });

  it("takes the new secret of a client whose secret was rotated, and its tokens from before", async () => {
    const token = await tokenOf(tenant, { clientId: "source-admin", clientSecret: "s" });
    tenant.rotateSecret("source-admin", "t");
    expect((await requestToken(tenant, "source-admin", "s")).status).toBe(401);
    expect((await requestToken(tenant, "source-admin", "t")).status).toBe(200);
    expect((await call(tenant, "/public-identities/v1", { token })).status).toBe(200);
    tenant.reset();
    expect((await requestToken(tenant, "source-admin", "s")).status).toBe(200);
    expect(() => tenant.rotateSecret("nobody", "t")).toThrow('has no client "nobody"');
  });

  it("issues a JWT-like token with its life, scopes and user", async () => {
    const { status, body } = await requestToken(tenant, "account-manager", "m");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: "bearer",
      expires_in: 15,
      scope: "idn:nelm:read idn:nelm:manage",
      identity_id: katherine.id,
    });
    const [, claims = ""] = body.access_token.split(".");
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
      client_id: "account-manager",
      user_name: "katherine.johnson",
      authorities: ["USER"],
    });
  });

  it("gives a client without a user no identity", async () => {
    const { body } = await requestToken(tenant, "machine", "c");
    expect(body).not.toHaveProperty("identity_id");
  });

  it("takes the credentials as multipart form or in the query", async () => {
    const credentials = {
      grant_type: "client_credentials",
      client_id: "admin",
      client_secret: "a",
    };
    const form = new FormData();
    for (const [name, value] of Object.entries(credentials)) form.append(name, value);
    const url = `${tenant.url}/oauth/token`;
    const byForm = await fetch(url, { method: "POST", body: form });
    const byQuery = await fetch(`${url}?${new URLSearchParams(credentials)}`, { method: "POST" });
    expect([byForm.status, byQuery.status]).toEqual([200, 200]);
  });

  it("refuses bad credentials and other grants in OAuth's shape", async () => {
    const bad = await requestToken(tenant, "admin", "wrong");
    expect([bad.status, bad.body]).toEqual([
      401,
      { error: "invalid_client", error_description: "Bad client credentials" },
    ]);
    const url = `${tenant.url}/oauth/token`;
    const body = new URLSearchParams({ grant_type: "password" });
    const other = await readReply(await fetch(url, { method: "POST", body }));
    expect([other.status, other.body.error]).toEqual([400, "unsupported_grant_type"]);
    const none = await readReply(await fetch(url, { method: "POST" }));
    expect([none.status, none.body.error]).toEqual([400, "invalid_request"]);
  });

  it("refuses a missing, an unknown and an expired token", async () => {
    const token = await tokenOf(tenant, { clientId: "account-manager", clientSecret: "m" });
    const query = { "requested-for": "me" };
    expect((await call(tenant, SOURCES, { token, query })).status).toBe(200);
    clock.advance(15_000);
    const expired = await call(tenant, SOURCES, { token, query });
    expect([expired.status, expired.body]).toEqual([
      401,
      { error: "JWT validation failed: JWT is expired" },
    ]);
    expect((await call(tenant, SOURCES, { token: null })).status).toBe(401);
    expect((await call(tenant, SOURCES, { token: "x.y.z" })).status).toBe(401);
  });

  it("forgets expired tokens alone, once there are very many", () => {
    const fixed = manualClock();
    const authority = new Authority(fixed, fixed);
    authority.load(seed.clients ?? []);
    const issue = () => {
      const fields = { client_id: "machine", client_secret: "c" };
      const form = new URLSearchParams({ grant_type: "client_credentials", ...fields });
      return JSON.parse(JSON.stringify(authority.issue(form, () => undefined).body)).access_token;
    };
    const reason = (token: string) => {
      try {
        return authority.authenticate(`Bearer ${token}`, () => undefined).clientId;
      } catch (error) {
        return error instanceof Refusal ? error.body("") : error;
      }
    };
    const old = issue();
    fixed.advance(749_000);
    const later = issue();
    for (let count = 2; count < 1000; count += 1) issue();
    expect(reason(old)).toEqual({ error: "JWT validation failed: JWT is expired" });
    issue();
    expect(reason(old)).toEqual({ error: "JWT validation failed: JWT is not known" });
    expect(reason(later)).toBe("machine");
  });

  it("forgets tokens on reset", async () => {
    const token = await tokenOf(tenant);
    tenant.reset();
    expect((await call(tenant, SOURCES, { token })).status).toBe(401);
  });

  it("tells about the tenant without a token", async () => {
    const { status, body } = await readReply(await fetch(`${tenant.url}/oauth/info`));
    expect([status, body.tokenEndpoint]).toEqual([200, `${tenant.url}/oauth/token`]);
  });
});

describe("scopes and user levels of the simulator", () => {
  const tenant = useSimulator({ seed, judgedRequests: "accepted" });
  const body = { name: "New", description: "New", owner: { id: ada.id } };

  async function statusOf(clientId: string, path: string, options: object = {}): Promise<number> {
    const clientSecret = seed.clients?.find((one) => one.clientId === clientId)?.clientSecret ?? "";
    return (await call(tenant, path, { clientId, clientSecret, ...options })).status;
  }

  it("refuses an operation outside of the scopes", async () => {
    expect(await statusOf("reader", SOURCES)).toBe(200);
    expect(await statusOf("reader", SOURCES, { method: "POST", body })).toBe(403);
    expect(await statusOf("reader", "/sources/v1")).toBe(403);
    const { body: error } = await call(tenant, SOURCES, {
      ...{ method: "POST", body, clientId: "reader", clientSecret: "r" },
    });
    expect(error).toEqual({
      detailCode: "403 Forbidden",
      trackingId: expect.stringMatching(/^[0-9a-f]{32}$/),
      messages: [
        {
          locale: "en-US",
          localeOrigin: "DEFAULT",
          text: "The server understood the request but refuses to authorize it.",
        },
      ],
    });
  });

  it("lets only an organisation's administrator list and create sources, except in beta", async () => {
    expect(await statusOf("source-admin", SOURCES)).toBe(403);
    expect(await statusOf("source-admin", SOURCES, { method: "POST", body })).toBe(403);
    expect(await statusOf("source-admin", "/beta/non-employee-sources")).toBe(200);
    const [source] = tenant.store.sources();
    expect(await statusOf("source-admin", `${SOURCES}/${source?.sourceId}`)).toBe(200);
  });

  it("lets account managers read what they manage, and nothing else", async () => {
    const [own, other] = tenant.store.sources();
    expect(await statusOf("account-manager", SOURCES)).toBe(403);
    expect(await statusOf("account-manager", SOURCES, { query: { "requested-for": "me" } })).toBe(
      200,
    );
    expect(await statusOf("account-manager", `${SOURCES}/${own?.sourceId}`)).toBe(200);
    expect(await statusOf("account-manager", `${SOURCES}/${other?.sourceId}`)).toBe(403);
    const patch = { method: "PATCH", body: [] };
    expect(await statusOf("account-manager", `${SOURCES}/${own?.sourceId}`, patch)).toBe(403);
    const credentials = { clientId: "account-manager", clientSecret: "m" };
    const records = await call(tenant, "/non-employee-records/v1", credentials);
    expect(records.body).toHaveLength(1);
  });

  it("lets users alone look people up, and ask for the scopes of the file", async () => {
    for (const path of ["/public-identities/v1", "/identities/v1", `/identities/v1/${ada.id}`]) {
      expect(await statusOf("user", path)).toBe(200);
      expect(await statusOf("machine-all", path)).toBe(403);
      expect(await statusOf("reader", path)).toBe(403);
    }
  });

  it("lets an organisation's administrator look up groups, and a client without a user", async () => {
    for (const path of ["/workgroups/v1", "/workgroups/v1/0f11f2a4-7c94-4bf3-a2bd-742580fe3bde"]) {
      expect(await statusOf("admin", path)).toBe(200);
      expect(await statusOf("machine-all", path)).toBe(200);
      expect(await statusOf("user", path)).toBe(403);
      expect(await statusOf("source-admin", path)).toBe(403);
    }
  });

  it("lets a client without a user in, but it has no me", async () => {
    expect(await statusOf("machine", SOURCES)).toBe(200);
    expect(await statusOf("machine", SOURCES, { query: { "requested-for": "me" } })).toBe(403);
    expect(await statusOf("machine", SOURCES, { method: "POST", body })).toBe(200);
    expect(await statusOf("machine", "/non-employee-records/v1")).toBe(200);
  });
});
