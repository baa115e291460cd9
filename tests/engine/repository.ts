/** A repository made of examples/gitops as its README says, with what a runner of GitHub finds around it. */
import { randomUUID } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { withPath } from "../../tools/pulumi/child-process.mts";
import { localEnvironment } from "../../tools/pulumi/environment.mts";
import { exampleFolder } from "./example";
import { type Github, githubSchema, githubVariables } from "./github-state.mts";
import { type TenantAccess, writeText } from "./project";
import { type PulumiOutput, startPulumi } from "./pulumi-process";
import { compileCache, engineSetup, projectRoot, pulumiHome } from "./shared";

/** Credentials of one tenant. */
export interface TenantUsers {
  url: string;
  /** May only read. */
  reader: Omit<TenantAccess, "url">;
  writer: Omit<TenantAccess, "url">;
}

/** These have to come from the workflows. */
const ofWorkflows = ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"];
const passphrase = "passphrase of the repository";

export class Repository {
  /** Holds everything. */
  readonly folder: string;
  /** What is committed. */
  readonly files: string;
  /** What `npm ci` would install. */
  readonly packages: string;
  /** What every script of a runner finds in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly #tenants: Readonly<Record<string, TenantUsers>>;
  readonly #backend: string;
  readonly #github: string;

  /** @param tenants by stack */
  constructor(tenants: Readonly<Record<string, TenantUsers>>) {
    const setup = engineSetup();
    this.#tenants = tenants;
    this.folder = join(setup.workFolder, `gitops-${randomUUID()}`);
    this.files = join(this.folder, "files");
    this.packages = join(this.folder, "node_modules");
    this.#backend = join(this.folder, "state");
    this.#github = join(this.folder, "github.json");
    for (const path of [this.#backend, this.packages]) mkdirSync(path, { recursive: true });
    linkPackages(this.packages);
    cpSync(exampleFolder("gitops"), this.files, { recursive: true });
    this.#setUrls();
    this.setGithub({ head: "c0ffee1", labels: [], comments: [], issues: [] });
    this.variables = this.#variables();
  }

  /** Secrets and variables of an environment: `production` may write, `production-read` may not. */
  environment(name: string) {
    const [stack = "", kind] = name.split("-");
    const tenant = this.#tenants[stack];
    if (!tenant) throw new Error(`there is no environment ${name}`);
    const { clientId, clientSecret } = kind === "read" ? tenant.reader : tenant.writer;
    return {
      vars: {
        SAIL_BASE_URL: tenant.url,
        PULUMI_BACKEND_URL: `file://${this.#backend.replaceAll("\\", "/")}`,
      },
      secrets: {
        SAIL_CLIENT_ID: clientId,
        SAIL_CLIENT_SECRET: clientSecret,
        PULUMI_CONFIG_PASSPHRASE: passphrase,
        // Not set, which GitHub takes as an empty text.
        PULUMI_ACCESS_TOKEN: "",
      },
    };
  }

  /** Values that no log, comment or issue may hold. */
  secretValues(): string[] {
    const users = Object.values(this.#tenants).flatMap(({ reader, writer }) => [reader, writer]);
    return [passphrase, ...users.map(({ clientSecret }) => clientSecret)];
  }

  /** A command of Pulumi in the committed files, as somebody runs it at first. */
  pulumi(args: readonly string[]): Promise<PulumiOutput> {
    return startPulumi({
      command: engineSetup().command,
      args: [...args, "--non-interactive", "--color", "never"],
      cwd: this.files,
      env: {
        ...this.variables,
        PULUMI_BACKEND_URL: `file://${this.#backend.replaceAll("\\", "/")}`,
        PULUMI_CONFIG_PASSPHRASE: passphrase,
      },
    }).finished;
  }

  /** The text of a committed file. */
  read(path: string): string {
    return readFileSync(join(this.files, path), "utf8");
  }

  /** Commits a file. */
  write(path: string, text: string): void {
    writeText(join(this.files, path), text);
  }

  github(): Github {
    return githubSchema.parse(JSON.parse(readFileSync(this.#github, "utf8")));
  }

  setGithub(github: Github): void {
    writeFileSync(this.#github, JSON.stringify(github));
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #setUrls(): void {
    for (const [stack, { url }] of Object.entries(this.#tenants)) {
      const file = `Pulumi.${stack}.yaml`;
      const text = this.read(file);
      this.write(file, text.replace(/(sailpoint:baseUrl: ).+/, `$1${url}`));
    }
  }

  #variables(): Record<string, string> {
    const setup = engineSetup();
    const bin = join(this.folder, "bin");
    script(join(bin, "gh"), join(projectRoot, "tests", "engine", "gh.mts"));
    const home = join(this.folder, "home");
    mkdirSync(home);
    const local = localEnvironment({
      projectRoot,
      binDir: setup.binDir,
      home: pulumiHome(setup),
      backendDir: this.#backend,
      passphrase,
      compileCacheDir: compileCache(setup),
    });
    const defined = Object.entries(withPath(local, [bin])).flatMap(([name, value]) =>
      value === undefined || ofWorkflows.includes(name) ? [] : [[name, value] as const],
    );
    return {
      ...Object.fromEntries(defined),
      HOME: home,
      // The types of the example are checked with those of this project, once for all runs.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      // A command that is not there is an error and is not fetched.
      npm_config_offline: "true",
      npm_config_update_notifier: "false",
      [githubVariables.file]: this.#github,
    };
  }
}

/** Links to the packages of this project, and the command that the package under test would bring. */
function linkPackages(folder: string): void {
  const installed = join(projectRoot, "node_modules");
  for (const name of readdirSync(installed).filter((one) => !one.startsWith("."))) {
    symlinkSync(join(installed, name), join(folder, name), "junction");
  }
  script(
    join(folder, ".bin", "sailpoint-nonemployee"),
    join(projectRoot, "dist", "cli", "index.js"),
  );
}

/** A command that runs a file with Node. */
function script(path: string, file: string): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `#!/usr/bin/env bash\nexec node "${file}" "$@"\n`, { mode: 0o755 });
}
