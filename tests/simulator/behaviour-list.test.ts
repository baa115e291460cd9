import { DEFAULT_IDENTITIES } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call } from "./tenant-client";

const { ada, grace, katherine, alan } = DEFAULT_IDENTITIES;
const SOURCES = "/v2026/non-employee-sources";
const LETTERS = ["A", "B", "C", "D", "E", "F", "G", "H"];

describe("switches of the simulator for lists", () => {
  const tenant = useSimulator();
  const managers = [grace.id, katherine.id, alan.id, ada.id];
  let sourceId = "";

  beforeEach(() => {
    for (const name of LETTERS) {
      tenant.store.addSource({ name, description: "same", owner: ada.id });
    }
    sourceId = tenant.store.sources()[0]?.sourceId ?? "";
    for (const technicalName of LETTERS) {
      tenant.store.addAttribute(sourceId, { technicalName, label: technicalName });
      tenant.store.addRecord(sourceId, { accountName: technicalName });
    }
    const approvers = [ada.id, grace.id, alan.id];
    tenant.store.editSource(sourceId, { accountManagers: managers, approvers });
  });

  async function list(path: string, field: string, query: Record<string, string> = {}) {
    const { status, items } = await call(tenant, path, { query });
    expect(status).toBe(200);
    return items.map((item) => item[field]);
  }

  const reversed = (items: readonly unknown[]) => [...items].reverse();
  const sorted = (items: readonly unknown[]) => [...items].sort();

  it("listOrder created: lists come as they were made", async () => {
    expect(await list(SOURCES, "name")).toEqual(LETTERS);
    expect(await list("/v2026/non-employee-records", "accountName")).toEqual(LETTERS);
    const attributes = await list(`${SOURCES}/${sourceId}/schema-attributes`, "technicalName");
    expect(attributes.slice(8)).toEqual(LETTERS);
    const { body } = await call(tenant, `${SOURCES}/${sourceId}`);
    expect(body.accountManagers).toEqual(managers.map((id) => ({ type: "IDENTITY", id })));
  });

  it("listOrder reversed: lists come the other way round, also where a sorter finds no difference", async () => {
    const attributes = await list(`${SOURCES}/${sourceId}/schema-attributes`, "technicalName");
    const people = await list("/v2026/identities", "alias");
    const groups = await list("/v2026/workgroups", "name");
    tenant.behaviour.listOrder = "reversed";
    expect(await list(SOURCES, "name")).toEqual(reversed(LETTERS));
    expect(await list("/v2026/non-employee-records", "accountName")).toEqual(reversed(LETTERS));
    const filters = 'type eq "Non-Employee"';
    const ties = { filters, sorters: "description" };
    expect(await list("/v2026/sources", "name", ties)).toEqual(reversed(LETTERS));
    expect(await list("/v2026/sources", "name", { filters, sorters: "name" })).toEqual(LETTERS);
    expect(await list(`${SOURCES}/${sourceId}/schema-attributes`, "technicalName")).toEqual([
      ...reversed(attributes.slice(0, 8)),
      ...reversed(LETTERS),
    ]);
    expect(await list("/v2026/identities", "alias")).toEqual(reversed(people));
    expect(await list("/v2026/public-identities", "alias")).toEqual(reversed(people));
    expect(await list("/v2026/workgroups", "name")).toEqual(reversed(groups));
  });

  it("listOrder shuffled: lists are mixed up in one way, over all pages", async () => {
    tenant.behaviour.listOrder = "shuffled";
    const once = await list(SOURCES, "name");
    const again = await list(SOURCES, "name");
    const pages = [];
    for (const offset of ["0", "3", "6"]) {
      pages.push(...(await list(SOURCES, "name", { limit: "3", offset })));
    }
    expect(sorted(once)).toEqual(LETTERS);
    expect([again, pages]).toEqual([once, once]);
    const attributes = await list(`${SOURCES}/${sourceId}/schema-attributes`, "system");
    expect(attributes).toEqual([...Array(8).fill(true), ...Array(8).fill(false)]);
    const names = await list(`${SOURCES}/${sourceId}/schema-attributes`, "technicalName");
    const orders = [once, names.slice(8), await list("/v2026/non-employee-records", "accountName")];
    expect(orders.some((order) => JSON.stringify(order) !== JSON.stringify(LETTERS))).toBe(true);
    expect(orders.map(sorted)).toEqual([LETTERS, LETTERS, LETTERS]);
  });

  it("listOrder: gives account managers another order, which a patch means too, and never approvers", async () => {
    const { body: before } = await call(tenant, `${SOURCES}/${sourceId}`);
    tenant.behaviour.listOrder = "reversed";
    const { body } = await call(tenant, `${SOURCES}/${sourceId}`);
    expect(body.accountManagers).toEqual(
      reversed(managers).map((id) => ({ type: "IDENTITY", id })),
    );
    expect(body.approvers).toEqual(before.approvers);
    const patch = [{ op: "remove", path: "/accountManagers/0" }];
    await call(tenant, `${SOURCES}/${sourceId}`, { method: "PATCH", body: patch });
    expect(sorted(tenant.store.source(sourceId)?.accountManagers ?? [])).toEqual(
      sorted(managers.slice(0, 3)),
    );
  });

  it.each([
    ["empty", 200, 200],
    ["refused", 400, 400],
  ] as const)(
    "offsetAtEnd %s: an offset at the end is answered %d",
    async (position, ...status) => {
      tenant.behaviour.offsetAtEnd = position;
      const [atEnd, behindEnd] = status;
      const statusAt = async (offset: string, path = SOURCES) =>
        (await call(tenant, path, { query: { offset } })).status;
      expect([await statusAt("0"), await statusAt("7")]).toEqual([200, 200]);
      expect([await statusAt("8"), await statusAt("500")]).toEqual([atEnd, behindEnd]);
      expect(await statusAt("8", "/v2026/non-employee-records")).toBe(atEnd);
      expect(await statusAt("3", "/v2026/workgroups")).toBe(atEnd);
      // An empty list has no offset that is too high to begin with.
      const query = { filters: 'sourceId eq "none"', offset: "0" };
      const empty = await call(tenant, "/v2026/non-employee-records", { query });
      expect([empty.status, empty.body]).toEqual([200, []]);
    },
  );

  const people = ["alias", 'alias eq "ada.lovelace"', 'email sw "grace"'] as const;
  const directories = [
    ["/v2026/public-identities", ...people],
    ["/identities/v1", ...people],
    ["/v2025/workgroups", "name", 'name eq "Plant desk"', 'id eq "none"'],
  ] as const;

  it.each(directories)("compositeFilters accepted: %s can be filtered by any", async (...row) => {
    const [path, field, one, other] = row;
    const both = [
      `${one} or ${other}`,
      `(${other} or ${one})`,
      `not (not ${one} and not ${other})`,
    ];
    const found = await list(path, field, { filters: `${other} or ${one}` });
    for (const filters of both) expect(await list(path, field, { filters })).toEqual(found);
    expect(found).toContain((await list(path, field, { filters: one }))[0]);
    expect(await list(path, field, { filters: `${one} and ${other}` })).toEqual([]);
  });

  it.each(directories)("compositeFilters refused: %s takes one comparison", async (...row) => {
    const [path, field, one, other] = row;
    tenant.behaviour.compositeFilters = "refused";
    for (const [filters, word] of [
      [`${one} or ${other}`, "or"],
      [`${one} and ${other}`, "and"],
      [`not ${one}`, "not"],
      [`(${one})`, "("],
    ] as const) {
      const { status, body } = await call(tenant, path, { query: { filters } });
      expect([status, body.detailCode]).toEqual([400, "400.1 Bad Request Content"]);
      expect(body.messages[0]?.text).toContain(`"${word}" is not supported for this list`);
    }
    expect(await list(path, field, { filters: one })).toHaveLength(1);
    const ids = await list(path, "id", {});
    const filters = `id in (${ids.map((id) => `"${id}"`).join(", ")})`;
    expect(await list(path, "id", { filters })).toEqual(ids);
  });

  it("compositeFilters refused: the lists of sources and records take all the language has", async () => {
    tenant.behaviour.compositeFilters = "refused";
    const filters = 'name eq "A" or (name eq "B")';
    expect(await list("/v2026/sources", "name", { filters })).toEqual(["A", "B"]);
    const wanted = { filters: `sourceId eq "${sourceId}" and not sourceId eq "none"` };
    expect(await list("/v2026/non-employee-records", "accountName", wanted)).toEqual(LETTERS);
  });
});
