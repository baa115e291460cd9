/** Commands over calls of the API: what all of them have, and which operations each may send. */
import { Command } from "commander";
import type { CallOptions } from "../provider/api";
import type { operations } from "../provider/api/operation";
import type { CommandHost } from "./host";
import { formatOption, type OutputFormat } from "./output";
import { type OpenedTenant, openTenant } from "./tenant";

/** Name of an operation of the API, as its reference has it. */
export type OperationId = keyof typeof operations;

/** The options that every such command has. */
export interface ApiOptions {
  tenant?: string;
  format: OutputFormat;
}

/** What is to be known of a command. */
export interface ApiCommandText {
  name: string;
  summary: string;
  /** All operations on non-employees that it may send. */
  operations: readonly OperationId[];
  /** The form of the result if none is asked for. @default "table" */
  format?: OutputFormat;
  /** More than one sentence of help, if it is needed. */
  help?: string;
  /** Lines of arguments after the name of the program. */
  examples: readonly string[];
}

/** A command, and the operations of the API that it may send. */
export class ApiCommand extends Command {
  readonly operations: readonly OperationId[];

  constructor(name: string, operations: readonly OperationId[]) {
    super(name);
    this.operations = operations;
  }
}

/** Where URL and credentials come from, for help texts. */
export const credentials = `Credentials come from SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET; with --tenant from SAIL_<NAME>_BASE_URL and so on,
else from the configuration file of the SailPoint CLI (~/.sailpoint/config.yaml).`;

/** A command with the options `--tenant` and `--format`, and help that names its operations and has examples. */
export function apiCommand(text: ApiCommandText): ApiCommand {
  const command = new ApiCommand(text.name, text.operations);
  command
    .description(text.summary)
    .option("--tenant <name>", "tenant; without it the one of SAIL_BASE_URL")
    .addOption(formatOption(text.format));
  const help = text.help === undefined ? "" : `\n${text.help}\n`;
  const lines = text.examples.map((line) => `  $ sailpoint-nonemployee ${line}`);
  command.addHelpText(
    "after",
    `${help}
Operations of the API: ${text.operations.join(", ")}.

${credentials}

Exit code: 0 done; 1 failed, and the message says why.

${lines.length > 1 ? "Examples" : "Example"}:
${lines.join("\n")}`,
  );
  return command;
}

/** A tenant, and how a command calls it. */
export interface ApiRun extends OpenedTenant {
  call: CallOptions;
}

/** Opens the tenant of a command; nothing is sent yet. */
export function openRun(host: CommandHost, { tenant }: { tenant?: string | undefined }): ApiRun {
  const call = { signal: host.signal, onWait: (message: string) => host.err(message) };
  return { ...openTenant(host, tenant), call };
}
