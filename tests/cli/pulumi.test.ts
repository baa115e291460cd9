/** Runs of the Pulumi CLI as a child process; here a script stands in its place on the PATH. */
import { chmodSync } from "node:fs";
import { delimiter } from "node:path";
import { runPulumi, saidBy } from "../../cli/pulumi";
import { createHost, type HostOptions, useFolder } from "./command-under-test";

describe("a run of the Pulumi CLI", () => {
  const folder = useFolder();
  const run = (script: string, options: HostOptions = {}) => {
    chmodSync(folder.write("bin/pulumi", `#!/bin/sh\n${script}\n`), 0o755);
    const PATH = `${folder.path("bin")}${delimiter}${process.env.PATH}`;
    const { host } = createHost({ PATH, OF_THE_USER: "kept" }, options);
    const stack = { stack: "dev", cwd: folder.path() };
    return runPulumi(host, stack, ["refresh", "--json"], { OF_THE_RUN: "added" });
  };

  it("has stack, folder and variables, and asks nothing", async () => {
    const { code, stdout, stderr } = await run(
      'echo "$@"; pwd -P; echo "$OF_THE_USER $OF_THE_RUN $PULUMI_SKIP_UPDATE_CHECK"; cat; echo said >&2; exit 7',
    );
    const [args, cwd = "", variables] = stdout.split("\n");
    expect(args).toBe("refresh --json --stack dev --non-interactive --color never");
    expect(cwd.endsWith(folder.path().split("/").at(-1) ?? "")).toBe(true);
    expect([variables, stderr, code]).toEqual(["kept added true", "said\n", 7]);
  });

  it("keeps whole signs where a chunk ends in the middle of one", async () => {
    const { stdout } = await run("i=0; while [ $i -lt 30000 ]; do printf 'aü'; i=$((i+1)); done");
    expect(stdout).toBe("aü".repeat(30_000));
  });

  it("is interrupted with the command, and then has no result", async () => {
    const controller = new AbortController();
    const interrupted = run("exec sleep 60", { signal: controller.signal });
    controller.abort(new Error("interrupted"));
    await expect(interrupted).rejects.toThrow("interrupted");
    await expect(run("exit 0", { signal: controller.signal })).rejects.toThrow("interrupted");
  });

  it("that was killed has not succeeded", async () => {
    expect((await run("kill -9 $$")).code).not.toBe(0);
  });

  it("says what is missing where there is no CLI, or none that can be run", async () => {
    const { host } = createHost({ PATH: folder.path() });
    const stack = { stack: "dev", cwd: folder.path() };
    await expect(runPulumi(host, stack, ["version"])).rejects.toThrow(
      "cannot run the Pulumi CLI: there is no program `pulumi` on the PATH; install the Pulumi CLI (https://www.pulumi.com/docs/install)",
    );
  });
});

describe("what the CLI said when it failed", () => {
  const said = (stderr: string, stdout = "") => saidBy({ code: 255, stderr, stdout });

  it("is its errors, else its last words, and never what it printed as a result", () => {
    expect(said("warning: old\nerror: no stack\nerror: named x\n")).toBe("no stack; named x");
    expect(said("one\ntwo\nthree\nfour\n")).toBe("two three four");
    expect(said("", '{"value":"hush"}')).toBe("the Pulumi CLI ended with exit code 255");
  });
});
