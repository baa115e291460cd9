/** Lets one process build and the others wait for it: two builds at once take twice as long and give the same. */
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "./failure.mts";

const pollMs = 250;
/** No build takes this long; the process id of a dead builder may belong to another process by now. */
const staleAfterMs = 30 * 60 * 1000;

/**
 * Runs the work while holding a lock file; waits while a living process holds it. The lock saves work only: what the
 * work leaves must be safe without it.
 *
 * @param path of the lock file; its folder must exist
 * @param onWait called once, when it is held by another
 */
export async function withLock<T>(
  path: string,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  let waiting = false;
  while (!(await take(path))) {
    if (await isStale(path)) {
      await rm(path, { force: true });
      continue;
    }
    if (!waiting) onWait();
    waiting = true;
    await delay(pollMs);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    const pid = Number(await readFile(path, "utf8"));
    // A file that is not written yet has no number.
    return Date.now() - mtimeMs > staleAfterMs || (pid > 0 && !isAlive(pid));
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
