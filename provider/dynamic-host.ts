/**
 * The adapter between the host-neutral handlers and Pulumi's dynamic-provider process, which loads them through the line that
 * `sdk/dynamic-resource.ts` writes into the state. It carries values to and fro and decides nothing.
 */
import type { EngineLog } from "./engine-log";
import {
  type Call,
  type Failure,
  type Handler,
  messageOf,
  PartialFailure,
  type Props,
} from "./resources/handler";

/** The configuration that the dynamic-provider process hands to `configure`. */
export interface HostConfiguration {
  /** Text; what Pulumi hands on for an object is left to the reader. */
  get(key: string): unknown;
}

/** What Pulumi's dynamic-provider process calls. */
export interface DynamicProvider {
  configure(request: { config: HostConfiguration }): Promise<void>;
  check(olds: Props, news: Props): Promise<{ inputs: Props; failures: HostFailure[] }>;
  diff(id: string, olds: Props, news: Props): Promise<HostDiff>;
  create(inputs: Props): Promise<{ id: string; outs: Props }>;
  read(id: string, props: Props): Promise<{ id?: string; props?: Props; inputs?: Props }>;
  update(id: string, olds: Props, news: Props): Promise<{ outs: Props }>;
  delete(id: string, props: Props): Promise<void>;
}

export interface HostFailure {
  property: string;
  reason: string;
}

export interface HostDiff {
  changes: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

export interface HostOptions {
  configure: (config: HostConfiguration) => void;
  engineLog: EngineLog;
  /** Told of each call that begins; the function it returns is called when the call has ended. */
  begin: () => () => void;
  /** An output that every resource has: without it the properties are those of a look-up. */
  outputKey: string;
}

const providerKey = "__provider";

function withoutProvider(props: Props): Props {
  const { [providerKey]: _, ...rest } = props;
  return rest;
}

/** A handler in the form that the dynamic-provider process wants. */
export function toDynamicProvider(handler: Handler, options: HostOptions): DynamicProvider {
  const run = runner(options);
  return {
    configure: async ({ config }) => options.configure(config),
    check: (olds, news) => {
      const request = { news: withoutProvider(news), oldInputs: withoutProvider(olds) };
      return run(
        async (call) => toHostCheck(await handler.check(call, request)),
        // A thrown error would be shown twice, once with its stack; a failure is shown once.
        (error) => ({
          inputs: request.news,
          failures: [{ property: "", reason: messageOf(error) }],
        }),
      );
    },
    diff: (id, olds, news) =>
      run(async (call) => {
        const request = { id, state: withoutProvider(olds), news: withoutProvider(news) };
        const { changes, deleteBeforeReplace } = await handler.diff(call, request);
        return {
          changes: changes.length > 0,
          replaces: changes.filter(({ replace }) => replace).map(({ path }) => path),
          deleteBeforeReplace: deleteBeforeReplace ?? false,
        };
      }),
    create: (inputs) =>
      run(async (call) => {
        const { id, state } = await handler.create(call, { inputs: withoutProvider(inputs) });
        return { id, outs: state };
      }, rethrow(inputs)),
    read: (id, props) => run(async (call) => await readFor(handler, options, call, id, props)),
    update: (id, olds, news) =>
      run(async (call) => {
        const request = { id, state: withoutProvider(olds), news: withoutProvider(news) };
        return { outs: (await handler.update(call, request)).state };
      }, rethrow(news)),
    delete: (id, props) =>
      run((call) => handler.delete(call, { id, state: withoutProvider(props) })),
  };
}

/** Runs one call: counts it, waits for its messages, and strips what must not be shown from its errors. */
function runner({ engineLog, begin }: HostOptions) {
  return async <T>(
    work: (call: Call) => Promise<T>,
    onError: (error: unknown) => T = rethrow(),
  ): Promise<T> => {
    const end = begin();
    try {
      return await work({ signal: new AbortController().signal, log: engineLog.log });
    } catch (error) {
      return onError(error);
    } finally {
      await engineLog.flush();
      end();
    }
  };
}

function toHostCheck({ inputs, failures }: { inputs: Props; failures: Failure[] }) {
  return {
    inputs,
    failures: failures.map(({ path, reason }) => ({ property: path, reason })),
  };
}

async function readFor(
  handler: Handler,
  { outputKey }: HostOptions,
  call: Call,
  id: string,
  props: Props,
) {
  const state = withoutProvider(props);
  const lookup = !(outputKey in state);
  const found = await handler.read(call, { id, state, lookup });
  if (found) return { id: found.id, props: found.state, inputs: found.inputs };
  // On a look-up the engine would take an empty answer for a found object.
  if (lookup)
    throw new Error(
      `there is no object with the id ${id}. Check the id, and that the configuration names the right tenant; if it was deleted, take the look-up out of the program.`,
    );
  return {};
}

/**
 * The error that the process gets. It prints such an error as `${error}: ${error.stack}` besides handing its message to the
 * engine, so both are replaced: the message is shown once, at the resource, and no stack trace. With a partial failure the
 * provider text must be among its properties, without which the half-made resource could be neither refreshed nor deleted.
 */
function rethrow(props?: Props): (error: unknown) => never {
  return (error) => {
    const shown = new Error(messageOf(error));
    shown.toString = () => "sailpoint";
    shown.stack = "see the error at the resource";
    if (error instanceof PartialFailure && props) {
      Object.assign(shown, {
        id: error.id,
        properties: { ...error.state, [providerKey]: props[providerKey] },
        reasons: error.reasons,
      });
    }
    throw shown;
  };
}
