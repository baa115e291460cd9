/** Pulumi's own dynamic-provider process, started as the engine starts it, with the loader line of the sdk. */

import { loaderOf } from "../../sdk/dynamic-resource";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { type DynamicProcess, startDynamicProcess } from "./dynamic-process";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const { ada, grace } = DEFAULT_IDENTITIES;
const source = { __provider: loaderOf("NonEmployeeSource").provider };
const attribute = { __provider: loaderOf("SchemaAttribute").provider };
const contractors = {
  ...source,
  name: "Contractors",
  description: "External staff",
  owner: { id: ada.id },
};

describe("the loader line", () => {
  it("is the one that lies in users' states", () => {
    expect(loaderOf("NonEmployeeSource")).toEqual({
      token: "pulumi-nodejs:dynamic/sailpoint:NonEmployeeSource",
      provider:
        'exports.handler = () => require("pulumi-sailpoint-nonemployee/provider").handlers.NonEmployeeSource;',
    });
    expect(loaderOf("SchemaAttribute")).toEqual({
      token: "pulumi-nodejs:dynamic/sailpoint:SchemaAttribute",
      provider:
        'exports.handler = () => require("pulumi-sailpoint-nonemployee/provider").handlers.SchemaAttribute;',
    });
  });
});

describe("in Pulumi's dynamic-provider process", () => {
  let simulator: JudgedSimulator;
  let running: DynamicProcess;
  beforeEach(async () => {
    simulator = await startSimulator({ judgedRequests: "accepted" });
    running = await startDynamicProcess({
      SAIL_BASE_URL: simulator.url,
      SAIL_CLIENT_ID: simulator.clientId,
      SAIL_CLIENT_SECRET: simulator.clientSecret,
    });
  });
  afterEach(async () => {
    await running.stop();
    await simulator.stop();
  });

  it("a source lives: check, create, diff, read, update, delete", async () => {
    const { inputs, failures } = await running.check({}, contractors);
    expect(failures).toEqual([]);
    const { id, properties } = await running.create(inputs);
    expect(simulator.store.source(id)?.name).toBe("Contractors");
    expect(await running.diff(id, properties, inputs)).toMatchObject({ changes: "none" });
    const read = await running.read(id, properties);
    expect(read).toEqual({ id, properties, inputs });
    const news = { ...inputs, name: "Temps" };
    expect(await running.diff(id, properties, news)).toEqual({
      changes: "some",
      replaces: [],
      deleteBeforeReplace: false,
    });
    const updated = await running.update(id, properties, news);
    expect(updated).toMatchObject({ ...source, name: "Temps", sourceId: id });
    simulator.store.deleteSource(id);
    await running.restart();
    expect(await running.read(id, updated)).toMatchObject({ id: "" });
    await running.delete(id, updated);
  });

  it("all calls that come before the configuration is done wait for it", async () => {
    const checks = ["A", "B", "C", "D"].map((name) => running.check({}, { ...contractors, name }));
    const attributes = running.check({}, { ...attribute, sourceId: unknown, technicalName: "a" });
    expect((await Promise.all(checks)).flatMap(({ failures }) => failures)).toEqual([]);
    expect((await attributes).failures).toEqual([
      { property: "", reason: "label is required; give the label that people see" },
    ]);
    const tokens = simulator.requests.filter(({ template }) => template === "/oauth/token");
    expect(tokens).toHaveLength(1);
  });

  it("unknown values pass check and show in diff", async () => {
    const news = { ...contractors, owner: { id: unknown }, approvers: unknown };
    expect((await running.check({}, news)).failures).toEqual([]);
    const state = { ...contractors, tenantUrl: simulator.url };
    expect(await running.diff("2c91", state, news)).toMatchObject({ changes: "some" });
  });

  it("a partial failure carries id, reached state and provider text", async () => {
    const { id, properties } = await running.create(contractors);
    simulator.behaviour.ownerPatch = "refused";
    const news = { ...contractors, name: "Temps", owner: { id: grace.id } };
    await expect(running.update(id, properties, news)).rejects.toMatchObject({
      partial: {
        id,
        properties: { ...source, name: "Temps", ownerId: ada.id },
        reasons: [expect.stringContaining("Nothing was destroyed")],
      },
    });
  });

  it("an error is its message alone, without stack and credentials", async () => {
    simulator.store.addSource({ name: "Contractors", description: "d", owner: ada.id });
    const { failures } = await running.check({}, contractors);
    expect(failures).toEqual([
      { property: "", reason: expect.stringContaining("exists already in http://127.0.0.1") },
    ]);
    const state = { ...contractors, tenantUrl: "https://other.api.identitynow.com" };
    await expect(running.delete("2c91", state)).rejects.toThrow(/belongs to the tenant/);
    // What a process prints arrives by another way than its answer.
    await running.until(() => running.printed().includes("see the error at the resource"));
    expect(running.printed()).not.toMatch(/^\s+at /m);
    expect(running.printed()).not.toContain(simulator.clientSecret);
  });

  it("a look-up of nothing fails instead of passing as found", async () => {
    const id = "2c91808568c529c60168cca6f90c9999";
    await expect(running.read(id, source)).rejects.toThrow(
      `no non-employee source of ${simulator.url} has the sourceId "${id}"`,
    );
  });

  it("warnings reach the engine before the call ends", async () => {
    const sourceId = (await running.create(contractors)).id;
    simulator.store.addAttribute(sourceId, { technicalName: "badge", label: "Badge" });
    await running.restart();
    const news = { ...attribute, sourceId, technicalName: "badge", label: "Badge" };
    const { inputs } = await running.check({}, news);
    await running.create(inputs);
    expect(running.messages()).toEqual([
      { severity: "warning", message: expect.stringContaining("it is taken over") },
    ]);
  });

  it("every problem of the configuration is reported as one failure", async () => {
    await running.restart({ SAIL_CLIENT_SECRET: "", SAIL_API_VERSION: "v4" });
    const { failures } = await running.check({}, contractors);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason).toMatch(/SAIL_CLIENT_SECRET is missing.*"v4"; accepted are v1/s);
  });

  const arrived = (method: string) => () =>
    simulator.requests.some((request) => request.method === method);

  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s lets the call in flight end, its answer reaches the engine, and the process ends",
    async (signal) => {
      simulator.faults.add({ method: "POST", template: "/non-employee-sources", delayMs: 1000 });
      const created = running.create(contractors);
      await running.until(arrived("POST"));
      running.signal(signal);
      const { id } = await created;
      expect(id).toBe(simulator.store.sourceByName("Contractors")?.sourceId);
      expect(await running.ended()).toBe(0);
    },
  );

  it("SIGINT ends a process without calls at once", async () => {
    await running.check({}, contractors);
    running.signal("SIGINT");
    expect(await running.ended()).toBe(0);
  });

  it("the process ends by itself when the engine has died, after the call in flight", async () => {
    simulator.faults.add({
      method: "POST",
      template: "/non-employee-sources",
      delayMs: 3500,
      delayed: "effect",
    });
    const created = running.create(contractors).catch(() => undefined);
    await running.until(arrived("POST"));
    await running.killEngine();
    expect(await running.ended()).toBe(1);
    await created;
    expect(simulator.store.sourceByName("Contractors")).toBeDefined();
  });

  it("the process ends by itself when the engine has died, even if the tenant never answers", async () => {
    simulator.faults.add({ method: "GET", delayMs: 3_600_000 });
    const created = running.create(contractors).catch(() => undefined);
    await running.until(arrived("GET"));
    await running.killEngine();
    expect(await running.ended()).toBe(1);
    await created;
  });
});
