import { type Behaviour, DEFAULT_IDENTITIES } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { useStarter } from "./starter";
import { call, type Reply } from "./tenant-client";

const { ada } = DEFAULT_IDENTITIES;
const source = { name: "Contractors", description: "External staff", owner: ada.id };

describe("switches of the simulator for schema attributes", () => {
  const tenant = useSimulator({ judgedRequests: "accepted" });
  let sourceId = "";
  let path = "";

  beforeEach(() => {
    const records = [{ data: { badge: "1", room: "2" } }];
    sourceId = tenant.store.addSource({ ...source, records }).sourceId;
    path = `/v2026/non-employee-sources/${sourceId}/schema-attributes`;
  });

  function addAttribute(changes: { helpText?: string | null; placeholder?: string | null } = {}) {
    return tenant.store.addAttribute(sourceId, { technicalName: "badge", label: "B", ...changes });
  }

  function patch(id: string, ...body: object[]): Promise<Reply> {
    return call(tenant, `${path}/${id}`, { method: "PATCH", body });
  }

  it.each([
    ["documented", undefined, null],
    ["null", null, null],
    ["empty", "", ""],
    ["absent", undefined, undefined],
  ] as const)(
    "emptyTexts %s: unset texts are %j, and %j in beta",
    async (position, text, inBeta) => {
      tenant.behaviour.emptyTexts = position;
      const { id } = addAttribute({ helpText: null, placeholder: "here" });
      const beta = path.replace("v2026", "beta");
      for (const [where, expected] of [
        [path, text],
        [beta, inBeta],
      ] as const) {
        const one = (await call(tenant, `${where}/${id}`)).body;
        const listed = (await call(tenant, where)).items.at(-1);
        for (const body of [one, listed]) {
          expect([body?.helpText, body?.placeholder]).toEqual([expected, "here"]);
          expect(body && "helpText" in body).toBe(expected !== undefined);
        }
      }
    },
  );

  it("emptyTexts: an empty text is what was written by default, and unset in the other positions", async () => {
    const { id } = addAttribute({ helpText: "" });
    const answers: [Behaviour["emptyTexts"], unknown][] = [
      ["documented", ""],
      ["null", null],
      ["empty", ""],
      ["absent", undefined],
    ];
    for (const [position, text] of answers) {
      tenant.behaviour.emptyTexts = position;
      expect((await call(tenant, `${path}/${id}`)).body.helpText).toBe(text);
    }
  });

  it.each(["empty", "null", "remove"] as const)(
    "clearText %s: takes no other way",
    async (only) => {
      tenant.behaviour.clearText = only;
      const { id } = addAttribute({ helpText: "help", placeholder: "here" });
      const ways = {
        empty: { op: "replace", path: "/helpText", value: "" },
        null: { op: "replace", path: "/helpText", value: null },
        remove: { op: "remove", path: "/helpText" },
      };
      for (const [way, operation] of Object.entries(ways)) {
        expect((await patch(id, operation)).status).toBe(way === only ? 200 : 400);
      }
      expect(tenant.store.customAttributesOf(sourceId)[0]?.helpText).toBe(
        only === "empty" ? "" : null,
      );
    },
  );

  it("clearText empty: a test of an unset text clears nothing, and a move away does", async () => {
    tenant.behaviour.clearText = "empty";
    const { id } = addAttribute({ placeholder: "here" });
    const test = { op: "test", path: "/placeholder", value: "" };
    const refused = await patch(id, test);
    expect([refused.status, refused.body.detailCode]).toEqual([400, "400.1.3 Illegal value"]);
    const moved = await patch(id, { op: "move", from: "/placeholder", path: "/helpText" });
    expect([moved.status, JSON.stringify(moved.body.messages)]).toEqual([
      400,
      expect.stringContaining("placeholder cannot be cleared by remove"),
    ]);
  });

  it.each([
    ["set", 200, 200],
    ["refused", 400, 400],
  ] as const)("patchAbsent %s: a replace of an unset text is answered %d", async (...row) => {
    const [position, status, forRemoval] = row;
    tenant.behaviour.patchAbsent = position;
    const { id } = addAttribute({ placeholder: "here" });
    const replace = { op: "replace", path: "/helpText", value: "help" };
    expect((await patch(id, { op: "remove", path: "/helpText" })).status).toBe(forRemoval);
    const reply = await patch(id, replace);
    expect(reply.status).toBe(status);
    if (status === 400) expect(reply.body.detailCode).toBe("400.1 Bad Request Content");
    expect((await patch(id, { ...replace, op: "add" })).body.helpText).toBe("help");
    // Now that it is set, it can be replaced; and what was set before always could.
    expect((await patch(id, replace, { ...replace, path: "/placeholder" })).status).toBe(200);
  });

  it.each([
    ["camelCase", ["accountName", "firstName", "lastName", "phone"], "firstName", "first.name"],
    ["dotted", ["account.name", "first.name", "last.name", "phone"], "first.name", "firstName"],
  ] as const)("systemNames %s: names them %j", async (position, names, taken, free) => {
    tenant.behaviour.systemNames = position;
    const { items } = await call(tenant, path);
    expect(items.slice(0, 4).map((one) => one.technicalName)).toEqual(names);
    expect(
      items.slice(6, 8).every((one) => one.technicalName.includes(".") === (position === "dotted")),
    ).toBe(true);
    const create = (technicalName: string) =>
      call(tenant, path, { method: "POST", body: { type: "TEXT", label: "A", technicalName } });
    expect((await create(taken)).body.detailCode).toBe("400.1.409 Reference conflict");
    expect((await create(free)).body.technicalName).toBe(free);
    // Custom attributes keep the name that they were given.
    expect((await create("costCenter")).body.technicalName).toBe("costCenter");
  });

  it.each([
    ["inferred", ["TEXT", "IDENTITY", "DATE"], "First Name"],
    ["plain", ["TEXT"], "firstName"],
  ] as const)("systemFields %s: their types are %j", async (position, types, label) => {
    tenant.behaviour.systemFields = position;
    addAttribute();
    const { items } = await call(tenant, path);
    expect([...new Set(items.map(({ type }) => type))].sort()).toEqual([...types].sort());
    expect(items.find((one) => one.technicalName === "firstName")?.label).toBe(label);
    const custom = items.filter(({ system }) => !system);
    expect(custom.map((one) => one.label === one.technicalName)).toEqual([false]);
  });

  it.each([
    ["any", 200],
    ["noDots", 400],
  ] as const)("technicalNames %s: a name with a dot is answered %d", async (position, status) => {
    tenant.behaviour.technicalNames = position;
    const body = { type: "TEXT", label: "A", technicalName: "cost.center" };
    const reply = await call(tenant, path, { method: "POST", body });
    expect(reply.status).toBe(status);
    if (status === 400) expect(reply.body.detailCode).toBe("400.1.3 Illegal value");
    const other = { ...body, technicalName: "costCenter" };
    expect((await call(tenant, path, { method: "POST", body: other })).status).toBe(200);
  });

  it.each([
    ["dropped", { room: "2" }, {}],
    ["kept", { badge: "1", room: "2" }, { badge: "1", room: "2" }],
  ] as const)(
    "deletedValues %s: records keep %j, then %j",
    async (position, afterOne, afterAll) => {
      tenant.behaviour.deletedValues = position;
      const { id } = addAttribute();
      tenant.store.addAttribute(sourceId, { technicalName: "room", label: "R" });
      const data = async () => {
        const { items } = await call(tenant, "/v2026/non-employee-records");
        return items[0]?.data;
      };
      await call(tenant, `${path}/${id}`, { method: "DELETE" });
      expect(await data()).toEqual(afterOne);
      await call(tenant, path, { method: "DELETE" });
      expect(await data()).toEqual(afterAll);
    },
  );
});

describe("clearText any of the simulator", () => {
  const start = useStarter();

  it("takes an empty text, null and a removal", async () => {
    // Not judged: no patch value may be null by the OpenAPI files.
    const simulator = await start();
    const { sourceId } = simulator.store.addSource(source);
    const ways = [
      { op: "replace", path: "/helpText", value: "" },
      { op: "replace", path: "/helpText", value: null },
      { op: "remove", path: "/helpText" },
    ];
    for (const [index, operation] of ways.entries()) {
      const { id } = simulator.store.addAttribute(sourceId, {
        ...{ technicalName: `a${index}`, label: "A", helpText: "help" },
      });
      const path = `/v2025/non-employee-sources/${sourceId}/schema-attributes/${id}`;
      const reply = await call(simulator, path, { method: "PATCH", body: [operation] });
      expect([reply.status, reply.body.helpText]).toEqual([200, index === 0 ? "" : undefined]);
    }
  });
});
