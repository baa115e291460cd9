#!/usr/bin/env node
/** The command `sailpoint-nonemployee`: thin commands over the floors below. */
import { messageOf, processHost } from "./host";
import { createProgram } from "./program";

createProgram(processHost())
  .parseAsync()
  .catch((error: unknown) => {
    console.error(`error: ${messageOf(error)}`);
    process.exitCode = 1;
  });
