/** The few differences from the OpenAPI files that are right all the same, each with its reason. */
import { type Behaviour, DEFAULT_BEHAVIOUR, type LoggedRequest } from "../../simulator/index";
import { UNHEARD_OF } from "../../simulator/oddity";
import type { Deviation } from "./deviation";

interface AcceptedDeviation {
  because: string;
  part: Deviation["part"];
  /** Applies only while the tenant's switches say so; without it, always. */
  onlyWhile?(behaviour: Behaviour): boolean;
  /** @param value what is at the place, as far as the place is one in a body */
  covers(deviation: Deviation, entry: LoggedRequest, value: unknown): boolean;
}

const NOT_DOCUMENTED_404 =
  /^\/(workgroups\/[^/]+|non-employee-sources\/[^/]+(\/schema-attributes(\/[^/]+)?)?)$/;

const TEXT = /(^|\/)(helpText|placeholder)$/;
const COUNT = /(^|\/)nonEmployeeCount$/;
const UNHEARD: readonly unknown[] = Object.values(UNHEARD_OF);

export const ACCEPTED: readonly AcceptedDeviation[] = [
  {
    because: "beta's list says nonEmployeeCount is null by default, its schema forgets nullable",
    part: "response",
    covers: ({ place, rule }, { version }, value) =>
      version === "beta" && rule === "type" && value === null && COUNT.test(place),
  },
  {
    because: "identity ids are 32 hex digits, never UUIDs",
    part: "request",
    covers: ({ place, rule }, _entry, value) =>
      rule === "format" &&
      typeof value === "string" &&
      /^[0-9a-f]{32}$/.test(value) &&
      /^\/(owner|(approvers|accountManagers)\/\d+)\/id$/.test(place),
  },
  {
    because: "DELETE /sources/{id} answers name: null in its own example",
    part: "response",
    covers: ({ place, rule }, { method, status }, value) =>
      method === "DELETE" &&
      status === 202 &&
      place === "/name" &&
      rule === "type" &&
      value === null,
  },
  {
    because: "what answers to an unknown object is not documented for most operations",
    part: "response",
    covers: ({ place }, { status, template = "" }) =>
      place === "status" && status === 404 && NOT_DOCUMENTED_404.test(template),
  },
  {
    because: "move and copy need from, which JsonPatchOperation does not declare",
    part: "request",
    covers: ({ place, rule }, { body }) =>
      rule === "unknown" &&
      /^\/\d+\/from$/.test(place) &&
      ["move", "copy"].some((op) => op === valueAt(body, place.replace(/from$/, "op"))),
  },
  {
    because: "beta's looser types are taken to be the true wire format of every version",
    part: "response",
    onlyWhile: ({ wireTypes }) => wireTypes === "beta",
    covers: ({ place, rule }, _entry, value) =>
      (rule === "unknown" && COUNT.test(place) && value === null) ||
      (rule === "type" && TEXT.test(place) && value === null) ||
      (rule === "enum" && /(^|\/)type$/.test(place) && (value === "PHONE" || value === "EMAIL")),
  },
  {
    because: "texts that are not set may be null in every version, as they are in beta",
    part: "response",
    onlyWhile: ({ emptyTexts }) => emptyTexts === "null",
    covers: ({ place, rule }, _entry, value) =>
      rule === "type" && TEXT.test(place) && value === null,
  },
  {
    because: "additional fields count as non-breaking: clients must tolerate them",
    part: "response",
    onlyWhile: ({ extraFields }) => extraFields,
    covers: ({ place, rule }, { template = "" }) =>
      rule === "unknown" &&
      (/\/(addedText|addedObject)$/.test(place) ||
        (/^\/non-employee-sources(\/[^/]+)?$/.test(template) &&
          /^(\/\d+)?\/(owner|managementWorkgroup)$/.test(place))),
  },
  {
    because: "additional values of enumerations count as non-breaking: clients must tolerate them",
    part: "response",
    onlyWhile: ({ extraEnumValues }) => extraEnumValues,
    covers: ({ rule }, _entry, value) => rule === "enum" && UNHEARD.includes(value),
  },
  {
    because: "a 429 may say when to come back by a date, or not at all",
    part: "response",
    onlyWhile: ({ retryAfter }) => retryAfter !== "seconds",
    covers: ({ place }, { status }) => status === 429 && place === "Retry-After",
  },
  {
    because: "null may be the one way to clear a text, and JsonPatchOperation does not allow it",
    part: "request",
    onlyWhile: ({ clearText }) => clearText === "null",
    covers: ({ place }, { method, body }, value) =>
      method === "PATCH" &&
      value === null &&
      /^\/\d+\/value$/.test(place) &&
      ["/helpText", "/placeholder"].some(
        (path) => path === valueAt(body, place.replace(/value$/, "path")),
      ),
  },
];

/** Why the difference is right all the same; undefined where it is not. */
export function acceptance(deviation: Deviation, entry: LoggedRequest): string | undefined {
  const { part, place } = deviation;
  const behaviour = { ...DEFAULT_BEHAVIOUR, ...entry.behaviour };
  const value = valueAt(part === "request" ? entry.body : entry.responseBody, place);
  return ACCEPTED.find(
    (one) =>
      one.part === part &&
      (one.onlyWhile?.(behaviour) ?? true) &&
      one.covers(deviation, entry, value),
  )?.because;
}

/** What a JSON pointer leads to; undefined where it leads nowhere. */
function valueAt(body: unknown, pointer: string): unknown {
  let value = body;
  for (const segment of pointer.split("/").slice(1)) {
    if (typeof value !== "object" || value === null) return undefined;
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}
