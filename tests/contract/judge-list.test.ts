/** What the judge finds in lists as a whole. */
import type { LoggedRequest } from "../../simulator/index";
import { createJudge } from "./judge";
import { attribute, get, list, source } from "./judge-sample";

const { judge } = createJudge();

/** A source in a list; sources with different numbers are different ones. */
function item(number: number, changes: object = {}): object {
  const digits = String(number).padStart(12, "0");
  const ids = { id: `a0303682-5e4a-44f7-bdc2-${digits}`, sourceId: digits.padStart(32, "0") };
  return { ...source, ...ids, nonEmployeeCount: null, ...changes };
}

function items(count: number): object[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

function listed(
  responseBody: object[],
  query: LoggedRequest["query"] = {},
  total?: number,
): LoggedRequest {
  const headers: Record<string, string> =
    total === undefined ? {} : { "x-total-count": String(total) };
  return { ...list, query, responseBody, responseHeaders: { ...list.responseHeaders, ...headers } };
}

describe("of a list, the judge", () => {
  it("finds a page that is longer than asked for, or than the most there is", () => {
    expect(judge(listed(items(250)))).toEqual([]);
    expect(judge(listed(items(251)))).toMatchObject([{ place: "", rule: "limit" }]);
    expect(judge(listed(items(2), { limit: "2" }))).toEqual([]);
    expect(judge(listed(items(3), { limit: "2" }))).toMatchObject([{ place: "", rule: "limit" }]);
  });

  it.each([
    ["the whole list", 3, 3, {}],
    ["a full page", 3, 7, { limit: "3" }],
    ["a later full page", 3, 7, { limit: "3", offset: "3" }],
    ["the last page", 1, 7, { limit: "3", offset: "6" }],
    ["nothing behind the end", 0, 7, { offset: "9" }],
  ])("lets the total of %s pass", (_what, length, total, query) => {
    expect(judge(listed(items(length), { count: "true", ...query }, total))).toEqual([]);
  });

  it.each([
    ["less than the page has", 3, 2, {}],
    ["less than the pages so far", 3, 5, { limit: "3", offset: "3" }],
    ["more than a short page ends with", 2, 7, { limit: "3", offset: "3" }],
    ["0 of a list with items", 1, 0, {}],
  ])("finds a total that is %s", (_what, length, total, query) => {
    expect(judge(listed(items(length), { count: "true", ...query }, total))).toMatchObject([
      { place: "X-Total-Count", rule: "total" },
    ]);
  });

  it("finds an item that is there twice", () => {
    expect(judge(listed([item(1), item(2), item(1)]))).toMatchObject([
      { place: "/2/id", rule: "unique" },
    ]);
  });

  const counted = (nonEmployeeCount: unknown, flag?: string) =>
    listed([item(1, { nonEmployeeCount })], flag ? { "non-employee-count": flag } : {});

  it("wants a count of records where it is asked for, and only there", () => {
    expect(judge(counted(null))).toEqual([]);
    expect(judge(counted(null, "false"))).toEqual([]);
    expect(judge(counted(0, "true"))).toEqual([]);
    expect(judge(counted(7, "true"))).toEqual([]);
    for (const wrong of [
      counted(0),
      counted(7, "false"),
      counted(null, "true"),
      counted(-1, "true"),
    ]) {
      expect(judge(wrong)).toMatchObject([{ place: "/0/nonEmployeeCount", rule: "count" }]);
    }
  });
});

describe("of attributes, the judge", () => {
  const attributes = (...responseBody: object[]) => ({
    ...get,
    path: `${get.path}/schema-attributes`,
    responseBody,
  });
  const other = { ...attribute, id: "a0303682-5e4a-44f7-bdc2-000000000000" };

  it("finds a system attribute behind a custom one", () => {
    const system = { ...other, system: true, technicalName: "email" };
    expect(judge(attributes(system, attribute))).toEqual([]);
    expect(judge(attributes(attribute, system))).toMatchObject([{ place: "/1/system" }]);
  });

  it("finds two of one technical name", () => {
    expect(judge(attributes(attribute, other))).toMatchObject([{ place: "/1/technicalName" }]);
  });
});

describe("of the order of a list, the judge", () => {
  const sorted = (sorters: string, ...fields: object[]) =>
    listed(
      fields.map((changes, index) => item(index, changes)),
      { sorters },
    );
  const named = (sorters: string, ...names: string[]) =>
    sorted(sorters, ...names.map((name) => ({ name })));

  it.each([
    ["rising names", named("name", "Ada", "Bert", "Carl")],
    ["falling names", named("-name", "Carl", "Bert", "Ada")],
    ["equal names", named("name", "Ada", "Ada")],
    ["names in whatever order of cases", named("name", "b", "B", "b")],
    ["names in whatever order of accents", named("name", "Zoe", "Özil")],
    ["names in whatever order of accents", named("name", "Özil", "Zoe")],
    ["instants by time, not by text", sorted("created", at(".26Z"), at(".265Z"), at(".3Z"))],
    [
      "any order of what is made in one moment, by as many digits as are shown",
      sorted("created,name", { ...at("Z"), name: "b" }, { ...at("Z"), name: "a" }),
    ],
    ["what comes next after a tie", sorted("name,sourceId", ids("a", "1"), ids("a", "2"))],
    ["any order of what answers do not show", sorted("unheard", ids("b", "2"), ids("a", "1"))],
    ["any order without sorters", listed([item(1, { name: "b" }), item(2, { name: "a" })])],
  ])("lets %s pass", (_what, entry) => {
    expect(judge(entry).filter(({ part }) => part === "response")).toEqual([]);
  });

  it.each([
    ["falling names", named("name", "Carl", "Bert"), 1],
    ["rising names where falling ones are asked for", named("-name", "Ada", "Ada", "Bert"), 2],
    ["falling instants", sorted("created", at(".3Z"), at(".265Z")), 1],
    [
      "a tie in the wrong order",
      sorted("name,sourceId", ids("a", "1"), ids("b", "2"), ids("b", "1")),
      2,
    ],
  ])("finds %s", (_what, entry, index) => {
    expect(judge(entry)).toMatchObject([{ place: `/${index}`, rule: "order" }]);
  });

  function at(fraction: string): object {
    return { created: `2021-01-12T20:49:40${fraction}` };
  }

  function ids(name: string, sourceId: string): object {
    return { name, sourceId };
  }
});
