/** The built command as a process of its own: exit codes, streams, closed pipes and signals. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { type CommandOptions, runCommand } from "../engine/command";
import { useSimulator } from "../simulator-under-judge";
import { useFolder, variablesOf } from "./command-under-test";

const { ada } = DEFAULT_IDENTITIES;
// More than a pipe holds.
const seed = {
  sources: Array.from({ length: 50 }, (_, index) => ({
    name: `Source ${index}`,
    description: "x".repeat(4000),
    owner: ada.id,
  })),
};
const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const folder = useFolder();
const environment = () => variablesOf(simulator, "ACME");
const run = (args: readonly string[], options: CommandOptions = {}) =>
  runCommand(args, { environment: environment(), ...options });

/** Starts the command without waiting for it. @param stdout where its results go */
function start(args: readonly string[], stdout: "pipe" | number = "pipe") {
  const command = join(__dirname, "../../dist/cli/index.js");
  const child = spawn(process.execPath, [command, ...args], {
    env: { PATH: process.env.PATH, HOME: "/nonexistent", ...environment() },
    stdio: ["ignore", stdout, "pipe"],
  });
  let err = "";
  child.stderr?.on("data", (chunk) => {
    err += String(chunk);
  });
  return { child, stdout: child.stdout, ended: endOf(child).then((code) => ({ code, err })) };
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve(code));
  });
}

describe("the command as a process", () => {
  it("explains itself on standard output, and refuses what it does not know on standard error", async () => {
    const help = await run(["--help"]);
    expect([help.code, help.stderr]).toEqual([0, ""]);
    for (const name of ["export", "generate", "compare", "backup", "simulate"]) {
      expect(help.stdout).toMatch(new RegExp(`^ {2}${name} \\[options\\] `, "m"));
      const own = await run([name, "--help"]);
      expect([own.code, own.stderr]).toEqual([0, ""]);
      expect(own.stdout).toContain(`Usage: sailpoint-nonemployee ${name} [options]`);
    }
    for (const args of [[], ["exprot"], ["export", "--nothing"], ["compare", "--from", "a"]]) {
      const { code, stdout, stderr } = await run(args);
      expect([args, code, stdout, stderr === ""]).toEqual([args, 1, "", false]);
    }
  });

  it("ends with 0, 2 and 1, with results and messages apart", async () => {
    const file = folder.path("manifest.yaml");
    const label = `tenant acme (${simulator.url})`;
    expect(await run(["export", "--tenant", "acme", "--out", file])).toEqual({
      code: 0,
      stdout: "",
      stderr: `50 sources with 0 attributes of ${label} written to ${file}\n`,
    });
    const whole = await run(["export", "--tenant", "acme"]);
    expect([whole.code, whole.stdout]).toEqual([0, folder.read("manifest.yaml")]);

    const args = ["compare", "--from", file, "--to", "acme"];
    expect(await run(args)).toEqual({
      code: 0,
      stdout: "",
      stderr: `${file} and ${label} are equal\n`,
    });
    simulator.store.addSource({ name: "New", description: "New", owner: ada.id });
    const different = await run([...args, "--format", "json"]);
    expect([different.code, different.stderr]).toEqual([
      2,
      `1 difference between ${file} and ${label}\n`,
    ]);
    expect(JSON.parse(different.stdout)).toMatchObject({ equal: false });
    const failed = await run([...args.slice(0, 3), "--to", "nobody"]);
    expect([failed.code, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toMatch(/^error: .*"nobody" is not known.*\n$/);
  });

  it("keeps from a terminal what a tenant's texts would do to it", async () => {
    const id = "0".repeat(32);
    simulator.store.addIdentity({ id, name: "\u001b[31mNo\nBody", alias: "", email: null });
    simulator.store.addSource({ name: "Odd", description: "\u001b]0;t\u0007", owner: id });
    const { code, stdout, stderr } = await run(["export", "--tenant", "acme", "--only", "odd"]);
    expect(code).toBe(1);
    expect(stderr).toContain("warning: odd: owner: \\u001b[31mNo\\nBody (000");
    expect(stdout + stderr).not.toContain("\u001b");
  });

  it("ends with 1 and without a stack trace where nobody reads its output", async () => {
    const { stdout, ended } = start(["export", "--tenant", "acme"]);
    stdout?.destroy();
    const { code, err } = await ended;
    expect(code).toBe(1);
    expect(err).not.toMatch(/EPIPE|\n\s+at /);
  });

  it("says that standard output is full, and then deletes nobody", async () => {
    const [source] = simulator.store.sources();
    const ids = ["joan", "tommy"].map(
      (accountName) => simulator.store.addRecord(source?.sourceId ?? "", { accountName }).id,
    );
    for (const args of [["list"], ["delete", ids[0] ?? "", "--yes"], ["delete", ...ids, "--yes"]]) {
      const full = openSync("/dev/full", "w");
      const { ended } = start(["records", ...args, "--tenant", "acme"], full);
      const { code, err } = await ended;
      closeSync(full);
      expect(code).toBe(1);
      const meaning = args[0] === "delete" ? "nothing was deleted: " : "";
      expect(err).toMatch(
        new RegExp(`^error: ${meaning}standard output cannot be written to: .*ENOSPC`, "m"),
      );
    }
    expect(simulator.store.records()).toHaveLength(2);
  });

  it("writes on where standard output goes, also by its name", async () => {
    const path = folder.write("all.csv", "old line\n");
    const file = openSync(path, "a");
    const { ended } = start(["export", "--tenant", "acme", "--out", "/dev/stdout"], file);
    const { code } = await ended;
    writeSync(file, "new line\n");
    closeSync(file);
    expect(code).toBe(0);
    const lines = folder.read("all.csv").split("\n");
    expect([lines[0], ...lines.slice(-2)]).toEqual(["old line", "new line", ""]);
    expect(lines).toContain("version: 1");
    expect(folder.list()).toEqual(["all.csv"]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends with 1 and without a file on %s",
    async (signal) => {
      simulator.faults.add({ template: "/sources", times: "always", delayMs: 60_000 });
      const { child, ended } = start([
        "export",
        "--tenant",
        "acme",
        "--out",
        folder.path("a.yaml"),
      ]);
      while (!simulator.requests.some(({ template }) => template === "/sources")) {
        await new Promise(setImmediate);
      }
      child.kill(signal);
      const { code, err } = await ended;
      expect([code, folder.list()]).toEqual([1, []]);
      expect(err).toBe("interrupted; nothing was written\n");
    },
  );
});
