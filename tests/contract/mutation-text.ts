/** Exchanges spoilt in what texts and facts say and no schema does. */
import type { LoggedRequest } from "../../simulator/index";
import type { Mutation } from "./mutation";
import { fieldOf, isObject, itemsOf } from "./value";

/** How an exchange is spoilt: what is done, where the judge has to find it, and what changes. */
type Spoil = [what: string, place: string, changes: Partial<LoggedRequest>];

/** Ways to spoil an answer. */
export function answerTextMutations(entry: LoggedRequest): Mutation[] {
  const { responseBody } = entry;
  const spoils = [...headerSpoils(entry), ...refusalSpoils(entry)];
  if (Array.isArray(responseBody)) spoils.push(...listSpoils(entry, itemsOf(responseBody)));
  if (isObject(responseBody)) spoils.push(...objectSpoils(entry, responseBody));
  if (typeof responseBody === "string" && /\dT\d/.test(responseBody)) {
    const dateless = responseBody.replace(/\d{4}-\d\d-\d\dT[^,\n]*/, "yesterday");
    spoils.push(["a date that is none", "csv row", { responseBody: dateless }]);
  }
  return toMutations(entry, "response", spoils);
}

/** Ways to spoil a request. */
export function requestTextMutations(entry: LoggedRequest): Mutation[] {
  const { headers, path, template = "", query } = entry;
  const { authorization: _, ...anonymous } = headers;
  const spoils: Spoil[] = [["without a token", "Authorization", { headers: anonymous }]];
  const id = template.split("/").findIndex((part) => part.startsWith("{"));
  if (id !== -1) {
    // Versions stand in front, or behind the first segment: one more in any case.
    const segments = path.split("/").with(id + 1, "undefined");
    spoils.push(["an id that is none", "path", { path: segments.join("/") }]);
  }
  const asking = (name: string, value: string): Spoil => [
    ...([`${name}=${value}`, "query"] as const),
    { query: { ...query, [name]: value } },
  ];
  if (query.sorters) spoils.push(asking("sorters", "unheardOf"), asking("sorters", ""));
  if (query.filters) {
    spoils.push(asking("filters", `${query.filters} and`), asking("filters", 'unheardOf eq "x"'));
    spoils.push(asking("filters", `${query.filters}"`), asking("filters", `(${query.filters}`));
  }
  return toMutations(entry, "request", [...spoils, ...patchSpoils(entry)]);
}

function toMutations(
  entry: LoggedRequest,
  part: Mutation["part"],
  spoils: readonly Spoil[],
): Mutation[] {
  return spoils.map(([what, place, changes]) => ({
    ...{ name: `${part} ${place}: ${what}`, part, place },
    entry: { ...entry, ...changes },
  }));
}

function headerSpoils({ status, responseBody, responseHeaders = {} }: LoggedRequest): Spoil[] {
  const header = (place: string, value: string): Spoil => [
    ...([value, place] as const),
    { responseHeaders: { ...responseHeaders, [place.toLowerCase().replace(" ", "-")]: value } },
  ];
  const type = responseHeaders["content-type"];
  const total = Number(responseHeaders["x-total-count"] ?? "none");
  return [
    header("Content-Encoding", "UTF-8"),
    ...(type ? [header("content type", `${type}; charset=utf-16`)] : []),
    ...(status === 204 ? [header("Content-Length", "2")] : []),
    ...(total > 0 ? [header("X-Total-Count", "0")] : []),
    ...(fieldOf(responseBody, "trackingId") ? [header("SLPT-Request-ID", "7")] : []),
  ];
}

function refusalSpoils({ responseBody }: LoggedRequest): Spoil[] {
  if (!isObject(responseBody) || responseBody.detailCode === undefined) return [];
  const code = (detailCode: string): Spoil => [
    ...([`the code ${detailCode}`, "/detailCode"] as const),
    { responseBody: { ...responseBody, detailCode } },
  ];
  const tracked = { ...responseBody, trackingId: "7" };
  return [
    ...[code("418 I'm a teapot"), code("x"), code("400")],
    ["another form", "/trackingId", { responseBody: tracked }],
  ];
}

function listSpoils({ query }: LoggedRequest, items: readonly unknown[]): Spoil[] {
  const spoils: Spoil[] = [];
  const [first] = items;
  if (first === undefined) return spoils;
  const id = `/${items.length}/id`;
  spoils.push(["an item again", id, { responseBody: [...items, first] }]);
  if (typeof query.limit === "string") {
    const limit = String(items.length - 1);
    spoils.push(["one more than asked for", "", { query: { ...query, limit } }]);
  }
  if (fieldOf(first, "nonEmployeeCount") !== undefined && isObject(first)) {
    const nonEmployeeCount = query["non-employee-count"] === "true" ? null : 7;
    const responseBody = [{ ...first, nonEmployeeCount }, ...items.slice(1)];
    spoils.push(["as if not asked for", "/0/nonEmployeeCount", { responseBody }]);
  }
  if (fieldOf(first, "system") === true && fieldOf(items.at(-1), "system") === false) {
    const responseBody = [...items].reverse();
    spoils.push(["custom attributes first", "/", { responseBody }]);
  }
  return spoils;
}

/** An answer about another object; and a wrong one that is late besides, which does not excuse it. */
function objectSpoils(entry: LoggedRequest, body: Record<string, unknown>): Spoil[] {
  const { method, template = "", status } = entry;
  const fault = "answer delayed by 50 ms, headers X-Odd (with effect)";
  const late = { fault, effect: true, responseBody: [] };
  const spoils: Spoil[] = [["another type, late", "", late]];
  if (status !== 200 || method === "DELETE" || !template.endsWith("}")) return spoils;
  const field = template === "/non-employee-sources/{sourceId}" ? "sourceId" : "id";
  const other = String(body[field]).replaceAll(/[0-9a-f]/g, "0");
  const responseBody = { ...body, [field]: other };
  return [...spoils, ["another object", `/${field}`, { responseBody }]];
}

function patchSpoils({ method, body }: LoggedRequest): Spoil[] {
  const [first, ...others] = method === "PATCH" ? itemsOf(body) : [];
  if (!isObject(first)) return [];
  const { value, ...valueless } = first;
  const change = (what: string, place: string, changed: object): Spoil => [
    ...([what, place] as const),
    { body: [changed, ...others] },
  ];
  return [
    change("nothing to set", "/0/value", valueless),
    change("another kind of value", "/0/value", { ...first, value: [value, 7] }),
    change("a path without a slash", "/0/path", { ...first, path: "name" }),
    change("a path to what is fixed", "/0/path", { ...first, path: "/id" }),
    change("a path to what is fixed", "/0/path", { ...first, path: "/created" }),
    change("nothing to copy", "/0/from", { ...first, op: "copy" }),
  ];
}
