/** Exchanges spoilt in one place each, by what can go wrong with a request or an answer. */
import type { LoggedRequest } from "../../simulator/index";
import { answerTextMutations, requestTextMutations } from "./mutation-text";

/** A spoilt exchange. */
export interface Mutation {
  /** What was done, such as `answer /name: removed`. */
  name: string;
  part: "request" | "response";
  /** Where the judge has to find it: the beginning of the place. */
  place: string;
  entry: LoggedRequest;
}

/** Maps whose content is free: neither their fields nor their values are anybody's to judge. */
const FREE: readonly string[] = ["connectorAttributes", "attributes"];

/** Maps from any name to a text. */
const TEXT_MAPS: readonly string[] = ["data"];

/** What no answer need have: see the judge's own list. */
const MAY_BE_MISSING: readonly string[] = [
  "helpText",
  "placeholder",
  "comment",
  "completionDate",
  "causes",
];

/** Formats by field; `id` is a UUID in what belongs to non-employee sources alone. */
const INSTANTS: readonly string[] = [
  "created",
  "modified",
  "startDate",
  "endDate",
  "completionDate",
  "lastRefresh",
];

/** What is a day in one place and an instant in all others. */
const DAY = /^\/nonEmployeeRequest\/(startDate|endDate)$/;

/** Every way to spoil the answer of an exchange. */
export function answerMutations(entry: LoggedRequest): Mutation[] {
  return [...schemaMutations(entry), ...answerTextMutations(entry)];
}

function schemaMutations(entry: LoggedRequest): Mutation[] {
  const spoil = (what: string, place: string, changes: Partial<LoggedRequest>): Mutation => ({
    ...{ name: `answer ${place}: ${what}`, part: "response", place },
    entry: { ...entry, ...changes },
  });
  const { responseBody, responseHeaders } = entry;
  const status = spoil("another success", "status", { status: 299 });
  const silent = spoil("not sent", "status", { status: undefined });
  if (responseBody === undefined) {
    return [status, silent, spoil("a body", "", { responseBody: {} })];
  }
  const isCsv = typeof responseBody === "string";
  const type = isCsv ? "application/json" : "text/plain";
  const headers = { ...responseHeaders, "content-type": type };
  const ofBody = isCsv
    ? csvMutations(responseBody)
    : bodyMutations(responseBody, entry, "response");
  return [
    ...[status, silent, spoil("missing", "", { responseBody: undefined })],
    spoil("another media type", "content type", { responseHeaders: headers }),
    ...ofBody.map(({ what, place, body }) => spoil(what, place, { responseBody: body })),
  ];
}

/** Every way to spoil the request of an exchange. */
export function requestMutations(entry: LoggedRequest): Mutation[] {
  const spoil = (what: string, place: string, changes: Partial<LoggedRequest>): Mutation => ({
    ...{ name: `request ${place}: ${what}`, part: "request", place },
    entry: { ...entry, ...changes },
  });
  const { body, query, headers, method } = entry;
  const wrongQueries = Object.keys(query).flatMap((name) => WRONG_VALUES[name] ?? []);
  const mutations = [
    spoil("an unknown parameter", "query", { query: { ...query, page: "1" } }),
    spoil("another method", "operation", { method: "TRACE" }),
    ...wrongQueries.map(([name, value]) =>
      spoil(`${name}=${value}`, "query", { query: { ...query, [name]: value } }),
    ),
    ...Object.keys(query).map((name) =>
      spoil(`${name} twice`, "query", { query: { ...query, [name]: ["1", "2"] } }),
    ),
    ...requestTextMutations(entry),
  ];
  if (entry.responseBody !== undefined) {
    const accepting = { headers: { ...headers, accept: "text/html" } };
    mutations.push(spoil("does not take the answer", "accept", accepting));
  }
  if (body === undefined) return [...mutations, spoil("a body", "", { body: {} })];
  const sentAs = (type: string) => ({ headers: { ...headers, "content-type": type } });
  return [
    ...[...mutations, spoil("missing", "", { body: undefined })],
    spoil("text", "content type", sentAs("text/plain")),
    spoil(
      "the other kind of JSON",
      "content type",
      sentAs(method === "PATCH" ? "application/json" : "application/json-patch+json"),
    ),
    ...bodyMutations(body, entry, "request").map(({ what, place, body: spoilt }) =>
      spoil(what, place, { body: spoilt }),
    ),
  ];
}

/** Values that a parameter does not take, by its name. */
const WRONG_VALUES: Partial<Record<string, (readonly [string, string])[]>> = {
  limit: [
    ["limit", "251"],
    ["limit", "-1"],
    ["limit", "all"],
  ],
  offset: [
    ["offset", "-1"],
    ["offset", "x"],
  ],
  count: [["count", "yes"]],
  "non-employee-count": [["non-employee-count", "1"]],
  "add-core-filters": [["add-core-filters", "on"]],
  defaultFilter: [["defaultFilter", "ALL"]],
};

interface BodyMutation {
  what: string;
  place: string;
  body: unknown;
}

interface Visit {
  entry: LoggedRequest;
  part: Mutation["part"];
  /** The whole body with the value at this place replaced, or taken out where there is none. */
  put(value: unknown): unknown;
}

const REMOVED = Symbol("removed");

function bodyMutations(
  body: unknown,
  entry: LoggedRequest,
  part: Mutation["part"],
): BodyMutation[] {
  const put = (value: unknown) => (value === REMOVED ? undefined : value);
  return valueMutations("", body, { entry, part, put });
}

/** Spoils a value and all that is inside; of a list the first item stands for the others. */
function valueMutations(place: string, value: unknown, visit: Visit): BodyMutation[] {
  const { put } = visit;
  const wrong = { what: "another type", place, body: put(wrongType(value)) };
  if (Array.isArray(value)) {
    const [first] = value;
    const within = { ...visit, put: (item: unknown) => put([item, ...value.slice(1)]) };
    return first === undefined ? [wrong] : [wrong, ...valueMutations(`${place}/0`, first, within)];
  }
  if (typeof value !== "object" || value === null)
    return [wrong, ...formatMutations(place, value, visit)];
  const fields: [string, unknown][] = Object.entries(value);
  const name = place.split("/").at(-1) ?? "";
  if (FREE.includes(name)) return [wrong];
  const isMap = TEXT_MAPS.includes(name);
  const unknown = { ...value, unheardOf: 1 };
  const mutations = [
    wrong,
    { what: "an unknown field", place: `${place}/unheardOf`, body: put(unknown) },
  ];
  for (const [field, inner] of fields) {
    const at = `${place}/${field}`;
    const { [field]: _, ...others } = Object.fromEntries(fields);
    const within = (item: unknown) => put(item === REMOVED ? others : { ...value, [field]: item });
    if (!isMap && isExpected(field, visit)) {
      // A request's missing field is found at the object that lacks it.
      const where = visit.part === "response" ? at : place;
      mutations.push({ what: `${field} removed`, place: where, body: within(REMOVED) });
    }
    if (isPatchValue(field, visit)) mutations.push(...patchValueMutations(at, within));
    else mutations.push(...valueMutations(at, inner, { ...visit, put: within }));
  }
  return mutations;
}

/** What bodies of requests must have, by the schemas. */
const REQUIRED: readonly string[] = [
  ...["name", "description", "owner", "id", "type", "label", "technicalName"],
  ...["accountName", "firstName", "lastName", "email", "phone", "manager", "sourceId"],
  ...["startDate", "endDate"],
];

/** Answers must have all; of requests the schemas require some. */
function isExpected(field: string, { part, entry }: Visit): boolean {
  if (part === "response") return !MAY_BE_MISSING.includes(field);
  if (entry.method === "PATCH") return field === "op" || field === "path";
  if (field === "comment") return entry.template?.endsWith("/reject") ?? false;
  return REQUIRED.includes(field);
}

function isPatchValue(field: string, { part, entry }: Visit): boolean {
  return part === "request" && entry.method === "PATCH" && field === "value";
}

/** A value of a JSON Patch may be nearly anything. */
function patchValueMutations(place: string, put: (value: unknown) => unknown): BodyMutation[] {
  return [
    { what: "null", place, body: put(null) },
    { what: "a fraction", place, body: put(1.5) },
    { what: "a list of lists", place, body: put([[1]]) },
  ];
}

function formatMutations(
  place: string,
  value: unknown,
  { part, entry, put }: Visit,
): BodyMutation[] {
  const name = place.split("/").at(-1) ?? "";
  const isUuid = typeof value === "string" && /^[0-9a-f-]{36}$/.test(value);
  const isNonEmployee = entry.template?.startsWith("/non-employee-") ?? false;
  const hasFormat =
    INSTANTS.includes(name) ||
    (name === "id" &&
      isUuid &&
      isNonEmployee &&
      !/\/(approvers|approver|accountManagers)\//.test(place));
  if (part === "request" || !hasFormat) return [];
  return [
    { what: "another format", place, body: put(isUuid ? "123" : "yesterday") },
    ...(isUuid || DAY.test(place)
      ? []
      : [{ what: "a date alone", place, body: put("2026-03-02") }]),
  ];
}

/** A value of a type that nothing takes in place of this one. */
function wrongType(value: unknown): unknown {
  if (value === null) return { unheardOf: 1 };
  if (typeof value === "string") return 7;
  if (typeof value === "number") return "seven";
  if (typeof value === "boolean") return "yes";
  return Array.isArray(value) ? {} : [];
}

function csvMutations(text: string): BodyMutation[] {
  const [header = "", ...rows] = text.trimEnd().split("\n");
  const columns = header.split(",");
  const csv = (...lines: string[]) => `${lines.join("\n")}\n`;
  const mutations = columns.slice(0, 8).map((name, index) => ({
    what: `column ${name} removed`,
    place: "csv header",
    body: csv(columns.toSpliced(index, 1).join(","), ...rows),
  }));
  const swapped = csv([columns[1], columns[0], ...columns.slice(2)].join(","), ...rows);
  const unnamed = csv(`${header},`, ...rows.map((row) => `${row},`));
  const short = csv(header, ...rows.slice(1), columns.slice(1).join(","));
  const long = csv(header, ...rows.slice(1), `${header},1`);
  return [
    ...mutations,
    { what: "columns swapped", place: "csv header", body: swapped },
    { what: "a column without a name", place: "csv header", body: unnamed },
    { what: "a cell removed", place: "csv row", body: short },
    { what: "a cell added", place: "csv row", body: long },
    { what: "a quote that stays open", place: "csv text", body: csv(header, `"${header}`) },
    { what: "no line break at the end", place: "csv text", body: text.trimEnd() },
    { what: "an object", place: "", body: { rows } },
  ];
}
