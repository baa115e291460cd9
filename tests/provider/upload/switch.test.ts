/** Uploads to a tenant with each position of each switch: what is unknown of the API makes them right, or refused beforehand. */
import { BEHAVIOUR_POSITIONS } from "../../../simulator";
import { csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload();

const positions = Object.entries<readonly unknown[]>(BEHAVIOUR_POSITIONS).flatMap(
  ([name, values]) => values.map((value) => ({ [name]: value })),
);
const data = { costCenter: "4711" };
const file = csv(
  `${head},badge`,
  row("old", "After", "7"),
  row("new", "Müller", '"a,b"'),
  row("same", "Rhodes", "9"),
);

it.each(positions)("a tenant with %j takes a file", async (behaviour) => {
  const { world, store, sourceId } = upload;
  store.addRecord(sourceId, { accountName: "old", data });
  store.addRecord(sourceId, {
    ...{ accountName: "same", firstName: "Ida", lastName: "Rhodes", phone: "1" },
    ...{ email: "same@example.org", manager: "ada.lovelace", data: { badge: "9" } },
    ...{ startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-24T00:00:00Z" },
  });
  Object.assign(world.simulator.behaviour, behaviour);
  world.clock.advance(1_000);
  const done = await upload.upload(file);
  if (behaviour.csvColumns === "none") {
    expect(done).toEqual({
      problems: [
        "the values of badge in 3 rows, the first in line 2, cannot be uploaded: the tenant's template for an upload has no custom attributes",
      ],
    });
    expect(world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
    return;
  }
  expect(done).toMatchObject({ result: { created: 1, changed: 1, unchanged: 1, left: 0 } });
  expect(upload.people()).toMatchObject({
    old: { lastName: "After", data: { ...data, badge: "7" } },
    new: { lastName: "Müller", data: { badge: "a,b" } },
    same: { lastName: "Rhodes", data: { badge: "9" } },
  });
  expect(store.recordsOf(sourceId)).toHaveLength(3);
});

describe("a tenant without columns for custom attributes", () => {
  beforeEach(() => {
    upload.world.simulator.behaviour.csvColumns = "none";
  });

  it("takes records without values of them", async () => {
    expect(await upload.problems(csv(`${head},badge`, row("a", "Rhodes", "")))).toEqual([]);
    expect(Object.keys(upload.people())).toEqual(["a"]);
  });

  it("is not asked to clear a value of one by an empty cell", async () => {
    upload.store.addRecord(upload.sourceId, { accountName: "old", data: { badge: "7" } });
    const before = upload.people();
    expect(await upload.problems(csv(`${head},badge`, row("old", "Rhodes", "")))).toEqual([
      'line 2: the record of "old" has a value in badge that an upload could clear: the tenant\'s template for an upload has no custom attributes',
    ]);
    expect(upload.people()).toEqual(before);
  });

  it("is not asked to change a record whose value of one it could clear", async () => {
    upload.store.addRecord(upload.sourceId, { accountName: "old", data });
    const before = upload.people();
    expect(await upload.problems(csv(head, row("new"), row("old")))).toEqual([
      'line 3: the record of "old" has a value in costCenter that an upload could clear: the tenant\'s template for an upload has no custom attributes',
    ]);
    expect(upload.people()).toEqual(before);
  });
});

describe("a tenant whose columns are headed by labels", () => {
  beforeEach(() => {
    upload.world.simulator.behaviour.csvColumns = "label";
  });

  it("takes files with its own columns, too", async () => {
    expect(await upload.problems(csv(`${head},Cost center`, row("a", "Rhodes", "4711")))).toEqual(
      [],
    );
    expect(upload.people()).toMatchObject({ a: { data } });
  });

  it("takes an attribute under one name", async () => {
    const text = csv(`${head},Cost center,costCenter`, row("a", "Rhodes", "1", "2"));
    expect(await upload.problems(text)).toEqual([
      "line 1, column 10 (costCenter): the same attribute as column 9; a column may be there once",
    ]);
  });

  it("is refused a column that means one attribute by name and another by label", async () => {
    const { store, sourceId } = upload;
    store.addAttribute(sourceId, { technicalName: "site", label: "badge" });
    const text = csv(`${head},badge`, row("a", "Rhodes", "7"));
    expect(await upload.problems(text)).toEqual([
      expect.stringMatching(
        /^line 1, column 9 \(badge\): it is the name of one attribute and, in the tenant's template, the column of site; /,
      ),
    ]);
    expect(await upload.problems(text, { isBackup: true })).toEqual([]);
    expect(upload.people()).toMatchObject({ a: { data: { badge: "7" } } });
  });

  it("is refused custom values where nobody can tell labels from names", async () => {
    const { store, sourceId } = upload;
    for (const { id, technicalName } of store.customAttributesOf(sourceId)) {
      store.editAttribute(id, { label: technicalName === "badge" ? "costCenter" : "badge" });
    }
    const text = csv(`${head},badge`, row("a", "Rhodes", "7"));
    const why = "can mean technical names and labels, which name different attributes";
    expect((await upload.problems(text)).join()).toContain(why);
    expect(await upload.upload(text, { isBackup: true })).toMatchObject({
      plan: { firstUnfit: [{ accountName: "a", problem: expect.stringContaining(why) }] },
      result: { created: 0, unfit: 1 },
    });
    expect(upload.people()).toEqual({});
  });

  it("is refused custom values where two attributes have one label", async () => {
    const { store, sourceId } = upload;
    for (const { id } of store.customAttributesOf(sourceId))
      store.editAttribute(id, { label: "X" });
    const [problem = ""] = await upload.problems(csv(head, row("a")));
    expect(problem).toContain('has a column twice or unnamed: "X"');
    expect(upload.people()).toEqual({});
  });
});
