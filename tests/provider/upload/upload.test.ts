/** Uploading a file: what is sent, what is left, and what is proven. */
import { csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload();
const dates = { startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-24T00:00:00Z" };
const ida = (lastName = "Rhodes") => ({
  ...{ firstName: "Ida", lastName, phone: "1", manager: "ada.lovelace" },
  ...dates,
});

/** The calls of a run, without those of the plan. */
const POST = "POST /non-employee-sources/{id}/non-employee-bulk-upload";
const STATUS = `GET /non-employee-sources/{id}/non-employee-bulk-upload/status`;
const LIST = "GET /non-employee-records";
const PLAN = [
  "GET /non-employee-sources/{sourceId}/schema-attributes",
  "GET /non-employee-sources/{id}/schema-attributes-template/download",
  LIST,
];

describe("an upload", () => {
  it("writes what is new and what is different, leaves the rest, and proves it", async () => {
    const { store, sourceId } = upload;
    store.addRecord(sourceId, { accountName: "old", ...ida("Before"), email: "old@example.org" });
    store.addRecord(sourceId, { accountName: "same", ...ida(), email: "same@example.org" });
    store.addRecord(sourceId, { accountName: "theirs" });
    upload.world.calls();
    const told: number[][] = [];
    const done = await upload.upload(csv(head, row("old"), row("same"), row("new")), {
      onProgress: (...numbers) => told.push(numbers),
    });
    expect(done).toMatchObject({
      result: { created: 1, changed: 1, unchanged: 1, left: 0 },
      plan: {
        notInFile: 1,
        firstDifferent: [{ accountName: "old", line: 2, fields: ["lastName"] }],
      },
    });
    expect(told).toEqual([[2, 2]]);
    expect(upload.people()).toMatchObject({ new: ida(), old: ida(), same: ida(), theirs: {} });
    expect(upload.world.calls()).toEqual([...PLAN, STATUS, POST, STATUS, LIST]);
    const sent = upload.world.simulator.requests.find(
      ({ method, template }) => method === "POST" && template !== "/oauth/token",
    );
    expect(JSON.stringify(sent?.body)).not.toContain("same");
  });

  it("that has been made sends nothing", async () => {
    const file = csv(head, row("a"), row("b"));
    await upload.upload(file);
    upload.world.calls();
    expect(await upload.upload(file)).toMatchObject({
      result: { created: 0, changed: 0, unchanged: 2, left: 0 },
    });
    expect(upload.world.calls()).toEqual(PLAN);
  });

  it("leaves what is different where nothing is to be overwritten", async () => {
    upload.store.addRecord(upload.sourceId, { accountName: "old", ...ida("Before") });
    const done = await upload.upload(csv(head, row("old"), row("new")), { isOverwriting: false });
    expect(done).toMatchObject({ result: { created: 1, changed: 0, unchanged: 0, left: 1 } });
    expect(upload.people()).toMatchObject({ old: ida("Before"), new: ida() });
  });

  it("keeps the values of attributes that the file has no column for", async () => {
    const data = { costCenter: "4711", badge: '7, "red"\n' };
    upload.store.addRecord(upload.sourceId, { accountName: "old", ...ida("Before"), data });
    await upload.upload(
      csv(`${head},costCenter`, row("old", "After", "0815"), row("new", "X", "")),
    );
    expect(upload.people()).toMatchObject({
      old: { lastName: "After", data: { ...data, costCenter: "0815" } },
      new: { lastName: "X", data: {} },
    });
    const body = upload.world.simulator.requests.find(
      ({ method, body: sent }) => method === "POST" && JSON.stringify(sent).includes("After"),
    );
    expect(JSON.stringify(body?.body)).toContain("badge");
  });

  it("clears a value where the file has an empty cell in its column", async () => {
    const data = { costCenter: "4711" };
    upload.store.addRecord(upload.sourceId, { accountName: "old", ...ida(), data });
    await upload.upload(csv(`${head},costCenter`, row("old", "Rhodes", "")));
    expect(upload.people()).toMatchObject({ old: { data: {} } });
  });

  it("takes two texts of an instant for one, and a day for its midnight in UTC", async () => {
    const { store, sourceId } = upload;
    const email = "a@example.org";
    store.addRecord(sourceId, {
      accountName: "a",
      ...ida(),
      email,
      startDate: "2026-03-24T05:00:00.000Z",
    });
    const plain = row("b")
      .replace("2026-03-24T00:00:00-05:00", "2026-03-24")
      .replace("2027-03-24T00:00:00Z", "2027-03-24T08:30+0100");
    const done = await upload.upload(csv(head, row("a"), plain));
    expect(done).toMatchObject({ result: { created: 1, unchanged: 1 } });
    expect(upload.people()).toMatchObject({
      b: { startDate: "2026-03-24T00:00:00.000Z", endDate: "2027-03-24T07:30:00.000Z" },
    });
  });

  it("goes in pieces of 1,000 rows, each of which is followed to its end", async () => {
    upload.world.simulator.behaviour.bulkJobMs = 3_000;
    const rows = Array.from({ length: 2_001 }, (_, index) => row(`p${index}`));
    upload.world.calls();
    const told: number[] = [];
    await upload.upload(csv(head, ...rows), { onProgress: (done) => told.push(done) });
    expect(told).toEqual([1_000, 2_000, 2_001]);
    const followed = [POST, STATUS, STATUS, STATUS];
    const lists = Array.from({ length: 9 }, () => LIST);
    expect(upload.world.calls()).toEqual([
      ...PLAN,
      STATUS,
      ...followed,
      ...followed,
      ...followed,
      ...lists,
    ]);
    expect(Object.keys(upload.people())).toHaveLength(2_001);
  });

  it("goes in pieces of a megabyte where rows are long", async () => {
    const rows = Array.from({ length: 300 }, (_, index) =>
      row(`p${index}`, "Rhodes", "x".repeat(3_990)),
    );
    const told: number[] = [];
    await upload.upload(csv(`${head},badge`, ...rows), { onProgress: (done) => told.push(done) });
    expect(told).toHaveLength(2);
    expect(told.at(-1)).toBe(300);
  });

  it("has its columns in the order of the template, whatever the file's", async () => {
    const { simulator } = upload.world;
    simulator.faults.add({
      ...{ operationId: "exportNonEmployeeSourceSchemaTemplate", status: 200 },
      headers: { "Content-Type": "text/csv" },
      body: `badge,${head},costCenter\n`,
    });
    await upload.upload(csv(`costCenter,badge,${head}`, `4711,7,${row("a")}`));
    expect(upload.people()).toMatchObject({ a: { data: { costCenter: "4711", badge: "7" } } });
    const sent = simulator.requests.find(
      ({ method, path }) => method === "POST" && path.endsWith("upload"),
    );
    expect(JSON.stringify(sent?.body)).toContain(`badge,${head},costCenter`);
  });
});
