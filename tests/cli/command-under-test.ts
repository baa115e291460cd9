/** Commands in this process, over real HTTP to judged simulators, with everything seen that they say and ask. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Command, CommanderError } from "commander";
import type { CommandHost } from "../../cli/host";
import { silentHost } from "../../cli/silent-host";
import type { JudgedSimulator } from "../simulator-under-judge";

type Environment = Readonly<Record<string, string | undefined>>;

/** How a command ended, as a shell would see it. */
export interface Run {
  /** Everything on standard output. */
  out: string;
  /** The lines on standard error; the last one of a failed command is its message. */
  err: string[];
  code: number;
}

/** Parts of the host that a test chooses. */
export type HostOptions = Partial<
  Pick<
    CommandHost,
    "homeFolder" | "hasTerminal" | "isOutTerminal" | "written" | "ask" | "signal" | "beginWriting"
  >
>;

/** A host without a terminal and a home folder, and what it was told. */
export function createHost(environment: Environment, options: HostOptions = {}) {
  const run: Run = { out: "", err: [], code: 0 };
  const host: CommandHost = {
    ...silentHost(environment),
    out: (text) => {
      run.out += text;
    },
    err: (line) => void run.err.push(line),
    setExitCode: (code) => {
      run.code = code;
    },
    ...options,
  };
  return { host, run };
}

/** Runs a command to its end, as the process does. */
export async function runCommand(
  make: (host: CommandHost) => Command,
  args: readonly string[],
  environment: Environment = {},
  options: HostOptions = {},
): Promise<Run> {
  const { host, run } = createHost(environment, options);
  const command = make(host);
  for (const one of withThoseBelow(command)) {
    one.exitOverride().configureOutput({
      writeOut: (text) => host.out(text),
      writeErr: (text) => host.err(text.trimEnd()),
    });
  }
  try {
    await command.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return { ...run, code: error.exitCode };
    if (!(error instanceof Error)) throw error;
    return { ...run, err: [...run.err, `error: ${error.message}`], code: 1 };
  }
  return run;
}

function withThoseBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withThoseBelow)];
}

/** Somebody at a terminal who answers this, and what they were asked. */
export function answering(answer: string) {
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return answer;
  };
  return { questions, options: { ask } };
}

/** The variables of a tenant: `SAIL_*`, or with a name `SAIL_<NAME>_*`. */
export function variablesOf(
  { url, clientId, clientSecret }: JudgedSimulator,
  name?: string,
): Record<string, string> {
  const prefix = name === undefined ? "SAIL" : `SAIL_${name}`;
  return {
    [`${prefix}_BASE_URL`]: url,
    [`${prefix}_CLIENT_ID`]: clientId,
    [`${prefix}_CLIENT_SECRET`]: clientSecret,
    // Runs of one test follow each other faster than those of people.
    SAIL_MAX_REQUESTS_PER_10_SECONDS: "100000",
  };
}

/** Requests that the tenant got, as `METHOD template`, the one for a token left out; a GET may be there several times. */
export function callsOf({ requests }: JudgedSimulator): string[] {
  return requests
    .filter(({ path }) => !path.startsWith("/oauth/token"))
    .map(({ method, template, path }) => `${method} ${template ?? path}`)
    .sort();
}

/** A folder of its own for each test of a file. */
export function useFolder() {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "command-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name = "") => join(folder, name);
  return {
    path,
    /** Makes a file with its folders, and gives its path. */
    write(name: string, text: string): string {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
      return path(name);
    },
    read: (name: string): string => readFileSync(path(name), "utf8"),
    /** Every file and folder below, sorted. */
    list: (name = ""): string[] =>
      readdirSync(path(name), { recursive: true, encoding: "utf8" }).sort(),
  };
}
