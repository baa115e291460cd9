/** Each kind of refusal that the routes have, with its status, its code and its body. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS, defaultSeed } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { type Call, call, manualClock, type Reply } from "./tenant-client";

const { ada, grace, alan, katherine, edsger } = DEFAULT_IDENTITIES;
const { plantDesk, auditors } = DEFAULT_WORKGROUPS;
const NOBODY = "2c910000000000000000000000000fff";
const NAME = { nameLength: 12 };
const TEXT = { textLength: 20 };

describe("refusals of the simulator", () => {
  const tenant = useSimulator({ clock: manualClock(), judgedRequests: "accepted" });
  let sourceId = "";
  let attributes = "";

  const path = (rest = "") => `/v2026/non-employee-sources${rest}`;
  const source = (changes: object = {}) => ({
    ...{ name: "Visitors", description: "Guests", owner: { id: ada.id } },
    ...changes,
  });
  const attribute = (changes: object = {}) => ({
    ...{ type: "TEXT", label: "Cost center", technicalName: "costCenter" },
    ...changes,
  });
  const ids = (...people: { id: string }[]) => people.map(({ id }) => ({ id }));

  beforeEach(() => {
    const made = { name: "Contractors", description: "External staff", owner: ada.id };
    sourceId = tenant.store.addSource(made).sourceId;
    attributes = path(`/${sourceId}/schema-attributes`);
  });

  const post = (where: string, body: object) => call(tenant, where, { method: "POST", body });
  const patch = (where: string, pointer: string, value: unknown) =>
    call(tenant, where, { method: "PATCH", body: [{ op: "replace", path: pointer, value }] });

  function expectRefusal(reply: Reply, detailCode: string): void {
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({
      detailCode,
      trackingId: reply.headers.get("slpt-request-id"),
      messages: [
        { locale: "en", localeOrigin: "REQUEST", text: expect.stringMatching(/\S.*[.;]$/) },
      ],
      causes: [],
    });
  }

  it.each([
    ["a missing name", { name: undefined }],
    ["a name that is null", { name: null }],
    ["a name that is a number", { name: 4 }],
    ["a missing description", { description: undefined }],
    ["a missing owner", { owner: undefined }],
    ["an owner that is a bare id", { owner: ada.id }],
    ["an owner without an id", { owner: {} }],
    ["a group that is an object", { managementWorkgroup: { id: auditors.id } }],
    ["approvers that are no list", { approvers: { id: ada.id } }],
    ["an approver without an id", { approvers: [{}] }],
    ["a fourth approver", { approvers: ids(ada, grace, alan, katherine) }],
    [
      "an eleventh account manager",
      { accountManagers: Array.from({ length: 11 }, () => ({ id: ada.id })) },
    ],
  ])("400.1 for a source with %s", async (_what, changes) => {
    expectRefusal(await post(path(), source(changes)), "400.1 Bad Request Content");
  });

  it("400.1 for lists in a patch that become too long", async () => {
    for (const [pointer, count] of [
      ["/approvers", 4],
      ["/accountManagers", 11],
    ] as const) {
      const people = Array.from({ length: count }, () => edsger.id);
      const reply = await patch(path(`/${sourceId}`), pointer, people);
      expectRefusal(reply, "400.1 Bad Request Content");
      expect(reply.body.messages[0]?.text).toContain(`more than ${count - 1} entries`);
    }
  });

  it.each([
    ["a source with an empty name", () => post(path(), source({ name: "" }))],
    ["a source with an empty description", () => post(path(), source({ description: "" }))],
    ["a source patched to an empty name", () => patch(path(`/${sourceId}`), "/name", "")],
    ["an attribute with an empty label", () => post(attributes, attribute({ label: "" }))],
    [
      "an attribute with no technical name",
      () => post(attributes, attribute({ technicalName: "" })),
    ],
    ["a generic source patched to no name", () => patch(`/v2026/sources/${sourceId}`, "/name", "")],
  ])("400.1.0 for %s", async (_what, send) => {
    expectRefusal(await send(), "400.1.0 Required Data Missing Or Empty");
  });

  it("names missing before empty texts, and all missing ones at once", async () => {
    const reply = await post(attributes, { type: "", label: "", required: 1 });
    expectRefusal(reply, "400.1 Bad Request Content");
    expect(reply.body.messages[0]?.text).toBe(
      "technicalName is required; required must be true or false;",
    );
  });

  it.each([
    ["owner", { op: "replace", path: "/owner", value: { id: grace.id } }],
    ["managementWorkgroup", { op: "remove", path: "/managementWorkgroup" }],
    ["id", { op: "replace", path: "/id", value: "x" }],
    ["created", { op: "replace", path: "/created", value: "x" }],
  ])("400.1.1 for a patch of a source's %s", async (_field, operation) => {
    const reply = await call(tenant, path(`/${sourceId}`), { method: "PATCH", body: [operation] });
    expectRefusal(reply, "400.1.1 Illegal update attempt");
  });

  it("400.1.1 for a patch of what is fixed in attributes and generic sources", async () => {
    const { id } = tenant.store.addAttribute(sourceId, { technicalName: "a", label: "A" });
    const fixed = ["technicalName", "type", "system", "id", "created"];
    for (const field of fixed) {
      const reply = await patch(`${attributes}/${id}`, `/${field}`, "x");
      expectRefusal(reply, "400.1.1 Illegal update attempt");
    }
    const immutable = ["id", "type", "authoritative", "created", "modified", "connector"];
    for (const field of [...immutable, "connectorClass", "passwordPolicies"]) {
      const reply = await patch(`/v2026/sources/${sourceId}`, `/${field}`, "x");
      expectRefusal(reply, "400.1.1 Illegal update attempt");
    }
  });

  it.each([
    ["a source's name", NAME, () => post(path(), source({ name: "Visitors 1234" }))],
    ["a patched name", NAME, () => patch(path(`/${sourceId}`), "/name", "Contractors 1")],
    [
      "a generic source's patched name",
      NAME,
      () => patch(`/v2026/sources/${sourceId}`, "/name", "Contractors 1"),
    ],
    ["a label", NAME, () => post(attributes, attribute({ label: "x".repeat(13) }))],
    [
      "a technical name",
      NAME,
      () => post(attributes, attribute({ technicalName: "x".repeat(13) })),
    ],
    ["a description", TEXT, () => post(path(), source({ description: "x".repeat(21) }))],
    ["a help text", TEXT, () => post(attributes, attribute({ helpText: "x".repeat(21) }))],
    ["a placeholder", TEXT, () => post(attributes, attribute({ placeholder: "x".repeat(21) }))],
  ])("400.1.2 for %s that is too long", async (_what, limits, send) => {
    Object.assign(tenant.limits, limits);
    expectRefusal(await send(), "400.1.2 Value length out of range");
  });

  it("takes a text of just the length, counted in characters", async () => {
    Object.assign(tenant.limits, NAME);
    expect((await post(path(), source({ name: "\u{1F3ED}".repeat(12) }))).status).toBe(200);
    const { nameLength, textLength } = tenant.limits;
    tenant.reset();
    expect([nameLength, textLength]).toEqual([12, 4000]);
    expect(tenant.limits).toMatchObject({ nameLength: 1000, textLength: 4000 });
  });

  it("400.1.3 for the test of a JSON Patch that does not hold", async () => {
    const body = [{ op: "test", path: "/name", value: "Other" }];
    const reply = await call(tenant, path(`/${sourceId}`), { method: "PATCH", body });
    expectRefusal(reply, "400.1.3 Illegal value");
  });

  it("400.1.4 for the fifty-first source and the eleventh custom attribute", async () => {
    for (let count = 2; count <= 50; count += 1) {
      tenant.store.addSource({ name: `S${count}`, description: "d", owner: ada.id });
    }
    expectRefusal(await post(path(), source()), "400.1.4 Limit violation");
    for (let count = 1; count <= 10; count += 1) {
      tenant.store.addAttribute(sourceId, { technicalName: `a${count}`, label: "A" });
    }
    expectRefusal(await post(attributes, attribute()), "400.1.4 Limit violation");
  });

  it.each([
    ["owner", () => post(path(), source({ owner: { id: NOBODY } }))],
    ["owner that is a group", () => post(path(), source({ owner: { id: plantDesk.id } }))],
    ["approver", () => post(path(), source({ approvers: [{ id: NOBODY }] }))],
    ["account manager", () => post(path(), source({ accountManagers: [{ id: NOBODY }] }))],
    ["group", () => post(path(), source({ managementWorkgroup: NOBODY }))],
    ["group that is a person", () => post(path(), source({ managementWorkgroup: ada.id }))],
    ["patched approver", () => patch(path(`/${sourceId}`), "/approvers", [NOBODY])],
    ["patched account manager", () => patch(path(`/${sourceId}`), "/accountManagers", [NOBODY])],
    [
      "owner of a generic source",
      () => patch(`/v2026/sources/${sourceId}`, "/owner", { type: "IDENTITY", id: NOBODY }),
    ],
    [
      "group of a generic source",
      () =>
        patch(`/v2026/sources/${sourceId}`, "/managementWorkgroup", {
          ...{ type: "GOVERNANCE_GROUP", id: NOBODY },
        }),
    ],
  ])("400.1.404 for an unknown %s", async (_what, send) => {
    expectRefusal(await send(), "400.1.404 Referenced object not found");
  });

  it.each([
    ["a source of that name", () => post(path(), source({ name: "contractors" }))],
    ["another kind of source of that name", () => post(path(), source({ name: "Workday HR" }))],
    ["a patch to a taken name", () => patch(path(`/${sourceId}`), "/name", "Workday HR")],
    [
      "a patch of a generic source to a taken name",
      () => patch(`/v2026/sources/${sourceId}`, "/name", "Workday HR"),
    ],
    ["a system attribute's name", () => post(attributes, attribute({ technicalName: "phone" }))],
  ])("400.1.409 for %s", async (_what, send) => {
    expectRefusal(await send(), "400.1.409 Reference conflict");
  });

  it("400.1.409 for a technical name twice in a source, but not in two sources", async () => {
    expect((await post(attributes, attribute())).status).toBe(200);
    expectRefusal(await post(attributes, attribute()), "400.1.409 Reference conflict");
    const { sourceId: other } = tenant.store.addSource({
      ...{ name: "Other", description: "d", owner: ada.id },
    });
    expect((await post(path(`/${other}/schema-attributes`), attribute())).status).toBe(200);
  });

  it("400.2.1.0 for deleting the authoritative source of an identity profile", async () => {
    tenant.store.editGenericSource(sourceId, { authoritative: true });
    const [workday] = defaultSeed.genericSources ?? [];
    for (const where of [
      path(`/${sourceId}`),
      `/v2026/sources/${sourceId}`,
      `/v2026/sources/${workday?.id}`,
    ]) {
      const reply = await call(tenant, where, { method: "DELETE" });
      expectRefusal(reply, "400.2.1.0 Object in use by another");
    }
    expect(tenant.store.genericSources()).toHaveLength(3);
    tenant.store.editGenericSource(sourceId, { authoritative: false });
    expect((await call(tenant, path(`/${sourceId}`), { method: "DELETE" })).status).toBe(204);
  });

  it.each<Record<string, string>>([
    { limit: "251" },
    { limit: "-1" },
    { limit: "x" },
    { offset: "-1" },
    { count: "yes" },
    { sorters: "secret" },
    { filters: 'secret eq "x"' },
    { filters: 'name xx "x"' },
    { filters: 'name eq "x' },
    { filters: 'name eq "x" "or" name eq "y"' },
  ])("400.1 for the list parameters %j", async (query) => {
    for (const where of ["/v2026/sources", "/v2026/identities", "/v2026/workgroups"]) {
      expectRefusal(await call(tenant, where, { query }), "400.1 Bad Request Content");
    }
  });

  it("400.1 for a body that is no JSON, no object, or of another media type", async () => {
    const bodies: Call[] = [
      { body: "{" },
      { body: [] },
      { body: source(), contentType: "text/plain" },
      { body: source(), contentType: "application/json-patch+json" },
    ];
    for (const options of bodies) {
      const reply = await call(tenant, path(), { method: "POST", ...options });
      expectRefusal(reply, "400.1 Bad Request Content");
    }
  });
});
