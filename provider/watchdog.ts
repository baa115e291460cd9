/**
 * Ends the provider process when its engine has died: after a `kill -9` of the CLI it would otherwise live for ever. Calls in
 * flight end first, so that no request to the tenant is cut in two.
 */
import { connect } from "node:net";

export interface WatchdogOptions {
  /** `host:port` of the engine. */
  address: string;
  /** Resolves when no call is in flight any more. */
  idle: () => Promise<void>;
  exit: () => void;
  /** @default 2000 */
  intervalMs?: number;
}

/** Looks every two seconds whether the engine still listens; two refusals in a row mean that it is gone. */
export function startWatchdog({ address, idle, exit, intervalMs = 2000 }: WatchdogOptions): void {
  let misses = 0;
  const timer = setInterval(async () => {
    misses = (await isListening(address)) ? 0 : misses + 1;
    if (misses < 2) return;
    clearInterval(timer);
    await idle();
    exit();
  }, intervalMs);
  timer.unref();
}

function isListening(address: string): Promise<boolean> {
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
    socket.once("error", () => answer(false));
  });
}
