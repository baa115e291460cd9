/** `records list` and `records get`. */
import { parse } from "csv-parse/sync";
import { useRecords } from "./record-under-test";

const records = useRecords();
const { run } = records;

describe("the command records list", () => {
  it("shows the records of one source as a table", async () => {
    const { out, err, code } = await run(["list", "--source", "Contractors", "--sort", "lastName"]);
    const lines = out.split("\n").filter((line) => line.includes("joan") || line.includes("tommy"));
    expect(lines).toHaveLength(2);
    // Too wide for a terminal.
    expect(out).not.toMatch(/4711|email/);
    expect(lines[1]).toContain("Flowers");
    expect(out).not.toContain("bill");
    expect([err, code]).toEqual([
      [`2 records of source "Contractors" in tenant ${records.simulator.url}`],
      0,
    ]);
  });

  it("shows those of all sources, each as the API gave it", async () => {
    const { out, err } = await run(["list", "--format", "json", "--sort=-accountName"]);
    const found: { accountName: string; id: string }[] = JSON.parse(out);
    expect(found.map(({ accountName }) => accountName)).toEqual(["tommy", "joan", "bill"]);
    expect(found[1]).toMatchObject({
      ...records.record("joan"),
      sourceId: records.sourceId("Contractors"),
    });
    expect(err).toEqual([`3 records of tenant ${records.simulator.url}`]);
  });

  it("gives columns that a script can rely on as CSV, also of nothing", async () => {
    const { out } = await run([
      "list",
      "--source",
      records.sourceId("Contractors"),
      "--format",
      "csv",
    ]);
    const rows: Record<string, string>[] = parse(out, { columns: true });
    const joan = rows.find(({ accountName }) => accountName === "joan");
    expect(joan).toMatchObject({
      id: records.record("joan").id,
      manager: "ada.lovelace",
      data: '{"badge":"4711"}',
      sourceId: records.sourceId("Contractors"),
    });
    for (const { id } of records.recordsOf("Visitors")) records.simulator.store.deleteRecord(id);
    const empty = await run(["list", "--source", "name:Visitors", "--format", "csv"]);
    expect(empty.out).toBe(`${out.split("\n")[0]}\n`);
    expect((await run(["list", "--source", "Visitors", "--format", "json"])).out).toBe("[]\n");
    expect((await run(["list", "--source", "Visitors"])).out).toBe("");
  });

  it("gives one line of JSON for each", async () => {
    const { out } = await run(["list", "--format", "json", "--source", "Contractors"]);
    const [first, ...lines] = out.trimEnd().split("\n");
    expect([first, lines.length, lines.at(-1)]).toEqual(["[", 3, "]"]);
  });

  it("writes several pages as one JSON list and one CSV, and one table for each 250", async () => {
    const { store } = records.simulator;
    for (let index = 0; index < 600; index += 1) {
      store.addRecord(records.sourceId("Contractors"), { accountName: `a${index}` });
    }
    const list = ["list", "--source", "Contractors", "--format"];
    const json: unknown[] = JSON.parse((await run([...list, "json"])).out);
    const csv: unknown[] = parse((await run([...list, "csv"])).out, { columns: true });
    const table = (await run([...list, "table"])).out;
    expect([json.length, csv.length]).toEqual([602, 602]);
    expect(table.split("\n").filter((line) => line.includes("accountName"))).toHaveLength(3);
  });

  it("ends with 1 and says why where the list breaks off", async () => {
    records.simulator.faults.add({
      operationId: "listNonEmployeeRecords",
      status: 403,
      times: "always",
    });
    const { out, err, code } = await run(["list", "--format", "json"]);
    expect([out, code]).toEqual(["", 1]);
    expect(err.at(-1)).toMatch(/^error: list non-employee records: 403 /);
  });

  it("names what is wrong with source and sorters, and asks for no record", async () => {
    const unknown = await run(["list", "--source", "contractors"]);
    expect(unknown.err.at(-1)).toMatch(
      /no non-employee source .* has the name "contractors" .*there is "Contractors"/,
    );
    const wrong = await run(["list", "--sort", "badge"]);
    expect(wrong.err.at(-1)).toMatch(
      /argument 'badge' is invalid\. "badge" is none of id, accountName, /,
    );
    expect(records.simulator.requests.filter(({ path }) => path.includes("records"))).toEqual([]);
  });

  it("shows nothing that a terminal would obey", async () => {
    const { store } = records.simulator;
    store.addRecord(records.sourceId("Visitors"), { accountName: "\u001b[2Jx" });
    for (const format of ["table", "json"]) {
      const { out } = await run(["list", "--source", "Visitors", "--format", format]);
      expect(out).not.toContain("\u001b");
      expect(out).toContain("\\u001b[2Jx");
    }
  });
});

describe("the command records get", () => {
  it("shows one record in each form", async () => {
    const { id } = records.record("joan");
    expect((await run(["get", id])).out).toMatch(/accountName\s*│ joan/);
    const found: unknown = JSON.parse((await run(["get", id, "--format", "json"])).out);
    expect(found).toMatchObject({ id, data: { badge: "4711" } });
    const [row]: unknown[] = parse((await run(["get", id, "--format", "csv"])).out, {
      columns: true,
    });
    expect(row).toMatchObject({ id, accountName: "joan" });
  });

  it("says that there is no such record", async () => {
    const { out, err, code } = await run(["get", "no-such-id"]);
    expect([out, code]).toEqual(["", 1]);
    expect(err.at(-1)).toMatch(/^error: read record no-such-id: 404 /);
  });
});
