/**
 * What the loader requires: resource name -> handlers, for Pulumi's dynamic-provider process. One client per tenant and
 * process: every resource type shares it, with its token, its request ceiling and its coalesced reads.
 */
import { systemClock } from "./api";
import { type DynamicProvider, type HostConfiguration, toDynamicProvider } from "./dynamic-host";
import { createEngineLog, engineAddress } from "./engine-log";
import { endAfterCalls } from "./process-end";
import { readConfiguration } from "./resources/configuration";
import type { Handler } from "./resources/handler";
import { nonEmployeeSourceHandler } from "./resources/non-employee-source";
import { schemaAttributeHandler } from "./resources/schema-attribute";
import { Tenants } from "./resources/tenants";

/** Everything that one provider process holds. */
interface Process {
  handlers: Readonly<Record<"NonEmployeeSource" | "SchemaAttribute", DynamicProvider>>;
}

function openTenants(config: HostConfiguration, warn: (message: string) => void): Tenants {
  const configuration = readConfiguration({
    stack: (key) => config.get(key),
    environment: process.env,
  });
  return new Tenants({ configuration, clock: systemClock, onWarning: warn });
}

function createProcess(): Process {
  const address = engineAddress();
  const engineLog = createEngineLog(address);
  const calls = countCalls();
  const tenants = deferred<Tenants>();
  const options = {
    engineLog,
    begin: calls.begin,
    outputKey: "tenantUrl",
    // The process configures each resource type by itself, with the same configuration: the first one counts.
    configure: (config: HostConfiguration) =>
      tenants.settle(() => openTenants(config, (message) => engineLog.log("warning", message))),
  };
  if (address !== undefined) {
    endAfterCalls({ address, idle: calls.idle, clock: systemClock });
  }
  const provide = (make: (open: () => Promise<Tenants>) => Handler) =>
    toDynamicProvider(
      make(() => tenants.promise),
      options,
    );
  return {
    handlers: {
      NonEmployeeSource: provide(nonEmployeeSourceHandler),
      SchemaAttribute: provide(schemaAttributeHandler),
    },
  };
}

/** Counts the calls in flight. */
function countCalls() {
  let inFlight = 0;
  let waiting: (() => void)[] = [];
  const end = () => {
    inFlight -= 1;
    if (inFlight > 0) return;
    for (const resume of waiting) resume();
    waiting = [];
  };
  return {
    begin: () => {
      inFlight += 1;
      return end;
    },
    idle: () =>
      inFlight === 0
        ? Promise.resolve()
        : new Promise<void>((resolve) => {
            waiting.push(resolve);
          }),
  };
}

/** A promise that the first call of `settle` decides; the first calls of the process can come before its configuration. */
function deferred<T>() {
  let resolve: (value: T | Promise<T>) => void = () => undefined;
  const promise = new Promise<T>((take) => {
    resolve = take;
  });
  let isSettled = false;
  return {
    promise,
    settle: (make: () => T) => {
      if (isSettled) return;
      isSettled = true;
      resolve(new Promise<T>((take) => take(make())));
      // Whoever needs the value is told; nobody needing it is no fault.
      promise.catch(() => undefined);
    },
  };
}

/** The handlers by resource name, as the loader line in the state asks for them. */
export const handlers = createProcess().handlers;
