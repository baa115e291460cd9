import { DEFAULT_IDENTITIES, FAULT_KINDS, type FaultRule } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call, manualClock, tokenOf } from "./tenant-client";

const untyped = (json: string): FaultRule => JSON.parse(json);

describe("fault rules of the simulator", () => {
  const tenant = useSimulator({ clock: manualClock() });
  let token = "";
  let sourceId = "";

  beforeEach(async () => {
    token = await tokenOf(tenant);
    const source = { name: "A", description: "A", owner: DEFAULT_IDENTITIES.ada.id };
    sourceId = tenant.store.addSource(source).sourceId;
  });

  async function statusesOf(...paths: string[]): Promise<number[]> {
    const statuses = [];
    for (const path of paths) statuses.push((await call(tenant, path, { token })).status);
    return statuses;
  }

  it.each(["getNonEmployeeSource", "getNonEmployeeSourceV1"])(
    "hit the operation %s in every version",
    async (id) => {
      tenant.faults.add({ operationId: id, status: 503, times: 2 });
      const paths = [
        "/v2026/non-employee-sources",
        `/v2026/non-employee-sources/${sourceId}`,
        `/v2026/sources/${sourceId}`,
        `/non-employee-sources/v1/${sourceId}`,
        `/v2026/non-employee-sources/${sourceId}`,
      ];
      expect(await statusesOf(...paths)).toEqual([200, 503, 200, 503, 200]);
    },
  );

  it("know the ids of beta, too", async () => {
    tenant.faults.add({ operationId: "getNonEmployeeExportRecords", status: 503 });
    expect(await statusesOf(`/v3/non-employee-sources/${sourceId}/non-employees/download`)).toEqual(
      [503],
    );
  });

  it("hit by method, template and path, in the order in which they were added", async () => {
    tenant.faults.add({ method: "get", template: "/sources/{id}", status: 500 });
    tenant.faults.add({ path: "/v2025/sources", status: 501 });
    tenant.faults.add({ path: /workgroups/, status: 502 });
    tenant.faults.add({ status: 503 });
    const paths = [
      "/v2025/sources",
      `/v2025/sources/${sourceId}`,
      "/workgroups/v1",
      "/v2025/sources",
    ];
    expect(await statusesOf(...paths)).toEqual([501, 500, 502, 503]);
  });

  it("hit once, so often, or always, and let the first ones pass", async () => {
    const five = Array.from({ length: 5 }, () => "/v2025/sources");
    tenant.faults.add({ status: 503 });
    expect(await statusesOf(...five)).toEqual([503, 200, 200, 200, 200]);
    tenant.faults.add({ status: 503, times: 2, skip: 1 });
    expect(await statusesOf(...five)).toEqual([200, 503, 503, 200, 200]);
    tenant.faults.add({ status: 503, times: "always", skip: 2 });
    expect(
      await statusesOf(...five, ...five).then((all) => all.filter((one) => one === 503)),
    ).toHaveLength(8);
    expect(tenant.faults.pending).toEqual([{ status: 503, times: "always", skip: 2 }]);
    tenant.faults.clear();
    expect(await statusesOf("/v2025/sources")).toEqual([200]);
  });

  it.each(Object.entries(FAULT_KINDS))(
    "come with a sample of the kind %s that takes every criterion",
    (_name, rule) => {
      tenant.faults.add({
        ...{
          operationId: "listNonEmployeeSources",
          method: "GET",
          template: "/non-employee-sources",
        },
        ...{ path: "/x", times: 3, skip: 1, ...rule },
      });
      expect(tenant.faults.pending).toHaveLength(1);
    },
  );

  it.each<[string, FaultRule, string]>([
    [
      "nothing",
      {},
      "a fault needs one of status, body, headers, delayMs, slowBodyMs, drop, reset, truncate, endTokens",
    ],
    ["nothing but a choice", { method: "GET", times: 3 }, "a fault needs one of"],
    ["nothing but false", { truncate: false, endTokens: false }, "a fault needs one of"],
    ["two ends", { drop: "after", reset: "after" }, "either a drop or a reset"],
    [
      "a drop with a status",
      { status: 500, drop: "after" },
      "either a drop or a status: without an answer there is no status",
    ],
    ["a drop with a body", { body: [], drop: "after" }, "either a drop or a body"],
    ["a reset with headers", { headers: {}, reset: "after" }, "either a reset or a headers"],
    ["a reset with a cut", { truncate: "whole", reset: "after" }, "either a reset or a truncate"],
    ["a drop with a slow body", { slowBodyMs: 5, drop: "before" }, "either a drop or a slowBodyMs"],
    [
      "a drop before the effect with it",
      { drop: "before", effect: true },
      'drop: "before" cannot have effect: true',
    ],
    [
      "a reset after the effect without it",
      { reset: "after", effect: false },
      'reset: "after" cannot have effect: false',
    ],
    ["how to delay nothing", { status: 500, delayed: "answer" }, "delayed needs delayMs"],
    [
      "a delayed effect that is not done",
      { status: 500, delayMs: 5, delayed: "effect" },
      "without an effect cannot have it delayed",
    ],
    [
      "an answer from nowhere",
      { delayMs: 5, effect: false },
      "effect: false needs a status, drop or reset",
    ],
    [
      "when to come back without a status",
      { delayMs: 5, retryAfter: 3 },
      "retryAfter needs a status of 400 or more",
    ],
    [
      "when to come back after success",
      { status: 200, retryAfter: 3 },
      "retryAfter needs a status of 400 or more",
    ],
    [
      "when to come back twice",
      { status: 429, retryAfter: 3, headers: { "retry-after": "4" } },
      "either retryAfter or the header",
    ],
    [
      "ended tokens with a status",
      { endTokens: true, status: 500 },
      "either endTokens, which answers 401, or a status",
    ],
    [
      "ended tokens with a drop",
      { endTokens: true, drop: "after" },
      "either endTokens, which answers 401, or a drop",
    ],
    ["ended tokens with an effect", { endTokens: true, effect: true }, "endTokens has no effect"],
    [
      "an operation that there is not",
      { operationId: "getCat", status: 500 },
      'there is no "getCat"; there are listNonEmployeeSources, ',
    ],
    [
      "an operation by another method",
      { operationId: "getSource", method: "PUT", status: 500 },
      "getSource is GET, not PUT",
    ],
    [
      "an operation at another place",
      { operationId: "getSource", template: "/sources", status: 500 },
      "getSource is /sources/{id}, not /sources",
    ],
    [
      "a place that there is not",
      { template: "/x", status: 500 },
      'fault.template: there is no "/x"; there are /non-employee-sources, ',
    ],
    [
      "a method that there is not",
      { method: "GTE", status: 500 },
      'fault.method: there is no "GTE"; there are GET, ',
    ],
    ["no headers", { headers: {} }, "a fault needs one of status, "],
    ["a body that cannot follow", { status: 204, body: "x" }, "either the status 204 or a body"],
  ])("are refused for %s", (_what, rule, message) => {
    expect(() => tenant.faults.add(rule)).toThrow(message);
    expect(tenant.faults.pending).toEqual([]);
  });

  it.each([
    ['{"status":"500"}', "fault.status: must be a status from 200 to 599"],
    ['{"status":99}', "fault.status: must be a status from 200 to 599"],
    ['{"status":500,"times":0}', 'fault.times: must be "always" or a whole number of at least 1'],
    ['{"status":500,"times":"often"}', 'fault.times: must be "always" or'],
    ['{"status":500,"skip":-1}', "fault.skip: must be a whole number of at least 0"],
    ['{"status":500,"path":7}', "fault.path: must be a text or a pattern"],
    [
      '{"status":429,"retryAfter":"soon"}',
      'fault.retryAfter: must be a whole number of seconds, "date" or "none"',
    ],
    ['{"delayMs":-1}', "fault.delayMs: must be a number of milliseconds"],
    ['{"drop":true}', "fault.drop: must be one of before, after"],
    ['{"truncate":"half"}', 'fault.truncate: must be true, false or "whole"'],
    [
      '{"headers":{"a":1},"statu":5}',
      /^fault\.statu: is not known; there are method, .*\nfault\.headers: must be an object of strings, not/,
    ],
    ['{"headers":{"X":"a\\nb"}}', 'fault.headers."X": cannot be sent: Invalid character'],
    ['{"headers":{"a b":"x"}}', 'fault.headers."a b": cannot be sent: Header name must be'],
    ["[]", "fault: must be an object, not []"],
  ])("are refused where they are not valid: %s", (json, message) => {
    expect(() => tenant.faults.add(untyped(json))).toThrow(message);
  });
});
