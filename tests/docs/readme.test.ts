import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import {
  nonEmployeeSourceArgsSchema,
  nonEmployeeSourceFields,
} from "../../provider/resources/non-employee-source-field";
import {
  schemaAttributeArgsSchema,
  schemaAttributeFields,
} from "../../provider/resources/schema-attribute-field";
import { requestFigures } from "../request-figure";
import { codeIn, documents, projectRoot, readText, sectionOf, tables } from "./document";

const readme = readText("README.md");

/** The names in the first column of the table of that head, in a section of the README. */
function namesIn(heading: string, head: string): string[] {
  const table = tables(sectionOf(readme, heading)).find((found) => found.head[0] === head);
  return (table?.rows ?? []).flatMap(([first = ""]) => codeIn(first)).sort();
}

/** How a heading is addressed by a link. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

describe("the documents", () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readText("package.json")));

  it.each(documents)("name in %s only commands that package.json has", (path) => {
    const named = [...readText(path).matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(documents)("link in %s only to what exists", (path) => {
    const links = [...readText(path).matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
    const broken = links.filter((target) => {
      if (/^https?:/.test(target)) return false;
      const [file = "", anchor] = target.split("#");
      const full = file === "" ? path : join(dirname(path), file);
      if (!existsSync(join(projectRoot, full))) return true;
      return anchor !== undefined && !anchorsOf(readText(full)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it.each([
    ["README.md", "## Configuration"],
    ["docs/configuration.md", "# Configuration"],
  ])("list in %s each setting with its variable, and no other", (path, heading) => {
    const code = readText("provider/resources/configuration.ts");
    const known = new Set(code.match(/"sailpoint:\w+"|\bSAIL_[A-Z0-9_]+\b/g) ?? []);
    const expected = [...known].map((name) => name.replaceAll('"', ""));
    const [table] = tables(sectionOf(readText(path), heading));
    const named = (table?.rows ?? []).flatMap((row) => row.slice(0, 2).flatMap(codeIn));
    const listed = named.filter((name) => !name.includes("<NAME>"));
    expect(listed.sort()).toEqual(expected.sort());
  });
});

describe("the README", () => {
  it("has the table of requests that is asserted with the real engine", () => {
    const [table] = tables(sectionOf(readme, "## Requests"));
    expect(table?.head).toEqual(["operation", "reads", "look-ups", "writes"]);
    const rows = Object.values(requestFigures).map(({ operation, reads, lookUps, writes }) => [
      operation,
      reads,
      lookUps,
      writes,
    ]);
    expect(table?.rows).toEqual(rows);
  });

  it.each([
    { heading: "### NonEmployeeSource", schema: nonEmployeeSourceArgsSchema, more: [] },
    { heading: "### SchemaAttribute", schema: schemaAttributeArgsSchema, more: ["source"] },
  ])("lists every argument under $heading", ({ heading, schema, more }) => {
    expect(namesIn(heading, "argument")).toEqual([...Object.keys(schema.shape), ...more].sort());
  });

  it.each([
    { heading: "### NonEmployeeSource", fields: nonEmployeeSourceFields },
    { heading: "### SchemaAttribute", fields: schemaAttributeFields },
  ])("lists every output under $heading", ({ heading, fields }) => {
    const outputs = fields.filter(({ change }) => change === "computed").map(({ name }) => name);
    expect(namesIn(heading, "output")).toEqual(outputs.sort());
  });
});
