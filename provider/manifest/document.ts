/** The text of a manifest, YAML or JSON, and the place of each value in it. */
import {
  type Alias,
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import { ManifestError } from "./manifest";

/** What a text holds, and where. */
export interface ManifestText {
  value: unknown;
  /** `line 3, column 5` of the value at that path, or of the nearest that there is. */
  placeOf(path: readonly PropertyKey[]): string;
  /** The same as a number of characters, for the order. */
  offsetOf(path: readonly PropertyKey[]): number;
}

/** More aliases than this in a document are an attack or an accident: the 50 sources of a tenant name 750 people and groups at most. */
const maxAliasCount = 1000;

/**
 * Reads YAML, of which JSON is a part.
 *
 * @param what for messages: `the manifest sources.yaml`
 * @throws {@link ManifestError} with every syntax error by line and column
 */
export function parseText(text: string, what: string): ManifestText {
  if (text.replace(/^\uFEFF/, "").trim() === "") {
    throw new ManifestError(what, ["it is empty; it must begin with `version: 1` and `sources:`"]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  if (document.errors.length > 0) {
    throw new ManifestError(
      what,
      document.errors
        // Where a text ends too early, all that is open is told at its end; the first says what is missing.
        .filter(
          ({ pos }, index, all) => all.findIndex((other) => other.pos[0] === pos[0]) === index,
        )
        .map(({ pos, message, code }) => {
          const isAtEnd = text.slice(pos[0]).trim() === "";
          const hint = isAtEnd ? " (the text may have been cut off here)" : "";
          return `${placeAt(pos[0])}: ${wordingOf(code, message)}${hint}`;
        }),
    );
  }
  const lost = lostAliases(document).map(
    ({ source, range }) =>
      `${placeAt(range?.[0] ?? 0)}: the alias *${source} stands for nothing: no &${source} is before it`,
  );
  if (lost.length > 0) throw new ManifestError(what, lost);
  return {
    value: contentOf(document, what),
    placeOf: (path) => placeAt(offsetOf(document.contents, path)),
    offsetOf: (path) => offsetOf(document.contents, path),
  };
}

/** Aliases of which no anchor is before them. */
function lostAliases(document: Document): Alias[] {
  const lost: Alias[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) lost.push(alias);
    },
  });
  return lost;
}

function contentOf(document: Document, what: string): unknown {
  try {
    return document.toJS({ maxAliasCount });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = message.startsWith("Excessive alias count")
      ? "its aliases (*name) stand for too much; write out what they stand for"
      : message;
    throw new ManifestError(what, [reason], { cause: error });
  }
}

function wordingOf(code: string, message: string): string {
  if (code === "DUPLICATE_KEY") return "this key is there twice; remove one of the two";
  if (code === "MULTIPLE_DOCS") {
    return "a second document begins here; a manifest is one document, so remove this line";
  }
  return message;
}

/** Where the value at `path` begins; of a missing one, the object that lacks it; of an unknown key, that key. */
function offsetOf(contents: unknown, path: readonly PropertyKey[]): number {
  let node: unknown = contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    const next = childOf(node, part);
    if (next === undefined) break;
    offset = startOf(next.key) ?? startOf(next.value) ?? offset;
    node = next.value;
  }
  return offset;
}

function childOf(node: unknown, part: PropertyKey): { key?: Node; value: unknown } | undefined {
  if (isSeq(node) && typeof part === "number") return { value: node.items[part] };
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  return pair && { ...(isNode(pair.key) && { key: pair.key }), value: pair.value };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
