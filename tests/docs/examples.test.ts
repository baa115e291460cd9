/** The TypeScript blocks of the documents, and the examples at the classes, compile as they stand. */
import { join } from "node:path";
import ts from "typescript";
import { documents, projectRoot, readText, typeScriptFiles } from "./document";

interface Example {
  /** Where it stands, for messages. */
  place: string;
  text: string;
}

/** Examples at a class need not repeat imports, nor the source that the one before has made. */
function withContext(text: string): string {
  const imports =
    'import { getIdentity, getIdentityOutput, getSource, getSourceOutput, NonEmployeeSource, NonEmployeeTenant, SchemaAttribute } from "pulumi-sailpoint-nonemployee";';
  const contractors = /source: contractors/.test(text)
    ? "declare const contractors: NonEmployeeSource;"
    : "";
  return [imports, "void SchemaAttribute;", contractors, text].join("\n");
}

function blocksOf(path: string, text: string): Example[] {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, block = ""], index) => ({
    place: `${path}, block ${index + 1}`,
    text: block,
  }));
}

function examplesAtClasses(): Example[] {
  return typeScriptFiles("sdk").flatMap((path) => {
    const comments = readText(path).match(/\/\*\*[\s\S]*?\*\//g) ?? [];
    const texts = comments.map((comment) => comment.replace(/^ *\* ?/gm, ""));
    return blocksOf(path, texts.join("\n")).map(({ place, text }) => ({
      place,
      text: withContext(text),
    }));
  });
}

/** The compiler's complaints by place; files that exist only here lie beside this test. */
function complaintsAbout(examples: readonly Example[]): string[] {
  const { config } = ts.readConfigFile(join(projectRoot, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot);
  // A block with `await` at its top is a module, which .mts says whatever the package's type is.
  const files = new Map(
    examples.map((example, index) => {
      const extension = /^\s*(const .* = |for )?await /m.test(example.text) ? "mts" : "ts";
      return [join(__dirname, `example-${index}.${extension}`), example];
    }),
  );
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path)?.text ?? readFile(path);
  const { getSourceFile } = host;
  host.getSourceFile = (path, language, ...rest) => {
    const example = files.get(path);
    return example
      ? ts.createSourceFile(path, example.text, language, true)
      : getSourceFile(path, language, ...rest);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([path, { place }]) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
  });
}

describe("the examples", () => {
  const readme = blocksOf("README.md", readText("README.md"));
  const inDocuments = documents.flatMap((path) => blocksOf(path, readText(path)));
  const atClasses = examplesAtClasses();

  it("are two or more at each resource class, and three in the README", () => {
    expect(readme).toHaveLength(3);
    expect(inDocuments.length).toBeGreaterThan(readme.length);
    for (const name of ["non-employee-source", "non-employee-tenant", "schema-attribute"]) {
      const own = atClasses.filter(({ place }) => place.startsWith(`sdk/${name}.ts`));
      expect(own.length).toBeGreaterThanOrEqual(2);
    }
  });

  it("compile", () => {
    expect(complaintsAbout([...inDocuments, ...atClasses])).toEqual([]);
  });

  it("would be told if they did not", () => {
    const wrong = { place: "here", text: withContext('new SchemaAttribute("a", { label: 1 });') };
    expect(complaintsAbout([wrong])).toEqual([expect.stringContaining("here: ")]);
  });
});
