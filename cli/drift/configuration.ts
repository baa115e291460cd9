/** The configuration that a run of the stack has now: that of the stack, over which the environment goes. */
import { z } from "zod";
import { systemClock } from "../../provider/api";
import { readConfiguration } from "../../provider/resources/configuration";
import { Tenants } from "../../provider/resources/tenants";
import { type CommandHost, warn } from "../host";
import { type PulumiStack, runPulumi, saidBy } from "../pulumi";

/** Values by full key, such as `sailpoint:baseUrl`, secrets in the clear: they are never shown or kept. */
export type StackConfiguration = ReadonlyMap<string, string>;

const configurationSchema = z.record(z.string(), z.looseObject({ value: z.string().optional() }));

/**
 * Asks the engine, which knows how the secrets of the stack are encrypted.
 *
 * @throws Error with what the engine said
 */
export async function readStackConfiguration(
  host: CommandHost,
  stack: PulumiStack,
): Promise<StackConfiguration> {
  const run = await runPulumi(host, stack, ["config", "--json", "--show-secrets"]);
  if (run.code !== 0) {
    throw new Error(`\`pulumi config\` failed: ${saidBy(run)}`);
  }
  const entries = Object.entries(parse(run.stdout));
  return new Map(
    entries.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** Without the text, in which there may be secrets. */
function parse(text: string): z.infer<typeof configurationSchema> {
  try {
    return configurationSchema.parse(JSON.parse(text));
  } catch {
    throw new Error("`pulumi config --json` gave nothing that can be read");
  }
}

/** The tenants of the stack, as its provider opens them. Nothing is sent yet. */
export function tenantsOf(host: CommandHost, configuration: StackConfiguration): Tenants {
  return new Tenants({
    configuration: readConfiguration({
      stack: (key) => configuration.get(key),
      environment: host.environment,
    }),
    clock: systemClock,
    onWarning: (message) => warn(host, message),
  });
}
