/** `records upload`: what it writes, prints, asks and ends with. */
import { uploadCommand } from "../../../cli/record/upload";
import { systemClock } from "../../../provider/api";
import { DEFAULT_IDENTITIES } from "../../../simulator";
import { csv, head, peopleOf, row } from "../../provider/upload/upload-under-test";
import { useSimulator } from "../../simulator-under-judge";
import {
  callsOf,
  type HostOptions,
  runCommand,
  useFolder,
  variablesOf,
} from "../command-under-test";

const { ada } = DEFAULT_IDENTITIES;
const seed = {
  sources: [
    {
      ...{ name: "Contractors", description: "External staff", owner: ada.id },
      attributes: [{ technicalName: "badge", label: "Badge" }],
      records: [{ accountName: "old", data: { badge: "7" } }, { accountName: "theirs" }],
    },
  ],
};
const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const folder = useFolder();

const sourceId = () => simulator.store.sources()[0]?.sourceId ?? "";
const people = () => peopleOf(simulator.store, sourceId());
const writes = () => callsOf(simulator).filter((call) => !call.startsWith("GET "));
const upload = (text: string, args: readonly string[] = [], options: HostOptions = {}) =>
  runCommand(
    uploadCommand,
    [folder.write("people.csv", text), "--source", "Contractors", ...args],
    variablesOf(simulator),
    options,
  );
const where = () => `source "Contractors" (${sourceId()}) of tenant ${simulator.url}`;

const told = (what: string) =>
  `warning: 1 record has other values than the file: "old" (firstName, lastName, phone, startDate, endDate); ${what}`;

describe("the command records upload", () => {
  it("creates and updates records, and says how many", async () => {
    const { out, err, code } = await upload(csv(head, row("old"), row("new")), [
      "--yes",
      "--format",
      "json",
    ]);
    expect(JSON.parse(out)).toEqual({
      ...{ sourceId: sourceId(), name: "Contractors", file: folder.path("people.csv") },
      ...{ rows: 2, created: 1, updated: 1, unchanged: 0, left: 0, notInFile: 1 },
    });
    expect(err).toEqual([
      told("they get the values of the file; --new-only would leave them alone"),
      `2 records written to ${where()}`,
    ]);
    expect(code).toBe(0);
    expect(people()).toMatchObject({
      old: { lastName: "Rhodes", data: { badge: "7" } },
      new: { lastName: "Rhodes" },
      theirs: {},
    });
  });

  it("warns of the documented limit before it asks", async () => {
    const rows = Array.from({ length: 19_999 }, (_, index) => row(`person.${index}`));
    const { err } = await upload(csv(head, ...rows), [], { ask: () => Promise.resolve("no") });
    expect(err).toEqual([
      'warning: source "Contractors" would have 20001 records, and the limit is 20000: the tenant may refuse some after it has taken others; delete first what nobody needs',
      "error: the answer was no: nothing was written",
    ]);
  });

  it("asks, and says which records are overwritten", async () => {
    const asked: string[] = [];
    const ask = (question: string) => {
      asked.push(question);
      return Promise.resolve("no");
    };
    const text = csv(head, row("old"), row("new"));
    const { out, err, code } = await upload(text, [], { ask });
    expect(asked).toEqual([
      `create 1 record and overwrite 1 record in ${where()}, from ${folder.path("people.csv")}. Go on? (yes or no) `,
    ]);
    expect([out, err.at(-1), code]).toEqual([
      "",
      "error: the answer was no: nothing was written",
      1,
    ]);
    expect(err[0]).toBe(told("they get the values of the file; --new-only would leave them alone"));
    expect(writes()).toEqual([]);
  });

  it("leaves the others alone with --new-only", async () => {
    const before = people();
    const text = csv(head, row("old"), row("new"));
    const { out, err, code } = await upload(text, ["--yes", "--new-only", "--format", "json"]);
    expect(JSON.parse(out)).toMatchObject({ created: 1, updated: 0, left: 1 });
    expect([err[0], code]).toEqual([told("they are left alone"), 0]);
    expect(people()).toMatchObject({ ...before, new: { lastName: "Rhodes" } });
  });

  it("refuses names that differ in case alone with --new-only, too: nobody would be there, and the exit code 0", async () => {
    const { err, code } = await upload(csv(head, row("bob"), row("Old")), ["--yes", "--new-only"]);
    expect(err.at(-1)).toMatch(
      /cannot be uploaded, and nothing was written:\n- line 3: the source has a record with the accountName "old", which differs from "Old" in upper and lower case alone/,
    );
    expect([code, writes()]).toEqual([1, []]);
  });

  it("ends with 1 where somebody has come meanwhile, also with --new-only", async () => {
    const ask = () => {
      // One record less is different by then, so that the numbers alone do not show who has come.
      const old = simulator.store.records().find(({ accountName }) => accountName === "old");
      const same = { firstName: "Ida", lastName: "Rhodes", phone: "1", email: "old@example.org" };
      const dates = { startDate: "2026-03-24T05:00:00Z", endDate: "2027-03-24T00:00:00Z" };
      simulator.store.editRecord(old?.id ?? "", { ...same, ...dates, manager: ada.alias });
      simulator.store.addRecord(sourceId(), { accountName: "new", lastName: "Theirs" });
      // The comparison is too old by then.
      jest.spyOn(systemClock, "now").mockReturnValue(Date.now() + 60_000);
      return Promise.resolve("yes");
    };
    const { err, code } = await upload(
      csv(head, row("old"), row("new"), row("other")),
      ["--new-only"],
      { ask },
    ).finally(() => jest.restoreAllMocks());
    expect(err.at(-1)).toBe(
      "error: 1 record was made or changed by somebody else meanwhile and left alone: run the command again to see which",
    );
    expect(code).toBe(1);
    expect(people()).toMatchObject({ new: { lastName: "Theirs" }, other: {} });
  });

  it("does not ask where everything is there already", async () => {
    const text = csv(head, row("new"));
    await upload(text, ["--yes"]);
    const before = writes().length;
    const { out, code } = await upload(text, ["--format", "csv"]);
    expect(out).toBe(
      `sourceId,name,file,rows,created,updated,unchanged,left,notInFile\n${sourceId()},Contractors,${folder.path("people.csv")},1,0,0,1,0,2\n`,
    );
    expect([code, writes().length]).toEqual([0, before]);
  });

  it("tells all that is wrong with the file, and writes nothing", async () => {
    const { out, err, code } = await upload(
      csv(head, row("a", ""), row("b").replace("2027-03-24", "24.3.")),
      ["--yes"],
    );
    expect([out, code]).toEqual(["", 1]);
    expect(err).toEqual([
      `error: ${folder.path("people.csv")} cannot be uploaded, and nothing was written:\n` +
        "- line 2, column 3 (lastName): must not be empty\n" +
        "- line 3, column 8 (endDate): must be an ISO 8601 date or instant, such as 2027-03-31 or 2027-03-31T00:00:00Z",
    ]);
    expect(writes()).toEqual([]);
  });

  it("refuses a file without rows", async () => {
    const { err, code } = await upload(csv(head), ["--yes"]);
    expect(err[0]).toContain("\n- the file has no rows, only the names of the columns");
    expect(code).toBe(1);
  });

  it("says which source is not there", async () => {
    const { err, code } = await upload(csv(head, row("a")), ["--yes", "--source", "contractors"]);
    expect(err[0]).toContain("no non-employee source of");
    expect(err[0]).toContain('there is "Contractors"');
    expect(code).toBe(1);
  });

  it("says what the tenant refused", async () => {
    const { err, code } = await upload(csv(head, row("a").replace("ada.lovelace", "nobody")), [
      "--yes",
    ]);
    expect(err[0]).toMatch(
      /^error: source "Contractors": the row of line 2 of .* 400 .*"nobody".* 0 of 1 row for/,
    );
    expect(code).toBe(1);
  });

  it("that is interrupted says how far it is, and not that nothing was written", async () => {
    const controller = new AbortController();
    simulator.faults.add({ operationId: "importNonEmployeeRecordsInBulk", delayMs: 30 });
    const work = upload(csv(head, row("a")), ["--yes"], { signal: controller.signal });
    while (
      !simulator.requests.some(({ method, path }) => method === "POST" && path.endsWith("upload"))
    ) {
      await new Promise(setImmediate);
    }
    controller.abort(new Error("interrupted"));
    const { out, err, code } = await work;
    expect([out, code]).toEqual(["", 1]);
    expect(err).toEqual([
      expect.stringMatching(
        /the row of line 2 of \S+ was under way and may be taken\. 0 of 1 row for source "Contractors" were written\. Run the command again: nothing is sent twice$/,
      ),
    ]);
  });
});
