/** Uploads that the tenant takes without telling where they are. */
import { csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload();
const abc = csv(head, row("a"), row("b"), row("c"));
const posts = () =>
  upload.world.calls().filter((call) => call.endsWith("non-employee-bulk-upload"));

describe("a piece that was taken, and has no status", () => {
  it.each([
    ["for some minutes", "nullAtFirst", 600_000],
    ["for good", "nullAlways", 300_000],
  ] as const)("%s is followed until its rows are there", async (_, uploadStatus, bulkJobMs) => {
    Object.assign(upload.world.simulator.behaviour, { uploadStatus, bulkJobMs });
    expect(await upload.upload(abc)).toMatchObject({ result: { created: 3 } });
    expect(Object.keys(upload.people())).toEqual(["a", "b", "c"]);
    expect(posts()).toHaveLength(1);
    expect(upload.world.messages.join()).toContain(
      'the upload to source "Contractors" has no status so far, and 3 of 3 rows are not there yet; looking again',
    );
  });

  it("is not followed for ever, nor sent again", async () => {
    Object.assign(upload.world.simulator.behaviour, {
      uploadStatus: "nullAlways",
      bulkJobMs: 7_200_000,
    });
    const start = upload.world.clock.now();
    const [problem = ""] = await upload.problems(abc);
    expect(problem).toMatch(
      /lines 2 to 4 of .*: the upload has no status for half an hour, and 3 of them are not there: .* They may still come: look with records list/,
    );
    expect(posts()).toHaveLength(1);
    expect(upload.world.clock.now() - start).toBeLessThan(2_000_000);
  });
});
