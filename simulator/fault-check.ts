/** Refusing fault rules that are not valid, would do nothing, or contradict themselves. */
import { validateHeaderName, validateHeaderValue } from "node:http";
import { OAUTH_PATHS } from "./auth";
import {
  type FaultOperation,
  type FaultRule,
  findOperation,
  hasEffect,
  statusOf,
} from "./fault-rule";
import { isObject } from "./json";
import {
  type Check,
  check,
  flag,
  known,
  optional,
  type Problem,
  shape,
  text,
  textMap,
} from "./shape-check";

const count = (lowest: number): Check =>
  check(
    `a whole number of at least ${lowest}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= lowest,
  );

const milliseconds: Check = check(
  "a number of milliseconds",
  (value) => typeof value === "number" && value >= 0 && value < 2 ** 31,
);

const headerMap: Check = (value, path, problems) => {
  const before = problems.length;
  textMap(value, path, problems);
  if (problems.length > before || !isObject(value)) return;
  for (const [name, content] of Object.entries(value)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, String(content));
    } catch (error) {
      const reason = isObject(error) ? error.message : error;
      problems.push({
        path: `${path}.${JSON.stringify(name)}`,
        problem: `cannot be sent: ${reason}`,
      });
    }
  }
};

const ruleCheck: Check = shape({
  method: optional(text),
  operationId: optional(text),
  template: optional(text),
  path: optional(
    check("a text or a pattern", (value) => typeof value === "string" || value instanceof RegExp),
  ),
  times: optional((value, path, problems) => {
    if (value !== "always")
      check('"always" or a whole number of at least 1', isTimes)(value, path, problems);
  }),
  skip: optional(count(0)),
  status: optional(
    check("a status from 200 to 599", (value) => {
      return Number.isSafeInteger(value) && Number(value) >= 200 && Number(value) <= 599;
    }),
  ),
  retryAfter: optional(
    check('a whole number of seconds, "date" or "none"', (value) => {
      return (
        value === "date" || value === "none" || (Number.isSafeInteger(value) && Number(value) >= 0)
      );
    }),
  ),
  body: () => undefined,
  headers: optional(headerMap),
  delayMs: optional(milliseconds),
  delayed: optional(known(["answer", "effect"])),
  slowBodyMs: optional(milliseconds),
  drop: optional(known(["before", "after"])),
  reset: optional(known(["before", "after"])),
  effect: optional(flag),
  truncate: optional(
    check('true, false or "whole"', (value) => typeof value === "boolean" || value === "whole"),
  ),
  endTokens: optional(flag),
});

/** Methods that can be faulted, also where nothing answers to them. */
const METHODS: readonly string[] = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"];

/** Fields that do something; the others choose requests or say how. */
const ACTIONS = [
  "status",
  "body",
  "headers",
  "delayMs",
  "slowBodyMs",
  "drop",
  "reset",
  "truncate",
  "endTokens",
] as const;

/** What there is of an answer, which a connection that ends without one cannot have. */
const OF_AN_ANSWER = ["status", "body", "headers", "slowBodyMs", "truncate", "retryAfter"] as const;

/**
 * Checks a rule that may come from outside.
 *
 * @throws Error that names each wrong field and what is accepted, or what contradicts what
 */
export function assertFault(
  value: unknown,
  operations: readonly FaultOperation[],
): asserts value is FaultRule {
  assertShape(value);
  const contradiction = [
    nothing(value),
    ...ofConnection(value),
    ...ofEffect(value),
    ...ofAnswer(value),
    ...ofChoice(value, operations),
    ...ofOperation(value, operations),
  ].find((text) => text !== undefined);
  if (contradiction !== undefined) throw new Error(contradiction);
}

function assertShape(value: unknown): asserts value is FaultRule {
  const problems: Problem[] = [];
  ruleCheck(value, "fault", problems);
  if (problems.length === 0) return;
  throw new Error(problems.map(({ path, problem }) => `${path}: ${problem}`).join("\n"));
}

function nothing(rule: FaultRule): string | undefined {
  const does = ACTIONS.some((name) => {
    if (name === "headers") return Object.keys(rule.headers ?? {}).length > 0;
    return rule[name] !== undefined && rule[name] !== false;
  });
  return does ? undefined : `a fault needs one of ${ACTIONS.join(", ")}`;
}

function* ofConnection(rule: FaultRule): Generator<string> {
  const end = rule.drop ? "drop" : rule.reset ? "reset" : undefined;
  if (end === undefined) return;
  if (rule.drop && rule.reset) yield "a fault has either a drop or a reset";
  const [other] = OF_AN_ANSWER.filter((name) => rule[name] !== undefined && rule[name] !== false);
  if (other)
    yield `a fault has either a ${end} or a ${other}: without an answer there is no ${other}`;
  const when = rule.drop ?? rule.reset;
  if (rule.effect === (when === "before")) {
    yield `a fault with ${end}: "${when}" cannot have effect: ${rule.effect}`;
  }
}

function* ofEffect(rule: FaultRule): Generator<string> {
  if (rule.delayed !== undefined && rule.delayMs === undefined) {
    yield "a fault with delayed needs delayMs";
  }
  if (rule.delayed === "effect" && !hasEffect(rule)) {
    yield "a fault without an effect cannot have it delayed";
  }
  const isAnswered = rule.drop === undefined && rule.reset === undefined;
  if (rule.effect === false && isAnswered && statusOf(rule) === undefined) {
    yield "a fault with effect: false needs a status, drop or reset: there is no answer to give";
  }
  if (!rule.endTokens) return;
  const [other] = (["status", "drop", "reset"] as const).filter((name) => rule[name] !== undefined);
  if (other) yield `a fault has either endTokens, which answers 401, or a ${other}`;
  if (rule.effect) yield "a fault with endTokens has no effect: it answers 401";
}

function* ofAnswer(rule: FaultRule): Generator<string> {
  const { body, status } = rule;
  if (body !== undefined && (status === 204 || status === 304)) {
    yield `a fault has either the status ${status} or a body: nothing can follow that status`;
  }
  if (rule.retryAfter === undefined) return;
  if ((statusOf(rule) ?? 200) < 400) yield "a fault with retryAfter needs a status of 400 or more";
  const names = Object.keys(rule.headers ?? {}).map((name) => name.toLowerCase());
  if (names.includes("retry-after")) {
    yield "a fault has either retryAfter or the header Retry-After";
  }
}

/** Methods and templates that no request has. */
function* ofChoice(
  { method, template }: FaultRule,
  operations: readonly FaultOperation[],
): Generator<string> {
  if (method !== undefined && !METHODS.includes(method.toUpperCase())) {
    yield `fault.method: there is no "${method}"; there are ${METHODS.join(", ")}`;
  }
  const templates = [...new Set([...operations.map((one) => one.template), ...OAUTH_PATHS])];
  if (template !== undefined && !templates.includes(template)) {
    yield `fault.template: there is no "${template}"; there are ${templates.join(", ")}`;
  }
}

function* ofOperation(
  { operationId, method, template }: FaultRule,
  operations: readonly FaultOperation[],
): Generator<string> {
  if (operationId === undefined) return;
  const operation = findOperation(operations, operationId);
  if (!operation) {
    const ids = operations.map((one) => one.operationId).join(", ");
    yield `fault.operationId: there is no "${operationId}"; there are ${ids}`;
    return;
  }
  if (method !== undefined && method.toUpperCase() !== operation.method) {
    yield `${operationId} is ${operation.method}, not ${method}`;
  }
  if (template !== undefined && template !== operation.template) {
    yield `${operationId} is ${operation.template}, not ${template}`;
  }
}

function isTimes(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}
