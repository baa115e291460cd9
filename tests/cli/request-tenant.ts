/** A tenant for commands over requests and approvals, and the people who give them. */
import type { Command } from "commander";
import type { CommandHost } from "../../cli/host";
import { systemClock } from "../../provider/api";
import type { Seed } from "../../simulator";
import { requestSeed, type Who } from "../simulator/request-under-test";
import { type JudgedSimulator, useSimulator } from "../simulator-under-judge";
import { callsOf, type HostOptions, type Run, runCommand, variablesOf } from "./command-under-test";

/** Everybody may look people up, too. */
const seed: Seed = {
  ...requestSeed,
  clients: requestSeed.clients?.map((client) => ({
    ...client,
    scopes: [...client.scopes, "sp:scopes:default"],
  })),
};

/** People as in `requestSeed`; what is asked for is found in `store`. */
export function useRequestTenant(make: (host: CommandHost) => Command) {
  const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
  return {
    simulator,
    /** Runs a command with the credentials of a person. */
    as: (who: Who, args: readonly string[], options: HostOptions = {}): Promise<Run> =>
      runCommand(make, args, variablesAs(simulator, who), options),
  };
}

/** The variables of a tenant with the credentials of a person. */
export function variablesAs(simulator: JudgedSimulator, who: Who): Record<string, string> {
  return { ...variablesOf(simulator), SAIL_CLIENT_ID: who, SAIL_CLIENT_SECRET: who };
}

/** The requests that may have changed the tenant. */
export function writesOf(simulator: JudgedSimulator): string[] {
  return callsOf(simulator).filter((call) => !call.startsWith("GET "));
}

/** Lets every wait of a test pass at once. @param movesClock whether time then seems to have passed */
export function withoutWaits({ movesClock = false } = {}): void {
  const spies: jest.SpyInstance[] = [];
  beforeEach(() => {
    const now = systemClock.now.bind(systemClock);
    let waitedMs = 0;
    const sleep = jest.spyOn(systemClock, "sleep").mockImplementation((ms) => {
      waitedMs += ms;
      return Promise.resolve();
    });
    spies.push(sleep);
    if (!movesClock) return;
    spies.push(jest.spyOn(systemClock, "now").mockImplementation(() => now() + waitedMs));
  });
  afterEach(() => {
    for (const spy of spies.splice(0)) spy.mockRestore();
  });
}
