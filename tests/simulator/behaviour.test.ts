import { formatInstant } from "../../simulator/identifier";
import { DEFAULT_IDENTITIES, peakRate } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call, manualClock, tokenOf } from "./tenant-client";

const { ada } = DEFAULT_IDENTITIES;
const SOURCES = "/non-employee-sources/v1";
const NOWHERE = `${SOURCES}/2c91000000000000000000000000000f`;

describe("switches of the simulator's behaviour", () => {
  const clock = manualClock();
  const tenant = useSimulator({ clock, judgedRequests: "accepted" });

  function addSource(name = "Contractors") {
    return tenant.store.addSource({ name, description: "External staff", owner: ada.id });
  }

  it("answers 400.1.404 instead of 404 where 404 is not documented", async () => {
    tenant.behaviour.missingObject = "400.1.404";
    for (const method of ["GET", "DELETE"]) {
      const { status, body } = await call(tenant, NOWHERE, { method });
      expect([status, body.detailCode]).toEqual([400, "400.1.404 Referenced object not found"]);
    }
    expect((await call(tenant, `${NOWHERE}/schema-attributes`)).status).toBe(404);
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
