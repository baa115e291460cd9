import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import { createSimulator, type Seed } from "../simulator";

function toPort(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("must be a whole number from 0 (any free port) to 65535.");
}

async function readSeed(file: string): Promise<Seed> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new Error(`cannot read the seed file "${file}": ${messageOf(error)}`);
  }
  try {
    // Its shape is checked by the simulator, which names the path of what is wrong.
    return JSON.parse(text) as Seed;
  } catch (error) {
    throw new Error(`the seed file "${file}" is not JSON: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `simulate`: a local tenant that lasts until the process is stopped. */
export function simulateCommand(): Command {
  return new Command("simulate")
    .description("start a local tenant; prints its URL and credentials as SAIL_* lines")
    .option("--port <number>", "port on 127.0.0.1; 0 takes any free one", toPort, 0)
    .option("--seed <file>", "JSON file with the people, groups and sources to begin with")
    .addHelpText(
      "after",
      "\nExample:\n  $ sailpoint-nonemployee simulate --port 4010 > tenant.env &\n  $ until grep -q SAIL_CLIENT_SECRET tenant.env; do sleep 0.2; done\n  $ set -a; . ./tenant.env; set +a; pulumi up",
    )
    .action(async ({ port, seed }: { port: number; seed?: string }) => {
      const simulator = await createSimulator({
        port,
        ...(seed === undefined ? {} : { seed: await readSeed(seed) }),
      });
      console.log(`SAIL_BASE_URL=${simulator.url}`);
      console.log(`SAIL_CLIENT_ID=${simulator.clientId}`);
      console.log(`SAIL_CLIENT_SECRET=${simulator.clientSecret}`);
      console.error("The local tenant is running; Ctrl-C stops it, and its data is gone then.");
      const stop = () => void simulator.close();
      process.once("SIGINT", stop).once("SIGTERM", stop);
    });
}
