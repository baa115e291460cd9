/**
 * When a provider process ends: never in the middle of a call. The engine sends SIGINT at the end of every run and when Ctrl-C is
 * pressed twice, and SIGKILL 5 s later (on Windows Ctrl-Break stands for SIGINT). Pulumi's dynamic-provider process has no
 * handler for it, so Node would end it at once: a create that is on its way would be lost.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "./api";
import { isListening, startWatchdog } from "./watchdog";

/** The process that is to end: its signals and its exit. */
export interface EndingProcess {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  exit(code: number): void;
}

export interface ProcessEndOptions {
  /** `host:port` of the engine. */
  address: string;
  /** Resolves when no call is in flight any more; at once when none is. */
  idle: () => Promise<void>;
  clock: Clock;
  /** @default process */
  process?: EndingProcess;
}

const signals = ["SIGINT", "SIGTERM", "SIGBREAK"] as const;

/** Turns of the event loop in which an answer goes from the end of its call to the socket; two were seen to do. */
const answerTurns = 20;

/**
 * Lets the process end once its calls have ended: after a signal with code 0, after the death of the engine with code 1. Without
 * a call in flight it ends at once. A second signal changes nothing: SIGKILL is there for that.
 */
export function endAfterCalls(options: ProcessEndOptions): void {
  const { address, idle, clock, process: ending = process } = options;
  const answered = async () => {
    await idle();
    for (let turn = 0; turn < answerTurns; turn += 1) await nextTurn();
  };
  const endBySignal = async () => {
    await answered();
    ending.exit(0);
  };
  for (const signal of signals) ending.on(signal, () => void endBySignal());
  void startWatchdog({
    isListening: () => isListening(address),
    idle,
    exit: () => ending.exit(1),
    clock,
  });
}
