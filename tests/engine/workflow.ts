/** The workflow files of examples/gitops as data. A key that is not named here is an error: a test then has to know of it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { exampleFolder } from "./example";

const texts = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
);

const stepSchema = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: texts.default({}),
  "timeout-minutes": z.number().optional(),
  env: texts.default({}),
  run: z.string().optional(),
});

const concurrencySchema = z.strictObject({
  group: z.string(),
  "cancel-in-progress": z.boolean(),
});

const permissionsSchema = z.record(z.string(), z.enum(["read", "write"]));

// Neither a job nor a workflow may have `env`: what stands there is known to every step, also to those of others.
const jobSchema = z.strictObject({
  if: z.string().optional(),
  needs: z.string().optional(),
  strategy: z
    .strictObject({
      "fail-fast": z.literal(false),
      matrix: z.strictObject({ stack: z.array(z.string()) }),
    })
    .optional(),
  "runs-on": z.literal("ubuntu-latest"),
  "timeout-minutes": z.number(),
  permissions: permissionsSchema.optional(),
  /** A job without one has no secrets. */
  environment: z.string().optional(),
  concurrency: concurrencySchema.optional(),
  defaults: z.strictObject({ run: z.strictObject({ shell: z.literal("bash") }) }),
  steps: z.array(stepSchema),
});

const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: permissionsSchema,
  concurrency: concurrencySchema.optional(),
  jobs: z.record(z.string(), jobSchema),
});

export type Step = z.infer<typeof stepSchema>;
export type Job = z.infer<typeof jobSchema>;
export type Workflow = z.infer<typeof workflowSchema>;

const folder = join(exampleFolder("gitops"), ".github", "workflows");

/** Names of the files, without `.yml`. */
export function workflowNames(): string[] {
  return readdirSync(folder)
    .map((file) => file.replace(/\.yml$/, ""))
    .sort();
}

/** The text of a workflow. */
export function workflowText(name: string): string {
  return readFileSync(join(folder, `${name}.yml`), "utf8");
}

/** A workflow of the example. @throws ZodError for what this module does not know */
export function readWorkflow(name: string): Workflow {
  return workflowSchema.parse(parse(workflowText(name)));
}

/** What is there when an expression is evaluated. */
export interface ExpressionContext {
  stack: string | undefined;
  /** Of the environment of the job. */
  secrets: Readonly<Record<string, string>>;
  vars: Readonly<Record<string, string>>;
  /** Whether somebody has asked for a repair. */
  repair: boolean;
  temp: string;
  token: string;
  repository: string;
  pullRequest: number | undefined;
  /** What the job has come to so far. */
  status: string;
  /** What the jobs that this one needs have come to, by their names. */
  needs: Readonly<Record<string, string>>;
  /** What the steps before have come to, by their ids. */
  steps: ReadonlyMap<string, { outcome: string; outputs: Readonly<Record<string, string>> }>;
}

/** Replaces every `${{ }}`. @throws Error for one that this module does not know, and for a secret that does not exist */
export function resolve(text: string, context: ExpressionContext): string {
  return text.replace(/\$\{\{ *(.*?) *\}\}/g, (_, expression: string) =>
    evaluate(expression, context),
  );
}

function evaluate(expression: string, context: ExpressionContext): string {
  const fixed: Record<string, string | number | undefined> = {
    "matrix.stack": context.stack,
    "runner.temp": context.temp,
    "github.token": context.token,
    "github.repository": context.repository,
    "job.status": context.status,
    "needs.preview.result": context.needs.preview,
    "github.server_url": "https://github.com",
    "github.run_id": 7,
    "github.event.pull_request.number": context.pullRequest,
    "inputs.repair && '--refresh' || ''": context.repair ? "--refresh" : "",
  };
  const [, kind, name = "", output] =
    /^(secrets|vars|steps)\.(\w+)(?:\.outputs\.(\w+)|\.outcome)?$/.exec(expression) ?? [];
  const step = context.steps.get(name);
  // GitHub takes an output that was not set as an empty text.
  const ofStep = output === undefined ? step?.outcome : step && (step.outputs[output] ?? "");
  const value =
    kind === undefined
      ? fixed[expression]
      : kind === "steps"
        ? ofStep
        : context[kindOf(kind)][name];
  if (value === undefined) throw new Error(`nothing is known of \${{ ${expression} }}`);
  return String(value);
}

function kindOf(kind: string): "secrets" | "vars" {
  return kind === "secrets" ? "secrets" : "vars";
}
