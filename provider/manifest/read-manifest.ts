/** Reading a manifest: from a file, a text or a value, into its one form; with all that is wrong told at once. */
import { readFileSync } from "node:fs";
import type { z } from "zod";
import { messageOf } from "../resources/handler";
import { accepted, propertyPath } from "../resources/input-check";
import { parseText } from "./document";
import { slugOf } from "./key";
import {
  type Manifest,
  type ManifestAttribute,
  ManifestError,
  type ManifestMemberRef,
  type ManifestSource,
} from "./manifest";
import { isLater, keysAt, manifestSchema, outlineSchema } from "./schema";

/** The part of a path that tells where in the text a problem is. */
type Path = readonly PropertyKey[];

interface Problem {
  path: Path;
  reason: string;
}

/**
 * Reads a manifest from a file.
 *
 * @param file path, relative to the folder that the process runs in
 * @throws {@link ManifestError} if the file cannot be read, or for all that is wrong with it, by line and column
 */
export function readManifestFile(file: string): Manifest {
  const what = `the manifest ${file}`;
  return readManifestText(textOf(bytesOfFile(file), what), what);
}

/** Other encodings are refused: their letters would be read as others, and written so into a tenant. */
function textOf(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ManifestError(what, ["it is not in UTF-8; save it in that encoding"], {
      cause: error,
    });
  }
}

function bytesOfFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = typeof error === "object" && error && "code" in error ? error.code : undefined;
    const reason =
      code === "ENOENT"
        ? `there is no such file (searched in ${process.cwd()}); check the path`
        : code === "EISDIR"
          ? "it is a folder; name the file in it"
          : `it cannot be read: ${messageOf(error)}`;
    throw new ManifestError(`the manifest ${file}`, [reason], { cause: error });
  }
}

/** @throws {@link ManifestError} for all that is wrong, by line and column */
export function readManifestText(text: string, what: string): Manifest {
  const { value, placeOf, offsetOf } = parseText(text, what);
  return read(value, what, { of: (path) => `${placeOf(path)}: `, offsetOf });
}

/** A manifest that a program made. @throws {@link ManifestError} for all that is wrong, by the path of each property */
export function readManifestValue(value: unknown, what = "the manifest"): Manifest {
  return read(value, what, { of: () => "", offsetOf: () => 0 });
}

/** Where problems are: for the message, and for their order. */
interface Place {
  of(path: Path): string;
  offsetOf(path: Path): number;
}

function read(value: unknown, what: string, place: Place): Manifest {
  const parsed = manifestSchema.safeParse(value);
  const problems = [
    ...(parsed.error?.issues ?? []).flatMap(problemsOf),
    ...problemsOfWhole(outlineSchema.parse(value)),
  ];
  if (parsed.success && problems.length === 0) return oneForm(parsed.data);
  // Of a later form nothing else can be judged.
  const later = problems.filter(({ path }) => path[0] === "version" && isLater(value));
  const inOrder = (later.length > 0 ? later : problems).sort(
    (a, b) => place.offsetOf(a.path) - place.offsetOf(b.path),
  );
  throw new ManifestError(
    what,
    inOrder.map(({ path, reason }) => `${place.of(path)}${shownPath(path)}${reason}`),
  );
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const { path } = issue;
  if (issue.code !== "unrecognized_keys") {
    const isWhole = path.length === 0;
    const reason = isWhole ? "must be an object with the keys version and sources" : issue.message;
    return [{ path, reason }];
  }
  const names = keysAt(path);
  return issue.keys.map((key) => ({
    path: [...path, key],
    reason: `is not a key that a manifest has here${accepted(key, names)}`,
  }));
}

/** `sources[0].approvers[1] `, or nothing for the whole. */
function shownPath(path: Path): string {
  return path.length === 0 ? "" : `${propertyPath(path)} `;
}

/** What is wrong between sources: two of one key or name, and two attributes of one technicalName. */
function problemsOfWhole({ sources }: z.infer<typeof outlineSchema>): Problem[] {
  const keys = sources.map(keyIn);
  const names = sources.map(({ name }) => name);
  return sources.flatMap((source, index): Problem[] => {
    const at = ["sources", index];
    const attributes = source.schemaAttributes.map(({ technicalName }) => technicalName);
    const sameKey = earlier(keys, index);
    return [
      ...(sameKey === undefined ? [] : [sameKeyProblem(at, keys[index] ?? "", sameKey, source)]),
      ...repeated(names, index, [...at, "name"], (first) => `the name of sources[${first}] too`),
      ...attributes.flatMap((_, place) =>
        repeated(
          attributes,
          place,
          [...at, "schemaAttributes", place, "technicalName"],
          (first) => `the technicalName of schemaAttributes[${first}] of this source too`,
        ),
      ),
    ];
  });
}

/** The key of a source; none where it is wrong, which is told elsewhere. */
function keyIn({ key, name }: z.infer<typeof outlineSchema>["sources"][number]) {
  if (typeof key === "string") return key;
  const isAbsent = key === undefined || key === null;
  return isAbsent && name !== undefined ? slugOf(name) : undefined;
}

function sameKeyProblem(
  at: Path,
  key: string,
  first: number,
  { key: given }: { key?: unknown },
): Problem {
  if (typeof given === "string") {
    const reason = `"${key}" is the key of sources[${first}] too; give one of them another key`;
    return { path: [...at, "key"], reason };
  }
  const reason = `has no key, and the one made from its name, "${key}", is that of sources[${first}] too; give both a key of their own`;
  return { path: at, reason };
}

function repeated(
  values: readonly (string | undefined)[],
  index: number,
  path: Path,
  whose: (first: number) => string,
): Problem[] {
  const first = earlier(values, index);
  if (first === undefined) return [];
  return [{ path, reason: `"${values[index]}" is ${whose(first)}; rename or remove one` }];
}

/** The place of the same value before this one. */
function earlier(values: readonly (string | undefined)[], index: number): number | undefined {
  const first = values.indexOf(values[index]);
  return values[index] !== undefined && first < index ? first : undefined;
}

function oneForm({ sources }: z.infer<typeof manifestSchema>): Manifest {
  return { version: 1, sources: sources.map(sourceInOneForm) };
}

function sourceInOneForm(
  source: z.infer<typeof manifestSchema>["sources"][number],
): ManifestSource {
  const { key, name, description, owner, managementWorkgroup, ...lists } = source;
  return {
    key: key ?? slugOf(name),
    name,
    description,
    owner: filled(owner),
    ...(managementWorkgroup && { managementWorkgroup: filled(managementWorkgroup) }),
    ...membersOf("approvers", lists.approvers),
    ...membersOf("accountManagers", lists.accountManagers),
    ...(lists.schemaAttributes?.length && {
      schemaAttributes: lists.schemaAttributes.map(attributeInOneForm),
    }),
  };
}

function membersOf(
  property: "approvers" | "accountManagers",
  list: readonly ManifestMemberRef[] | null | undefined,
) {
  return list?.length ? { [property]: list.map(filled) } : {};
}

/** An attribute without what is not set: null, "" and absent are one value, and so are false and absent. */
export function attributeInOneForm(attribute: {
  technicalName: string;
  label: string;
  helpText?: string | null | undefined;
  placeholder?: string | null | undefined;
  required?: boolean | null | undefined;
}): ManifestAttribute {
  const { technicalName, label, helpText, placeholder, required } = attribute;
  return {
    technicalName,
    label,
    ...(required && { required }),
    ...(helpText && { helpText }),
    ...(placeholder && { placeholder }),
  };
}

/** The same without keys that hold nothing. */
function filled<T extends object>(reference: T): T {
  const entries = Object.entries(reference).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(entries) as T;
}
