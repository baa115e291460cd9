import { csvProblems, parseCsv } from "./csv";

const TEMPLATE = "a,b\n";
const EXAMPLE = "a,b\nx, y\n";
const DATED = "a,b\nx, 2020-04-05T08:00:00-10:00\n";

describe("the judge of CSV", () => {
  it.each([
    [
      "blanks after commas",
      "a,b,c\n1, 2, 3\n",
      [
        ["a", "b", "c"],
        ["1", "2", "3"],
      ],
    ],
    [
      "CRLF and quotes",
      'a,b\r\n"1,""x""",2\r\n',
      [
        ["a", "b"],
        ['1,"x"', "2"],
      ],
    ],
    [
      "a byte order mark",
      '\uFEFF"a","b"\r\n" 1","2\n3"\r\n',
      [
        ["a", "b"],
        [" 1", "2\n3"],
      ],
    ],
    [
      "empty cells",
      "a,b\n,\n",
      [
        ["a", "b"],
        ["", ""],
      ],
    ],
  ])("reads %s", (_what, text, rows) => {
    expect(parseCsv(text)).toEqual({ rows });
    expect(csvProblems(text, EXAMPLE)).toEqual([]);
  });

  it.each([
    ["another first column", "b,a\n", "header"],
    ["a column that is missing", "a\n", "header"],
    ["a column without a name", "a,b,\n", "header"],
    ["a cell too few", "a,b,c\n1,2\n", "row 1"],
    ["a cell too many", "a,b\n1,2\n1,2,3\n", "row 2"],
    ["a quote that is not closed", 'a,b\n"1,2\n', "text"],
    ["a quote inside of a cell", 'a,b\n1"1,2\n', "text"],
    ["a line that does not end", "a,b\n1,2", "text"],
    ["nothing", "", "text"],
  ])("finds %s", (_what, text, place) => {
    expect(csvProblems(text, EXAMPLE)).toMatchObject([{ place }]);
  });

  it("lets the last line of a beginning be cut, and judges the others", () => {
    for (const text of ["a,b\n1,2\n3", 'a,b\n1,2\n"3', "a,b\n1,2\n"]) {
      expect(csvProblems(text, EXAMPLE, true)).toEqual([]);
    }
    expect(csvProblems("a,b\n1\n3", EXAMPLE, true)).toMatchObject([{ place: "row 1" }]);
  });

  it.each(["2020-04-05T08:00:00-10:00", "2020-04-05T08:00:00.5Z"])(
    "lets the date %s pass",
    (date) => {
      expect(csvProblems(`a,b\nx,${date}\n`, DATED)).toEqual([]);
    },
  );

  it.each(["yesterday", "2020-04-05", "", "2020-13-05T08:00:00Z", "1610524800"])(
    "finds that %j is no date where the example has one",
    (date) => {
      expect(csvProblems(`a,b\nx,${date}\n`, DATED)).toMatchObject([{ place: "row 1" }]);
      expect(csvProblems(`a,b\n${date},2020-04-05T08:00:00Z\n`, DATED)).toEqual([]);
    },
  );

  it("finds records where a header alone belongs", () => {
    expect(csvProblems("a,b,c\n", TEMPLATE)).toEqual([]);
    expect(csvProblems("a,b\n1,2\n", TEMPLATE)).toMatchObject([{ place: "row 1" }]);
  });
});
