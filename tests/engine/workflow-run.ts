/** Runs the jobs of a workflow as GitHub's runner does: the very scripts of the files, in a fresh checkout, with its `bash`. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { githubVariables, repository, token } from "./github-state.mts";
import type { Repository } from "./repository";
import { type ExpressionContext, type Job, readWorkflow, resolve, type Step } from "./workflow";

/** Actions that do not run, with what takes their place. */
export const actions: Readonly<Record<string, string>> = {
  "actions/checkout@v6": "the checkout is a copy of the repository's files",
  "actions/setup-node@v6": "Node is that of this project",
  "pulumi/actions@v7": "the Pulumi CLI is the one of the engine tests",
  "actions/upload-artifact@v6": "what would be uploaded is kept in the result",
};

/** Scripts that do not run, with what takes their place. */
export const skippedScripts: Readonly<Record<string, string>> = {
  "npm ci": "the packages are those of this project",
};

// biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
const always = "${{ always() }}";

/** What has set off a workflow. */
export interface WorkflowEvent {
  pullRequest?: number;
  /** The pull request comes from a fork. */
  isFork?: boolean;
  /** @default the newest commit of main */
  sha?: string;
  /** @default "refs/heads/main" */
  ref?: string;
  /** @default false */
  repair?: boolean;
  /** Scripts in the place of those of the files, by the name of the step. */
  replaced?: Readonly<Record<string, string>>;
  /** Jobs that do not run, with what they come to. */
  ended?: Readonly<Record<string, JobResult>>;
}

export type JobResult = "success" | "failure" | "cancelled" | "skipped";

export interface StepRun {
  name: string;
  outcome: "success" | "failure" | "skipped";
  /** Exit code of a script. */
  code?: number;
}

export interface JobRun {
  job: string;
  stack: string;
  result: JobResult;
  /** Exit code of the script that has failed. */
  code: number;
  steps: StepRun[];
  /** Everything that was printed. */
  log: string;
  /** The page of the run. */
  summary: string;
  uploads: Record<string, string>[];
}

/** Runs all jobs of a workflow, one after the other. */
export async function runWorkflow(
  repo: Repository,
  name: string,
  event: WorkflowEvent = {},
): Promise<JobRun[]> {
  const workflow = readWorkflow(name);
  const runs: JobRun[] = [];
  for (const [id, job] of Object.entries(workflow.jobs)) {
    for (const stack of job.strategy?.matrix.stack ?? [undefined]) {
      const permissions = job.permissions ?? workflow.permissions;
      const needed = resultOf(runs.filter((one) => one.job === job.needs));
      const run = new Run(repo, { id, job, stack, event, permissions, needed });
      const ended = event.ended?.[id] ?? (isWanted(job, event, needed) ? undefined : "skipped");
      runs.push(ended ? run.ended(ended) : await run.toEnd());
    }
  }
  return runs;
}

/** What a job with its matrix has come to. */
function resultOf(runs: readonly JobRun[]): JobResult {
  const results = runs.map(({ result }) => result);
  const bad = (["failure", "cancelled", "skipped"] as const).find((one) => results.includes(one));
  return bad ?? "success";
}

function isWanted(
  { if: condition }: Job,
  { isFork, ref = "refs/heads/main" }: WorkflowEvent,
  needed: JobResult,
): boolean {
  if (condition === always) return true;
  if (needed !== "success") return false;
  switch (condition) {
    case undefined:
      return true;
    case "github.event.pull_request.head.repo.full_name == github.repository":
      return isFork !== true;
    case "github.ref == 'refs/heads/main'":
      return ref === "refs/heads/main";
    default:
      throw new Error(`the condition of a job is not known: ${condition}`);
  }
}

interface JobToRun {
  id: string;
  job: Job;
  stack: string | undefined;
  event: WorkflowEvent;
  permissions: Readonly<Record<string, string>>;
  /** What the job that it needs has come to. */
  needed: JobResult;
}

class Run {
  readonly #repo: Repository;
  readonly #to: JobToRun;
  readonly #workspace: string;
  readonly #temp: string;
  readonly #context: Omit<ExpressionContext, "status">;
  readonly #steps = new Map<string, { outcome: string; outputs: Record<string, string> }>();
  readonly #run: JobRun;

  constructor(repo: Repository, to: JobToRun) {
    this.#repo = repo;
    this.#to = to;
    const folder = mkdtempSync(join(repo.folder, "job-"));
    this.#workspace = join(folder, "workspace");
    this.#temp = join(folder, "temp");
    for (const path of [this.#workspace, this.#temp]) mkdirSync(path);
    const stack = to.stack ?? to.id;
    const environment = to.job.environment?.replace(/\$\{\{ matrix\.stack \}\}/, stack);
    this.#context = {
      ...(environment === undefined ? { vars: {}, secrets: {} } : repo.environment(environment)),
      needs: to.job.needs === undefined ? {} : { [to.job.needs]: to.needed },
      stack: to.stack,
      repair: to.event.repair ?? false,
      temp: this.#temp,
      token,
      repository,
      pullRequest: to.event.pullRequest,
      steps: this.#steps,
    };
    this.#run = {
      job: to.id,
      stack,
      result: "success",
      code: 0,
      steps: [],
      log: "",
      summary: "",
      uploads: [],
    };
  }

  ended(result: JobResult): JobRun {
    return { ...this.#run, result };
  }

  async toEnd(): Promise<JobRun> {
    for (const step of this.#to.job.steps) {
      const ran = await this.#step(step);
      this.#run.steps.push(ran);
      if (ran.outcome === "failure") {
        this.#run.result = "failure";
        if (this.#run.code === 0) this.#run.code = ran.code ?? 1;
      }
      if (step.id !== undefined) {
        const outputs = Object.fromEntries(this.#lines("output").map((line) => line.split("=")));
        this.#steps.set(step.id, { outcome: ran.outcome, outputs });
      }
    }
    this.#run.summary = this.#lines("summary").join("\n");
    return this.#run;
  }

  async #step(step: Step): Promise<StepRun> {
    const name = step.name ?? step.uses ?? "";
    if (!isDue(step, this.#run.result === "failure")) return { name, outcome: "skipped" };
    if (step.uses !== undefined) {
      this.#use(step.uses, step.with);
      return { name, outcome: "success" };
    }
    const script = this.#to.event.replaced?.[name] ?? step.run ?? "";
    if (script in skippedScripts) return { name, outcome: "success" };
    const code = await this.#script(script, step.env);
    return { name, outcome: code === 0 ? "success" : "failure", code };
  }

  #use(action: string, options: Record<string, string>): void {
    if (!(action in actions)) throw new Error(`the action is not known: ${action}`);
    const resolved = Object.entries(options).map(([key, value]) => [key, this.#resolve(value)]);
    if (action.startsWith("actions/checkout@")) {
      cpSync(this.#repo.files, this.#workspace, { recursive: true });
      symlinkSync(this.#repo.packages, join(this.#workspace, "node_modules"), "junction");
    }
    if (!action.startsWith("actions/upload-artifact@")) return;
    const upload: Record<string, string> = Object.fromEntries(resolved);
    if (!existsSync(upload.path ?? "")) throw new Error(`there is no ${upload.path} to upload`);
    this.#run.uploads.push(upload);
  }

  #script(script: string, env: Record<string, string>): Promise<number> {
    const own = Object.entries(env).map(([key, value]) => [key, this.#resolve(value)]);
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: this.#workspace,
      env: {
        ...this.#repo.variables,
        CI: "true",
        GITHUB_REPOSITORY: repository,
        GITHUB_SHA: this.#to.event.sha ?? this.#repo.github().head,
        GITHUB_OUTPUT: join(this.#temp, "output"),
        GITHUB_STEP_SUMMARY: join(this.#temp, "summary"),
        RUNNER_TEMP: this.#temp,
        [githubVariables.permissions]: JSON.stringify(this.#to.permissions),
        ...Object.fromEntries(own),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#run.log += text;
      });
    }
    return new Promise((done, fail) => {
      child.on("error", fail).on("close", (code) => done(code ?? -1));
    });
  }

  #resolve(text: string): string {
    return resolve(text, { ...this.#context, status: this.#run.result });
  }

  #lines(file: string): string[] {
    const path = join(this.#temp, file);
    return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  }
}

function isDue({ if: condition }: Step, hasFailed: boolean): boolean {
  if (condition === undefined) return !hasFailed;
  // Not `!cancelled()`: GitHub cancels a job whose time is over, and nobody would hear of it.
  if (condition === always) return true;
  throw new Error(`the condition of a step is not known: ${condition}`);
}
