import { toDynamicProvider } from "../../provider/dynamic-host";
import { type Handler, PartialFailure, type Props } from "../../provider/resources/handler";

const text = "exports.handler = ...";
const refused = () => Promise.reject(new Error("refused"));

/** A host around a handler that answers what a test says; everything else is refused. */
function host(answers: Partial<Handler>) {
  const events: string[] = [];
  const handler: Handler = {
    check: refused,
    diff: refused,
    create: refused,
    read: refused,
    update: refused,
    delete: refused,
    ...answers,
  };
  const provider = toDynamicProvider(handler, {
    configure: (config) => events.push(`configured ${config.get("sailpoint:baseUrl")}`),
    engineLog: {
      log: (level, message) => events.push(`${level} ${message}`),
      flush: async () => {
        events.push("flushed");
      },
    },
    begin: () => {
      events.push("begun");
      return () => events.push("ended");
    },
    outputKey: "tenantUrl",
  });
  return { provider, events };
}

describe("the dynamic host", () => {
  it("hands on the configuration", async () => {
    const { provider, events } = host({});
    await provider.configure({ config: { get: (key) => `value of ${key}` } });
    expect(events).toEqual(["configured value of sailpoint:baseUrl"]);
  });

  it("keeps the provider text from the handler", async () => {
    const seen: Props[] = [];
    const { provider } = host({
      check: async (_, { news, oldInputs }) => {
        seen.push(news, oldInputs);
        return { inputs: news, failures: [{ path: "approvers[1]", reason: "twice" }] };
      },
      diff: async (_, { state, news }) => {
        seen.push(state, news);
        return { changes: [] };
      },
    });
    const checked = await provider.check({ __provider: text, a: 1 }, { __provider: text, a: 2 });
    expect(checked).toEqual({
      inputs: { a: 2 },
      failures: [{ property: "approvers[1]", reason: "twice" }],
    });
    await provider.diff("id", { __provider: text, a: 3 }, { __provider: text, a: 4 });
    expect(seen).toEqual([{ a: 2 }, { a: 1 }, { a: 3 }, { a: 4 }]);
  });

  it("maps changes, replacements and their order", async () => {
    const { provider } = host({
      diff: async () => ({
        changes: [
          { path: "label", kind: "update" },
          { path: "type", kind: "update", replace: true },
        ],
        deleteBeforeReplace: true,
      }),
    });
    expect(await provider.diff("id", {}, {})).toEqual({
      changes: true,
      replaces: ["type"],
      deleteBeforeReplace: true,
    });
  });

  it("turns an error of check into one failure", async () => {
    const { provider } = host({});
    expect(await provider.check({}, { __provider: text, a: 1 })).toEqual({
      inputs: { a: 1 },
      failures: [{ property: "", reason: "refused" }],
    });
  });

  it("shows of any other error its message alone", async () => {
    const { provider } = host({ delete: () => Promise.reject("not even an error") });
    const error: unknown = await provider.diff("id", {}, {}).catch((thrown: unknown) => thrown);
    if (!(error instanceof Error)) throw new Error("expected an error");
    expect(error.message).toBe("refused");
    expect(`${error}: ${error.stack}`).toBe("sailpoint: see the error at the resource");
    await expect(provider.delete("id", {})).rejects.toThrow("not even an error");
  });

  it("adds the provider text to a partial failure, and to nothing else", async () => {
    const partial = new PartialFailure("id", { a: 1 }, ["owner was refused"]);
    const { provider } = host({ create: () => Promise.reject(partial), update: refused });
    await expect(provider.create({ __provider: text })).rejects.toMatchObject({
      id: "id",
      properties: { a: 1, __provider: text },
      reasons: ["owner was refused"],
    });
    await expect(provider.update("id", {}, { __provider: text })).rejects.not.toHaveProperty("id");
  });

  it("returns outputs of create and update", async () => {
    const { provider } = host({
      create: async (_, { inputs }) => ({ id: "id", state: inputs }),
      update: async (_, { news }) => ({ state: news }),
    });
    expect(await provider.create({ a: 1 })).toEqual({ id: "id", outs: { a: 1 } });
    expect(await provider.update("id", {}, { a: 2 })).toEqual({ outs: { a: 2 } });
  });

  it("answers a read of what is gone with nothing, and a look-up of it with an error", async () => {
    const lookups: boolean[] = [];
    const { provider } = host({
      read: async (_, { lookup }) => {
        lookups.push(lookup);
        return undefined;
      },
    });
    expect(await provider.read("id", { tenantUrl: "https://..." })).toEqual({});
    await expect(provider.read("id", {})).rejects.toThrow("there is no object with the id id");
    expect(lookups).toEqual([false, true]);
  });

  it("hands over what a read found", async () => {
    const found = { id: "found", state: { a: 1 }, inputs: { a: 1 } };
    const { provider } = host({ read: async () => found });
    expect(await provider.read("name:x", {})).toEqual({
      id: "found",
      props: { a: 1 },
      inputs: { a: 1 },
    });
  });

  it("counts each call, and waits for its messages before it ends", async () => {
    const { provider, events } = host({
      delete: async (call) => call.log("warning", "released"),
    });
    await provider.delete("id", {});
    await provider.read("id", {}).catch(() => undefined);
    const failed = ["begun", "flushed", "ended"];
    expect(events).toEqual(["begun", "warning released", "flushed", "ended", ...failed]);
  });
});
