/** The program of a generated project: it compiles, and declares what the manifest says. */
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import ts from "typescript";
import { componentProgram, expandedProgram } from "../../../cli/project/program";
import { type DeclaredSource, declareManifest } from "../../../provider/manifest/declare";
import { ReferenceMap } from "../../../provider/manifest/reference-map";
import { propertySettings } from "../../property";
import { manifest } from "../../provider/manifest/arbitrary-manifest";
import { useFolder } from "../command-under-test";

const folder = useFolder();

const args = { name: "A", description: "Staff", owner: { alias: "ada.lovelace" } };
const sourceOf = (key: string, more: Partial<DeclaredSource> = {}): DeclaredSource => ({
  key,
  args,
  attributes: [],
  ...more,
});

/** A resource that a program made. */
interface Made {
  kind: string;
  name: string;
  args: Record<string, unknown>;
}

/** Runs a program with classes that only remember what they are given. */
function run(program: string): { made: Made[]; exported: Record<string, unknown> } {
  const { outputText, diagnostics } = ts.transpileModule(program, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  expect(diagnostics).toEqual([]);
  const made: Made[] = [];
  const classOf = (kind: string) =>
    class {
      readonly sourceId: string;
      readonly sources = { a: { sourceId: "id of a" } };
      constructor(name: string, given: Record<string, unknown>) {
        this.sourceId = `id of ${name}`;
        made.push({ kind, name, args: given });
      }
    };
  const names = ["NonEmployeeSource", "SchemaAttribute", "NonEmployeeTenant"];
  const module = Object.fromEntries(names.map((name) => [name, classOf(name)]));
  const exports: Record<string, Record<string, unknown>> = {};
  runInNewContext(outputText, { exports, require: () => module });
  return { made, exported: { ...exports.sourceIds } };
}

/** What the program must declare, in order. */
function expectedOf(sources: readonly DeclaredSource[]) {
  return sources.flatMap((source) => [
    { kind: "NonEmployeeSource", name: source.key, args: source.args },
    ...source.attributes.map(({ ...attribute }) => ({
      kind: "SchemaAttribute",
      name: `${source.key}/${attribute.technicalName}`,
      args: { source: { sourceId: `id of ${source.key}` }, ...attribute },
    })),
  ]);
}

/** The same without classes and realms. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value, (key, part) => (key === "sources" ? undefined : part));
  return JSON.parse(text);
}

/** What the compiler says of a program under the settings of a generated project. */
function problemsOf(program: string): string[] {
  const library = `
    declare module "pulumi-sailpoint-nonemployee" {
      export class NonEmployeeSource { constructor(name: string, args: object); readonly sourceId: string; }
      export class SchemaAttribute { constructor(name: string, args: { source: NonEmployeeSource; technicalName: string; label: string }); }
      export class NonEmployeeTenant { constructor(name: string, args: object); readonly sources: Record<string, NonEmployeeSource>; }
    }`;
  const files = [folder.write("index.ts", program), folder.write("library.d.ts", library)];
  const compiled = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noUnusedLocals: true,
    noEmit: true,
    types: [],
    typeRoots: [join(__dirname, "../../../node_modules/@types")],
  });
  return ts
    .getPreEmitDiagnostics(compiled)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

describe("the program of plain resources", () => {
  it("is laid out for people", () => {
    const badge = { technicalName: "badge.no", label: "Badge", required: true };
    const sources = [
      sourceOf("plant-visitors", { attributes: [badge] }),
      sourceOf("class", { args: { ...args, approvers: [{ governanceGroup: "Plant desk" }] } }),
    ];
    expect(
      expandedProgram(sources),
    ).toBe(`import { NonEmployeeSource, SchemaAttribute } from "pulumi-sailpoint-nonemployee";

const plantVisitors = new NonEmployeeSource("plant-visitors", {
  name: "A",
  description: "Staff",
  owner: { alias: "ada.lovelace" },
});
new SchemaAttribute("plant-visitors/badge.no", {
  source: plantVisitors,
  technicalName: "badge.no",
  label: "Badge",
  required: true,
});

const class2 = new NonEmployeeSource("class", {
  name: "A",
  description: "Staff",
  owner: { alias: "ada.lovelace" },
  approvers: [{ governanceGroup: "Plant desk" }],
});

/** Ids of the sources in the tenant, by key. */
export const sourceIds = {
  "plant-visitors": plantVisitors.sourceId,
  class: class2.sourceId,
};
`);
  });

  it("imports nothing that it does not use", () => {
    expect(expandedProgram([sourceOf("a")])).toContain('import { NonEmployeeSource } from "pulumi');
  });

  it("declares what the manifest says, whatever its texts", () => {
    fc.assert(
      fc.property(manifest, (one) => {
        const sources = declareManifest(one, new ReferenceMap(undefined, undefined));
        const { made, exported } = run(expandedProgram(sources));
        expect(plain(made)).toEqual(plain(expectedOf(sources)));
        expect(exported).toEqual(
          Object.fromEntries(sources.map(({ key }) => [key, `id of ${key}`])),
        );
      }),
      propertySettings(60),
    );
  });

  it("compiles with keys that are words of the language, of modules, or that give the same name", () => {
    const words = ts.SyntaxKind.FirstKeyword;
    const keywords = Array.from({ length: ts.SyntaxKind.LastKeyword - words + 1 }, (_, index) =>
      ts.tokenToString(words + index),
    ).filter((word) => word !== undefined);
    const keys = [
      ...keywords,
      ...["undefined", "NaN", "Infinity", "arguments", "eval", "exports", "globalThis", "Object"],
      ...["sourceIds", "NonEmployeeSource", "SchemaAttribute", "nonEmployeeSource", "process"],
      ...[
        "a-b",
        "a.b",
        "a_b",
        "aB",
        "AB",
        "aB2",
        "a-b-2",
        "1",
        "2024",
        "007",
        "1a",
        "a",
        "a-",
        "A--",
      ],
      ...["source1", "name", "toString", "constructor", "promise", "console"],
    ];
    const unique = [...new Set(keys)];
    const attribute = { technicalName: "site", label: "Site" };
    const program = expandedProgram(
      unique.map((key) => sourceOf(key, { attributes: [attribute] })),
    );
    expect(problemsOf(program)).toEqual([]);
    expect(run(program).exported).toEqual(
      Object.fromEntries(unique.map((key) => [key, `id of ${key}`])),
    );
  });
});

describe("the program of the component", () => {
  it("compiles, and declares the manifest beside it", () => {
    const program = componentProgram();
    expect(problemsOf(program)).toEqual([]);
    const { made, exported } = run(program);
    expect(plain(made)).toEqual([
      {
        kind: "NonEmployeeTenant",
        name: "tenant",
        args: { manifest: "manifest.yaml", people: {}, groups: {} },
      },
    ]);
    expect(exported).toEqual({ a: "id of a" });
  });
});
