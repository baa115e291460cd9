/** Changing an object in place, by observing it first; and waiting for objects that are not visible yet. */
import { type CallOptions, isAnswerLost, isNotFound, type JsonPatchOperation } from "../api";
import { type Call, messageOf, ResourceError } from "./handler";
import type { Tenant } from "./tenant";

/** Growing waits for something that may be invisible after it was made: 10 s in all. */
export const visibilityWaitsMs = [250, 500, 1000, 1750, 2500, 4000];

/** Repeats a call on an object that this run has made and that is not visible yet, for up to 10 s. */
export async function whenVisible<T>(
  tenant: Tenant,
  call: Call,
  id: string,
  work: () => Promise<T>,
): Promise<T> {
  return tenant.ledger.made.has(id) ? await untilVisible(tenant, call, work) : await work();
}

/** Repeats a call as long as its object is not found, for up to 10 s. */
export async function untilVisible<T>(
  tenant: Tenant,
  call: Pick<CallOptions, "signal">,
  work: () => Promise<T>,
): Promise<T> {
  for (const waitMs of visibilityWaitsMs) {
    try {
      return await work();
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await tenant.clock.sleep(waitMs, call.signal);
    }
  }
  return await work();
}

/** Reads an object that is to be changed. @throws {@link ResourceError} with the way to make it again if it is gone */
export async function observeOrExplain<T>(
  tenant: Tenant,
  call: Call,
  id: string,
  thing: string,
  get: () => Promise<T>,
): Promise<T> {
  try {
    return await whenVisible(tenant, call, id, get);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new ResourceError(
      `${thing} is gone from the tenant: somebody deleted it. Run \`pulumi up --refresh\` to create it again.`,
      { cause: error },
    );
  }
}

export interface Convergence<T> {
  /** For messages. */
  thing: string;
  observe: () => Promise<T>;
  /** What is left to do on what was observed; empty when nothing differs. */
  operationsFor: (live: T) => JsonPatchOperation[];
  patch: (operations: JsonPatchOperation[]) => Promise<T>;
}

/**
 * Brings an object to what is wanted: observe, patch what differs, and only if something does. A PATCH whose answer was lost is
 * settled by observing again.
 */
export async function converge<T>(
  tenant: Tenant,
  call: Call,
  steps: Convergence<T>,
): Promise<void> {
  for (const waitMs of [500, 2000, undefined]) {
    const operations = steps.operationsFor(await steps.observe());
    if (operations.length === 0) return;
    try {
      return warnOfRest(call, steps, await steps.patch(operations));
    } catch (error) {
      if (waitMs === undefined || !isAnswerLost(error)) throw error;
      call.log("info", `${messageOf(error)} Looking whether the change arrived.`);
      await tenant.clock.sleep(waitMs, call.signal);
    }
  }
}

/** The tenant said yes and did something else: said, since the drift check would show it from now on. */
function warnOfRest<T>(call: Call, { thing, operationsFor }: Convergence<T>, reached: T): void {
  const rest = operationsFor(reached);
  if (rest.length === 0) return;
  const paths = rest.map(({ path }) => path).join(", ");
  call.log(
    "warning",
    `${thing}: the tenant accepted the change, but its answer still differs in ${paths}; the drift check will show it`,
  );
}
