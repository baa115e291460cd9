/** A rule of a scripted fault, and what follows from it. */
import type { Route } from "./context";

/** Which requests fail, and how. Every criterion left out fits all. */
export interface FaultRule {
  method?: string;
  /** Id of an operation in any of the versions, which stands for it in all of them. */
  operationId?: string;
  /** Path without version, such as `/non-employee-sources/{sourceId}` or `/oauth/token`. */
  template?: string;
  /** Path as received: the exact text or a pattern. */
  path?: string | RegExp;
  /** How many requests fail, @default 1 */
  times?: number | "always";
  /** How many fitting requests pass first, @default 0 */
  skip?: number;
  /** Status to answer instead. */
  status?: number;
  /** When to come back, with a status of 400 or more: seconds, a date in a second, or nothing; @default 1 with 429, else "none" */
  retryAfter?: number | "date" | "none";
  /** Body to answer instead: a string is sent as it is, anything else as JSON. */
  body?: unknown;
  /** Headers to add. */
  headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait. */
  delayMs?: number;
  /** What waits: the answer, after the effect, or the effect itself, as for a request that arrives late; @default "answer" */
  delayed?: "answer" | "effect";
  /** Sends the body bit by bit, over so many milliseconds. */
  slowBodyMs?: number;
  /** Closes the connection (FIN) without an answer, before or after the effect. */
  drop?: "before" | "after";
  /** Resets the connection (RST) without an answer, before or after the effect. */
  reset?: "before" | "after";
  /** Whether the effect is done; @default false with a `status`, true without */
  effect?: boolean;
  /** Ends the body in the middle: `true` by closing the connection, `whole` as if the first half were all. */
  truncate?: boolean | "whole";
  /** Ends every token issued so far; the request itself is answered with 401 and has no effect. */
  endTokens?: boolean;
}

/** The parts of a route that a rule can name. */
export type FaultOperation = Pick<Route, "method" | "template" | "operationId" | "betaOperationId">;

/** The operation that has that id in one of the versions. */
export function findOperation(
  operations: readonly FaultOperation[],
  id: string,
): FaultOperation | undefined {
  return operations.find(({ operationId, betaOperationId }) =>
    [operationId, `${operationId}V1`, betaOperationId].includes(id),
  );
}

/** The status that takes the place of the real one; undefined where the real one stays. */
export function statusOf({ status, endTokens }: FaultRule): number | undefined {
  return endTokens ? 401 : status;
}

/** Whether the request is carried out under this rule. */
export function hasEffect(rule: FaultRule): boolean {
  const { effect, drop, reset } = rule;
  const isBefore = drop === "before" || reset === "before";
  return effect ?? (!isBefore && statusOf(rule) === undefined);
}

/** One line for the request log. */
export function describeFault(rule: FaultRule): string {
  const { body, drop, reset, truncate, delayMs, delayed = "answer", headers } = rule;
  const { retryAfter, slowBodyMs } = rule;
  const status = statusOf(rule);
  const parts = [
    rule.endTokens ? "every token ended" : "",
    delayMs === undefined ? "" : `${delayed} delayed by ${delayMs} ms`,
    status === undefined ? "" : `status ${status}`,
    retryAfter === undefined ? "" : `Retry-After ${retryAfter}`,
    body === undefined ? "" : "scripted body",
    headers ? `headers ${Object.keys(headers).join(", ")}` : "",
    slowBodyMs === undefined ? "" : `body sent over ${slowBodyMs} ms`,
    truncate === "whole" ? "half of the body sent as all of it" : truncate ? "body cut off" : "",
    drop ? "connection dropped" : "",
    reset ? "connection reset" : "",
  ].filter((part) => part !== "");
  return `${parts.join(", ")} (${hasEffect(rule) ? "with" : "without"} effect)`;
}
