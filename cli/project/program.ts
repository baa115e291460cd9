/** The program of a generated project. */
import type { DeclaredSource } from "../../provider/manifest/declare";
import { printed, Verbatim } from "./print";

/** Name of the component in a generated program, and so the beginning of the names of its resources. */
export const componentName = "tenant";

/** Name of the manifest's file beside the program. */
export const manifestFile = "manifest.yaml";

/** A program of one component, which reads the manifest beside it. */
export function componentProgram(): string {
  return `import { NonEmployeeTenant } from "pulumi-sailpoint-nonemployee";

// Every source and attribute of ${manifestFile}. A source is known by its key: change its name, and it is renamed in place.
const ${componentName} = new NonEmployeeTenant("${componentName}", {
  manifest: "${manifestFile}",
  // In another tenant, other people may do the work: from e-mail or alias to e-mail or alias.
  people: {},
  // The same for governance groups, by name.
  groups: {},
});

/** Ids of the sources in the tenant, by key. */
export const sourceIds = Object.fromEntries(
  Object.entries(${componentName}.sources).map(([key, source]) => [key, source.sourceId]),
);
`;
}

/** A program of plain resources, named by key. */
export function expandedProgram(sources: readonly DeclaredSource[]): string {
  const variables = variableNames(sources.map(({ key }) => key));
  const hasAttributes = sources.some(({ attributes }) => attributes.length > 0);
  const classes = hasAttributes ? "NonEmployeeSource, SchemaAttribute" : "NonEmployeeSource";
  const declared = sources.map((source) => declaration(source, variables.get(source.key) ?? ""));
  const ids = Object.fromEntries(
    sources.map(({ key }) => [key, new Verbatim(`${variables.get(key)}.sourceId`)]),
  );
  return [
    `import { ${classes} } from "pulumi-sailpoint-nonemployee";\n`,
    ...declared,
    `/** Ids of the sources in the tenant, by key. */\nexport const sourceIds = ${printed(ids, 0, 26, true)};\n`,
  ].join("\n");
}

function declaration({ key, args, attributes }: DeclaredSource, variable: string): string {
  const source = `const ${variable} = new NonEmployeeSource(${printed(key, 0, 0)}, ${printed(args, 0, 0, true)});\n`;
  const own = attributes.map(({ technicalName, ...rest }) => {
    const all = { source: new Verbatim(variable), technicalName, ...rest };
    return `new SchemaAttribute(${printed(`${key}/${technicalName}`, 0, 0)}, ${printed(all, 0, 0, true)});\n`;
  });
  return [source, ...own].join("");
}

/** Words that no variable of a module may be called, and those that the program uses already. */
const taken = new Set(
  (
    "break case catch class const continue debugger default delete do else enum export extends false finally for function if " +
    "import in instanceof new null return super switch this throw true try typeof var void while with yield let static await " +
    "implements interface package private protected public arguments eval undefined NaN Infinity async of exports require " +
    "module NonEmployeeSource SchemaAttribute sourceIds"
  ).split(" "),
);

/** `plant-visitors` -> `plantVisitors`; each only once. */
function variableNames(keys: readonly string[]): Map<string, string> {
  const used = new Set(taken);
  return new Map(
    keys.map((key) => {
      const camel = key.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) =>
        (next ?? "").toUpperCase(),
      );
      const start = /^[A-Za-z]/.test(camel) ? camel : `source${camel}`;
      const base = `${start.charAt(0).toLowerCase()}${start.slice(1)}`;
      let name = base;
      for (let count = 2; used.has(name); count += 1) name = `${base}${count}`;
      used.add(name);
      return [key, name];
    }),
  );
}
