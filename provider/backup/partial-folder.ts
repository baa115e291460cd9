/**
 * The folder of a backup, which gets its name, or its index, only when all of it is written. Until then everything lies in a
 * folder whose name ends in `.partial`: beside a folder that is not there yet, or in one that is there and empty, which may be a
 * disk of its own.
 */
import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { folderMode, syncFolder } from "../resources/backup-file";
import { systemCodeOf } from "../resources/disk-problem";
import { ResourceError } from "../resources/handler";
import { onDisk } from "./disk";
import { indexFile } from "./index-file";

/**
 * Has a folder written as a whole. Whatever fails, nothing of it stays.
 *
 * @param out new or empty; what leads to it is made
 * @param work writes into the folder that it is given, {@link indexFile} among the rest
 * @throws {@link ResourceError} if the disk refuses, or somebody else has written there meanwhile; and whatever `work` throws
 */
export async function withPartialFolder<T>(
  out: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const target = resolve(out);
  const isThere = await isFolder(target);
  const parent = dirname(target);
  const partial = `${randomBytes(4).toString("hex")}.partial`;
  const half = isThere ? join(target, partial) : `${target}.${partial}`;
  let made: string | undefined;
  let isPublished = false;
  try {
    await onDisk(`create the folder ${half}`, async () => {
      if (!isThere) made = await mkdir(parent, { recursive: true });
      await mkdir(half, { mode: folderMode });
    });
    const result = await work(half);
    await onDisk(`give the backup its name ${target}`, () =>
      isThere ? moveInto(half, target) : takeName(half, target),
    );
    isPublished = true;
    return result;
  } finally {
    // What went wrong before matters more than a folder that stays, whose name says that it is no backup.
    await rm(half, { recursive: true, force: true }).catch(() => undefined);
    if (!isPublished && made !== undefined) await removeEmpty(parent, made);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return false;
    return await onDisk(`look at ${path}`, () => Promise.reject(error));
  }
}

/** A folder that somebody has filled meanwhile refuses the name. */
async function takeName(half: string, target: string): Promise<void> {
  await syncFolder(half);
  await rename(half, target);
  await syncFolder(dirname(target));
}

async function moveInto(half: string, target: string): Promise<void> {
  const others = (await readdir(target)).filter((name) => name !== basename(half));
  if (others.length > 0) throw notEmpty(target, others);
  const names = (await readdir(half)).filter((name) => name !== indexFile);
  const moved: string[] = [];
  try {
    for (const name of [...names, indexFile]) {
      if (name === indexFile) await syncFolder(target);
      await rename(join(half, name), join(target, name));
      moved.push(join(target, name));
    }
  } catch (error) {
    for (const path of moved) await rm(path, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(target);
}

function notEmpty(target: string, names: readonly string[]): ResourceError {
  return new ResourceError(
    `the folder ${target} is not empty any more (it has ${names.slice(0, 3).join(", ")})`,
  );
}

/** Folders that were made on the way to the backup, the last one first, down to the first one. */
async function removeEmpty(last: string, first: string): Promise<void> {
  try {
    for (let folder = last; ; folder = dirname(folder)) {
      await rmdir(folder);
      if (folder === first) return;
    }
  } catch {
    // Somebody uses it by now.
  }
}
