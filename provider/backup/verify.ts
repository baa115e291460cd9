/** Whether a backup is whole and as it was written. Nothing is asked of a tenant. */
import { lstat, readdir, readFile, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { readManifestFile } from "../manifest/read-manifest";
import { systemCodeOf } from "../resources/disk-problem";
import { messageOf } from "../resources/handler";
import { counted } from "../resources/value";
import { readCsvFile } from "./csv-file";
import { digestOfFile, type FileDigest } from "./disk";
import { type BackupIndex, type BackupSource, indexFile, readIndex } from "./index-file";

/** What there is to say of a backup. */
export interface BackupVerdict {
  /** All that is wrong; a backup without any is sound. */
  problems: string[];
  /** What is there besides and is no part of the backup, and what is wrong with a manifest that is optional. */
  warnings: string[];
  /** What the backup says of itself, if it can be read. */
  index?: BackupIndex;
  /** Whether it is as it was written. */
  isIndexSound?: boolean;
}

/** How a backup is checked. */
export interface VerifyOptions {
  /** Ends the check between two files. */
  signal?: AbortSignal | undefined;
  /** Hashes of the values that were to be written, by file; known only to who has just written them. */
  cells?: ReadonlyMap<string, string>;
  /** Keys of the sources whose files are checked; the index is checked always. @default all of the index */
  only?: ReadonlySet<string> | undefined;
  /** Whether what is wrong with the manifest is a warning: records can be read without it. @default false */
  isManifestOptional?: boolean;
}

/**
 * Checks a backup: the index, and every file, or those that are asked for, against it.
 *
 * @param folder of the backup, relative to that of the process
 * @throws the reason of the signal
 */
export async function verifyBackup(
  folder: string,
  { signal, cells, only, isManifestOptional = false }: VerifyOptions = {},
): Promise<BackupVerdict> {
  const content = await contentOfIndex(folder);
  if ("problem" in content) return { problems: [content.problem], warnings: [] };
  const read = readIndex(content.text);
  if ("problems" in read) return { problems: read.problems, warnings: [] };
  const { index, problem } = read;
  const problems = problem === undefined ? [] : [problem];
  const warnings: string[] = [];
  const ofManifest = isManifestOptional ? warnings : problems;
  ofManifest.push(...(await manifestProblems(folder, index)));
  for (const source of index.sources) {
    if (only?.has(source.key) === false) continue;
    signal?.throwIfAborted();
    problems.push(...(await sourceProblems(folder, source, cells?.get(source.file))));
  }
  warnings.push(...(await furtherFiles(folder, index)));
  return { problems, warnings, index, isIndexSound: problem === undefined };
}

async function contentOfIndex(folder: string): Promise<{ text: string } | { problem: string }> {
  try {
    const names = await readdir(folder);
    if (names.includes(indexFile)) return { text: await readFile(join(folder, indexFile), "utf8") };
    const hint = names.includes("records") || names.some((name) => name.endsWith(".partial"));
    const why = hint ? ", which is written last: it was not finished" : "";
    return { problem: `it is no complete backup: it has no ${indexFile}${why}; take another one` };
  } catch (error) {
    const code = systemCodeOf(error);
    const problem =
      code === "ENOENT"
        ? `there is no such folder (searched in ${process.cwd()}); check the path`
        : code === "ENOTDIR"
          ? "it is a file; name the folder of the backup"
          : `it cannot be read: ${messageOf(error)}`;
    return { problem };
  }
}

async function manifestProblems(folder: string, { manifest, sources }: BackupIndex) {
  const problem = await fileProblem(folder, manifest);
  if (problem?.isUnreadable) return [problem.text];
  const problems = problem === undefined ? [] : [problem.text];
  try {
    const found = readManifestFile(join(folder, manifest.file));
    const [there, wanted] = [found.sources, sources].map(
      (list) => new Map(list.map(({ key, name }) => [key, name])),
    );
    for (const [key, name] of there ?? []) {
      const other = wanted?.get(key);
      if (other === undefined) problems.push(`the index lacks the source ${key} of the manifest`);
      else if (other !== name) {
        problems.push(
          `the source ${key} is called "${other}" in the index and "${name}" in the manifest`,
        );
      }
    }
    for (const [key] of wanted ?? []) {
      if (!there?.has(key)) problems.push(`the manifest lacks the source ${key} of the index`);
    }
  } catch (error) {
    problems.push(messageOf(error));
  }
  return problems;
}

async function sourceProblems(
  folder: string,
  source: BackupSource,
  cells: string | undefined,
): Promise<string[]> {
  const { file, records, columns } = source;
  const problem = await fileProblem(folder, source);
  if (problem?.isUnreadable) return [problem.text];
  const problems = problem === undefined ? [] : [problem.text];
  try {
    const found = await readCsvFile(join(folder, file));
    if (found.rows !== records) {
      problems.push(`${file} has ${counted(found.rows, "record")} where the index says ${records}`);
    }
    if (JSON.stringify(found.columns) !== JSON.stringify(columns)) {
      problems.push(`the first line of ${file} has other columns than the index`);
    }
    if (cells !== undefined && found.cells !== cells) {
      problems.push(`the values of ${file} cannot be read back as they were written`);
    }
  } catch (error) {
    problems.push(`${file} cannot be read: ${messageOf(error)}`);
  }
  return problems;
}

interface FileProblem {
  text: string;
  /** Nothing more can be said of it. */
  isUnreadable: boolean;
}

/** What is wrong with the bytes of a file. */
async function fileProblem(
  folder: string,
  { file, bytes, sha256 }: FileDigest & { file: string },
): Promise<FileProblem | undefined> {
  const unreadable = (text: string) => ({ text, isUnreadable: true });
  const path = join(folder, file);
  try {
    if (!(await lstat(path)).isFile()) return unreadable(`${file} is no plain file`);
    // A folder on the way could be a link.
    const inside = relative(await realpath(folder), await realpath(path));
    if (inside.split(sep)[0] === "..") return unreadable(`${file} leads out of the folder`);
    const found = await digestOfFile(path);
    const text =
      found.bytes !== bytes
        ? `${file} has ${counted(found.bytes, "byte")} where the index says ${bytes}`
        : `${file} has another SHA-256 than the index: its content was changed`;
    const isSame = found.bytes === bytes && found.sha256 === sha256;
    return isSame ? undefined : { text, isUnreadable: false };
  } catch (error) {
    const isMissing = systemCodeOf(error) === "ENOENT" || systemCodeOf(error) === "ENOTDIR";
    return unreadable(
      `${file} ${isMissing ? "is missing" : `cannot be read: ${messageOf(error)}`}`,
    );
  }
}

async function furtherFiles(folder: string, { manifest, sources }: BackupIndex): Promise<string[]> {
  const known = new Set([indexFile, manifest.file, ...sources.map(({ file }) => file)]);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => !known.has(file))
    .sort()
    .map((file) => `${file} is no part of the backup`);
}
