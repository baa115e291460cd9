import { BEHAVIOUR_POSITIONS, CONTROL_ROUTES, DEFAULT_LIMITS, FAULT_KINDS } from "../../simulator";
import { codeIn, readText, sectionOf, tables } from "./document";

const text = readText("docs/simulator.md");

/** The rows of the table of that head, each as the codes of its first cells. */
function rowsOf(heading: string, head: string, cells: number): string[][][] {
  const table = tables(sectionOf(text, heading)).find((found) => found.head[0] === head);
  expect(table).toBeDefined();
  return (table?.rows ?? []).map((row) => row.slice(0, cells).map(codeIn));
}

/** The properties of an exported interface, as its file declares them. */
function propertiesOf(path: string, name: string): string[] {
  const code = readText(path);
  const [body = ""] = code.slice(code.indexOf(`export interface ${name} {`)).split(/^}/m);
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, property = ""]) => property);
}

describe("docs/simulator.md", () => {
  it("lists every switch with its positions, the default first, and no other", () => {
    const expected = Object.entries<readonly unknown[]>(BEHAVIOUR_POSITIONS).map(
      ([name, positions]) => [[name], positions.map(String)],
    );
    expect(rowsOf("## Switches", "switch", 2)).toEqual(expected);
  });

  it("says of every switch what is unknown", () => {
    const [table] = tables(sectionOf(text, "## Switches"));
    expect(table?.rows.filter(([, , unknown = ""]) => unknown.length < 20)).toEqual([]);
  });

  it("lists every kind of fault with its sample, and no other", () => {
    const listed = rowsOf("## Faults", "kind", 2).map(([[kind = ""] = [], [rule = ""] = []]) => [
      kind,
      JSON.parse(rule),
    ]);
    expect(listed).toEqual(Object.entries(FAULT_KINDS));
  });

  it("lists every field of a fault rule, and no other", () => {
    const listed = rowsOf("## Faults", "field", 1).map(([[field = ""] = []]) => field);
    expect(listed).toEqual(propertiesOf("simulator/fault-rule.ts", "FaultRule"));
  });

  it("lists every limit with its default, and no other", () => {
    const expected = Object.entries(DEFAULT_LIMITS).map(([name, size]) => [[name], [String(size)]]);
    expect(rowsOf("## Limits", "limit", 2)).toEqual(expected);
  });

  it("lists every control route, and no other", () => {
    expect(rowsOf("## Control routes", "route", 1)).toEqual(
      CONTROL_ROUTES.map((route) => [[route]]),
    );
  });

  it("lists every option, and no other", () => {
    const listed = rowsOf("## As a module", "option", 1).map(([[option = ""] = []]) => option);
    expect(listed.sort()).toEqual(propertiesOf("simulator/index.ts", "SimulatorOptions").sort());
  });
});
