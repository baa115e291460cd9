/** What a command does when the answer to its one request is lost: it looks, for as long as something new may be invisible. */
import { HttpError, NetworkError, ResponseShapeError } from "../provider/api";
import { visibilityWaitsMs } from "../provider/resources/converge";
import { sentence } from "../provider/resources/handler";
import type { ApiRun } from "./api-command";

/**
 * Looks, with growing waits, for 10 seconds at most.
 *
 * @param lost what has become of the request, for the message where looking fails: nobody is to take that for all that happened
 * @param look gives what shows that the request has taken effect; undefined where nothing does yet
 * @returns undefined if nothing has shown it; it may still come
 * @throws Error that says both, what was lost and why looking failed
 */
export async function lookForEffect<T>(
  { tenant, call }: ApiRun,
  lost: unknown,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    for (const waitMs of visibilityWaitsMs) {
      const found = await look();
      if (found !== undefined) return found;
      await tenant.clock.sleep(waitMs, call.signal);
    }
    return await look();
  } catch (error) {
    throw new Error(
      `${sentence(lost)} Looking failed as well: ${sentence(error)} It may have taken effect.`,
      { cause: lost },
    );
  }
}

/** Whether what was to be deleted may be gone all the same; a lost answer has been followed by further attempts already. */
export function mayBeDeleted(error: unknown): boolean {
  if (error instanceof NetworkError) return error.answerLost;
  return error instanceof ResponseShapeError || (error instanceof HttpError && error.status >= 500);
}
