import { type ClientOptions, createClient } from "../../../provider/api";
import { peakRate, type SimulatorOptions } from "../../../simulator";
import { startSimulator } from "../../simulator-under-judge";
import { createFakeClock } from "./fake-clock";
import { clientOf, rejectionOf, startServer } from "./scripted-server";
import { startVirtualTime } from "./virtual-time";

describe("a client's ceiling", () => {
  it("keeps real requests below it and tells waits of a second and more", async () => {
    const server = await startServer([{ body: [] }]);
    try {
      const requests: { at: string }[] = [];
      const { client, clock } = clientOf(server, {
        maxRequestsPer10Seconds: 5,
        onRequest: (event) => {
          if (event.operation !== "fetchToken") {
            requests.push({ at: new Date(clock.now()).toISOString() });
          }
        },
      });
      const waits: string[] = [];
      await Promise.all(
        Array.from({ length: 23 }, () =>
          client.listSources({}, { onWait: (message) => waits.push(message) }),
        ),
      );

      expect(requests).toHaveLength(23);
      expect(peakRate(requests, 10_000)).toBe(5);
      expect(waits[0]).toMatch(
        /^list ISC sources: waiting \d+\.\d s to stay below the API's rate limit$/,
      );
    } finally {
      await server.close();
    }
  });

  it("holds every request back when the API says that its limit is reached", async () => {
    const server = await startServer((_request, index) =>
      index === 0 ? { status: 429, headers: { "retry-after": "7" } } : { body: [] },
    );
    try {
      const { client, clock } = clientOf(server);
      await client.authenticate();
      const start = clock.now();
      await client.listSources();
      expect(clock.now() - start).toBe(7_000);
    } finally {
      await server.close();
    }
  });
});

describe("callers of one process", () => {
  it("share the ceiling of a client id and version, whichever client they use", async () => {
    const server = await startServer([{ body: [] }]);
    try {
      const clock = createFakeClock();
      const clients = [1, 2].map(
        () => clientOf(server, { clock, maxRequestsPer10Seconds: 2 }).client,
      );
      await Promise.all(clients.flatMap((client) => [client.listSources(), client.listSources()]));

      expect(server.requests).toHaveLength(4);
      expect(clock.sleeps).not.toEqual([]);
    } finally {
      await server.close();
    }
  });

  it("each keep to their own ceiling where these differ", async () => {
    const server = await startServer([{ body: [] }]);
    try {
      const clock = createFakeClock();
      const [low, high] = [1, 3].map(
        (max) => clientOf(server, { clock, maxRequestsPer10Seconds: max }).client,
      );
      await high?.listSources();
      await high?.listSources();
      expect(clock.sleeps).toEqual([]);
      await low?.listSources();
      expect(clock.sleeps).toEqual([10_000]);
    } finally {
      await server.close();
    }
  });

  it.each<[string, Partial<ClientOptions>]>([
    ["another client id", { clientId: "client-2" }],
    ["another version", { apiVersion: "v2025" }],
    ["the version of the neighbours of v3", { apiVersion: "v3" }],
  ])("have another ceiling for %s", async (_what, other) => {
    const server = await startServer([{ body: [] }]);
    try {
      const clock = createFakeClock();
      const options = { clock, maxRequestsPer10Seconds: 1 };
      await clientOf(server, options).client.listSources();
      const { client } = clientOf(server, { ...options, ...other });
      await client.listSources();
      if (other.apiVersion === "v3") await client.listNonEmployeeSources();

      expect(clock.sleeps).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

describe("the ceiling and the tenant's limit", () => {
  /** Reads at once, all through clients on clocks of their own; what the tenant saw of them. */
  async function read(count: number, clients: number, behaviour: SimulatorOptions["behaviour"]) {
    const time = startVirtualTime();
    const simulator = await startSimulator({ clock: time, behaviour });
    try {
      const { sourceId } = simulator.store.addSource({
        name: "Contractors",
        description: "External staff",
        owner: simulator.store.identities()[0]?.id ?? "",
      });
      const { url: baseUrl, clientId, clientSecret } = simulator;
      const startedAt = time.now();
      await Promise.all(
        Array.from({ length: clients }, async () => {
          const client = createClient({ baseUrl, clientId, clientSecret, clock: time.clock() });
          await Promise.all(
            Array.from({ length: count / clients }, () => client.getNonEmployeeSource(sourceId)),
          );
        }),
      );
      const reads = simulator.requests.filter(({ method }) => method === "GET");
      const refused = reads.filter(({ status }) => status === 429).length;
      return { refused, done: reads.length - refused, seconds: (time.now() - startedAt) / 1000 };
    } finally {
      time.stop();
      await simulator.stop();
    }
  }

  const tenants = (["fixed", "bucket"] as const).flatMap((rateWindow) =>
    (["seconds", "date", "none"] as const).map((retryAfter) => ({ rateWindow, retryAfter })),
  );

  it.each(tenants)(
    "let 1,000 reads through in ten times 10 s without a refusal (%j)",
    async (behaviour) => {
      const { refused, done, seconds } = await read(1_000, 1, behaviour);

      expect(refused).toBe(0);
      expect(done).toBe(1_000);
      expect(seconds).toBeLessThanOrEqual(110);
    },
  );

  it.each(tenants)("let two processes with one client id finish (%j)", async (behaviour) => {
    const { refused, done, seconds } = await read(600, 2, behaviour);

    expect(done).toBe(600);
    expect(seconds).toBeLessThanOrEqual(240);
    // They do refuse each other, but find their shares.
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(600);
  });
});

describe("a tenant that answers 429 for ever", () => {
  it.each([1, 20, 95])(
    "is waited for two minutes by each of %i calls, and no longer",
    async (count) => {
      const time = startVirtualTime();
      const server = await startServer([{ status: 429, headers: { "retry-after": "1" } }]);
      try {
        const { client } = clientOf(server, { clock: time.clock() });
        const startedAt = time.now();
        const ends = await Promise.all(
          Array.from({ length: count }, async () => {
            const error = await rejectionOf(client.getSource("s1"));
            expect(error).toMatchObject({ status: 429 });
            return time.now() - startedAt;
          }),
        );

        // The first wait of a call is its turn among the others, which only those that were refused hold up.
        expect(Math.max(...ends)).toBeLessThanOrEqual(150_000);
        expect(server.requests.length).toBeGreaterThan(count === 1 ? 10 : 20);
      } finally {
        time.stop();
        await server.close();
      }
    },
  );

  it("and asks for longer than that is left alone by all calls until the time is over", async () => {
    const time = startVirtualTime();
    let isOver = false;
    const server = await startServer(() =>
      isOver ? { body: [] } : { status: 429, headers: { "retry-after": "3600" } },
    );
    try {
      const { client } = clientOf(server, { clock: time.clock() });
      await client.authenticate();
      const startedAt = time.now();
      const calls = Array.from({ length: 300 }, () => rejectionOf(client.listSources()));
      const messages = (await Promise.all(calls)).map(String);

      expect(time.now()).toBe(startedAt);
      expect(server.requests.length).toBeLessThanOrEqual(95);
      const unsent = messages.filter((text) => text.includes("not sent"));
      expect(unsent.length).toBe(300 - server.requests.length);
      expect(unsent[0]).toMatch(
        /^HttpError: list ISC sources: not sent, for the API has asked to wait another 3600\.0 s \(429\) - wait/,
      );
      const sent = server.requests.length;
      await rejectionOf(client.listSources());
      expect(server.requests).toHaveLength(sent);

      isOver = true;
      await time.clock().sleep(3_600_000);
      await expect(client.listSources()).resolves.toEqual([]);
    } finally {
      time.stop();
      await server.close();
    }
  });
});
