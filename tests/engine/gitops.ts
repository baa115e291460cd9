/** What the tests of examples/gitops share: two tenants, and a repository whose workflows run against them. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS, type Seed } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { Repository, type TenantUsers } from "./repository";
import { readWorkflow } from "./workflow";
import { type JobRun, runWorkflow, skippedScripts, type WorkflowEvent } from "./workflow-run";

const { ada, grace, katherine } = DEFAULT_IDENTITIES;
const { plantAdministrators, plantDesk } = DEFAULT_WORKGROUPS;

/** Who takes the place of Katherine and of the plant desk in the sandbox. */
export const manager = {
  ...katherine,
  id: `5a9d${"3".repeat(28)}`,
  alias: "test.manager",
  email: "test.manager@sandbox.example.com",
};
export const testDesk = {
  ...plantDesk,
  id: "6b0e7b1e-2222-4f0f-9d0c-54a1e0d3a7f1",
  name: "Test desk",
  members: [manager.id],
};

/** The two tenants, as their administrators have them. */
const seeds: Readonly<Record<string, Seed>> = {
  sandbox: {
    identities: [{ ...ada, manager: null }, grace, manager],
    workgroups: [{ ...plantAdministrators, members: [] }, testDesk],
    genericSources: [],
  },
  production: {},
};

/** What the README asks for. */
const readingScopes = [
  "idn:nelm:read",
  "idn:sources:read",
  "sp:scopes:default",
  "idn:workgroup:read",
];
const scopes = [...readingScopes, "idn:nelm:manage", "idn:sources:manage"];

function usersOf(stack: string): Pick<TenantUsers, "reader" | "writer"> {
  const user = (kind: string) => ({
    clientId: `${stack}-${kind}`,
    clientSecret: `secret-of-${stack}-${kind}`,
  });
  return { reader: user("reader"), writer: user("writer") };
}

function start(stack: string): Promise<JudgedSimulator> {
  const { reader, writer } = usersOf(stack);
  const userLevel = "ORG_ADMIN";
  const clients = [
    { ...reader, scopes: readingScopes, userLevel } as const,
    { ...writer, scopes, userLevel } as const,
  ];
  return startSimulator({ seed: { ...seeds[stack], clients } });
}

/** What a workflow has done. */
export interface WorkflowRun {
  runs: JobRun[];
  sandbox: JobRun;
  production: JobRun;
  /** Requests to the tenants that were no GET, such as `sandbox POST /v1/...`. */
  writes: string[];
}

/** The tenants and the repository for the tests of a `describe`, which build upon each other. */
export class Gitops {
  readonly tenants = new Map<string, JudgedSimulator>();
  /** Scripts of the workflows that have run to their end, such as `drift: Check`. */
  readonly executed = new Set<string>();
  /** Everything that was printed. */
  readonly printed: string[] = [];
  #repo: Repository | undefined;

  get repo(): Repository {
    if (!this.#repo) throw new Error("the repository exists during tests only");
    return this.#repo;
  }

  /** @throws Error if the stacks cannot be made */
  async start(): Promise<void> {
    for (const stack of Object.keys(seeds)) this.tenants.set(stack, await start(stack));
    const users = [...this.tenants].map(([stack, { url }]) => [stack, { url, ...usersOf(stack) }]);
    this.#repo = new Repository(Object.fromEntries(users));
    for (const stack of this.tenants.keys()) {
      const { code, output } = await this.#repo.pulumi(["stack", "init", stack]);
      if (code !== 0) throw new Error(output);
    }
  }

  async stop(): Promise<void> {
    this.#repo?.dispose();
    for (const simulator of this.tenants.values()) await simulator.stop();
  }

  tenant(stack: string): JudgedSimulator {
    const found = this.tenants.get(stack);
    if (!found) throw new Error(`there is no tenant ${stack}`);
    return found;
  }

  source(stack: string, name: string) {
    return this.tenant(stack).store.sourceByName(name);
  }

  /** The issues about the drift of a stack, or about its backup. */
  issuesOf(stack: string, about: "drift" | "backup" = "drift") {
    return this.repo.github().issues.filter(({ label }) => label === `${about}: ${stack}`);
  }

  async run(name: string, event: WorkflowEvent = {}): Promise<WorkflowRun> {
    const before = new Map([...this.tenants].map(([stack, one]) => [stack, one.requests.length]));
    const runs = await runWorkflow(this.repo, name, event);
    for (const { steps, log, summary } of runs) {
      this.printed.push(log, summary);
      for (const one of steps) {
        const isOwn = event.replaced?.[one.name] === undefined;
        if (one.code !== undefined && isOwn) this.executed.add(`${name}: ${one.name}`);
      }
    }
    const writes = [...this.tenants].flatMap(([stack, { requests }]) =>
      requests
        .slice(before.get(stack))
        .filter(({ method, path }) => method !== "GET" && !path.endsWith("/oauth/token"))
        .map(({ method, path }) => `${stack} ${method} ${path}`),
    );
    return { runs, writes, sandbox: of(runs, "sandbox"), production: of(runs, "production") };
  }

  /** The scripts of some workflows that have not run. */
  notExecuted(workflows: readonly string[]): string[] {
    return workflows.flatMap((name) =>
      Object.values(readWorkflow(name).jobs)
        .flatMap(({ steps }) => steps)
        .filter(({ run }) => run !== undefined && !(run in skippedScripts))
        .map((step) => `${name}: ${step.name}`)
        .filter((script) => !this.executed.has(script)),
    );
  }

  /** The secrets that stand in what was printed, commented or reported. */
  secretsShown(): string[] {
    const shown = [...this.printed, JSON.stringify(this.repo.github())].join("\n");
    return this.repo.secretValues().filter((secret) => shown.includes(secret));
  }
}

/** A {@link Gitops} that lives as long as the tests of a `describe`. */
export function useGitops(): Gitops {
  const gitops = new Gitops();
  beforeAll(() => gitops.start());
  afterAll(() => gitops.stop());
  return gitops;
}

/** @throws Error with everything that was printed, unless the job ended so */
export function expectResult(job: JobRun, result: JobRun["result"], code = 0): void {
  if (job.result === result && job.code === code) return;
  throw new Error(`${job.job} of ${job.stack}: ${job.result}, code ${job.code}\n${job.log}`);
}

function of(runs: readonly JobRun[], stack: string): JobRun {
  const [run, ...more] = runs.filter((one) => one.stack === stack);
  if (!run || more.length > 0) throw new Error(`there is not one job of ${stack}`);
  return run;
}
