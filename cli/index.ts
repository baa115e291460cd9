#!/usr/bin/env node
/** The command `sailpoint-nonemployee`: thin commands over the floors below. */
import { messageOf, processHost } from "./host";
import { createProgram } from "./program";

const host = processHost();
createProgram(host)
  .parseAsync()
  .catch((error: unknown) => {
    host.err(host.signal.aborted ? host.interruption() : `error: ${messageOf(error)}`);
    process.exitCode = 1;
  });
