/** Uploads that meet odd answers: nobody is overwritten, and counts and messages say what is true. */
import { writeFileSync } from "node:fs";
import { messageOf } from "../../../provider/resources/handler";
import { callOptions } from "../../../provider/resources/tenant";
import { planUpload } from "../../../provider/upload/plan";
import { runUpload } from "../../../provider/upload/upload";
import { atCall, csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload();
const POST = "importNonEmployeeRecordsInBulk";
const STATUS = "getNonEmployeeBulkUploadStatus";
const LIST = "listNonEmployeeRecords";
const ab = csv(head, row("a"), row("b"));
const simulator = () => upload.world.simulator;
const add = (accountName: string, lastName: string) =>
  upload.store.addRecord(upload.sourceId, { accountName, lastName });
/** A record as `row` has it. */
const same = (accountName: string) =>
  upload.store.addRecord(upload.sourceId, {
    ...{ accountName, firstName: "Ida", lastName: "Rhodes", phone: "1" },
    ...{ email: `${accountName}@example.org`, manager: "ada.lovelace" },
    ...{ startDate: "2026-03-24T05:00:00Z", endDate: "2027-03-24T00:00:00Z" },
  });
const posts = () => upload.world.calls().filter((call) => call.startsWith("POST ")).length;

describe("an upload that is told to wait (429)", () => {
  beforeEach(() => simulator().faults.add({ operationId: POST, status: 429, retryAfter: 100 }));

  it("leaves alone who comes meanwhile", async () => {
    const onRequest = atCall(POST, 1, () => add("b", "Theirs"));
    expect(await upload.upload(ab, { isOverwriting: false, onRequest })).toMatchObject({
      result: { created: 1, left: 1 },
    });
    expect(upload.people().b).toMatchObject({ lastName: "Theirs" });
  });

  it("overwrites nothing but what was told", async () => {
    const { id } = add("b", "Old");
    const onRequest = atCall(POST, 1, () => upload.store.editRecord(id, { lastName: "Married" }));
    expect(await upload.upload(ab, { onRequest })).toMatchObject({
      result: { created: 1, changed: 0, left: 1 },
    });
    expect(upload.people().b).toMatchObject({ lastName: "Married" });
  });

  it("is given up after some times, and then was not taken", async () => {
    simulator().faults.add({ operationId: POST, status: 429, retryAfter: 1, times: "always" });
    const [problem = ""] = await upload.problems(ab);
    expect(problem).toMatch(/the 2 rows of lines 2 to 3 .* were not taken: .* 429 .* 0 of 2 rows/);
    expect(posts()).toBe(6);
  });
});

describe("an upload whose status cannot be read any more", () => {
  it.each([403, 503])("is not said to be not taken (%i)", async (status) => {
    simulator().faults.add({ operationId: STATUS, skip: 1, status, times: "always" });
    const [problem = ""] = await upload.problems(ab);
    expect(problem).toMatch(
      / were accepted, and what has become of them cannot be told: .*Look with records status/,
    );
    expect(Object.keys(upload.people())).toEqual(["a", "b"]);
  });

  it("ends there, and sends no other piece", async () => {
    simulator().faults.add({ operationId: STATUS, skip: 1, status: 400 });
    const [problem = ""] = await upload.problems(ab, { rowsAtOnce: 1 });
    expect(problem).toMatch(/the row of line 2 of \S+ was accepted, /);
    expect(posts()).toBe(1);
  });
});

describe("an upload beside one that does not end", () => {
  it("ends with the first piece that it keeps out, and is not taken for wrong rows", async () => {
    simulator().behaviour.uploadOverlap = "refused";
    const onRequest = atCall(POST, 1, () => {
      const rows = [add("z", "Z")];
      const { sourceId } = upload;
      upload.store.submitUpload({ sourceId, rows, lastsMs: 1e9, hasErrors: false });
    });
    const start = upload.world.clock.now();
    const text = csv(head, ...["a", "b", "c", "d"].map((name) => row(name)));
    const [problem = ""] = await upload.problems(text, { rowsAtOnce: 1, onRequest });
    expect(problem).toMatch(
      /another upload to source "Contractors" is still \w+ after half an hour/,
    );
    // Half an hour for the newest upload to end, and half an hour more for the piece after it.
    expect((upload.world.clock.now() - start) / 60_000).toBeLessThan(65);
  });

  it("of its own, whose answer was lost, sends nothing beside it", async () => {
    simulator().behaviour.bulkJobMs = 40 * 60_000;
    simulator().faults.add({ operationId: POST, drop: "after" });
    const [problem = ""] = await upload.problems(ab);
    expect(problem).toMatch(
      /the upload is still \w+ after half an hour, and 2 of them are not there/,
    );
    expect(posts()).toBe(1);
  });
});

describe("the counts and lines of a message", () => {
  it("are those of what was sent again after a lost answer", async () => {
    const { faults } = simulator();
    faults.add({ operationId: POST, drop: "before" });
    const messages = [
      { locale: "en-US", localeOrigin: "DEFAULT", text: "line 2: manager is wrong" },
    ];
    faults.add({
      operationId: POST,
      status: 400,
      body: { detailCode: "400.1 Bad Request Content", messages },
    });
    const onRequest = atCall(POST, 1, () => {
      same("a");
      same("b");
    });
    const text = csv(head, row("a"), row("b"), row("c"));
    const [problem = ""] = await upload.problems(text, { onRequest });
    expect(problem).toMatch(
      /the row of line 4 .* was not taken: .*\(line 2 is line 4 of the file\)\. 2 of 3 rows/,
    );
  });

  it("have nothing that the list of records refutes", async () => {
    add("a", "Old");
    add("b", "Old");
    simulator().faults.add({ operationId: POST, status: 202, body: { status: "PENDING" } });
    simulator().faults.add({ operationId: STATUS, times: "always", body: { status: "COMPLETED" } });
    const [problem = ""] = await upload.problems(ab);
    expect(problem).toMatch(
      /has taken every upload, but has other values of "[ab]" .* 0 of 2 rows/,
    );
  });

  it("leave a row to whoever edits it after it was compared, though it was not sent", async () => {
    const { id } = same("a");
    const onRequest = atCall(POST, 1, () => upload.store.editRecord(id, { lastName: "Married" }));
    expect(await upload.upload(ab, { isOverwriting: false, onRequest })).toMatchObject({
      result: { created: 1, unchanged: 0, left: 1 },
    });
  });
});

it.each([false, true])(
  "a file that is changed after it was compared is not sent: backup %s",
  async (isBackup) => {
    const { world, sourceId } = upload;
    const { tenant } = world.process();
    const call = callOptions(world.call);
    const path = upload.write(ab);
    const planned = await planUpload(
      tenant,
      call,
      { sourceId, name: "Contractors" },
      { path, isBackup },
    );
    if ("problems" in planned) throw new Error(planned.problems.join());
    writeFileSync(path, csv(head, row("a", "Changed"), row("b"), row("new")));
    world.clock.advance(60_000);
    const message = await runUpload(tenant, call, planned.plan, { isOverwriting: true }).catch(
      messageOf,
    );
    expect(message).toMatch(
      /people\.csv, or an attribute of source "Contractors", was changed since they were compared\. Nothing was written/,
    );
    expect(upload.people()).toEqual({});
  },
);

describe("rows that are not sent", () => {
  const bad = (name: string) => row(name).replace("Ida", "");

  it("keep nobody from being overwritten, and are not named as if they were", async () => {
    for (const name of ["a", "b", "c", "d", "e", "f"]) add(name, "Old");
    add("Q", "Old");
    const text = csv(head, ...["a", "b", "c", "d", "e"].map(bad), row("f"), bad("q"));
    expect(await upload.upload(text, { isBackup: true })).toMatchObject({
      plan: {
        ...{ firstDifferent: [{ accountName: "f" }], overwriteProblems: [] },
        ...{ firstStuck: { length: 5 }, firstUnfit: [{ accountName: "q" }] },
      },
      result: { changed: 1, left: 5, unfit: 1 },
    });
  });
});

it("a name that is there twice does not show that upper and lower case count", async () => {
  add("dup", "X");
  add("dup", "Y");
  add("A", "Theirs");
  expect(await upload.problems(csv(head, row("a")))).toEqual([
    expect.stringContaining('the source has a record with the accountName "A"'),
  ]);
});

it("a tenant that sorts its records otherwise is read to the end", async () => {
  simulator().behaviour.bulkJobMs = 30_000;
  const first = add("x", "X");
  const onRequest = atCall(STATUS, 3, () => {
    const theirs = add("b", "Theirs");
    // The look before the second piece, with the newest one last.
    const body = [first, theirs].map((record) => ({ ...record }));
    simulator().faults.add({ operationId: LIST, body, headers: { "X-Total-Count": "2" } });
  });
  const done = await upload.upload(ab, { isOverwriting: false, rowsAtOnce: 1, onRequest });
  expect(done).toMatchObject({ result: { created: 1, left: 1 } });
});
