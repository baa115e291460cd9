/**
 * A small model of what Pulumi's engine does with the handlers, over their real interface: check with the old inputs, diff of
 * the old outputs with the new inputs, create, update or replace, then the deletes of what has left. One process for each
 * run. Sources go in parallel, each attribute after its source.
 */
import {
  type Call,
  type Handler,
  messageOf,
  PartialFailure,
  type Props,
  UNKNOWN,
} from "../../../provider/resources/handler";
import type { Process } from "./tenant-under-test";

type Kind = "source" | "attribute";

/** A resource as a program declares it. */
export interface Resource {
  kind: Kind;
  /** Its name in the program, which is its identity in the state. */
  name: string;
  inputs: Props;
  /** Name of the source of an attribute, whose id becomes `sourceId`. */
  source?: string;
}

/** A resource in the state. */
interface Entry {
  kind: Kind;
  id: string;
  inputs: Props;
  outputs: Props;
  /** Name of the source whose deletion deletes it as well. */
  deletedWith: string | undefined;
  /** Made or changed in part only: the next run updates it, whatever diff says. */
  isPartial: boolean;
}

/** What a run did, or a preview would do, to which resource: `create plant`, `update plant`, `replace plant`, ... */
export type Steps = string[];

/** A run that failed; the state has what was reached. */
export class RunError extends Error {
  override readonly name = "RunError";
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join("\n"));
    this.reasons = reasons;
  }
}

/** One stack: its state, and the runs that change it. */
export class ModelStack {
  readonly #start: () => Process;
  readonly #call: Call;
  readonly #entries = new Map<string, Entry>();

  /** `start` gives what a fresh provider process has. */
  constructor(start: () => Process, call: Call) {
    this.#start = start;
    this.#call = call;
  }

  /** The state of a resource. @throws Error if there is none */
  entry(name: string): Readonly<Entry> {
    const entry = this.#entries.get(name);
    if (!entry) throw new Error(`the state has no "${name}"`);
    return entry;
  }

  /** Names of the resources in the state, sorted. */
  names(): string[] {
    return [...this.#entries.keys()].sort();
  }

  /** `pulumi up --skip-preview`. @throws {@link RunError}; deletes are made only where everything else went well */
  async up(program: readonly Resource[]): Promise<Steps> {
    return await this.#run(program, this.#start(), false);
  }

  /** `pulumi preview`. @throws {@link RunError} */
  async preview(program: readonly Resource[]): Promise<Steps> {
    return await this.#run(program, this.#start(), true);
  }

  /** `pulumi destroy`. @throws {@link RunError} */
  async destroy(): Promise<Steps> {
    return await this.up([]);
  }

  /** `pulumi refresh`: the names of what has drifted or is gone. @throws {@link RunError} */
  async refresh(): Promise<Steps> {
    const process = this.#start();
    const steps: Steps = [];
    await allOf(
      [...this.#entries].map(async ([name, entry]) => {
        const handler = process[entry.kind];
        const request = { id: entry.id, state: entry.outputs, lookup: false };
        const found = await handler.read(this.#call, request);
        if (!found) {
          steps.push(`delete ${name}`);
          this.#entries.delete(name);
          return;
        }
        // To tell drift, the engine takes what was read for the old state and the old inputs for the new ones.
        const { changes } = await handler.diff(this.#call, {
          id: entry.id,
          state: found.state,
          news: entry.inputs,
        });
        if (changes.length > 0) steps.push(`update ${name}`);
        this.#entries.set(name, { ...entry, inputs: found.inputs, outputs: found.state });
      }),
    );
    return steps.sort();
  }

  async #run(program: readonly Resource[], process: Process, isPreview: boolean): Promise<Steps> {
    const steps: Steps = [];
    const ids = new Map<string, string>();
    const register = async (resource: Resource) => {
      const { kind, name, source } = resource;
      const inputs =
        source === undefined
          ? resource.inputs
          : { ...resource.inputs, sourceId: ids.get(source) ?? UNKNOWN };
      const id = await this.#register({ ...resource, inputs }, process[kind], isPreview, steps);
      if (id !== undefined) ids.set(name, id);
    };
    const ownAttributes = ({ name }: Resource) => program.filter(({ source }) => source === name);
    await allOf(
      program
        .filter(({ kind }) => kind === "source")
        .map(async (source) => {
          await register(source);
          await allOf(ownAttributes(source).map(register));
        }),
    );
    await this.#removeOthers(program, process, isPreview, steps);
    return steps.sort();
  }

  /** What the engine does for one declaration; answers the id, which a preview knows only of what exists. */
  async #register(
    { kind, name, source, inputs: news }: Resource,
    handler: Handler,
    isPreview: boolean,
    steps: Steps,
  ): Promise<string | undefined> {
    const old = this.#entries.get(name);
    const inputs = await this.#check(name, handler, news, old?.inputs ?? {});
    const common = { kind, inputs, deletedWith: source, isPartial: false };
    if (!old) {
      steps.push(`create ${name}`);
      return isPreview ? undefined : await this.#create(name, handler, common);
    }
    const request = { id: old.id, state: old.outputs, news: inputs };
    const { changes, deleteBeforeReplace } = await handler.diff(this.#call, request);
    if (changes.some(({ replace }) => replace)) {
      if (!deleteBeforeReplace) throw new Error(`${name} would be made anew before its delete`);
      steps.push(`replace ${name}`);
      // As the engine does: the new object is checked like one that never was.
      const fresh = await this.#check(name, handler, news, {});
      if (isPreview) return undefined;
      await this.#delete(name, handler);
      return await this.#create(name, handler, { ...common, inputs: fresh });
    }
    if (changes.length > 0 || old.isPartial) {
      steps.push(`update ${name}`);
      if (!isPreview) await this.#update(name, handler, { ...old, ...common });
      return old.id;
    }
    if (!isPreview) this.#entries.set(name, { ...old, ...common });
    return old.id;
  }

  async #check(name: string, handler: Handler, news: Props, oldInputs: Props): Promise<Props> {
    const { inputs, failures } = await handler.check(this.#call, { news, oldInputs });
    if (failures.length === 0) return inputs;
    throw new RunError(failures.map(({ reason }) => `${name}: ${reason}`));
  }

  async #create(name: string, handler: Handler, entry: Omit<Entry, "id" | "outputs">) {
    const { id, state } = await this.#keepPartial(name, entry, () =>
      handler.create(this.#call, { inputs: entry.inputs }),
    );
    this.#entries.set(name, { ...entry, id, outputs: state });
    return id;
  }

  async #update(name: string, handler: Handler, entry: Entry): Promise<void> {
    const { id, inputs, outputs } = entry;
    const { state } = await this.#keepPartial(name, entry, () =>
      handler.update(this.#call, { id, state: outputs, news: inputs }),
    );
    this.#entries.set(name, { ...entry, outputs: state });
  }

  async #keepPartial<T>(
    name: string,
    entry: Omit<Entry, "id" | "outputs">,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof PartialFailure) {
        const { id, state: outputs } = error;
        this.#entries.set(name, { ...entry, id, outputs, isPartial: true });
      }
      throw error;
    }
  }

  async #delete(name: string, handler: Handler): Promise<void> {
    const { id, outputs } = this.entry(name);
    await handler.delete(this.#call, { id, state: outputs });
    this.#entries.delete(name);
  }

  /** Attributes first, for they depend on their sources; those that go with their source cost no call. */
  async #removeOthers(
    program: readonly Resource[],
    process: Process,
    isPreview: boolean,
    steps: Steps,
  ): Promise<void> {
    const declared = new Set(program.map(({ name }) => name));
    const left = [...this.#entries].filter(([name]) => !declared.has(name));
    const leaving = new Set(left.map(([name]) => name));
    steps.push(...left.map(([name]) => `delete ${name}`));
    if (isPreview) return;
    for (const kind of ["attribute", "source"] as const) {
      await allOf(
        left
          .filter(([, entry]) => entry.kind === kind)
          .map(async ([name, { deletedWith }]) => {
            if (deletedWith !== undefined && leaving.has(deletedWith)) this.#entries.delete(name);
            else await this.#delete(name, process[kind]);
          }),
      );
    }
  }
}

/** Waits for all, as the engine waits for the steps under way. @throws {@link RunError} with every reason */
async function allOf(all: readonly Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(all);
  const reasons = ended.flatMap((one) => {
    if (one.status === "fulfilled") return [];
    return one.reason instanceof RunError ? one.reason.reasons : [messageOf(one.reason)];
  });
  if (reasons.length > 0) throw new RunError(reasons);
}
