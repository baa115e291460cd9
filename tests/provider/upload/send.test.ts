/** Pieces that the tenant refuses, loses, or takes while somebody else uploads; and a success that is none. */
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { RequestEvent } from "../../../provider/api";
import { csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload();
const POST = "importNonEmployeeRecordsInBulk";
const STATUS = "getNonEmployeeBulkUploadStatus";
const LIST = "listNonEmployeeRecords";
const abc = csv(head, row("a"), row("b"), row("c"));

const simulator = () => upload.world.simulator;
const names = () => Object.keys(upload.people());

/** How often each operation was called, of those that matter here. */
function counts() {
  const calls = upload.world.calls();
  const of = (end: string) => calls.filter((call) => call.endsWith(end)).length;
  return { posts: of("non-employee-bulk-upload"), lists: of("non-employee-records") };
}

/** Somebody else uploads one person. */
function otherUpload(lastsMs: number): void {
  const { store, sourceId } = upload;
  const [person] = [store.addRecord(sourceId, { accountName: "theirs" })];
  store.deleteRecord(person.id);
  store.submitUpload({ sourceId, rows: [person], lastsMs, hasErrors: false });
}

describe("an upload beside another one", () => {
  it.each(["jobFails", "refused"] as const)(
    "waits for its end before it sends (%s)",
    async (uploadOverlap) => {
      Object.assign(simulator().behaviour, { uploadOverlap, bulkJobMs: 1_000 });
      otherUpload(20_000);
      expect(await upload.upload(abc)).toMatchObject({ result: { created: 3 } });
      expect(names()).toEqual(["a", "b", "c", "theirs"]);
      expect(counts().posts).toBe(1);
      expect(upload.world.messages.join()).toContain(
        'another upload to source "Contractors" is under way (PENDING); waiting for its end',
      );
    },
  );

  it("waits for its end where that did not show, but the tenant refuses two", async () => {
    Object.assign(simulator().behaviour, { uploadOverlap: "refused", uploadStatus: "nullAtFirst" });
    otherUpload(20_000);
    expect(await upload.upload(abc)).toMatchObject({ result: { created: 3 } });
    expect(names()).toEqual(["a", "b", "c", "theirs"]);
    expect(counts().posts).toBe(2);
  });

  it("stops where that did not show and the tenant fails the second, and is right when it is made again", async () => {
    simulator().behaviour.uploadStatus = "nullAtFirst";
    otherUpload(20_000);
    const [problem = ""] = await upload.problems(abc);
    expect(problem).toMatch(
      /the 3 rows of lines 2 to 4 of .*people\.csv: the upload ended with errors, and 3 of them are not there: "a", "b", "c"\. .* 0 of 3 rows .* Run the command again/,
    );
    upload.world.clock.advance(20_000);
    expect(await upload.upload(abc)).toMatchObject({ result: { created: 3 } });
    expect(names()).toEqual(["a", "b", "c", "theirs"]);
  });

  it("does not wait for ever, and has written nothing then", async () => {
    otherUpload(7_200_000);
    const [problem = ""] = await upload.problems(abc);
    expect(problem).toMatch(
      /^another upload to source "Contractors" is still PENDING after half an hour; run the command again when it has ended/,
    );
    expect(counts().posts).toBe(0);
  });
});

describe("a piece whose answer is lost", () => {
  it("and that has not arrived is sent once more, after a status that stays null", async () => {
    simulator().faults.add({ operationId: POST, drop: "before" });
    expect(await upload.upload(abc)).toMatchObject({ result: { created: 3 } });
    expect(names()).toEqual(["a", "b", "c"]);
    expect(counts().posts).toBe(2);
    expect(upload.world.messages.join()).toContain(
      "waiting for its end, and looking which rows have arrived",
    );
  });

  it.each(["named", "nullAtFirst"] as const)(
    "and that has arrived is followed to its end, not sent again (%s)",
    async (uploadStatus) => {
      Object.assign(simulator().behaviour, { uploadStatus, bulkJobMs: 100_000 });
      simulator().faults.add({ operationId: POST, drop: "after" });
      expect(await upload.upload(abc)).toMatchObject({ result: { created: 3 } });
      expect(counts().posts).toBe(1);
    },
  );

  it("and of which a part is there is sent as far as it is missing", async () => {
    const { store } = upload;
    simulator().faults.add({ operationId: POST, drop: "after" });
    const onRequest = ({ operation }: RequestEvent) => {
      const [first] = operation === STATUS ? store.records() : [];
      if (first?.accountName === "a" && counts().posts === 1) store.deleteRecord(first.id);
    };
    expect(await upload.upload(abc, { onRequest })).toMatchObject({ result: { created: 3 } });
    expect(names()).toEqual(["a", "b", "c"]);
    const bodies = simulator().requests.filter(
      ({ status, path }) => status === 202 && path.endsWith("bulk-upload"),
    );
    expect(JSON.stringify(bodies.at(-1)?.body)).not.toContain("b@example.org");
  });

  it("twice ends the upload, which is right when it is made again", async () => {
    simulator().faults.add({ operationId: POST, drop: "before", times: 2 });
    const [problem = ""] = await upload.problems(abc);
    expect(problem).toMatch(
      /lines 2 to 4 of .* may be taken or not, the answer was lost twice: .* 0 of 3 rows for source "Contractors" were written\. Run the command again/,
    );
    expect(await upload.upload(abc)).toMatchObject({ result: { created: 3 } });
  });

  it("ends with ERROR and is sent once more, which tells what is wrong", async () => {
    simulator().behaviour.uploadErrors = "inJob";
    simulator().faults.add({ operationId: POST, drop: "after" });
    const text = csv(head, row("a"), row("b").replace("ada.lovelace", "nobody"));
    const [problem = ""] = await upload.problems(text);
    expect(problem).toContain("the row of line 3 of ");
    expect(names()).toEqual(["a"]);
  });
});

describe("a piece that is refused", () => {
  const nobody = row("c").replace("ada.lovelace", "nobody");
  const text = csv(head, row("a", '"x\ny"'), row("same"), row("b"), nobody, row("d"));
  const rowsAtOnce = 2;

  beforeEach(() => upload.upload(csv(head, row("same"))));

  it("does not keep the others from being sent, and is told with the lines of the file", async () => {
    expect(await upload.problems(text, { rowsAtOnce })).toEqual([
      expect.stringMatching(
        /^source "Contractors": the 2 rows of lines 6 to 7 of \S+people\.csv were not taken: upload records to source \w+: 400 .*line 2: manager: no identity has the alias "nobody".* \(line 2 is line 6 of the file\)\. 2 of 4 rows for source "Contractors" were written\. Run the command again when that is corrected: nothing is sent twice$/,
      ),
    ]);
    expect(names()).toEqual(["a", "b", "same"]);
    expect(await upload.upload(text.replace("nobody", "ada.lovelace"))).toMatchObject({
      result: { created: 2, changed: 0, unchanged: 3 },
    });
  });

  it("is told with lines that count the line breaks in its values", async () => {
    const broken = csv(head, row("same"), row("a", '"x\ny\nz"'), nobody);
    const [problem = ""] = await upload.problems(broken);
    expect(problem).toContain("the 2 rows of lines 3 to 6 of");
    expect(problem).toMatch(/line 5: manager: .* \(line 5 is line 6 of the file\)/);
  });

  it("by its job stops the upload, too", async () => {
    simulator().behaviour.uploadErrors = "inJob";
    const [problem = ""] = await upload.problems(text, { rowsAtOnce });
    expect(problem).toMatch(
      /the 2 rows of lines 6 to 7 .*: the upload ended with errors, and 1 of them is not there: "c"\. .* 3 of 4 rows/,
    );
  });

  it("for the limit of the source says so", async () => {
    simulator().limits.records = 3;
    const [problem = ""] = await upload.problems(csv(head, row("a"), row("b"), row("c")), {
      rowsAtOnce,
    });
    expect(problem).toContain("the row of line 4 of");
    expect(problem).toContain("At most 3 records are allowed");
    expect(names()).toEqual(["a", "b", "same"]);
  });

  it("for an account name that another source has says which line", async () => {
    const { store } = upload;
    simulator().behaviour.accountNames = "tenant";
    const [owner] = store.sources();
    const { sourceId } = store.addSource({
      name: "Other",
      description: "Other",
      owner: owner?.owner ?? "",
    });
    store.addRecord(sourceId, { accountName: "b" });
    const [problem = ""] = await upload.problems(abc);
    expect(problem).toContain('"b" is already being used; (tracking');
    expect(problem).toContain("(line 3 is line 3 of the file)");
  });

  it("names no line that the piece does not have", async () => {
    simulator().faults.add({
      ...{ operationId: POST, status: 400 },
      body: { detailCode: "400.1 Bad Request Content", messages: [{ text: "line 1 and line 99" }] },
    });
    const [problem = ""] = await upload.problems(abc);
    expect(problem).toContain("line 1 and line 99");
    expect(problem).not.toContain("of the file");
  });
});

it("an upload whose job does not end in time says that rows may still be taken", async () => {
  simulator().behaviour.bulkJobMs = 7_200_000;
  const [problem = ""] = await upload.problems(abc);
  expect(problem).toMatch(
    /lines 2 to 4 .*: the upload is still PENDING after half an hour, and 3 of them are not there: .*run the command again when it has ended/,
  );
});

it("a file that is changed while it is uploaded is not mixed with the old one", async () => {
  const path = upload.write(abc);
  for (const text of [
    csv(head, row("a"), row("x")),
    csv(head, row("a"), row("b", "Other"), row("c")),
    csv(head, row("a")),
  ]) {
    for (const { id } of upload.store.records()) upload.store.deleteRecord(id);
    writeFileSync(path, abc);
    const onRequest = ({ operation }: RequestEvent) => {
      if (operation === LIST) writeFileSync(path, text);
    };
    await expect(upload.upload({ path }, { onRequest, rowsAtOnce: 1 })).rejects.toThrow(
      /people\.csv was changed while it was uploaded \((line \d|its end)\)/,
    );
    expect(names().every((name) => ["a", "b"].includes(name))).toBe(true);
  }
});

describe("the proof of an upload", () => {
  /** Does something each time when the upload is over, told how often it was. */
  const afterwards = (work: (time: number) => void) => {
    let isSent = false;
    let time = 0;
    return ({ operation }: RequestEvent) => {
      if (operation === POST) isSent = true;
      if (!isSent || (operation !== LIST && operation !== STATUS)) return;
      work(time);
      time += 1;
    };
  };
  const recordOf = (name: string) =>
    upload.store.records().find(({ accountName }) => accountName === name);

  it("waits for records that are not visible yet", async () => {
    const { store, sourceId } = upload;
    const hidden = { ...recordOf("c") };
    const onRequest = afterwards((time) => {
      const record = recordOf("c");
      if (time === 0 && record) {
        Object.assign(hidden, record);
        store.deleteRecord(record.id);
      }
      if (time === 3) store.addRecord(sourceId, hidden);
    });
    expect(await upload.upload(abc, { onRequest })).toMatchObject({ result: { created: 3 } });
    expect(upload.world.clock.sleeps.slice(-3)).toEqual([250, 500, 1_000]);
  });

  it("fails where records are missing, other or there twice, with their names and fields", async () => {
    const { store, sourceId } = upload;
    const onRequest = afterwards((time) => {
      if (time > 0) return;
      const [a, b] = [recordOf("a"), recordOf("b")];
      store.deleteRecord(a?.id ?? "");
      store.editRecord(b?.id ?? "", { email: "other@example.org", phone: "2" });
      store.addRecord(sourceId, { ...recordOf("c"), id: randomUUID() });
    });
    const [problem = ""] = await upload.problems(abc, { onRequest });
    expect(problem).toContain(
      'source "Contractors" has taken every upload, but lacks "a", and has other values of "b" (phone, email), and has several records of "c". Look at these records. 1 of 3 rows',
    );
  });

  it("names five, and counts the others", async () => {
    const many = csv(head, ...Array.from({ length: 7 }, (_, index) => row(`p${index}`)));
    const onRequest = afterwards(() => {
      for (const { id } of upload.store.records()) upload.store.deleteRecord(id);
    });
    const [problem = ""] = await upload.problems(many, { onRequest });
    expect(problem).toContain(
      'lacks "p0", "p1", "p2", "p3", "p4" and 2 others. Look at these records. 0 of 7 rows',
    );
  });
});

it("a source that has somebody twice is not written to", async () => {
  const { store, sourceId } = upload;
  for (let time = 0; time < 2; time += 1) store.addRecord(sourceId, { accountName: "b" });
  expect(await upload.problems(abc)).toEqual([
    'line 3: the source has several records with the accountName "b", so nobody can tell which one an upload would change; delete all but one',
  ]);
  expect(counts().posts).toBe(0);
});
