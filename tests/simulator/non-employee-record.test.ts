import { DEFAULT_IDENTITIES } from "../../simulator/index";
import { Memo } from "../../simulator/memo";
import { useSimulator } from "../simulator-under-judge";
import { call } from "./tenant-client";

const { ada, alan } = DEFAULT_IDENTITIES;
const PATH = "/v2026/non-employee-records";

describe("the list of records of the simulator", () => {
  const tenant = useSimulator();
  let sourceIds: string[] = [];

  beforeEach(() => {
    sourceIds = ["A", "B"].map((name) => {
      const source = { name, description: name, owner: ada.id };
      return tenant.store.addSource({ ...source, records: [{}, {}] }).sourceId;
    });
    const [first = ""] = sourceIds;
    tenant.store.addRecord(first, {
      ...{ accountName: "zoe", firstName: "Zoe", lastName: "Adams", email: "zoe@example.org" },
      ...{ phone: "999", manager: alan.alias, data: { badge: "1" } },
      ...{ startDate: "2020-01-01T00:00:00Z", endDate: "2030-01-01T00:00:00+02:00" },
    });
  });

  async function names(query: Record<string, string>): Promise<unknown[]> {
    const { status, items } = await call(tenant, PATH, { query });
    expect(status).toBe(200);
    return items.map((item) => item.accountName);
  }

  it("gives every field of a record", async () => {
    const { items } = await call(tenant, PATH, { query: { sorters: "-accountName", limit: "1" } });
    expect(items).toEqual([
      {
        ...{ id: expect.any(String), sourceId: sourceIds[0] },
        ...{ accountName: "zoe", firstName: "Zoe", lastName: "Adams", email: "zoe@example.org" },
        ...{ phone: "999", manager: "alan.turing", data: { badge: "1" } },
        ...{ startDate: "2020-01-01T00:00:00Z", endDate: "2030-01-01T00:00:00+02:00" },
        ...{ created: expect.any(String), modified: expect.any(String) },
      },
    ]);
  });

  it.each([
    ["lastName", "zoe", "first"],
    ["-phone", "zoe", "first"],
    ["startDate", "zoe", "first"],
    ["-endDate", "zoe", "first"],
    ["-firstName", "zoe", "first"],
    ["email", "zoe", "last"],
    ["accountName", "zoe", "last"],
    ["-manager", "zoe", "first"],
  ])("sorts by %s", async (sorters, name, place) => {
    const sorted = await names({ sorters });
    expect(sorted.at(place === "first" ? 0 : -1)).toBe(name);
  });

  it("shows each change at once, page by page", async () => {
    const [first = "", second = ""] = sourceIds;
    const filters = `sourceId eq "${first}"`;
    const query = { filters, sorters: "-accountName", limit: "2" };
    expect(await names(query)).toEqual(["zoe", "william.smith2"]);
    expect(await names({ ...query, offset: "2" })).toEqual(["william.smith1"]);
    tenant.store.addRecord(first, { accountName: "zygmunt" });
    expect(await names(query)).toEqual(["zygmunt", "zoe"]);
    expect(await names({ ...query, sorters: "accountName" })).toEqual([
      "william.smith1",
      "william.smith2",
    ]);
    expect(await names({ ...query, filters: `sourceId eq "${second}"` })).toEqual([
      "william.smith2",
      "william.smith1",
    ]);
    const { id } = tenant.store.recordsOf(first).at(-1) ?? { id: "" };
    tenant.store.deleteRecord(id);
    expect(await names(query)).toEqual(["zoe", "william.smith2"]);
    const inOrder = await names({ filters });
    tenant.behaviour.listOrder = "reversed";
    expect(await names({ filters })).toEqual(inOrder.reverse());
  });
});

describe("what the simulator remembers of lists", () => {
  it("is made anew for other rows and other keys, and not for the same", () => {
    const memo = new Memo<number[], number>();
    const [one, two] = [[1], [2]];
    let made = 0;
    const get = (rows: number[], key: string) =>
      memo.get(rows, key, () => {
        made += 1;
        return made;
      });
    expect([get(one, "a"), get(one, "a"), get(one, "b"), get(one, "a")]).toEqual([1, 1, 2, 1]);
    expect([get(two, "a"), get(one, "a")]).toEqual([3, 4]);
    for (const key of "bcdefghi") get(one, key);
    expect([get(one, "i"), get(one, "a")]).toEqual([12, 13]);
  });
});
