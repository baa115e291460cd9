/** `records export`, `records template` and `records status`. */
import { chmodSync, statSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { callsOf, useFolder } from "../command-under-test";
import { withoutWaits } from "../request-tenant";
import { useRecords } from "./record-under-test";

const records = useRecords();
const { run } = records;
const folder = useFolder();
const ofContractors = ["--source", "Contractors"];

describe("the command records export", () => {
  it("writes the file of the API to standard output", async () => {
    const { out, err, code } = await run(["export", ...ofContractors]);
    expect(code).toBe(0);
    const rows: Record<string, string>[] = parse(out, { columns: true, trim: true });
    expect(rows.map(({ accountName }) => accountName).sort()).toEqual(["joan", "tommy"]);
    expect(err).toEqual([`2 records of source "Contractors" in tenant ${records.simulator.url}`]);
  });

  it("writes a file for its owner alone", async () => {
    const file = folder.path("a.csv");
    const { out, err, code } = await run(["export", ...ofContractors, "--out", file]);
    expect([out, code]).toEqual(["", 0]);
    expect(err.at(-1)).toMatch(/ written to .*a\.csv$/);
    expect(folder.read("a.csv")).toBe((await run(["export", ...ofContractors])).out);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    expect((await run(["export", ...ofContractors, "--out", file])).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(["rfc4180", "excel"] as const)("keeps each byte, also in the form %s", async (csv) => {
    records.simulator.behaviour.csv = csv;
    records.simulator.store.addRecord(records.sourceId("Contractors"), {
      accountName: "jörg",
      firstName: 'a "b",\r\nc',
    });
    const { out, err } = await run(["export", ...ofContractors]);
    const [request] = records.simulator.requests.filter(({ path }) => path.endsWith("/download"));
    expect(out).toBe(request?.responseBody);
    expect(err).toEqual([expect.stringContaining("3 records")]);
  });

  it("gives the values of the file as JSON and as a table", async () => {
    const json: unknown[] = JSON.parse(
      (await run(["export", ...ofContractors, "--format", "json"])).out,
    );
    expect(json).toEqual(
      expect.arrayContaining([expect.objectContaining({ accountName: "joan", badge: "4711" })]),
    );
    const { out } = await run(["export", ...ofContractors, "--format", "table"]);
    expect(out).toMatch(/accountName .* badge /);
  });

  it("leaves no file that has not all records", async () => {
    const download = { operationId: "exportNonEmployeeRecords" };
    const text =
      "accountName,firstName,lastName,phone,email,manager,startDate,endDate\na,b,c,d,e,f,g,h\n";
    const file = ["--out", folder.path("a.csv")];
    records.simulator.faults.add({
      ...download,
      body: text,
      headers: { "Content-Type": "text/csv" },
    });
    const short = await run(["export", ...ofContractors, ...file]);
    expect([short.code, folder.list()]).toEqual([1, []]);
    expect(short.err.at(-1)).toContain("1 record came, and the source counts 2");
    records.simulator.faults.add({ ...download, truncate: true, times: "always" });
    const cut = await run(["export", ...ofContractors, ...file]);
    expect([cut.code, folder.list()]).toEqual([1, []]);
  });

  it.each([
    [
      "a quote that is not closed",
      'a,"Jon "Smith",c\n',
      /export the records of source \S+: .*the file is no CSV or was cut: /,
    ],
    ["a page of a portal", "<html>", /the answer is no CSV file/],
  ])("explains %s", async (_what, body, message) => {
    const type = body.startsWith("<") ? "text/html" : "text/csv";
    const fault = {
      operationId: "exportNonEmployeeRecords",
      times: 5,
      headers: { "Content-Type": type },
    };
    records.simulator.faults.add({ ...fault, body });
    const { err, code } = await run(["export", ...ofContractors, "--out", folder.path("a.csv")]);
    expect([code, folder.list()]).toEqual([1, []]);
    expect(err.at(-1)).toMatch(message);
  });

  describe("where the tenant does not count", () => {
    const file = () => ["--out", folder.path("a.csv")];
    /** The answer to the question for the number of records. */
    const answerWith = (change: (sources: object[]) => object[]) => {
      const body = change(
        records.simulator.store.sources().map((one) => ({ ...one, nonEmployeeCount: null })),
      );
      const headers = { "X-Total-Count": String(body.length) };
      const operationId = "listNonEmployeeSources";
      records.simulator.faults.add({ operationId, skip: 1, body, headers });
    };

    it("counts the list of records", async () => {
      answerWith((sources) => sources);
      const { err, code } = await run(["export", ...ofContractors, ...file()]);
      expect([code, err.at(-1)]).toEqual([0, expect.stringMatching(/^2 records of .* written to/)]);
      expect(callsOf(records.simulator)).toContain("GET /non-employee-records");
    });

    it("writes no file that has others than the list", async () => {
      answerWith((sources) => sources);
      const body =
        "accountName,firstName,lastName,phone,email,manager,startDate,endDate\na,b,c,d,e,f,g,h\n";
      const headers = { "Content-Type": "text/csv" };
      records.simulator.faults.add({ operationId: "exportNonEmployeeRecords", body, headers });
      const { err, code } = await run(["export", ...ofContractors, ...file()]);
      expect([code, folder.list()]).toEqual([1, []]);
      expect(err.at(-1)).toContain("1 record came, and the list of its records has 2");
    });

    it("writes no file where it cannot count, or the source is gone", async () => {
      answerWith((sources) => sources);
      records.simulator.faults.add({ operationId: "listNonEmployeeRecords", status: 403 });
      const refused = await run(["export", ...ofContractors, ...file()]);
      expect([refused.code, refused.err.at(-1)]).toEqual([1, expect.stringContaining("403")]);
      answerWith((sources) => sources.slice(1));
      const gone = await run(["export", ...ofContractors, ...file()]);
      expect([gone.code, folder.list()]).toEqual([1, []]);
      expect(gone.err.at(-1)).toContain(
        'records of source "Contractors": 2 records came, and the source is not there any more',
      );
    });
  });
});

describe("the command records template", () => {
  it("gives the columns in each form, and as a file", async () => {
    const csv = await run(["template", ...ofContractors]);
    expect(csv.out.trim().split(/,\s*/)).toEqual([
      "accountName",
      "firstName",
      "lastName",
      "phone",
      "email",
      "manager",
      "startDate",
      "endDate",
      "badge",
      "cost/center~1",
    ]);
    for (let times = 0; times < 2; times += 1) {
      // The second time over the first one.
      const { code } = await run(["template", ...ofContractors, "--out", folder.path("t.csv")]);
      expect([folder.read("t.csv"), code]).toEqual([csv.out, 0]);
    }
    const json: unknown[] = JSON.parse(
      (await run(["template", ...ofContractors, "--format", "json"])).out,
    );
    expect(json).toContainEqual({ column: "badge" });
  });
});

describe("the command records template, over a file that is there", () => {
  it("leaves one that has rows alone, and sends nothing", async () => {
    const text = "accountName,firstName\njoan,Joan\n";
    const file = folder.write("people.csv", text);
    const { err, code } = await run(["template", ...ofContractors, "--out", file]);
    expect([code, folder.read("people.csv"), records.simulator.requests]).toEqual([1, text, []]);
    expect(err).toEqual([
      `error: cannot write ${file}: it is no template, for it has more than one line; perhaps these are people. Nothing was written. Name another file, or remove this one first`,
    ]);
  });

  it("says what a folder is, and writes to a device", async () => {
    const { err, code } = await run(["template", ...ofContractors, "--out", folder.path()]);
    expect([code, err.at(-1)]).toEqual([1, expect.stringContaining("it is a folder")]);
    expect((await run(["template", ...ofContractors, "--out", "/dev/null"])).code).toBe(0);
  });
});

describe("the command records status", () => {
  const upload = (lastsMs: number, hasErrors = false) =>
    records.simulator.store.submitUpload({
      sourceId: records.sourceId("Contractors"),
      rows: [],
      lastsMs,
      hasErrors,
    });

  it("shows where the newest upload is, or that there is none", async () => {
    const status = ["status", ...ofContractors, "--format", "json"];
    expect(JSON.parse((await run(status)).out)).toEqual({
      sourceId: records.sourceId("Contractors"),
      name: "Contractors",
      status: null,
    });
    upload(1_000_000);
    expect(JSON.parse((await run(status)).out)).toMatchObject({ status: "PENDING" });
  });

  it("waits for the end, and ends with 1 where the upload has errors", async () => {
    upload(0);
    const done = await run(["status", ...ofContractors, "--wait", "--format", "csv"]);
    expect([done.code, done.out.trim().endsWith("COMPLETED")]).toEqual([0, true]);
    upload(0, true);
    const failed = await run(["status", ...ofContractors, "--wait"]);
    expect([failed.code, failed.out]).toEqual([1, ""]);
    expect(failed.err.at(-1)).toContain("it ended with errors (status ERROR)");
    expect((await run(["status", ...ofContractors])).out).toContain("ERROR");
  });

  describe("where it has to wait", () => {
    withoutWaits({ movesClock: true });
    const waiting = () => run(["status", ...ofContractors, "--wait"]);

    it("ends after a minute without a status", async () => {
      const { err, code } = await waiting();
      expect(code).toBe(1);
      expect(err.at(-1)).toMatch(
        /^error: there is no upload to wait for: .* has had no status for 60 s/,
      );
    });

    it("ends after half an hour", async () => {
      upload(1_000_000_000);
      const { err, code } = await waiting();
      expect(code).toBe(1);
      expect(err.at(-1)).toMatch(
        / is still PENDING after 30 minutes\. Run the command again to wait longer/,
      );
    });
  });
});
