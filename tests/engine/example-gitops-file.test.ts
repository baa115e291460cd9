/** The workflow files of examples/gitops, without running them: what they may do, with which secrets, and when. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { exampleFolder } from "./example";
import { type Job, readWorkflow, type Step, workflowNames, workflowText } from "./workflow";
import { actions } from "./workflow-run";

const readme = readFileSync(join(exampleFolder("gitops"), "README.md"), "utf8");
const stacks = ["sandbox", "production"];
const names = workflowNames();

interface Place {
  workflow: string;
  job: Job;
  step: Step;
}

const jobs = names.flatMap((workflow) =>
  Object.entries(readWorkflow(workflow).jobs).map(([id, job]) => ({ workflow, id, job })),
);
const places: Place[] = jobs.flatMap(({ workflow, job }) =>
  job.steps.map((step) => ({ workflow, job, step })),
);
const placeOf = ({ workflow, step }: Place) => `${workflow}: ${step.name ?? step.uses}`;
const secretsOf = ({ env }: Step) =>
  Object.values(env).flatMap((value) => /\bsecrets\.(\w+)/.exec(value)?.[1] ?? []);

describe("the workflow files", () => {
  it("are these four", () => {
    expect(names).toEqual(["backup", "deploy", "drift", "preview"]);
  });

  it("run when they should", () => {
    const on = Object.fromEntries(names.map((name) => [name, readWorkflow(name).on]));
    const schedule = [{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) }];
    expect(on).toEqual({
      backup: { schedule, workflow_dispatch: null },
      deploy: {
        push: { branches: ["main"] },
        workflow_dispatch: { inputs: { repair: expect.objectContaining({ default: false }) } },
      },
      drift: { schedule, workflow_dispatch: null },
      preview: { pull_request: { branches: ["main"] } },
    });
  });

  it("never give secrets to the code of a fork", () => {
    for (const name of names) expect(readWorkflow(name).on).not.toHaveProperty("workflow_run");
    const { preview, ...others } = readWorkflow("preview").jobs;
    expect(preview?.if).toBe("github.event.pull_request.head.repo.full_name == github.repository");
    expect(Object.keys(others)).toEqual(["previews"]);
    expect(others.previews).not.toHaveProperty("environment");
    expect(others.previews?.steps.flatMap(secretsOf)).toEqual([]);
  });

  it("have no more permissions than they need", () => {
    const permissions = names.map((name) => [name, readWorkflow(name).permissions]);
    expect(Object.fromEntries(permissions)).toEqual({
      backup: { contents: "read", issues: "write" },
      deploy: { contents: "read" },
      drift: { contents: "read", issues: "write" },
      preview: { contents: "read", "pull-requests": "write" },
    });
    const ofJobs = jobs.flatMap(({ id, job }) => (job.permissions ? [[id, job.permissions]] : []));
    expect(ofJobs).toEqual([["previews", {}]]);
  });

  it("cover both stacks, and only a deploy has credentials that write", () => {
    for (const { workflow, id, job } of jobs.filter((one) => one.id !== "previews")) {
      const isDeploy = workflow === "deploy";
      expect(job.strategy?.matrix.stack).toEqual(isDeploy ? undefined : stacks);
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
      expect(job.environment).toBe(isDeploy ? id : "${{ matrix.stack }}-read");
    }
    const { sandbox, production } = readWorkflow("deploy").jobs;
    expect([sandbox?.needs, production?.needs]).toEqual([undefined, "sandbox"]);
  });

  it("report one check of all previews, whatever has become of them", () => {
    const { previews } = readWorkflow("preview").jobs;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
    expect(previews).toMatchObject({ needs: "preview", if: "${{ always() }}" });
    expect(previews?.strategy).toBeUndefined();
    expect(readme).toContain("one required check, `previews`");
  });

  it("never deploy one stack twice at once, nor break a deploy off", () => {
    const found = Object.values(readWorkflow("deploy").jobs).map(({ concurrency }) => concurrency);
    expect(found).toEqual(
      stacks.map((stack) => ({ group: `deploy-${stack}`, "cancel-in-progress": false })),
    );
    // One that waits is replaced by the next one of its group: a deploy must not be replaced by anything else.
    const others = names.filter((name) => name !== "deploy").map(workflowText);
    expect(others.join("\n")).not.toMatch(/group: deploy/);
  });

  it("look for a newer commit before anything else of a deploy", () => {
    const first = Object.values(readWorkflow("deploy").jobs).map(({ steps }) => steps[0]);
    expect(first[0]).toMatchObject({ name: "Refuse an old commit" });
    expect(first[1]).toEqual(first[0]);
  });

  it("end by themselves", () => {
    for (const { job } of jobs) expect(job["timeout-minutes"]).toBeLessThanOrEqual(120);
  });

  it.each([
    ["drift", "Check", "Report"],
    ["preview", "Preview", "Comment"],
    ["backup", "Back up", "Report"],
  ])(
    "%s: a %s that hangs fails before its job is cancelled, and the %s comes anyway",
    (name, work, report) => {
      const step = (called: string) =>
        places.find((one) => one.workflow === name && one.step.name === called);
      const { job, step: working } = step(work) ?? {};
      const spareMinutes = (job?.["timeout-minutes"] ?? 0) - (working?.["timeout-minutes"] ?? 0);
      expect(working?.["timeout-minutes"]).toBeGreaterThan(0);
      expect(spareMinutes).toBeGreaterThanOrEqual(10);
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
      expect(step(report)?.step.if).toBe("${{ always() }}");
      expect(job?.steps.at(-1)).toBe(step(report)?.step);
    },
  );

  it("use only known actions, each with its version", () => {
    const used = places.flatMap(({ step }) => step.uses ?? []);
    expect([...new Set(used)].sort()).toEqual(Object.keys(actions).sort());
    for (const action of used) expect(action).toMatch(/^[a-z-]+\/[a-z-]+@v\d+$/);
  });

  it("leave no token in the checkout", () => {
    for (const { step } of places.filter((one) => one.step.uses?.startsWith("actions/checkout@"))) {
      expect(step.with["persist-credentials"]).toBe("false");
    }
  });

  it("have secrets in the environment of the steps that need them, and nowhere else", () => {
    const withSecrets = places.filter(({ step }) => secretsOf(step).length > 0).map(placeOf);
    expect(withSecrets).toEqual([
      "backup: Back up",
      "deploy: Up",
      "deploy: Up",
      "drift: Check",
      "preview: Preview",
    ]);
    for (const { step } of places) {
      expect(step.run ?? "").not.toContain("${{");
      expect(JSON.stringify(step.with)).not.toMatch(/secrets|token/);
    }
    const inSteps = places.flatMap(({ step }) => secretsOf(step)).length;
    const everywhere = names
      .map(workflowText)
      .join("\n")
      .match(/\bsecrets\b/g);
    expect(everywhere).toHaveLength(inSteps + comments(/\bsecrets\b/g));
  });

  it("give a tenant's credentials together with its URL", () => {
    for (const { step } of places.filter(({ step }) => secretsOf(step).length > 0)) {
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: expressions of GitHub
      expect(step.env).toMatchObject({
        SAIL_BASE_URL: "${{ vars.SAIL_BASE_URL }}",
        SAIL_CLIENT_ID: "${{ secrets.SAIL_CLIENT_ID }}",
        SAIL_CLIENT_SECRET: "${{ secrets.SAIL_CLIENT_SECRET }}",
      });
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: expressions of GitHub
      expect(step.env).not.toHaveProperty("SAIL_BACKUP_DIR");
    }
  });

  it("install the engine that the package.json names", () => {
    const text = readFileSync(join(exampleFolder("gitops"), "package.json"), "utf8");
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(text));
    const versions = places.flatMap(({ step }) => step.with["pulumi-version"] ?? []);
    expect(versions).toHaveLength(4);
    expect(new Set(versions)).toEqual(new Set([dependencies["@pulumi/pulumi"]]));
  });

  it("need nothing that the README does not say", () => {
    const text = names.map(workflowText).join("\n");
    const used = [...text.matchAll(/\b(?:secrets|vars)\.(\w+)/g)].map(([, name = ""]) => name);
    const environments = stacks.flatMap((stack) => [stack, `${stack}-read`]);
    for (const name of [...used, ...environments]) expect(readme).toContain(`\`${name}\``);
  });
});

/** How often a word stands in the comments of the files. */
function comments(word: RegExp): number {
  const lines = names.flatMap((name) => workflowText(name).split("\n"));
  const all = lines.filter((line) => /^\s*#/.test(line)).join("\n");
  return all.match(word)?.length ?? 0;
}
