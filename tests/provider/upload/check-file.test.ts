/** What is wrong with files, told with line and column before anything is written. */
import { csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload();
const wide = `${head},costCenter,badge`;
const bom = "\uFEFF";
const date = "an ISO 8601 date or instant, such as 2027-03-31 or 2027-03-31T00:00:00Z";
const noSuch = (name: string) =>
  `the source has no such attribute; declare an attribute with the technicalName "${name}" on the source, or take the column out of a copy of the file`;
const someday = (startDate: string) => row("a").replace("2026-03-24T00:00:00-05:00", startDate);

describe("a file", () => {
  it.each<[string, string | Buffer, object]>([
    [
      "with quotes, commas and line breaks",
      csv(wide, row("a", "Rhodes", '"4,7"', '"say ""hi""\r\nthere"')),
      { costCenter: "4,7", badge: 'say "hi"\r\nthere' },
    ],
    [
      "with umlauts and a byte order mark",
      bom + csv(wide, row("a", "Rhodes", "Köln", "Łódź 😀")),
      { costCenter: "Köln", badge: "Łódź 😀" },
    ],
    [
      "with blanks after commas",
      csv(wide, row("a", "Rhodes", "4711", "7")).replaceAll(",", ", "),
      { costCenter: "4711", badge: "7" },
    ],
    [
      "with blanks that count",
      csv(wide, row("a", "Rhodes", '" 4711 "', "7")),
      { costCenter: " 4711 ", badge: "7" },
    ],
    [
      "of a spreadsheet",
      bom +
        csv(
          ...[wide, row("a", "Rhodes", "4711", "7")].map((line) =>
            line
              .split(",")
              .map((cell) => `"${cell}"`)
              .join(","),
          ),
        ).replaceAll("\n", "\r\n"),
      { costCenter: "4711", badge: "7" },
    ],
    [
      "whose lines end in CR alone",
      csv(wide, row("a", "Rhodes", "4711", "7")).replaceAll("\n", "\r"),
      { costCenter: "4711", badge: "7" },
    ],
    [
      "without a line end, with empty lines",
      `\n${wide}\n\n${row("a", "Rhodes", "4711", "7")}`,
      { costCenter: "4711", badge: "7" },
    ],
    [
      "with formulas",
      csv(wide, row("a", "Rhodes", "=1+1", "@x")),
      { costCenter: "=1+1", badge: "@x" },
    ],
    ["with its columns in another order", csv(`badge,${head}`, `7,${row("a")}`), { badge: "7" }],
    [
      "with a zero in front",
      csv(`${head},costCenter`, row("a", "Rhodes", "0815")),
      { costCenter: "0815" },
    ],
  ])("%s arrives as it is", async (_what, text, data) => {
    expect(await upload.problems(text)).toEqual([]);
    expect(upload.people()).toMatchObject({ a: { lastName: "Rhodes", data } });
  });

  it.each<[string, string | Buffer, string[]]>([
    [
      "is empty",
      "",
      ["the file is empty: its first line has to name the columns of the source's template"],
    ],
    [
      "lacks columns",
      csv("accountName,lastName,phone,email,manager,endDate"),
      ["line 1: the columns firstName and startDate must be there"],
    ],
    ["lacks a column", csv(head.replace(",phone", "")), ["line 1: the column phone must be there"]],
    [
      "has semicolons",
      csv(head.replaceAll(",", ";"), row("a").replaceAll(",", ";")),
      [
        'line 1: the columns accountName, firstName, lastName, phone, email, manager, startDate and endDate must be there. Its values seem to be separated by ";": save it with commas',
      ],
    ],
    [
      "has tabs",
      csv(head.replaceAll(",", "\t")),
      [
        expect.stringMatching(
          / must be there\. Its values seem to be separated by tabs: save it with commas$/,
        ),
      ],
    ],
    [
      "has names over several lines",
      csv(`${head},"shoe\nsize"`),
      [
        'line 1, column 9 ("shoe\\nsize"): the source has no such attribute; declare an attribute with the technicalName "shoe\\nsize" on the source, or take the column out of a copy of the file',
      ],
    ],
    [
      "has a label for a name",
      csv(`${head},Cost center`),
      ['line 1, column 9 ("Cost center"): the source has no such attribute; call it costCenter'],
    ],
    [
      "comes from the list of records",
      csv(`id,${head},created`),
      ["id", "created"].map((name) =>
        expect.stringMatching(
          new RegExp(`\\(${name}\\): .* a field of a record, as records list prints it: take the`),
        ),
      ),
    ],
    [
      "has a column twice",
      csv(`${head},badge,badge`),
      ["line 1, column 10 (badge): the same name as column 9; a column may be there once"],
    ],
    [
      "has an attribute twice",
      csv(`${head},badge,Badge`),
      ["line 1, column 10 (Badge): the source has no such attribute; call it badge"],
    ],
    [
      "has a column without a name",
      csv(`${head},,badge`),
      ["line 1, column 9: the column has no name; give it one, or take the column away"],
    ],
    [
      "has an unknown column",
      csv(`${head},shoeSize`, row("a", "Rhodes", "")),
      [`line 1, column 9 (shoeSize): ${noSuch("shoeSize")}`],
    ],
    [
      "has a column of data",
      csv(`${head},data.email`),
      [
        "line 1, column 9 (data.email): the source has no such attribute; a value of data that is called like the field email cannot go through an upload: take the column out of a copy of the file, and set its values record by record",
      ],
    ],
    [
      "has a row that is too short",
      csv(head, "a,b", row("b")),
      ["line 2: has 2 values for 8 columns; a value with a comma in it needs quotes"],
    ],
    [
      "has a row that is too long",
      csv(head, row("a", "Rhodes, Jr.")),
      ["line 2: has 9 values for 8 columns; a value with a comma in it needs quotes"],
    ],
    [
      "has empty values",
      csv(head, row("a"), row("", "").replace(",1,", ", ,")),
      [
        "line 3, column 1 (accountName): must not be empty",
        "line 3, column 3 (lastName): must not be empty",
        "line 3, column 4 (phone): must not be empty",
      ],
    ],
    [
      "has a day that does not exist",
      csv(head, someday("2026-02-30")),
      [`line 2, column 7 (startDate): must be ${date}`],
    ],
    [
      "has a date of another land",
      csv(head, someday("24.03.2026")),
      [`line 2, column 7 (startDate): must be ${date}`],
    ],
    [
      "has seconds since 1970",
      csv(head, someday("1610524800")),
      [`line 2, column 7 (startDate): must be ${date}`],
    ],
    [
      "has an instant without an offset",
      csv(head, someday("2026-03-24T00:00:00")),
      [`line 2, column 7 (startDate): must be ${date}`],
    ],
    [
      "has a NUL in a value",
      csv(head, row("a", "Rho\0des")),
      ["line 2, column 3 (lastName): has a NUL character, which no value may have; take it out"],
    ],
    [
      "has somebody twice, after a value of two lines",
      csv(`badge,${head}`, `"1\n2",${row("a")}`, "", `,${row("b")}`, `,${row("a")}`),
      ['line 6, column 2 (accountName): "a" is in line 2 as well; each person has one row'],
    ],
    [
      "has a quote too much",
      csv(head, row("a"), row("b", 'Rh"odes'), row("", "")),
      [
        'line 3, column 3 (lastName): a quote stands in the middle of a value: put the whole value into quotes; a quote inside of a quoted value is written twice ("")',
      ],
    ],
    [
      "has problems before a quote too much",
      csv(head, row("a", ""), row("b", 'Rh"odes')),
      [
        "line 2, column 3 (lastName): must not be empty",
        expect.stringMatching(/^line 3, column 3 \(lastName\): a quote /),
      ],
    ],
    [
      "is in UTF-16 without a byte order mark, with quotes",
      Buffer.from(csv(head, row("a", "Müller")).replaceAll(",", '","'), "utf16le"),
      ["the first line has NUL characters: save it as UTF-8 (it seems to be UTF-16)"],
    ],
    [
      "is in another encoding",
      Buffer.from(csv(head, row("a", "Müller")), "latin1"),
      ["line 2: the file is not in UTF-8 from here on; save it as CSV in UTF-8"],
    ],
  ])("that %s is refused", async (_what, text, problems) => {
    const before = upload.people();
    expect(await upload.problems(text)).toEqual(problems);
    expect(upload.people()).toEqual(before);
    expect(upload.world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
  });

  it("is refused where the value of a required attribute is empty, or its column missing", async () => {
    upload.store.addAttribute(upload.sourceId, {
      technicalName: "site",
      label: "Site",
      required: true,
    });
    expect(
      await upload.problems(csv(`${head},site`, row("a", "Rhodes", ""), row("b", "Rhodes", "x"))),
    ).toEqual([
      "line 2, column 9 (site): must not be empty, for the attribute is required; give a value, or make the attribute optional",
    ]);
    expect(await upload.problems(csv(head, row("a")))).toEqual([
      "line 1: the column site must be there",
    ]);
  });

  it("tells the first 20 problems and how many there are besides, and of people's data the account name alone", async () => {
    const rows = Array.from({ length: 30 }, (_, index) =>
      row(`p${index}`, "Secret").replace("2027-03-24", "soon"),
    );
    const problems = await upload.problems(csv(head, ...rows, row("p1")));
    expect(problems).toHaveLength(21);
    expect(problems[0]).toBe(`line 2, column 8 (endDate): must be ${date}`);
    expect(problems.at(-1)).toBe("and 10 more");
    expect(problems.join()).not.toMatch(/Secret|soon|example\.org/);
  });

  it("whose checking is interrupted says so", async () => {
    const signal = AbortSignal.abort(new Error("interrupted"));
    await expect(upload.upload(csv(head), { signal })).rejects.toThrow(/abort/);
  });
});

describe("names that every object has", () => {
  it("are attributes and account names like others", async () => {
    const { store, sourceId } = upload;
    for (const technicalName of ["constructor", "__proto__"]) {
      store.addAttribute(sourceId, { technicalName, label: technicalName });
    }
    const text = csv(
      `${head},constructor`,
      row("__proto__", "Rhodes", "x"),
      row("toString", "Rhodes", ""),
    );
    expect(await upload.problems(text)).toEqual([]);
    expect(store.recordsOf(sourceId).map(({ accountName, data }) => [accountName, data])).toEqual([
      ["__proto__", { constructor: "x" }],
      ["toString", {}],
    ]);
    expect(await upload.upload(text)).toMatchObject({ result: { unchanged: 2 } });
  });
});
