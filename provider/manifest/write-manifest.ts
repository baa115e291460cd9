/** The text of a manifest, for files that people read in a pull request. */
import { Document, isMap, isNode, isSeq, type YAMLMap } from "yaml";
import type { Manifest } from "./manifest";

/** The forms of the text. */
export const manifestFormats = ["yaml", "json"] as const;
export type ManifestFormat = (typeof manifestFormats)[number];

/** Formatters of YAML leave objects alone that end before this column. */
const maxColumn = 80;

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
  return format === "json" ? `${JSON.stringify(manifest, undefined, 2)}\n` : toYaml(manifest);
}

function toYaml(manifest: Manifest): string {
  // Quotes `no` and the like, which other readers of YAML take for a truth value.
  const document = new Document(manifest, { aliasDuplicateObjects: false, compat: "yaml-1.1" });
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
