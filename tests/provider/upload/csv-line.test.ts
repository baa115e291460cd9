/** Reading CSV files as people and programs write them, with the lines that a person sees in an editor. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { CsvFileError } from "../../../provider/upload/csv-file-error";
import { type CsvLine, readCsvLines } from "../../../provider/upload/csv-line";
import { propertySettings } from "../../property";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "csv-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer): Promise<CsvLine[]> {
  const path = join(folder, "file.csv");
  writeFileSync(path, content);
  const lines: CsvLine[] = [];
  for await (const line of readCsvLines(path)) lines.push(line);
  return lines;
}

const bom = "\uFEFF";

it.each<[string, string | Buffer, [number, ...string[]][]]>([
  [
    "LF",
    "a,b\n1,2\n",
    [
      [1, "a", "b"],
      [2, "1", "2"],
    ],
  ],
  [
    "CR LF",
    "a,b\r\n1,2\r\n",
    [
      [1, "a", "b"],
      [2, "1", "2"],
    ],
  ],
  [
    "CR",
    "a,b\r1,2\r",
    [
      [1, "a", "b"],
      [2, "1", "2"],
    ],
  ],
  [
    "all three line ends",
    "a\nb\r\nc\rd",
    [
      [1, "a"],
      [2, "b"],
      [3, "c"],
      [4, "d"],
    ],
  ],
  ["no line end", "a,b", [[1, "a", "b"]]],
  [
    "a byte order mark",
    `${bom}a,b\n1,2`,
    [
      [1, "a", "b"],
      [2, "1", "2"],
    ],
  ],
  ["a byte order mark before a quote", `${bom}"a",b\n`, [[1, "a", "b"]]],
  ["two byte order marks", `${bom}${bom}a`, [[1, "a"]]],
  ["only a byte order mark", bom, []],
  ["nothing", "", []],
  ["empty lines alone", "\n\r\n  \n\t\n", []],
  [
    "empty lines between rows",
    "\n\na\n\n  \nb\n\n\nc",
    [
      [3, "a"],
      [6, "b"],
      [9, "c"],
    ],
  ],
  ["blanks around bare values", " a , b\t,c c \n", [[1, "a", "b", "c c"]]],
  ["blanks inside of quotes", '" a ", "\tb" ,c\n', [[1, " a ", "\tb", "c"]]],
  ["commas and quotes in quotes", '"a,""b""",""""\n', [[1, 'a,"b"', '"']]],
  [
    "empty values",
    '"",,\n,\n""\n',
    [
      [1, "", "", ""],
      [2, "", ""],
      [3, ""],
    ],
  ],
  [
    "line breaks in quotes",
    '"1\n2","3\r\n4"\r\n"5\r6"\nx',
    [
      [1, "1\n2", "3\r\n4"],
      [4, "5\r6"],
      [6, "x"],
    ],
  ],
  [
    "an empty line in quotes",
    '"a\n\n\nb"\n\nc',
    [
      [1, "a\n\n\nb"],
      [6, "c"],
    ],
  ],
  ["umlauts and signs of two halves", "Łukasz,Zoë,ß,😀\n", [[1, "Łukasz", "Zoë", "ß", "😀"]]],
  [
    "rows of any length",
    "a,b\n1\n1,2,3\n",
    [
      [1, "a", "b"],
      [2, "1"],
      [3, "1", "2", "3"],
    ],
  ],
  [
    "a NUL that is not in the first line",
    "a\n\u0000b\n",
    [
      [1, "a"],
      [2, "\u0000b"],
    ],
  ],
  ["a letter that is itself a sign of failure", "\uFFFD\n", [[1, "\uFFFD"]]],
])("reads %s", async (_what, content, lines) => {
  const expected = lines.map(([line, ...cells]) => ({ line, cells }));
  expect(await read(content)).toEqual(expected);
});

const latin = (text: string) => Buffer.from(text, "latin1");
const wide = "the first line has NUL characters: save it as UTF-8 (it seems to be UTF-16)";
const twice = 'a quote inside of a quoted value is written twice ("")';

it.each<[string, string | Buffer, string]>([
  [
    "a quote in the middle of a value",
    'a,b\n1,x"y\n',
    `line 2, column 2 (b): a quote stands in the middle of a value: put the whole value into quotes; ${twice}`,
  ],
  [
    "something after a quote",
    'a,b\n\n1,"2\n3"4\n',
    `line 3, column 2 (b): something follows the quote that ends a value, where only a comma or the end of the line may follow; ${twice}`,
  ],
  [
    "a blank and something after a quote",
    'a,b\n"1" 2,3\n',
    `line 2, column 1 (a): something follows the quote that ends a value, where only a comma or the end of the line may follow; ${twice}`,
  ],
  [
    "a quote that is never closed",
    'a,b\n1,2\n3,"4\n5,6\n7,8\n',
    `line 3, column 2 (b): the row has a quote that is never closed; ${twice}`,
  ],
  [
    "a quote that is never closed in a long file",
    `a,b\n3,"4\n${"5,6\n".repeat(300_000)}`,
    `line 2, column 2 (b): the row is longer than 1048576 bytes: a quote may not be closed; ${twice}`,
  ],
  [
    "a quote in the names of the columns",
    'a,b"c\n',
    `line 1, column 2: a quote stands in the middle of a value: put the whole value into quotes; ${twice}`,
  ],
  [
    "another encoding",
    latin("a,b\r\n1,2\r\n3,M\u00fcller\r\n"),
    "line 3: the file is not in UTF-8 from here on; save it as CSV in UTF-8",
  ],
  [
    "another encoding in a file of CRs",
    latin("a,b\r1,2\r3,M\u00fcller\r4"),
    "line 3: the file is not in UTF-8 from here on; save it as CSV in UTF-8",
  ],
  [
    "another encoding in the last line, far below",
    latin(`a\n${"0123456789\n".repeat(20_000)}\u00fc`),
    "line 20002: the file is not in UTF-8 from here on; save it as CSV in UTF-8",
  ],
  [
    "half of a letter at the end",
    Buffer.from("a\nü").subarray(0, 3),
    "line 2: the file is not in UTF-8 from here on; save it as CSV in UTF-8",
  ],
  ["UTF-16, as spreadsheets call Unicode", Buffer.from(`${bom}a,b\n`, "utf16le"), wide],
  [
    "what has no lines",
    "x".repeat(2_000_000),
    "line 1: the line is longer than 1048576 bytes: this is no CSV file, or it was cut",
  ],
  [
    "what has no more lines from somewhere on",
    `\na,b\r\n${"1,2\r".repeat(30_000)}${"x".repeat(2_000_000)}`,
    "line 30003: the line is longer than 1048576 bytes: this is no CSV file, or it was cut",
  ],
  [
    "a value that is too long, without a quote in its row",
    `"a",b\n"1",2\n3,${"x".repeat(1_048_700)}\n"5",6\n`,
    "line 3, column 2 (b): the row is longer than 1048576 bytes: this is no CSV file, or it was cut",
  ],
  ["UTF-16 without a byte order mark", Buffer.from("a,b\n", "utf16le"), wide],
  [
    "UTF-16 of the other order, after empty lines, with quotes",
    Buffer.from('\r\n\n"a","b"\nMüller', "utf16le").swap16(),
    wide,
  ],
  ["UTF-16 in a single line", Buffer.from("a,b", "utf16le"), wide],
])("refuses %s, with the place", async (_what, content, message) => {
  const error = await read(content).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(CsvFileError);
  expect(error).toMatchObject({ message });
});

it("reads NULs far below as they are", async () => {
  const lines = await read(`a\n${"0123456789\n".repeat(20_000)}b\u0000\n`.repeat(2));
  expect(lines.filter(({ cells }) => cells[0] === "b\u0000")).toHaveLength(2);
});

it("ends when the user asks for it", async () => {
  const path = join(folder, "long.csv");
  writeFileSync(path, "a,b\n".repeat(100_000));
  const controller = new AbortController();
  const work = async () => {
    for await (const { line } of readCsvLines(path, controller.signal)) {
      if (line === 10) controller.abort(new Error("interrupted"));
    }
  };
  await expect(work()).rejects.toThrow("interrupted");
});

describe("a file of any dialect", () => {
  const cell = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(..."ab ,\"\r\n\t;'ü😀\u00a0") }) },
    fc.string({ unit: "grapheme", maxLength: 8 }),
  );
  const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 12,
    }),
  );
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const needed = (text: string) => (/^\s|\s$|[",\r\n]|^$/.test(text) ? quoted(text) : text);
  const dialect = fc.record({
    end: fc.constantFrom("\n", "\r\n", "\r"),
    write: fc.constantFrom(quoted, needed),
    mark: fc.constantFrom("", bom),
    between: fc.constantFrom(",", ", ", " ,"),
    gap: fc.constantFrom("", "\n", " \r\n"),
    hasEnd: fc.boolean(),
  });

  it("reads back as it was written, each row with its line", async () => {
    await fc.assert(
      fc.asyncProperty(table, dialect, async (rows, { end, write, mark, between, gap, hasEnd }) => {
        let text = "";
        const lines: number[] = [];
        for (const [index, cells] of rows.entries()) {
          text += gap;
          lines.push(text.split(/\r\n|\r|\n/).length);
          text += cells.map(write).join(between);
          if (index < rows.length - 1 || hasEnd) text += end;
        }
        const found = await read(mark + text);
        expect(found).toEqual(rows.map((cells, index) => ({ line: lines[index], cells })));
      }),
      propertySettings(300),
    );
  });

  it("is read, or refused with a line, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'ab,"\r\n ') }), async (text) => {
        const count = text.split(/\r\n|\r|\n/).length;
        const error = await read(text).then(
          (lines) => {
            for (const { line } of lines) expect(line <= count).toBe(true);
          },
          (one: unknown) => one,
        );
        if (error === undefined) return;
        expect(error).toBeInstanceOf(CsvFileError);
        const [, line] = /^line (\d+), column \d+/.exec(String((error as Error).message)) ?? [];
        expect(Number(line) >= 1 && Number(line) <= count).toBe(true);
      }),
      propertySettings(500),
    );
  });
});
