/** Each switch of records and uploads: what the tenant does in each position. */
import { type Behaviour, DEFAULT_IDENTITIES, type Seed } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call, manualClock, type Reply, uploadForm } from "./tenant-client";

const { ada, grace, katherine } = DEFAULT_IDENTITIES;
const PATH = "/v2026/non-employee-records";
const HEADER = "accountName,firstName,lastName,phone,email,manager,startDate,endDate";
const ROW = "ida,Ida,Rhodes,1,i@example.org,ada.lovelace,2026-03-24T00:00:00Z,2027-03-24T00:00:00Z";

const user = { scopes: ["idn:nelm:read", "idn:nelm:manage"], userLevel: "USER" } as const;
const source = { description: "External staff", owner: grace.id };
const seed: Seed = {
  clients: [
    { clientId: "admin", clientSecret: "a", scopes: ["sp:scopes:all"], userLevel: "ORG_ADMIN" },
    {
      clientId: "owner",
      clientSecret: "o",
      ...user,
      scopes: [...user.scopes],
      identityId: grace.id,
    },
    {
      ...{ clientId: "manager", clientSecret: "m", ...user, scopes: [...user.scopes] },
      identityId: katherine.id,
    },
  ],
  sources: [
    {
      ...{ ...source, name: "Contractors", accountManagers: [katherine.id] },
      attributes: [{ technicalName: "costCenter", label: "Cost center", required: true }],
    },
    { ...source, name: "Partners" },
  ],
};

const clock = manualClock();
const tenant = useSimulator({ seed, clock, judgedRequests: "accepted" });
let [sourceId, other] = ["", ""];

beforeEach(() => {
  [sourceId = "", other = ""] = tenant.store.sources().map((one) => one.sourceId);
});

function person(changes: object = {}): Record<string, unknown> {
  return {
    ...{ accountName: "ida", firstName: "Ida", lastName: "Rhodes", phone: "1", sourceId },
    ...{ email: "i@example.org", manager: ada.alias, data: { costCenter: "4711" } },
    ...{ startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-25T00:00:00.500Z" },
    ...changes,
  };
}

const create = (changes: object = {}): Promise<Reply> =>
  call(tenant, PATH, { method: "POST", body: person(changes) });

const upload = (csv: string): Promise<Reply> =>
  call(tenant, `/v2026/non-employee-sources/${other}/non-employee-bulk-upload`, {
    ...{ method: "POST", form: uploadForm(csv) },
  });

async function statusOfUpload(): Promise<unknown> {
  const path = `/v2026/non-employee-sources/${other}/non-employee-bulk-upload/status`;
  return (await call(tenant, path)).body.status;
}

const numberOf = ({ body }: Reply): string => body.detailCode.split(" ")[0] ?? "";

function set(behaviour: Partial<Behaviour>): void {
  Object.assign(tenant.behaviour, behaviour);
}

describe("the switch", () => {
  it.each(["source", "tenant"] as const)("accountNames: unique in the %s", async (accountNames) => {
    set({ accountNames });
    await create();
    const reply = await create({ sourceId: other, data: {} });
    const row = await upload(`${HEADER}\n${ROW}\n`);
    if (accountNames === "source") {
      expect([reply.status, row.status]).toEqual([200, 202]);
    } else {
      expect([numberOf(reply), row.body.messages[0]?.text]).toEqual([
        "400.1.409",
        'line 2: the accountName "ida" is already being used;',
      ]);
    }
  });

  it.each(["accepted", "refused"] as const)("accountNameChange %s", async (accountNameChange) => {
    set({ accountNameChange });
    const { id } = (await create()).body;
    const body = [{ op: "replace", path: "/accountName", value: "rhodes" }];
    const reply = await call(tenant, `${PATH}/${id}`, { method: "PATCH", body });
    const isChanged = accountNameChange === "accepted";
    expect(reply.status).toBe(isChanged ? 200 : 400);
    expect(tenant.store.record(id)?.accountName).toBe(isChanged ? "rhodes" : "ida");
  });

  it.each([
    ["refused", undefined],
    ["dropped", { costCenter: "1" }],
    ["kept", { costCenter: "1", badge: "2" }],
  ] as const)("unknownData %s", async (unknownData, stored) => {
    set({ unknownData });
    await create({ data: { costCenter: "1", badge: "2" } });
    expect(tenant.store.recordsOf(sourceId)[0]?.data).toEqual(stored);
  });

  it.each([
    ["enforced", 400],
    ["ignored", 200],
  ] as const)("requiredData %s", async (requiredData, status) => {
    set({ requiredData });
    expect((await create({ data: {} })).status).toBe(status);
  });

  it.each([
    ["owner", 403],
    ["ownerAndManagers", 200],
  ] as const)("endDateEditors %s", async (endDateEditors, status) => {
    set({ endDateEditors });
    const { id } = (await create()).body;
    const body = [{ op: "replace", path: "/endDate", value: "2028-01-01T00:00:00Z" }];
    const as = { clientId: "manager", clientSecret: "m" };
    const reply = await call(tenant, `${PATH}/${id}`, { method: "PATCH", body, ...as });
    expect(reply.status).toBe(status);
  });

  it.each([
    ["refused", 400, "2027-03-25T00:00:00.500Z"],
    ["forbidden", 403, "2027-03-25T00:00:00.500Z"],
    ["ignored", 200, "2028-01-01T00:00:00Z"],
  ] as const)("restrictedUpdate %s", async (restrictedUpdate, status, endDate) => {
    set({ restrictedUpdate });
    const { id } = (await create()).body;
    const body = person({ lastName: "X", endDate: "2028-01-01T00:00:00Z" });
    const as = { clientId: "owner", clientSecret: "o" };
    const reply = await call(tenant, `${PATH}/${id}`, { method: "PUT", body, ...as });
    expect(reply.status).toBe(status);
    expect(tenant.store.record(id)).toMatchObject({ lastName: "Rhodes", endDate });
  });

  it.each([
    ["asGiven", "2026-03-24T00:00:00-05:00", "2027-03-25T00:00:00.500Z"],
    ["utc", "2026-03-24T05:00:00Z", "2027-03-25T00:00:00.5Z"],
  ] as const)("recordDates %s", async (recordDates, startDate, endDate) => {
    set({ recordDates });
    expect((await create()).body).toMatchObject({ startDate, endDate });
  });

  it.each([
    ["ignored", 204, 0],
    ["refused", 400, 1],
  ] as const)("bulkDeleteUnknown %s", async (bulkDeleteUnknown, status, left) => {
    set({ bulkDeleteUnknown });
    const { id } = tenant.store.addRecord(sourceId);
    const body = { ids: [id, "2b838de9-db9b-abcf-e646-d4f274ad4238"] };
    const reply = await call(tenant, `${PATH}/bulk-delete`, { method: "POST", body });
    expect(reply.status).toBe(status);
    expect(tenant.store.records()).toHaveLength(left);
  });

  it.each(["set", "refused"] as const)("patchAbsent %s, for custom values", async (patchAbsent) => {
    set({ patchAbsent, requiredData: "ignored" });
    const { id } = (await create({ data: {} })).body;
    const body = [{ op: "replace", path: "/data/costCenter", value: "1" }];
    const reply = await call(tenant, `${PATH}/${id}`, { method: "PATCH", body });
    expect(reply.status).toBe(patchAbsent === "set" ? 200 : 400);
  });

  it("visibleAfterMs hides a record from its path alone", async () => {
    set({ visibleAfterMs: 500 });
    const { id } = (await create()).body;
    expect((await call(tenant, `${PATH}/${id}`)).status).toBe(404);
    expect((await call(tenant, PATH)).items).toHaveLength(1);
    clock.advance(500);
    expect((await call(tenant, `${PATH}/${id}`)).status).toBe(200);
  });

  it.each([
    ["refused", 400],
    ["ignored", 202],
  ] as const)("uploadColumns %s", async (uploadColumns, status) => {
    set({ uploadColumns });
    expect((await upload(`${HEADER},badge\n${ROW},7\n`)).status).toBe(status);
    expect(tenant.store.recordsOf(other).map(({ data }) => data)).toEqual(
      status === 202 ? [{}] : [],
    );
  });

  it("uploadErrors inJob: takes the right rows, and ends with ERROR", async () => {
    set({ uploadErrors: "inJob" });
    const wrong = ROW.replace("ida,", ",");
    expect((await upload(`${HEADER}\n${ROW}\n${wrong}\n`)).status).toBe(202);
    expect(await statusOfUpload()).toBe("ERROR");
    expect(tenant.store.recordsOf(other)).toHaveLength(1);
  });

  it.each(["jobFails", "refused"] as const)("uploadOverlap %s", async (uploadOverlap) => {
    set({ uploadOverlap, bulkJobMs: 1_000 });
    expect((await upload(`${HEADER}\n${ROW}\n`)).status).toBe(202);
    const second = await upload(`${HEADER}\n${ROW.replace("ida,", "joan,")}\n`);
    if (uploadOverlap === "refused") expect(numberOf(second)).toBe("400.2.1.0");
    else expect([second.status, await statusOfUpload()]).toEqual([202, "ERROR"]);
    clock.advance(1_000);
    expect(tenant.store.recordsOf(other).map(({ accountName }) => accountName)).toEqual(["ida"]);
    expect(await statusOfUpload()).toBe(uploadOverlap === "refused" ? "COMPLETED" : "ERROR");
  });

  it.each([
    ["named", "PENDING"],
    ["nullAtFirst", null],
    ["nullAlways", null],
  ] as const)("uploadStatus %s, and bulkJobMs", async (uploadStatus, first) => {
    const later = (status: string) => (uploadStatus === "nullAlways" ? null : status);
    set({ uploadStatus, bulkJobMs: 1_000 });
    expect(await statusOfUpload()).toBeNull();
    expect((await upload(`${HEADER}\n${ROW}\n`)).body.status).toBe("PENDING");
    expect(await statusOfUpload()).toBe(first);
    clock.advance(500);
    expect(await statusOfUpload()).toBe(later("IN_PROGRESS"));
    expect(tenant.store.recordsOf(other)).toEqual([]);
    clock.advance(500);
    expect(await statusOfUpload()).toBe(later("COMPLETED"));
    expect(tenant.store.recordsOf(other)).toHaveLength(1);
  });
});
