import { formatInstant } from "../../simulator/identifier";
import { DEFAULT_IDENTITIES, peakRate } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call, manualClock, tokenOf } from "./tenant-client";

const { ada, grace } = DEFAULT_IDENTITIES;
const SOURCES = "/non-employee-sources/v1";
const NOWHERE = `${SOURCES}/2c91000000000000000000000000000f`;

describe("switches of the simulator's behaviour", () => {
  const clock = manualClock();
  const tenant = useSimulator({ clock, judgedRequests: "accepted" });

  function addSource(name = "Contractors") {
    return tenant.store.addSource({ name, description: "External staff", owner: ada.id });
  }

  function patch(path: string, ...body: unknown[]) {
    return call(tenant, path, { method: "PATCH", body });
  }

  it("answers 400.1.404 instead of 404 where 404 is not documented", async () => {
    tenant.behaviour.missingObject = "400.1.404";
    for (const method of ["GET", "DELETE"]) {
      const { status, body } = await call(tenant, NOWHERE, { method });
      expect([status, body.detailCode]).toEqual([400, "400.1.404 Referenced object not found"]);
    }
    expect((await call(tenant, `${NOWHERE}/schema-attributes`)).status).toBe(404);
  });

  it.each([
    ["both", 200, 200],
    ["strings", 200, 400],
    ["objects", 400, 200],
  ] as const)("takes %s in patches of approvers", async (accepted, forString, forObject) => {
    tenant.behaviour.patchReferences = accepted;
    const path = `${SOURCES}/${addSource().sourceId}`;
    const byString = await patch(path, { op: "replace", path: "/approvers", value: [grace.id] });
    const byObject = await patch(path, {
      op: "replace",
      path: "/accountManagers",
      value: [{ id: grace.id }],
    });
    expect([byString.status, byObject.status]).toEqual([forString, forObject]);
  });

  it("takes the UUID in paths only when told to", async () => {
    const { id, sourceId } = addSource();
    expect((await call(tenant, `${SOURCES}/${id}`)).status).toBe(404);
    tenant.behaviour.pathIds = "both";
    expect((await call(tenant, `${SOURCES}/${id}`)).body.sourceId).toBe(sourceId);
  });

  it.each(["empty", "remove"] as const)("clears a help text by %s alone", async (accepted) => {
    tenant.behaviour.clearText = accepted;
    const { sourceId } = addSource();
    const texts = { helpText: "help", placeholder: "here" };
    const field = tenant.store.addAttribute(sourceId, { technicalName: "a", label: "A", ...texts });
    const path = `${SOURCES}/${sourceId}/schema-attributes/${field.id}`;
    const ways = {
      empty: { op: "replace", path: "/helpText", value: "" },
      null: { op: "replace", path: "/helpText", value: null },
      remove: { op: "remove", path: "/helpText" },
    };
    for (const [way, operation] of Object.entries(ways)) {
      expect((await patch(path, operation)).status).toBe(way === accepted ? 200 : 400);
    }
  });

  it("refuses to change the owner through the sources when told to", async () => {
    tenant.behaviour.ownerPatch = "refused";
    const { sourceId } = addSource();
    const value = { type: "IDENTITY", id: grace.id };
    const { status, body } = await patch(`/sources/v1/${sourceId}`, {
      ...{ op: "replace", path: "/owner", value },
    });
    expect([status, body.detailCode]).toEqual([400, "400.1.1 Illegal update attempt"]);
    expect(tenant.store.source(sourceId)?.owner).toBe(ada.id);
  });

  it("answers every version with beta's types when told to", async () => {
    tenant.behaviour.wireTypes = "beta";
    const { sourceId } = addSource();
    const path = `${SOURCES}/${sourceId}`;
    expect((await call(tenant, path)).body.nonEmployeeCount).toBeNull();
    const attributes = (await call(tenant, `${path}/schema-attributes`)).items;
    expect([attributes[3]?.type, attributes[3]?.helpText]).toEqual(["PHONE", null]);
  });

  it("sends the bogus content encoding with 4xx answers", async () => {
    tenant.behaviour.bogusContentEncoding = true;
    await call(tenant, NOWHERE);
    await call(tenant, SOURCES);
    const encodings = tenant.requests.map((entry) => entry.responseHeaders?.["content-encoding"]);
    expect(encodings).toEqual([undefined, "UTF-8", undefined, undefined]);
  });

  it.each([
    ["trimmed", "2026-03-02T10:00:00.12Z"],
    [0, "2026-03-02T10:00:00Z"],
    [9, "2026-03-02T10:00:00.120000000Z"],
  ] as const)("writes instants with %s fraction digits", (digits, text) => {
    expect(formatInstant("2026-03-02T10:00:00.120Z", digits)).toBe(text);
    expect(formatInstant("no instant", digits)).toBe("no instant");
  });

  it("hides what was just created from reads, while its name is taken", async () => {
    tenant.behaviour.visibleAfterMs = 3000;
    const body = { name: "Contractors", description: "External staff", owner: { id: ada.id } };
    const { sourceId } = (await call(tenant, SOURCES, { method: "POST", body })).body;
    const get = async () => [
      (await call(tenant, SOURCES)).body.length,
      (await call(tenant, `${SOURCES}/${sourceId}`)).status,
      (await call(tenant, `/sources/v1/${sourceId}`)).status,
    ];
    expect(await get()).toEqual([0, 404, 404]);
    expect((await call(tenant, SOURCES, { method: "POST", body })).status).toBe(400);
    clock.advance(3000);
    expect(await get()).toEqual([1, 200, 200]);
  });

  it("holds the name of a deleted source for a while", async () => {
    tenant.behaviour.nameHeldMs = 30_000;
    const { sourceId } = addSource();
    await call(tenant, `${SOURCES}/${sourceId}`, { method: "DELETE" });
    const body = { name: "contractors", description: "External staff", owner: { id: ada.id } };
    const refused = await call(tenant, SOURCES, { method: "POST", body });
    expect(refused.body.detailCode).toBe("400.1.409 Reference conflict");
    clock.advance(30_000);
    expect((await call(tenant, SOURCES, { method: "POST", body })).status).toBe(200);
  });
});

describe("the rate limit of the simulator", () => {
  const clock = manualClock();
  const limits = { requests: 3 };
  const tenant = useSimulator({ clock, limits, judgedRequests: "accepted" });

  it("answers 429 over the limit of a client and version, and gives all back at the reset", async () => {
    const token = await tokenOf(tenant);
    for (let count = 0; count < 3; count += 1) await call(tenant, SOURCES, { token });
    clock.advance(4500);
    const { status, body, headers } = await call(tenant, SOURCES, { token });
    expect([status, body]).toEqual([429, { message: " Rate Limit Exceeded " }]);
    expect(headers.get("retry-after")).toBe("6");
    expect((await call(tenant, "/v2025/non-employee-sources", { token })).status).toBe(200);
    clock.advance(5500);
    expect((await call(tenant, SOURCES, { token })).status).toBe(200);
  });

  it("tells the peak of a sliding window", () => {
    const at = (seconds: number) => ({ at: new Date(seconds * 1000).toISOString() });
    expect(peakRate([0, 4, 9.9, 10, 11, 30].map(at), 10_000)).toBe(4);
    expect(peakRate([], 10_000)).toBe(0);
  });
});
