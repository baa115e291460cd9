/** What the judge finds in requests by texts and facts, where the schemas say nothing. */
import type { LoggedRequest } from "../../simulator/index";
import { createJudge } from "./judge";
import { generic, get, HEX, list, patch, patchAttribute, remove } from "./judge-sample";

const { judge } = createJudge();
const patchGeneric = { ...patch, path: `/v2025/sources/${HEX}`, responseBody: generic };

function changing(entry: LoggedRequest, ...body: object[]): LoggedRequest {
  return { ...entry, body };
}

describe("of patches, the judge", () => {
  it.each<[string, LoggedRequest]>([
    ["a name", changing(patch, { op: "replace", path: "/name", value: "Shops" })],
    ["ids", changing(patch, { op: "replace", path: "/approvers", value: [HEX] })],
    ["references", changing(patch, { op: "add", path: "/accountManagers", value: [{ id: HEX }] })],
    ["no approvers", changing(patch, { op: "replace", path: "/approvers", value: [] })],
    ["one more", changing(patch, { op: "add", path: "/accountManagers/-", value: HEX })],
    ["one less", changing(patch, { op: "remove", path: "/approvers/0" })],
    [
      "a test of what cannot be changed",
      changing(patch, { op: "test", path: "/sourceId", value: HEX }),
    ],
    ["a flag", changing(patchAttribute, { op: "replace", path: "/required", value: true })],
    ["a text that goes", changing(patchAttribute, { op: "remove", path: "/helpText" })],
    [
      "an owner",
      changing(patchGeneric, {
        ...{ op: "replace", path: "/owner", value: { type: "IDENTITY", id: HEX } },
      }),
    ],
    [
      "a free attribute",
      changing(patchGeneric, { op: "add", path: "/connectorAttributes/a~1b~0c", value: 7 }),
    ],
  ])("lets %s pass", (_what, entry) => {
    expect(judge(entry)).toEqual([]);
  });

  it.each<[string, LoggedRequest, string]>([
    ["a replacement by nothing", changing(patch, { op: "replace", path: "/name" }), "/0/value"],
    ["an addition of nothing", changing(patch, { op: "add", path: "/approvers/0" }), "/0/value"],
    ["a test for nothing", changing(patch, { op: "test", path: "/name" }), "/0/value"],
    ["a path without a slash", changing(patch, { op: "remove", path: "approvers" }), "/0/path"],
    ["a path to nothing", changing(patch, { op: "remove", path: "" }), "/0/path"],
    ["a path to no field", changing(patch, { op: "remove", path: "/" }), "/0/path"],
    ["a wrong escape", changing(patch, { op: "remove", path: "/approvers~2" }), "/0/path"],
    ["a copy from nowhere", changing(patch, { op: "copy", path: "/name" }), "/0/from"],
    ["an owner", changing(patch, { op: "replace", path: "/owner", value: HEX }), "/0/path"],
    [
      "a type",
      changing(patchAttribute, { op: "replace", path: "/type", value: "DATE" }),
      "/0/path",
    ],
    [
      "a type of a generic source",
      changing(patchGeneric, { op: "replace", path: "/type", value: "x" }),
      "/0/path",
    ],
    ["a removed id", changing(patch, { op: "remove", path: "/id" }), "/0/path"],
    ["a name of 7", changing(patch, { op: "replace", path: "/name", value: 7 }), "/0/value"],
    ["one id", changing(patch, { op: "replace", path: "/approvers", value: HEX }), "/0/value"],
    ["an empty id", changing(patch, { op: "add", path: "/approvers/-", value: "" }), "/0/value"],
    [
      "a reference with a type",
      changing(patch, {
        ...{ op: "replace", path: "/approvers", value: [{ type: "IDENTITY", id: HEX }] },
      }),
      "/0/value",
    ],
    [
      "a flag in words",
      changing(patchAttribute, { op: "replace", path: "/required", value: "true" }),
      "/0/value",
    ],
    [
      "an owner without a type",
      changing(patchGeneric, { op: "replace", path: "/owner", value: { id: HEX } }),
      "/0/value",
    ],
    [
      "a group of another type",
      changing(patchGeneric, {
        ...{ op: "add", path: "/managementWorkgroup", value: { type: "IDENTITY", id: HEX } },
      }),
      "/0/value",
    ],
    [
      "the second change",
      changing(patch, { op: "remove", path: "/approvers/0" }, { op: "remove", path: "/created" }),
      "/1/path",
    ],
  ])("finds %s", (_what, entry, place) => {
    expect(judge(entry)).toMatchObject([{ part: "request", place }]);
  });

  it("finds that a field moves to or from where it may not be", () => {
    const to = { op: "move", path: "/owner", from: "/name" };
    expect(judge(changing(patch, to))).toMatchObject([{ place: "/0/path" }]);
    const from = { op: "move", path: "/name", from: "/owner" };
    expect(judge(changing(patch, from))).toMatchObject([{ place: "/0/from" }]);
    const copied = { op: "copy", path: "/name", from: "/sourceId" };
    expect(judge(changing(patch, copied))).toEqual([]);
  });
});

describe("of filters and sorters, the judge", () => {
  const sources = { ...list, path: "/sources/v1", responseBody: [generic] };

  it.each([
    'id eq "x"',
    'name eq "a \\"quoted\\" \\\\ name, and (more)"',
    'id in ("a", "b","c")',
    'not (name sw "a" or name co "b") and authoritative eq true',
    'not not id eq "x"',
    "managementWorkgroup.id isnull",
    'features ca ("a") ',
  ])("lets the filter %s pass", (filters) => {
    expect(judge({ ...sources, query: { filters } })).toEqual([]);
  });

  it.each([
    "",
    "id",
    "id eq",
    "id eq x",
    'id eq "x',
    'id eq "x" "y"',
    'id eq "\\x"',
    'ID eq "x"',
    'id EQ "x"',
    'id co "x"',
    'color eq "red"',
    'toString eq "x"',
    'id in "x"',
    "id in ()",
    'id in ("x"',
    'id in ("x",)',
    '(id eq "x"',
    'id eq "x")',
    'id eq "x" and',
    'id eq "x" AND id eq "y"',
    'id eq "x" id eq "y"',
    "not",
  ])("finds that the filter %s cannot be taken", (filters) => {
    expect(judge({ ...sources, query: { filters } })).toMatchObject([
      { part: "request", place: "query" },
    ]);
  });

  it.each(["name", "-created,name", "sourceId, -name"])("lets the sorters %s pass", (sorters) => {
    expect(judge({ ...list, query: { sorters } })).toEqual([]);
  });

  it.each(["", "color", "name,", "+name", "--name", "name desc", "Name", "name,-name"])(
    "finds that the sorters %s cannot be taken",
    (sorters) => {
      expect(judge({ ...list, query: { sorters } })).toMatchObject([
        { part: "request", place: "query" },
      ]);
    },
  );

  it("finds an account manager who is nobody", () => {
    expect(judge({ ...list, query: { "requested-for": "me" } })).toEqual([]);
    expect(judge({ ...list, query: { "requested-for": "" } })).toHaveLength(1);
  });
});

describe("of paths and tokens, the judge", () => {
  it.each([
    "undefined",
    "null",
    "NaN",
    "%20",
    "%5Bobject%20Object%5D",
    "[object Promise]",
    "[object%20Object]",
  ])("finds the id %s", (id) => {
    const entry = { ...remove, path: `/v2025/non-employee-sources/${id}` };
    expect(judge(entry)).toMatchObject([{ part: "request", place: "path" }]);
    const inside = `/non-employee-sources/v1/${id}/schema-attributes/${HEX}`;
    expect(judge({ ...remove, path: inside, version: "v1" })).toMatchObject([{ place: "path" }]);
  });

  it("finds an empty id", () => {
    const entry = { ...remove, path: "/v2025/non-employee-sources/" };
    expect(judge(entry)).toMatchObject([{ part: "request", place: "operation" }]);
  });

  it.each([undefined, "", "Bearer ", "Basic YTpi", "Bearer undefined", "Bearer [object Object]"])(
    "finds the token %j",
    (authorization) => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      expect(judge({ ...get, headers })).toMatchObject([
        { part: "request", place: "Authorization" },
      ]);
    },
  );

  it("lets a token pass, redacted or not", () => {
    for (const authorization of ["[redacted]", "Bearer a.b-c_d"]) {
      expect(judge({ ...get, headers: { authorization } })).toEqual([]);
    }
  });
});
