/** The header that says when to come back, in the forms that HTTP has for it. */
import type { Behaviour, Clock } from "./settings";

/** Headers of an answer after which the client is to wait; the date is by the server's clock and never too early. */
export function retryAfterHeader(
  form: Behaviour["retryAfter"],
  waitMs: number,
  serverClock: Clock,
): Record<string, string> {
  if (form === "none") return {};
  if (form === "seconds") return { "Retry-After": String(Math.max(1, Math.ceil(waitMs / 1000))) };
  const wholeSecond = Math.ceil((serverClock.now() + waitMs) / 1000) * 1000;
  return { "Retry-After": new Date(wholeSecond).toUTCString() };
}
