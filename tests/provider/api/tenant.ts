/** A judged tenant and a client of it on one clock whose sleep passes at once. */
import { type Client, type ClientOptions, createClient } from "../../../provider/api";
import type { SimulatorOptions } from "../../../simulator";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../../simulator";
import { type JudgedSimulator, startSimulator } from "../../simulator-under-judge";
import { createFakeClock, type FakeClock } from "./fake-clock";

export const { ada, grace, katherine, alan } = DEFAULT_IDENTITIES;
export const { plantAdministrators, plantDesk } = DEFAULT_WORKGROUPS;

export interface TestTenant {
  simulator: JudgedSimulator;
  clock: FakeClock;
  client: Client;
  /** Another client, as another process has it: it has learned nothing yet. */
  connect(options?: Partial<ClientOptions>): Client;
  /** `METHOD template` of the calls since the last look, tokens left out. */
  calls(): string[];
}

/** Starts a tenant. The caller ends it with `simulator.stop()`, which judges all that it has seen. */
export async function startTenant(options: SimulatorOptions = {}): Promise<TestTenant> {
  const clock = createFakeClock();
  const simulator = await startSimulator({ clock, ...options });
  const { url: baseUrl, clientId, clientSecret } = simulator;
  const connect = (more: Partial<ClientOptions> = {}): Client =>
    createClient({ baseUrl, clientId, clientSecret, clock, random: () => 0.5, ...more });
  let seen = 0;
  const calls = (): string[] => {
    const fresh = simulator.requests.slice(seen);
    seen = simulator.requests.length;
    return fresh
      .filter(({ template }) => template !== "/oauth/token")
      .map(({ method, template }) => `${method} ${template}`);
  };
  return { simulator, clock, client: connect(), connect, calls };
}

/** The body of a complete source. */
export function sourceToCreate(name = "Contractors") {
  return {
    name,
    description: "External staff of the plants",
    owner: { id: ada.id },
    approvers: [{ id: grace.id }, { id: alan.id }],
    accountManagers: [{ id: katherine.id }, { id: plantDesk.id }],
  };
}

/** All items of an iteration. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = [];
  for await (const item of items) result.push(item);
  return result;
}
