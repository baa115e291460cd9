/** `records update` with the token of the owner of a source, who is no administrator. */
import { recordsCommand } from "../../../cli/record";
import { SOURCE } from "../../simulator/request-under-test";
import { answering } from "../command-under-test";
import { useRequestTenant, withoutWaits, writesOf } from "../request-tenant";
import { mavisArgs } from "./record-under-test";

const { simulator, as } = useRequestTenant(recordsCommand);
withoutWaits();

const endDate = "2028-06-30T00:00:00Z";
const operationId = "patchNonEmployeeRecord";
beforeEach(() => {
  simulator.store.addRecord(SOURCE, { accountName: "bob", data: { costCenter: "1" } });
});
const record = () => {
  const found = simulator.store.recordsOf(SOURCE).find(({ accountName }) => accountName === "bob");
  if (!found) throw new Error("there is no record");
  return found;
};
const args = (...more: string[]) => ["update", record().id, "--end-date", endDate, ...more];

describe("the command records update, by the owner of the source", () => {
  it("changes the end date of a record that the owner may not read", async () => {
    const { out, err, code } = await as("grace", args("--yes", "--format", "json"));
    expect([err, code]).toEqual([[`record ${record().id} of tenant ${simulator.url} changed`], 0]);
    expect(record().endDate).toBe(endDate);
    expect(JSON.parse(out)).toMatchObject({ id: record().id, endDate });
    const [patch] = simulator.requests.filter(({ method }) => method === "PATCH");
    expect(patch?.body).toEqual([{ op: "replace", path: "/endDate", value: endDate }]);
  });

  it("asks with what is known", async () => {
    const { questions, options } = answering("no");
    const { code } = await as("grace", args(), options);
    expect([code, writesOf(simulator)]).toEqual([1, []]);
    expect(questions).toEqual([
      `change record ${record().id} of tenant ${simulator.url}, which these credentials may not read\n  endDate: what it was cannot be read -> "${endDate}"\nGo on? (yes or no) `,
    ]);
  });

  it.each([{ id: "" }, { id: "", endDate: "2027-01-01T00:00:00Z" }])(
    "says that it was sent where the answer does not show it: %j",
    async (answer) => {
      const { id } = record();
      simulator.faults.add({ operationId, effect: true, body: { ...answer, id } });
      const { err, code } = await as("grace", args("--yes"));
      expect([code, record().endDate]).toEqual([1, endDate]);
      expect(err.at(-1)).toMatch(
        /^error: update record \S+: the change was sent, .* \(endDate: .* -> .*\), and the record cannot be read: .*403/,
      );
    },
  );

  it("says that it may have taken effect where the answer is lost", async () => {
    simulator.faults.add({ operationId, drop: "after" });
    const { err, code } = await as("grace", args("--yes"));
    expect([code, record().endDate]).toEqual([1, endDate]);
    expect(err.at(-1)).toMatch(/ Looking failed as well: .*403.* It may have taken effect\.$/);
  });

  it.each([[["--phone", "1"]], [["--data", "note=a"]], [["--replace", ...mavisArgs()]]])(
    "sends nothing where more is to be changed: %j",
    async (more) => {
      const { err, code } = await as("grace", args("--yes", ...more));
      expect([code, writesOf(simulator)]).toEqual([1, []]);
      expect(err.at(-1)).toMatch(
        /^error: read record \S+: 403 .* The owner of the source can change the end date alone: give --end-date without another field\.$/,
      );
    },
  );

  it("is refused to whoever does not own the source", async () => {
    const before = record().endDate;
    const { err, code } = await as("edsger", args("--yes"));
    expect([code, record().endDate]).toEqual([1, before]);
    expect(err.at(-1)).toMatch(/^error: change record \S+: 403 /);
  });
});
