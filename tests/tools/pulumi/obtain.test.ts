import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { buildFolder } from "../../../tools/pulumi/build-cache.mts";
import { type ObtainedPulumi, obtainPulumi } from "../../../tools/pulumi/obtain.mts";
import { FakeMachine } from "./fake-machine";

const unreachable = () => Promise.reject(new Error("no route to host"));

describe("obtainPulumi", () => {
  let machine: FakeMachine;

  beforeEach(() => {
    machine = new FakeMachine();
  });

  afterEach(() => machine.remove());

  function obtain(more: Record<string, string> = {}): Promise<ObtainedPulumi> {
    return obtainPulumi({
      projectRoot: machine.project,
      env: machine.env(more),
      log: (line) => machine.log.push(line),
      probe: unreachable,
    });
  }

  function buildCount(): number {
    if (!existsSync(machine.goBuilds)) return 0;
    return readFileSync(machine.goBuilds, "utf8").trim().split("\n").length;
  }

  it("takes PULUMI_COMMAND before all others", async () => {
    machine.pulumi(machine.bin, "v3.300.0");
    const command = machine.pulumi(machine.folder("chosen"), "v3.260.1");
    expect(await obtain({ PULUMI_COMMAND: command })).toEqual({
      command,
      binDir: join(machine.root, "chosen"),
      version: "3.260.1",
      origin: "PULUMI_COMMAND",
    });
  });

  it("refuses a wrong PULUMI_COMMAND instead of passing over it", async () => {
    machine.pulumi(machine.bin, "v3.300.0");
    const old = machine.pulumi(machine.folder("old"), "v3.190.0");
    const nameless = machine.pulumi(machine.folder("nameless"), "");
    const bare = machine.script(machine.folder("bare"), "pulumi", "echo v3.300.0");
    rmSync(join(machine.bin, "pulumi-language-nodejs"));

    await expect(obtain({ PULUMI_COMMAND: "/nowhere/pulumi" })).rejects.toThrow(
      /^PULUMI_COMMAND=\/nowhere\/pulumi will not do: .*ENOENT/,
    );
    await expect(obtain({ PULUMI_COMMAND: "no-such" })).rejects.toThrow("no such program on PATH");
    await expect(obtain({ PULUMI_COMMAND: old })).rejects.toThrow(
      "version 3.190.0, older than 3.200",
    );
    await expect(obtain({ PULUMI_COMMAND: nameless })).rejects.toThrow('printed "" instead of');
    await expect(obtain({ PULUMI_COMMAND: bare })).rejects.toThrow("has no pulumi-language-nodejs");
  });

  it("takes the pulumi on PATH before a cached build", async () => {
    machine.go();
    await obtain();
    const command = machine.pulumi(machine.bin, "v3.200.0");
    expect(await obtain()).toMatchObject({ command, version: "3.200.0", origin: "PATH" });
  });

  it("passes over a pulumi on PATH that is too old, and says why", async () => {
    machine.pulumi(machine.bin, "v3.100.0");
    machine.go();
    expect((await obtain()).origin).toBe("go");
    expect(machine.log.join("\n")).toContain("version 3.100.0, older than 3.200");
  });

  it("follows the shim of the npm package to the CLI that it has installed", async () => {
    machine.script(machine.bin, "pulumi", "echo v3.262.0");
    const binDir = machine.folder("home/.pulumi/versions/3.262.0/bin");
    const command = machine.pulumi(binDir, "v3.262.0");
    expect(await obtain()).toEqual({ command, binDir, version: "3.262.0", origin: "PATH" });
  });

  it("installs through npm when the download host answers", async () => {
    const binDir = join(machine.home, ".pulumi", "versions", machine.version, "bin");
    const ready = machine.folder("download");
    machine.pulumi(ready, `v${machine.version}`);
    machine.script(
      machine.bin,
      "npm",
      `/bin/mkdir -p "${binDir}" && /bin/cp "${ready}"/* "${binDir}"; echo "$*" > "${machine.root}/npm-args"`,
    );
    const pulumi = await obtainPulumi({
      projectRoot: machine.project,
      env: machine.env(),
      log: () => undefined,
      probe: () => Promise.resolve(),
    });
    expect(pulumi).toMatchObject({ binDir, origin: "npm" });
    expect(readFileSync(join(machine.root, "npm-args"), "utf8")).toContain("pulumi@3.259.0");
  });

  it("does not ask npm when the download host cannot be reached", async () => {
    machine.script(machine.bin, "npm", `echo called > "${machine.root}/npm-args"`);
    machine.go();
    expect((await obtain()).origin).toBe("go");
    expect(existsSync(join(machine.root, "npm-args"))).toBe(false);
    expect(machine.log.join("\n")).toContain("cannot be reached (no route to host)");
  });

  it("builds with Go once and takes the build from the cache afterwards", async () => {
    machine.go();
    const built = await obtain();
    expect(built).toMatchObject({ origin: "go", version: machine.version });
    expect(await obtain()).toEqual({ ...built, origin: "cache" });
    expect(buildCount()).toBe(2);
    expect(machine.log.join("\n")).toMatch(/building Pulumi 3\.259\.0 .*minutes/);
  });

  it("builds again when the Go modules have changed", async () => {
    machine.go();
    await obtain();
    appendFileSync(join(machine.project, "tools", "pulumi", "cli", "go.sum"), "changed\n");
    expect((await obtain()).origin).toBe("go");
    expect((await obtain()).origin).toBe("cache");
    expect(buildCount()).toBe(4);
  });

  it("never takes a half-made build for a whole one", async () => {
    machine.go();
    const folder = buildFolder(machine.env(), machine.version);
    mkdirSync(folder, { recursive: true });
    machine.pulumi(folder, `v${machine.version}`);
    await expect(obtain({ PULUMI_OBTAIN: "cache" })).rejects.toThrow("was never finished");
    expect((await obtain()).origin).toBe("go");
    rmSync(join(folder, "pulumi-language-nodejs"));
    expect((await obtain()).origin).toBe("go");
  });

  it("waits for another's build instead of building the same again", async () => {
    machine.go();
    const both = await Promise.all([obtain(), obtain()]);
    expect(new Set(both.map(({ command }) => command)).size).toBe(1);
    expect(buildCount()).toBe(2);
    expect(machine.log.join("\n")).toContain("another process is building Pulumi 3.259.0");
    const folder = buildFolder(machine.env(), machine.version);
    expect(readdirSync(dirname(folder))).toEqual([basename(folder)]);
  });

  it("does not wait for a builder that has died", async () => {
    machine.go();
    const folder = buildFolder(machine.env(), machine.version);
    mkdirSync(dirname(folder), { recursive: true });
    const { pid } = spawnSync(process.execPath, ["--version"]);
    writeFileSync(`${folder}.lock`, `${pid}\n`);
    expect((await obtain()).origin).toBe("go");
  });

  it("leaves nothing behind when a build fails, and shows Go's words", async () => {
    machine.script(
      machine.bin,
      "go",
      'echo "go: downloading a" >&2; echo "no space left" >&2; exit 1',
    );
    const failure = await obtain().catch((error: Error) => error.message);
    expect(failure).toContain("no space left");
    expect(failure).not.toContain("go: downloading");
    expect(readdirSync(dirname(buildFolder(machine.env(), machine.version)))).toEqual([]);
  });

  it("tries only the ways that PULUMI_OBTAIN allows", async () => {
    const command = machine.pulumi(machine.bin, "v3.300.0");
    machine.go();
    expect((await obtain({ PULUMI_OBTAIN: "go", PULUMI_COMMAND: command })).origin).toBe("go");
    expect((await obtain({ PULUMI_OBTAIN: "go" })).origin).toBe("cache");
    expect((await obtain({ PULUMI_OBTAIN: "npm, path" })).origin).toBe("PATH");
    await expect(obtain({ PULUMI_OBTAIN: "go,brew" })).rejects.toThrow(
      '"brew" is none of command, path, cache, npm, go',
    );
  });

  it("lists each way with its reason and the ways to install when all fail", async () => {
    const failure = await obtain().catch((error: Error) => error.message);
    expect(failure).toMatch(/^No Pulumi CLI could be obtained:\n {2}PULUMI_COMMAND: not set\n/);
    expect(failure).toContain("  PATH: there is no pulumi on PATH\n");
    expect(failure).toContain("  cache: no build in ");
    expect(failure).toContain("  npm: there is no npm on PATH\n");
    expect(failure).toContain("  go: there is no go on PATH");
    expect(failure).toContain("https://get.pulumi.com");
  });
});
