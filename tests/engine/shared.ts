/** What the global set-up hands to the tests' processes; environment variables are the only way across. */
import { join, resolve } from "node:path";

/** The repository. */
export const projectRoot = resolve(__dirname, "..", "..");

/** The engine that the tests drive, and the folder for everything that they leave behind. */
export interface EngineSetup {
  command: string;
  binDir: string;
  version: string;
  /** Removed after the tests. */
  workFolder: string;
}

const variables = {
  command: "ENGINE_TESTS_COMMAND",
  binDir: "ENGINE_TESTS_BIN_DIR",
  version: "ENGINE_TESTS_VERSION",
  workFolder: "ENGINE_TESTS_WORK_FOLDER",
} as const;

/** Called by the global set-up, once. */
export function publishSetup(setup: EngineSetup): void {
  process.env[variables.command] = setup.command;
  process.env[variables.binDir] = setup.binDir;
  process.env[variables.version] = setup.version;
  process.env[variables.workFolder] = setup.workFolder;
}

/**
 * What the global set-up has published.
 *
 * @throws Error outside the jest project `engine`
 */
export function engineSetup(): EngineSetup {
  const read = (name: string): string => {
    const value = process.env[name];
    if (value === undefined) {
      throw new Error(`${name} is not set: engine tests run in the jest project "engine" only`);
    }
    return value;
  };
  return {
    command: read(variables.command),
    binDir: read(variables.binDir),
    version: read(variables.version),
    workFolder: read(variables.workFolder),
  };
}

/** `PULUMI_HOME` of all stacks: they need nothing from it but a place for logs. */
export function pulumiHome(setup: EngineSetup): string {
  return join(setup.workFolder, "home");
}

/** Node's cache of compiled code, of all stacks. */
export function compileCache(setup: EngineSetup): string {
  return join(setup.workFolder, "compile-cache");
}
