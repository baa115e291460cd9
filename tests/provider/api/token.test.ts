import {
  AuthError,
  HttpError,
  isAnswerLost,
  NetworkError,
  ResponseShapeError,
} from "../../../provider/api";
import { createFakeClock } from "./fake-clock";
import {
  clientId,
  clientOf,
  clientSecret,
  type Reply,
  rejectionOf,
  type Script,
  type ScriptedServer,
  startServer,
  tokenReply,
} from "./scripted-server";

let server: ScriptedServer;

async function serve(tokens: Script | Reply[], script: Script | Reply[] = [{ body: [] }]) {
  const tokenScript: Script = Array.isArray(tokens)
    ? (_request, index) => tokens[Math.min(index, tokens.length - 1)] ?? {}
    : tokens;
  server = await startServer(script, tokenScript);
}

afterEach(() => server.close());

describe("the token", () => {
  it("is asked for by form, never in the query", async () => {
    await serve((_request, index) => tokenReply(index));
    const { client } = clientOf(server);

    await expect(client.authenticate()).resolves.toEqual({
      scopes: ["idn:nelm:read", "idn:nelm:manage"],
    });
    const [request] = server.tokenRequests;
    expect(request?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect([...(request?.query ?? [])]).toEqual([]);
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
    });
  });

  it("is fetched once for concurrent callers and kept", async () => {
    await serve((_request, index) => tokenReply(index));
    const { client } = clientOf(server);

    await Promise.all(Array.from({ length: 20 }, () => client.listSources()));
    await client.authenticate();

    expect(server.tokenRequests).toHaveLength(1);
  });

  it("is renewed ahead of its end, also with a life of 15 s", async () => {
    await serve((_request, index) => tokenReply(index, 15));
    const { client, clock } = clientOf(server);

    await client.listSources();
    clock.advance(13_499);
    await client.listSources();
    expect(server.tokenRequests).toHaveLength(1);
    clock.advance(1);
    await client.listSources();
    expect(server.tokenRequests).toHaveLength(2);
  });

  it("is fetched anew after a long wait of a call", async () => {
    await serve(
      (_request, index) => tokenReply(index, "15"),
      [{ status: 429, headers: { "retry-after": "20" } }, { body: [] }],
    );
    await clientOf(server).client.listSources();

    expect(server.requests.map((request) => request.headers.authorization)).toEqual([
      "Bearer token-number-0-abcdefghijklmnop",
      "Bearer token-number-1-abcdefghijklmnop",
    ]);
  });

  it("without any life serves the call that it was fetched for", async () => {
    await serve((_request, index) => tokenReply(index, 0));
    const { client } = clientOf(server);

    await client.listSources();
    await client.listSources();

    expect(server.tokenRequests).toHaveLength(2);
  });

  it("is renewed once for all calls whose token was refused", async () => {
    await serve(
      (_request, index) => tokenReply(index),
      (request) =>
        request.headers.authorization?.includes("number-0")
          ? { status: 401, body: { error: "expired" } }
          : { body: [] },
    );
    const { client } = clientOf(server);

    await Promise.all(Array.from({ length: 10 }, () => client.listSources()));

    expect(server.tokenRequests).toHaveLength(2);
  });

  it("request is repeated after 429, 5xx and a lost connection", async () => {
    await serve([
      { status: 429, headers: { "retry-after": "2" } },
      { status: 503 },
      { instead: "drop" },
      tokenReply(0),
    ]);
    const { client, clock } = clientOf(server);
    const waits: string[] = [];
    await client.authenticate({ onWait: (message) => waits.push(message) });

    expect(clock.sleeps).toEqual([2_000, 1_000, 2_000]);
    expect(waits[0]).toBe(
      "fetch an access token: the API answered 429, waiting 2.0 s before attempt 2",
    );
  });

  it.each([404, 405, 408])("request answered %i is made again by the next call", async (status) => {
    await serve((_request, index) => (index === 0 ? { status } : tokenReply(index)));
    const { client } = clientOf(server);

    await rejectionOf(client.authenticate());
    await expect(client.authenticate()).resolves.toMatchObject({ scopes: expect.any(Array) });
  });

  it("serves until its end where it cannot be renewed ahead of it", async () => {
    await serve((_request, index) => (index === 0 ? tokenReply(0, 1000) : { status: 502 }));
    const { client, clock } = clientOf(server);
    await client.listSources();
    clock.advance(950_000);
    await client.listSources();
    expect(server.requests.map((request) => request.headers.authorization)).toEqual(
      Array(2).fill("Bearer token-number-0-abcdefghijklmnop"),
    );

    clock.advance(60_000);
    expect(await rejectionOf(client.listSources())).toBeInstanceOf(HttpError);
  });

  it("is part of the time for a whole call", async () => {
    const clock = createFakeClock();
    await serve(
      (_request, index) => {
        clock.advance(50_000);
        return tokenReply(index);
      },
      [{ status: 503 }],
    );
    const { client } = clientOf(server, { clock, totalTimeoutSeconds: 60 });
    const error = await rejectionOf(client.listSources());

    // 50 s for the token, then waits of 1, 2 and 4 s: another one of 8 s would be too much.
    expect(String(error)).toContain("after 4 attempts and 7.0 s of waiting, 57.0 s in all");
  });

  it("request that fails for good does not make a POST's answer lost", async () => {
    const body = { name: "x", description: "", owner: { id: "2c91808570313110017040b06f344ec9" } };
    await serve([{ status: 503 }]);
    const faulty = await rejectionOf(clientOf(server).client.createNonEmployeeSource(body));
    expect(faulty).toBeInstanceOf(HttpError);
    expect(isAnswerLost(faulty)).toBe(false);
    await server.close();

    await serve([{ instead: "drop" }]);
    const lost = await rejectionOf(clientOf(server).client.createNonEmployeeSource(body));
    expect(lost).toBeInstanceOf(NetworkError);
    expect(isAnswerLost(lost)).toBe(false);
    await server.close();

    await serve([{ body: "<html>" }]);
    const shape = await rejectionOf(clientOf(server).client.createNonEmployeeSource(body));
    expect(shape).toBeInstanceOf(ResponseShapeError);
    expect(isAnswerLost(shape)).toBe(false);
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ["no life", { access_token: "abc" }],
    ["a life of null", { access_token: "abc", expires_in: null }],
    ["no token", { expires_in: 10 }],
    ["a token that no header can carry", { access_token: "abc\r\nx: y", expires_in: 10 }],
  ])("answer with %s is a ResponseShapeError", async (_what, body) => {
    await serve([{ body }]);

    expect(await rejectionOf(clientOf(server).client.authenticate())).toBeInstanceOf(
      ResponseShapeError,
    );
  });

  it("without scopes in its answer has none", async () => {
    await serve([{ body: { access_token: "abc", expires_in: 10, scope: null } }]);

    await expect(clientOf(server).client.authenticate()).resolves.toEqual({ scopes: [] });
  });

  it.each([
    ["2c9180835d191a86015d28455b4a2329", "2c9180835d191a86015d28455b4a2329"],
    ["", undefined],
    [null, undefined],
  ])("tells whose it is, where the answer does (%j)", async (identity_id, identityId) => {
    await serve([{ body: { access_token: "abc", expires_in: 10, identity_id } }]);

    const { client } = clientOf(server);
    expect(await client.authenticate()).toEqual({ scopes: [], identityId });
  });
});

describe("refused credentials", () => {
  it("are an AuthError and remembered", async () => {
    await serve([
      {
        status: 401,
        body: { error: "invalid_client", error_description: "Bad client credentials" },
      },
    ]);
    const { client } = clientOf(server);
    const errors = await Promise.all([
      rejectionOf(client.listSources()),
      rejectionOf(client.listNonEmployeeSources()),
    ]);
    errors.push(await rejectionOf(client.authenticate()));

    for (const error of errors) {
      expect(error).toBeInstanceOf(AuthError);
      expect(String(error)).toBe(
        "AuthError: fetch an access token: 401 invalid_client; Bad client credentials - check the client id and secret " +
          "(SAIL_CLIENT_ID, SAIL_CLIENT_SECRET), that they belong to this tenant, and that they have not expired",
      );
    }
    expect(server.tokenRequests).toHaveLength(1);
    expect(server.requests).toHaveLength(0);
  });

  it("where there is no token endpoint point to the base URL", async () => {
    await serve([{ status: 404, body: "<html>nothing here</html>" }]);

    expect(String(await rejectionOf(clientOf(server).client.authenticate()))).toContain(
      "check the base URL (SAIL_BASE_URL): no token endpoint is there",
    );
  });

  it("are not concluded from a redirect", async () => {
    await serve([
      { status: 307, headers: { location: "https://elsewhere.example.com/" } },
      tokenReply(0),
    ]);
    const { client } = clientOf(server);

    expect(String(await rejectionOf(client.authenticate()))).toContain(
      "redirects are not followed",
    );
    await expect(client.authenticate()).resolves.toBeDefined();
  });
});
