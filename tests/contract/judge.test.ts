import type { LoggedRequest } from "../../simulator/index";
import { startSimulator } from "../simulator-under-judge";
import { createJudge } from "./judge";
import {
  attribute,
  CSV,
  create,
  download,
  error,
  generic,
  get,
  HEX,
  list,
  notFound,
  patch,
  patchAttribute,
  remove,
  source,
  UUID,
} from "./judge-sample";

describe("the judge", () => {
  const { judge } = createJudge();

  it.each([
    ["a read", get],
    ["a list", list],
    ["a creation", create],
    ["a patch", patch],
    ["a deletion", remove],
    ["a CSV download", download],
    [
      "a CSV template",
      {
        ...download,
        path: `${get.path}/schema-attributes-template/download`,
        responseBody: CSV,
      },
    ],
    [
      "an answer that the client did not wait for",
      { ...download, responseBody: undefined, isAborted: true as const },
    ],
    ["a documented refusal", { ...create, status: 400, responseBody: error }],
    ["an expired token", { ...get, status: 401, responseBody: { error: "JWT is expired" } }],
    [
      "known query parameters",
      {
        ...list,
        query: { limit: "250", count: "true", sorters: "name" },
        responseHeaders: { ...list.responseHeaders, "x-total-count": "1" },
      },
    ],
    ["an undocumented 404", { ...get, status: 404, responseBody: notFound }],
    [
      "beta's null count in a list",
      {
        ...list,
        ...{ path: "/beta/non-employee-sources", version: "beta" as const },
        responseHeaders: { ...list.responseHeaders, "x-deprecated": "true" },
      },
    ],
    [
      "free-form attributes of a source and its nulls",
      { ...get, path: `/sources/v1/${HEX}`, version: "v1" as const, responseBody: generic },
    ],
  ])("lets %s pass", (_what, entry) => {
    expect(judge(entry)).toEqual([]);
  });

  it.each<[string, LoggedRequest, string]>([
    ["an undocumented status", { ...create, status: 201 }, "status"],
    ["no answer", { ...get, status: undefined }, "status"],
    ["a wrong type", { ...get, responseBody: { ...source, name: 7 } }, "/name"],
    ["a wrong format", { ...get, responseBody: { ...source, id: HEX } }, "/id"],
    ["a null where none may be", { ...get, responseBody: { ...source, name: null } }, "/name"],
    [
      "a wrong value",
      { ...get, responseBody: { ...source, approvers: [{ type: "CAT", id: HEX }] } },
      "/approvers/0/type",
    ],
    ["an unknown field", { ...get, responseBody: { ...source, owner: { id: HEX } } }, "/owner"],
    [
      "an unknown field inside",
      {
        ...get,
        responseBody: { ...source, approvers: [{ type: "IDENTITY", id: HEX, color: "red" }] },
      },
      "/approvers/0/color",
    ],
    [
      "an unknown field of an error",
      { ...get, status: 400, responseBody: { ...error, x: 1 } },
      "/x",
    ],
    [
      "a count that only lists have",
      { ...get, responseBody: { ...source, nonEmployeeCount: null } },
      "/nonEmployeeCount",
    ],
    ["CSV as JSON", { ...download, responseHeaders: get.responseHeaders }, "content type"],
    [
      "CSV with other columns",
      { ...download, responseBody: "firstName,accountName\n" },
      "csv header",
    ],
    ["CSV with a cell too few", { ...download, responseBody: `${CSV}a,b\n` }, "csv row 1"],
    ["CSV that is an object", { ...download, responseBody: {} }, ""],
    ["an object instead of a list", { ...list, responseBody: source }, ""],
    ["a missing body", { ...get, responseBody: undefined }, ""],
    ["a body with a 204", { ...remove, responseBody: {} }, ""],
    [
      "a wrong content type",
      { ...get, responseHeaders: { "content-type": "text/html" } },
      "content type",
    ],
    [
      "a 429 that does not say when to come back",
      { ...get, status: 429, responseBody: { message: "x" } },
      "Retry-After",
    ],
  ])("finds %s in an answer", (_what, entry, place) => {
    expect(judge(entry)).toMatchObject([{ part: "response", place }]);
  });

  it.each<[string, LoggedRequest, string]>([
    ["an unknown path", { ...get, path: "/v2025/non-employee-things" }, "operation"],
    ["a path without a version", { ...get, path: "/non-employee-sources" }, "operation"],
    ["a method the path does not have", { ...get, method: "PUT" }, "operation"],
    ["an undocumented query parameter", { ...list, query: { filters: 'name eq "x"' } }, "query"],
    ["a limit that is too high", { ...list, query: { limit: "251" } }, "query"],
    ["a limit that is no number", { ...list, query: { limit: "all" } }, "query"],
    ["a flag that is no flag", { ...list, query: { count: "1" } }, "query"],
    ["a repeated parameter", { ...list, query: { limit: ["1", "2"] } }, "query"],
    ["a missing body", { ...create, body: undefined }, ""],
    ["a body where none belongs", { ...get, body: {} }, ""],
    ["a missing field", { ...create, body: { name: "x", owner: { id: HEX } } }, ""],
    [
      "an unknown field",
      { ...create, body: { ...(create.body as object), color: "red" } },
      "/color",
    ],
    [
      "a type in a reference",
      { ...create, body: { ...(create.body as object), owner: { id: HEX, type: "IDENTITY" } } },
      "/owner/type",
    ],
    ["a patch sent as JSON", { ...patch, headers: create.headers }, "content type"],
    [
      "an unknown operation",
      { ...patch, body: [{ op: "set", path: "/name", value: "x" }] },
      "/0/op",
    ],
  ])("finds %s in a request", (_what, entry, place) => {
    expect(judge(entry)).toMatchObject([{ part: "request", place }]);
  });

  it("does not let pass what the log has cut, but for the beginning of a CSV", () => {
    const cut = { ...get, responseBody: '{"id":', responseBodyLength: 500 };
    expect(judge(cut)).toMatchObject([{ part: "response", rule: "log" }]);
    expect(judge({ ...create, body: "{", bodyLength: 500 })).toMatchObject([
      { part: "request", rule: "log" },
    ]);
    const beginning = { ...download, responseBody: `${CSV}a, "b`, responseBodyLength: 500 };
    expect(judge(beginning)).toEqual([]);
  });

  it("finds a patch that sets null, which no value may be", () => {
    const body = [{ op: "replace", path: "/helpText", value: null }];
    const found = judge({ ...patchAttribute, body });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ part, place }) => part === "request" && place === "/0/value")).toBe(true);
  });

  it("lets a null that clears a text pass only where nothing else would clear it", () => {
    const clearing = {
      ...patchAttribute,
      body: [{ op: "replace", path: "/helpText", value: null }],
    };
    expect(judge({ ...clearing, behaviour: { clearText: "null" } })).toEqual([]);
    const other = { ...patchAttribute, body: [{ op: "replace", path: "/label", value: null }] };
    expect(judge({ ...other, behaviour: { clearText: "null" } })).not.toEqual([]);
  });

  it("lets a null text pass only where the tenant says so, outside of beta", () => {
    const unset = {
      ...get,
      path: `${get.path}/schema-attributes/${UUID}`,
      responseBody: { ...attribute, helpText: null },
    };
    expect(judge({ ...unset, behaviour: { emptyTexts: "null" } })).toEqual([]);
    expect(judge(unset)).toMatchObject([{ place: "/helpText" }]);
    const beta = {
      ...{ ...unset, version: "beta" as const, path: unset.path.replace("v2025", "beta") },
      responseHeaders: { ...unset.responseHeaders, "x-deprecated": "true" },
    };
    expect(judge(beta)).toEqual([]);
  });

  it("does not judge a scripted answer, but does its request", () => {
    const scripted = { ...get, fault: "status 200", responseBody: "no" };
    expect(judge(scripted)).toEqual([]);
    expect(judge({ ...scripted, query: { x: "y" } })).toHaveLength(1);
  });

  it("lets beta's types pass in other versions only where the tenant says so", () => {
    const entry = { ...get, responseBody: { ...source, nonEmployeeCount: null } };
    expect(judge({ ...entry, behaviour: { wireTypes: "beta" } })).toEqual([]);
    expect(judge(entry)).toHaveLength(1);
  });

  it("fails a test with a message that names the exchange", async () => {
    const simulator = await startSimulator({ isCounted: false });
    await fetch(`${simulator.url}/v2025/sources?page=1`);
    await expect(simulator.stop()).rejects.toThrow(
      '#1 GET /v2025/sources -> 401: request query: "page" is not documented',
    );
  });
});
