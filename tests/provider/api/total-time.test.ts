import { HttpError, isAnswerLost, NetworkError } from "../../../provider/api";
import { createFakeClock } from "./fake-clock";
import { clientOf, rejectionOf, sourceBody, useScriptedServer } from "./scripted-server";

const { server, serve } = useScriptedServer();

const body = {
  name: "Contractors",
  description: "External staff",
  owner: { id: "2c91808570313110017040b06f344ec9" },
};

describe("the time for a whole call", () => {
  it("is used up by slow attempts, and the message says so", async () => {
    const clock = createFakeClock();
    await serve(() => {
      clock.advance(60_000);
      return { status: 503 };
    });
    const { client } = clientOf(server, { clock, totalTimeoutSeconds: 150 });
    const error = await rejectionOf(client.getSource("s1"));

    expect(error).toBeInstanceOf(HttpError);
    // 60 s, a wait of 1 s, 60 s, a wait of 2 s, 60 s: there is no time left for more.
    expect(server.requests).toHaveLength(3);
    expect(String(error)).toContain("503, after 3 attempts and 3.0 s of waiting, 183.0 s in all");
  });

  it("cuts an attempt short that would outlast it", async () => {
    const clock = createFakeClock();
    await serve((_request, index) => {
      clock.advance(9_000);
      return index === 0 ? { status: 503, headers: { "retry-after": "1" } } : { instead: "hang" };
    });
    const { client } = clientOf(server, {
      clock,
      totalTimeoutSeconds: 11,
      requestTimeoutSeconds: 3600,
    });
    const error = await rejectionOf(client.getSource("s1"));

    // 9 s and a wait of 1 s leave 1 s for the second attempt.
    expect(server.requests).toHaveLength(2);
    expect(error).toBeInstanceOf(NetworkError);
    expect(String(error)).toMatch(
      /no answer in time.* - try again later, or raise totalTimeoutSeconds/,
    );
  });

  it("does not run while a call waits its turn below the own ceiling", async () => {
    await serve([{ body: [] }]);
    const { client, clock } = clientOf(server, {
      maxRequestsPer10Seconds: 1,
      totalTimeoutSeconds: 5,
    });
    await client.listSources();
    await expect(client.listSources()).resolves.toEqual([]);

    expect(clock.sleeps).toEqual([10_000]);
  });

  it("is not the reason where a call may not be repeated anyway", async () => {
    const clock = createFakeClock();
    await serve(() => {
      clock.advance(60_000);
      return { status: 503 };
    });
    const { client } = clientOf(server, { clock, totalTimeoutSeconds: 30 });
    const error = await rejectionOf(client.createNonEmployeeSource(body));

    expect(isAnswerLost(error)).toBe(true);
    expect(String(error)).not.toContain("in all");
  });

  it("is never shorter than that of one request, unless it is given", async () => {
    const clock = createFakeClock();
    await serve((_request, index) => {
      clock.advance(400_000);
      return index === 0 ? { status: 503 } : { body: sourceBody() };
    });
    const { client } = clientOf(server, { clock, requestTimeoutSeconds: 600 });

    await expect(client.getNonEmployeeSource("s1")).resolves.toMatchObject({ name: "Source 1" });
  });
});

describe("429 without an end", () => {
  it("is waited for as long as the bound allows, without counting as a failed attempt", async () => {
    await serve([{ status: 429, headers: { "retry-after": "10" } }]);
    const { client, clock } = clientOf(server);
    const start = clock.now();
    const error = await rejectionOf(client.createNonEmployeeSource(body));

    expect(clock.now() - start).toBe(120_000);
    expect(server.requests).toHaveLength(13);
    expect(isAnswerLost(error)).toBe(false);
    expect(String(error)).toMatch(
      /429, which asks to wait 10\.0 s, after 13 attempts and 120\.0 s of waiting - wait/,
    );
  });

  it("that names no time is asked again at most 30 times", async () => {
    await serve([], () => ({ status: 429 }));
    const { client, clock } = clientOf(server, { random: () => 0.01 });
    const start = clock.now();

    await rejectionOf(client.authenticate());
    expect(server.tokenRequests).toHaveLength(30);
    expect(clock.now() - start).toBeLessThan(120_000);
  });

  it("is not waited for longer because the own ceiling has become low by then", async () => {
    await serve([{ status: 429, headers: { "retry-after": "1" } }]);
    const { client, clock } = clientOf(server, { maxRequestsPer10Seconds: 2 });
    const start = clock.now();

    await rejectionOf(client.getSource("s1"));
    expect(clock.now() - start).toBeLessThanOrEqual(120_000);
    expect(server.requests.length).toBeGreaterThan(10);
  });
});
