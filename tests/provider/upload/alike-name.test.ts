/** Account names that differ in upper and lower case alone. */
import { atCall, csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload();
const abc = csv(head, row("a"), row("b"), row("c"));
const names = () => Object.keys(upload.people());
const posts = () => upload.world.calls().filter((call) => call.startsWith("POST ")).length;

describe("account names that differ in case alone", () => {
  it("of which the source has the other one alone are refused", async () => {
    const { store, sourceId } = upload;
    store.addRecord(sourceId, { accountName: "B" });
    expect(await upload.problems(abc)).toEqual([
      'line 3: the source has a record with the accountName "B", which differs from "b" in upper and lower case alone and may be the same person: then write it in the same way; if they are two people, take the row out and use records create',
    ]);
    expect(posts()).toBe(0);
  });

  it("or in how Unicode writes their letters are refused as well: they look the same", async () => {
    const { store, sourceId } = upload;
    store.addRecord(sourceId, { accountName: "m\u00fcller" });
    expect(await upload.problems(csv(head, row("mu\u0308ller")))).toEqual([
      expect.stringMatching(
        /^line 2: .* in how Unicode writes its letters alone and may be the same/,
      ),
    ]);
    expect(posts()).toBe(0);
    // That the source has two names which differ in case says nothing of letters.
    for (const accountName of ["B", "b"]) store.addRecord(sourceId, { accountName });
    expect(await upload.problems(csv(head, row("mu\u0308ller")))).toHaveLength(1);
    store.addRecord(sourceId, { accountName: "\u00e4" });
    store.addRecord(sourceId, { accountName: "a\u0308" });
    expect(await upload.problems(csv(head, row("mu\u0308ller")))).toEqual([]);
  });

  it.each([
    ["H\u0331asan", "h\u0331asan", "upper and lower case"],
    ["M\u00dcLLER", "mu\u0308ller", "upper and lower case and how Unicode writes its letters"],
  ])("are found whatever the letters are (%j, %j)", async (theirs, ours, what) => {
    upload.store.addRecord(upload.sourceId, { accountName: theirs });
    const [problem, ...others] = await upload.problems(csv(head, row(ours)));
    expect([problem, others]).toEqual([
      expect.stringContaining(` in ${what} alone and may be`),
      [],
    ]);
  });

  it("of which the file has both are refused, as a backup they are different people", async () => {
    const text = csv(abc.trimEnd(), row("A"));
    expect(await upload.problems(text)).toEqual([
      'line 2: the file has the accountName "A", which differs from "a" in upper and lower case alone and may be the same person: then write it in the same way; if they are two people, take the row out and use records create',
      'line 5: the file has the accountName "a", which differs from "A" in upper and lower case alone and may be the same person: then write it in the same way; if they are two people, take the row out and use records create',
    ]);
    expect(await upload.problems(text, { isOverwriting: false })).toHaveLength(2);
    expect(posts()).toBe(0);
    expect(await upload.problems(text, { isBackup: true })).toEqual([]);
    expect(names()).toEqual(["A", "a", "b", "c"]);
  });

  it("are different people where the source has both", async () => {
    const { store, sourceId } = upload;
    store.addRecord(sourceId, { accountName: "B" });
    store.addRecord(sourceId, { accountName: "b" });
    expect(await upload.problems(csv(abc.trimEnd(), row("A")))).toEqual([]);
    expect(names()).toEqual(["A", "B", "a", "b", "c"]);
  });

  describe("and that come while an upload goes on", () => {
    const run = (...records: string[]) => {
      const { store, sourceId, world } = upload;
      world.simulator.behaviour.bulkJobMs = 30_000;
      const onRequest = atCall("getNonEmployeeBulkUploadStatus", 3, () => {
        for (const accountName of records) store.addRecord(sourceId, { accountName });
      });
      return upload.upload(abc, { onRequest, rowsAtOnce: 1 });
    };

    it("may be the same person, who is left alone", async () => {
      expect(await run("B", "someone")).toMatchObject({ result: { created: 2, left: 1 } });
      expect(names()).toEqual(["B", "a", "c", "someone"]);
    });

    it("are sent where the source has shown that case counts", async () => {
      const { store, sourceId } = upload;
      for (const accountName of ["X", "x"]) store.addRecord(sourceId, { accountName });
      expect(await run("B")).toMatchObject({ result: { created: 3, left: 0 } });
      expect(names()).toEqual(["B", "X", "a", "b", "c", "x"]);
    });
  });
});
