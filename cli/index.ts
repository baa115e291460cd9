#!/usr/bin/env node
/** The command `sailpoint-nonemployee`: thin commands over the floors below. */
import { Command } from "commander";
import { compareCommand } from "./compare";
import { exportCommand } from "./export";
import { generateCommand } from "./generate";
import { messageOf, processHost } from "./host";
import { simulateCommand } from "./simulate";

const host = processHost();
const program = new Command("sailpoint-nonemployee")
  .description("Non-employee sources of SailPoint Identity Security Cloud as code")
  .showHelpAfterError()
  .addCommand(exportCommand(host))
  .addCommand(generateCommand(host))
  .addCommand(compareCommand(host))
  .addCommand(simulateCommand());

program.parseAsync().catch((error: unknown) => {
  host.err(`error: ${messageOf(error)}`);
  process.exitCode = 1;
});
