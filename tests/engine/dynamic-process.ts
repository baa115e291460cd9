/** Starts Pulumi's dynamic-provider process as the engine does, and speaks its gRPC protocol in plain objects. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { projectRoot } from "./shared";

export type Bag = Record<string, JavaScriptValue>;

/** A running process; its state of mind is lost with `restart`, as between two runs of the engine. */
export interface DynamicProcess {
  check(
    olds: Bag,
    news: Bag,
  ): Promise<{ inputs: Bag; failures: { property: string; reason: string }[] }>;
  diff(id: string, olds: Bag, news: Bag): Promise<Bag>;
  create(inputs: Bag): Promise<{ id: string; properties: Bag }>;
  read(id: string, properties: Bag): Promise<{ id: string; properties: Bag; inputs: Bag }>;
  update(id: string, olds: Bag, news: Bag): Promise<Bag>;
  delete(id: string, properties: Bag): Promise<void>;
  /** Messages that the engine got. */
  messages(): { severity: string; message: string }[];
  /** What the process printed. */
  printed(): string;
  /** A new process, with changes to the environment. */
  restart(changes?: Record<string, string>): Promise<void>;
  /** Ends the engine's server at once, as `kill -9` of the CLI does. */
  killEngine(): Promise<void>;
  /** Sends the process a signal. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves with its exit code when the process has ended; null if a signal ended it. @throws Error after a minute */
  ended(): Promise<number | null>;
  /** Resolves when the condition holds. */
  until(condition: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

const struct = (bag: Bag) => Struct.fromJavaScript(bag);
const bagOf = (value: Struct | undefined): Bag => value?.toJavaScript() ?? {};

type Done<R> = (error: grpc.ServiceError | null, reply: R) => void;

function ask<R>(send: (done: Done<R>) => unknown): Promise<R> {
  return new Promise((resolve, reject) => {
    send((error, reply) => (error ? reject(withPartial(error)) : resolve(reply)));
  });
}

/** A partial failure lies packed in the error's metadata. */
function withPartial(error: grpc.ServiceError): Error {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (!(packed instanceof Buffer)) return error;
  const [any] = Status.deserializeBinary(packed).getDetailsList();
  const detail = any?.unpack(
    messages.ErrorResourceInitFailed.deserializeBinary,
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (!detail) return error;
  return Object.assign(error, {
    partial: {
      id: detail.getId(),
      properties: bagOf(detail.getProperties()),
      reasons: detail.getReasonsList(),
    },
  });
}

async function startEngine(log: { severity: string; message: string }[]) {
  const server = new grpc.Server();
  const refuse = (_: unknown, done: (error: grpc.ServerErrorResponse) => void) =>
    done({ name: "unused", message: "unused", code: grpc.status.UNIMPLEMENTED });
  server.addService(EngineService, {
    log: (call: { request: LogRequest }, done: (error: null, reply: Empty) => void) => {
      const severity = call.request.getSeverity() === LogSeverity.WARNING ? "warning" : "other";
      log.push({ severity, message: call.request.getMessage() });
      done(null, new Empty());
    },
    getRootResource: refuse,
    setRootResource: refuse,
    startDebugging: refuse,
    requirePulumiVersion: refuse,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

interface Launched {
  child: ChildProcess;
  client: ResourceProviderClient;
}

async function launch(
  folder: string,
  engine: string,
  environment: Record<string, string>,
  print: (text: string) => void,
): Promise<Launched> {
  const script = join(projectRoot, "node_modules/@pulumi/pulumi/cmd/dynamic-provider");
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, ...environment };
  const child = spawn(process.execPath, [script, engine], { cwd: folder, env });
  child.stderr?.on("data", (data: Buffer) => print(data.toString()));
  // The first line is the port; what follows is shown on the stack by the engine.
  const port = await new Promise<string>((resolve) => {
    let isFirst = true;
    child.stdout?.on("data", (data: Buffer) => {
      if (!isFirst) return print(data.toString());
      isFirst = false;
      return resolve(data.toString().trim());
    });
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const configuration = new messages.ConfigureRequest();
  configuration.setArgs(struct({}));
  await ask<messages.ConfigureResponse>((done) => client.configure(configuration, done));
  return { child, client };
}

async function finish({ child, client }: Launched): Promise<void> {
  client.close();
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Starts the process with the given `SAIL_*` variables, and an engine for its messages. */
export async function startDynamicProcess(
  environment: Record<string, string>,
): Promise<DynamicProcess> {
  const folder = mkdtempSync(join(tmpdir(), "dynamic-process-"));
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"), "junction");
  const log: { severity: string; message: string }[] = [];
  let printed = "";
  const print = (text: string) => {
    printed += text;
  };
  const engine = await startEngine(log);
  let running = await launch(folder, engine.address, environment, print);
  return {
    ...calls(() => running.client),
    messages: () => log,
    printed: () => printed,
    restart: async (changes = {}) => {
      await finish(running);
      running = await launch(folder, engine.address, { ...environment, ...changes }, print);
    },
    killEngine: async () => engine.stop(),
    signal: (signal) => {
      running.child.kill(signal);
    },
    ended: async () => {
      const { child } = running;
      if (child.exitCode === null && child.signalCode === null) {
        await once(child, "exit", { signal: AbortSignal.timeout(60_000) });
      }
      return child.exitCode;
    },
    until: async (condition) => {
      while (!condition()) await new Promise((resolve) => setImmediate(resolve));
    },
    stop: async () => {
      await finish(running);
      engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function calls(client: () => ResourceProviderClient) {
  return {
    check: async (olds: Bag, news: Bag) => {
      const request = new messages.CheckRequest();
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const reply = await ask<messages.CheckResponse>((done) => client().check(request, done));
      const failures = reply
        .getFailuresList()
        .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
      return { inputs: bagOf(reply.getInputs()), failures };
    },
    diff: async (id: string, olds: Bag, news: Bag): Promise<Bag> => {
      const request = new messages.DiffRequest();
      request.setId(id);
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const reply = await ask<messages.DiffResponse>((done) => client().diff(request, done));
      const none = messages.DiffResponse.DiffChanges.DIFF_NONE;
      return {
        changes: reply.getChanges() === none ? "none" : "some",
        replaces: reply.getReplacesList(),
        deleteBeforeReplace: reply.getDeletebeforereplace(),
      };
    },
    create: async (inputs: Bag) => {
      const request = new messages.CreateRequest();
      request.setProperties(struct(inputs));
      const reply = await ask<messages.CreateResponse>((done) => client().create(request, done));
      return { id: reply.getId(), properties: bagOf(reply.getProperties()) };
    },
    read: async (id: string, properties: Bag) => {
      const request = new messages.ReadRequest();
      request.setId(id);
      request.setProperties(struct(properties));
      const reply = await ask<messages.ReadResponse>((done) => client().read(request, done));
      return {
        id: reply.getId(),
        properties: bagOf(reply.getProperties()),
        inputs: bagOf(reply.getInputs()),
      };
    },
    update: async (id: string, olds: Bag, news: Bag) => {
      const request = new messages.UpdateRequest();
      request.setId(id);
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      return bagOf(
        (
          await ask<messages.UpdateResponse>((done) => client().update(request, done))
        ).getProperties(),
      );
    },
    delete: async (id: string, properties: Bag) => {
      const request = new messages.DeleteRequest();
      request.setId(id);
      request.setProperties(struct(properties));
      await ask<Empty>((done) => client().delete(request, done));
    },
  };
}
