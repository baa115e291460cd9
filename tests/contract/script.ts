/** What a scripted fault has left of the tenant's real answer. */
import type { LoggedRequest } from "../../simulator/index";

/** How far an answer is the tenant's own. */
export interface Script {
  /** Status and body are the tenant's own; what they are in time does not matter. */
  isAnswerReal: boolean;
  /** Headers that the fault has added or replaced, in lower case. */
  headers: readonly string[];
}

/** Faults that make an answer late and leave it as it is. */
const IN_TIME_ALONE = /^((answer|effect) delayed by|body sent over) [\d.]+ ms$/;

/** Reads the one line that the log has of a fault: its parts are joined by commas, like the names of headers in one of them. */
export function scriptOf({ fault, effect, status }: LoggedRequest): Script {
  if (fault === undefined) return { isAnswerReal: true, headers: [] };
  const parts = fault.replace(/ \(with(out)? effect\)$/, "").split(", ");
  const names = parts.map(headerName);
  const isUntouched = parts.every((part, index) => names[index] ?? IN_TIME_ALONE.test(part));
  // Whoever does not wait for a late answer leaves a log entry without one.
  return {
    isAnswerReal: isUntouched && effect === true && status !== undefined,
    headers: names.flatMap((name) => name?.toLowerCase() ?? []),
  };
}

/** The name where the part is one of a header: `headers X` begins the list, and no other part is without a blank. */
function headerName(part: string): string | undefined {
  return /^(?:headers )?([^\s]+)$/.exec(part)?.[1];
}
