import { RateLimit } from "../../../provider/api/rate-limit";
import { createFakeClock } from "./fake-clock";
import { startVirtualTime } from "./virtual-time";

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
      const limit = new RateLimit(clock);
      const starts: number[] = [];
      const arrivals: number[] = [];
      const one = async (): Promise<void> => {
        const release = await limit.acquire({ max });
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
    const limit = new RateLimit(clock);

    await Promise.all(
      Array.from({ length: 95 }, async () => (await limit.acquire({ max: 95 }))(true)),
    );

    expect(clock.sleeps).toEqual([]);
    await limit.acquire({ max: 95 });
    expect(clock.sleeps).toEqual([10_000]);
  });

  it("serves first come first", async () => {
    const limit = new RateLimit(createFakeClock());
    const order: number[] = [];
    await Promise.all(
      [0, 1, 2, 3, 4, 5, 6].map(async (number) => {
        const release = await limit.acquire({ max: 2 });
        order.push(number);
        release(true);
      }),
    );

    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("does not count a slot in which nothing was sent", async () => {
    const clock = createFakeClock();
    const limit = new RateLimit(clock);

    (await limit.acquire({ max: 1 }))(false);
    (await limit.acquire({ max: 1 }))(true);

    expect(clock.sleeps).toEqual([]);
  });

  it("lets an aborted waiter leave the line without holding up the others", async () => {
    const limit = new RateLimit(createFakeClock());
    const release = await limit.acquire({ max: 1 });
    const abort = new AbortController();
    const aborted = limit.acquire({ max: 1, signal: abort.signal });
    const other = limit.acquire({ max: 1 });
    abort.abort(new Error("enough"));
    release(true);

    await expect(aborted).rejects.toThrow("enough");
    await expect(other).resolves.toBeInstanceOf(Function);
    await expect(limit.acquire({ max: 1, signal: AbortSignal.abort("no") })).rejects.toThrow("no");
  });

  it("ends its own sleep when the last waiter has left", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const limit = new RateLimit({
      now: () => 0,
      sleep: (_ms, signal) =>
        new Promise((_resolve, reject) => {
          signals.push(signal);
          signal?.addEventListener("abort", () => reject(signal.reason));
        }),
    });
    (await limit.acquire({ max: 1 }))(true);
    const abort = new AbortController();
    const waiting = limit.acquire({ max: 1, signal: abort.signal });
    abort.abort(new Error("enough"));

    await expect(waiting).rejects.toThrow("enough");
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it("holds requests back while paused and tells the wait", async () => {
    const clock = createFakeClock();
    const limit = new RateLimit(clock);
    limit.throttle(clock.now() + 3_000, 5);

    expect(limit.expectedWaitMs({ max: 5 })).toBe(3_000);
    await limit.acquire({ max: 5 });
    expect(clock.sleeps).toEqual([3_000]);
    expect(limit.expectedWaitMs({ max: 5 })).toBe(0);
  });
});

describe("a ceiling that the API refuses all the same", () => {
  /** Requests that go out at once. */
  async function burstOf(limit: RateLimit, max: number): Promise<number> {
    let count = 0;
    for (;;) {
      const waiting = limit.acquire({ max, signal: AbortSignal.timeout(0) });
      const release = await waiting.catch(() => undefined);
      if (release === undefined) return count;
      release(true);
      count += 1;
    }
  }

  /** A clock whose sleeps never end by themselves. */
  function stillClock() {
    const { now, advance } = createFakeClock();
    return { now, advance, sleep: () => new Promise<void>(() => undefined) };
  }

  it("is halved, once for each burst of refusals, and grows back by a tenth each 10 s", async () => {
    const clock = stillClock();
    const limit = new RateLimit(clock);
    limit.throttle(clock.now() + 2_000, 40);
    limit.throttle(clock.now() + 3_000, 40);
    const bursts: number[] = [];

    clock.advance(3_000);
    bursts.push(await burstOf(limit, 40));
    for (let window = 0; window < 6; window += 1) {
      clock.advance(10_000);
      bursts.push(await burstOf(limit, 40));
    }

    expect(bursts).toEqual([20, 24, 28, 32, 36, 40, 40]);
  });

  it.each([
    [2, 1],
    [40, 4],
    [95, 10],
  ])("of %i is never less than %i", async (max, least) => {
    const clock = stillClock();
    const limit = new RateLimit(clock);
    for (let time = 0; time < 8; time += 1) {
      limit.throttle(clock.now() + 1_000, max);
      clock.advance(1_000);
    }

    expect(await burstOf(limit, max)).toBe(least);
  });

  it("lets what was refused go before what was never sent", async () => {
    const time = startVirtualTime();
    const limit = new RateLimit(time.clock());
    limit.throttle(time.now() + 1_000, 2);
    const order: string[] = [];
    const one = async (name: string, isRetry: boolean) => {
      const release = await limit.acquire({ max: 1, isRetry });
      order.push(name);
      release(true);
    };
    await Promise.all([
      one("new 1", false),
      one("new 2", false),
      one("retry 1", true),
      one("retry 2", true),
    ]);
    time.stop();

    expect(order).toEqual(["retry 1", "retry 2", "new 1", "new 2"]);
  });
});
