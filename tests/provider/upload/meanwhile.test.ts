/** A source that changes between the comparison and the writing, for instance while somebody thinks about the question. */
import type { RequestEvent } from "../../../provider/api";
import { messageOf } from "../../../provider/resources/handler";
import { callOptions } from "../../../provider/resources/tenant";
import { planUpload } from "../../../provider/upload/plan";
import { runUpload } from "../../../provider/upload/upload";
import { atCall, csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload();
const file = csv(head, row("a"), row("b"), row("c"));

/** Plans, does something, and runs a minute later. */
async function afterwards(work: () => void, isOverwriting = true): Promise<unknown> {
  const { world, sourceId } = upload;
  const { tenant } = world.process();
  const call = callOptions(world.call);
  const path = upload.write(file);
  const source = { sourceId, name: "Contractors" };
  const planned = await planUpload(tenant, call, source, { path, isBackup: false });
  if ("problems" in planned) throw new Error(planned.problems.join());
  work();
  world.clock.advance(60_000);
  world.calls();
  return await runUpload(tenant, call, planned.plan, { isOverwriting }).catch(messageOf);
}
const writes = () => upload.world.calls().filter((call) => !call.startsWith("GET "));
const add = (accountName: string, lastName: string) =>
  upload.store.addRecord(upload.sourceId, { accountName, lastName });

describe("a source that has changed since it was compared", () => {
  it("is not overwritten where that was not told", async () => {
    expect(await afterwards(() => add("b", "Theirs"))).toMatch(
      /^source "Contractors" was changed since it was compared with \S+people\.csv: it has other values of "b" now\. Nothing was written; run the command again\. 0 of \d rows? for source "Contractors" were written\. Run the command again when that is corrected: nothing is sent twice$/,
    );
    expect(writes()).toEqual([]);
  });

  it("is written to where that was told", async () => {
    add("b", "Old");
    expect(await afterwards(() => add("theirs", "Theirs"))).toMatchObject({
      created: 2,
      changed: 1,
    });
  });

  it("keeps what has come where nothing is to be overwritten", async () => {
    const done = await afterwards(() => add("b", "Theirs"), false);
    expect(done).toEqual({ created: 2, changed: 0, unchanged: 0, left: 1, meanwhile: 1, unfit: 0 });
    expect(upload.people()).toMatchObject({ b: { lastName: "Theirs" } });
  });

  it("is sent nothing that it has by now", async () => {
    const done = await afterwards(() => {
      const { world, store, sourceId } = upload;
      const ida = { firstName: "Ida", lastName: "Rhodes", phone: "1", manager: "ada.lovelace" };
      const dates = { startDate: "2026-03-24T05:00:00Z", endDate: "2027-03-24T00:00:00Z" };
      for (const accountName of ["a", "b", "c"]) {
        store.addRecord(sourceId, {
          accountName,
          ...ida,
          ...dates,
          email: `${accountName}@example.org`,
        });
      }
      world.calls();
    });
    expect(done).toEqual({ created: 0, changed: 0, unchanged: 3, left: 0, meanwhile: 0, unfit: 0 });
    expect(writes()).toEqual([]);
  });

  it("is not written to where it has somebody twice by now", async () => {
    const message = await afterwards(() => {
      for (let time = 0; time < 2; time += 1) add("b", "Theirs");
    });
    expect(message).toContain('the source has several records with the accountName "b"');
    expect(writes()).toEqual([]);
  });

  it("is not overwritten with others values than those that were told", async () => {
    const { id } = add("b", "Old");
    const message = await afterwards(() => {
      upload.store.editRecord(id, { lastName: "Married", endDate: "2030-01-01T00:00:00Z" });
    });
    expect(message).toContain('it has other values of "b" now. Nothing was written');
    expect(writes()).toEqual([]);
  });

  it("is sent nobody but whom it lacked", async () => {
    const made = add("c", "Theirs");
    const message = await afterwards(() => {
      upload.store.deleteRecord(made.id);
      for (const name of ["a", "b"]) add(name, "Theirs");
    }, false);
    expect(message).toMatch(
      /^source "Contractors" was changed since .*: it lacks "c" now\. Nothing was written; run the command again\. 0 of 2 rows for source/,
    );
    expect(writes()).toEqual([]);
  });

  it("whose lists become longer while they are read is read once more", async () => {
    const { simulator: tenant } = upload.world;
    const message = await afterwards(() => {
      tenant.faults.add({
        operationId: "listNonEmployeeRecords",
        body: [],
        headers: { "X-Total-Count": "1" },
      });
    });
    expect(message).toMatchObject({ created: 3 });
  });

  it("is not overwritten where a name that reads alike has come", async () => {
    const message = await afterwards(() => add("B", "Theirs"));
    expect(message).toContain(
      'line 3: the source has a record with the accountName "B", which differs from "b"',
    );
    expect(writes()).toEqual([]);
  });
});

const simulator = () => upload.world.simulator;
const POST = "importNonEmployeeRecordsInBulk";
const STATUS = "getNonEmployeeBulkUploadStatus";
const theirs = () => upload.people().a;
const [first = "", second = ""] = [row("a"), row("b")];
const ab = csv(head, first, second);

/** Somebody else's upload of `a`, with other values, that lasts so long. */
function otherUpload(lastsMs: number, changes: object = {}): void {
  const { store, sourceId } = upload;
  const made = store.addRecord(sourceId, { accountName: "a", lastName: "Theirs", ...changes });
  store.deleteRecord(made.id);
  store.submitUpload({ sourceId, rows: [made], lastsMs, hasErrors: false });
}

describe("somebody who comes while an upload goes on is left alone", () => {
  const run = (onRequest?: (event: RequestEvent) => void, more: object = {}) =>
    upload.upload(ab, { isOverwriting: false, ...(onRequest && { onRequest }), ...more });

  it("by the upload of somebody else that was waited for", async () => {
    otherUpload(20_000);
    expect(await run()).toMatchObject({ result: { created: 1, left: 1 } });
    expect(theirs()).toMatchObject({ lastName: "Theirs" });
  });

  it("by one that showed only when the tenant refused the second", async () => {
    const { behaviour } = simulator();
    Object.assign(behaviour, { uploadOverlap: "refused", uploadStatus: "nullAtFirst" });
    otherUpload(20_000);
    expect(await run()).toMatchObject({ result: { created: 1, left: 1 } });
    expect(theirs()).toMatchObject({ lastName: "Theirs" });
  });

  it("after an answer that was lost", async () => {
    simulator().faults.add({ operationId: POST, drop: "before" });
    const onRequest = atCall(POST, 1, () => add("a", "Theirs"));
    expect(await run(onRequest)).toMatchObject({ result: { created: 1, left: 1 } });
    expect(theirs()).toMatchObject({ lastName: "Theirs" });
  });

  it.each(["trimmed", 0] as const)(
    "between two pieces that take long, with instants of so many digits: %s",
    async (timestampDigits) => {
      Object.assign(simulator().behaviour, { bulkJobMs: 30_000, timestampDigits });
      const onRequest = atCall(STATUS, 3, () => add("b", "Theirs"));
      expect(await run(onRequest, { rowsAtOnce: 1 })).toMatchObject({
        result: { created: 1, left: 1 },
      });
      expect(upload.people().b).toMatchObject({ lastName: "Theirs" });
    },
  );

  it("also where others may be overwritten", async () => {
    add("b", "Old");
    simulator().behaviour.bulkJobMs = 30_000;
    const onRequest = atCall(STATUS, 3, () => {
      const old = upload.store.records().find(({ accountName }) => accountName === "b");
      upload.store.editRecord(old?.id ?? "", { lastName: "Married" });
    });
    expect(await run(onRequest, { rowsAtOnce: 1, isOverwriting: true })).toMatchObject({
      result: { created: 1, changed: 0, left: 1 },
    });
    expect(upload.people().b).toMatchObject({ lastName: "Married" });
  });

  it("with a value of a column that the file does not have", async () => {
    const { store, sourceId } = upload;
    store.addRecord(sourceId, { accountName: "a", data: { badge: "old" } });
    otherUpload(20_000, { data: { badge: "new" } });
    const [problem = ""] = await upload.problems(ab);
    expect(problem).toContain('it has other values of "a" now. Nothing was written');
    expect(theirs()).toMatchObject({ data: { badge: "new" } });
  });

  it("and who has come with the same values counts as unchanged", async () => {
    simulator().behaviour.bulkJobMs = 30_000;
    const onRequest = atCall(STATUS, 3, () => {
      const b = { accountName: "b", firstName: "Ida", lastName: "Rhodes", phone: "1" };
      const rest = { email: "b@example.org", manager: "ada.lovelace" };
      const dates = { startDate: "2026-03-24T05:00:00Z", endDate: "2027-03-24T00:00:00Z" };
      upload.store.addRecord(upload.sourceId, { ...b, ...rest, ...dates });
    });
    expect(await run(onRequest, { rowsAtOnce: 1 })).toMatchObject({
      result: { created: 1, unchanged: 1, left: 0 },
    });
  });
});

describe("an upload that the tenant does not follow to its end", () => {
  it("is right where the status stays null and the rows are there", async () => {
    simulator().faults.add({ operationId: STATUS, times: "always", body: { status: null } });
    expect(await upload.upload(ab)).toMatchObject({ result: { created: 2 } });
    expect(upload.world.clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(70_000);
  });

  it("is right where it ends with errors and the rows are there", async () => {
    const { faults } = simulator();
    faults.add({ operationId: STATUS, skip: 1, body: { status: "ERROR" } });
    expect(await upload.upload(ab)).toMatchObject({ result: { created: 2 } });
  });

  it("goes on with the other pieces where one is refused, and tells of all of them", async () => {
    const nobody = (name: string) => row(name).replace("ada.lovelace", "nobody");
    const text = csv(head, nobody("a"), row("b"), nobody("c"), row("d"));
    const [problem = ""] = await upload.problems(text, { rowsAtOnce: 1 });
    expect(problem.match(/the row of line \d/g)).toEqual([
      "the row of line 2",
      "the row of line 4",
    ]);
    expect(problem).toContain("2 of 4 rows");
    expect(Object.keys(upload.people())).toEqual(["b", "d"]);
  });

  it("ends where the source is full", async () => {
    simulator().limits.records = 2;
    const text = csv(head, row("a"), row("b"), row("c"), row("d"));
    const [problem = ""] = await upload.problems(text, { rowsAtOnce: 1 });
    expect(problem).toMatch(/the row of line 4 .* 400 400\.1\.4 .* 2 of 4 rows/);
    expect(writes().filter((call) => call.includes("upload"))).toHaveLength(3);
  });
});
