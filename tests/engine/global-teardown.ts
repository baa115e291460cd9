/** After the engine tests: removes what they left behind. */
import { rmSync } from "node:fs";
import { engineSetup } from "./shared";

async function tearDown(): Promise<void> {
  rmSync(engineSetup().workFolder, { recursive: true, force: true, maxRetries: 3 });
}

// jest calls what the module is.
export = tearDown;
