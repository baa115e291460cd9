/** What the judge accepts though the files say otherwise: each in its place, with its value and under its switch alone. */
import type { LoggedRequest } from "../../simulator/index";
import { createJudge } from "./judge";
import { attribute, get, getAttribute, HEX, remove, source, UUID } from "./judge-sample";

const { judge } = createJudge();

describe("of beta's types in other versions, the judge", () => {
  const behaviour = { wireTypes: "beta" } as const;

  it("takes each in its own field alone", () => {
    const phone = { ...getAttribute, behaviour, responseBody: { ...attribute, type: "PHONE" } };
    expect(judge(phone)).toEqual([]);
    const approvers = [{ type: "PHONE", id: HEX }];
    expect(judge({ ...get, behaviour, responseBody: { ...source, approvers } })).toMatchObject([
      { place: "/approvers/0/type" },
    ]);
    const counted = { ...attribute, nonEmployeeCount: null };
    expect(judge({ ...getAttribute, behaviour, responseBody: counted })).toMatchObject([
      { place: "/nonEmployeeCount" },
    ]);
    const task = { type: "PHONE", id: HEX, name: null };
    const started = { ...remove, path: `/v2025/sources/${HEX}`, status: 202, responseBody: task };
    expect(judge({ ...started, behaviour })).toMatchObject([{ place: "/type" }]);
  });
});

describe("of additions, the judge", () => {
  const more = (fields: object, extraFields = true): LoggedRequest => ({
    ...get,
    responseBody: { ...source, ...fields },
    behaviour: { extraFields },
  });
  const added = { addedText: "not in any schema", addedObject: { addedText: "inside" } };

  it("takes only the fields that the switch adds, with what it puts into them", () => {
    const group = { id: UUID, ...added };
    expect(judge(more({ ...added, owner: HEX, managementWorkgroup: group }))).toEqual([]);
    expect(judge(more({ ...added, owner: HEX, managementWorkgroup: group }, false))).toHaveLength(
      4,
    );
    for (const wrong of [
      { addedText: 7 },
      { addedObject: {} },
      { addedMore: "not in any schema" },
      { owner: { id: HEX } },
      { managementWorkgroup: UUID },
    ]) {
      expect(judge(more(wrong))).toMatchObject([{ place: `/${Object.keys(wrong)[0]}` }]);
    }
  });

  it("takes a value that no schema lists in its own field alone", () => {
    const typed = (approvers: string, accountManagers: string): LoggedRequest => ({
      ...get,
      responseBody: {
        ...source,
        approvers: [{ type: approvers, id: HEX }],
        accountManagers: [{ type: accountManagers, id: HEX }],
      },
      behaviour: { extraEnumValues: true },
    });
    expect(judge(typed("IDENTITY", "MACHINE_GROUP"))).toEqual([]);
    expect(judge(typed("MACHINE_GROUP", "IDENTITY"))).toMatchObject([
      { place: "/approvers/0/type" },
    ]);
    expect(judge(typed("IDENTITY", "TIMESTAMP"))).toMatchObject([
      { place: "/accountManagers/0/type" },
    ]);
    const timed = { ...getAttribute, behaviour: { extraEnumValues: true } };
    expect(judge({ ...timed, responseBody: { ...attribute, type: "TIMESTAMP" } })).toEqual([]);
    expect(judge({ ...timed, responseBody: { ...attribute, type: "MACHINE_GROUP" } })).toHaveLength(
      1,
    );
    // A field of the same name in another answer.
    const task = { type: "TIMESTAMP", id: HEX, name: null };
    const started = { ...remove, path: `/v2025/sources/${HEX}`, status: 202, responseBody: task };
    expect(judge({ ...started, behaviour: { extraEnumValues: true } })).toMatchObject([
      { place: "/type" },
    ]);
  });
});

describe("of approvals, the judge", () => {
  const item = {
    ...{ id: UUID, approver: { type: "IDENTITY", id: HEX }, accountName: "a" },
    ...{ approvalStatus: "PENDING", approvalOrder: 1 },
    ...{ created: source.created, modified: source.modified },
  };
  const reference = { id: UUID, requester: { type: "IDENTITY", id: HEX } };
  const read = (
    body: object,
    behaviour: LoggedRequest["behaviour"] = {},
    query: LoggedRequest["query"] = { "include-detail": "false" },
  ): LoggedRequest => ({
    ...{ ...get, path: `/v2025/non-employee-approvals/${UUID}`, query, behaviour },
    ...{ template: "/non-employee-approvals/{id}", responseBody: body },
  });

  it("takes a request without its detail where none was wanted alone", () => {
    const lite = { ...item, nonEmployeeRequest: reference };
    expect(judge(read(lite))).toEqual([]);
    expect(judge(read(lite, {}, {})).length).toBeGreaterThan(10);
    expect(judge(read({ ...item, nonEmployeeRequest: { id: UUID } }))).toMatchObject([
      { place: "/nonEmployeeRequest/requester" },
    ]);
    expect(judge(read(item))).toMatchObject([{ place: "/nonEmployeeRequest" }]);
    expect(judge(read(item, { withoutDetail: "absent" }))).toEqual([]);
    expect(judge(read(item, { withoutDetail: "absent" }, {}))).toHaveLength(1);
  });

  it("takes null for comments and completion dates under their switch alone", () => {
    const lite = { ...item, comment: null, nonEmployeeRequest: reference };
    expect(judge(read(lite))).toMatchObject([{ place: "/comment" }]);
    expect(judge(read(lite, { unsetDecisions: "null" }))).toEqual([]);
    const unnamed = { ...lite, accountName: null };
    expect(judge(read(unnamed, { unsetDecisions: "null" }))).toMatchObject([
      { place: "/accountName" },
    ]);
  });
});
