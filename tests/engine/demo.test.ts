/** The demo as a user runs it, and what it leaves behind. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { LoggedRequest } from "../../simulator";
import { capture } from "../../tools/pulumi/child-process.mts";
import { assertContract } from "../simulator-under-judge";
import { engineSetup, projectRoot } from "./shared";

function demo(environment: Record<string, string>) {
  return capture(
    join(projectRoot, "node_modules", ".bin", "node"),
    [join(projectRoot, "tools", "demo", "index.mts")],
    { env: { ...process.env, ...environment }, timeoutMs: 560_000 },
  );
}

/** Eleven steps of the engine in a row, perhaps beside another test that keeps the machine busy. */
const timeoutMs = 600_000;

describe("npm run demo", () => {
  it(
    "plays every step against the simulated tenant, whatever credentials the caller has",
    async () => {
      const log = join(engineSetup().workFolder, "demo-requests.json");
      const run = await demo({
        PULUMI_COMMAND: engineSetup().command,
        DEMO_REQUEST_LOG: log,
        PULUMI_ACCESS_TOKEN: "of-the-caller",
        SAIL_BASE_URL: "https://of-the-caller.api.identitynow.com",
        SAIL_CLIENT_ID: "of-the-caller",
        SAIL_CLIENT_SECRET: "of-the-caller",
      });
      const lines = run.stdout.split("\n");
      expect({ code: run.code, stderr: run.stderr, end: lines.at(-2) }).toEqual({
        code: 0,
        stderr: "",
        end: expect.stringMatching(/^All 11 steps did what they say, in \d+ s\.$/),
      });
      const titles = lines.filter((line) => /^\d+\/11 {2}/.test(line));
      expect(titles).toEqual([
        expect.stringContaining("builds the quickstart"),
        expect.stringContaining("asks the tenant nothing"),
        expect.stringContaining("edits the tenant by hand"),
        expect.stringContaining("says what differs"),
        expect.stringContaining("puts it right again"),
        expect.stringContaining("finds nothing any more"),
        expect.stringContaining("keeps the source and its id"),
        expect.stringContaining("destroy is refused"),
        expect.stringContaining("after the refusal changes nothing"),
        expect.stringContaining("come back with their people"),
        expect.stringContaining("one call a source"),
      ]);
      expect(run.stdout).not.toContain("of-the-caller");
      const requests: LoggedRequest[] = JSON.parse(readFileSync(log, "utf8"));
      expect(requests.length).toBeGreaterThan(30);
      assertContract(requests);
    },
    timeoutMs,
  );

  it(
    "fails when a command ends well without having done anything",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "idle-pulumi-"));
      const command = join(folder, "pulumi");
      const idle = `#!/bin/sh\ncase " $* " in *" up "*) exit 0 ;; esac\nexec "${engineSetup().command}" "$@"\n`;
      writeFileSync(command, idle, { mode: 0o755 });
      // The language host is looked for beside the command, or on PATH.
      const PATH = `${engineSetup().binDir}${delimiter}${process.env.PATH}`;
      const run = await demo({ PATH, PULUMI_COMMAND: command, PULUMI_OBTAIN: "command" });
      rmSync(folder, { recursive: true });
      expect(run.code).toBe(1);
      expect(`${run.stdout}${run.stderr}`).toContain("1/11");
      expect(run.stdout).not.toContain("2/11");
    },
    timeoutMs,
  );
});
