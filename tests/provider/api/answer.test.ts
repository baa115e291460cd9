import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import {
  AbortedError,
  isAnswerLost,
  NetworkError,
  ResponseShapeError,
} from "../../../provider/api";
import { clientOf, errorBody, rejectionOf, sourceBody, useScriptedServer } from "./scripted-server";

const { server, serve } = useScriptedServer();

const body = {
  name: "Contractors",
  description: "External staff",
  owner: { id: "2c91808570313110017040b06f344ec9" },
};

describe("an answer", () => {
  it("with the edge's bogus Content-Encoding shows the real error", async () => {
    await serve([
      {
        status: 400,
        headers: { "content-encoding": "UTF-8" },
        body: errorBody("400.1 Bad Request Content", "name is required;"),
      },
    ]);
    const error = await rejectionOf(clientOf(server).client.createNonEmployeeSource(body));

    expect(String(error)).toContain("400.1 Bad Request Content: name is required;");
  });

  it.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("compressed as %s though not asked for is read", async (encoding, compress) => {
    const bytes = compress(JSON.stringify(sourceBody()));
    await serve([{ headers: { "content-encoding": encoding }, body: bytes }]);

    await expect(clientOf(server).client.getNonEmployeeSource("s1")).resolves.toMatchObject({
      name: "Source 1",
    });
  });

  it.each(["gzip", "deflate", "br"])(
    "called %s but empty still shows its status",
    async (encoding) => {
      await serve([{ status: 404, headers: { "content-encoding": encoding }, body: "" }]);

      expect(await rejectionOf(clientOf(server).client.getNonEmployeeSource("s1"))).toMatchObject({
        status: 404,
      });
    },
  );

  it("whose letters are cut between two pieces is read whole", async () => {
    const name = "Käufer €, 𝛼";
    const bytes = Buffer.from(JSON.stringify({ ...sourceBody(), name }));
    await serve([{ pieces: [...bytes].map((byte) => Uint8Array.of(byte)) }]);

    await expect(clientOf(server).client.getNonEmployeeSource("s1")).resolves.toMatchObject({
      name,
    });
  });

  it("compressed and broken counts as lost", async () => {
    await serve([{ headers: { "content-encoding": "gzip" }, body: "no gzip" }]);

    expect(await rejectionOf(clientOf(server).client.createNonEmployeeSource(body))).toBeInstanceOf(
      NetworkError,
    );
  });

  it.each([
    ["cut JSON", '{"id": "a'],
    ["no JSON", "<html>login</html>"],
    ["nothing", ""],
  ])("that is %s is a ResponseShapeError, and lost for a POST", async (_what, text) => {
    await serve([{ body: text, headers: { "slpt-request-id": "t1" } }]);
    const { client } = clientOf(server);
    const read = await rejectionOf(client.getNonEmployeeSource("s1"));
    const created = await rejectionOf(client.createNonEmployeeSource(body));

    expect(read).toBeInstanceOf(ResponseShapeError);
    expect(read).toMatchObject({
      name: "ResponseShapeError",
      code: "unexpected_response",
      operation: "getNonEmployeeSource",
      status: 200,
      trackingId: "t1",
    });
    expect(String(read)).toMatch(
      /read source s1: 200, but the answer is no JSON or was cut .*\(tracking id t1\) - /,
    );
    expect(isAnswerLost(read)).toBe(false);
    expect(isAnswerLost(created)).toBe(true);
    expect(String(created)).toContain("look before repeating");
  });

  it("of another shape names the fields and not their values", async () => {
    await serve([
      { body: { ...sourceBody(), id: null, sourceId: 7, name: undefined, description: "private" } },
    ]);
    const error = await rejectionOf(clientOf(server).client.getNonEmployeeSource("s1"));

    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(String(error)).toMatch(/id: .*; sourceId: .*; name: /);
    expect(String(error)).not.toContain("private");
  });

  it("that redirects is an error, and nobody is called", async () => {
    await serve([{ status: 302, headers: { location: "https://login.example.com/sso?state=x" } }]);
    const error = await rejectionOf(clientOf(server).client.getSource("s1"));

    expect(String(error)).toBe(
      "HttpError: read ISC source s1: 302 - redirects are not followed, for credentials must not travel " +
        "(it points to https://login.example.com/sso); check the base URL (SAIL_BASE_URL)",
    );
    expect(server.requests).toHaveLength(1);
  });

  it("marked deprecated warns once per client", async () => {
    await serve((_request, index) => ({
      body: [],
      headers: index === 0 ? { "x-deprecated": "false" } : { "x-deprecated": "true" },
    }));
    const warnings: string[] = [];
    const { client } = clientOf(server, {
      apiVersion: "beta",
      onWarning: (message) => warnings.push(message),
    });
    await client.listNonEmployeeSources();
    await client.listNonEmployeeSources();
    await client.listNonEmployeeSources();

    expect(warnings).toEqual([
      "the API calls its version beta deprecated (X-Deprecated) - set apiVersion to v1",
    ]);
  });

  it("tells the server's time", async () => {
    await serve([
      { body: [], headers: { date: "Thu, 01 Jan 2032 00:00:00 GMT" } },
      { body: [], headers: { date: "?" } },
    ]);
    const { client, clock } = clientOf(server);
    expect(client.serverTime()).toBeUndefined();

    await client.listSources();
    clock.advance(1_500);
    await client.listSources();

    expect(client.serverTime()).toBe(Date.parse("2032-01-01T00:00:01.500Z"));
  });
});

describe("no answer", () => {
  it("in time is a NetworkError, and lost for a POST", async () => {
    await serve([{ instead: "hang" }]);
    const { client } = clientOf(server, { requestTimeoutSeconds: 0.5 });
    const created = await rejectionOf(client.createNonEmployeeSource(body));

    expect(created).toBeInstanceOf(NetworkError);
    expect(created).toMatchObject({ code: "network_failure", answerLost: true, method: "POST" });
    expect(String(created)).toMatch(
      /create source "Contractors": no answer in time .* - whether it took effect is unknown/,
    );
    const read = await rejectionOf(client.getSource("s1"));
    expect(String(read)).toContain("raise requestTimeoutSeconds");
    expect(server.requests.filter((request) => request.method === "GET")).toHaveLength(5);
  });

  it("from a refused connection says so, and nothing is lost", async () => {
    await serve([]);
    const { client } = clientOf(server);
    await client.authenticate();
    await server.close();
    // The first of these may still find the old connection, whose end it then learns of.
    await rejectionOf(client.getNonEmployeeSource("s1"));
    const error = await rejectionOf(client.createNonEmployeeSource(body));

    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ answerLost: false });
    expect(isAnswerLost(error)).toBe(false);
    expect(String(error)).toMatch(
      /the connection was refused \(ECONNREFUSED\) - check the base URL \(SAIL_BASE_URL\)/,
    );
  });

  it("from an unknown host says to check the base URL", async () => {
    await serve([]);
    const { client } = clientOf(server, { baseUrl: "https://nowhere.invalid" });
    const error = await rejectionOf(client.authenticate());

    expect(error).toBeInstanceOf(NetworkError);
    expect(String(error)).toMatch(
      /the host name is not known \((ENOTFOUND|EAI_AGAIN)\).*check the base URL \(SAIL_BASE_URL\)/,
    );
  });

  it("for want of a secure connection says so", async () => {
    await serve([]);
    const { client, clock } = clientOf(server, { baseUrl: server.url.replace("http:", "https:") });
    const error = await rejectionOf(client.authenticate());

    expect(String(error)).toMatch(/the secure connection failed .*NODE_EXTRA_CA_CERTS/);
    expect(clock.sleeps).toEqual([]);
  });
});

describe("an abort", () => {
  it("before the call sends nothing", async () => {
    await serve([{ body: sourceBody() }]);
    const { client } = clientOf(server);
    const signal = AbortSignal.abort(new Error("enough"));
    const error = await rejectionOf(client.createNonEmployeeSource(body, { signal }));

    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ code: "aborted", answerLost: false, name: "AbortedError" });
    expect(isAnswerLost(error)).toBe(false);
    expect(server.requests).toHaveLength(0);
    expect(await rejectionOf(client.authenticate({ signal }))).toBeInstanceOf(AbortedError);
  });

  it("during a request may have lost its answer", async () => {
    const abort = new AbortController();
    await serve(() => {
      abort.abort();
      return { instead: "hang" };
    });
    const { client } = clientOf(server);
    const error = await rejectionOf(client.createNonEmployeeSource(body, { signal: abort.signal }));

    expect(error).toBeInstanceOf(AbortedError);
    expect(isAnswerLost(error)).toBe(true);
    expect(String(error)).toContain("it may have taken effect");
  });

  it("during a wait ends the call", async () => {
    await serve([{ status: 429, headers: { "retry-after": "60" } }]);
    const abort = new AbortController();
    const { client } = clientOf(server);
    const error = await rejectionOf(
      client.createNonEmployeeSource(body, { signal: abort.signal, onWait: () => abort.abort() }),
    );

    expect(error).toBeInstanceOf(AbortedError);
    expect(isAnswerLost(error)).toBe(false);
    expect(server.requests).toHaveLength(1);
  });

  it("between two attempts tells whether an earlier one may have taken effect", async () => {
    await serve([{ status: 503 }]);
    const abort = new AbortController();
    const { client } = clientOf(server);
    const call = { signal: abort.signal, onWait: () => abort.abort() };
    const error = await rejectionOf(client.deleteNonEmployeeSource("s1", call));

    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ answerLost: true });
    expect(String(error)).toContain("it may have taken effect");
  });

  it("of one caller leaves the shared token request to the others", async () => {
    const abort = new AbortController();
    await serve([{ body: [] }], (_request, index) => {
      abort.abort();
      return { body: { access_token: `token-${index}`, expires_in: 100 } };
    });
    const { client } = clientOf(server);
    const [aborted, other] = await Promise.allSettled([
      client.listSources({}, { signal: abort.signal }),
      client.listSources(),
    ]);

    expect(aborted).toMatchObject({ status: "rejected", reason: expect.any(AbortedError) });
    expect(other.status).toBe("fulfilled");
    expect(server.tokenRequests).toHaveLength(1);
  });
});
