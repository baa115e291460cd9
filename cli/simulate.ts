import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Command, InvalidArgumentError } from "commander";
import {
  CONTROL_ROUTES,
  createSimulator,
  parseSeed,
  readBehaviour,
  readLimits,
  type Seed,
  type Simulator,
  type SimulatorOptions,
} from "../simulator";
import { codeOf, messageOf } from "./host";

/** What a command sees of the process that it runs in. */
export interface Terminal {
  /** Writes a line to standard output. */
  out(line: string): void;
  /** Writes a line to standard error. */
  err(line: string): void;
  /** What somebody types; absent where nobody sits at a terminal. */
  typed?: NodeJS.ReadableStream;
  /** Where signals arrive. */
  signals: NodeJS.EventEmitter;
}

interface Options {
  port: number;
  seed?: string;
  behaviour?: Record<string, string>;
  limit?: Record<string, string>;
}

/** A tenant that runs for days keeps so much of its log. */
const LOG = { maxLoggedRequests: 1000, maxLoggedBody: 20_000 };

const HELP = `
Example:
  $ sailpoint-nonemployee simulate --port 4010 > tenant.env &
  $ while kill -0 $! && ! grep -q SAIL_CLIENT_SECRET tenant.env; do sleep 0.2; done
  $ set -a; . ./tenant.env; set +a; pulumi up

Control routes need no token. What they take and every switch, limit and kind of fault is in docs/simulator.md:
  $ curl "$SAIL_BASE_URL/_simulator/requests"
  $ curl -X PATCH -d '{"missingObject":"400.1.404"}' "$SAIL_BASE_URL/_simulator/behaviour"
  $ curl -d '{"operationId":"listSources","status":503,"times":2}' "$SAIL_BASE_URL/_simulator/faults"
  $ curl "$SAIL_BASE_URL/_simulator/store" > seed.json
  $ curl -X POST "$SAIL_BASE_URL/_simulator/reset"
There are:
${CONTROL_ROUTES.map((route) => `  ${route}`).join("\n")}

On a terminal r + Enter resets as well.`;

/** `simulate`: a local tenant that lasts until the process is stopped. */
export function simulateCommand(terminal: Terminal = processTerminal()): Command {
  return new Command("simulate")
    .description("start a local tenant; prints its URL and credentials as SAIL_* lines")
    .option("--port <number>", "port on 127.0.0.1; 0 takes any free one", toPort, 0)
    .option("--seed <file>", "JSON file with the people, groups and sources to begin with")
    .option(
      "--behaviour <name=value>",
      "a switch and its position, such as missingObject=400.1.404; can be given several times",
      collect(readBehaviour),
    )
    .option(
      "--limit <name=value>",
      "a limit and its size, such as requests=20; can be given several times",
      collect(readLimits),
    )
    .addHelpText("after", HELP)
    .action(async ({ port, seed, behaviour = {}, limit = {} }: Options) => {
      const options = {
        ...{ port, control: true, ...LOG },
        ...{ behaviour: readBehaviour(behaviour), limits: readLimits(limit) },
        ...(seed !== undefined && { seed: await readSeed(seed) }),
      };
      run(await startAt(options), terminal);
    });
}

async function startAt(options: SimulatorOptions): Promise<Simulator> {
  try {
    return await createSimulator(options);
  } catch (error) {
    const code = codeOf(error);
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    const reason = code === "EACCES" ? "may not be opened by this user" : "is in use";
    throw new Error(
      `--port ${options.port}: the port ${reason}; give another one, or leave it out to take any free one`,
    );
  }
}

/** Tells how to reach the tenant, and listens for what ends or resets it. */
function run(simulator: Simulator, { out, err, typed, signals }: Terminal): void {
  const reset = () => {
    simulator.reset();
    err("The local tenant is as it was at its start.");
  };
  const lines = typed && createInterface({ input: typed });
  const stop = () => {
    for (const signal of ["SIGINT", "SIGTERM"]) signals.off(signal, stop);
    lines?.off("close", stop).close();
    void simulator.close();
  };
  for (const signal of ["SIGINT", "SIGTERM"]) signals.on(signal, stop);
  // A terminal that has been closed has no more to say.
  lines?.on("close", stop).on("line", (line) => {
    if (line.trim().toLowerCase() === "r") reset();
    else err("r + Enter resets the tenant, Ctrl-C stops it.");
  });
  out(`SAIL_BASE_URL=${simulator.url}`);
  out(`SAIL_CLIENT_ID=${simulator.clientId}`);
  out(`SAIL_CLIENT_SECRET=${simulator.clientSecret}`);
  const hint = typed
    ? "r + Enter resets it, Ctrl-C stops it"
    : "POST /_simulator/reset resets it, SIGTERM stops it";
  err(`The local tenant is running; ${hint}, and its data is gone then.`);
}

/** Whoever runs in the background must not read from the terminal: the shell would halt it. With output elsewhere, it may be there. */
function processTerminal(): Terminal {
  const { stdin, stdout } = process;
  return {
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    ...(stdin.isTTY && stdout.isTTY && { typed: stdin }),
    signals: process,
  };
}

function toPort(value: string): number {
  const port = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError("must be a whole number from 0 (any free port) to 65535.");
}

/** Adds `NAME=VALUE` to what was given before, if `read` takes it. */
function collect(read: (texts: Record<string, string>) => unknown) {
  return (text: string, before: Record<string, string> = {}): Record<string, string> => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new InvalidArgumentError("must be a name, an equals sign and a value.");
    }
    try {
      read({ [name]: value });
    } catch (error) {
      throw new InvalidArgumentError(messageOf(error));
    }
    return { ...before, [name]: value };
  };
}

async function readSeed(file: string): Promise<Seed> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new Error(`cannot read the seed file "${file}": ${messageOf(error)}`);
  }
  let value: unknown;
  try {
    // Editors on Windows begin a file with a byte order mark.
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Error(`the seed file "${file}" is not JSON: ${messageOf(error)}`);
  }
  try {
    return parseSeed(value);
  } catch (error) {
    throw new Error(`the seed file "${file}" cannot be used: ${messageOf(error)}`);
  }
}
