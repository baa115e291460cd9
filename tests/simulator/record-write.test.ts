/** Creating, changing and deleting records of the simulator, with a look into what it stores. */
import { DEFAULT_IDENTITIES, type Seed } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { type Call, call, manualClock, type Reply } from "./tenant-client";

const { ada, grace, katherine, alan } = DEFAULT_IDENTITIES;
const PATH = "/non-employee-records/v1";
const nelm = ["idn:nelm:read", "idn:nelm:manage"];

const seed: Seed = {
  clients: [
    { clientId: "admin", clientSecret: "a", scopes: ["sp:scopes:all"], userLevel: "ORG_ADMIN" },
    { clientId: "machine", clientSecret: "m", scopes: nelm },
    {
      ...{ clientId: "owner", clientSecret: "o", scopes: nelm },
      ...({ userLevel: "USER", identityId: grace.id } as const),
    },
    {
      ...{ clientId: "manager", clientSecret: "k", scopes: nelm },
      ...({ userLevel: "USER", identityId: katherine.id } as const),
    },
    {
      ...{ clientId: "reader", clientSecret: "r", scopes: ["idn:nelm:read"] },
      ...({ userLevel: "ORG_ADMIN" } as const),
    },
  ],
  sources: [
    {
      ...{ name: "Contractors", description: "External staff", owner: grace.id },
      accountManagers: [katherine.id],
      attributes: [
        { technicalName: "costCenter", label: "Cost center" },
        { technicalName: "a/b", label: "Odd" },
      ],
    },
  ],
};

const clock = manualClock();
const tenant = useSimulator({ seed, clock, judgedRequests: "accepted" });
let sourceId = "";

beforeEach(() => {
  sourceId = tenant.store.sources()[0]?.sourceId ?? "";
});

function person(changes: object = {}): Record<string, unknown> {
  return {
    ...{ accountName: "ida.rhodes", firstName: "Ida", lastName: "Rhodes", phone: "512" },
    ...{ email: "ida@example.org", manager: ada.alias, sourceId, data: { costCenter: "4711" } },
    ...{ startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-25T00:00:00Z" },
    ...changes,
  };
}

const secrets = new Map(seed.clients?.map((one) => [one.clientId, one.clientSecret]));

function as(clientId: string, options: Call): Call {
  return { ...options, clientId, clientSecret: secrets.get(clientId) ?? "" };
}

const create = (changes: object = {}, clientId = "admin"): Promise<Reply> =>
  call(tenant, PATH, as(clientId, { method: "POST", body: person(changes) }));

const put = (id: string, changes: object = {}, clientId = "admin"): Promise<Reply> =>
  call(tenant, `${PATH}/${id}`, as(clientId, { method: "PUT", body: person(changes) }));

const patch = (id: string, body: unknown, clientId = "admin"): Promise<Reply> =>
  call(tenant, `${PATH}/${id}`, as(clientId, { method: "PATCH", body }));

const replace = (path: string, value: unknown) => [{ op: "replace", path, value }];

/** Status, number of the code and text of a refusal. */
function refusal({ status, body }: Reply): [number, string, string] {
  return [status, body.detailCode.split(" ")[0] ?? "", body.messages[0]?.text ?? ""];
}

describe("creating a record in the simulator", () => {
  it("stores it as it came, and answers 200", async () => {
    const { status, body } = await create();
    expect(status).toBe(200);
    expect(body).toEqual({
      ...person(),
      id: expect.any(String),
      created: "2026-03-02T10:00:00.12Z",
      modified: "2026-03-02T10:00:00.12Z",
    });
    expect(tenant.store.recordsOf(sourceId)).toMatchObject([{ ...person(), id: body.id }]);
    expect((await call(tenant, `${PATH}/${body.id}`)).body).toEqual(body);
  });

  it("names what is missing as the published example does", async () => {
    const reply = await create({ firstName: undefined, accountName: undefined });
    expect(reply.body.messages).toEqual([
      { ...{ locale: "en", localeOrigin: "REQUEST" }, text: expect.any(String) },
    ]);
    expect(refusal(reply)).toEqual([
      ...([400, "400.1"] as const),
      "firstName is required; accountName is required;",
    ]);
    expect(tenant.store.records()).toEqual([]);
  });

  it("says that an account name is taken as the published example does", async () => {
    await create();
    expect(refusal(await create({ lastName: "Other" }))).toEqual([
      ...([400, "400.1.409"] as const),
      'Unable to create Non-Employee because the accountName "ida.rhodes" is already being used.',
    ]);
    expect(tenant.store.records()).toHaveLength(1);
  });

  it.each<[string, object, string, string]>([
    ["an empty text", { phone: "" }, "400.1.0", "phone must not be empty;"],
    ["a number", { phone: 5 }, "400.1", "phone must be a string;"],
    ["a date alone", { endDate: "2027-03-25" }, "400.1", "endDate must be an instant"],
    ["no date at all", { startDate: "2026-13-01T00:00:00Z" }, "400.1", "startDate must be"],
    ["seconds", { endDate: 1_610_524_800 }, "400.1", "endDate must be a string;"],
    ["data that is none", { data: "x" }, "400.1", "data must be an object;"],
    ["a value that is no text", { data: { costCenter: 1 } }, "400.1", "data.costCenter must be"],
    ["an unknown attribute", { data: { badge: "1" } }, "400.1", "data.badge is no attribute"],
    ["an unknown manager", { manager: "nobody" }, "400.1.404", 'has the alias "nobody"'],
    ["a manager's id", { manager: ada.id }, "400.1.404", "no identity has the alias"],
    ["an unknown source", { sourceId: "none" }, "400.1.404", "sourceId: no object has the id"],
    ["too long a name", { lastName: "x".repeat(1001) }, "400.1.2", "at most 1000 characters"],
    ["too long a value", { data: { costCenter: "x".repeat(4001) } }, "400.1.2", "at most 4000"],
  ])("refuses %s", async (_what, changes, code, text) => {
    const [status, number, said] = refusal(await create(changes));
    expect([status, number]).toEqual([400, code]);
    expect(said).toContain(text);
    expect(tenant.store.records()).toEqual([]);
  });

  it("refuses a body that is no object, and what is over the limit", async () => {
    expect((await call(tenant, PATH, { method: "POST", body: [] })).status).toBe(400);
    tenant.limits.records = 1;
    await create();
    expect(refusal(await create({ accountName: "other" }))[1]).toBe("400.1.4");
  });

  it("demands custom attributes that are required", async () => {
    const [attribute] = tenant.store.customAttributesOf(sourceId);
    tenant.store.editAttribute(attribute?.id ?? "", { required: true });
    expect(refusal(await create({ data: {} }))[2]).toBe("data.costCenter is required;");
    expect(refusal(await create({ data: { costCenter: "" } }))[2]).toContain("is required");
    expect((await create({ data: undefined })).status).toBe(400);
    expect((await create()).status).toBe(200);
  });
});

describe("changing a record in the simulator", () => {
  it("replaces all fields by PUT", async () => {
    const { body } = await create();
    clock.advance(5_000);
    const reply = await put(body.id, { lastName: "Lovelace", data: undefined });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ lastName: "Lovelace", data: {}, created: body.created });
    expect(reply.body.modified).not.toBe(body.created);
    expect(tenant.store.record(body.id)).toMatchObject({ lastName: "Lovelace", data: {} });
  });

  it("patches fields and custom values", async () => {
    const { id } = (await create()).body;
    const reply = await patch(id, [
      { op: "test", path: "/lastName", value: "Rhodes" },
      ...replace("/endDate", "2019-08-23T18:40:35.772Z"),
      ...replace("/manager", alan.alias),
      ...replace("/data/a~1b", "set"),
      { op: "remove", path: "/data/costCenter" },
    ]);
    expect(reply.status).toBe(200);
    expect(tenant.store.record(id)).toMatchObject({
      ...{ endDate: "2019-08-23T18:40:35.772Z", manager: alan.alias, data: { "a/b": "set" } },
    });
  });

  it.each<[string, unknown, string]>([
    ["its id", replace("/id", "x"), "400.1.1"],
    ["its source", replace("/sourceId", "x"), "400.1.1"],
    ["a name to nothing", replace("/lastName", ""), "400.1.0"],
    ["a name away", [{ op: "remove", path: "/lastName" }], "400.1"],
    ["a date to none", replace("/endDate", "soon"), "400.1"],
    ["a value to null", replace("/data/costCenter", null), "400.1"],
    ["an attribute that is none", [{ op: "add", path: "/data/badge", value: "1" }], "400.1"],
    ["the manager to nobody", replace("/manager", "nobody"), "400.1.404"],
    ["the account name to another's", replace("/accountName", "taken"), "400.1.409"],
  ])("refuses to patch %s", async (_what, body, code) => {
    await create({ accountName: "taken" });
    const { id } = (await create()).body;
    expect(refusal(await patch(id, body))[1]).toBe(code);
    expect(tenant.store.record(id)).toMatchObject(person());
  });

  it("moves no record to another source, and finds none that is not there", async () => {
    const other = tenant.store.addSource({ name: "B", description: "B", owner: ada.id });
    const { id } = (await create()).body;
    expect(refusal(await put(id, { sourceId: other.sourceId, data: {} }))[1]).toBe("400.1.1");
    expect((await put("none")).status).toBe(404);
    expect((await patch("none", replace("/lastName", "x"))).status).toBe(404);
  });

  it("changes an account name that is free", async () => {
    const { id } = (await create()).body;
    expect((await patch(id, replace("/accountName", "ida"))).status).toBe(200);
    expect(tenant.store.record(id)?.accountName).toBe("ida");
  });
});

describe("who may write records in the simulator", () => {
  it("is a client without a user, but for changes", async () => {
    const { status, body } = await create({}, "machine");
    expect(status).toBe(200);
    const end = replace("/endDate", "2028-01-01T00:00:00Z");
    expect((await patch(body.id, end, "machine")).status).toBe(403);
    expect((await put(body.id, {}, "machine")).status).toBe(403);
    expect((await patch(body.id, end, "reader")).status).toBe(403);
    const remove = as("machine", { method: "DELETE" });
    expect((await call(tenant, `${PATH}/${body.id}`, remove)).status).toBe(204);
  });

  it("is the owner of the source for the end date alone", async () => {
    const { id } = (await create()).body;
    const endDate = "2028-01-01T00:00:00Z";
    expect((await patch(id, replace("/endDate", endDate), "owner")).status).toBe(200);
    expect(tenant.store.record(id)?.endDate).toBe(endDate);
    // The same instant, written otherwise.
    const startDate = "2026-03-24T05:00:00Z";
    expect((await put(id, { endDate: person().endDate, startDate }, "owner")).status).toBe(200);
    expect(refusal(await put(id, { lastName: "X", phone: "1" }, "owner"))).toEqual([
      ...([400, "400.1.1"] as const),
      "lastName cannot be changed; phone cannot be changed;",
    ]);
    expect((await patch(id, replace("/endDate", endDate), "manager")).status).toBe(403);
    expect((await create({ accountName: "other" }, "owner")).status).toBe(403);
    const one = `${PATH}/${id}`;
    expect((await call(tenant, one, as("owner", { method: "DELETE" }))).status).toBe(403);
    expect((await call(tenant, one, as("owner", {}))).status).toBe(403);
    expect((await patch("none", replace("/endDate", endDate), "owner")).status).toBe(403);
  });
});

describe("deleting records in the simulator", () => {
  it("takes one away, and then finds it no more", async () => {
    const { id } = (await create()).body;
    const remove = () => call(tenant, `${PATH}/${id}`, { method: "DELETE" });
    expect((await remove()).status).toBe(204);
    expect(tenant.store.records()).toEqual([]);
    expect((await remove()).status).toBe(404);
    expect((await call(tenant, `${PATH}/${id}`)).status).toBe(404);
  });

  it("takes many away at once", async () => {
    const ids = [1, 2, 3].map(() => tenant.store.addRecord(sourceId).id);
    const path = `${PATH}/bulk-delete`;
    const reply = await call(tenant, path, { method: "POST", body: { ids: ids.slice(1) } });
    expect([reply.status, reply.body]).toEqual([204, undefined]);
    expect(tenant.store.records().map(({ id }) => id)).toEqual(ids.slice(0, 1));
    for (const body of [{}, { ids: "x" }, { ids: [7] }]) {
      expect((await call(tenant, path, { method: "POST", body })).status).toBe(400);
    }
  });
});
