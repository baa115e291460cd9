/** Every kind of fault there is, as a rule that causes it. */
import type { FaultRule } from "./fault-rule";

const KINDS = {
  status: { status: 503 },
  statusAfterEffect: { status: 500, effect: true },
  delayedAnswer: { delayMs: 50 },
  delayedEffect: { delayMs: 50, delayed: "effect" },
  slowBody: { slowBodyMs: 50 },
  dropBefore: { drop: "before" },
  dropAfter: { drop: "after" },
  resetBefore: { reset: "before" },
  resetAfter: { reset: "after" },
  truncated: { truncate: true },
  truncatedWhole: { truncate: "whole" },
  scriptedBody: { status: 200, body: "<html>" },
  addedHeaders: { headers: { "Content-Encoding": "UTF-8" } },
  rateLimit: { status: 429 },
  rateLimitDate: { status: 429, retryAfter: "date" },
  rateLimitSilent: { status: 429, retryAfter: "none" },
  endedTokens: { endTokens: true },
} as const satisfies Record<string, FaultRule>;

/** The name of a kind of fault. */
export type FaultKind = keyof typeof KINDS;

/**
 * A sample rule for each kind of fault, by name, for tests that try them all. A rule hits the next request, whatever it is: add
 * `operationId`, `times` and the like to choose.
 */
export const FAULT_KINDS: Readonly<Record<FaultKind, FaultRule>> = KINDS;
