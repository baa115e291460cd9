/** Writing records through the client, each with a look into what the tenant stores. */
import {
  AuthError,
  type Client,
  HttpError,
  isAnswerLost,
  isConflict,
  isLimitViolation,
  isNotFound,
  jsonPointer,
  type NonEmployeeRequestBody,
} from "../../../provider/api";
import { FAULT_KINDS, type FaultKind } from "../../../simulator";
import { clientOf, rejectionOf, useScriptedServer } from "./scripted-server";
import { ada, alan, collect, startTenant, type TestTenant } from "./tenant";

let tenant: TestTenant;
let client: Client;
let sourceId = "";

beforeEach(async () => {
  tenant = await startTenant();
  ({ client } = tenant);
  ({ sourceId } = tenant.simulator.store.addSource({
    ...{ name: "Contractors", description: "External staff", owner: ada.id },
    attributes: [
      { technicalName: "costCenter", label: "Cost center" },
      { technicalName: "a/b", label: "Odd" },
    ],
  }));
  await client.authenticate();
  tenant.calls();
});

afterEach(() => tenant.simulator.stop());

function person(changes: Partial<NonEmployeeRequestBody> = {}): NonEmployeeRequestBody {
  return {
    ...{ accountName: "ida.rhodes", firstName: "Ida", lastName: "Rhodes", phone: "512" },
    ...{ email: "ida@example.org", manager: ada.alias, sourceId, data: { costCenter: "4711" } },
    ...{ startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-25T00:00:00Z" },
    ...changes,
  };
}

const stored = () => tenant.simulator.store.recordsOf(sourceId);

const versions = ["v1", "v2026", "v2025", "v2024", "v3", "beta"] as const;

describe("a record", () => {
  it.each(versions)("is created, read, replaced, patched and deleted in %s", async (apiVersion) => {
    const other = tenant.connect({ apiVersion });
    const { id, ...created } = await other.createNonEmployeeRecord(person());
    expect(stored()).toMatchObject([{ id, ...person() }]);
    expect(await other.getNonEmployeeRecord(id)).toEqual({ id, ...created });

    const replaced = await other.updateNonEmployeeRecord(id, person({ lastName: "Lovelace" }));
    expect([replaced.lastName, stored()[0]?.lastName]).toEqual(["Lovelace", "Lovelace"]);

    await other.patchNonEmployeeRecord(id, [
      { op: "replace", path: "/manager", value: alan.alias },
      { op: "replace", path: jsonPointer("data", "a/b"), value: "set" },
      { op: "remove", path: "/data/costCenter" },
    ]);
    expect(stored()).toMatchObject([{ manager: alan.alias, data: { "a/b": "set" } }]);

    await other.deleteNonEmployeeRecord(id);
    expect(stored()).toEqual([]);
    expect(isNotFound(await rejectionOf(other.getNonEmployeeRecord(id)))).toBe(true);
  });

  it.each(versions)("is deleted with others in %s", async (apiVersion) => {
    const { store } = tenant.simulator;
    const ids = [1, 2, 3].map(() => store.addRecord(sourceId).id);
    await tenant.connect({ apiVersion }).deleteNonEmployeeRecordsInBulk(ids.slice(0, 2));
    expect(stored().map(({ id }) => id)).toEqual(ids.slice(2));
  });

  it("tells what is missing, taken or over a limit, and what to do", async () => {
    await client.createNonEmployeeRecord(person());
    const twice = await rejectionOf(client.createNonEmployeeRecord(person()));
    expect(isConflict(twice)).toBe(true);
    expect(String(twice)).toMatch(
      /create record "ida\.rhodes": 400 400\.1\.409 .*accountName "ida\.rhodes" is already.* - choose another accountName, or look whether/,
    );
    const { id } = tenant.simulator.store.addRecord(sourceId, { accountName: "other" });
    for (const change of [
      client.updateNonEmployeeRecord(id, person()),
      client.patchNonEmployeeRecord(id, [
        { op: "replace", path: "/accountName", value: "ida.rhodes" },
      ]),
    ]) {
      expect(String(await rejectionOf(change))).toMatch(
        /400\.1\.409 .* - choose another accountName/,
      );
    }
    tenant.simulator.store.deleteRecord(id);
    const noManager = person({ accountName: "b", manager: "nobody" });
    const unknown = await rejectionOf(client.createNonEmployeeRecord(noManager));
    expect(String(unknown)).toMatch(/alias "nobody".* - check that the object and everything/);
    tenant.simulator.limits.records = 1;
    const over = await rejectionOf(client.createNonEmployeeRecord(person({ accountName: "c" })));
    expect(isLimitViolation(over)).toBe(true);
    expect(stored()).toHaveLength(1);
  });

  it("that is replaced with an unknown manager is not said to be gone itself", async () => {
    const { id } = await client.createNonEmployeeRecord(person());
    const wrong = person({ manager: "nobody" });
    const error = await rejectionOf(client.updateNonEmployeeRecord(id, wrong));
    expect(String(error)).toMatch(/replace record .* - check that the object and everything/);
    const gone = await rejectionOf(client.updateNonEmployeeRecord("none", person()));
    expect(isNotFound(gone)).toBe(true);
  });

  it("is set a custom value that it lacks as the tenant takes it, and that is remembered", async () => {
    tenant.simulator.behaviour.patchAbsent = "refused";
    const { id } = await client.createNonEmployeeRecord(person({ data: {} }));
    tenant.calls();
    const patch = (path: string, value: string) =>
      client.patchNonEmployeeRecord(id, [{ op: "replace", path, value }]);
    await patch("/data/costCenter", "1");
    expect(tenant.calls()).toHaveLength(2);
    await patch("/data/a~1b", "2");
    expect(tenant.calls()).toHaveLength(1);
    expect(stored()[0]?.data).toEqual({ costCenter: "1", "a/b": "2" });
  });

  it("is read again by the list of records", async () => {
    const created = await client.createNonEmployeeRecord(person());
    expect(await collect(client.listNonEmployeeRecords({ sourceId }))).toEqual([created]);
  });
});

describe("a token without a user", () => {
  it("creates and deletes records; a change is refused, and the error says why", async () => {
    const clients = [{ clientId: "machine", clientSecret: "m", scopes: ["idn:nelm:manage"] }];
    const own = await startTenant({ seed: { clients } });
    const source = { name: "A", description: "A", owner: ada.id };
    const { sourceId: id } = own.simulator.store.addSource(source);
    const body = person({ sourceId: id, data: {} });
    const record = await own.client.createNonEmployeeRecord(body);
    const refusals = [
      own.client.updateNonEmployeeRecord(record.id, body),
      own.client.patchNonEmployeeRecord(record.id, [{ op: "remove", path: "/data/x" }]),
    ];
    for (const refusal of refusals) {
      const error = await rejectionOf(refusal);
      expect(error).toMatchObject({ status: 403 });
      expect(String(error)).toContain("it needs the scope idn:nelm:manage and a user who is");
      expect(String(error)).toContain("so it has no user, or the user level is missing");
    }
    await own.client.deleteNonEmployeeRecord(record.id);
    await own.simulator.stop();
  });
});

describe("all custom attributes of a source", () => {
  it.each(versions)("are deleted in %s, those of the system stay", async (apiVersion) => {
    const { store } = tenant.simulator;
    store.addRecord(sourceId, { data: { costCenter: "1" } });
    await tenant.connect({ apiVersion }).deleteNonEmployeeSourceSchemaAttributes(sourceId);
    expect(store.customAttributesOf(sourceId)).toEqual([]);
    expect(store.attributesOf(sourceId)).toHaveLength(8);
    expect(stored()[0]?.data).toEqual({});
  });

  it("of an unknown source are not found", async () => {
    const error = await rejectionOf(client.deleteNonEmployeeSourceSchemaAttributes("none"));
    expect(isNotFound(error)).toBe(true);
    expect(String(error)).toContain("delete all custom schema attributes of source none: 404");
  });
});

describe("an answer that is not what it should be", () => {
  const { server, serve } = useScriptedServer();

  it("is a 401 to a token without a user, which the error names", async () => {
    const error = await rejectionOf(
      (async () => {
        await serve([{ status: 401, body: { error: "no user" } }]);
        return clientOf(server).client.updateNonEmployeeRecord("r1", person());
      })(),
    );
    expect(error).toBeInstanceOf(AuthError);
    expect(String(error)).toContain("a client without a user cannot do this");
  });

  it("is a body which is no JSON is no proof of a bulk delete", async () => {
    await serve([{ body: "<html>" }]);
    const { client: other } = clientOf(server);
    const id = "2b838de9-db9b-abcf-e646-d4f274ad4238";
    const error = await rejectionOf(other.deleteNonEmployeeRecordsInBulk([id]));
    expect(error).toMatchObject({ name: "ResponseShapeError" });
    expect(isAnswerLost(error)).toBe(true);
  });
});

const kinds = Object.keys(FAULT_KINDS) as FaultKind[];

/** Faults whose answer is no proof that the call was done. */
const losing: readonly FaultKind[] = [
  ...(["status", "statusAfterEffect", "dropBefore", "dropAfter", "resetBefore"] as const),
  ...(["resetAfter", "truncated", "truncatedWhole", "scriptedBody"] as const),
];

/** Of an empty answer there is nothing to cut. */
const uncut: readonly FaultKind[] = ["truncated", "truncatedWhole"];

/** Faults after which every call is made again. */
const refused: readonly FaultKind[] = [
  ...(["rateLimit", "rateLimitDate", "rateLimitSilent", "endedTokens"] as const),
];

const doneAll: readonly FaultKind[] = [
  ...(["statusAfterEffect", "dropAfter", "resetAfter", "truncated", "truncatedWhole"] as const),
];

describe.each(kinds)("the fault %s", (kind) => {
  const add = (operationId: string): void => {
    tenant.simulator.faults.add({ ...FAULT_KINDS[kind], operationId });
  };
  const isDone = !losing.includes(kind) || doneAll.includes(kind);

  it("happens to a creation and to a patch, which are never sent twice unless refused", async () => {
    const { id } = tenant.simulator.store.addRecord(sourceId, { accountName: "old" });
    const made = () => stored().some(({ accountName }) => accountName === "ida.rhodes");
    const patched = () => tenant.simulator.store.record(id)?.lastName === "New";
    const patch = () =>
      client.patchNonEmployeeRecord(id, [{ op: "replace", path: "/lastName", value: "New" }]);
    const create = () => client.createNonEmployeeRecord(person());
    for (const [operation, call, isThere] of [
      ["createNonEmployeeRecord", create, made],
      ["patchNonEmployeeRecord", patch, patched],
    ] as const) {
      add(operation);
      if (losing.includes(kind)) {
        expect(isAnswerLost(await rejectionOf(call()))).toBe(true);
      } else {
        await call();
      }
      expect(isThere()).toBe(isDone);
      expect(tenant.calls()).toHaveLength(refused.includes(kind) ? 2 : 1);
    }
  });

  it("happens to a bulk delete, which is never sent twice unless refused", async () => {
    const { id } = tenant.simulator.store.addRecord(sourceId);
    add("deleteNonEmployeeRecordsInBulk");
    const call = client.deleteNonEmployeeRecordsInBulk([id]);
    if (losing.includes(kind) && !uncut.includes(kind)) {
      expect(isAnswerLost(await rejectionOf(call))).toBe(true);
    } else {
      await call.catch((error: unknown) => expect(isAnswerLost(error)).toBe(true));
    }
    expect(stored()).toHaveLength(isDone ? 0 : 1);
    expect(tenant.calls()).toHaveLength(refused.includes(kind) ? 2 : 1);
  });

  it("happens to a replacement and to a deletion, which get there", async () => {
    const { id } = tenant.simulator.store.addRecord(sourceId, { accountName: "old" });
    add("updateNonEmployeeRecord");
    const update = client.updateNonEmployeeRecord(id, person());
    if (kind === "scriptedBody" || kind === "truncatedWhole") {
      expect(await rejectionOf(update)).toMatchObject({ name: "ResponseShapeError" });
    } else {
      await update;
      expect(tenant.simulator.store.record(id)).toMatchObject(person());
    }
    if (kind === "scriptedBody") return;
    for (const [operation, call] of [
      ["deleteNonEmployeeRecord", () => client.deleteNonEmployeeRecord(id)],
      [
        "deleteNonEmployeeSourceSchemaAttributes",
        () => client.deleteNonEmployeeSourceSchemaAttributes(sourceId),
      ],
    ] as const) {
      add(operation);
      await call();
    }
    expect(stored()).toEqual([]);
    expect(tenant.simulator.store.customAttributesOf(sourceId)).toEqual([]);
  });

  it("is an HttpError of a known operation where the API refuses for ever", async () => {
    if (kind !== "status") return;
    tenant.simulator.faults.add({ operationId: "deleteNonEmployeeRecord", status: 503, times: 9 });
    const error = await rejectionOf(client.deleteNonEmployeeRecord("r1"));
    expect(error).toBeInstanceOf(HttpError);
    expect(error).toMatchObject({ status: 503, operation: "deleteNonEmployeeRecord" });
    expect(tenant.calls()).toHaveLength(5);
  });
});
