/**
 * Messages to the user through the engine's own log. The dynamic provider process is started with the engine's address as its
 * first argument; what a provider prints would only appear as plain text.
 */
import type { Call } from "./resources/handler";

export interface EngineLog {
  log: Call["log"];
  /** Resolves when the engine has taken every message so far, or has gone. */
  flush(): Promise<void>;
}

/** The engine's address, as `host:port`: the first argument of a provider process; undefined elsewhere. */
export function engineAddress(argv: readonly string[] = process.argv): string | undefined {
  const address = argv[2];
  return address !== undefined && /^[\w.:[\]-]+:\d+$/.test(address) ? address : undefined;
}

/** The log of the engine at `address`; without one, messages go nowhere. */
export function createEngineLog(address: string | undefined): EngineLog {
  const pending = new Set<Promise<void>>();
  let send: Send | undefined;
  return {
    log: (level, text) => {
      if (address === undefined) return;
      send ??= connectOrDrop(address);
      const sent = send(level, text).finally(() => pending.delete(sent));
      pending.add(sent);
    },
    flush: async () => {
      await Promise.all(pending);
    },
  };
}

type Send = (level: Parameters<Call["log"]>[0], text: string) => Promise<void>;

/** A message that cannot be delivered must not fail the operation that it tells of. */
function connectOrDrop(address: string): Send {
  try {
    return connect(address);
  } catch {
    return () => Promise.resolve();
  }
}

/** Loads Pulumi's protocol on the first message only: most runs have none. */
function connect(address: string): Send {
  const { EngineClient } =
    require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
  const { LogRequest, LogSeverity } =
    require("@pulumi/pulumi/proto/engine_pb") as typeof import("@pulumi/pulumi/proto/engine_pb");
  // grpc is Pulumi's dependency, not ours: it is looked up from there.
  const grpc = require(
    require.resolve("@grpc/grpc-js", {
      paths: [require.resolve("@pulumi/pulumi/package.json")],
    }),
  ) as typeof import("@grpc/grpc-js");
  const client = new EngineClient(address, grpc.credentials.createInsecure());
  const severity = {
    debug: LogSeverity.DEBUG,
    info: LogSeverity.INFO,
    warning: LogSeverity.WARNING,
  };
  return (level, text) => {
    const request = new LogRequest();
    request.setSeverity(severity[level]);
    request.setMessage(text);
    return new Promise((resolve) => client.log(request, () => resolve()));
  };
}
