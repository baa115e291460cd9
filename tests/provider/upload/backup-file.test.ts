/** Files of backups: a row that cannot be sent does not keep the others from it, nor itself from being compared. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SchemaAttribute } from "../../../provider/api";
import { systemAttributes } from "../../../provider/resources/system-attribute";
import { checkFile, type FileCheck, type FileRow } from "../../../provider/upload/check-file";
import { fieldsOf } from "../../../provider/upload/field";
import { csv, head, row } from "./upload-under-test";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "backup-file-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const attribute = (technicalName: string, required = false): SchemaAttribute => ({
  ...{ id: technicalName, technicalName, label: technicalName, type: "TEXT" },
  ...{ system: false, required },
});
const badge = attribute("badge");
const columns = (...more: string[]) => [...systemAttributes, ...more];

/** A source with these attributes, and a template that has all of them unless told otherwise. */
const source = (attributes: SchemaAttribute[], template?: string[]) =>
  fieldsOf(attributes, template ?? columns(...attributes.map((one) => one.technicalName)));

function check(text: string, known = source([badge]), isBackup = true): Promise<FileCheck> {
  const path = join(folder, "contractors.csv");
  writeFileSync(path, text);
  return checkFile({ path, isBackup }, known);
}

async function rowsOf(...args: Parameters<typeof check>): Promise<Record<string, FileRow>> {
  const checked = await check(...args);
  if ("problems" in checked) throw new Error(checked.problems.join("\n"));
  return Object.fromEntries(checked.file.rows);
}

async function problemsOf(...args: Parameters<typeof check>): Promise<Record<string, unknown>> {
  const rows = Object.entries(await rowsOf(...args));
  return Object.fromEntries(rows.map(([name, { problem }]) => [name, problem]));
}

const date = "an ISO 8601 date or instant, such as 2027-03-31 or 2027-03-31T00:00:00Z";

describe("a row of a backup", () => {
  it("without a problem has none, and may be alone or not there", async () => {
    const rows = await rowsOf(csv(`${head},badge`, row("a", "Rhodes", "7")));
    expect(rows).toEqual({ a: { line: 2, signature: expect.any(String) } });
    expect(rows.a).not.toHaveProperty("problem");
    expect(await rowsOf(csv(head))).toEqual({});
  });

  it("has a problem where required values are empty, and others beside it have none", async () => {
    const text = csv(head, row("a", ""), row("b"), row("c", "").replace(",1,", ",,"));
    expect(await problemsOf(text)).toEqual({
      a: "line 2, column 3 (lastName): must not be empty",
      b: undefined,
      c: "line 4, column 3 (lastName): must not be empty; line 4, column 4 (phone): must not be empty",
    });
    const site = csv(`${head},site`, row("a", "Rhodes", ""), row("b", "Rhodes", "x"));
    expect(await problemsOf(site, source([attribute("site", true)]))).toEqual({
      a: "line 2, column 9 (site): must not be empty, for the attribute is required; give a value, or make the attribute optional",
      b: undefined,
    });
  });

  it("has a problem where a date is none", async () => {
    expect(await problemsOf(csv(head, row("a").replace("2027-03-24T00:00:00Z", "soon")))).toEqual({
      a: `line 2, column 8 (endDate): must be ${date}`,
    });
  });

  it("has no problem where the date of an attribute is none, which the tenant judges", async () => {
    const known = source([{ ...badge, type: "DATE" }]);
    const text = csv(`${head},badge`, row("a", "Rhodes", "soon"));
    expect(await problemsOf(text, known)).toEqual({ a: undefined });
  });

  it("has a problem where a value has a NUL", async () => {
    expect(await problemsOf(csv(head, row("a", "Rho\0des"), row("b")))).toEqual({
      a: "line 2, column 3 (lastName): has a NUL character, which no value may have; take it out",
      b: undefined,
    });
  });

  it("has a problem where the source knows no attribute for a value", async () => {
    const text = csv(
      `${head},old,data.email,"a\nb"`,
      ...[row("a", "R", "", "", ""), row("b", "R", "2", "1", ""), row("c", "R", "", "", "3")],
    );
    expect(await problemsOf(text)).toEqual({
      a: undefined,
      b: [
        'line 4, column 9 (old): the source has no such attribute, and the value would be lost; declare an attribute with the technicalName "old" on the source, or take the column out of a copy of the file',
        "line 4, column 10 (data.email): the source has no such attribute, and the value would be lost; a value of data that is called like the field email cannot go through an upload: take the column out of a copy of the file, and set its values record by record",
      ].join("; "),
      c: 'line 5, column 11 ("a\\nb"): the source has no such attribute, and the value would be lost; declare an attribute with the technicalName "a\\nb" on the source, or take the column out of a copy of the file',
    });
  });

  it("has a problem where an upload has no column for a value", async () => {
    const text = csv(`${head},badge`, row("a", "R", ""), row("b", "R", "7"));
    expect(await problemsOf(text, source([badge], columns()))).toEqual({
      a: undefined,
      b: "line 3, column 9 (badge): the value cannot be uploaded: the tenant's template for an upload has no custom attributes",
    });
  });

  it("has a problem where the file lacks a required attribute", async () => {
    const known = source([attribute("site", true), attribute("cost center", true), badge]);
    const lacking = (line: number, name: string) =>
      `line ${line}: the file has no column ${name}, and the attribute is required; make the attribute optional, or give the values in a copy of the file with records upload`;
    expect(await problemsOf(csv(head, row("a"), row("b", "")), known)).toEqual({
      a: `${lacking(2, "site")}; ${lacking(2, '"cost center"')}`,
      b: `line 3, column 3 (lastName): must not be empty; ${lacking(3, "site")}; ${lacking(3, '"cost center"')}`,
    });
    expect(await rowsOf(csv(head), known)).toEqual({});
  });

  it("is compared by its values, whether there is a problem or not", async () => {
    const text = csv(`${head},badge`, row("a", "", "7"), row("b", "Rhodes", "7"));
    const without = await rowsOf(text, source([badge], columns()));
    const { a, b } = await rowsOf(text);
    expect([without.a?.problem, without.b?.problem, a?.problem, b?.problem]).toEqual([
      ...[expect.any(String), expect.any(String), expect.any(String), undefined],
    ]);
    expect(without.a?.signature).toBe(a?.signature);
    expect(without.b?.signature).toBe(b?.signature);
    expect(a?.signature).not.toBe(b?.signature);
  });

  it("tells no person's data", async () => {
    const text = csv(`${head},old`, row("a", "Sec\0ret", "Secret").replace("2027-03-24T", "soon"));
    expect(JSON.stringify(await problemsOf(text))).not.toMatch(/Sec|ret"|soon|example\.org/);
  });
});

describe("a file of a backup is wrong as a whole", () => {
  it.each<[string, string, string[]]>([
    [
      "where a row has no account name",
      csv(head, row("a"), row("", "")),
      [
        "line 3, column 1 (accountName): must not be empty",
        "line 3, column 3 (lastName): must not be empty",
      ],
    ],
    [
      "where somebody is there twice, also in rows that cannot be sent",
      csv(head, row("a", ""), row("a")),
      ['line 3, column 1 (accountName): "a" is in line 2 as well; each person has one row'],
    ],
    [
      "where a row has another number of values",
      csv(head, row("a", ""), row("b", "Rhodes, Jr.")),
      ["line 3: has 9 values for 8 columns; a value with a comma in it needs quotes"],
    ],
    [
      "where it lacks a column that every record has",
      csv(head.replace(",phone", "")),
      ["line 1: the column phone must be there"],
    ],
    [
      "where quotes are wrong",
      csv(head, row("a", ""), row("b", 'Rh"odes')),
      [expect.stringMatching(/^line 3, column 3 \(lastName\): a quote stands/)],
    ],
    [
      "where it has no head",
      "",
      ["the file is empty: its first line has to name the columns of the source's template"],
    ],
  ])("%s", async (_what, text, problems) => {
    expect(await check(text)).toEqual({ problems });
  });
});

it("a file that is no backup is wrong by each of its rows", async () => {
  const known = source([attribute("site", true), badge], columns());
  const text = csv(
    `${head},site,badge`,
    row("a", "", "x", ""),
    row("b", "R", "x", "7"),
    row("b", "R", "x", "7"),
  );
  const why = "cannot be uploaded: the tenant's template for an upload has no custom attributes";
  expect(await check(text, known, false)).toEqual({
    problems: [
      "line 2, column 3 (lastName): must not be empty",
      'line 4, column 1 (accountName): "b" is in line 3 as well; each person has one row',
      `the values of site in 2 rows, the first in line 3, ${why}`,
      `the values of badge in 2 rows, the first in line 3, ${why}`,
    ],
  });
  expect(await check(csv(head), known, false)).toEqual({
    problems: ["line 1: the column site must be there"],
  });
});
