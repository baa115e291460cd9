/**
 * Files that are written as a whole: who looks at one meanwhile, or after a failure, sees the old one or the new one. Devices, and open
 * files such as `/dev/stdout`, are written to as they are.
 */
import { randomUUID } from "node:crypto";
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { messageOf } from "./host";

/** Whether something is there that is written to and never read or replaced: a device, or an open file such as `/dev/stdout`. */
export function isDevice(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return false;
  return !found.isFile() || streamOf(file) !== undefined;
}

const streams: ReadonlyMap<string, number> = new Map([
  ["/dev/stdout", 1],
  ["/dev/stderr", 2],
]);

/** The number of the open file that a name stands for, whatever that file is. */
function streamOf(file: string): number | undefined {
  const path = resolve(file);
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path) ?? [];
  return number === undefined ? streams.get(path) : Number(number);
}

/** @throws Error that names the file and what to do */
export function writeWhole(file: string, text: string): void {
  const whole = new WholeFile(file);
  try {
    whole.write(text);
    whole.finish();
  } finally {
    whole.discard();
  }
}

/**
 * Writes a file bit by bit.
 *
 * @param mode of the file, also of one that is there already, but not of an open one. @default that of the old file; what the system gives a new one
 * @throws Error that names the file and what to do, and whatever `work` throws
 */
export async function writeBitByBit<T>(
  file: string,
  work: (write: (text: string) => void) => Promise<T>,
  mode?: number,
): Promise<T> {
  const whole = new WholeFile(file, mode);
  try {
    const result = await work((text) => whole.write(text));
    whole.finish();
    return result;
  } finally {
    whole.discard();
  }
}

/** A link stays a link; who may read or write the file stays the same, unless a mode is given. */
class WholeFile {
  readonly #file: string;
  /** Where it is written: the device itself, or a file beside the target, which then takes its name. */
  #half: string | undefined;
  /** Where the file really is; undefined for a device. */
  #target: string | undefined;
  #mode: number | undefined;
  #handle: number | undefined;
  /** An open file of the process, which is not closed here. */
  #lent: number | undefined;

  constructor(file: string, mode?: number) {
    this.#file = file;
    const folder = dirname(resolve(file));
    if (!existsSync(folder)) {
      throw new Error(`cannot write ${file}: there is no folder ${folder}; make it first`);
    }
    if (existsSync(file) && statSync(file).isDirectory()) {
      throw new Error(`cannot write ${file}: it is a folder; name a file in it`);
    }
    this.#onDisk(() => {
      const isThere = existsSync(file);
      if (isThere) accessSync(file, constants.W_OK);
      this.#mode = mode ?? (isThere ? statSync(file).mode : undefined);
      const target = isThere ? realpathSync(file) : file;
      if (isDevice(file)) {
        // Where an open file goes to a file, that is written on where it is, as by everybody who has it open.
        if (statSync(file).isFile()) this.#lent = streamOf(file);
        if (this.#lent !== undefined) return;
        this.#half = file;
      } else {
        this.#target = target;
        this.#half = join(dirname(target), `.${randomUUID()}.tmp`);
      }
      this.#handle = openSync(this.#half, "w", this.#mode);
    });
  }

  write(text: string): void {
    this.#onDisk(() => {
      const bytes = Buffer.from(text, "utf8");
      for (let at = 0; at < bytes.length; ) {
        at += writeSync(this.#opened(), bytes, at);
      }
    });
  }

  /** Gives the file its name. */
  finish(): void {
    const [half, target] = [this.#half, this.#target];
    this.#onDisk(() => {
      this.#close();
      if (half === undefined || target === undefined) return;
      // What the system takes away from the mode of a new file is not taken away here.
      if (this.#mode !== undefined) chmodSync(half, this.#mode);
      renameSync(half, target);
    });
  }

  /** Leaves nothing behind; after `finish` there is nothing to leave. */
  discard(): void {
    this.#close();
    if (this.#half !== undefined && this.#target !== undefined) rmSync(this.#half, { force: true });
  }

  #opened(): number {
    const handle = this.#lent ?? this.#handle;
    if (handle === undefined) throw new Error("it is closed");
    return handle;
  }

  #close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }

  #onDisk(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.discard();
      throw new Error(
        `cannot write ${this.#file}: ${messageOf(error)}; ${this.#lent === undefined ? "nothing was left behind" : "what was written so far stays there"}. Check the folder, and the room on its disk`,
        { cause: error },
      );
    }
  }
}
