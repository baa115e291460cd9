/** `npm run pulumi:path`: prints the path of a Pulumi CLI as the last line of standard output. */
import { join } from "node:path";
import { messageOf } from "./failure.mts";
import { obtainPulumi } from "./obtain.mts";

try {
  const pulumi = await obtainPulumi({ projectRoot: join(import.meta.dirname, "..", "..") });
  process.stderr.write(`Pulumi ${pulumi.version}, by ${pulumi.origin}\n`);
  process.stdout.write(`${pulumi.command}\n`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
