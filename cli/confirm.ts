/** The question before something is changed that nobody can take back. */
import { Option } from "commander";
import { type CommandHost, messageOf } from "./host";
import { printable } from "./printable";

/** Prints what is to be deleted, before it is gone. @throws Error if it is not written down */
export async function printFirst(host: CommandHost, print: () => unknown): Promise<void> {
  const nothing = "nothing was deleted";
  host.sayIfUnwritten(nothing);
  await print();
  await host.written().catch((error: unknown) => {
    throw new Error(`${nothing}: ${messageOf(error)}`, { cause: error });
  });
  host.sayIfUnwritten(undefined);
}

/** The option that answers beforehand. */
export function yesOption(): Option {
  return new Option("--yes", "do it without a question; needed where there is no terminal");
}

/**
 * Asks whether to go on, and marks that writing begins.
 *
 * @param what what will be done, with the tenant, as a sentence without its end
 * @param isYes whether `--yes` was given: then nobody is asked
 * @param details parts of it, each on a line of its own
 * @throws Error if the answer is not yes, or nobody can be asked; nothing has been written then
 */
export async function confirm(
  host: CommandHost,
  what: string,
  isYes: boolean | undefined,
  details: readonly string[] = [],
): Promise<void> {
  if (isYes !== true) {
    // A name with a line break in it must not look like the question itself.
    const lines = [what, ...details.map((detail) => `  ${detail}`)].map(printable).join("\n");
    if (host.ask === undefined) {
      throw new Error(
        `nothing was written, because there is no terminal to ask for a yes. Give --yes to do it without the question: ${lines}`,
      );
    }
    const answer = await host.ask(`${lines}${details.length > 0 ? "\n" : ". "}Go on? (yes or no) `);
    host.signal.throwIfAborted();
    if (!/^y(?:es)?$/i.test(answer.trim())) {
      throw new Error("the answer was no: nothing was written");
    }
  }
  host.beginWriting();
}
