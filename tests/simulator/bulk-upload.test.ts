/** Uploading CSV files to the simulator, in every form that people's programs write. */
import fc from "fast-check";
import { DEFAULT_IDENTITIES } from "../../simulator/index";
import { propertySettings } from "../property";
import { useSimulator } from "../simulator-under-judge";
import { call, manualClock, type Reply, tokenOf, uploadForm } from "./tenant-client";

const { ada, alan } = DEFAULT_IDENTITIES;
const HEADER = "accountName,firstName,lastName,phone,email,manager,startDate,endDate";
const DATES = "2026-03-24T00:00:00-05:00,2027-03-24T00:00:00Z";

describe("an upload to the simulator", () => {
  const clock = manualClock();
  const tenant = useSimulator({ clock, judgedRequests: "accepted", maxLoggedBody: 10_000_000 });
  let [sourceId, path] = ["", ""];

  beforeEach(() => {
    ({ sourceId } = tenant.store.addSource({
      ...{ name: "Contractors", description: "External staff", owner: ada.id },
      attributes: [
        { technicalName: "costCenter", label: "Cost center" },
        { technicalName: "note", label: "Note" },
      ],
    }));
    path = `/v2026/non-employee-sources/${sourceId}/non-employee-bulk-upload`;
  });

  const upload = (csv: string | Uint8Array<ArrayBuffer>, name?: string): Promise<Reply> =>
    call(tenant, path, { method: "POST", form: uploadForm(csv, name) });

  const row = (accountName: string, lastName = "Rhodes", manager = "ada.lovelace"): string =>
    `${accountName},Ida,${lastName},1,${accountName}@example.org,${manager},${DATES}`;

  /** The one refusal as its lines. */
  function linesOf({ status, body }: Reply): string[] {
    expect(status).toBe(400);
    expect(body.detailCode).toBe("400.1 Bad Request Content");
    return body.messages[0]?.text.split("\n") ?? [];
  }

  it("inserts records, and tells of a job of that source", async () => {
    const { status, body } = await upload(`${HEADER},costCenter\n${row("ida")},4711\n`);
    expect([status, body]).toEqual([
      202,
      {
        ...{ id: expect.stringMatching(/^[0-9a-f]{32}$/), sourceId, status: "PENDING" },
        ...{ created: "2026-03-02T10:00:00.12Z", modified: "2026-03-02T10:00:00.12Z" },
      },
    ]);
    expect(tenant.store.recordsOf(sourceId)).toMatchObject([
      {
        ...{ accountName: "ida", firstName: "Ida", lastName: "Rhodes", phone: "1" },
        ...{ email: "ida@example.org", manager: "ada.lovelace", data: { costCenter: "4711" } },
        ...{ startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-24T00:00:00Z" },
      },
    ]);
    expect((await call(tenant, `${path}/status`)).body).toEqual({ status: "COMPLETED" });
  });

  it("updates by account name: an empty cell clears, a missing column keeps", async () => {
    const data = { costCenter: "1", note: "kept" };
    const { id, created } = tenant.store.addRecord(sourceId, { accountName: "ida", data });
    await upload(`${HEADER},costCenter\n${row("ida", "Hopper", alan.alias)},\n${row("new")},2\n`);
    const [updated, inserted] = tenant.store.recordsOf(sourceId);
    expect(updated).toMatchObject({ id, created, lastName: "Hopper", manager: "alan.turing" });
    expect([updated?.data, inserted?.data]).toEqual([{ note: "kept" }, { costCenter: "2" }]);
  });

  it.each<[string, string, string]>([
    ["quotes, commas and line breaks", '"Müller, ""Jr.""\nII"', 'Müller, "Jr."\nII'],
    ["blanks after commas", "  Rhodes  ", "Rhodes"],
    ["blanks before quotes", ' "Rhodes, Jr."', "Rhodes, Jr."],
    ["letters beyond ASCII", "Łukasiewicz 😀 名", "Łukasiewicz 😀 名"],
  ])("reads %s", async (_what, cell, lastName) => {
    expect((await upload(`${HEADER}\n${row("ida", cell)}\n`)).status).toBe(202);
    expect(tenant.store.recordsOf(sourceId)[0]?.lastName).toBe(lastName);
  });

  it("reads whatever stands in quotes as it is", async () => {
    // Whole letters alone: what is none has no form in UTF-8.
    const texts = fc.sample(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
      propertySettings(300),
    );
    const odd = [...texts, '"', ",", "\n", "\r\n", " ", " a ", '","', '"\n"', "\uFEFF", "'", "ä"];
    const rows = odd.map((one, index) => row(`p${index}`, `"${one.replaceAll('"', '""')}"`));
    expect((await upload(`${HEADER}\n${rows.join("\n")}\n`)).status).toBe(202);
    expect(tenant.store.recordsOf(sourceId).map(({ lastName }) => lastName)).toEqual(odd);
  });

  it("reads a byte order mark, other line ends, other orders of columns and empty lines", async () => {
    const columns = HEADER.split(",").reverse();
    const cells = row("ida").split(",").reverse();
    const text = `\uFEFF${columns.join(",")}\r\n\r\n${cells.join(",")}`;
    expect((await upload(text)).status).toBe(202);
    expect(tenant.store.recordsOf(sourceId)[0]?.accountName).toBe("ida");
  });

  it.each(["example", "rfc4180", "excel"] as const)(
    "takes back what it exports in the form %s",
    async (csv) => {
      tenant.behaviour.csv = csv;
      tenant.store.addRecord(sourceId, { lastName: 'O"Neil, Jr.', data: { note: "a\nb, c" } });
      const [before] = tenant.store.recordsOf(sourceId);
      const { url } = tenant;
      const headers = { authorization: `Bearer ${await tokenOf(tenant)}` };
      const source = path.replace(/[^/]*$/, "non-employees/download");
      const file = new Uint8Array(
        await (await fetch(`${url}${source}`, { headers })).arrayBuffer(),
      );
      tenant.store.deleteRecord(before?.id ?? "");
      expect((await upload(file)).status).toBe(202);
      const { id: _, created: __, modified: ___, ...fields } = { ...before };
      expect(tenant.store.recordsOf(sourceId)).toMatchObject([fields]);
    },
  );

  it("names every wrong row by its line, and takes none of the others", async () => {
    const wrong = [
      row("ida", ""),
      `${row("a")},b`,
      row("joan", "Clarke", "nobody"),
      row("fine"),
      row("fine"),
      row("late").replace("2027-03-24T00:00:00Z", "soon"),
    ];
    const lines = linesOf(await upload(`${HEADER}\n${wrong.join("\n")}\n`));
    expect(lines).toEqual([
      "line 2: lastName is required;",
      "line 3: has 9 values for 8 columns;",
      'line 4: manager: no identity has the alias "nobody".',
      'line 6: the accountName "fine" is in line 5 as well;',
      "line 7: endDate must be an instant such as 2026-03-02T10:00:00Z;",
    ]);
    expect(tenant.store.recordsOf(sourceId)).toEqual([]);
    expect((await call(tenant, `${path}/status`)).body).toEqual({ status: null });
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
    ["an empty file", "", "the file is empty;"],
    ["columns that are missing", "accountName,firstName\nx,y\n", "the column lastName is missing;"],
    ["a column that is not known", `${HEADER},badge\n`, "the column badge is not known;"],
    ["a column twice", `${HEADER},email\n`, "the column email is there twice;"],
    ["a quote that stays open", `${HEADER}\n"x`, "the file is no CSV in UTF-8"],
    ["another encoding", new Uint8Array([0x4d, 0xfc]), "the file is no CSV in UTF-8"],
  ])("refuses %s", async (_what, csv, text) => {
    expect(linesOf(await upload(csv)).join("\n")).toContain(text);
  });

  it("demands a form with a file in the part data", async () => {
    const text = "the form must have a file in its part data;";
    expect(linesOf(await upload(HEADER, "file"))).toEqual([text]);
    const field = new FormData();
    field.append("data", HEADER);
    const asField = await call(tenant, path, { method: "POST", form: field });
    expect(linesOf(asField)).toEqual([text]);
    const broken = { contentType: "multipart/form-data; boundary=x", body: "no form" };
    expect(linesOf(await call(tenant, path, { method: "POST", ...broken }))).toEqual([
      "the body is not a valid form;",
    ]);
    const csv = { contentType: "text/csv", body: HEADER };
    expect(linesOf(await call(tenant, path, { method: "POST", ...csv }))).toEqual([
      "Content-Type must be multipart/form-data;",
    ]);
  });

  it("knows managers by name, and columns by label, where exports have them so", async () => {
    Object.assign(tenant.behaviour, { csvManager: "name", csvColumns: "label" });
    const csv = `${HEADER},Cost center\n${row("ida", "Rhodes", alan.name)},7\n`;
    expect((await upload(csv)).status).toBe(202);
    expect(tenant.store.recordsOf(sourceId)).toMatchObject([
      { manager: alan.alias, data: { costCenter: "7" } },
    ]);
    tenant.behaviour.csvColumns = "none";
    expect(linesOf(await upload(csv))).toEqual(["the column Cost center is not known;"]);
  });

  it("is one of an existing source, and within the limit", async () => {
    const at = (id: string) => path.replace(sourceId, id);
    const form = () => uploadForm(`${HEADER}\n${row("ida")}\n${row("joan")}\n`);
    expect((await call(tenant, at("none"), { method: "POST", form: form() })).status).toBe(404);
    expect((await call(tenant, `${at("none")}/status`)).status).toBe(404);
    tenant.store.addRecord(sourceId, { accountName: "ida" });
    tenant.limits.records = 1;
    const over = await call(tenant, path, { method: "POST", form: form() });
    expect(over.body.detailCode).toMatch(/^400\.1\.4 /);
    tenant.limits.records = 2;
    expect((await call(tenant, path, { method: "POST", form: form() })).status).toBe(202);
  });

  it("is forgotten with its source, also while it lasts", async () => {
    tenant.behaviour.bulkJobMs = 1_000;
    await upload(`${HEADER}\n${row("ida")}\n`);
    tenant.store.deleteSource(sourceId);
    clock.advance(1_000);
    expect(tenant.store.records()).toEqual([]);
  });

  it("may have 20,000 rows", async () => {
    const rows = Array.from({ length: 20_000 }, (_value, index) => row(`p${index}`));
    expect((await upload(`${HEADER}\n${rows.join("\n")}\n`)).status).toBe(202);
    expect(tenant.store.rows.recordCount(sourceId)).toBe(20_000);
  });
});
