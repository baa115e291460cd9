/** Handlers in this process over real HTTP to a judged simulator, with one clock for all whose sleep passes at once. */
import type { RequestEvent } from "../../../provider/api";
import { type AdoptExisting, readConfiguration } from "../../../provider/resources/configuration";
import type { Call, Handler, Props } from "../../../provider/resources/handler";
import { nonEmployeeSourceHandler } from "../../../provider/resources/non-employee-source";
import { schemaAttributeHandler } from "../../../provider/resources/schema-attribute";
import type { Tenant } from "../../../provider/resources/tenant";
import { Tenants } from "../../../provider/resources/tenants";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../../simulator";
import {
  type JudgedSimulator,
  type JudgedSimulatorOptions,
  startSimulator,
} from "../../simulator-under-judge";
import { createFakeClock, type FakeClock } from "../api/fake-clock";

export const { ada, grace, katherine, alan } = DEFAULT_IDENTITIES;
export const { plantAdministrators, plantDesk } = DEFAULT_WORKGROUPS;

export interface TenantSettings {
  adoptExisting?: AdoptExisting;
  backupDir?: string;
  clientId?: string;
  clientSecret?: string;
  /** The URL that the tenant had before. */
  previousBaseUrl?: string;
  /** Further tenants by name, as in `sailpoint:tenants`. */
  tenants?: Record<string, unknown>;
  /** Told of each request when it has ended: the place to change the tenant between two requests. */
  onRequest?: (event: RequestEvent) => void;
}

/** What a fresh provider process has. */
export interface Process {
  source: Handler;
  attribute: Handler;
  /** The default tenant. */
  tenant: Tenant;
  tenants: Tenants;
}

export interface World {
  clock: FakeClock;
  simulator: JudgedSimulator;
  /** Messages of the handlers, as `warning: text`. */
  messages: string[];
  call: Call;
  /** What a fresh provider process has: nothing cached, nothing held. */
  process(settings?: TenantSettings): Process;
  /** Calls that the tenant received since the last look, as `METHOD template`, tokens left out. */
  calls(): string[];
}

/** Starts a judged tenant. The caller ends it with `simulator.stop()`. */
export async function createWorld(options: JudgedSimulatorOptions = {}): Promise<World> {
  const clock = createFakeClock();
  const simulator = await startSimulator({ clock, ...options });
  const messages: string[] = [];
  let seen = 0;
  const call: Call = {
    signal: new AbortController().signal,
    log: (level, message) => messages.push(`${level}: ${message}`),
  };
  return {
    clock,
    simulator,
    messages,
    call,
    process: ({ onRequest, ...settings } = {}) => {
      const { url, clientId, clientSecret } = simulator;
      const keys: Record<string, unknown> = { baseUrl: url, clientId, clientSecret, ...settings };
      const configuration = readConfiguration({
        stack: (key) => keys[key.replace("sailpoint:", "")],
        environment: {},
      });
      const tenants = new Tenants({
        configuration,
        clock,
        random: () => 0.5,
        ...(onRequest && { onRequest }),
      });
      const open = () => Promise.resolve(tenants);
      return {
        source: nonEmployeeSourceHandler(open),
        attribute: schemaAttributeHandler(open),
        tenant: tenants.open(undefined),
        tenants,
      };
    },
    calls: () => {
      const fresh = simulator.requests.slice(seen);
      seen = simulator.requests.length;
      return fresh
        .filter(({ template }) => template !== "/oauth/token")
        .map(({ method, template }) => `${method} ${template}`);
    },
  };
}

/** A complete declaration of a source. */
export function sourceInputs(changes: Props = {}): Props {
  return {
    name: "Contractors",
    description: "External staff of the plants",
    owner: { id: ada.id },
    managementWorkgroup: { id: plantAdministrators.id },
    approvers: [{ id: grace.id }, { id: alan.id }],
    accountManagers: [{ id: katherine.id }, { id: plantDesk.id }],
    ...changes,
  };
}

/** A complete declaration of an attribute, as check returns it. */
export function attributeInputs(sourceId: string, changes: Props = {}): Props {
  return {
    sourceId,
    technicalName: "costCenter",
    label: "Cost center",
    type: "TEXT",
    helpText: "Four digits",
    placeholder: "0000",
    required: true,
    ...changes,
  };
}

/** Check as the engine does it, then create. @throws Error with the failures of check */
export async function make(handler: Handler, call: Call, news: Props) {
  const { inputs, failures } = await handler.check(call, { news, oldInputs: {} });
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  return await handler.create(call, { inputs });
}

/** The failures of a check of something new. */
export async function refusals(handler: Handler, call: Call, news: Props): Promise<string[]> {
  const { failures } = await handler.check(call, { news, oldInputs: {} });
  return failures.map(({ path, reason }) => (path === "" ? reason : `${path}: ${reason}`));
}
