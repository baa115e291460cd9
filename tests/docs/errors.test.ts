import { errorCodes } from "../../provider/api";
import { codeIn, readText, tables, typeScriptFiles } from "./document";

const text = readText("docs/errors.md");

/** Classes that never leave their floor: the caller turns them into one of the others. */
const innerClasses = ["WireFailure", "TunnelFailure", "PauseTooLong"];

/** The first column of the table whose head begins so, in the given column. */
function columnOf(head: string, column: number, count = 1): string[] {
  const found = tables(text).filter((table) => table.head[0] === head);
  expect(found).toHaveLength(count);
  return found.flatMap(({ rows }) => rows.flatMap((row) => codeIn(row[column] ?? "")));
}

describe("docs/errors.md", () => {
  it("lists every code of the API client, and no other", () => {
    expect(columnOf("code", 0).sort()).toEqual([...errorCodes].sort());
  });

  it("lists every error class of the provider, and no other", () => {
    const classes = typeScriptFiles("provider")
      .flatMap((path) =>
        [
          ...readText(path).matchAll(/^export class (\w+) extends (?:Error|SailPointError)\b/gm),
        ].map(([, name]) => name ?? ""),
      )
      .filter((name) => !innerClasses.includes(name));
    const named = [...columnOf("code", 1), ...columnOf("class", 0), "SailPointError"];
    expect(text).toContain("`SailPointError`");
    expect(named.sort()).toEqual(classes.sort());
  });

  it("pairs each code with the class that carries it", () => {
    const code = readText("provider/api/error.ts");
    for (const [first = "", second = ""] of tables(text)
      .filter(({ head }) => head[0] === "code")
      .flatMap(({ rows }) => rows)) {
      const [[errorCode = ""], [className = ""]] = [codeIn(first), codeIn(second)];
      const body = code.slice(code.indexOf(`export class ${className} `)).split(/\n}\n/)[0];
      expect(body).toContain(`"${errorCode}"`);
    }
  });

  it("quotes only messages that the code has", () => {
    const source = [...typeScriptFiles("provider"), ...typeScriptFiles("sdk")]
      .map(readText)
      .join("\n");
    const quoted = columnOf("message contains", 0);
    expect(quoted.length).toBeGreaterThan(10);
    expect(quoted.filter((phrase) => !source.includes(phrase))).toEqual([]);
  });
});
