/**
 * The index of a backup: what it holds, with counts and hashes. It is written last, so a folder that has one is whole. Stable
 * across releases: keys are added, never renamed.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { keyPattern } from "../manifest/key";
import { expected, propertyPath, text } from "../resources/input-check";

/** Name of the index in the folder of a backup. */
export const indexFile = "index.json";

/** Name of the manifest there. */
export const manifestFile = "manifest.yaml";

/** Folder of the records there. */
export const recordFolder = "records";

/** The version of the form that this release reads and writes. */
const indexVersion = 1;

/** Relative, in the folder and with names that every file system takes alike. */
const filePattern = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

function matching(pattern: RegExp, accepted: string) {
  return text(accepted).refine((value) => pattern.test(value), {
    error: ({ input }) => `must be ${accepted}, got ${JSON.stringify(input)}`,
  });
}

function wholeNumber() {
  const error = expected("a whole number of at least 0");
  return z.int({ error }).min(0, { error });
}

const fileShape = {
  file: matching(filePattern, "the path of a file in the folder, such as records/contractors.csv"),
  bytes: wholeNumber(),
  sha256: matching(/^[0-9a-f]{64}$/, "64 hex digits in lower case"),
};

const sourceSchema = z.looseObject(
  {
    /** Key of the source in the manifest. */
    key: matching(keyPattern, "the key of a source"),
    name: text("the name of a source"),
    /** Id in the tenant of the backup. */
    sourceId: text("the id of a source"),
    /** Rows of the file, without its first line. */
    records: wholeNumber(),
    /** The first line of the file. */
    columns: z.array(z.string({ error: expected("the name of a column") }), {
      error: expected("a list of the names of the columns"),
    }),
    ...fileShape,
  },
  { error: expected("an object that describes the records of a source") },
);

/** The form of the index; unknown keys pass. */
export const backupIndexSchema = z
  .looseObject({
    version: z.literal(indexVersion, { error: expected(`${indexVersion}`) }),
    /** ISO 8601 instant at which the backup began. */
    created: z.iso.datetime({
      offset: true,
      error: expected("an ISO 8601 instant, such as 2026-11-24T18:45:01Z"),
    }),
    tenantUrl: text("the URL of a tenant").refine((value) => URL.canParse(value), {
      error: "must be the URL of a tenant, such as https://acme.api.identitynow.com",
    }),
    manifest: z.looseObject(fileShape, {
      error: expected("an object with the keys file, bytes and sha256"),
    }),
    /** In the order of their keys. */
    sources: z.array(sourceSchema, { error: expected("a list of sources") }),
    /** Hash of the index itself. */
    sha256: z.string().optional(),
    /** Who is written as `unresolved` in the manifest, and why. */
    unresolved: z
      .array(z.string({ error: expected("a text") }), { error: expected("a list of texts") })
      .optional(),
  })
  .superRefine(({ manifest, sources }, context) => {
    const at = (index: number, key: string) => ["sources", index, key];
    const tell = (path: PropertyKey[], value: string, first: string) =>
      context.addIssue({ code: "custom", path, message: `"${value}" is that of ${first} too` });
    for (const property of ["key", "name", "sourceId", "file"] as const) {
      const values = sources.map((source) => comparable(property, source[property]));
      for (const [index, value] of values.entries()) {
        const first = values.indexOf(value);
        if (first < index) tell(at(index, property), value, `sources[${first}]`);
        if (property === "file" && value === comparable("file", manifest.file)) {
          tell(at(index, property), value, "the manifest");
        }
      }
    }
  });

/** Some file systems hold two names for one that differ in case alone. */
function comparable(property: string, value: string): string {
  return property === "file" ? value.toLowerCase() : value;
}

/** What a backup holds. */
export type BackupIndex = z.infer<typeof backupIndexSchema>;

/** What a backup holds of one source. */
export type BackupSource = BackupIndex["sources"][number];

/** The text of an index, with its own hash as the last key. */
export function writeIndex(index: BackupIndex): string {
  const { sha256: _, ...rest } = index;
  return textOf({ ...rest, sha256: hashOf(rest) });
}

const textOf = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;

/** Of the text without the key `sha256`. */
function hashOf(index: object): string {
  return createHash("sha256").update(textOf(index)).digest("hex");
}

/** Either the index, with what is wrong with it as a whole, or all that is wrong with its text, each with its place. */
export type ReadIndex = { index: BackupIndex; problem?: string } | { problems: string[] };

/** Reads the text of an index. */
export function readIndex(content: string): ReadIndex {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { problems: [`${indexFile} is not JSON: it was cut off or changed`] };
  }
  if (isLater(value)) {
    return {
      problems: [
        `${indexFile} has a version above ${indexVersion}, which this release does not know; use the release that took the backup, or a newer one`,
      ],
    };
  }
  const parsed = backupIndexSchema.safeParse(value);
  if (parsed.success) {
    const { sha256, ...index } = parsed.data;
    // Of the keys as they stand in the file, those that this release does not know among them.
    if (sha256 === hashOf(withoutHash(value))) return { index };
    return { index, problem: `${indexFile} is not as it was written: its sha256 is another one` };
  }
  return {
    problems: parsed.error.issues.map(({ path, message }) =>
      path.length === 0
        ? `${indexFile} must be an object`
        : `${indexFile}: ${propertyPath(path)} ${message}`,
    ),
  };
}

function withoutHash(value: unknown): object {
  const { sha256: _, ...rest } = z.record(z.string(), z.unknown()).parse(value);
  return rest;
}

function isLater(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("version" in value)) return false;
  return Number.isInteger(value.version) && Number(value.version) > indexVersion;
}
