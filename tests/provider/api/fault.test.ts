/**
 * The client under every kind of fault: what may be made twice gets there, what may not says whether it may have taken
 * effect, and nothing ever takes effect twice. What happened is read from what the tenant stores and has received.
 */
import { type Client, isAnswerLost, NetworkError, ResponseShapeError } from "../../../provider/api";
import { FAULT_KINDS, type FaultKind } from "../../../simulator";
import { lost, refused } from "./lost-answer";
import { rejectionOf } from "./scripted-server";
import { collect, grace, sourceToCreate, startTenant, type TestTenant } from "./tenant";

const kinds = Object.keys(FAULT_KINDS) as FaultKind[];

let tenant: TestTenant;
let client: Client;
let sourceId = "";
let attributeId = "";

beforeEach(async () => {
  tenant = await startTenant();
  ({ client } = tenant);
  const { store } = tenant.simulator;
  const { owner, ...rest } = sourceToCreate("Partners");
  const people = { approvers: [], accountManagers: [] };
  ({ sourceId } = store.addSource({ ...rest, ...people, owner: owner.id }));
  attributeId = store.addAttribute(sourceId, { technicalName: "a", label: "A" }).id;
  store.addRecord(sourceId, { accountName: "ada" });
  await client.authenticate();
  tenant.calls();
});

afterEach(() => tenant.simulator.stop());

describe.each(kinds)("the fault %s", (kind) => {
  const add = (operationId: string, more: object = {}) =>
    tenant.simulator.faults.add({ ...FAULT_KINDS[kind], operationId, ...more });

  it.each<[string, () => Promise<unknown>, () => number]>([
    [
      "createNonEmployeeSource",
      () => client.createNonEmployeeSource(sourceToCreate()),
      () => tenant.simulator.store.sources().filter(({ name }) => name === "Contractors").length,
    ],
    [
      "createNonEmployeeSourceSchemaAttributes",
      () =>
        client.createNonEmployeeSourceSchemaAttributes(sourceId, {
          type: "TEXT",
          technicalName: "costCenter",
          label: "Cost center",
        }),
      () => tenant.simulator.store.customAttributesOf(sourceId).length - 1,
    ],
    [
      "patchNonEmployeeSource",
      () =>
        client.patchNonEmployeeSource(sourceId, [{ op: "replace", path: "/name", value: "New" }]),
      () => (tenant.simulator.store.source(sourceId)?.name === "New" ? 1 : 0),
    ],
    [
      "patchNonEmployeeSchemaAttribute",
      () =>
        client.patchNonEmployeeSchemaAttribute(sourceId, attributeId, [
          { op: "replace", path: "/label", value: "New" },
        ]),
      () => (tenant.simulator.store.customAttributesOf(sourceId)[0]?.label === "New" ? 1 : 0),
    ],
    [
      "updateSource",
      () =>
        client.updateSource(sourceId, [
          { op: "replace", path: "/owner", value: { type: "IDENTITY", id: grace.id } },
        ]),
      () => (tenant.simulator.store.source(sourceId)?.owner === grace.id ? 1 : 0),
    ],
  ])(
    "happens to %s, which is never sent twice unless it was refused",
    async (operation, call, effects) => {
      add(operation);
      const expected = lost[kind];
      if (expected === undefined) {
        await call();
        expect(effects()).toBe(1);
      } else {
        const error = await rejectionOf(call());
        expect(error).toBeInstanceOf(expected.error);
        expect(isAnswerLost(error)).toBe(true);
        expect(effects()).toBe(expected.isDone ? 1 : 0);
      }
      expect(tenant.calls()).toHaveLength(refused.includes(kind) ? 2 : 1);
    },
  );

  it("happens to a read, which gets there unless the answer is no answer", async () => {
    add("getNonEmployeeSource");
    const read = client.getNonEmployeeSource(sourceId);
    if (kind === "scriptedBody" || kind === "truncatedWhole") {
      expect(await rejectionOf(read)).toBeInstanceOf(ResponseShapeError);
    } else {
      expect(await read).toMatchObject({ name: "Partners" });
    }
  });

  it("happens to a list, which is whole or an error", async () => {
    add("listNonEmployeeSources");
    const list = client.listNonEmployeeSources();
    if (kind === "scriptedBody" || kind === "truncatedWhole") {
      expect(await rejectionOf(list)).toBeInstanceOf(ResponseShapeError);
    } else {
      expect(await list).toHaveLength(1);
    }
  });

  it("happens to a DELETE, after which the object is gone or an error is thrown", async () => {
    add("deleteNonEmployeeSchemaAttribute");
    const deletion = client.deleteNonEmployeeSchemaAttribute(sourceId, attributeId);
    const isPortal = kind === "scriptedBody";
    if (isPortal) expect(await rejectionOf(deletion)).toBeInstanceOf(ResponseShapeError);
    else await deletion;
    expect(tenant.simulator.store.customAttributesOf(sourceId)).toHaveLength(isPortal ? 1 : 0);
  });

  it("happens to a download, which is whole or an error", async () => {
    add("exportNonEmployeeRecords");
    const rows = collect(client.exportNonEmployeeRecords(sourceId).rows());
    if (kind === "scriptedBody" || kind === "truncatedWhole") {
      expect(await rejectionOf(rows)).toBeInstanceOf(ResponseShapeError);
    } else if (kind === "truncated") {
      expect(await rejectionOf(rows)).toBeInstanceOf(NetworkError);
    } else {
      expect(await rows).toMatchObject([{ accountName: "ada" }]);
    }
  });

  it("happens to the request for a token, and is no reason to doubt the credentials", async () => {
    if (kind === "endedTokens") return;
    const other = tenant.connect();
    tenant.simulator.faults.add({ ...FAULT_KINDS[kind], template: "/oauth/token" });
    if (kind === "scriptedBody" || kind === "truncatedWhole") {
      expect(await rejectionOf(other.listSources())).toBeInstanceOf(ResponseShapeError);
    }
    expect(await other.listNonEmployeeSources()).toHaveLength(1);
  });

  it("happens for ever, and ends in an error within the bounds", async () => {
    add("getNonEmployeeSource", { times: "always" });
    const start = tenant.clock.now();
    const passes: readonly FaultKind[] = [
      "delayedAnswer",
      "delayedEffect",
      "slowBody",
      "addedHeaders",
    ];
    const read = client.getNonEmployeeSource(sourceId);
    if (passes.includes(kind)) {
      expect(await read).toMatchObject({ name: "Partners" });
    } else {
      await rejectionOf(read);
    }
    expect(tenant.clock.now() - start).toBeLessThanOrEqual(120_000);
    expect(tenant.calls().length).toBeLessThanOrEqual(30);
  });
});

describe("an answer that comes too late", () => {
  it.each(["answer", "effect"] as const)(
    "leaves open whether a create took effect (%s delayed)",
    async (delayed) => {
      const hasty = tenant.connect({ requestTimeoutSeconds: 1 });
      await hasty.authenticate();
      tenant.simulator.faults.add({
        operationId: "createNonEmployeeSource",
        delayMs: 3_600_000,
        delayed,
      });
      const error = await rejectionOf(hasty.createNonEmployeeSource(sourceToCreate()));

      expect(error).toBeInstanceOf(NetworkError);
      expect(isAnswerLost(error)).toBe(true);
      expect(tenant.calls()).toEqual(["POST /non-employee-sources"]);
      expect(tenant.simulator.store.sources()).toHaveLength(delayed === "answer" ? 2 : 1);
    },
  );

  it.each([{ delayMs: 3_600_000 }, { slowBodyMs: 3_600_000 }])(
    "lets a read be made again (%j)",
    async (fault) => {
      const hasty = tenant.connect({ requestTimeoutSeconds: 1 });
      await hasty.authenticate();
      tenant.simulator.faults.add({ operationId: "getNonEmployeeSource", ...fault });

      await expect(hasty.getNonEmployeeSource(sourceId)).resolves.toMatchObject({
        name: "Partners",
      });
      expect(tenant.calls()).toHaveLength(2);
    },
  );
});

describe("tokens that end early", () => {
  it("are renewed once for all calls under way", async () => {
    tenant.simulator.faults.add({ operationId: "getSource", endTokens: true });
    await Promise.all(Array.from({ length: 10 }, () => client.getSource(sourceId)));

    const tokens = tenant.simulator.requests.filter(({ path }) => path === "/oauth/token");
    expect(tokens).toHaveLength(2);
  });
});
