/** What becomes of a call that must not be made twice, by the kind of fault that it meets. */
import { HttpError, NetworkError, ResponseShapeError } from "../../../provider/api";
import type { FaultKind } from "../../../simulator";

/** Faults that end a call which must not be made twice: with which error, and whether the tenant has done it. */
export const lost: Partial<Record<FaultKind, { error: unknown; isDone: boolean }>> = {
  status: { error: HttpError, isDone: false },
  statusAfterEffect: { error: HttpError, isDone: true },
  dropBefore: { error: NetworkError, isDone: false },
  dropAfter: { error: NetworkError, isDone: true },
  resetBefore: { error: NetworkError, isDone: false },
  resetAfter: { error: NetworkError, isDone: true },
  truncated: { error: NetworkError, isDone: true },
  truncatedWhole: { error: ResponseShapeError, isDone: true },
  scriptedBody: { error: ResponseShapeError, isDone: false },
};

/** Faults after which the tenant says that nothing was done, so that every call is made again. */
export const refused: readonly FaultKind[] = [
  "rateLimit",
  "rateLimitDate",
  "rateLimitSilent",
  "endedTokens",
];
