import { DEFAULT_IDENTITIES } from "../../simulator/index";
import { useStarter } from "./starter";
import { call, manualClock, tokenOf } from "./tenant-client";

const SOURCES = "/non-employee-sources/v1";
const body = {
  name: "Contractors",
  description: "External staff",
  owner: { id: DEFAULT_IDENTITIES.ada.id },
};

describe("the request log of the simulator", () => {
  const start = useStarter();

  it("holds what came and what was answered, without secrets", async () => {
    const simulator = await start({ clock: manualClock() });
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

  it("keeps the latest requests alone where it is told how many, and goes on counting", async () => {
    const simulator = await start({ maxLoggedRequests: 3 });
    const { requests } = simulator;
    const token = await tokenOf(simulator);
    for (let count = 0; count < 5; count += 1) await call(simulator, SOURCES, { token });
    expect(requests.map(({ sequence }) => sequence)).toEqual([4, 5, 6]);
    simulator.reset();
    await tokenOf(simulator);
    expect(requests.map(({ sequence }) => sequence)).toEqual([1]);
    await simulator.stop();
  });

  it("keeps of long bodies the beginning, without secrets, and their length", async () => {
    const simulator = await start({ maxLoggedBody: 50 });
    const token = await tokenOf(simulator);
    const { sourceId } = simulator.store.addSource({
      ...body,
      owner: body.owner.id,
      records: [{}],
    });
    const list = await call(simulator, SOURCES, { token });
    const headers = { authorization: `Bearer ${token}` };
    const path = `/v2025/non-employee-sources/${sourceId}/non-employees/download`;
    const csv = await (await fetch(`${simulator.url}${path}`, { headers })).text();
    const long = { ...body, name: "x".repeat(100) };
    await call(simulator, SOURCES, { method: "POST", body: long, token });
    const [forToken, forList, forCsv, forPost] = simulator.requests;
    expect(forList?.responseBody).toBe(JSON.stringify(list.body).slice(0, 50));
    expect(forList?.responseBodyLength).toBe(JSON.stringify(list.body).length);
    expect([forCsv?.responseBody, forCsv?.responseBodyLength]).toEqual([
      csv.slice(0, 50),
      csv.length,
    ]);
    expect([forPost?.body, forPost?.bodyLength]).toEqual([
      JSON.stringify(long).slice(0, 50),
      JSON.stringify(long).length,
    ]);
    expect(forToken?.responseBody).toContain('{"access_token":"[redacted]"');
    expect(forToken?.bodyLength).toBeUndefined();
    await simulator.close();
  });

  it("tells which switches were not in their default positions", async () => {
    const simulator = await start();
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
    const simulator = await start({ behaviour: { pathIds: "both" } });
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
    const simulator = await start();
    await tokenOf(simulator);
    await simulator.close();
    await simulator.close();
    await expect(tokenOf(simulator)).rejects.toThrow("fetch failed");
  });
});
