import type { CommandHost } from "./host";

/** A host that nobody hears and that asks nobody: for looking at commands, and for measuring them. */
export function silentHost(environment: CommandHost["environment"] = {}): CommandHost {
  return {
    out: () => undefined,
    written: () => Promise.resolve(),
    sayIfUnwritten: () => undefined,
    err: () => undefined,
    environment,
    homeFolder: "/nonexistent",
    hasTerminal: false,
    isOutTerminal: false,
    ask: undefined,
    beginWriting: () => undefined,
    signal: new AbortController().signal,
    setExitCode: () => undefined,
  };
}
