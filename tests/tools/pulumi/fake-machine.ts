/** A machine made of temporary folders: an empty home, and shell scripts in place of Pulumi, npm and Go. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(__dirname, "..", "..", "..");

/** Folders and scripts of one test. */
export class FakeMachine {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "fake-machine-")));
  readonly home = this.folder("home");
  /** The one folder on PATH; empty at first. */
  readonly bin = this.folder("bin");
  /** A project with this repository's Go modules, which a test may edit. */
  readonly project = this.folder("project");
  readonly log: string[] = [];

  constructor() {
    for (const module of ["cli", "language-host"]) {
      const path = join("tools", "pulumi", module);
      cpSync(join(repository, path), join(this.project, path), { recursive: true });
    }
  }

  /** The environment; more variables come on top. */
  env(more: Record<string, string> = {}): Record<string, string> {
    return { HOME: this.home, PATH: this.bin, XDG_CACHE_HOME: join(this.home, "cache"), ...more };
  }

  folder(name: string): string {
    const path = join(this.root, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Writes a shell script. PATH is that of the fake machine, so the script names its tools by their full paths. */
  script(folder: string, name: string, body: string): string {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** A CLI that knows its version, with its language host beside it. */
  pulumi(folder: string, version: string): string {
    this.companions(folder);
    return this.script(folder, "pulumi", `echo "${version}"`);
  }

  companions(folder: string): void {
    this.script(folder, "pulumi-language-nodejs", "exit 0");
    this.script(folder, "pulumi-resource-pulumi-nodejs", "exit 0");
  }

  /** A Go that writes what a build would, counts its builds in a file, and gives its own folder as the module's. */
  go(): string {
    const dist = this.folder("module/nodejs/dist");
    this.script(dist, "pulumi-resource-pulumi-nodejs", "exit 0");
    const lines = [
      `case "$1" in`,
      `list) echo "${join(this.root, "module")}" ;;`,
      `build) echo "$PWD" >> "${this.goBuilds}"`,
      `  case "$PWD" in */cli) name=pulumi; text="echo v${this.version}" ;; *) name=pulumi-language-nodejs; text="exit 0" ;; esac`,
      `  printf '#!/bin/sh\\n%s\\n' "$text" > "$3$name"; /bin/chmod 755 "$3$name" ;;`,
      "esac",
    ];
    return this.script(this.bin, "go", lines.join("\n"));
  }

  /** One line for each module that the fake Go has built. */
  get goBuilds(): string {
    return join(this.root, "go-builds");
  }

  /** The engine's version in the CLI's go.mod. */
  readonly version = "3.259.0";

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
