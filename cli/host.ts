/** What a command sees of the process that it runs in, and how it speaks to its user. */
import { homedir } from "node:os";
import { createInterface } from "node:readline/promises";
import { types } from "node:util";
import ora from "ora";
import { printable, printableLines } from "./printable";

/** Results go to `out`, everything else to `err`. */
export interface CommandHost {
  /** Writes results to standard output: as they are, but for what a terminal there would obey. */
  out(text: string): void;
  /** Waits until standard output has taken all results. @throws Error if it has not, such as one on a full disk */
  written(): Promise<void>;
  /** What is to be said if standard output takes no more, before the reason; undefined from when on that is not true any more. */
  sayIfUnwritten(text: string | undefined): void;
  /** Writes a line to standard error. */
  err(line: string): void;
  environment: Readonly<Record<string, string | undefined>>;
  /** Where the configuration file of the SailPoint CLI is looked for. */
  homeFolder: string;
  /** Whether somebody sits at a terminal and sees progress. */
  hasTerminal: boolean;
  /** Whether results go to a terminal, too, where they would be mixed with progress. */
  isOutTerminal: boolean;
  /** Asks somebody at the terminal and gives the line of the answer; undefined where nobody can answer. */
  ask: ((question: string) => Promise<string>) | undefined;
  /** To be called before the first request that may change a tenant: an interruption no longer says that nothing was written. */
  beginWriting(): void;
  /** Ends what is going on, when the user asks for it. */
  signal: AbortSignal;
  /** What the process ends with, if the command itself does not fail. */
  setExitCode(code: number): void;
}

/** The process itself, which also knows what to say of an interruption. */
export function processHost(): CommandHost & { interruption(): string } {
  let isWriting = false;
  let ifUnwritten: string | undefined;
  const controller = new AbortController();
  const stop = () => controller.abort(new Error("interrupted"));
  // A second time, nothing waits for calls in flight.
  process.once("SIGINT", stop).once("SIGTERM", stop);
  process.stdout.on("error", (error) => {
    // Whoever reads no further, such as `head`, knows that not everything was seen.
    const before = ifUnwritten === undefined ? "" : `${ifUnwritten}: `;
    if (codeOf(error) !== "EPIPE" || isWriting)
      console.error(`error: ${before}${unwritable(error)}`);
    process.exit(1);
  });
  const isOutTerminal = process.stdout.isTTY === true;
  return {
    out: (text) =>
      void process.stdout.write(
        isOutTerminal ? printableLines(text.replaceAll("\r\n", "\n")) : text,
      ),
    written: () =>
      new Promise((resolve, reject) => {
        process.stdout.write("", (error) =>
          error ? reject(new Error(unwritable(error), { cause: error })) : resolve(),
        );
      }),
    sayIfUnwritten: (text) => {
      ifUnwritten = text;
    },
    err: (line) => console.error(printableLines(line)),
    environment: process.env,
    homeFolder: homedir(),
    hasTerminal: isTerminal(process.stderr),
    isOutTerminal,
    ask:
      process.stdin.isTTY && process.stderr.isTTY
        ? (question) => askAtTerminal(question, stop)
        : undefined,
    beginWriting: () => {
      isWriting = true;
    },
    interruption: () => interruptionText(isWriting),
    signal: controller.signal,
    setExitCode: (code) => {
      process.exitCode = code;
    },
  };
}

function unwritable(error: unknown): string {
  return `standard output cannot be written to: ${messageOf(error)}; what was to be printed is lost there`;
}

/** What is said of an interruption. */
export function interruptionText(isWriting: boolean): string {
  return isWriting
    ? "interrupted; what was asked of the tenant before may have been done: look at it before you run the command again"
    : "interrupted; nothing was written";
}

/** Ctrl-D, the end of what is typed, is an empty answer; Ctrl-C stops the command as a signal does. */
async function askAtTerminal(question: string, stop: () => void): Promise<string> {
  // On standard error, since standard output may go to a file.
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<string>((resolve, reject) => {
      const end = () => {
        process.stderr.write("\n");
        resolve("");
      };
      lines.once("SIGINT", stop).once("SIGINT", end).once("close", end);
      lines.question(question).then(resolve, reject);
    });
  } finally {
    lines.removeAllListeners("close").close();
  }
}

/** Whether somebody can see there how far work is. One without columns, as some containers have it, would never end a line. */
export function isTerminal({ isTTY, columns }: { isTTY?: boolean; columns?: number }): boolean {
  return isTTY === true && columns !== undefined && columns > 0;
}

/** Tells the user what may be wrong, on one line whatever a tenant's texts hold. */
export function warn({ err }: Pick<CommandHost, "err">, text: string): void {
  err(`warning: ${printable(text)}`);
}

/** Told how far work is; without a total where nobody knows it. */
export type TellProgress = (done: number, total?: number) => void;

/** Shows on a terminal that long work goes on, and how far it is; elsewhere nothing. */
export async function withProgress<T>(
  host: Pick<CommandHost, "hasTerminal">,
  title: string,
  work: (tell: TellProgress) => Promise<T>,
): Promise<T> {
  if (!host.hasTerminal) return await work(() => undefined);
  // Names of a tenant stand in it.
  const text = printable(title);
  const spinner = ora({ text, discardStdin: false }).start();
  try {
    return await work((done, total) => {
      spinner.text = `${text}: ${done}${total === undefined ? "" : ` of ${total}`}`;
    });
  } finally {
    spinner.stop();
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
