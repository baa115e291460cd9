/** The scheduled backup of examples/gitops: from the tenants to the hands of somebody who has the private key. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "./command";
import { expectResult, useGitops } from "./gitops";

describe("the scheduled backup of a team's repository", () => {
  const gitops = useGitops();
  // Not beside everything else: the agent's socket needs a short path.
  const keys = mkdtempSync(join(tmpdir(), "keys-"));

  /** GnuPG as the person who may restore has it. */
  function gpg(...args: string[]): string {
    const env = { PATH: process.env.PATH, GNUPGHOME: keys };
    const run = spawnSync("gpg", ["--batch", "--no-tty", ...args], { env, encoding: "utf8" });
    if (run.status === 0) return run.stdout;
    throw new Error(`gpg ${args.join(" ")}: ${run.error?.message ?? run.stderr}`);
  }

  beforeAll(async () => {
    const generate = ["--quick-generate-key", "Backups", "future-default", "default", "never"];
    gpg("--passphrase", "", ...generate);
    gitops.repo.write("backup-key.asc", gpg("--armor", "--export", "Backups"));
    expectResult((await gitops.run("deploy")).production, "success");
    const { sourceId = "" } = gitops.source("production", "Contractors") ?? {};
    for (const accountName of ["c.one", "c.two"]) {
      gitops.tenant("production").store.addRecord(sourceId, { accountName });
    }
  });
  afterAll(() => {
    spawnSync("gpgconf", ["--homedir", keys, "--kill", "all"]);
    rmSync(keys, { recursive: true, force: true, maxRetries: 3 });
  });

  it("keeps an encrypted file of each tenant that the private key opens, whole", async () => {
    const { runs, writes } = await gitops.run("backup");
    expect(writes).toEqual([]);
    expect(gitops.repo.github().issues).toEqual([]);
    for (const job of runs) {
      expectResult(job, "success");
      const [{ path = "", name, "retention-days": days } = {}, ...more] = job.uploads;
      expect(more).toEqual([]);
      expect({ name, days }).toEqual({ name: `backup-${job.stack}-7`, days: "30" });
      const text = readFileSync(path);
      expect(text.includes("c.one")).toBe(false);

      const archive = join(gitops.repo.folder, `${job.stack}.tar.gz`);
      gpg("--output", archive, "--decrypt", path);
      const { status } = spawnSync("tar", ["-xzf", archive, "-C", gitops.repo.folder]);
      expect(status).toBe(0);
      const folder = join(gitops.repo.folder, `backup-${job.stack}`);
      const verified = await runCommand(["backup", "verify", folder]);
      expect(verified).toMatchObject({ code: 0 });
      const records = readFileSync(join(folder, "records", "contractors.csv"), "utf8");
      expect(records.includes("c.two")).toBe(job.stack === "production");
    }
  });

  it("fails, keeps nothing and opens an issue where a tenant could not be read completely", async () => {
    const fault = { method: "GET", template: "/non-employee-sources", status: 403 };
    gitops.tenant("production").faults.add({ ...fault, times: "always" });
    const { sandbox, production } = await gitops.run("backup");
    gitops.tenant("production").faults.clear();
    expectResult(sandbox, "success");
    expectResult(production, "failure", 1);
    expect(production.uploads).toEqual([]);
    expect(gitops.issuesOf("sandbox", "backup")).toEqual([]);
    expect(gitops.issuesOf("production", "backup")).toMatchObject([
      {
        title: "Backup of production failed",
        body: expect.stringContaining("/actions/runs/7"),
        isOpen: true,
      },
    ]);
  });

  it("fails before anything is sent where the credentials are those of another tenant than the stack's", async () => {
    const { url } = gitops.tenant("sandbox");
    const text = gitops.repo.read("Pulumi.production.yaml");
    gitops.repo.write("Pulumi.production.yaml", text.replace(/(baseUrl: ).+/, `$1${url}`));
    const before = gitops.tenant("production").requests.length;
    const { sandbox, production } = await gitops.run("backup");
    gitops.repo.write("Pulumi.production.yaml", text);
    expectResult(sandbox, "success");
    expectResult(production, "failure", 1);
    expect(production.uploads).toEqual([]);
    expect(gitops.tenant("production").requests).toHaveLength(before);
    expect(gitops.issuesOf("production", "backup")).toMatchObject([{ isOpen: true }]);
  });

  it("fails without the public key, keeps nothing, and has one issue for each stack", async () => {
    const key = gitops.repo.read("backup-key.asc");
    gitops.repo.write("backup-key.asc", "");
    const { runs } = await gitops.run("backup");
    gitops.repo.write("backup-key.asc", key);
    for (const job of runs) {
      expect(job.result).toBe("failure");
      expect(job.uploads).toEqual([]);
      expect(gitops.issuesOf(job.stack, "backup")).toMatchObject([{ isOpen: true }]);
    }
  });

  it.each([
    ["Install packages", "exit 1"],
    ["Back up", "kill -s KILL $$"],
    ["Verify", "exit 1"],
  ])("leaves the issue open where the step %s fails", async (step, script) => {
    const { production } = await gitops.run("backup", { replaced: { [step]: script } });
    expect(production.result).toBe("failure");
    expect(production.uploads).toEqual([]);
    expect(gitops.issuesOf("production", "backup")).toMatchObject([{ isOpen: true }]);
  });

  it("closes the issue with the next backup", async () => {
    const { runs } = await gitops.run("backup");
    for (const job of runs) {
      expectResult(job, "success");
      expect(gitops.issuesOf(job.stack, "backup")).toMatchObject([
        { isOpen: false, comments: [expect.stringContaining("There is a backup again")] },
      ]);
    }
  });

  it("has no script that these tests have not run, and shows no secret", () => {
    expect(gitops.notExecuted(["backup"])).toEqual([]);
    expect(gitops.secretsShown()).toEqual([]);
  });
});
