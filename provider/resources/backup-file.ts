/**
 * A file of people's data that gets its name only when it is complete, and never the name of another: it is written under a
 * name of its own in the same folder, forced to the disk, and then linked. Nobody else may read it.
 */
import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type DiskAdvice, diskProblem, systemCodeOf } from "./disk-problem";
import { ResourceError } from "./handler";

/** People's data: nobody else may enter the folder, nor read the file. */
export const folderMode = 0o700;
export const fileMode = 0o600;

const advice: DiskAdvice = { user: "the user that runs Pulumi", choose: "set SAIL_BACKUP_DIR to" };

/** Where a file is to be, without its ending. */
export interface FilePlace {
  /** Absolute path; made with all that leads to it if it is not there. */
  folder: string;
  name: string;
}

/** A file that is written, but has no name yet. */
export interface Draft {
  /** What lies on the disk. */
  read(): Promise<Buffer>;
  /** Gives the file its name, or that name with a number if it is taken; the result is its absolute path. */
  publish(): Promise<string>;
}

/**
 * Writes a draft, does something with it, and removes it if it was not published by then.
 *
 * @throws {@link ResourceError} what could not be done on the disk, where, and what to do; and whatever `work` throws
 */
export async function withDraft<T>(
  { folder, name }: FilePlace,
  text: string,
  work: (draft: Draft) => Promise<T>,
): Promise<T> {
  await onDisk(`create the folder ${folder}`, () =>
    mkdir(folder, { recursive: true, mode: folderMode }),
  );
  const path = join(folder, `${name}.${randomUUID()}.partial`);
  try {
    await onDisk(`write ${path}`, () => writeToDisk(path, text));
    return await work({
      read: () => onDisk(`read ${path} back`, () => readFile(path)),
      publish: () => onDisk(`name the file in ${folder}`, () => publish(path, folder, name)),
    });
  } finally {
    // What went wrong before matters more than a file that stays, whose name says that it is no backup.
    await rm(path, { force: true }).catch(() => undefined);
  }
}

async function writeToDisk(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", fileMode);
  try {
    await file.writeFile(text, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
}

async function publish(draft: string, folder: string, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? `${name}.csv` : `${name}_${number}.csv`);
    if (await give(draft, path)) {
      await syncFolder(folder);
      return path;
    }
  }
}

/** Gives a draft a name that nobody has; false if somebody has it. */
async function give(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === "EEXIST") return false;
  }
  return await giveByRename(draft, path);
}

/** For file systems without hard links: `rename` would overwrite, so an empty file of our own takes the name before. */
async function giveByRename(draft: string, path: string): Promise<boolean> {
  try {
    const reserved = await open(path, "wx", fileMode);
    await reserved.close();
  } catch (error) {
    if (systemCodeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    await rename(draft, path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return true;
}

/** The name, too, is to outlive a power cut. Not every system can do that for a folder; the content is safe without. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function onDisk<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ResourceError(`cannot ${what}: ${diskProblem(error, advice)}`, { cause: error });
  }
}
