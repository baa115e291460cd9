/** The parts of a provider process: its address, its log, its handlers. */
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { handlers } from "../../provider";
import { createEngineLog, engineAddress } from "../../provider/engine-log";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { startSimulator } from "../simulator-under-judge";

describe("the engine's address", () => {
  it.each([
    [["node", "provider", "127.0.0.1:4010"], "127.0.0.1:4010"],
    [["node", "provider", "[::1]:4010"], "[::1]:4010"],
    [["node", "jest", "--selectProjects"], undefined],
    [["node"], undefined],
  ])("of %j is %s", (argv, expected) => {
    expect(engineAddress(argv)).toBe(expected);
  });
});

describe("the engine's log", () => {
  it("gets each message with its severity before flush resolves", async () => {
    const seen: [number, string][] = [];
    const server = new grpc.Server();
    const refuse = (_: unknown, done: (error: grpc.ServerErrorResponse) => void) =>
      done({ name: "x", message: "x", code: grpc.status.UNIMPLEMENTED });
    server.addService(EngineService, {
      log: (call: { request: LogRequest }, done: (error: null, reply: Empty) => void) => {
        seen.push([call.request.getSeverity(), call.request.getMessage()]);
        done(null, new Empty());
      },
      getRootResource: refuse,
      setRootResource: refuse,
      startDebugging: refuse,
      requirePulumiVersion: refuse,
    });
    const port = await new Promise<number>((resolve) => {
      const insecure = grpc.ServerCredentials.createInsecure();
      server.bindAsync("127.0.0.1:0", insecure, (_, bound) => resolve(bound));
    });
    const { log, flush } = createEngineLog(`127.0.0.1:${port}`);
    log("debug", "a");
    log("info", "b");
    log("warning", "c");
    await flush();
    expect(seen.sort()).toEqual([
      [0, "a"],
      [1, "b"],
      [2, "c"],
    ]);
    server.forceShutdown();
    log("warning", "nobody hears this");
    await flush();
  });

  it("is silent without an engine", async () => {
    const { log, flush } = createEngineLog(undefined);
    log("warning", "nobody hears this");
    await flush();
  });
});

describe("the handlers of a process", () => {
  it("share one tenant, with one token for all resource types", async () => {
    const simulator = await startSimulator();
    process.env.SAIL_BASE_URL = simulator.url;
    process.env.SAIL_CLIENT_ID = simulator.clientId;
    process.env.SAIL_CLIENT_SECRET = simulator.clientSecret;
    const early = handlers.NonEmployeeSource.check(
      {},
      { name: "A", description: "a", owner: { id: DEFAULT_IDENTITIES.ada.id } },
    );
    const config = { get: () => undefined };
    await handlers.NonEmployeeSource.configure({ config });
    await handlers.SchemaAttribute.configure({ config });
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const attribute = { sourceId: unknown, technicalName: "a", label: "A" };
    const late = handlers.SchemaAttribute.check({}, attribute);
    expect([(await early).failures, (await late).failures]).toEqual([[], []]);
    const tokens = simulator.requests.filter(({ template }) => template === "/oauth/token");
    expect(tokens).toHaveLength(1);
    await simulator.stop();
  });
});
