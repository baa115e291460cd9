// Empties dist before a build, so that a file deleted from the sources cannot live on in the package.
import { rmSync } from "node:fs";
import { join } from "node:path";

rmSync(join(import.meta.dirname, "../../dist"), { recursive: true, force: true });
