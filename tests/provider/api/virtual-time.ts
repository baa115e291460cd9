/** Time that passes only while everybody waits: for what takes minutes, over real HTTP, in a second. */
import { channel } from "node:diagnostics_channel";
import type { Clock } from "../../../provider/api";

export interface VirtualTime {
  /** Milliseconds since 1970. */
  now(): number;
  /** A new clock on this time. Clients on different clocks share no ceiling, as if they lived in different processes. */
  clock(): Clock;
  /** Ends the passing of time; to be called at the end of the test. */
  stop(): void;
}

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** Requests of this process that are under way, as Node itself tells. */
function countRequests(): { readonly underWay: number; stop(): void } {
  const open = new Set<unknown>();
  const subscriptions = [
    ["http.client.request.start", (request: unknown) => open.add(request)],
    ["http.client.response.finish", (request: unknown) => open.delete(request)],
    ["http.client.request.error", (request: unknown) => open.delete(request)],
  ] as const;
  const channels = subscriptions.map(([name, act]) => {
    const listener = (message: unknown): void => {
      act(
        typeof message === "object" && message && "request" in message
          ? message.request
          : undefined,
      );
    };
    channel(name).subscribe(listener);
    return () => channel(name).unsubscribe(listener);
  });
  return {
    get underWay() {
      return open.size;
    },
    stop: () => {
      for (const unsubscribe of channels) unsubscribe();
    },
  };
}

/** Starts to let time pass: whenever no request is under way, to the end of the next sleep. */
export function startVirtualTime(start = Date.parse("2026-01-01T00:00:00Z")): VirtualTime {
  let now = start;
  let isStopped = false;
  const sleepers = new Set<Sleeper>();
  const requests = countRequests();
  let quiet = 0;
  const tick = (): void => {
    if (isStopped) return;
    // What a sleeper does after waking needs some turns of the event loop until it shows as a request.
    quiet = requests.underWay === 0 ? quiet + 1 : 0;
    if (quiet > 20 && sleepers.size > 0) {
      quiet = 0;
      now = Math.max(now, Math.min(...[...sleepers].map(({ at }) => at)));
      for (const sleeper of [...sleepers].filter(({ at }) => at <= now)) {
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    }
    setImmediate(tick);
  };
  setImmediate(tick);
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const sleeper = { at: now + ms, wake: resolve };
      signal?.throwIfAborted();
      signal?.addEventListener("abort", () => {
        sleepers.delete(sleeper);
        reject(signal.reason);
      });
      sleepers.add(sleeper);
    });
  return {
    now: () => now,
    clock: () => ({ now: () => now, sleep }),
    stop: () => {
      isStopped = true;
      requests.stop();
    },
  };
}
