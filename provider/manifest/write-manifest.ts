/** The text of a manifest, for files that people read in a pull request. */
import { Document, isMap, isNode, isSeq, visit, type YAMLMap } from "yaml";
import type { Manifest } from "./manifest";

/** The forms of the text. */
export const manifestFormats = ["yaml", "json"] as const;
export type ManifestFormat = (typeof manifestFormats)[number];

/** Formatters of YAML leave objects alone that end before this column. */
const maxColumn = 80;

/** What a reviewer would not see, and a terminal could obey: such texts are in double quotes, and these signs escaped. */
const unseen = /[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Properties of which each object stands on a line of its own, as far as it fits. */
const inlineKeys = new Set([
  "owner",
  "managementWorkgroup",
  "approvers",
  "accountManagers",
  "schemaAttributes",
]);

/** A manifest as text with a line break at its end. The same manifest always gives the same text. */
export function writeManifest(manifest: Manifest, format: ManifestFormat): string {
  const text = format === "json" ? `${JSON.stringify(manifest, undefined, 2)}\n` : toYaml(manifest);
  return text.replace(unseen, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

function toYaml(manifest: Manifest): string {
  // Quotes `no` and the like, which other readers of YAML take for a truth value.
  const document = new Document(manifest, { aliasDuplicateObjects: false, compat: "yaml-1.1" });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === "string" && scalar.value.search(unseen) >= 0) {
        scalar.type = "QUOTE_DOUBLE";
      }
    },
  });
  const sources = document.get("sources");
  for (const [index, source] of (isSeq(sources) ? sources.items : []).entries()) {
    if (!isMap(source)) continue;
    source.spaceBefore = index > 0;
    for (const { key, value } of source.items) {
      if (!isNode(key) || !inlineKeys.has(String(key))) continue;
      for (const item of isSeq(value) ? value.items : [value]) {
        if (isMap(item)) item.flow = fitsOnLine(item);
      }
    }
  }
  // Long texts are not folded: a change of one word is then a change of one line.
  return document.toString({ lineWidth: 0 });
}

/** Whether an object has room on a line, roughly. */
function fitsOnLine(object: YAMLMap): boolean {
  return JSON.stringify(object).length < maxColumn;
}
