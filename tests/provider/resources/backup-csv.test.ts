import { type NonEmployeeRecord, nonEmployeeRecordSchema } from "../../../provider/api";
import { checkCsv, toCsv, toLines } from "../../../provider/resources/backup-csv";
import { rowsOf } from "./backup-under-test";

function record(fields: Record<string, unknown>): NonEmployeeRecord {
  return nonEmployeeRecordSchema.parse({ id: "a0303682-5e4a-44f7-bdc2-6ce6112549c1", ...fields });
}

function attribute(technicalName: string, system = false) {
  return {
    id: technicalName,
    technicalName,
    label: "Label",
    type: "TEXT",
    system,
    required: false,
  };
}

describe("the columns", () => {
  it("are those of the template alone where there is nothing else", () => {
    const lines = toLines([], [attribute("account.name", true), attribute("firstName")]);
    expect(toCsv(lines)).toBe(
      "accountName,firstName,lastName,phone,email,manager,startDate,endDate\r\n",
    );
  });

  it("keep what a record holds under the name of a column", () => {
    const data = { accountName: "other", "data.accountName": "third", constructor: "own" };
    const records = [record({ accountName: "jane", data }), record({ accountName: "joe" })];
    const lines = toLines(records, [attribute("constructor")]);
    const rows = rowsOf(toCsv(lines));
    const names = { accountName: "jane", "data.data.accountName": "other" };
    expect(rows[0]).toMatchObject({ ...names, "data.accountName": "third", constructor: "own" });
    expect(rows[1]).toMatchObject({ accountName: "joe", "data.accountName": "", constructor: "" });
    expect(() => checkCsv(Buffer.from(toCsv(lines)), lines)).not.toThrow();
  });

  it("keep values that are no texts, as JSON", () => {
    const data = { number: 4711, flag: false, list: ["a", 1], none: null };
    const [row] = rowsOf(toCsv(toLines([record({ data, email: null })], [])));
    expect(row).toMatchObject({
      number: "4711",
      flag: "false",
      list: '["a",1]',
      none: "",
      email: "",
    });
  });
});

describe("reading back", () => {
  const lines = [
    ["accountName", "costCenter"],
    ["jane", "a\r\nb"],
    ["joe", ""],
  ];
  const file = toCsv(lines);

  it("passes what is as it was written", () => {
    expect(() => checkCsv(Buffer.from(file), lines)).not.toThrow();
  });

  it.each([
    [
      "a missing record",
      file.replace("joe,\r\n", ""),
      "2 records were written, but the file holds 1",
    ],
    ["a record too many", `${file}ann,\r\n`, "2 records were written, but the file holds 3"],
    ["nothing", "", "2 records were written, but the file holds 0"],
    ["another account name", file.replace("joe", "jim"), "record 2 cannot be read back"],
    ["another value", file.replace("a\r\nb", "a\nb"), "record 1 cannot be read back"],
    ["another column", file.replace("costCenter", "cost"), "the names of the columns cannot be"],
    ["an open quote", file.slice(0, file.indexOf('"') + 2), "the file cannot be read back as CSV"],
  ])("tells %s", (_what, text, message) => {
    expect(() => checkCsv(Buffer.from(text), lines)).toThrow(message);
  });

  it("tells a text that UTF-8 cannot hold", () => {
    const broken = [["accountName"], ["half of a pair \ud83d"]];
    expect(() => checkCsv(Buffer.from(toCsv(broken)), broken)).toThrow("record 1 cannot be read");
  });
});
