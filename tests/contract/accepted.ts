/** The few differences from the OpenAPI files that are right all the same, each with its reason. */
import { isDeepStrictEqual } from "node:util";
import { type Behaviour, DEFAULT_BEHAVIOUR, type LoggedRequest } from "../../simulator/index";
import { UNHEARD_OF } from "../../simulator/oddity";
import type { Deviation } from "./deviation";
import { fieldOf, valueAt } from "./value";

interface AcceptedDeviation {
  because: string;
  part: Deviation["part"];
  /** Applies only while the tenant's switches said so when the request came; without it, always. */
  onlyWhile?(behaviour: Behaviour): boolean;
  /** @param value what is at the place, as far as the place is one in a body */
  covers(deviation: Deviation, entry: LoggedRequest, value: unknown): boolean;
}

const NOT_DOCUMENTED_404 =
  /^\/(workgroups\/[^/]+|non-employee-records\/\{id\}|non-employee-sources\/[^/]+(\/schema-attributes(\/[^/]+)?|\/non-employee-bulk-upload\/status)?|non-employee-approvals\/[^/]+(\/(approve|reject))?)$/;

const SOURCES = /^\/non-employee-sources(\/\{sourceId\})?$/;
/** An approval shows the attributes of its source. */
const ATTRIBUTES = /\/schema-attributes(\/\{attributeId\})?$|^\/non-employee-approvals\/\{id\}$/;
const IN_APPROVAL = "/nonEmployeeRequest/nonEmployeeSource/schemaAttributes";

/** Fields of the answered object, or of those in a list. */
const TEXT = new RegExp(`^(${IN_APPROVAL})?(/\\d+)?/(helpText|placeholder)$`);
const COUNT = /^(\/\d+)?\/nonEmployeeCount$/;
const OWN_TYPE = new RegExp(`^(${IN_APPROVAL})?(/\\d+)?/type$`);

/** What the detail of an approval has of its request beyond the ids. */
const DETAIL = /^\/nonEmployeeRequest\/(?!id$|requester)[^/]+$/;

const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** Where each value that no schema lists may stand, all by the places that the simulator's switch documents. */
const UNHEARD: readonly { value: string; template: RegExp; place: RegExp }[] = [
  {
    value: UNHEARD_OF.attributeType,
    template: ATTRIBUTES,
    place: OWN_TYPE,
  },
  {
    value: UNHEARD_OF.referenceType,
    template: SOURCES,
    place: /^(\/\d+)?\/accountManagers\/\d+\/type$/,
  },
  {
    value: UNHEARD_OF.identityState,
    template: /^\/public-identities$/,
    place: /^\/\d+\/identityState$/,
  },
  {
    value: UNHEARD_OF.identityStatus,
    template: /^\/identities(\/\{id\})?$/,
    place: /^(\/\d+)?\/identityStatus$/,
  },
  {
    value: UNHEARD_OF.processingState,
    template: /^\/identities(\/\{id\})?$/,
    place: /^(\/\d+)?\/processingState$/,
  },
  {
    value: UNHEARD_OF.sourceStatus,
    template: /^\/sources(\/\{id\})?$/,
    place: /^(\/\d+)?\/status$/,
  },
  {
    value: UNHEARD_OF.approvalStatus,
    template: /^\/non-employee-(requests|approvals)/,
    place: /^(\/\d+)?(\/approvalItems\/\d+)?\/approvalStatus$/,
  },
  { value: UNHEARD_OF.localeOrigin, template: /^/, place: /^\/messages\/\d+\/localeOrigin$/ },
];

/** The fields that are added to objects, with what is in them. */
const ADDED: Readonly<Record<string, unknown>> = {
  addedText: "not in any schema",
  addedObject: { addedText: "inside" },
};

export const ACCEPTED: readonly AcceptedDeviation[] = [
  {
    because: "beta's list says nonEmployeeCount is null by default, its schema forgets nullable",
    part: "response",
    covers: ({ place, rule }, { version }, value) =>
      version === "beta" && rule === "type" && value === null && COUNT.test(place),
  },
  {
    because: "an upload's status may be null by its text, and only beta's schema allows it",
    part: "response",
    covers: ({ place, rule }, { template }, value) =>
      template === "/non-employee-sources/{id}/non-employee-bulk-upload/status" &&
      place === "/status" &&
      (rule === "type" || rule === "enum") &&
      value === null,
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
    onlyWhile: ({ taskName }) => taskName === "null",
    covers: ({ place, rule }, { method, status, template }, value) =>
      method === "DELETE" &&
      template === "/sources/{id}" &&
      status === 202 &&
      place === "/name" &&
      rule === "type" &&
      value === null,
  },
  {
    because: "what answers to an unknown object is not documented for most operations: a 404",
    part: "response",
    onlyWhile: ({ missingObject }) => missingObject === "404",
    covers: ({ place }, { status, template = "" }) =>
      place === "status" && status === 404 && NOT_DOCUMENTED_404.test(template),
  },
  {
    because: "what answers to an unknown object is not documented for most operations: 400.1.404",
    part: "response",
    onlyWhile: ({ missingObject }) => missingObject === "400.1.404",
    covers: ({ place, rule }, { template = "" }) =>
      place === "/detailCode" && rule === "reference" && NOT_DOCUMENTED_404.test(template),
  },
  {
    because: "some refusals carry a bogus Content-Encoding from the edge",
    part: "response",
    onlyWhile: ({ bogusContentEncoding }) => bogusContentEncoding,
    covers: ({ place }, { status = 0, responseHeaders }) =>
      place === "Content-Encoding" &&
      status >= 400 &&
      status < 500 &&
      responseHeaders?.["content-encoding"] === "UTF-8",
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
    covers: ({ place, rule }, { template = "" }, value) =>
      (rule === "unknown" && SOURCES.test(template) && COUNT.test(place) && value === null) ||
      (rule === "type" && TEXT.test(place) && value === null) ||
      (rule === "enum" &&
        ATTRIBUTES.test(template) &&
        OWN_TYPE.test(place) &&
        (value === "PHONE" || value === "EMAIL")),
  },
  {
    because: "texts that are not set may be null in every version, as they are in beta",
    part: "response",
    onlyWhile: ({ emptyTexts }) => emptyTexts === "null",
    covers: ({ place, rule }, _entry, value) =>
      rule === "type" && TEXT.test(place) && value === null,
  },
  {
    because: "include-detail=false leaves out of a request what is more than its ids",
    part: "response",
    onlyWhile: ({ withoutDetail }) => withoutDetail === "reference",
    covers: ({ place, rule }, entry) =>
      rule === "required" && isWithoutDetail(entry) && DETAIL.test(place),
  },
  {
    because: "include-detail=false may leave out the whole request",
    part: "response",
    onlyWhile: ({ withoutDetail }) => withoutDetail === "absent",
    covers: ({ place, rule }, entry) =>
      rule === "required" && isWithoutDetail(entry) && place === "/nonEmployeeRequest",
  },
  {
    because: "comments and completion dates that are not set may be null",
    part: "response",
    onlyWhile: ({ unsetDecisions }) => unsetDecisions === "null",
    covers: ({ place, rule }, { template = "" }, value) =>
      rule === "type" &&
      value === null &&
      /^\/non-employee-(requests|approvals)/.test(template) &&
      /\/(comment|completionDate)$/.test(place),
  },
  {
    because: "additional fields count as non-breaking: clients must tolerate them",
    part: "response",
    onlyWhile: ({ extraFields }) => extraFields,
    covers: ({ place, rule }, { template = "" }, value) =>
      rule === "unknown" &&
      (isDeepStrictEqual(value, ADDED[place.split("/").at(-1) ?? ""] ?? Number.NaN) ||
        (SOURCES.test(template) && isWriteOnlyField(place, value))),
  },
  {
    because: "additional values of enumerations count as non-breaking: clients must tolerate them",
    part: "response",
    onlyWhile: ({ extraEnumValues }) => extraEnumValues,
    covers: ({ rule, place }, { template = "" }, value) =>
      rule === "enum" &&
      UNHEARD.some(
        (one) => one.value === value && one.template.test(template) && one.place.test(place),
      ),
  },
  {
    because: "a 429 may say when to come back by a date",
    part: "response",
    onlyWhile: ({ retryAfter }) => retryAfter === "date",
    covers: ({ place }, { status, responseHeaders }) =>
      status === 429 &&
      place === "Retry-After" &&
      HTTP_DATE.test(responseHeaders?.["retry-after"] ?? ""),
  },
  {
    because: "a 429 may not say when to come back",
    part: "response",
    onlyWhile: ({ retryAfter }) => retryAfter === "none",
    covers: ({ place }, { status, responseHeaders }) =>
      status === 429 && place === "Retry-After" && responseHeaders?.["retry-after"] === undefined,
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

function isWithoutDetail({ template, query }: LoggedRequest): boolean {
  return template === "/non-employee-approvals/{id}" && query["include-detail"] === "false";
}

/** Owner and group of a source, which answers may have in the forms that one client expects: an id, and an object with one. */
function isWriteOnlyField(place: string, value: unknown): boolean {
  if (/^(\/\d+)?\/owner$/.test(place)) return typeof value === "string";
  const isGroup = /^(\/\d+)?\/managementWorkgroup$/.test(place);
  return isGroup && isDeepStrictEqual(value, { id: fieldOf(value, "id"), ...ADDED });
}

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
