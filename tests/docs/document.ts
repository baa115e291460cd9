/** The documents as text, and the parts of them that tests compare with the code. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const projectRoot = join(__dirname, "..", "..");

/** Every document for readers. */
export const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "docs/simulator.md",
  "docs/configuration.md",
  "docs/behaviour.md",
  "docs/errors.md",
  "docs/client.md",
  "docs/manifest.md",
  "docs/commands.md",
  "docs/operations.md",
  "examples/clone/README.md",
  "examples/gitops/README.md",
  "examples/manifest/README.md",
] as const;

/** The text of a file of the project. */
export function readText(path: string): string {
  return readFileSync(join(projectRoot, path), "utf8");
}

/** Paths of the TypeScript files below a folder of the project. */
export function typeScriptFiles(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`);
}

/** The text from a heading to the next one of the same or a higher level. @throws Error where there is no such heading */
export function sectionOf(text: string, heading: string): string {
  const lines = text.split("\n");
  const start = lines.indexOf(heading);
  if (start === -1) throw new Error(`there is no heading "${heading}"`);
  const level = heading.indexOf(" ");
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && line.indexOf(" ") <= level);
  return rest.slice(0, end === -1 ? undefined : end).join("\n");
}

/** The cells of a row of a table, without the rows of head and rule. */
export function tables(text: string): { head: string[]; rows: string[][] }[] {
  const found: { head: string[]; rows: string[][] }[] = [];
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (!/^\|( -+ \|)+$/.test(line)) continue;
    const after = lines.slice(index + 1);
    const end = after.findIndex((row) => !row.startsWith("|"));
    const rows = after.slice(0, end === -1 ? undefined : end).map(cellsOf);
    found.push({ head: cellsOf(lines[index - 1] ?? ""), rows });
  }
  return found;
}

function cellsOf(row: string): string[] {
  return row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** What stands in back-ticks. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code ?? []);
}
