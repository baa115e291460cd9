import { DEFAULT_IDENTITIES, FAULT_KINDS } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { rawGet } from "./raw-connection";
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

  /** A source with a record, and where its CSV is. */
  function csvPath(): string {
    const source = { name: "Contractors", description: "d", owner: DEFAULT_IDENTITIES.ada.id };
    const { sourceId } =
      tenant.store.sourceByName("Contractors") ??
      tenant.store.addSource({ ...source, records: [{}, {}] });
    return `/v2025/non-employee-sources/${sourceId}/non-employees/download`;
  }

  async function whatCame(path: string): Promise<{ text: string; length: string | null }> {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${tenant.url}${path}`, { headers });
    return { text: await response.text(), length: response.headers.get("content-length") };
  }

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

  it("hits the token endpoint too", async () => {
    tenant.faults.add({ path: "/oauth/token", status: 500 });
    await tokenOf(tenant);
    expect(tenant.requests.at(-1)?.status).toBe(500);
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

  it.each([
    ["drop", "closed", "before", 0],
    ["drop", "closed", "after", 1],
    ["reset", "reset", "before", 0],
    ["reset", "reset", "after", 1],
  ] as const)("%s: the connection is %s %s the effect", async (kind, end, when, count) => {
    tenant.faults.add({ method: "POST", [kind]: when });
    await expect(create()).rejects.toThrow("fetch failed");
    expect(tenant.store.sources()).toHaveLength(count);
    expect(tenant.requests.at(-1)).toMatchObject({
      effect: when === "after",
      fault: `connection ${kind === "drop" ? "dropped" : "reset"} (${when === "after" ? "with" : "without"} effect)`,
    });
    expect(tenant.requests.at(-1)?.status).toBeUndefined();
    tenant.faults.add({ [kind]: when });
    const reply = await rawGet(`${tenant.url}${SOURCES}`, token);
    expect([reply.head, reply.end]).toEqual(["", end]);
  });

  it("truncate true: the connection is closed in the middle of the body", async () => {
    const whole = await rawGet(`${tenant.url}/v2025/sources`, token);
    tenant.faults.add({ truncate: true });
    const cut = await rawGet(`${tenant.url}/v2025/sources`, token);
    expect(cut.end).toBe("closed");
    expect(cut.body).toBe(whole.body.slice(0, Math.floor(whole.body.length / 2)));
    expect(cut.head).toContain(`Content-Length: ${whole.body.length}`);
    expect(tenant.requests.at(-1)?.fault).toBe("body cut off (with effect)");
    tenant.faults.add({ truncate: true });
    await expect(call(tenant, "/v2025/sources", { token })).rejects.toThrow("terminated");
  });

  it("truncate whole: half of the body comes as if it were all", async () => {
    const { text } = await whatCame("/v2025/sources");
    tenant.faults.add({ truncate: "whole" });
    const half = await whatCame("/v2025/sources");
    expect(half.text).toBe(text.slice(0, Math.floor(text.length / 2)));
    expect(half.length).toBe(String(half.text.length));
    expect(tenant.requests.at(-1)?.fault).toBe("half of the body sent as all of it (with effect)");
    tenant.faults.add({ truncate: "whole" });
    await expect(call(tenant, "/v2025/sources", { token })).rejects.toThrow("JSON");
  });

  it("truncate: a CSV stream is cut in both ways", async () => {
    const path = csvPath();
    const { text } = await whatCame(path);
    const half = text.slice(0, Math.floor(text.length / 2));
    tenant.faults.add({ truncate: "whole" });
    expect((await whatCame(path)).text).toBe(half);
    tenant.faults.add({ truncate: true });
    const cut = await rawGet(`${tenant.url}${path}`, token);
    expect([cut.head.includes("chunked"), cut.end]).toEqual([true, "closed"]);
    expect(cut.body).toContain(half.slice(-20));
    expect(cut.body.includes("\r\n0\r\n")).toBe(false);
    tenant.faults.add({ truncate: true });
    await expect(whatCame(path)).rejects.toThrow("terminated");
  });

  it.each([
    ["a JSON body", () => "/v2025/sources"],
    ["a CSV stream", () => csvPath()],
  ])("slowBodyMs: %s comes bit by bit", async (_what, path) => {
    const whole = await whatCame(path());
    tenant.faults.add({ slowBodyMs: 40 });
    const slow = await rawGet(`${tenant.url}${path()}`, token);
    expect(slow.arrivals).toBeGreaterThan(5);
    expect(slow.spreadMs).toBeGreaterThan(30);
    expect(tenant.requests.at(-1)?.fault).toBe("body sent over 40 ms (with effect)");
    tenant.faults.add({ slowBodyMs: 1, truncate: "whole" });
    expect((await whatCame(path())).text).toBe(
      whole.text.slice(0, Math.floor(whole.text.length / 2)),
    );
    tenant.faults.add({ slowBodyMs: 1 });
    expect((await whatCame(path())).text).toBe(whole.text);
  });

  it.each([
    [{ status: 429 }, "1", "status 429 (without effect)"],
    [{ status: 429, retryAfter: 7 }, "7", "status 429, Retry-After 7 (without effect)"],
    [{ status: 429, retryAfter: "none" }, null, "status 429, Retry-After none (without effect)"],
    [
      { status: 429, retryAfter: "date" },
      "Mon, 02 Mar 2026 10:00:02 GMT",
      "status 429, Retry-After date (without effect)",
    ],
    [{ status: 503, retryAfter: 30 }, "30", "status 503, Retry-After 30 (without effect)"],
    [{ status: 503 }, null, "status 503 (without effect)"],
  ] as const)("retryAfter: %j says %s", async (rule, header, fault) => {
    tenant.faults.add({ ...rule, times: 2 });
    for (const reply of [await list(), await list()]) {
      expect([reply.status, reply.headers.get("retry-after")]).toEqual([rule.status, header]);
    }
    expect(tenant.requests.at(-1)?.fault).toBe(fault);
    expect((await list()).status).toBe(200);
  });

  it("endTokens: the request is refused without effect, and so is every token issued before", async () => {
    const other = await tokenOf(tenant);
    tenant.faults.add({ method: "POST", endTokens: true });
    expect((await list()).status).toBe(200);
    const { status, body: error } = await create();
    expect([status, error]).toEqual([401, { error: "JWT validation failed: JWT is expired" }]);
    expect(tenant.store.sources()).toEqual([]);
    expect(tenant.requests.at(-1)).toMatchObject({
      effect: false,
      fault: "every token ended, status 401 (without effect)",
    });
    expect((await list()).status).toBe(401);
    expect((await call(tenant, SOURCES, { token: other })).status).toBe(401);
    expect((await call(tenant, SOURCES, { token: await tokenOf(tenant) })).status).toBe(200);
  });

  it.each(Object.entries(FAULT_KINDS))(
    "%s: is told in the log, and over with the next request",
    async (_kind, rule) => {
      tenant.faults.add({ method: "POST", template: "/non-employee-sources", ...rule });
      await create().catch(() => undefined);
      const { fault, effect } = tenant.requests.at(-1) ?? {};
      expect(fault).toMatch(effect ? /\(with effect\)$/ : /\(without effect\)$/);
      expect(tenant.store.sources()).toHaveLength(effect ? 1 : 0);
      expect((await call(tenant, SOURCES, { token: await tokenOf(tenant) })).status).toBe(200);
    },
  );
});
