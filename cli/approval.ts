import { Command } from "commander";
import { approveCommand } from "./approval/approve";
import { getCommand } from "./approval/get";
import { listCommand } from "./approval/list";
import { rejectCommand } from "./approval/reject";
import { summaryCommand } from "./approval/summary";
import type { CommandHost } from "./host";

/** `approvals`: what the approvers of requests are asked. */
export function approvalsCommand(host: CommandHost): Command {
  return new Command("approvals")
    .description("see what approvers are asked, and decide on it")
    .addCommand(listCommand(host))
    .addCommand(getCommand(host))
    .addCommand(approveCommand(host))
    .addCommand(rejectCommand(host))
    .addCommand(summaryCommand(host));
}
