import { EventEmitter } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type EndingProcess, endAfterCalls } from "../../provider/process-end";
import { createFakeClock } from "./api/fake-clock";

/** Nothing listens there. */
const address = "127.0.0.1:1";
const noCalls = () => Promise.resolve();
/** No time passes at all: whatever happens, happens at once, and the watchdog never looks. */
const stopped = { now: () => 0, sleep: () => new Promise<void>(() => {}) };

/** A process that tells with which codes it would have ended. */
class Ending extends EventEmitter implements EndingProcess {
  readonly codes: number[] = [];

  exit(code: number): void {
    this.codes.push(code);
    this.emit("exit");
  }

  ended(): Promise<void> {
    return new Promise((resolve) => this.once("exit", resolve));
  }
}

describe("a provider process", () => {
  it.each(["SIGINT", "SIGTERM", "SIGBREAK"])(
    "ends with code 0 at once on %s when no call is in flight",
    async (signal) => {
      const ending = new Ending();
      endAfterCalls({ address, idle: noCalls, clock: stopped, process: ending });
      const ended = ending.ended();
      ending.emit(signal);
      await ended;
      expect(ending.codes).toEqual([0]);
    },
  );

  it("lets the calls in flight end first, however many signals come", async () => {
    let endCalls = () => {};
    const calls = new Promise<void>((resolve) => {
      endCalls = resolve;
    });
    const ending = new Ending();
    endAfterCalls({ address, idle: () => calls, clock: stopped, process: ending });
    const ended = ending.ended();
    for (const signal of ["SIGINT", "SIGINT", "SIGTERM"]) ending.emit(signal);
    for (let turn = 0; turn < 100; turn += 1) await nextTurn();
    expect(ending.codes).toEqual([]);
    endCalls();
    await ended;
    expect(ending.codes[0]).toBe(0);
  });

  it("ends with code 1 when its engine has died", async () => {
    const ending = new Ending();
    const ended = ending.ended();
    const clock = createFakeClock();
    endAfterCalls({ address, idle: noCalls, clock, process: ending });
    await ended;
    expect(ending.codes).toEqual([1]);
  });
});
