/** Looking at a running tenant and changing it over HTTP. Nothing of this is part of the API: no token, no log, no limits. */
import { assertFault } from "./fault-check";
import type { FaultOperation } from "./fault-rule";
import type { Faults } from "./faults";
import type { LoggedRequest } from "./request-log";
import { dumpSeed } from "./seed-dump";
import { assertBehaviour, assertLimits } from "./setting-check";
import type { Behaviour, Limits } from "./settings";
import type { Rows } from "./tables";

/** What paths begin with. */
export const CONTROL_PREFIX = "/_simulator/";

/** What the control routes work on. */
export interface Controlled {
  rows: Rows;
  requests: readonly LoggedRequest[];
  behaviour: Behaviour;
  limits: Limits;
  faults: Faults;
  /** What fault rules can name. */
  operations: readonly FaultOperation[];
  reset(): void;
}

/** An answer: JSON where there is a value, else the text of a problem, else nothing. */
export interface ControlAnswer {
  status: number;
  value?: unknown;
  problem?: string;
}

type Handler = (controlled: Controlled, body: unknown) => unknown;

/** The routes by method and path below the prefix, each with what it answers; undefined is an empty answer. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  "POST reset": ({ reset }) => reset(),
  "GET requests": ({ requests }) => requests,
  "GET behaviour": ({ behaviour }) => behaviour,
  "PATCH behaviour": ({ behaviour }, body) => {
    assertBehaviour(body);
    return Object.assign(behaviour, body);
  },
  "GET limits": ({ limits }) => limits,
  "PATCH limits": ({ limits }, body) => {
    assertLimits(body);
    return Object.assign(limits, body);
  },
  "GET faults": ({ faults }) => pendingFaults(faults),
  "POST faults": ({ faults, operations }, body) => {
    const rules: readonly unknown[] = Array.isArray(body) ? body : [body];
    const checked = rules.map((rule) => {
      assertFault(rule, operations);
      return rule;
    });
    for (const rule of checked) faults.add(rule);
    return pendingFaults(faults);
  },
  "DELETE faults": ({ faults }) => faults.clear(),
  "GET store": ({ rows }) => dumpSeed(rows),
};

/** The rules that are not used up; a pattern, which only a program can give, as its text. */
function pendingFaults({ pending }: Faults): readonly object[] {
  return pending.map((rule) => (rule.path ? { ...rule, path: String(rule.path) } : rule));
}

/** The control routes, as `GET /_simulator/requests`. */
export const CONTROL_ROUTES: readonly string[] = Object.keys(HANDLERS).map((key) =>
  key.replace(" ", ` ${CONTROL_PREFIX}`),
);

/** Carries out a control request; what is wrong with it is answered as a text that says what is accepted. */
export function answerControl(
  controlled: Controlled,
  { method, path, body }: { method: string; path: string; body: string },
): ControlAnswer {
  const key = `${method} ${path.slice(CONTROL_PREFIX.length)}`;
  const handler = Object.hasOwn(HANDLERS, key) ? HANDLERS[key] : undefined;
  if (!handler) {
    return { status: 404, problem: `no ${method} ${path}; there are ${CONTROL_ROUTES.join(", ")}` };
  }
  try {
    const value = handler(controlled, parseBody(body));
    return value === undefined ? { status: 204 } : { status: 200, value };
  } catch (error) {
    return { status: 400, problem: error instanceof Error ? error.message : String(error) };
  }
}

function parseBody(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("the body must be JSON");
  }
}
