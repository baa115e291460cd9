import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call } from "./tenant-client";

const { ada, grace } = DEFAULT_IDENTITIES;

describe("the store of the simulator", () => {
  const tenant = useSimulator();

  it("gives deep copies, so that what was read stays as it was", () => {
    const source = tenant.store.addSource({ name: "A", description: "A", owner: ada.id });
    source.approvers.push(grace.id);
    expect(tenant.store.source(source.sourceId)?.approvers).toEqual([]);
    tenant.store.editSource(source.sourceId, { approvers: [grace.id] });
    expect(tenant.store.sourceByName("A")?.approvers).toEqual([grace.id]);
  });

  it("edits people, groups, attributes and other sources by hand", () => {
    const { store } = tenant;
    const person = store.addIdentity({ alias: "linus.pauling" });
    expect(store.editIdentity(person.id, { email: null }).email).toBeNull();
    store.deleteIdentity(person.id);
    expect(store.identity(person.id)).toBeUndefined();
    const group = store.addWorkgroup({ name: "Guards" });
    expect(store.editWorkgroup(group.id, { name: "Guardians" }).name).toBe("Guardians");
    store.deleteWorkgroup(group.id);
    expect(store.workgroups()).toHaveLength(Object.keys(DEFAULT_WORKGROUPS).length);
    const { sourceId } = store.addSource({ name: "A", description: "A", owner: ada.id });
    const attribute = store.addAttribute(sourceId, { technicalName: "a", label: "A" });
    expect(store.editAttribute(attribute.id, { label: "B" }).label).toBe("B");
    expect(store.editGenericSource(sourceId, { name: "B" }).name).toBe("B");
    store.deleteRecord(store.addRecord(sourceId).id);
    expect(store.records()).toEqual([]);
    expect(() => store.editSource("none", {})).toThrow('no non-employee source "none"');
    expect(() => store.addIdentity(ada)).toThrow("already has: identity");
  });

  it("shares rows with those who only read, and none of them can be changed", () => {
    const { store } = tenant;
    const { sourceId } = store.addSource({ name: "A", description: "A", owner: ada.id });
    store.addRecord(sourceId, { data: { badge: "1" } });
    const [record] = store.rows.recordsOf(sourceId);
    expect(store.rows.records()[0]).toBe(record);
    expect(() => Object.assign(record ?? {}, { email: "x" })).toThrow("read only");
    expect(() => Object.assign(record?.data ?? {}, { badge: "2" })).toThrow("read only");
    expect(store.recordsOf(sourceId)).toMatchObject([{ data: { badge: "1" } }]);
  });

  it("counts and lists the records of each source apart", async () => {
    const { store } = tenant;
    const [first, second] = ["A", "B"].map((name) =>
      store.addSource({ name, description: name, owner: ada.id, records: [{}, {}] }),
    );
    const [record] = store.recordsOf(first?.sourceId ?? "");
    store.deleteRecord(record?.id ?? "");
    store.deleteSource(second?.sourceId ?? "");
    const query = { "non-employee-count": "true" };
    const { items } = await call(tenant, "/v2025/non-employee-sources", { query });
    expect(items.map((item) => [item.name, item.nonEmployeeCount])).toEqual([["A", 1]]);
    expect(store.records().map((one) => one.accountName)).toEqual(["william.smith2"]);
  });

  it("keeps the place of what is edited", () => {
    const { store } = tenant;
    const sources = ["A", "B"].map((name) =>
      store.addSource({ name, description: name, owner: ada.id }),
    );
    store.editSource(sources[0]?.sourceId ?? "", { name: "Z" });
    expect(store.sources().map(({ name }) => name)).toEqual(["Z", "B"]);
  });
});
