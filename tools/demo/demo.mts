/** What the steps of the demo work with: a simulated tenant, a Pulumi project, and words on the terminal. */
import type { Identity, LoggedRequest, Simulator } from "pulumi-sailpoint-nonemployee/simulator";
import { type CallCounts, countCalls, describeCalls, describeCounts } from "./call.mts";
import type { Project, Run } from "./project.mts";

/** One step of the story. */
export interface Step {
  /** What it shows, as a sentence. */
  title: string;
  run: (demo: Demo) => Promise<void>;
}

/** What a step cost. */
export interface StepCost extends CallCounts {
  title: string;
  seconds: number;
}

/** A step did not do what it says. */
export class StepFailure extends Error {
  override readonly name = "StepFailure";
}

export interface DemoOptions {
  tenant: Simulator;
  project: Project;
  /** People of the tenant: the owner of the quickstart's sources, and another one. */
  people: { owner: Identity; other: Identity };
  print: (line: string) => void;
}

export class Demo {
  readonly tenant: Simulator;
  readonly project: Project;
  readonly people: DemoOptions["people"];
  /** The runs of the step that is going on. */
  runs: Run[] = [];
  readonly #print: (line: string) => void;
  /** Names by id, also of what is gone by now. */
  readonly #names = new Map<string, string>();
  #firstCall = 0;

  constructor({ tenant, project, people, print }: DemoOptions) {
    this.tenant = tenant;
    this.project = project;
    this.people = people;
    this.#print = print;
  }

  /** Carries out a step and shows the calls that it made. @throws {@link StepFailure} */
  async play(step: Step, place: string): Promise<StepCost> {
    const start = Date.now();
    this.runs = [];
    this.#firstCall = this.tenant.requests.length;
    this.#print(`\n${place}  ${step.title}`);
    await step.run(this);
    return {
      title: step.title,
      seconds: (Date.now() - start) / 1000,
      ...countCalls(this.calls()),
    };
  }

  /** The calls of the step so far. */
  calls(): LoggedRequest[] {
    return this.tenant.requests.slice(this.#firstCall);
  }

  /** Runs Pulumi in the project; shows the command, and the calls that it made. */
  pulumi(...args: readonly string[]): Promise<Run> {
    return this.#show(() => this.project.run(args));
  }

  /** Runs `sailpoint-nonemployee` there, and shows the same. */
  command(...args: readonly string[]): Promise<Run> {
    return this.#show(() => this.project.runCommand(args));
  }

  async #show(start: () => Promise<Run>): Promise<Run> {
    const before = this.tenant.requests.length;
    this.#learnNames();
    const run = await start();
    this.#learnNames();
    this.runs.push(run);
    const calls = this.tenant.requests.slice(before);
    this.say(`$ ${run.command}    (exit code ${run.code}, ${run.seconds.toFixed(1)} s)`);
    for (const line of describeCalls(calls, this.#names)) this.say(`    ${line}`);
    this.say(`    = ${describeCounts(countCalls(calls))}`);
    return run;
  }

  say(line: string): void {
    this.#print(`   ${line}`);
  }

  /** States what the step has shown. @throws {@link StepFailure} if it is not so */
  prove(statement: string, isTrue: boolean): void {
    if (!isTrue) throw new StepFailure(`this is not so: ${statement}`);
    this.say(`ok: ${statement}`);
  }

  #learnNames(): void {
    const { store } = this.tenant;
    for (const { sourceId, name } of store.sources()) {
      this.#names.set(sourceId, name);
      for (const { id, technicalName } of store.attributesOf(sourceId)) {
        this.#names.set(id, technicalName);
      }
    }
  }
}
