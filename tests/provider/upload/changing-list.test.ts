/** Sources to which people are added while their lists are read: these have several pages, and each of them says how many there are. */
import type { RequestEvent } from "../../../provider/api";
import { atCall, csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload();
const LIST = "listNonEmployeeRecords";
const STATUS = "getNonEmployeeBulkUploadStatus";
const names = Array.from({ length: 300 }, (_, index) => `person.${index}`);
const file = csv(head, ...names.map((name) => row(name)));
const add = (accountName: string) => upload.store.addRecord(upload.sourceId, { accountName });
const pages = () =>
  upload.world.calls().filter((call) => call.startsWith("GET /non-employee-records"));

describe("somebody who is added while records are listed", () => {
  it("does not keep an upload from being proven", async () => {
    // After the page of the comparison, which lists an empty source, and the first one of the proof.
    const onRequest = atCall(LIST, 2, () => add("another"));
    expect(await upload.upload(file, { onRequest })).toMatchObject({ result: { created: 300 } });
    expect(pages()).toHaveLength(1 + 2 + 2);
    expect(upload.world.clock.sleeps.at(-1)).toBe(250);
  });

  it("does not end an upload between two pieces", async () => {
    upload.world.simulator.behaviour.bulkJobMs = 30_000;
    for (let index = 0; index < 300; index += 1) add(`there.${index}`);
    let isLook = false;
    const onStatus = atCall(STATUS, 3, () => {
      // All have changed since, so that the look before the second piece has several pages.
      for (const { id } of upload.store.records()) upload.store.editRecord(id, { phone: "2" });
      isLook = true;
    });
    const onRequest = (event: RequestEvent) => {
      onStatus(event);
      if (!isLook || event.operation !== LIST) return;
      isLook = false;
      add("another");
    };
    expect(
      await upload.upload(file, { onRequest, rowsAtOnce: 150, isOverwriting: false }),
    ).toMatchObject({ result: { created: 300 } });
    expect(isLook).toBe(false);
  });
});
