/** The built command `backup` as a process of its own: signals, and a disk that is really full. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { runCommand } from "../engine/command";
import { useSimulator } from "../simulator-under-judge";
import { useFolder, variablesOf } from "./command-under-test";

const { ada } = DEFAULT_IDENTITIES;
const records = Array.from({ length: 1_000 }, (_, index) => ({ accountName: `person.${index}` }));
const seed = {
  sources: [{ name: "Contractors", description: "Staff", owner: ada.id, records }],
};
const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const folder = useFolder();
const command = join(__dirname, "../../dist/cli/index.js");

/** A shell that runs the command with `"$@"`. */
function shell(program: readonly string[], script: string, args: readonly string[]) {
  const [file = "", ...before] = program;
  const words = [...before, "-c", script, "backup", process.execPath, command, "backup", ...args];
  const child = spawn(file, words, {
    env: { PATH: process.env.PATH, HOME: "/nonexistent", ...variablesOf(simulator) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    text.out += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    text.err += String(chunk);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { child, ended: ended.then((code) => ({ code, ...text })) };
}

/** Whether this user may mount a file system of their own here: not in every container, and on Linux alone. */
const mount = 'mkdir -p "$1" && mount -t tmpfs -o size="$2" tmpfs "$1"';
const canMount =
  spawnSync("unshare", ["-rm", "bash", "-c", `t=$(mktemp -d) && mount -t tmpfs tmpfs "$t"`])
    .status === 0;

describe("the built command", () => {
  it("takes a backup and checks it", async () => {
    const environment = variablesOf(simulator);
    const out = folder.path("backup");
    const taken = await runCommand(["backup", "--out", out], { environment });
    expect(taken).toEqual({
      code: 0,
      stdout: "contractors\t1000\trecords/contractors.csv\n",
      stderr: `1 source, 1000 records of tenant ${simulator.url} written to ${out}\n`,
    });
    const checked = await runCommand(["backup", "verify", out]);
    expect([checked.code, checked.stderr]).toEqual([0, ""]);
    expect(checked.stdout).toMatch(/^1 source, 1000 records, taken .* from http:.*\n$/);
    const wrong = await runCommand(["backup", "verify", folder.path("records")]);
    expect([wrong.code, wrong.stdout]).toEqual([1, ""]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("leaves nothing on %s", async (signal) => {
    simulator.faults.add({ template: "/non-employee-records", skip: 1, delayMs: 60_000 });
    const { child, ended } = shell(["bash"], 'exec "$@"', ["--out", folder.path("backup")]);
    const lists = () =>
      simulator.requests.filter(({ template }) => template === "/non-employee-records");
    while (lists().length < 2) await new Promise(setImmediate);
    child.kill(signal);
    expect(await ended).toEqual({
      code: 1,
      out: "",
      err: "interrupted; nothing was written\n",
    });
    expect(folder.list()).toEqual([]);
  });

  it("has no name for what is half-written when it is killed", async () => {
    mkdirSync(folder.path("empty"));
    for (const [index, name] of ["backup", "empty"].entries()) {
      const { child, ended } = shell(["bash"], 'exec "$@"', ["--out", folder.path(name)]);
      simulator.faults.clear();
      simulator.faults.add({ template: "/non-employee-records", skip: 1, delayMs: 60_000 });
      const lists = () =>
        simulator.requests.filter(({ template }) => template === "/non-employee-records");
      while (lists().length < 2 * (index + 1)) await new Promise(setImmediate);
      child.kill("SIGKILL");
      await ended;
      const checked = await runCommand(["backup", "verify", folder.path(name)]);
      expect([checked.code, checked.stdout]).toEqual([1, ""]);
    }
    const files = folder.list().filter((name) => name.includes("."));
    expect(files.every((name) => /^(?:backup\.|empty\/)[0-9a-f]{8}\.partial/.test(name))).toBe(
      true,
    );
  });
});

describe("a disk that is full", () => {
  it("by the limit of a file's size is told, and nothing is left", async () => {
    // In units of 1024 bytes; the records need more.
    const { ended } = shell(["bash"], 'ulimit -f 64 && exec "$@"', [
      "--out",
      folder.path("backup"),
    ]);
    const { code, out, err } = await ended;
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(
      /^error: no complete backup could be written to .*: cannot write .*: the file is larger than the system allows - raise the limit \(ulimit -f\), or point --out to a folder on another disk\n$/,
    );
    expect(folder.list()).toEqual([]);
  });

  const itIf = canMount ? it : it.skip;
  itIf.each([
    ["its root, an empty folder", "."],
    ["a new folder on it", "backup"],
  ])("really (%s) is told, and nothing is left", async (_what, name) => {
    const disk = folder.path("disk");
    mkdirSync(disk);
    const out = join(disk, name);
    const script = `set -- ${JSON.stringify(disk)} 100k "$@"; ${mount}; shift 2; "$@"; code=$?; ls -A ${JSON.stringify(disk)}; exit $code`;
    const { ended } = shell(["unshare", "-rm", "bash"], script, ["--out", out]);
    const { code, out: listed, err } = await ended;
    expect([code, listed]).toEqual([1, ""]);
    expect(err).toMatch(
      /^error: no complete backup could be written to .*: cannot write .*: the disk is full - free some space, or point --out to a folder on another disk\n$/,
    );
  });
});
