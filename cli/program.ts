import { Command } from "commander";
import { approvalsCommand } from "./approval";
import { backupCommand } from "./backup";
import { compareCommand } from "./compare";
import { driftCommand } from "./drift";
import { exportCommand } from "./export";
import { generateCommand } from "./generate";
import type { CommandHost } from "./host";
import { recordsCommand } from "./record";
import { requestsCommand } from "./request";
import { restoreCommand } from "./restore";
import { simulateCommand } from "./simulate";

/** The command `sailpoint-nonemployee` with all that it can do. */
export function createProgram(host: CommandHost): Command {
  return new Command("sailpoint-nonemployee")
    .description("Non-employee sources of SailPoint Identity Security Cloud as code")
    .showHelpAfterError()
    .addCommand(exportCommand(host))
    .addCommand(generateCommand(host))
    .addCommand(compareCommand(host))
    .addCommand(driftCommand(host))
    .addCommand(backupCommand(host))
    .addCommand(restoreCommand(host))
    .addCommand(recordsCommand(host))
    .addCommand(requestsCommand(host))
    .addCommand(approvalsCommand(host))
    .addCommand(simulateCommand());
}
