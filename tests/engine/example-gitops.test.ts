/** The example in examples/gitops: its workflows, step by step, for a sandbox and a production. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { expectResult, manager, testDesk, useGitops } from "./gitops";
import { readWorkflow } from "./workflow";

const { ada, grace, katherine, edsger } = DEFAULT_IDENTITIES;
const { plantDesk } = DEFAULT_WORKGROUPS;

/** The script of the drift check, with another command in it. */
function checkWith(command: string): string {
  const steps = readWorkflow("drift").jobs.drift?.steps ?? [];
  const { run = "" } = steps.find(({ name }) => name === "Check") ?? {};
  const script = run.replace(/npx sailpoint-nonemployee .*(?= > )/, () => command);
  if (script === run) throw new Error("the script of the check has no such command");
  return script;
}

describe("the workflows of a team's repository", () => {
  const gitops = useGitops();
  const editContractors = (changes: { owner?: string; description?: string }) => {
    const { sourceId = "" } = gitops.source("production", "Contractors") ?? {};
    gitops.tenant("production").store.editSource(sourceId, changes);
  };

  describe("preview", () => {
    const comments = () => gitops.repo.github().comments;

    it("comments what the pull request would change in each tenant, and writes nothing there", async () => {
      const { runs, writes } = await gitops.run("preview", { pullRequest: 12 });
      expect(runs.map(({ job }) => job)).toEqual(["preview", "preview", "previews"]);
      for (const job of runs) expectResult(job, "success");
      expect(writes).toEqual([]);
      expect(comments()).toHaveLength(2);
      for (const [index, stack] of ["sandbox", "production"].entries()) {
        const { body = "", pullRequest } = comments()[index] ?? {};
        expect(pullRequest).toBe(12);
        expect(body).toContain(`### Preview of \`${stack}\`\n`);
        expect(body).toMatch(/^Resources:\n {4}\+ 7 to create$/m);
        expect(body).toContain("External staff of the plants");
        expect(body).toContain("/actions/runs/7");
      }
      expect(comments()[0]?.body).toContain(manager.email);
      expect(comments()[1]?.body).not.toContain(manager.email);
    });

    it("fails with its reason in the same comment, and leaves those of others alone", async () => {
      const github = gitops.repo.github();
      const other = {
        id: 1,
        pullRequest: 12,
        user: "a-person",
        body: "<!-- preview of sandbox -->",
      };
      gitops.repo.setGithub({ ...github, comments: [other, ...github.comments] });
      const manifest = gitops.repo.read("manifest.yaml");
      gitops.repo.write("manifest.yaml", manifest.replaceAll("grace.hopper@", "nobody@"));
      const { runs, writes } = await gitops.run("preview", { pullRequest: 12 });
      gitops.repo.write("manifest.yaml", manifest);
      for (const job of runs) {
        expect(job.result).toBe("failure");
        expect(job.code).toBeGreaterThan(0);
      }
      expect(writes).toEqual([]);
      expect(comments()).toHaveLength(3);
      expect(comments()[0]).toEqual(other);
      for (const { body } of comments().slice(1)) {
        expect(body).toMatch(/^<!-- .* -->\n### The preview of `\w+` failed\n/);
        const [top = ""] = body.split("<details>");
        expect(top).toContain('{ email: "nobody@example.com" }');
        expect(top).toContain("Nothing of it was written");
      }
    });

    it("fits into a comment, however long it is", async () => {
      const long =
        'for i in $(seq 3000); do echo "~ $i ä Ω a line of the preview"; done > "$RUNNER_TEMP/preview.txt"; printf "Resources:\\n    ~ 3000 to update\\n" >> "$RUNNER_TEMP/preview.txt"';
      const { sandbox } = await gitops.run("preview", {
        pullRequest: 13,
        replaced: { Preview: long },
      });
      expectResult(sandbox, "success");
      const { body = "" } = comments().find(({ pullRequest }) => pullRequest === 13) ?? {};
      expect(body.length).toBeGreaterThan(40_000);
      expect(body.split("<details>")[0]).toContain("~ 3000 to update");
      expect(body).toContain("... cut off here");
    });

    it("says in the comment that it did not come so far", async () => {
      const event = { pullRequest: 14, replaced: { "Install packages": "exit 1" } };
      const { sandbox } = await gitops.run("preview", event);
      expectResult(sandbox, "failure", 1);
      const { body } = comments().find(({ pullRequest }) => pullRequest === 14) ?? {};
      expect(body).toContain("### The preview of `sandbox` failed");
      expect(body).toContain("did not get as far as the preview");
    });

    it("says in the comment that a preview that was stopped has failed", async () => {
      const stopped = 'echo "Previewing update" > "$RUNNER_TEMP/preview.txt"; kill -s KILL $$';
      const event = { pullRequest: 16, replaced: { Preview: stopped } };
      const { sandbox } = await gitops.run("preview", event);
      expect(sandbox.result).toBe("failure");
      const { body } = comments().find(({ pullRequest }) => pullRequest === 16) ?? {};
      expect(body).toContain("### The preview of `sandbox` failed");
      expect(body).toContain("Previewing update");
    });

    it("previews nothing for a fork, which fails the check and says what to do", async () => {
      const { runs } = await gitops.run("preview", { pullRequest: 15, isFork: true });
      expect(runs.map(({ result }) => result)).toEqual(["skipped", "skipped", "failure"]);
      expect(runs.at(-1)?.log).toContain("A maintainer who has read it pushes its branch");
    });

    it.each([
      ["success", "success", ""],
      ["failure", "failure", "not a preview of both stacks: failure"],
      ["cancelled", "failure", "not a preview of both stacks: cancelled"],
      ["skipped", "failure", "A pull request from a fork gets no preview"],
    ] as const)("has one check for all previews: %s is a %s", async (preview, result, message) => {
      const { runs } = await gitops.run("preview", { pullRequest: 17, ended: { preview } });
      const [check, ...more] = runs.filter(({ job }) => job === "previews");
      expect(more).toEqual([]);
      expect(check).toMatchObject({ result, log: expect.stringContaining(message) });
    });
  });

  describe("deploy", () => {
    it("does not go on to production when the sandbox fails", async () => {
      const { sandbox, production } = await gitops.run("deploy", { replaced: { Up: "exit 255" } });
      expectResult(sandbox, "failure", 255);
      expect(production.result).toBe("skipped");
    });

    it("makes both tenants what the manifest says, each with its own people and groups", async () => {
      const { sandbox, production } = await gitops.run("deploy");
      expectResult(sandbox, "success");
      expectResult(production, "success");
      for (const stack of gitops.tenants.keys()) {
        expect(gitops.tenant(stack).store.sources()).toHaveLength(2);
        const { sourceId = "" } = gitops.source(stack, "Contractors") ?? {};
        const names = gitops.tenant(stack).store.customAttributesOf(sourceId);
        expect(names.map(({ technicalName }) => technicalName).sort()).toEqual([
          "company",
          "costCenter",
        ]);
      }
      expect(gitops.source("sandbox", "Contractors")).toMatchObject({
        owner: ada.id,
        approvers: [grace.id, manager.id],
        accountManagers: [testDesk.id],
      });
      expect(gitops.source("production", "Contractors")).toMatchObject({
        owner: ada.id,
        approvers: [grace.id, katherine.id],
        accountManagers: [plantDesk.id],
      });
    });

    it("refuses a commit that is not the newest one", async () => {
      gitops.repo.setGithub({ ...gitops.repo.github(), head: "c0ffee2" });
      const { sandbox, production, writes } = await gitops.run("deploy", { sha: "c0ffee1" });
      expectResult(sandbox, "failure", 1);
      expect(sandbox.log).toContain("main is at c0ffee2 by now");
      expect(production.result).toBe("skipped");
      expect(writes).toEqual([]);
    });

    it("refuses it for production, too, where the approval came late", async () => {
      const event = { sha: "c0ffee1", ended: { sandbox: "success" } } as const;
      const { production, writes } = await gitops.run("deploy", event);
      expectResult(production, "failure", 1);
      expect(production.log).toContain("main is at c0ffee2 by now");
      expect(writes).toEqual([]);
    });

    it("is for main alone", async () => {
      const { runs } = await gitops.run("deploy", { ref: "refs/heads/other" });
      expect(runs.map(({ result }) => result)).toEqual(["skipped", "skipped"]);
    });
  });

  describe("drift", () => {
    it("ends with 0 and opens nothing where nothing has drifted", async () => {
      const { sandbox, production, writes } = await gitops.run("drift");
      expectResult(sandbox, "success");
      expectResult(production, "success");
      expect(production.summary).toContain("`production`: no drift");
      expect(gitops.repo.github().issues).toEqual([]);
      expect(writes).toEqual([]);
    });

    it("ends with 2 and opens an issue with the report where somebody has changed a tenant", async () => {
      editContractors({ owner: edsger.id, description: "Changed by hand" });
      const { sandbox, production, writes } = await gitops.run("drift");
      expectResult(sandbox, "success");
      expectResult(production, "failure", 2);
      const [issue, ...more] = gitops.issuesOf("production");
      expect(more).toEqual([]);
      expect(issue).toMatchObject({ title: "Drift in production", isOpen: true });
      expect(issue?.body).toMatch(/\| severity \|.*\n.*\n\| functional \| .*contractors.*owner/);
      expect(production.summary).toContain("2 differences");
      expect(gitops.issuesOf("sandbox")).toEqual([]);
      expect(writes).toEqual([]);
    });

    it("ends with 1 where it could not tell, says so in the same issue, and leaves it open", async () => {
      const fault = { method: "GET", template: "/non-employee-sources", status: 403 };
      for (const { faults } of gitops.tenants.values()) faults.add({ ...fault, times: "always" });
      const { sandbox, production } = await gitops.run("drift");
      for (const { faults } of gitops.tenants.values()) faults.clear();
      for (const job of [sandbox, production]) {
        expectResult(job, "failure", 1);
        const title = `It could not be told whether ${job.stack} has drifted`;
        expect(gitops.issuesOf(job.stack)).toMatchObject([{ title, isOpen: true }]);
        expect(gitops.issuesOf(job.stack)[0]?.body).toContain("403");
      }
    });

    it.each([
      ["did not start", { "Install packages": "exit 1" }],
      ["ended without a report", { Check: checkWith("true") }],
      ["was not found", { Check: checkWith("no-such-command") }],
      ["was stopped, for its time was over", { Check: checkWith("kill -s KILL $$") }],
    ])("says that it could not tell where the check %s", async (_, replaced) => {
      const { sandbox } = await gitops.run("drift", { replaced });
      expect(sandbox.result).toBe("failure");
      expect(gitops.issuesOf("sandbox")).toMatchObject([{ isOpen: true }]);
      expect(gitops.issuesOf("sandbox")[0]?.body).toContain("nothing is known");
    });

    it("closes the issue once the drift is repaired", async () => {
      const repair = await gitops.run("deploy", { repair: true });
      expectResult(repair.production, "success");
      expect(gitops.source("production", "Contractors")).toMatchObject({
        owner: ada.id,
        description: "External staff of the plants",
      });
      const { sandbox, production } = await gitops.run("drift");
      expectResult(sandbox, "success");
      expectResult(production, "success");
      for (const stack of gitops.tenants.keys()) {
        expect(gitops.issuesOf(stack)).toMatchObject([
          { isOpen: false, comments: [expect.stringContaining("No drift any more")] },
        ]);
      }
    });
  });

  it("do not destroy a source that has records, whatever the manifest says", async () => {
    const { sourceId = "" } = gitops.source("production", "Visitors") ?? {};
    gitops.tenant("production").store.addRecord(sourceId, { accountName: "v.one" });
    const manifest = gitops.repo.read("manifest.yaml");
    gitops.repo.write("manifest.yaml", manifest.slice(0, manifest.indexOf("  - key: visitors")));
    const { sandbox, production } = await gitops.run("deploy");
    expectResult(sandbox, "success");
    expect(production.result).toBe("failure");
    expect(production.log).toContain("SAIL_BACKUP_DIR");
    expect(gitops.source("sandbox", "Visitors")).toBeUndefined();
    expect(gitops.source("production", "Visitors")).toBeDefined();
  });

  it("have no script that these tests have not run, and show no secret", () => {
    expect(gitops.notExecuted(["preview", "deploy", "drift"])).toEqual([]);
    expect(gitops.secretsShown()).toEqual([]);
  });
});
