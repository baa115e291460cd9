import { ArgumentError, anyOf, equals, isIn } from "../../../provider/api";

describe("a filter", () => {
  it("has its texts in quotes, with quotes and backslashes escaped", () => {
    expect(equals("name", 'a "b" \\ c#d')).toBe('name eq "a \\"b\\" \\\\ c#d"');
  });

  it("may name several values, or several conditions", () => {
    expect(isIn("id", ["a", 'b"'])).toBe('id in ("a","b\\"")');
    expect(anyOf([equals("alias", "ada"), equals("email", "ada@example.com")])).toBe(
      'alias eq "ada" or email eq "ada@example.com"',
    );
  });

  it("of nothing is refused: the API knows no empty list, and none would mean everything", () => {
    expect(() => isIn("id", [])).toThrow(ArgumentError);
    expect(() => anyOf([])).toThrow(ArgumentError);
  });
});
