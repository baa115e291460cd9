import { Command } from "commander";
import type { CommandHost } from "./host";
import { createCommand } from "./request/create";
import { deleteCommand } from "./request/delete";
import { getCommand } from "./request/get";
import { listCommand } from "./request/list";
import { summaryCommand } from "./request/summary";

/** `requests`: asking for non-employees, which the approvers of a source then decide on. */
export function requestsCommand(host: CommandHost): Command {
  return new Command("requests")
    .description("ask for non-employees, and see what became of it")
    .addCommand(listCommand(host))
    .addCommand(getCommand(host))
    .addCommand(createCommand(host))
    .addCommand(deleteCommand(host))
    .addCommand(summaryCommand(host));
}
