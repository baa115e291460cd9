/**
 * Ends the provider process when its engine has died: after a `kill -9` of the CLI it would otherwise live for ever. Calls in
 * flight end first, so that no request to the tenant is cut in two.
 */
import { connect } from "node:net";
import type { Clock } from "./api";

export interface WatchdogOptions {
  /** Whether the engine still listens. */
  isListening: () => Promise<boolean>;
  /** Resolves when no call is in flight any more. */
  idle: () => Promise<void>;
  exit: () => void;
  clock: Clock;
}

/** Between two looks, in milliseconds. */
const intervalMs = 1000;

/** From the last look that found the engine to the end of the process, whatever is in flight, in milliseconds. */
const longestMs = 7000;

/**
 * Looks every second whether the engine still listens; two refusals in a row mean that it is gone. No process outlives its
 * engine by more than 10 s, for a busy machine takes its time, too.
 */
export async function startWatchdog(options: WatchdogOptions): Promise<void> {
  const { isListening, idle, exit, clock } = options;
  let aliveAt = clock.now();
  for (let refusals = 0; refusals < 2; ) {
    await clock.sleep(intervalMs);
    const lookedAt = clock.now();
    const isAlive = await isListening();
    if (isAlive) aliveAt = lookedAt;
    refusals = isAlive ? 0 : refusals + 1;
  }
  await Promise.race([idle(), clock.sleep(aliveAt + longestMs - clock.now())]);
  exit();
}

/** Whether something listens at `host:port`. */
export function isListening(address: string): Promise<boolean> {
  const split = address.lastIndexOf(":");
  const host = address.slice(0, split).replace(/^\[|\]$/g, "");
  const port = Number(address.slice(split + 1));
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const answer = (isAlive: boolean) => {
      socket.destroy();
      resolve(isAlive);
    };
    socket.once("connect", () => answer(true));
    // An engine that is busy does not accept at once, yet it is there: only a refusal counts.
    socket.once("timeout", () => answer(true));
    socket.once("error", (error) => answer(!("code" in error) || error.code !== "ECONNREFUSED"));
  });
}
