/** The two runs of the engine on which a drift check rests: the state as it lies there, and a refresh that changes nothing. */
import { z } from "zod";
import type { Value } from "../../provider/resources/handler";
import { canonical } from "../../provider/resources/value";
import type { CommandHost } from "../host";
import { type PulumiRun, type PulumiStack, runPulumi, saidBy } from "../pulumi";
import { readStackConfiguration } from "./configuration";
import { readEvents, type Told, valueSchema } from "./event";
import { readState, type StackState } from "./state";

/** What the engine said of a refresh. */
export interface Refresh {
  told: Told;
  code: number;
  /** What went wrong before any event, or beside them. */
  problem?: string;
}

/** @throws Error with what the engine said: an unknown stack, a project that is none, a wrong passphrase */
export async function exportState(
  host: CommandHost,
  stack: PulumiStack,
  options: readonly string[] = [],
): Promise<StackState> {
  const run = await runPulumi(host, stack, ["stack", "export", ...options]);
  if (run.code !== 0) {
    throw new Error(`cannot read the state of the stack ${stack.stack}: ${saidBy(run)}`);
  }
  return readState(run.stdout);
}

const refresh = ["refresh", "--preview-only", "--json"];

/**
 * Reads everything that the stack holds, and writes nothing. The program runs as well, since only so the engine takes the
 * current configuration; one that cannot do that is used if the configuration is still that of the last `pulumi up`.
 *
 * @throws Error if the configuration is another one, or the CLI cannot be run
 */
export async function readLive(host: CommandHost, stack: PulumiStack): Promise<Refresh> {
  // The digest of a preview, which it would print instead, has no values in it.
  const variables = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
  const run = await runPulumi(host, stack, [...refresh, "--run-program"], variables);
  if (!/unknown flag: --run-program/.test(run.stderr)) return refreshOf(run);
  await refuseOtherConfiguration(host, stack);
  return refreshOf(await runPulumi(host, stack, refresh, variables));
}

function refreshOf(run: PulumiRun): Refresh {
  const told = readEvents(run.stdout);
  const hasSaid = told.errors.length > 0 || run.code === 0;
  return { told, code: run.code, ...(!hasSaid && { problem: saidBy(run) }) };
}

/** A refresh without the program uses the configuration of the last `pulumi up`, which may name another tenant. */
async function refuseOtherConfiguration(host: CommandHost, stack: PulumiStack): Promise<void> {
  const [{ configurations }, current] = [
    await exportState(host, stack, ["--show-secrets"]),
    await readStackConfiguration(host, stack),
  ];
  const isOurs = (key: string) => key.startsWith("sailpoint:");
  const different = configurations.flatMap((stored) => {
    const keys = new Set([...Object.keys(stored), ...current.keys()].filter(isOurs));
    return [...keys].filter((key) => settingOf(stored[key]) !== settingOf(current.get(key)));
  });
  if (different.length === 0) return;
  throw new Error(
    `this Pulumi CLI cannot run the program in a refresh (it has no --run-program), so it would use the configuration of the last \`pulumi up\`, and since then ${[...new Set(different)].sort().join(", ")} changed in the stack. Use a newer Pulumi CLI, or run \`pulumi up\` first`,
  );
}

/** How an export with secrets in the clear marks one; its value is JSON. */
const secretSchema = z.object({
  "4dabf18193072939515e22adb298388d": z.literal("1b47061264138c4ac30d75fd1eb44270"),
  plaintext: z.string(),
});

/** A setting as a text that is the same however it is stored: as a value or as its JSON, secret or not. */
function settingOf(value: unknown): string {
  const secret = secretSchema.safeParse(value).data;
  if (secret) return settingOf(parsed(secret.plaintext));
  return canonical(parsed(value));
}

function parsed(value: unknown): Value {
  if (typeof value !== "string") return valueSchema.parse(value ?? null);
  try {
    return valueSchema.parse(JSON.parse(value));
  } catch {
    return value;
  }
}
