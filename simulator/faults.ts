/** Scripted faults: what goes wrong for chosen requests, and whether the request had its effect. */

/** Which requests fail, and how. Every criterion left out fits all. */
export interface FaultRule {
  method?: string;
  /** Path without version, such as `/non-employee-sources/{sourceId}` or `/oauth/token`. */
  template?: string;
  /** Path as received: the exact text or a pattern. */
  path?: string | RegExp;
  /** How many requests fail, @default 1 */
  times?: number;
  /** How many fitting requests pass first, @default 0 */
  skip?: number;
  /** Status to answer instead. */
  status?: number;
  /** Body to answer instead: a string is sent as it is, anything else as JSON. */
  body?: unknown;
  /** Headers to add. */
  headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait. */
  delayMs?: number;
  /** What waits: the answer, after the effect, or the effect itself, as for a request that arrives late; @default "answer" */
  delayed?: "answer" | "effect";
  /** Closes the connection without an answer, before or after the effect. */
  drop?: "before" | "after";
  /** Whether the effect is done; @default false with a `status`, true without */
  effect?: boolean;
  /** Closes the connection in the middle of the body. */
  truncate?: boolean;
}

interface PendingFault {
  rule: FaultRule;
  skip: number;
  times: number;
}

/** What a rule is matched against. */
export interface FaultTarget {
  method: string;
  path: string;
  template?: string;
}

export class Faults {
  #pending: PendingFault[] = [];

  /** Rules that have not been used up. */
  get pending(): readonly FaultRule[] {
    return this.#pending.map(({ rule }) => rule);
  }

  /** @throws Error where the rule would do nothing, or two things that exclude each other */
  add(rule: FaultRule): void {
    const does = [rule.status, rule.body, rule.headers, rule.delayMs, rule.drop, rule.truncate];
    if (does.every((part) => part === undefined)) {
      throw new Error("a fault needs a status, body, headers, delayMs, drop or truncate");
    }
    if (rule.drop && rule.status !== undefined) {
      throw new Error("a fault has either a status or a drop: a dropped connection has no answer");
    }
    this.#pending.push({ rule, skip: rule.skip ?? 0, times: rule.times ?? 1 });
  }

  clear(): void {
    this.#pending = [];
  }

  /** Uses up the first rule that fits and is due. */
  take(target: FaultTarget): FaultRule | undefined {
    for (const fault of this.#pending) {
      if (!fits(fault.rule, target)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      if (fault.times <= 0) this.#pending = this.#pending.filter((other) => other !== fault);
      return fault.rule;
    }
    return undefined;
  }
}

/** Whether the request is carried out under this rule. */
export function hasEffect(rule: FaultRule): boolean {
  return rule.effect ?? (rule.drop !== "before" && rule.status === undefined);
}

/** One line for the request log. */
export function describeFault(rule: FaultRule): string {
  const { status, body, drop, truncate, delayMs, delayed = "answer", headers } = rule;
  const parts = [
    delayMs === undefined ? "" : `${delayed} delayed by ${delayMs} ms`,
    status === undefined ? "" : `status ${status}`,
    body === undefined ? "" : "scripted body",
    headers ? `headers ${Object.keys(headers).join(", ")}` : "",
    truncate ? "body cut off" : "",
    drop ? "connection dropped" : "",
  ].filter((part) => part !== "");
  return `${parts.join(", ")} (${hasEffect(rule) ? "with" : "without"} effect)`;
}

function fits(rule: FaultRule, target: FaultTarget): boolean {
  if (rule.method !== undefined && rule.method.toUpperCase() !== target.method) return false;
  if (rule.template !== undefined && rule.template !== target.template) return false;
  if (rule.path === undefined) return true;
  return typeof rule.path === "string" ? rule.path === target.path : rule.path.test(target.path);
}
