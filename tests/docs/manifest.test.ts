import { readManifestText } from "../../provider/manifest/read-manifest";
import { keysAt } from "../../provider/manifest/schema";
import { codeIn, readText, sectionOf, tables } from "./document";

const text = readText("docs/manifest.md");

/** What stands in back-ticks in the first column of the table of that head. */
function namesUnder(head: string): string[] {
  const table = tables(text).find((found) => found.head[0] === head);
  return (table?.rows ?? []).flatMap(([first = ""]) => codeIn(first)).sort();
}

function blocks(language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, block = ""]) => block,
  );
}

describe("docs/manifest.md", () => {
  it.each([
    { head: "key of the document", path: [] },
    { head: "key of a source", path: ["sources", 0] },
    { head: "key of an attribute", path: ["sources", 0, "schemaAttributes", 0] },
  ])("lists under $head what a manifest accepts there, and no other", ({ head, path }) => {
    expect(namesUnder(head)).toEqual(keysAt(path).sort());
  });

  it("lists every argument of the component, and no other", () => {
    const code = readText("sdk/non-employee-tenant.ts");
    const [, body = ""] =
      /export interface NonEmployeeTenantArgs \{([\s\S]*?)\n\}/.exec(code) ?? [];
    const names = [...body.matchAll(/^ {2}(\w+)\??: /gm)].map(([, name]) => name ?? "");
    expect(names.length).toBeGreaterThan(5);
    expect(namesUnder("argument")).toEqual(names.sort());
  });

  it("has manifests in YAML and JSON that can be read", () => {
    const manifests = [...blocks("yaml"), ...blocks("json")];
    expect(manifests).toHaveLength(3);
    for (const manifest of manifests) {
      expect(readManifestText(manifest, "the manifest").sources.length).toBeGreaterThan(0);
    }
  });

  it("names the key that is made from a name as it is", () => {
    const keys = sectionOf(text, "## Keys");
    const [, name = "", key = ""] = /`([A-Z][^`]+)` is `([^`]+)`/.exec(keys) ?? [];
    const description = "The source of the sentence";
    const made = readManifestText(
      JSON.stringify({ version: 1, sources: [{ name, description, owner: { alias: "ada" } }] }),
      "the manifest",
    );
    expect(made.sources.map((source) => source.key)).toEqual([key]);
  });
});
