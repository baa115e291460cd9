/** What the judge finds in answers by texts and facts, where the schemas say nothing. */
import type { LoggedRequest } from "../../simulator/index";
import { createJudge } from "./judge";
import {
  attribute,
  create,
  download,
  error,
  generic,
  get,
  getAttribute,
  HEX,
  notFound,
  patch,
  patchAttribute,
  remove,
  source,
  UUID,
} from "./judge-sample";

const { judge } = createJudge();

/** An exchange with a fault that left the answer as it was, but for what is given. */
function late(fault: string, changes: Partial<LoggedRequest> = {}): LoggedRequest {
  return { ...get, fault: `${fault} (with effect)`, effect: true, ...changes };
}

describe("of an answer that met a fault, the judge", () => {
  const wrong = { responseBody: { ...source, name: 7 } };

  it.each([
    "answer delayed by 50 ms",
    "effect delayed by 1.5 ms",
    "body sent over 50 ms",
    "headers X-Odd, X-Even",
    "answer delayed by 50 ms, headers X-Odd, body sent over 50 ms",
  ])("judges what is the tenant's own: %s", (fault) => {
    expect(judge(late(fault))).toEqual([]);
    expect(judge(late(fault, wrong))).toMatchObject([{ part: "response", place: "/name" }]);
  });

  it.each([
    "status 200",
    "scripted body",
    "body cut off",
    "half of the body sent as all of it",
    "every token ended, status 401",
    "answer delayed by 50 ms, connection dropped",
    "connection reset",
    "headers X-Odd, status 500, Retry-After 5",
  ])("does not judge what is scripted: %s", (fault) => {
    expect(judge(late(fault, wrong))).toEqual([]);
  });

  it("does not judge a late answer that nobody waited for, nor one without an effect", () => {
    expect(judge(late("answer delayed by 50 ms", { status: undefined }))).toEqual([]);
    expect(judge(late("answer delayed by 50 ms", { ...wrong, effect: false }))).toEqual([]);
  });

  it("does not judge the headers that are scripted, but does the others", () => {
    const headers = { ...get.responseHeaders, "content-encoding": "UTF-8", "x-deprecated": "true" };
    expect(judge(late("headers Content-Encoding", { responseHeaders: headers }))).toMatchObject([
      { place: "X-Deprecated" },
    ]);
    const typed = { responseHeaders: { ...headers, "content-type": "text/odd" } };
    const fault = "headers Content-Type, Content-Encoding, X-Deprecated";
    expect(judge(late(fault, typed))).toEqual([]);
  });
});

describe("of a refusal, the judge", () => {
  const refused = (status: number, detailCode: string) => ({
    ...{ ...create, status },
    responseBody: { ...error, detailCode },
  });

  it.each([
    [400, "400.1 Bad Request Content"],
    [400, "400.2.1.0 Object in use by another"],
    [400, "400.1.404 Referenced object not found"],
    [403, "403 Forbidden"],
    [500, "500.0 Internal Fault"],
  ])("lets a %i with %s pass", (status, code) => {
    expect(judge(refused(status, code))).toEqual([]);
  });

  it.each([
    [400, "403 Forbidden"],
    [403, "404 Not found"],
    [500, "400.1 Bad Request Content"],
    [400, "400"],
    [400, "400.1"],
    [400, "400. Bad"],
    [400, "4001 Bad Request Content"],
    [400, "x"],
    [400, ""],
  ])("finds that %i does not go with the code %j", (status, code) => {
    expect(judge(refused(status, code))).toMatchObject([{ place: "/detailCode", rule: "code" }]);
  });

  it("finds a tracking id of another form, and one that no header repeats", () => {
    const odd = { ...create, status: 400, responseBody: { ...error, trackingId: "7" } };
    expect(judge(odd)).toMatchObject([{ place: "/trackingId" }]);
    const silent = { ...create, status: 400, responseBody: error };
    const responseHeaders = { "content-type": "application/json" };
    expect(judge({ ...silent, responseHeaders })).toMatchObject([{ place: "SLPT-Request-ID" }]);
  });

  const gone = { ...error, detailCode: "400.1.404 Referenced object not found" };
  const old = { missingObject: "400.1.404" } as const;

  it("takes for an unknown object what the tenant's switch says", () => {
    const unknown = { ...get, status: 404, responseBody: notFound };
    const referring = { ...get, status: 400, responseBody: gone };
    expect(judge(unknown)).toEqual([]);
    expect(judge({ ...unknown, behaviour: old })).toMatchObject([{ place: "status" }]);
    expect(judge({ ...referring, behaviour: old })).toEqual([]);
    expect(judge(referring)).toMatchObject([{ place: "/detailCode", rule: "reference" }]);
  });

  it("finds a 400.1.404 where 404 is documented, whatever the switch says", () => {
    for (const path of [`${get.path}/schema-attributes`, `/v2025/sources/${HEX}`]) {
      const entry = { ...get, path, status: 400, responseBody: gone, behaviour: old };
      expect(judge(entry)).toMatchObject([{ place: "/detailCode", rule: "missing object" }]);
    }
    const change = { ...patchAttribute, status: 400, responseBody: gone, behaviour: old };
    expect(judge(change)).toMatchObject([{ place: "/detailCode", rule: "missing object" }]);
  });

  it("lets a 400.1.404 pass where the request refers to other objects", () => {
    for (const entry of [create, patch]) {
      expect(judge({ ...entry, status: 400, responseBody: gone })).toEqual([]);
    }
    const named = { ...patch, body: [{ op: "replace", path: "/name", value: "Shops" }] };
    expect(judge({ ...named, status: 400, responseBody: gone })).toMatchObject([
      { place: "/detailCode", rule: "reference" },
    ]);
  });
});

describe("of headers, the judge", () => {
  const headers = (more: Record<string, string>) => ({
    responseHeaders: { ...get.responseHeaders, ...more },
  });
  const bogus = { bogusContentEncoding: true };

  it.each([
    "application/json; charset=utf-16",
    'application/json;charset="ISO-8859-1"',
    "application/json; CHARSET=latin1",
  ])("finds %s", (type) => {
    expect(judge({ ...get, ...headers({ "content-type": type }) })).toMatchObject([
      { place: "content type", rule: "charset" },
    ]);
  });

  it("finds CSV in another charset", () => {
    const csv = headers({ "content-type": "text/csv; charset=utf-16" });
    expect(judge({ ...download, ...csv })).toMatchObject([{ place: "content type" }]);
  });

  it("lets a bogus Content-Encoding pass only of refusals, and where the tenant says so", () => {
    const odd = headers({ "content-encoding": "UTF-8" });
    const refused = { ...create, status: 400, responseBody: error, ...odd };
    expect(judge({ ...refused, behaviour: bogus })).toEqual([]);
    expect(judge(refused)).toMatchObject([{ place: "Content-Encoding" }]);
    expect(judge({ ...get, ...odd, behaviour: bogus })).toMatchObject([
      { place: "Content-Encoding" },
    ]);
    expect(judge({ ...get, ...headers({ "content-encoding": "gzip" }) })).toEqual([]);
  });

  it.each([
    ["date", "Mon, 02 Mar 2026 10:00:00 GMT", ["tomorrow", undefined]],
    ["none", undefined, ["tomorrow", "Mon, 02 Mar 2026 10:00:00 GMT"]],
    ["seconds", "7", ["7.5", "Mon, 02 Mar 2026 10:00:00 GMT", undefined]],
  ] as const)("goes by the switch for Retry-After: %s", (retryAfter, right, wrong) => {
    const limited = (value?: string) => ({
      ...{ ...get, status: 429, responseBody: { message: "x" }, behaviour: { retryAfter } },
      ...headers(value === undefined ? {} : { "retry-after": value }),
    });
    expect(judge(limited(right))).toEqual([]);
    for (const value of wrong) {
      expect(judge(limited(value))).toMatchObject([{ place: "Retry-After" }]);
    }
  });

  it("finds a 204 that announces a body", () => {
    expect(judge({ ...remove, ...headers({ "content-length": "0" }) })).toEqual([]);
    expect(judge({ ...remove, ...headers({ "content-length": "2" }) })).toMatchObject([
      { place: "Content-Length" },
    ]);
  });
});

describe("of an answer about one object, the judge", () => {
  const other = "a0303682-5e4a-44f7-bdc2-000000000000";
  const byId = { ...get, path: `/v2025/non-employee-sources/${UUID}` };
  const identity = { ...get, path: `/v2025/identities/${HEX}` };

  it.each<[string, LoggedRequest, string]>([
    ["source", { ...get, responseBody: { ...source, sourceId: "x" } }, "/sourceId"],
    ["source that is asked for by its other id", byId, "/sourceId"],
    ["attribute", { ...getAttribute, responseBody: { ...attribute, id: other } }, "/id"],
    [
      "generic source",
      { ...get, path: `/v2025/sources/${HEX}`, responseBody: { ...generic, id: other } },
      "/id",
    ],
  ])("finds another %s", (_what, entry, place) => {
    expect(judge(entry)).toMatchObject([{ place, rule: "object" }]);
  });

  it("finds another identity or governance group", () => {
    const rules = (entry: LoggedRequest) => judge(entry).map(({ rule }) => rule);
    for (const path of [identity.path, `/v2025/workgroups/${HEX}`]) {
      expect(rules({ ...get, path, responseBody: { id: HEX } })).not.toContain("object");
      expect(rules({ ...get, path, responseBody: { id: other } })).toContain("object");
    }
  });

  it("goes by the switch for a source's ids", () => {
    expect(judge({ ...byId, behaviour: { pathIds: "id" } })).toEqual([]);
    expect(judge({ ...byId, behaviour: { pathIds: "both" } })).toEqual([]);
    expect(judge({ ...get, behaviour: { pathIds: "both" } })).toEqual([]);
    expect(judge({ ...get, behaviour: { pathIds: "id" } })).toMatchObject([{ place: "/id" }]);
  });
});
