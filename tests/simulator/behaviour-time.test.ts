import { formatInstant } from "../../simulator/identifier";
import { DEFAULT_IDENTITIES, peakRate } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call, manualClock, requestToken, tokenOf } from "./tenant-client";

const { ada } = DEFAULT_IDENTITIES;
const SOURCES = "/v2026/non-employee-sources";
const body = { name: "Contractors", description: "External staff", owner: { id: ada.id } };
const attribute = { type: "TEXT", label: "Badge", technicalName: "badge" };

describe("switches of the simulator for time", () => {
  const clock = manualClock();
  const tenant = useSimulator({ clock });

  it.each([
    ["trimmed", "2026-03-02T10:00:00.12Z"],
    [0, "2026-03-02T10:00:00Z"],
    [3, "2026-03-02T10:00:00.120Z"],
    [6, "2026-03-02T10:00:00.120000Z"],
    [9, "2026-03-02T10:00:00.120000000Z"],
  ] as const)("timestampDigits %s: instants are written %s", async (digits, text) => {
    tenant.behaviour.timestampDigits = digits;
    tenant.store.addSource({
      ...{ name: "Old", description: "d", owner: ada.id, records: [{}] },
      created: "2026-03-02T10:00:00.120Z",
    });
    const sources = (await call(tenant, SOURCES)).items;
    const generic = await call(tenant, "/v2026/sources", { query: { filters: 'name eq "Old"' } });
    expect([sources[0]?.created, generic.items[0]?.created]).toEqual([text, text]);
  });

  it.each([0, 3000])("visibleAfterMs %d: reads see what was created after so long", async (ms) => {
    tenant.behaviour.visibleAfterMs = ms;
    // The server's clock is not what the wait goes by.
    tenant.behaviour.clockSkewMs = -3_600_000;
    const { sourceId } = (await call(tenant, SOURCES, { method: "POST", body })).body;
    const item = `${SOURCES}/${sourceId}`;
    const look = async () => [
      (await call(tenant, SOURCES)).items.length,
      (await call(tenant, "/v2026/sources", { query: { filters: 'name sw "C"' } })).items.length,
      (await call(tenant, item)).status,
      (await call(tenant, `/v2026/sources/${sourceId}`)).status,
      (await call(tenant, `${item}/schema-attributes`)).status,
    ];
    const [seen, unseen] = [
      [1, 2, 200, 200, 200],
      [0, 1, 404, 404, 404],
    ];
    expect(await look()).toEqual(ms === 0 ? seen : unseen);
    // Its name is taken all the same.
    expect((await call(tenant, SOURCES, { method: "POST", body })).status).toBe(400);
    clock.advance(ms);
    expect(await look()).toEqual(seen);
    const attributes = `${item}/schema-attributes`;
    const { id } = (await call(tenant, attributes, { method: "POST", body: attribute })).body;
    const count = async () => [
      (await call(tenant, attributes)).items.length,
      (await call(tenant, `${attributes}/${id}`)).status,
    ];
    expect(await count()).toEqual(ms === 0 ? [9, 200] : [8, 404]);
    clock.advance(ms);
    expect(await count()).toEqual([9, 200]);
  });

  it.each([
    [0, "2026-03-02T10:00:00.12Z", "Mon, 02 Mar 2026 10:00:00 GMT"],
    [3_600_000, "2026-03-02T11:00:00.12Z", "Mon, 02 Mar 2026 11:00:00 GMT"],
    [-3_600_000, "2026-03-02T09:00:00.12Z", "Mon, 02 Mar 2026 09:00:00 GMT"],
  ])("clockSkewMs %d: the server writes %s", async (skew, instant, date) => {
    const fixed = manualClock();
    clock.advance(fixed.now() - clock.now());
    tenant.behaviour.clockSkewMs = skew;
    const made = await call(tenant, SOURCES, { method: "POST", body });
    expect(made.body).toMatchObject({ created: instant, modified: instant });
    expect(made.headers.get("date")).toBe(date);
    const generic = await call(tenant, `/v2026/sources/${made.body.sourceId}`);
    expect(generic.body.created).toBe(instant);
    const path = `${SOURCES}/${made.body.sourceId}`;
    const renaming = [{ op: "replace", path: "/name", value: "Renamed" }];
    clock.advance(1000);
    const renamed = await call(tenant, path, { method: "PATCH", body: renaming });
    expect(renamed.body.modified).toBe(instant.replace(":00.12", ":01.12"));
    // The log keeps the real time.
    expect(tenant.requests[0]?.at).toBe("2026-03-02T10:00:00.120Z");
  });

  it.each([0, 3_600_000, -3_600_000])(
    "clockSkewMs %d: tokens claim to end by the server's clock, and end by the real one",
    async (skew) => {
      tenant.behaviour.clockSkewMs = skew;
      const reply = await requestToken(tenant, tenant.clientId, tenant.clientSecret);
      const token = reply.body.access_token;
      const [, claims = ""] = token.split(".");
      const { exp } = JSON.parse(Buffer.from(claims, "base64url").toString());
      expect(exp).toBe(Math.floor((clock.now() + skew) / 1000 + 749));
      expect(reply.body.expires_in).toBe(749);
      clock.advance(748_999);
      expect((await call(tenant, SOURCES, { token })).status).toBe(200);
      clock.advance(1);
      expect((await call(tenant, SOURCES, { token })).status).toBe(401);
    },
  );
});

describe("what the simulator knows of time", () => {
  it("leaves a text alone that is no instant", () => {
    expect(formatInstant("no instant", 3)).toBe("no instant");
  });

  it("tells the peak of a sliding window", () => {
    const at = (seconds: number) => ({ at: new Date(seconds * 1000).toISOString() });
    expect(peakRate([0, 4, 9.9, 10, 11, 30].map(at), 10_000)).toBe(4);
    expect(peakRate([], 10_000)).toBe(0);
  });
});

describe("switches of the simulator for its rate limit", () => {
  const clock = manualClock();
  const limits = { requests: 4, windowMs: 10_000 };
  const tenant = useSimulator({ clock, limits });
  let token = "";

  beforeEach(async () => {
    token = await tokenOf(tenant);
  });

  const list = (path = SOURCES) => call(tenant, path, { token });

  async function statuses(count: number): Promise<number[]> {
    const found = [];
    for (let number = 0; number < count; number += 1) found.push((await list()).status);
    return found;
  }

  it("rateWindow fixed: the whole allowance returns when the window ends", async () => {
    expect(await statuses(1)).toEqual([200]);
    clock.advance(4000);
    expect(await statuses(4)).toEqual([200, 200, 200, 429]);
    expect((await list()).headers.get("retry-after")).toBe("6");
    clock.advance(5999);
    expect(await statuses(1)).toEqual([429]);
    clock.advance(1);
    expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
  });

  it("rateWindow bucket: the allowance returns bit by bit", async () => {
    tenant.behaviour.rateWindow = "bucket";
    expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
    const refused = await list();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "3"]);
    clock.advance(1500);
    expect((await list()).headers.get("retry-after")).toBe("1");
    clock.advance(999);
    expect(await statuses(1)).toEqual([429]);
    clock.advance(1);
    expect(await statuses(2)).toEqual([200, 429]);
    clock.advance(5000);
    expect(await statuses(3)).toEqual([200, 200, 429]);
    clock.advance(60_000);
    expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
  });

  it.each(["fixed", "bucket"] as const)(
    "rateWindow %s: each version and client counts apart",
    async (position) => {
      tenant.behaviour.rateWindow = position;
      await statuses(4);
      expect([(await list()).status, (await list("/v2025/non-employee-sources")).status]).toEqual([
        429, 200,
      ]);
      tenant.limits.requests = 0;
      expect((await list("/v2024/non-employee-sources")).status).toBe(429);
    },
  );

  it.each([
    ["seconds", "10"],
    ["date", "Mon, 02 Mar 2026 11:00:11 GMT"],
    ["none", null],
  ] as const)("retryAfter %s: a 429 says %s", async (form, header) => {
    clock.advance(Date.parse("2026-03-02T10:00:00.120Z") - clock.now());
    Object.assign(tenant.behaviour, { retryAfter: form, clockSkewMs: 3_600_000 });
    await statuses(4);
    const { status, body: error, headers } = await list();
    expect([status, error]).toEqual([429, { message: " Rate Limit Exceeded " }]);
    expect(headers.get("retry-after")).toBe(header);
  });

  it("is not moved by the server's clock", async () => {
    await statuses(4);
    tenant.behaviour.clockSkewMs = 3_600_000;
    expect((await list()).status).toBe(429);
  });
});
