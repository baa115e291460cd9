import { createSimulator, DEFAULT_IDENTITIES } from "../../simulator/index";
import { startSimulator, useSimulator } from "../simulator-under-judge";
import { call, manualClock, tokenOf } from "./tenant-client";

const SOURCES = "/non-employee-sources/v1";
const body = {
  name: "Contractors",
  description: "External staff",
  owner: { id: DEFAULT_IDENTITIES.ada.id },
};

describe("scripted faults of the simulator", () => {
  const tenant = useSimulator({ clock: manualClock() });
  let token = "";

  beforeEach(async () => {
    token = await tokenOf(tenant);
  });

  const list = () => call(tenant, SOURCES, { token });
  const create = () => call(tenant, SOURCES, { method: "POST", body, token });

  it("answers a status without the effect, or with it", async () => {
    tenant.faults.add({ method: "POST", status: 503 });
    expect((await create()).status).toBe(503);
    expect(tenant.store.sources()).toEqual([]);
    tenant.faults.add({ method: "POST", status: 500, effect: true });
    const { status, body: error } = await create();
    expect([status, error.detailCode]).toEqual([500, "500.0 Internal Fault"]);
    expect(tenant.store.sources()).toHaveLength(1);
    expect(tenant.requests.at(-1)).toMatchObject({
      effect: true,
      fault: "status 500 (with effect)",
    });
  });

  it.each([
    [400, { detailCode: "400.1 Bad Request Content" }],
    [401, { error: "JWT validation failed: JWT is expired" }],
    [403, { detailCode: "403 Forbidden" }],
    [404, { detailCode: "404 Not found" }],
    [429, { message: " Rate Limit Exceeded " }],
    [502, { detailCode: "502 Bad Gateway" }],
  ])("gives a scripted %d its own body", async (status, error) => {
    tenant.faults.add({ status });
    const reply = await list();
    expect([reply.status, reply.body]).toEqual([status, expect.objectContaining(error)]);
    expect(reply.headers.get("retry-after")).toBe(status === 429 ? "1" : null);
  });

  it("lets the first pass, then hits as often as told, and only what fits", async () => {
    tenant.faults.add({ template: "/non-employee-sources", skip: 1, times: 2, status: 500 });
    tenant.faults.add({ path: /^\/sources/, status: 404 });
    expect(tenant.faults.pending).toHaveLength(2);
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await list()).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(tenant.faults.pending).toHaveLength(1);
    tenant.faults.clear();
    expect((await call(tenant, "/sources/v1", { token })).status).toBe(200);
  });

  it("hits the token endpoint too", async () => {
    tenant.faults.add({ path: "/oauth/token", status: 500 });
    await tokenOf(tenant);
    expect(tenant.requests.at(-1)?.status).toBe(500);
  });

  it("drops the connection before or after the effect", async () => {
    tenant.faults.add({ drop: "before" });
    await expect(create()).rejects.toThrow("fetch failed");
    expect(tenant.store.sources()).toEqual([]);
    expect(tenant.requests.at(-1)).toMatchObject({ effect: false });
    tenant.faults.add({ drop: "after" });
    await expect(create()).rejects.toThrow("fetch failed");
    expect(tenant.store.sources()).toHaveLength(1);
    expect(tenant.requests.at(-1)).toMatchObject({ effect: true });
    expect(tenant.requests.at(-1)?.status).toBeUndefined();
  });

  it("cuts the body off", async () => {
    tenant.faults.add({ truncate: true });
    await expect(list()).rejects.toThrow("terminated");
  });

  it("answers a scripted body and adds headers", async () => {
    tenant.faults.add({ status: 200, body: [], headers: { "X-Total-Count": "7" } });
    const scripted = await list();
    expect([scripted.body, scripted.headers.get("x-total-count")]).toEqual([[], "7"]);
    tenant.faults.add({ body: "<html>", headers: { "Content-Type": "text/html" } });
    await expect(list()).rejects.toThrow("JSON");
  });

  it("delays the answer, or the effect itself", async () => {
    tenant.faults.add({ method: "POST", delayMs: 20, delayed: "effect" });
    tenant.faults.add({ method: "GET", delayMs: 1 });
    const late = create();
    expect((await list()).body).toEqual([]);
    expect((await late).status).toBe(200);
    expect((await list()).body).toHaveLength(1);
  });

  it("leaves a delayed effect out when a reset came in between", async () => {
    tenant.faults.add({ method: "POST", delayMs: 30, delayed: "effect" });
    const late = expect(create()).rejects.toThrow("fetch failed");
    while (tenant.faults.pending.length > 0) await new Promise(setImmediate);
    tenant.reset();
    await late;
    expect(tenant.store.sources()).toEqual([]);
  });

  it("refuses a fault that does nothing or contradicts itself", () => {
    expect(() => tenant.faults.add({ method: "GET" })).toThrow("a fault needs");
    expect(() => tenant.faults.add({ status: 500, drop: "after" })).toThrow("either");
  });
});

describe("the request log of the simulator", () => {
  it("holds what came and what was answered, without secrets", async () => {
    const simulator = await startSimulator({ clock: manualClock() });
    const token = await tokenOf(simulator);
    await call(simulator, SOURCES, { method: "POST", body, token });
    await call(simulator, SOURCES, { query: { limit: "5" }, token });
    expect(simulator.requests).toMatchObject([
      {
        sequence: 1,
        template: "/oauth/token",
        body: { client_id: simulator.clientId, client_secret: "[redacted]" },
        responseBody: { access_token: "[redacted]", token_type: "bearer" },
      },
      {
        sequence: 2,
        at: "2026-03-02T10:00:00.120Z",
        method: "POST",
        path: "/non-employee-sources/v1",
        version: "v1",
        template: "/non-employee-sources",
        operationId: "createNonEmployeeSource",
        headers: { authorization: "[redacted]" },
        body: { name: "Contractors" },
        status: 200,
        responseHeaders: { "content-type": "application/json" },
        responseBody: { name: "Contractors" },
      },
      { sequence: 3, query: { limit: "5" } },
    ]);
    const text = JSON.stringify(simulator.requests);
    expect(text).not.toContain(simulator.clientSecret);
    expect(text).not.toContain(token);
    await simulator.stop();
  });

  it("tells which switches were not in their default positions", async () => {
    const simulator = await startSimulator();
    const token = await tokenOf(simulator);
    simulator.behaviour.wireTypes = "beta";
    simulator.behaviour.timestampDigits = 3;
    await call(simulator, SOURCES, { token });
    expect(simulator.requests.map(({ behaviour }) => behaviour)).toEqual([
      undefined,
      { wireTypes: "beta", timestampDigits: 3 },
    ]);
    await simulator.stop();
  });

  it("starts anew on reset, with seed, behaviour and limits as at the start", async () => {
    const simulator = await startSimulator({ behaviour: { pathIds: "both" } });
    simulator.store.addIdentity({ alias: "new.one" });
    simulator.behaviour.pathIds = "sourceId";
    simulator.limits.sources = 1;
    simulator.faults.add({ status: 500 });
    await tokenOf(simulator);
    simulator.reset();
    expect(simulator.store.identities()).toHaveLength(6);
    expect(simulator.behaviour.pathIds).toBe("both");
    expect(simulator.limits.sources).toBe(50);
    expect([simulator.requests.length, simulator.faults.pending.length]).toEqual([0, 0]);
    await simulator.stop();
  });

  it("closes open connections, and closing twice does no harm", async () => {
    const simulator = await createSimulator();
    await tokenOf(simulator);
    await simulator.close();
    await simulator.close();
    await expect(tokenOf(simulator)).rejects.toThrow("fetch failed");
  });
});
