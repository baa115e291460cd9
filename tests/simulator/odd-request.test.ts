import { request as send } from "node:http";
import { DEFAULT_IDENTITIES } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { rawGet } from "./raw-connection";
import { useStarter } from "./starter";
import { call, tokenOf } from "./tenant-client";

const body = {
  name: "Contractors",
  description: "External staff",
  owner: { id: DEFAULT_IDENTITIES.ada.id },
};

describe("requests to the simulator that no client should send", () => {
  const start = useStarter();

  it.each([
    ["//", 404],
    ["///", 404],
    ["//a:b/sources", 404],
    ["//evil.example/v2026/sources", 404],
    ["//v2026/sources", 404],
    ["/v2026/../v2026/sources", 404],
    ["/v2026//sources", 404],
    ["http://[bad/v2026/sources", 200],
    ["http://other.example/v2026/sources?limit=1", 200],
    ["http://other.example?x", 404],
  ])("the target %s is taken as it is and answered %d", async (target, status) => {
    const simulator = await start();
    const { head } = await rawGet(simulator.url, await tokenOf(simulator), target);
    expect(head.split("\r\n")[0]).toContain(` ${status} `);
    const own = target.replace(/^http:..[^/?]*/, "").replace(/[?].*/, "");
    expect(simulator.requests.at(-1)?.path).toBe(own || "/");
  });

  it("bodies that are nested without end are refused, and kept as texts in the log", async () => {
    const simulator = await start({ control: true });
    const nested = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const created = await call(simulator, "/v2026/non-employee-sources", {
      method: "POST",
      body: `{"name":${nested}}`,
    });
    const workday = "/v2026/sources/2c9180835d191a86015d28455b4b232a";
    const patched = await call(simulator, workday, {
      method: "PATCH",
      body: `[{"op":"replace","path":"/connectorAttributes","value":{"a":${nested}}}]`,
    });
    expect([created.status, patched.status]).toEqual([400, 400]);
    expect(created.body.messages[0]?.text).toContain("nested more than 200 deep");
    expect((await fetch(`${simulator.url}/_simulator/requests`)).status).toBe(200);
  });

  it("secrets do not get into the log, wherever they are sent", async () => {
    const simulator = await start();
    const url = `${simulator.url}/oauth/token`;
    const post = (contentType: string, text: string) =>
      fetch(url, { method: "POST", headers: { "content-type": contentType }, body: text });
    await post("text/plain", "grant_type=client_credentials&client_secret=TOPSECRET&x=1");
    await post("application/json", '[{"a":{"client_secret":"TOPSECRET"}}]');
    await post("application/json", '{"client_secret":"TOP SECRET","broken');
    await post("application/json", '{"client\\u005fsecret":"TOPSECRET"}');
    await new Promise<void>((resolve, reject) => {
      const headers = { "Proxy-Authorization": "Basic TOPSECRET", Cookie: "a=TOPSECRET" };
      const request = send(url, { headers }, (response) => response.resume().on("end", resolve));
      request.on("error", reject).end();
    });
    const log = JSON.stringify(simulator.requests);
    expect(log).not.toMatch(/TOP ?SECRET/);
    expect(log).toContain("&x=1");
    expect(log.match(/\[redacted\]/g)).toHaveLength(6);
  });

  it.each([
    ["an answer that comes late", { delayMs: 60_000 }],
    ["a body that drips", { slowBodyMs: 60_000 }],
  ])("%s is marked as aborted when the client goes away", async (_what, fault) => {
    const simulator = await start();
    const token = await tokenOf(simulator);
    simulator.faults.add({ operationId: "listSources", ...fault });
    const controller = new AbortController();
    const gone = fetch(`${simulator.url}/v2026/sources`, {
      headers: { authorization: `Bearer ${token}` },
      signal: controller.signal,
    }).then((response) => response.text());
    while (simulator.requests.at(-1)?.fault === undefined) await new Promise(setImmediate);
    expect(simulator.requests.at(-1)?.isAborted).toBeUndefined();
    controller.abort();
    await expect(gone).rejects.toThrow("aborted");
    while (!simulator.requests.at(-1)?.isAborted) await new Promise(setImmediate);
  });

  it.each(["dropBefore", "truncated"])("%s is no abortion by the client", async (kind) => {
    const simulator = await start();
    const token = await tokenOf(simulator);
    simulator.faults.add(kind === "truncated" ? { truncate: true } : { drop: "before" });
    await expect(call(simulator, "/v2026/sources", { token })).rejects.toThrow();
    await tokenOf(simulator);
    expect(simulator.requests.map(({ isAborted }) => isAborted)).not.toContain(true);
  });
});

describe("scripted answers of the simulator", () => {
  const tenant = useSimulator();

  it.each([
    ["beta", "true"],
    ["v2026", null],
  ])(
    "say in %s like every answer whether the version is deprecated: %s",
    async (version, expected) => {
      tenant.faults.add({ operationId: "listNonEmployeeSources", status: 503 });
      const { status, headers } = await call(tenant, `/${version}/non-employee-sources`);
      expect([status, headers.get("x-deprecated")]).toEqual([503, expected]);
    },
  );
});

describe("what the simulator refuses although it is nearly right", () => {
  const tenant = useSimulator({ judgedRequests: "accepted" });

  it("filters where a list takes none", async () => {
    const query = { filters: 'name eq "A"' };
    const { status, body: error } = await call(tenant, "/v2026/non-employee-sources", { query });
    expect([status, error.messages[0]?.text]).toEqual([
      400,
      expect.stringContaining("filters: this list takes none"),
    ]);
  });

  it.each(["approvers", "accountManagers"])("bare ids as %s of a new source", async (field) => {
    const changes = { [field]: [DEFAULT_IDENTITIES.ada.id] };
    const { status, body: error } = await call(tenant, "/v2026/non-employee-sources", {
      ...{ method: "POST", body: { ...body, ...changes } },
    });
    expect([status, error.messages[0]?.text]).toEqual([
      400,
      expect.stringContaining(`${field}[0].id is required`),
    ]);
    expect(tenant.store.sources()).toEqual([]);
  });

  it.each([
    ["limit", "99999999999"],
    ["offset", "2147483648"],
    ["offset", "-1"],
  ])("a page with %s %s, and says what would do", async (name, value) => {
    const query = { [name]: value };
    const { status, body: error } = await call(tenant, "/v2026/sources", { query });
    expect([status, error.messages[0]?.text]).toEqual([
      400,
      expect.stringContaining(`${name} must be an integer from 0 to 2147483647`),
    ]);
  });
});

describe("the list of schema attributes in the simulator", () => {
  const tenant = useSimulator();

  it.each([
    ["beta", ["lastName", "phone"]],
    ["v2026", undefined],
  ])("has pages in beta alone: %s", async (version, page) => {
    const source = { ...body, owner: body.owner.id };
    const { sourceId } = tenant.store.addSource(source);
    const path = `/${version}/non-employee-sources/${sourceId}/schema-attributes`;
    const all = (await call(tenant, path)).items.map(({ technicalName }) => technicalName);
    expect(all).toHaveLength(8);
    const query = page ? { limit: "2", offset: "2" } : undefined;
    const { items } = await call(tenant, path, query ? { query } : {});
    expect(items.map(({ technicalName }) => technicalName)).toEqual(page ?? all);
  });
});
