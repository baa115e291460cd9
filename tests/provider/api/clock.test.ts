import { systemClock } from "../../../provider/api";
import { untilAborted } from "../../../provider/api/signal";

describe("systemClock", () => {
  it("tells the time in milliseconds since 1970 and never goes back", () => {
    const first = systemClock.now();

    expect(Math.abs(first - Date.now())).toBeLessThan(60_000);
    expect(systemClock.now()).toBeGreaterThanOrEqual(first);
  });

  it("sleeps", async () => {
    const start = systemClock.now();
    await systemClock.sleep(-1);
    await systemClock.sleep(2, new AbortController().signal);

    expect(systemClock.now()).toBeGreaterThan(start);
  });

  it("ends a sleep with the reason of the abort", async () => {
    const abort = new AbortController();
    const sleeping = systemClock.sleep(60_000, abort.signal);
    abort.abort(new Error("enough"));

    await expect(sleeping).rejects.toThrow("enough");
    await expect(systemClock.sleep(1, AbortSignal.abort("plain text"))).rejects.toThrow(
      "plain text",
    );
  });
});

describe("untilAborted", () => {
  it("passes on the result of the work", async () => {
    await expect(untilAborted(Promise.resolve(1))).resolves.toBe(1);
    await expect(untilAborted(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1);
  });

  it("rejects when the signal aborts first or has aborted already", async () => {
    const never = new Promise<never>(() => undefined);
    const abort = new AbortController();
    const waiting = untilAborted(never, abort.signal);
    abort.abort(new Error("enough"));

    await expect(waiting).rejects.toThrow("enough");
    await expect(untilAborted(never, abort.signal)).rejects.toThrow("enough");
  });
});
