/** Where an exchange differs from the OpenAPI files, and the few differences that are right all the same. */
import { type Behaviour, DEFAULT_BEHAVIOUR, type LoggedRequest } from "../../simulator/index";

export interface Deviation {
  part: "request" | "response";
  /** `status`, `content type`, `query`, `operation`, or a JSON pointer into the body. */
  place: string;
  /** The JSON Schema keyword that failed, or one word of the judge's own. */
  rule: string;
  problem: string;
}

/** Places of the values that the simulator's switch changes. */
const ODD_VALUE =
  /(^|\/)(type|identityState|identityStatus|processingState|status|messages\/\d+\/localeOrigin)$/;

interface AcceptedDeviation {
  because: string;
  /** Applies only while the tenant's switches say so; without it, always. */
  onlyWhile?(behaviour: Behaviour): boolean;
  covers(deviation: Deviation, entry: LoggedRequest): boolean;
}

const NOT_DOCUMENTED_404 =
  /^\/(workgroups\/[^/]+|non-employee-sources\/[^/]+(\/schema-attributes(\/[^/]+)?)?)$/;

const ACCEPTED: readonly AcceptedDeviation[] = [
  {
    because: "beta's list says nonEmployeeCount is null by default, its schema forgets nullable",
    covers: ({ part, place, rule }, { version }) =>
      version === "beta" && part === "response" && rule === "type" && isCount(place),
  },
  {
    because: "identity ids are 32 hex digits, never UUIDs",
    covers: ({ part, place, rule }) =>
      part === "request" &&
      rule === "format" &&
      /^\/(owner|(approvers|accountManagers)\/\d+)\/id$/.test(place),
  },
  {
    because: "DELETE /sources/{id} answers name: null in its own example",
    covers: ({ part, place, rule }, { method, status }) =>
      part === "response" &&
      method === "DELETE" &&
      status === 202 &&
      place === "/name" &&
      rule === "type",
  },
  {
    because: "what answers to an unknown object is not documented for most operations",
    covers: ({ part, place }, { status, template = "" }) =>
      part === "response" &&
      place === "status" &&
      status === 404 &&
      NOT_DOCUMENTED_404.test(template),
  },
  {
    because: "move and copy need from, which JsonPatchOperation does not declare",
    covers: ({ part, place }) => part === "request" && /^\/\d+\/from$/.test(place),
  },
  {
    because: "beta's looser types are taken to be the true wire format of every version",
    onlyWhile: ({ wireTypes }) => wireTypes === "beta",
    covers: ({ part, place, rule }) =>
      part === "response" &&
      (isCount(place) ||
        (rule === "type" && /(^|\/)(helpText|placeholder)$/.test(place)) ||
        (rule === "enum" && /(^|\/)type$/.test(place))),
  },
  {
    because: "texts that are not set may be null in every version, as they are in beta",
    onlyWhile: ({ emptyTexts }) => emptyTexts === "null",
    covers: ({ part, place, rule }) =>
      part === "response" && rule === "type" && /(^|\/)(helpText|placeholder)$/.test(place),
  },
  {
    because: "additional fields count as non-breaking: clients must tolerate them",
    onlyWhile: ({ extraFields }) => extraFields,
    covers: ({ part, place, rule }, { template = "" }) =>
      part === "response" &&
      rule === "unknown" &&
      (/\/(addedText|addedObject)$/.test(place) ||
        (/^\/non-employee-sources(\/[^/]+)?$/.test(template) &&
          /^(\/\d+)?\/(owner|managementWorkgroup)$/.test(place))),
  },
  {
    because: "additional values of enumerations count as non-breaking: clients must tolerate them",
    onlyWhile: ({ extraEnumValues }) => extraEnumValues,
    covers: ({ part, place, rule }) =>
      part === "response" && rule === "enum" && ODD_VALUE.test(place),
  },
  {
    because: "a 429 may say when to come back by a date, or not at all",
    onlyWhile: ({ retryAfter }) => retryAfter !== "seconds",
    covers: ({ part, place }, { status }) =>
      part === "response" && status === 429 && place === "Retry-After",
  },
  {
    because: "null may be the one way to clear a text, and JsonPatchOperation does not allow it",
    onlyWhile: ({ clearText }) => clearText === "null",
    covers: ({ part, place }, { method, body }) =>
      part === "request" && method === "PATCH" && clearsByNull(body, place),
  },
];

/** Why the difference is right all the same; undefined where it is not. */
export function acceptance(deviation: Deviation, entry: LoggedRequest): string | undefined {
  const behaviour = { ...DEFAULT_BEHAVIOUR, ...entry.behaviour };
  return ACCEPTED.find(
    ({ covers, onlyWhile }) => (onlyWhile?.(behaviour) ?? true) && covers(deviation, entry),
  )?.because;
}

/** Whether the place is the value of an operation that sets a help text or placeholder to null. */
function clearsByNull(body: unknown, place: string): boolean {
  const index = /^\/(\d+)\/value$/.exec(place)?.[1];
  const operation: unknown = Array.isArray(body) && index ? body[Number(index)] : undefined;
  if (typeof operation !== "object" || operation === null) return false;
  const { path, value } = { path: undefined, value: undefined, ...operation };
  return value === null && (path === "/helpText" || path === "/placeholder");
}

function isCount(place: string): boolean {
  return /(^|\/)nonEmployeeCount$/.test(place);
}
