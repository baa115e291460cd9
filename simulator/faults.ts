/** Scripted faults: what goes wrong for chosen requests, and whether the request had its effect. */
import { assertFault } from "./fault-check";
import { type FaultOperation, type FaultRule, findOperation } from "./fault-rule";

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
  operationId?: string;
}

/** The rules of a running tenant that are not used up. */
export class Faults {
  readonly #operations: readonly FaultOperation[];
  #pending: PendingFault[] = [];

  /** @param operations those that rules can name by their ids */
  constructor(operations: readonly FaultOperation[]) {
    this.#operations = operations;
  }

  /** Rules that have not been used up. */
  get pending(): readonly FaultRule[] {
    return this.#pending.map(({ rule }) => rule);
  }

  /** @throws Error where the rule is not valid, would do nothing, or two things that exclude each other */
  add(rule: FaultRule): void {
    assertFault(rule, this.#operations);
    const { skip = 0, times = 1 } = rule;
    const count = times === "always" ? Number.POSITIVE_INFINITY : times;
    this.#pending.push({ rule, skip, times: count });
  }

  clear(): void {
    this.#pending = [];
  }

  /** Uses up the first rule that fits and is due. */
  take(target: FaultTarget): FaultRule | undefined {
    for (const fault of this.#pending) {
      if (!this.#fits(fault.rule, target)) continue;
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

  #fits({ method, operationId, template, path }: FaultRule, target: FaultTarget): boolean {
    if (method !== undefined && method.toUpperCase() !== target.method) return false;
    if (template !== undefined && template !== target.template) return false;
    const operation = operationId && findOperation(this.#operations, operationId);
    if (operation && operation.operationId !== target.operationId) return false;
    if (path === undefined) return true;
    return typeof path === "string" ? path === target.path : target.path.search(path) !== -1;
  }
}
