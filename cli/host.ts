/** What a command sees of the process that it runs in, and how it speaks to its user. */
import { randomUUID } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { types } from "node:util";
import ora from "ora";
import { printable, printableLines } from "./printable";

/** Results go to `out`, everything else to `err`. */
export interface CommandHost {
  /** Writes results to standard output, as they are. */
  out(text: string): void;
  /** Writes a line to standard error. */
  err(line: string): void;
  environment: Readonly<Record<string, string | undefined>>;
  /** Where the configuration file of the SailPoint CLI is looked for. */
  homeFolder: string;
  /** Whether somebody sits at a terminal and sees progress. */
  hasTerminal: boolean;
  /** Ends what is going on, when the user asks for it. */
  signal: AbortSignal;
  /** What the process ends with, if the command itself does not fail. */
  setExitCode(code: number): void;
}

/** The process itself. */
export function processHost(): CommandHost {
  const controller = new AbortController();
  const stop = () => controller.abort(new Error("interrupted"));
  // A second time, nothing waits for calls in flight.
  process.once("SIGINT", stop).once("SIGTERM", stop);
  // Whoever reads no further, such as `head`, has not seen everything.
  process.stdout.on("error", () => process.exit(1));
  return {
    out: (text) => void process.stdout.write(text),
    err: (line) => console.error(printableLines(line)),
    environment: process.env,
    homeFolder: homedir(),
    hasTerminal: isTerminal(process.stderr),
    signal: controller.signal,
    setExitCode: (code) => {
      process.exitCode = code;
    },
  };
}

/** Whether somebody can see there how far work is. One without columns, as some containers have it, would never end a line. */
export function isTerminal({ isTTY, columns }: { isTTY?: boolean; columns?: number }): boolean {
  return isTTY === true && columns !== undefined && columns > 0;
}

/** Tells the user what may be wrong, on one line whatever a tenant's texts hold. */
export function warn({ err }: Pick<CommandHost, "err">, text: string): void {
  err(`warning: ${printable(text)}`);
}

/** Shows on a terminal that long work goes on, and how far it is; elsewhere nothing. */
export async function withProgress<T>(
  host: CommandHost,
  title: string,
  work: (tell: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  if (!host.hasTerminal) return await work(() => undefined);
  const spinner = ora({ text: title, discardStdin: false }).start();
  try {
    return await work((done, total) => {
      spinner.text = `${title}: ${done} of ${total}`;
    });
  } finally {
    spinner.stop();
  }
}

/** Whether something is there that is neither file nor folder, such as `/dev/stdout`: it is written to, never read or replaced. */
export function isDevice(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/**
 * Writes a file as a whole: who looks at it meanwhile, or after a failure, sees the old one or the new one.
 *
 * @throws Error that names the file and what to do
 */
export function writeWhole(file: string, text: string): void {
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) {
    throw new Error(`cannot write ${file}: there is no folder ${folder}; make it first`);
  }
  if (existsSync(file) && statSync(file).isDirectory()) {
    throw new Error(`cannot write ${file}: it is a folder; name a file in it`);
  }
  try {
    if (isDevice(file)) writeFileSync(file, text);
    else replace(file, text);
  } catch (error) {
    throw new Error(
      `cannot write ${file}: ${messageOf(error)}; nothing was left behind. Check the folder, and the room on its disk`,
      { cause: error },
    );
  }
}

/** A link stays a link, and who may read or write the file stays the same. */
function replace(file: string, text: string): void {
  const isThere = existsSync(file);
  const target = isThere ? realpathSync(file) : file;
  if (isThere) accessSync(target, constants.W_OK);
  const half = join(dirname(target), `.${randomUUID()}.tmp`);
  try {
    writeFileSync(half, text);
    if (isThere) chmodSync(half, statSync(target).mode);
    renameSync(half, target);
  } finally {
    rmSync(half, { force: true });
  }
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error || types.isNativeError(error) ? error.message : String(error);
}

/** The code of an error of the system, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return types.isNativeError(error) && "code" in error ? error.code : undefined;
}
