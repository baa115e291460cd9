/** Files of a backup on the disk: written once, hashed on the way, forced to the disk, readable for their owner alone. */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { fileMode } from "../resources/backup-file";
import { type DiskAdvice, diskProblem } from "../resources/disk-problem";
import { ResourceError } from "../resources/handler";

const advice: DiskAdvice = { user: "the user that runs this command", choose: "point --out to" };

/** Size and hash of a file. */
export interface FileDigest {
  bytes: number;
  /** 64 hex digits. */
  sha256: string;
}

/** Does something with the disk. @throws {@link ResourceError} what could not be done, and what to do */
export async function onDisk<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ResourceError(`cannot ${what}: ${diskProblem(error, advice)}`, { cause: error });
  }
}

/**
 * Writes a new file bit by bit; each bit has been taken by the system before the next one is asked for.
 *
 * @param work writes, and gives what is to be known of the file beside its digest
 * @throws {@link ResourceError} if the disk refuses, and whatever `work` throws
 */
export async function writeNewFile<T>(
  path: string,
  work: (write: (text: string) => Promise<void>) => Promise<T>,
): Promise<{ result: T; digest: FileDigest }> {
  const what = `write ${path}`;
  const file = await onDisk(what, () => open(path, "wx", fileMode));
  const digest = new Digest();
  try {
    const result = await work((text) => {
      const chunk = Buffer.from(text, "utf8");
      digest.update(chunk);
      return onDisk(what, () => file.appendFile(chunk));
    });
    await onDisk(what, () => file.sync());
    // Some systems tell only now that the disk is full.
    await onDisk(what, () => file.close());
    return { result, digest: digest.end() };
  } catch (error) {
    // What went wrong before matters more.
    await file.close().catch(() => undefined);
    throw error;
  }
}

/** Size and hash of a file as it lies on the disk. @throws the error of the system */
export async function digestOfFile(path: string): Promise<FileDigest> {
  const digest = new Digest();
  const chunks: AsyncIterable<Buffer> = createReadStream(path);
  for await (const chunk of chunks) digest.update(chunk);
  return digest.end();
}

/** Whether two files have the same bytes. */
export function isSameDigest(one: FileDigest, other: FileDigest): boolean {
  return one.bytes === other.bytes && one.sha256 === other.sha256;
}

class Digest {
  readonly #hash: Hash = createHash("sha256");
  #bytes = 0;

  update(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
  }

  end(): FileDigest {
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }
}
