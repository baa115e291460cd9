/** `records update --data`: names that are wrong, and the first value of a record. */
import { useRecords } from "./record-under-test";

const records = useRecords();
const { run, writes } = records;
const update = (args: readonly string[]) => run(["update", records.record("joan").id, ...args]);

describe("a custom value of a record", () => {
  it("says what else can be done where a patch cannot set the first custom value", async () => {
    const { id } = records.record("tommy");
    const refusal = {
      operationId: "patchNonEmployeeRecord",
      status: 400,
      times: "always",
    } as const;
    records.simulator.faults.add(refusal);
    const first = await run(["update", id, "--data", "badge=1", "--yes"]);
    expect([first.code, first.err.at(-1)]).toEqual([
      1,
      expect.stringMatching(/ 400 .* The record has no custom value so far: .* with --replace\.$/),
    ]);
    const other = await run(["update", id, "--phone", "1", "--yes"]);
    expect(other.err.at(-1)).not.toContain("--replace");
  });

  it("clears nothing under a name that no attribute has, and says so", async () => {
    const wrong = await update(["--data", "bagde=", "--yes"]);
    expect([wrong.code, writes()]).toEqual([1, []]);
    expect(wrong.err.at(-1)).toMatch(
      /its source has no attribute bagde: nothing was written\. It has badge and cost\/center~1$/,
    );
    const right = await update(["--data", "cost/center~1=", "--yes"]);
    expect([right.code, writes()]).toEqual([0, []]);
    expect(right.err.at(-1)).toContain("is so already");
    const operationId = "getNonEmployeeSourceSchemaAttributes";
    records.simulator.faults.add({ operationId, status: 403 });
    const unseen = await update(["--data", "bagde=", "--yes"]);
    expect([unseen.code, writes()]).toEqual([0, []]);
    records.simulator.faults.add({ operationId, body: "no JSON" });
    const broken = await update(["--data", "bagde=", "--yes"]);
    expect([broken.code, writes()]).toEqual([1, []]);
    expect(unseen.err[0]).toMatch(/^warning: the record has no value of bagde; whether/);
  });

  it("takes no name for an attribute that an object cannot have", async () => {
    const { err, code } = await update(["--data", "__proto__=1", "--yes"]);
    expect([code, writes()]).toEqual([1, []]);
    expect(err.at(-1)).toContain('No attribute can be called "__proto__".');
  });
});
