import { RateLimit } from "../../../provider/api/rate-limit";
import { createFakeClock } from "./fake-clock";
import { clientOf, startServer } from "./scripted-server";

/** The largest number of times within any 10 s, the end of the window excluded. */
function peak(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.max(
    ...sorted.map(
      (start) => sorted.filter((time) => time >= start && time < start + 10_000).length,
    ),
  );
}

/** Numbers in [0, 1) that are the same in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe("RateLimit", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "never lets more than N requests start or end in any sliding 10 s (seed %i)",
    async (seed) => {
      const random = randomNumbers(seed);
      const clock = createFakeClock();
      const max = 1 + Math.floor(random() * 20);
      const limit = new RateLimit(max, clock);
      const starts: number[] = [];
      const arrivals: number[] = [];
      const one = async (): Promise<void> => {
        const release = await limit.acquire();
        starts.push(clock.now());
        clock.advance(random() * 400);
        arrivals.push(clock.now());
        await Promise.resolve();
        clock.advance(random() * 400);
        release(true);
      };
      for (let burst = 0; burst < 12; burst += 1) {
        await Promise.all(Array.from({ length: Math.floor(random() * 40) }, one));
        clock.advance(random() * 6_000);
      }

      expect(starts.length).toBeGreaterThan(max);
      expect(peak(starts)).toBeLessThanOrEqual(max);
      expect(peak(arrivals)).toBeLessThanOrEqual(max);
    },
  );

  it("lets a burst up to the ceiling through at once", async () => {
    const clock = createFakeClock();
    const limit = new RateLimit(95, clock);

    await Promise.all(Array.from({ length: 95 }, async () => (await limit.acquire())(true)));

    expect(clock.sleeps).toEqual([]);
    await limit.acquire();
    expect(clock.sleeps).toEqual([10_000]);
  });

  it("serves first come first", async () => {
    const limit = new RateLimit(2, createFakeClock());
    const order: number[] = [];
    await Promise.all(
      [0, 1, 2, 3, 4, 5, 6].map(async (number) => {
        const release = await limit.acquire();
        order.push(number);
        release(true);
      }),
    );

    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("does not count a slot in which nothing was sent", async () => {
    const clock = createFakeClock();
    const limit = new RateLimit(1, clock);

    (await limit.acquire())(false);
    (await limit.acquire())(true);

    expect(clock.sleeps).toEqual([]);
  });

  it("lets an aborted waiter leave the line without holding up the others", async () => {
    const limit = new RateLimit(1, createFakeClock());
    const release = await limit.acquire();
    const abort = new AbortController();
    const aborted = limit.acquire(abort.signal);
    const other = limit.acquire();
    abort.abort(new Error("enough"));
    release(true);

    await expect(aborted).rejects.toThrow("enough");
    await expect(other).resolves.toBeInstanceOf(Function);
    await expect(limit.acquire(AbortSignal.abort("no"))).rejects.toThrow("no");
  });

  it("ends its own sleep when the last waiter has left", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const limit = new RateLimit(1, {
      now: () => 0,
      sleep: (_ms, signal) =>
        new Promise((_resolve, reject) => {
          signals.push(signal);
          signal?.addEventListener("abort", () => reject(signal.reason));
        }),
    });
    (await limit.acquire())(true);
    const abort = new AbortController();
    const waiting = limit.acquire(abort.signal);
    abort.abort(new Error("enough"));

    await expect(waiting).rejects.toThrow("enough");
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it("holds requests back while paused and tells the wait", async () => {
    const clock = createFakeClock();
    const limit = new RateLimit(5, clock);
    limit.pauseUntil(clock.now() + 3_000);

    expect(limit.expectedWaitMs()).toBe(3_000);
    await limit.acquire();
    expect(clock.sleeps).toEqual([3_000]);
    expect(limit.expectedWaitMs()).toBe(0);
  });
});

describe("a client's ceiling", () => {
  it("keeps real requests below it and tells waits of a second and more", async () => {
    const server = await startServer([{ body: [] }]);
    try {
      const times: number[] = [];
      const { client, clock } = clientOf(server, {
        maxRequestsPer10Seconds: 5,
        onRequest: (event) => {
          if (event.operation !== "fetchToken") {
            times.push(clock.now());
          }
        },
      });
      const waits: string[] = [];
      await Promise.all(
        Array.from({ length: 23 }, () =>
          client.listSources({}, { onWait: (message) => waits.push(message) }),
        ),
      );

      expect(times).toHaveLength(23);
      expect(peak(times)).toBe(5);
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
