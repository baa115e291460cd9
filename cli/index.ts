#!/usr/bin/env node
/** The command `sailpoint-nonemployee`: thin commands over the floors below. */
import { Command } from "commander";
import { simulateCommand } from "./simulate";

const program = new Command("sailpoint-nonemployee")
  .description("Non-employee sources of SailPoint Identity Security Cloud as code")
  .showHelpAfterError()
  .addCommand(simulateCommand());

program.parseAsync().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
