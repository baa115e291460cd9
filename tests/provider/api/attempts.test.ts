import {
  AuthError,
  HttpError,
  isAnswerLost,
  isNotFound,
  NetworkError,
} from "../../../provider/api";
import {
  clientOf,
  errorBody,
  type Reply,
  rejectionOf,
  type Script,
  sourceBody,
  useScriptedServer,
} from "./scripted-server";

const { server, serve } = useScriptedServer();

const body = {
  name: "Contractors",
  description: "External staff",
  owner: { id: "2c91808570313110017040b06f344ec9" },
};
const patch = [{ op: "replace" as const, path: "/name", value: "New" }];

it("does not happen after a 429 where the caller wants to look again first", async () => {
  await serve([
    { status: 429, headers: { "retry-after": "3" }, body: { message: "Rate Limit" } },
    { body: sourceBody() },
  ]);
  const { client, clock } = clientOf(server);
  const error = await rejectionOf(client.getNonEmployeeSource("s1", { isThrownAt429: true }));

  expect(error).toMatchObject({ name: "HttpError", status: 429 });
  expect([server.requests.length, clock.sleeps]).toEqual([1, []]);
  // The API has asked all of them to wait.
  await client.getNonEmployeeSource("s1");
  expect(clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(3_000);
});

describe("repetition", () => {
  const calls = [
    ["GET", false, (c: ReturnType<typeof clientOf>["client"]) => c.getNonEmployeeSource("s1")],
    [
      "DELETE",
      false,
      (c: ReturnType<typeof clientOf>["client"]) => c.deleteNonEmployeeSource("s1"),
    ],
    ["POST", true, (c: ReturnType<typeof clientOf>["client"]) => c.createNonEmployeeSource(body)],
    [
      "PATCH",
      true,
      (c: ReturnType<typeof clientOf>["client"]) => c.patchNonEmployeeSource("s1", patch),
    ],
  ] as const;

  describe.each(calls)("of %s", (_method, isOnce, send) => {
    it.each([500, 502, 503, 504])(
      `after %i happens ${isOnce ? "never" : "up to four times"}`,
      async (status) => {
        await serve([
          { status, body: errorBody("500.0 Internal Fault", "An internal fault occurred.") },
        ]);
        const error = await rejectionOf(send(clientOf(server).client));

        expect(error).toBeInstanceOf(HttpError);
        expect(server.requests).toHaveLength(isOnce ? 1 : 5);
        expect(isAnswerLost(error)).toBe(isOnce);
      },
    );

    it.each(["drop", "cut"] as const)(
      `after a connection lost by %s happens ${isOnce ? "never" : "up to four times"}`,
      async (instead) => {
        await serve([{ instead, body: sourceBody() }]);
        const error = await rejectionOf(send(clientOf(server).client));

        expect(error).toBeInstanceOf(NetworkError);
        expect(error).toMatchObject({ answerLost: true });
        expect(server.requests).toHaveLength(isOnce ? 1 : 5);
        expect(isAnswerLost(error)).toBe(isOnce);
      },
    );

    it("after 429 happens, waiting as long as asked", async () => {
      await serve([
        {
          status: 429,
          headers: { "retry-after": "3" },
          body: { message: " Rate Limit Exceeded " },
        },
        { body: sourceBody() },
      ]);
      const { client, clock } = clientOf(server);
      const start = clock.now();
      await send(client);

      expect(server.requests).toHaveLength(2);
      expect(clock.now() - start).toBe(3_000);
    });

    it("after one 401 happens once, with a new token", async () => {
      await serve([
        { status: 401, body: { error: "JWT validation failed: JWT is expired" } },
        { body: sourceBody() },
      ]);
      await send(clientOf(server).client);

      expect(server.requests.map((request) => request.headers.authorization)).toEqual([
        "Bearer token-number-0-abcdefghijklmnop",
        "Bearer token-number-1-abcdefghijklmnop",
      ]);
      expect(server.tokenRequests).toHaveLength(2);
    });

    it("after a second 401 does not happen", async () => {
      await serve([{ status: 401, body: { error: "JWT validation failed" } }]);
      const error = await rejectionOf(send(clientOf(server).client));

      expect(error).toBeInstanceOf(AuthError);
      expect(String(error)).toMatch(/401 JWT validation failed, also with a renewed token - check/);
      expect(server.requests).toHaveLength(2);
      expect(isAnswerLost(error)).toBe(false);
    });
  });

  it("reads Retry-After as a date by the server's clock", async () => {
    const date = "Thu, 01 Jan 2032 00:00:00 GMT";
    await serve([
      { status: 429, headers: { date, "retry-after": "Thu, 01 Jan 2032 00:00:04 GMT" } },
      { status: 503, headers: { date, "retry-after": "Thu, 01 Jan 2032 00:00:02 GMT" } },
      { body: [] },
    ]);
    const { client, clock } = clientOf(server);
    const start = clock.now();
    await client.listSources();

    expect(clock.now() - start).toBe(6_000);
  });

  it("backs off when 429 names no time, and tells each wait", async () => {
    await serve([{ status: 429 }, { instead: "drop" }, { status: 500 }, { body: [] }]);
    const { client, clock } = clientOf(server);
    const waits: string[] = [];
    await client.listSources({}, { onWait: (message) => waits.push(message) });

    expect(clock.sleeps).toEqual([1_000, 1_000, 2_000]);
    expect(waits).toEqual([
      "list ISC sources: the API answered 429, waiting 1.0 s before attempt 2",
      "list ISC sources: no answer (connection), waiting 1.0 s before attempt 3",
      "list ISC sources: the API answered 500, waiting 2.0 s before attempt 4",
    ]);
  });

  it("does not wait longer than the bound, and says what was asked for", async () => {
    await serve([
      {
        status: 429,
        headers: { "retry-after": "3600" },
        body: { message: " Rate Limit Exceeded " },
      },
    ]);
    const error = await rejectionOf(clientOf(server).client.getSource("s1"));

    expect(server.requests).toHaveLength(1);
    expect(String(error)).toBe(
      "HttpError: read ISC source s1: 429 Rate Limit Exceeded, which asks to wait 3600.0 s - wait and try again; " +
        "if other programs use the same client id, give this one its own or lower maxRequestsPer10Seconds (SAIL_MAX_REQUESTS_PER_10_SECONDS)",
    );
  });

  it("says how often it tried", async () => {
    await serve([{ status: 503 }]);
    const error = await rejectionOf(clientOf(server).client.getSource("s1"));

    expect(String(error)).toBe(
      "HttpError: read ISC source s1: 503, after 5 attempts and 15.0 s of waiting - try again later; if it persists, " +
        "give the tracking id to SailPoint's support",
    );
  });
});

describe("DELETE", () => {
  const gone404 = { status: 404, body: errorBody("404 Not found", "No such object.") };
  const gone400 = {
    status: 400,
    body: errorBody("400.1.404 Referenced object not found", "None."),
  };

  /** Answers these to DELETE, the last one again and again; the list of sources is empty. */
  function deletion(...replies: Reply[]): Script {
    let index = 0;
    return ({ method }) => {
      if (method === "GET") return { body: [] };
      index += 1;
      return replies[Math.min(index, replies.length) - 1] ?? {};
    };
  }

  it.each([gone404, gone400])("repeated and answered not found has succeeded", async (gone) => {
    await serve(deletion({ status: 502 }, gone));
    await expect(clientOf(server).client.deleteNonEmployeeSource("s1")).resolves.toBeUndefined();
    await server.close();

    await serve(deletion({ instead: "drop" }, gone));
    await expect(
      clientOf(server).client.deleteNonEmployeeSchemaAttribute("s1", "a1"),
    ).resolves.toBeUndefined();
  });

  it("answered not found at once is an error that says so", async () => {
    await serve(deletion(gone404));
    expect(
      isNotFound(await rejectionOf(clientOf(server).client.deleteNonEmployeeSource("s1"))),
    ).toBe(true);
    await server.close();

    await serve(deletion({ status: 429 }, gone400));
    const error = await rejectionOf(clientOf(server).client.deleteNonEmployeeSource("s1"));
    expect(isNotFound(error)).toBe(true);
  });

  it("needs no body in its answer", async () => {
    await serve([{ status: 204, headers: { "content-length": "0" } }]);
    await expect(clientOf(server).client.deleteNonEmployeeSource("s1")).resolves.toBeUndefined();
  });
});
