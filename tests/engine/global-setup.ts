/** Before the engine tests: obtains a Pulumi CLI once, and checks that what they test has been built. */
import { existsSync, mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture } from "../../tools/pulumi/child-process.mts";
import { pulumiPath } from "../../tools/pulumi/environment.mts";
import { obtainPulumi } from "../../tools/pulumi/obtain.mts";
import { compileCache, projectRoot, publishSetup, pulumiHome } from "./shared";

async function setUp(): Promise<void> {
  const entry = join(projectRoot, "dist", "sdk", "index.js");
  if (!existsSync(entry)) {
    throw new Error(
      `${entry} is missing: engine tests run the built package, so run "npm run build" first`,
    );
  }
  const pulumi = await obtainPulumi({ projectRoot });
  await checkNode(pulumi.binDir);
  const setup = {
    command: pulumi.command,
    binDir: pulumi.binDir,
    version: pulumi.version,
    workFolder: realpathSync(mkdtempSync(join(tmpdir(), "engine-tests-"))),
  };
  mkdirSync(pulumiHome(setup));
  mkdirSync(compileCache(setup));
  publishSetup(setup);
}

/** A program that starts with an old Node fails far from the cause. */
async function checkNode(binDir: string): Promise<void> {
  const env = pulumiPath(process.env, projectRoot, binDir);
  const run = await capture("node", ["--version"], { env });
  const major = Number(/^v(\d+)\./.exec(run.stdout)?.[1] ?? 0);
  if (major < 22) {
    throw new Error(
      `programs would start with Node ${run.stdout.trim() || run.stderr.trim()}, but Pulumi needs 22 or newer: ` +
        "run `npm ci`, which brings one",
    );
  }
}

// jest calls what the module is.
export = setUp;
