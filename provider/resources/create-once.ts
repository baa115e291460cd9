/**
 * Creating an object exactly once. POST has no idempotency key: when its answer is lost, only looking can tell whether the
 * object was made, and a new object may stay invisible for some seconds.
 */
import { isAnswerLost, isConflict, isLimitViolation } from "../api";
import { visibilityWaitsMs } from "./converge";
import { type Call, ResourceError, sentence } from "./handler";
import { callOptions, type Tenant } from "./tenant";

/** Growing waits for a name that is taken by nothing that a list shows: 2 minutes in all. */
const nameWaitsMs = [2000, 4000, 8000, 16_000, 30_000, 60_000];

/** How an object is created, looked for, and recognised. */
export interface Creation<T> {
  /** For messages: `source "Contractors"`. */
  thing: string;
  /** For messages, the kind in the plural: `sources`. */
  kind: string;
  /** The POST. */
  attempt: () => Promise<T>;
  /** Looks, freshly and completely, for an object of the same name. */
  look: () => Promise<T | undefined>;
  /** The id of what was found, for messages. */
  idOf: (found: T) => string;
  /** True if what was found has the content that was sent. */
  hasSameContent: (found: T) => boolean | Promise<boolean>;
  createdAt: (found: T) => string | null | undefined;
  /** What to do with an object of that name that is not ours, after a refusal because the name is taken. */
  whenTaken: (found: T) => Promise<T>;
  /** Why a name can be taken although the last look did not show it; waiting cannot help if the reason is final. */
  explainTaken: () => { reason: string; isFinal: boolean };
}

/** @throws the error of the API, or a {@link ResourceError} that says what may exist now and what to do */
export async function createOnce<T>(tenant: Tenant, call: Call, creation: Creation<T>): Promise<T> {
  // The token's answer tells the server's time, which tells later what this attempt can have made.
  await tenant.client.authenticate(callOptions(call));
  const attempt = async () => {
    const since = tenant.client.serverTime() ?? Number.POSITIVE_INFINITY;
    try {
      return await creation.attempt();
    } catch (error) {
      if (isAnswerLost(error)) return await settle(tenant, call, creation, since, error);
      throw isLimitViolation(error) ? explainLimit(creation, error) : error;
    }
  };
  let conflict: unknown;
  for (const waitMs of [...nameWaitsMs, undefined]) {
    try {
      return await attempt();
    } catch (error) {
      if (!isConflict(error)) throw error;
      conflict = error;
    }
    const found = await creation.look();
    if (found) return await creation.whenTaken(found);
    const { reason, isFinal } = creation.explainTaken();
    if (isFinal || waitMs === undefined) throw explainConflict(conflict, reason);
    call.log(
      "info",
      `${creation.thing}: the name is taken, though no list shows it (a delete may still be going on); trying again in ${waitMs / 1000} s`,
    );
    await tenant.clock.sleep(waitMs, call.signal);
  }
  throw conflict;
}

/** The answer was lost: look; if nothing was made, repeat once; never make a second one. */
async function settle<T>(
  tenant: Tenant,
  call: Call,
  creation: Creation<T>,
  since: number,
  lost: unknown,
): Promise<T> {
  call.log("info", `the answer to "create ${creation.thing}" was lost; looking for the object`);
  const first = await lookForOurs(tenant, call, creation, since, lost);
  if (first) return first;
  try {
    return await creation.attempt();
  } catch (error) {
    // Each of these can mean that the first one has arrived after all.
    if (!isConflict(error) && !isLimitViolation(error) && !isAnswerLost(error)) throw error;
    const second = await lookForOurs(tenant, call, creation, since, error);
    if (second) return second;
    if (isConflict(error)) throw error;
    if (isLimitViolation(error)) throw explainLimit(creation, error);
    throw new ResourceError(
      `${sentence(error)} Looking for ${creation.thing} for 10 seconds showed nothing. ` +
        "Run `pulumi up` again: it looks first, and makes no second one.",
      { cause: error },
    );
  }
}

/**
 * What was found, if this attempt provably made it: same name, same content, made after the attempt began by the server's clock.
 * undefined if there is nothing of that name.
 */
async function lookForOurs<T>(
  tenant: Tenant,
  call: Call,
  creation: Creation<T>,
  since: number,
  lost: unknown,
): Promise<T | undefined> {
  let found: T | undefined;
  let isOurs = false;
  try {
    found = await lookUntilSeen(tenant, call, creation.look);
    if (found === undefined) return undefined;
    isOurs =
      isCreatedSince(creation.createdAt(found), since) && (await creation.hasSameContent(found));
  } catch (error) {
    const id = found === undefined ? "" : `, id ${creation.idOf(found)}`;
    throw new ResourceError(
      `${sentence(lost)} Looking whether ${creation.thing} was made failed: ${sentence(error)} It may exist now${id}. ${takeOver}`,
      { cause: error },
    );
  }
  if (isOurs) return found;
  throw new ResourceError(
    `${sentence(lost)} There is an object of that name, id ${creation.idOf(found)}, which this run cannot prove to have made. ${takeOver}`,
    { cause: lost },
  );
}

const takeOver =
  'Look at it, then run `pulumi up` again; to take it over set sailpoint:adoptExisting (SAIL_ADOPT_EXISTING) to "identical" or "always".';

/**
 * Whether something was created since a time of the server, in milliseconds since 1970. An instant without a fraction may have
 * lost one: then whole seconds are compared.
 */
export function isCreatedSince(created: string | null | undefined, since: number): boolean {
  const instant = Date.parse(created ?? "");
  const hasFraction = /:\d\d\.\d/.test(created ?? "");
  return instant >= (hasFraction ? since : Math.floor(since / 1000) * 1000);
}

async function lookUntilSeen<T>(tenant: Tenant, call: Call, look: () => Promise<T | undefined>) {
  for (const waitMs of visibilityWaitsMs) {
    const found = await look();
    if (found) return found;
    await tenant.clock.sleep(waitMs, call.signal);
  }
  return await look();
}

function explainConflict(conflict: unknown, reason: string): ResourceError {
  return new ResourceError(`${sentence(conflict)} ${reason}`, { cause: conflict });
}

function explainLimit<T>({ kind }: Creation<T>, error: unknown): ResourceError {
  return new ResourceError(
    `${sentence(error)} If the same run also removes some ${kind}: remove in one \`pulumi up\` and add in the next.`,
    { cause: error },
  );
}
