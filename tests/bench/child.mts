/** Child processes of the benchmarks: each measures by itself, and nothing else uses its memory or its time. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

/** How to reach the tenant, as arguments of a child. */
export interface TenantAccess {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** A source with the records. */
  sourceId: string;
}

/** A tenant in a process of its own. */
export interface TenantProcess extends TenantAccess {
  /** How many requests it has had since the last time, tokens left out, and how many of them it refused with 429. */
  count(): Promise<{ requests: number; refused: number }>;
  stop(): void;
}

/** Starts a tenant whose source has so many records. */
export async function startTenant(settings: {
  records?: number;
  /** Custom attributes of the source: costCenter, field2, field3 and so on. @default 1 */
  attributes?: number;
  /** Requests in 10 s. @default practically none */
  limit?: number;
}): Promise<TenantProcess> {
  const child = start(join(import.meta.dirname, "tenant.mts"), settings);
  const access = (await answerOf(child)) as TenantAccess;
  return {
    ...access,
    count: async () => {
      child.send("count");
      return (await answerOf(child)) as { requests: number; refused: number };
    },
    stop: () => child.kill(),
  };
}

/** Runs a measuring child to its end. @param path of its program @returns what it has sent */
export async function measure<T>(path: string, settings: object): Promise<T> {
  return (await answerOf(start(path, settings))) as T;
}

function start(path: string, settings: object): ChildProcess {
  return fork(path, [JSON.stringify(settings)], { execArgv: ["--expose-gc"] });
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code) => reject(new Error(`a child process ended with ${code}`)));
  });
}

/** The settings that the parent has given to this process. */
export function settingsOf<T>(): T {
  return JSON.parse(process.argv[2] ?? "{}") as T;
}

// Whoever stops the benchmark stops its children, too.
process.on("disconnect", () => process.exit());

/** Tells the parent the result. */
export function report(result: object): void {
  process.send?.(result);
}
