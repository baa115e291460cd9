/** `records delete`. */
import { systemClock } from "../../../provider/api";
import { answering, callsOf } from "../command-under-test";
import { withoutWaits } from "../request-tenant";
import { useRecords } from "./record-under-test";

const records = useRecords();
const { run, writes } = records;
withoutWaits();

describe("the command records delete", () => {
  const ids = () => records.recordsOf("Contractors").map(({ id }) => id);
  const reads = () =>
    callsOf(records.simulator).filter((call) => call === "GET /non-employee-records/{id}").length;

  it("deletes one, and gives what it was", async () => {
    const before = records.record("joan");
    const { out, err, code } = await run(["delete", before.id, "--yes"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([before]);
    expect(records.recordsOf("Contractors").map(({ accountName }) => accountName)).toEqual([
      "tommy",
    ]);
    expect(err.at(-1)).toBe(`1 record of tenant ${records.simulator.url} deleted`);
    expect(writes()).toEqual(["DELETE /non-employee-records/{id}"]);
  });

  it("deletes several in one request", async () => {
    const { code } = await run(["delete", ...ids(), ...ids(), "--yes"]);
    expect([code, records.recordsOf("Contractors")]).toEqual([0, []]);
    expect(writes()).toEqual(["POST /non-employee-records/bulk-delete"]);
    expect(records.recordsOf("Visitors")).toHaveLength(1);
  });

  it("names who it is about and asks", async () => {
    const { questions, options } = answering("no");
    const { code } = await run(["delete", ...ids()], options);
    expect([code, writes(), ids().length]).toEqual([1, [], 2]);
    const source = records.sourceId("Contractors");
    expect(questions[0]).toContain(`delete 2 records of tenant ${records.simulator.url}:\n`);
    expect(questions[0]).toContain(`(joan) of source ${source}`);
    const unasked = await run(["delete", ...ids()]);
    expect([unasked.code, writes()]).toEqual([1, []]);
    expect(unasked.err.at(-1)).toContain("Give --yes");
  });

  it.each(["404", "400.1.404"] as const)(
    "deletes nothing where one of the ids is not known: %s",
    async (missingObject) => {
      records.simulator.behaviour.missingObject = missingObject;
      const { err, code } = await run(["delete", ...ids(), "no-such-id", "--yes"]);
      expect([code, writes(), ids().length]).toEqual([1, [], 2]);
      expect(err.at(-1)).toMatch(
        /no record no-such-id; nothing was deleted\. .* or an earlier run has deleted them, then its output has them$/,
      );
    },
  );

  it("takes a deletion whose answer was lost for done", async () => {
    records.simulator.faults.add({ operationId: "deleteNonEmployeeRecord", drop: "after" });
    expect((await run(["delete", records.record("joan").id, "--yes"])).code).toBe(0);
    expect(ids()).toHaveLength(1);
  });

  it.each(["table", "csv"])(
    "gives every property of what was deleted, also as %s",
    async (format) => {
      const before = records.record("joan");
      const { out } = await run(["delete", before.id, "--yes", "--format", format]);
      const { data, ...rest } = before;
      for (const value of [...Object.values(rest), data.badge]) expect(out).toContain(value);
    },
  );

  it("deletes nothing that it cannot write down", async () => {
    const written = () => Promise.reject(new Error("the disk is full"));
    const { err, code } = await run(["delete", ...ids(), "--yes"], { written });
    expect([err.at(-1), code]).toEqual(["error: nothing was deleted: the disk is full", 1]);
    expect([writes(), ids().length]).toEqual([[], 2]);
  });

  describe("of more than fit into a request", () => {
    const bulk = { operationId: "deleteNonEmployeeRecordsInBulk" };
    const many = () => {
      const { store } = records.simulator;
      const source = records.sourceId("Contractors");
      for (let index = 0; index < 298; index += 1)
        store.addRecord(source, { accountName: `a${index}` });
      return ids();
    };

    it("names those that are left after a failure", async () => {
      records.simulator.faults.add({ ...bulk, skip: 1, status: 500 });
      const all = many();
      const { err, code } = await run(["delete", ...all, "--yes"]);
      const left = ids();
      expect([code, left.length]).toEqual([1, 50]);
      expect(err.at(-1)).toMatch(
        /^error: delete 50 records: 500 .* 250 of 300 records of tenant \S+ are deleted; still there: /,
      );
      expect(err.at(-1)).toContain(all.filter((id) => left.includes(id)).join(" "));
      expect(err.at(-1)).toMatch(
        / Run the command again with these, and write what it prints into another file: this output is all that is left of those that are gone$/,
      );
    });

    it("does not wait for those that it never asked to delete", async () => {
      records.simulator.faults.add({ ...bulk, status: 504, effect: true });
      const { err, code } = await run(["delete", ...many(), "--yes"]);
      const left = ids();
      expect([code, left.length, reads()]).toEqual([1, 50, 600]);
      expect(err.at(-1)).toMatch(/: 504 .* 250 of 300 records of tenant \S+ are deleted; still/);
      expect(left.every((id) => err.at(-1)?.includes(id))).toBe(true);
    });

    it("looks once after a refusal", async () => {
      records.simulator.faults.add({ ...bulk, skip: 1, status: 403 });
      const { err, code } = await run(["delete", ...many(), "--yes"]);
      expect([code, reads()]).toEqual([1, 600]);
      expect(err.at(-1)).toMatch(/: 403 .* 250 of 300 records/);
    });

    it("takes those whose answer was lost for deleted where they are", async () => {
      records.simulator.faults.add({ ...bulk, drop: "after", skip: 1 });
      const { err, code } = await run(["delete", ...many(), "--yes"]);
      expect([code, ids()]).toEqual([0, []]);
      expect(err.at(-1)).toBe(`300 records of tenant ${records.simulator.url} deleted`);
    });

    it("says that it cannot tell what is left where looking fails", async () => {
      records.simulator.faults.add({ ...bulk, skip: 1, status: 500 });
      records.simulator.faults.add({ operationId: "getNonEmployeeRecord", skip: 300, status: 403 });
      const { err, code } = await run(["delete", ...many(), "--yes"]);
      expect(code).toBe(1);
      expect(err.at(-1)).toMatch(
        /: 500 .* Which of the 300 records of tenant \S+ are left cannot be told: .*403/,
      );
    });
  });

  it.each(["deleteNonEmployeeRecordsInBulk", "deleteNonEmployeeRecord"])(
    "waits for a deletion that takes effect after its answer was lost: %s",
    async (operationId) => {
      const some = operationId.endsWith("Bulk") ? ids() : ids().slice(1);
      records.simulator.faults.add({ operationId, status: 504, times: 10 });
      let isLate = false;
      jest.spyOn(systemClock, "sleep").mockImplementation(async () => {
        // The first wait after everything was read once and looked for once.
        isLate ||= reads() === 2 * some.length;
        if (isLate) for (const id of some) records.simulator.store.deleteRecord(id);
      });
      const { err, code } = await run(["delete", ...some, "--yes"]);
      expect([err.at(-1), code, isLate]).toEqual([
        expect.stringMatching(/^\d records? of .* deleted$/),
        0,
        true,
      ]);
      expect(reads()).toBe(3 * some.length);
    },
  );

  it("names what is still there although the tenant said that it was deleted", async () => {
    records.simulator.faults.add({
      operationId: "deleteNonEmployeeRecordsInBulk",
      effect: false,
      status: 204,
    });
    const { err, code } = await run(["delete", ...ids(), "--yes"]);
    expect(code).toBe(1);
    expect(err.at(-1)).toContain(
      `delete records: 0 of 2 records of tenant ${records.simulator.url} are deleted; still there: ${ids().join(" ")}. `,
    );
  });
});
