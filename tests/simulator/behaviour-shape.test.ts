import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call, requestToken } from "./tenant-client";

const { ada, grace, mary, katherine } = DEFAULT_IDENTITIES;
const { auditors } = DEFAULT_WORKGROUPS;
const SOURCES = "/v2026/non-employee-sources";

describe("switches of the simulator for the shape of answers", () => {
  const tenant = useSimulator({ judgedRequests: "accepted" });
  let sourceId = "";

  beforeEach(() => {
    sourceId = tenant.store.addSource({
      ...{ name: "Contractors", description: "External staff", owner: ada.id },
      managementWorkgroup: auditors.id,
      accountManagers: [grace.id, katherine.id],
      attributes: [{ technicalName: "badge", label: "Badge" }],
      records: [{ data: { badge: "1" } }],
    }).sourceId;
  });

  /** Answers of every kind, by name. */
  async function answers(): Promise<Record<string, unknown>> {
    const body = { name: "Other", description: "d", owner: { id: ada.id } };
    const made = await call(tenant, SOURCES, { method: "POST", body });
    return {
      token: (await requestToken(tenant, tenant.clientId, tenant.clientSecret)).body,
      list: (await call(tenant, SOURCES)).body,
      created: made.body,
      source: (await call(tenant, `${SOURCES}/${sourceId}`)).body,
      attributes: (await call(tenant, `${SOURCES}/${sourceId}/schema-attributes`)).body,
      records: (await call(tenant, "/v2026/non-employee-records")).body,
      generic: (await call(tenant, `/v2026/sources/${sourceId}`)).body,
      people: (await call(tenant, "/v2026/public-identities")).body,
      person: (await call(tenant, `/v2026/identities/${ada.id}`)).body,
      group: (await call(tenant, `/v2026/workgroups/${auditors.id}`)).body,
      task: (await call(tenant, `/v2026/sources/${made.body.sourceId}`, { method: "DELETE" })).body,
      refusal: (await call(tenant, SOURCES, { method: "POST", body: {} })).body,
      missing: (await call(tenant, `${SOURCES}/none`)).body,
    };
  }

  /** Every object in a value, but for the content of maps. */
  function objectsIn(value: unknown): Record<string, unknown>[] {
    if (Array.isArray(value)) return value.flatMap(objectsIn);
    if (typeof value !== "object" || value === null) return [];
    const inner = Object.entries(value).flatMap(([name, entry]) => {
      const isMap = ["data", "connectorAttributes", "addedObject"].includes(name);
      return isMap || (name === "attributes" && !Array.isArray(entry)) ? [] : objectsIn(entry);
    });
    return [Object.fromEntries(Object.entries(value)), ...inner];
  }

  it("extraFields true: every object of an answer has more fields, and data has not", async () => {
    tenant.behaviour.extraFields = true;
    const all = await answers();
    for (const [name, value] of Object.entries(all)) {
      const objects = objectsIn(value);
      const added = objects.filter((one) => "addedText" in one && "addedObject" in one);
      expect([name, objects.length > 0, added.length]).toEqual([name, true, objects.length]);
    }
    expect(all.records).toMatchObject([{ data: { badge: "1" } }]);
    expect(JSON.stringify(all.records)).toContain('"data":{"badge":"1"}');
    expect(all.source).toMatchObject({ owner: ada.id, managementWorkgroup: { id: auditors.id } });
    expect(all.list).toMatchObject([{ owner: ada.id }, { owner: ada.id }]);
    expect(all.created).toMatchObject({ owner: ada.id });
    expect(all.created).not.toHaveProperty("managementWorkgroup");
  });

  it("extraFields false: no answer has one", async () => {
    const all = await answers();
    expect(JSON.stringify(all)).not.toContain("added");
    expect(all.source).not.toHaveProperty("owner");
  });

  it("extraEnumValues true: enumerations have values that nobody has heard of", async () => {
    tenant.behaviour.extraEnumValues = true;
    const all = await answers();
    const types = (await call(tenant, `${SOURCES}/${sourceId}/schema-attributes`)).items.map(
      ({ technicalName, type }) => `${technicalName}: ${type}`,
    );
    expect(types).toContain("endDate: TIMESTAMP");
    expect(types).toContain("startDate: DATE");
    expect(all.source).toMatchObject({
      accountManagers: [
        { type: "MACHINE_GROUP", id: grace.id },
        { type: "IDENTITY", id: katherine.id },
      ],
    });
    expect(all.people).toContainEqual(
      expect.objectContaining({ id: ada.id, identityState: "ACTIVE_ON_LEAVE" }),
    );
    expect(all.people).toContainEqual(
      expect.objectContaining({ id: mary.id, identityState: "INACTIVE_LONG_TERM" }),
    );
    expect(all.person).toMatchObject({ identityStatus: "ON_LEAVE", processingState: "DEFERRED" });
    expect(all.generic).toMatchObject({ status: "SOURCE_STATE_RESTING" });
    expect(all.refusal).toMatchObject({ messages: [{ localeOrigin: "TENANT", locale: "en" }] });
    expect(all.missing).toMatchObject({ messages: [{ localeOrigin: "TENANT" }] });
  });

  it("extraEnumValues false: all values are documented ones", async () => {
    // The judge would find any other.
    expect(Object.keys(await answers())).toHaveLength(13);
  });

  it("wireTypes beta: every version answers with beta's types", async () => {
    tenant.behaviour.wireTypes = "beta";
    const all = await answers();
    expect(all.source).toMatchObject({ nonEmployeeCount: null });
    expect(all.attributes).toMatchObject([
      {},
      {},
      {},
      { type: "PHONE", helpText: null },
      {},
      {},
      {},
      {},
      {},
    ]);
  });

  it("wireTypes documented: only beta does", async () => {
    const { attributes, source } = await answers();
    expect(attributes).toMatchObject([{}, {}, {}, { type: "TEXT" }, {}, {}, {}, {}, {}]);
    expect(source).not.toHaveProperty("nonEmployeeCount");
  });

  it.each([
    [false, undefined],
    [true, "UTF-8"],
  ])("bogusContentEncoding %s: 4xx answers have the encoding %s", async (isOn, encoding) => {
    tenant.behaviour.bogusContentEncoding = isOn;
    tenant.faults.add({ template: "/sources", status: 503 });
    tenant.faults.add({ template: "/workgroups", status: 429 });
    await call(tenant, `${SOURCES}/none`);
    await call(tenant, SOURCES);
    await call(tenant, "/v2026/sources");
    await call(tenant, "/v2026/workgroups");
    const encodings = tenant.requests
      .filter(({ template }) => template !== "/oauth/token")
      .map(({ responseHeaders }) => responseHeaders?.["content-encoding"]);
    expect(encodings).toEqual([encoding, undefined, undefined, encoding]);
  });
});
