/** Where an exchange differs from the OpenAPI files, and the few differences that are right all the same. */
import type { LoggedRequest } from "../../simulator/index";

export interface Deviation {
  part: "request" | "response";
  /** `status`, `content type`, `query`, `operation`, or a JSON pointer into the body. */
  place: string;
  /** The JSON Schema keyword that failed, or one word of the judge's own. */
  rule: string;
  problem: string;
}

interface AcceptedDeviation {
  because: string;
  /** Applies only where the tenant answers every version with beta's types. */
  onlyWithBetaTypes?: boolean;
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
    onlyWithBetaTypes: true,
    covers: ({ part, place, rule }) =>
      part === "response" &&
      (isCount(place) ||
        (rule === "type" && /(^|\/)(helpText|placeholder)$/.test(place)) ||
        (rule === "enum" && /(^|\/)type$/.test(place))),
  },
];

/** Whether the difference is one that is right all the same. */
export function isAccepted(
  deviation: Deviation,
  entry: LoggedRequest,
  hasBetaTypes: boolean,
): boolean {
  return ACCEPTED.some(
    ({ covers, onlyWithBetaTypes = false }) =>
      (!onlyWithBetaTypes || hasBetaTypes) && covers(deviation, entry),
  );
}

function isCount(place: string): boolean {
  return /(^|\/)nonEmployeeCount$/.test(place);
}
