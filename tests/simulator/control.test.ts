import {
  CONTROL_ROUTES,
  DEFAULT_BEHAVIOUR,
  DEFAULT_IDENTITIES,
  DEFAULT_LIMITS,
  defaultSeed,
  parseSeed,
  type Seed,
} from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { useStarter } from "./starter";
import { call, manualClock, tokenOf } from "./tenant-client";

const { ada, grace } = DEFAULT_IDENTITIES;
const source = { name: "Contractors", description: "External staff", owner: ada.id };

describe("the control routes of the simulator", () => {
  const tenant = useSimulator({
    ...{ control: true, clock: manualClock(), seed: { sources: [source] } },
    ...{ behaviour: { pathIds: "both" }, limits: { sources: 7 } },
  });

  async function control(method: string, name: string, body?: unknown) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(`${tenant.url}/_simulator/${name}`, {
      method,
      ...(body !== undefined && { body: text }),
    });
    const answer = await response.text();
    const isJson = response.headers.get("content-type") === "application/json";
    return { status: response.status, body: isJson ? JSON.parse(answer) : answer };
  }

  it("need no token, and are not in the log", async () => {
    for (const name of ["requests", "behaviour", "limits", "faults", "store"]) {
      expect((await control("GET", name)).status).toBe(200);
    }
    expect(tenant.requests).toEqual([]);
  });

  it("are not hit by faults or by the rate limit", async () => {
    tenant.faults.add({ status: 500 });
    tenant.limits.requests = 0;
    expect((await control("GET", "limits")).body.requests).toBe(0);
    expect(tenant.faults.pending).toHaveLength(1);
  });

  it("reset the tenant to its start", async () => {
    tenant.store.addIdentity({ alias: "new.one" });
    tenant.behaviour.pathIds = "id";
    tenant.faults.add({ status: 500 });
    const token = await tokenOf(tenant);
    expect(await control("POST", "reset")).toEqual({ status: 204, body: "" });
    expect(tenant.store.identities()).toHaveLength(6);
    expect([tenant.behaviour.pathIds, tenant.limits.sources]).toEqual(["both", 7]);
    expect([tenant.faults.pending, tenant.requests]).toEqual([[], []]);
    expect((await call(tenant, "/v2025/sources", { token })).status).toBe(401);
  });

  it("give the log", async () => {
    await call(tenant, "/v2025/sources");
    const { body } = await control("GET", "requests");
    expect(body).toEqual(JSON.parse(JSON.stringify(tenant.requests)));
    expect(body).toMatchObject([{ path: "/oauth/token" }, { path: "/v2025/sources", status: 200 }]);
  });

  it("show and change switches and limits", async () => {
    expect((await control("GET", "behaviour")).body).toEqual({
      ...DEFAULT_BEHAVIOUR,
      pathIds: "both",
    });
    expect((await control("GET", "limits")).body).toEqual({ ...DEFAULT_LIMITS, sources: 7 });
    const changed = await control("PATCH", "behaviour", { pathIds: "id", timestampDigits: 3 });
    expect(changed.body).toMatchObject({ pathIds: "id", timestampDigits: 3, csv: "example" });
    expect(tenant.behaviour).toMatchObject({ pathIds: "id", timestampDigits: 3 });
    expect((await control("PATCH", "limits", { sources: 2 })).body).toMatchObject({ sources: 2 });
    expect(tenant.limits).toEqual({ ...DEFAULT_LIMITS, sources: 2 });
  });

  it("add faults, one or several, list and drop them", async () => {
    const rule = { operationId: "getSource", status: 503, times: "always" };
    expect(await control("POST", "faults", rule)).toEqual({ status: 200, body: [rule] });
    const two = [{ drop: "after" }, { status: 429, retryAfter: "none" }];
    expect((await control("POST", "faults", two)).body).toEqual([rule, ...two]);
    tenant.faults.add({ path: /sources$/, status: 500 });
    expect((await control("GET", "faults")).body.at(-1)).toEqual({
      path: "/sources$/",
      status: 500,
    });
    expect(await control("DELETE", "faults")).toEqual({ status: 204, body: "" });
    expect(tenant.faults.pending).toEqual([]);
  });

  it.each([
    [
      "PATCH",
      "behaviour",
      { pathId: "id" },
      "behaviour.pathId is not known; there are missingObject, ",
    ],
    [
      "PATCH",
      "behaviour",
      { csv: "tsv" },
      'behaviour.csv must be "example" or "rfc4180" or "excel", not "tsv"',
    ],
    ["PATCH", "behaviour", undefined, "behaviour must be an object of missingObject, "],
    ["PATCH", "behaviour", "{", "the body must be JSON"],
    [
      "PATCH",
      "limits",
      { sources: "2" },
      'limits.sources must be a whole number of at least 0, not "2"',
    ],
    ["POST", "faults", { status: 500, drop: "after" }, "either a drop or a status"],
    ["POST", "faults", undefined, "fault: must be an object"],
  ])("answer 400 to %s %s %j and say what is accepted", async (method, name, body, message) => {
    const answer = await control(method, name, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(message);
    expect(answer.body.endsWith("\n")).toBe(true);
  });

  it("change nothing where a part is wrong", async () => {
    await control("PATCH", "behaviour", { pathIds: "id", csv: "tsv" });
    await control("POST", "faults", [{ status: 500 }, { status: 1 }]);
    expect([tenant.behaviour.pathIds, tenant.faults.pending]).toEqual(["both", []]);
  });

  it("say which there are where there is no such one", async () => {
    expect(CONTROL_ROUTES).toHaveLength(10);
    for (const [method, name] of [
      ["GET", "reset"],
      ["GET", "nothing"],
      ["GET", ""],
      ["PUT", "behaviour"],
    ] as const) {
      const answer = await control(method, name);
      expect(answer.status).toBe(404);
      expect(answer.body).toBe(
        `no ${method} /_simulator/${name}; there are ${CONTROL_ROUTES.join(", ")}\n`,
      );
    }
  });
});

describe("what the tenant holds, by its control route", () => {
  const start = useStarter();
  const seed: Seed = {
    identities: [...Object.values(DEFAULT_IDENTITIES)],
    sources: [
      {
        ...source,
        managementWorkgroup: defaultSeed.workgroups?.[0]?.id ?? null,
        approvers: [grace.id],
        attributes: [{ technicalName: "badge", label: "Badge", helpText: "Number" }],
        records: [{ data: { badge: "1" } }, {}],
      },
      { ...source, name: "Visitors", generic: { authoritative: true, name: "Visiting" } },
    ],
  };

  async function storeOf(url: string): Promise<unknown> {
    const response = await fetch(`${url}/_simulator/store`);
    return response.json();
  }

  it("is a seed that makes the same tenant again", async () => {
    const first = await start({ seed, control: true });
    const [contractors] = first.store.sources();
    first.store.editGenericSource(contractors?.sourceId ?? "", { features: ["ENABLE"] });
    const sourceId = contractors?.sourceId ?? "";
    const { id } = first.store.addRequest(sourceId);
    first.store.addRequest(sourceId, { approvalItems: [] });
    first.store.deleteRequest(id);
    expect(first.store.requests()).toHaveLength(1);
    const held = await storeOf(first.url);
    expect(held).toMatchObject({
      sources: [
        {
          ...{ name: "Contractors", owner: ada.id, approvers: [grace.id] },
          generic: { features: ["ENABLE"] },
          attributes: [{ technicalName: "badge", helpText: "Number" }],
          records: [{ data: { badge: "1" } }, { data: {} }],
        },
        { name: "Visitors", generic: { authoritative: true, name: "Visiting" } },
      ],
    });
    expect(JSON.stringify(held)).not.toContain(first.clientSecret);
    const second = await start({ seed: parseSeed(held), control: true });
    expect(await storeOf(second.url)).toEqual(held);
    expect(second.store.genericSources()).toEqual(first.store.genericSources());
    expect(second.store.records()).toEqual(first.store.records());
    expect(second.store.requests()).toEqual(first.store.requests());
    expect(second.store.approvals()).toEqual(first.store.approvals());
  });

  it("is not to be had unless asked for", async () => {
    const simulator = await start();
    const statuses = [];
    for (const route of CONTROL_ROUTES) {
      const [method = "", path = ""] = route.split(" ");
      statuses.push((await fetch(`${simulator.url}${path}`, { method })).status);
    }
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(simulator.requests).toHaveLength(CONTROL_ROUTES.length);
  });
});
