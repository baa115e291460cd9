import { DEFAULT_IDENTITIES } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call, manualClock } from "./tenant-client";

describe("schema attributes of the simulator", () => {
  const clock = manualClock();
  const tenant = useSimulator({ clock, judgedRequests: "accepted" });
  let sourceId = "";
  let path = "";

  beforeEach(() => {
    const { ada } = DEFAULT_IDENTITIES;
    sourceId = tenant.store.addSource({
      name: "Contractors",
      description: "External staff",
      owner: ada.id,
      records: [{ data: { costCenter: "4711", badge: "1" } }],
    }).sourceId;
    path = `/non-employee-sources/v1/${sourceId}/schema-attributes`;
  });

  function create(changes: object = {}) {
    const body = { type: "TEXT", label: "Cost center", technicalName: "costCenter", ...changes };
    return call(tenant, path, { method: "POST", body });
  }

  function patch(id: string, body: unknown) {
    return call(tenant, `${path}/${id}`, { method: "PATCH", body });
  }

  it("lists the system attributes first and leaves unset texts out", async () => {
    await create({ helpText: "Four digits" });
    const { items } = await call(tenant, path);
    expect(items.map((one) => one.technicalName)).toEqual([
      "accountName",
      "firstName",
      "lastName",
      "phone",
      "email",
      "manager",
      "startDate",
      "endDate",
      "costCenter",
    ]);
    expect(items[8]).toEqual({
      id: expect.any(String),
      system: false,
      created: "2026-03-02T10:00:00.12Z",
      modified: "2026-03-02T10:00:00.12Z",
      type: "TEXT",
      label: "Cost center",
      technicalName: "costCenter",
      helpText: "Four digits",
      required: false,
    });
  });

  it("gives one attribute by its id", async () => {
    const { body } = await create({ required: true, placeholder: "0000" });
    const reply = await call(tenant, `${path}/${body.id}`);
    expect([reply.status, reply.body]).toEqual([200, body]);
  });

  it.each([
    [
      "a missing label and name",
      { label: "", technicalName: undefined },
      "400.1 Bad Request Content",
    ],
    ["another type than TEXT", { type: "DATE" }, "400.1 Bad Request Content"],
    ["a required that is text", { required: "true" }, "400.1 Bad Request Content"],
    ["a required that is null", { required: null }, "400.1 Bad Request Content"],
    ["a help text that is null", { helpText: null }, "400.1 Bad Request Content"],
    ["a help text that is a number", { helpText: 4 }, "400.1 Bad Request Content"],
    ["the name of a system attribute", { technicalName: "email" }, "400.1.409 Reference conflict"],
  ])("refuses %s", async (_what, changes, detailCode) => {
    const { status, body } = await create(changes);
    expect([status, body.detailCode]).toEqual([400, detailCode]);
  });

  it("refuses a technical name twice, and the eleventh custom attribute", async () => {
    for (let number = 1; number <= 10; number += 1) {
      expect((await create({ technicalName: `field${number}` })).status).toBe(200);
    }
    expect((await create({ technicalName: "field1" })).body.detailCode).toMatch(/^400\.1\.409 /);
    expect((await create({ technicalName: "field11" })).body.detailCode).toMatch(/^400\.1\.4 /);
  });

  it("patches label, texts and required", async () => {
    const { id } = (await create({ helpText: "Four digits" })).body;
    clock.advance(5000);
    const { status, body } = await patch(id, [
      { op: "replace", path: "/label", value: "Cost centre" },
      { op: "replace", path: "/required", value: true },
      { op: "replace", path: "/placeholder", value: "0000" },
      { op: "remove", path: "/helpText" },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ label: "Cost centre", required: true, placeholder: "0000" });
    expect(body).not.toHaveProperty("helpText");
    expect(body.modified).not.toBe(body.created);
  });

  it.each([
    ["the technical name", "/technicalName", "other", "400.1.1 "],
    ["the type", "/type", "DATE", "400.1.1 "],
    ["an empty label", "/label", "", "400.1.0 "],
    ["a label that is null", "/label", null, "400.1 "],
    ["a required that is text", "/required", "yes", "400.1 "],
    ["a help text that is a number", "/helpText", 4, "400.1 "],
  ])("refuses to patch %s", async (_what, pointer, value, detailCode) => {
    const { id } = (await create()).body;
    const { status, body } = await patch(id, [{ op: "replace", path: pointer, value }]);
    expect(status).toBe(400);
    expect(body.detailCode.startsWith(detailCode)).toBe(true);
  });

  it("neither patches nor deletes a system attribute", async () => {
    const system = tenant.store.attributesOf(sourceId)[0]?.id ?? "";
    const patched = await patch(system, [{ op: "replace", path: "/label", value: "x" }]);
    const deleted = await call(tenant, `${path}/${system}`, { method: "DELETE" });
    expect([patched.status, deleted.status]).toEqual([400, 400]);
    expect(tenant.store.attributesOf(sourceId)).toHaveLength(8);
  });

  it("deletes an attribute together with its values in records", async () => {
    const { id } = (await create()).body;
    expect((await call(tenant, `${path}/${id}`, { method: "DELETE" })).status).toBe(204);
    expect(tenant.store.customAttributesOf(sourceId)).toEqual([]);
    expect(tenant.store.recordsOf(sourceId)[0]?.data).toEqual({ badge: "1" });
  });

  it("deletes all custom attributes and keeps the system ones", async () => {
    await create();
    await create({ technicalName: "badge" });
    expect((await call(tenant, path, { method: "DELETE" })).status).toBe(204);
    expect(tenant.store.attributesOf(sourceId)).toHaveLength(8);
  });

  it("answers 404 for a source or an attribute that is not there", async () => {
    const nowhere = "/non-employee-sources/v1/2c91000000000000000000000000000f/schema-attributes";
    const body = { type: "TEXT", label: "x", technicalName: "x" };
    const replies = await Promise.all([
      call(tenant, nowhere),
      call(tenant, nowhere, { method: "POST", body }),
      call(tenant, nowhere, { method: "DELETE" }),
      call(tenant, `${path}/none`),
      call(tenant, `${path}/none`, { method: "DELETE" }),
      patch("none", []),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  });
});
