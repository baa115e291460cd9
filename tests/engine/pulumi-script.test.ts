/** `npm run pulumi:path` and `npm run pulumi`, as npm runs them, with a build that is cached already. */
import { join } from "node:path";
import { capture } from "../../tools/pulumi/child-process.mts";
import { obtainPulumi } from "../../tools/pulumi/obtain.mts";
import { engineSetup, projectRoot } from "./shared";

function script(name: string, args: readonly string[], environment: Record<string, string>) {
  const node = join(projectRoot, "node_modules", ".bin", "node");
  const env = { ...process.env, ...environment };
  return capture(node, [join(projectRoot, "tools", "pulumi", name), ...args], {
    env,
    timeoutMs: 120_000,
  });
}

describe("the scripts for a Pulumi CLI", () => {
  const { command, version } = engineSetup();

  it("print its path as the last line", async () => {
    const run = await script("path.mts", [], { PULUMI_COMMAND: command, PULUMI_OBTAIN: "command" });
    expect(run.code).toBe(0);
    expect(run.stdout.trimEnd().split("\n").at(-1)).toBe(command);
  });

  it("run it with arguments and pass on its exit code", async () => {
    const good = await script("run.mts", ["version"], {
      PULUMI_COMMAND: command,
      PULUMI_OBTAIN: "command",
    });
    expect({ code: good.code, stdout: good.stdout.trim() }).toEqual({
      code: 0,
      stdout: expect.stringContaining(version),
    });
    const bad = await script("run.mts", ["no-such-command"], {
      PULUMI_COMMAND: command,
      PULUMI_OBTAIN: "command",
    });
    expect(bad.code).not.toBe(0);
  });

  it("find it again without asking any registry", async () => {
    const said: string[] = [];
    const options = {
      projectRoot,
      env: { ...process.env, PULUMI_COMMAND: command, PULUMI_OBTAIN: "command" },
    };
    const found = await obtainPulumi({ ...options, log: (line: string) => said.push(line) });
    expect(found).toMatchObject({ command, origin: "PULUMI_COMMAND" });
    expect(said).toEqual([]);
  });
});
