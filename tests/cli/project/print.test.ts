/** Values as TypeScript text: the same values when they are evaluated, laid out as a formatter would. */
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import ts from "typescript";
import { printed, Verbatim } from "../../../cli/project/print";
import { propertySettings } from "../../property";
import { text } from "../../provider/manifest/arbitrary-manifest";

/** What the text stands for in a program. @throws Error if it is no TypeScript */
function evaluated(source: string): unknown {
  const { outputText, diagnostics } = ts.transpileModule(`const value = ${source};`, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  expect(diagnostics).toEqual([]);
  return JSON.parse(runInNewContext(`${outputText}; JSON.stringify(value)`));
}

/** What a template would fill in. */
const hole = "$".concat("{a}");

const oddTexts = [
  ...["", "'", '"', "`", "\\", "\\\\", '\\"', "\\'", "'\"", '"\'"', "\\u0041", "\n", "\r\n", "\t"],
  ...["\u2028", "\u2029", "\0", "\u0085", "\uFEFF", "\uD800", "\uDC00x", "😀", "\u202e"],
  ...[hole, `\`${hole}\``, "</script>", "*/", "//", "<!--", "a".repeat(300)],
];
const key = fc
  .oneof(
    fc.constantFrom("class", "a.b", "a-b", "1", "1a", "constructor", "ü", "", "name", hole),
    text,
  )
  // Nothing that is printed has a key that begins so.
  .filter((one) => one !== "__proto__");
const leaf = fc.oneof(
  fc.constantFrom(...oddTexts),
  text,
  fc.boolean(),
  fc.integer(),
  fc.constant(null),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe("a printed value", () => {
  it("is the same value when it is evaluated", () => {
    fc.assert(
      fc.property(value, fc.nat(8), fc.nat(120), fc.boolean(), (one, indent, before, isOpen) => {
        const source = printed(one, indent, before, isOpen);
        expect(evaluated(source)).toEqual(JSON.parse(JSON.stringify(one)));
        expect(source).not.toMatch(/[\u2028\u2029]/);
      }),
      propertySettings(150),
    );
  });

  it.each(oddTexts)("is the same text: %j", (odd) => {
    expect(evaluated(printed(odd, 0, 0))).toBe(odd);
  });

  it("has the quotes that need fewer escapes", () => {
    expect(["it's", 'a "b"', `"it's"`, `it's "`, "\\"].map((one) => printed(one, 0, 0))).toEqual([
      `"it's"`,
      `'a "b"'`,
      `'"it\\'s"'`,
      `"it's \\""`,
      '"\\\\"',
    ]);
  });

  it("stands on one line where it fits, else on one for each part", () => {
    expect(printed({ a: 1, b: [true, { c: "d" }], e: undefined }, 0, 0)).toBe(
      '{ a: 1, b: [true, { c: "d" }] }',
    );
    expect(printed({}, 0, 0)).toBe("{}");
    expect(printed([], 0, 0)).toBe("[]");
    expect(printed({ a: { b: 1 } }, 2, 0, true)).toBe("{\n    a: { b: 1 },\n  }");
    expect(printed({ list: ["x".repeat(50), "y".repeat(50)], "a-b": 1 }, 0, 0)).toBe(
      `{\n  list: [\n    "${"x".repeat(50)}",\n    "${"y".repeat(50)}",\n  ],\n  "a-b": 1,\n}`,
    );
  });

  it("fills a line to its last column", () => {
    const line = { a: "x".repeat(91) };
    expect(printed(line, 0, 0)).toHaveLength(100);
    expect(printed(line, 0, 0)).not.toContain("\n");
    expect(printed(line, 0, 1)).toContain("\n");
  });

  it("names a variable as it is, and once where its key is the same", () => {
    const variable = new Verbatim("source");
    expect(printed({ source: variable, other: variable }, 0, 0)).toBe("{ source, other: source }");
    expect(printed({ source: variable, other: variable }, 0, 0, true)).toBe(
      "{\n  source,\n  other: source,\n}",
    );
  });
});
