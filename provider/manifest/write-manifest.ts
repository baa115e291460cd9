/** The text of a manifest, for files that people read in a pull request. */
import { Document, isMap, isNode, isSeq, type YAMLMap } from "yaml";
import type { Manifest } from "./manifest";

/** The forms of the text. */
export const manifestFormats = ["yaml", "json"] as const;
export type ManifestFormat = (typeof manifestFormats)[number];

const lineWidth = 120;

/** Properties that stand on one line where they fit. */
const inlineKeys = new Set(["owner", "managementWorkgroup", "approvers", "accountManagers"]);

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
      const name = isNode(key) ? String(key) : "";
      if (inlineKeys.has(name) && (isMap(value) || isSeq(value))) value.flow = true;
      if (name !== "schemaAttributes" || !isSeq(value)) continue;
      for (const attribute of value.items) {
        if (isMap(attribute)) attribute.flow = fitsOnLine(attribute);
      }
    }
  }
  return document.toString({ lineWidth });
}

/** Whether an attribute has room on a line of its own, roughly. */
function fitsOnLine(attribute: YAMLMap): boolean {
  return JSON.stringify(attribute).length < lineWidth;
}
