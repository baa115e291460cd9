import { Command } from "commander";
import { compareCommand } from "./compare";
import { exportCommand } from "./export";
import { generateCommand } from "./generate";
import type { CommandHost } from "./host";
import { simulateCommand } from "./simulate";

/** The command `sailpoint-nonemployee` with all that it can do. */
export function createProgram(host: CommandHost): Command {
  return new Command("sailpoint-nonemployee")
    .description("Non-employee sources of SailPoint Identity Security Cloud as code")
    .showHelpAfterError()
    .addCommand(exportCommand(host))
    .addCommand(generateCommand(host))
    .addCommand(compareCommand(host))
    .addCommand(simulateCommand());
}
