/** What the judge promises beyond the schemas of the OpenAPI files, which demand next to nothing. */
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
  list,
  remove,
  source,
} from "./judge-sample";

describe("beyond the schemas, the judge", () => {
  const { judge } = createJudge();

  const without = (value: object, field: string) =>
    Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));

  const answers: [string, LoggedRequest, object][] = [
    ["a source", get, source],
    ["an attribute", getAttribute, attribute],
    ["a generic source", { ...get, path: `/v2025/sources/${HEX}` }, generic],
    ["an error", { ...create, status: 400 }, without(error, "causes")],
    ["a refused token", { ...get, status: 401 }, { error: "JWT is expired" }],
  ];

  it.each(answers)("wants %s to have all that its schema names", (_what, entry, body) => {
    expect(judge({ ...entry, responseBody: body })).toEqual([]);
    for (const field of Object.keys(body)) {
      const spoilt = { ...entry, responseBody: without(body, field) };
      expect(judge(spoilt)).toMatchObject([
        { part: "response", place: `/${field}`, rule: "required" },
      ]);
    }
  });

  it("lets unset texts and the causes of an error be missing", () => {
    const texts = { ...attribute, helpText: "help", placeholder: "here" };
    for (const field of ["helpText", "placeholder"]) {
      expect(judge({ ...getAttribute, responseBody: without(texts, field) })).toEqual([]);
    }
  });

  it("wants less of requests: what the schemas require", () => {
    const body = { name: "Retail", description: "Shops", owner: { id: HEX } };
    expect(judge({ ...create, body })).toEqual([]);
  });

  it.each([
    ["application/json", get],
    ["application/json, text/plain, */*", get],
    ["text/html, application/*;q=0.5", get],
    ["*/*", download],
    ["text/csv, application/json", download],
    ["TEXT/CSV;charset=utf-8", download],
    ["text/html", remove],
  ])("lets the header Accept %s pass", (accept, entry) => {
    expect(judge({ ...entry, headers: { ...entry.headers, accept } })).toEqual([]);
  });

  it.each([
    ["text/html", get, "application/json"],
    ["application/json", download, "text/csv"],
    ["application/json;q=0, text/html", get, "application/json"],
    ["application/json; q=0.0", get, "application/json"],
    ["applic*/json", get, "application/json"],
  ])("finds that the header Accept %s does not cover what is documented", (accept, entry, type) => {
    expect(judge({ ...entry, headers: { ...entry.headers, accept } })).toEqual([
      {
        ...{ part: "request", place: "accept", rule: "missing" },
        problem: `"${accept}" does not cover ${type}`,
      },
    ]);
  });

  const counted = { ...list, query: { count: "true" } };
  const total = (value: string) => ({ ...list.responseHeaders, "x-total-count": value });

  it.each<[string, LoggedRequest, string]>([
    ["a total that is missing", counted, "X-Total-Count"],
    ["a total that is no number", { ...counted, responseHeaders: total("many") }, "X-Total-Count"],
    ["a total that nobody asked for", { ...list, responseHeaders: total("1") }, "X-Total-Count"],
    [
      "beta that does not say it is deprecated",
      { ...remove, version: "beta", path: `/beta/non-employee-sources/${HEX}` },
      "X-Deprecated",
    ],
    [
      "another version that says so",
      { ...get, responseHeaders: { ...get.responseHeaders, "x-deprecated": "true" } },
      "X-Deprecated",
    ],
    ["a page that is too long", { ...list, query: { limit: "0" } }, ""],
    [
      "a CSV template with records",
      {
        ...download,
        path: `${get.path}/schema-attributes-template/download`,
        responseBody: download.responseBody,
      },
      "csv row 1",
    ],
  ])("finds %s", (_what, entry, place) => {
    expect(judge(entry)).toMatchObject([{ part: "response", place }]);
  });

  it("lets a total pass that was asked for", () => {
    expect(judge({ ...counted, responseHeaders: total("1") })).toEqual([]);
  });

  it.each([
    "/beta/sources",
    "/beta/public-identities",
    "/v3/identities",
    "/v3/workgroups",
    "/v2023/sources",
  ])("knows that there is no %s", (path) => {
    expect(judge({ ...get, path })).toMatchObject([{ part: "request", place: "operation" }]);
  });

  it("knows what v3 has of the neighbours", () => {
    expect(
      judge({ ...get, path: `/v3/sources/${HEX}`, version: "v3", responseBody: generic }),
    ).toEqual([]);
  });
});
