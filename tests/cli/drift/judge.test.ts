/** From the engine's events to a verdict: whatever was not read, or not understood, keeps it from being "none". */
import { readEvents, type Told } from "../../../cli/drift/event";
import { inOrder, judge } from "../../../cli/drift/judge";
import { readState } from "../../../cli/drift/state";

const typeToken = "pulumi-nodejs:dynamic/sailpoint:NonEmployeeSource";
const urnOf = (name: string) => `urn:pulumi:dev::p::${typeToken}::${name}`;
const inputs = { name: "A", description: "D", owner: { id: "1a" } };

const resource = (name: string, rest: object = {}) => ({
  urn: urnOf(name),
  type: typeToken,
  custom: true,
  id: `id of ${name}`,
  inputs,
  outputs: { ...inputs, tenantUrl: "https://acme.example" },
  ...rest,
});
const stateOf = (resources: object[], rest: object = {}) =>
  readState(JSON.stringify({ version: 3, deployment: { resources, ...rest } }));

const pre = (name: string, op = "refresh") => ({
  resourcePreEvent: { metadata: { op, urn: urnOf(name), type: typeToken, old: null, new: null } },
});
const out = (name: string, op: string, after: object | null = inputs) => ({
  resOutputsEvent: {
    metadata: {
      op,
      urn: urnOf(name),
      type: typeToken,
      old: { id: `id of ${name}`, inputs, outputs: {} },
      new: after && { inputs: after, outputs: {} },
    },
  },
});
const end = { summaryEvent: { resourceChanges: { same: 1 } } };
const told = (...events: object[]): Told =>
  readEvents(events.map((event) => JSON.stringify(event)).join("\n"));

const state = stateOf([resource("a")]);

describe("a verdict", () => {
  it("is no drift if every resource was read and is the same", () => {
    const verdict = judge(state, told(pre("a"), out("a", "same"), end), 0);
    expect(verdict).toEqual({ differences: [], ignored: [], problems: [] });
  });

  it.each([
    ["nothing was said", [], 0, /only 0 of 1 resource could be read; not a/],
    ["a resource was not read", [pre("b"), out("b", "same"), end], 0, /not a$/],
    ["a read did not end", [pre("a"), end], 0, /could be read; not a/],
    ["the result was not that of a read", [pre("a", "same"), out("a", "same"), end], 0, /not a/],
    [
      "a read failed",
      [
        pre("a"),
        out("a", "same"),
        { resOpFailedEvent: { metadata: { op: "refresh", urn: urnOf("a") } } },
        end,
      ],
      0,
      /not a/,
    ],
    [
      "the run did not end",
      [pre("a"), out("a", "same")],
      0,
      /did not come to its end \(exit code 0\)/,
    ],
    ["the engine failed without a word", [pre("a"), out("a", "same"), end], 255, /exit code 255/],
    [
      "the engine did something new",
      [pre("a"), out("a", "reconcile"), end],
      0,
      /a: the engine did "reconcile"/,
    ],
    [
      "an error was told",
      [pre("a"), out("a", "same"), { errorEvent: { error: "policy pack failed" } }, end],
      0,
      /^policy pack failed$/,
    ],
  ])("is none at all if %s", (_, events, code, message) => {
    const { problems, differences } = judge(state, told(...events), code);
    expect(differences).toEqual([]);
    expect(problems.join("\n")).toMatch(message);
  });

  it("is none at all if a line cannot be read", () => {
    const text = [pre("a"), out("a", "same"), end].map((event) => JSON.stringify(event)).join("\n");
    expect(judge(state, readEvents(`${text}\nwarning: half a li`), 0).problems).toEqual([
      "the Pulumi CLI said what is not understood: warning: half a li",
    ]);
    expect(
      judge(state, readEvents(`${text}\n{"resOutputsEvent":{"metadata":{}}}`), 0).problems,
    ).toHaveLength(1);
  });

  it("keeps that an object is gone, though the program registers it again", () => {
    const events = [pre("a"), out("a", "delete", null), pre("a", "same"), out("a", "same"), end];
    expect(judge(state, told(...events), 0)).toEqual({
      differences: [
        {
          change: "deleted",
          severity: "data-destroying",
          type: "NonEmployeeSource",
          resource: "a",
          id: "id of a",
          urn: urnOf("a"),
          tenantUrl: "https://acme.example",
        },
      ],
      ignored: [],
      problems: [],
    });
  });

  it("knows a resource by its id where the program has another name for it", () => {
    const old = { id: "id of a", inputs, outputs: {} };
    const named = (type: string) => {
      const urn = `urn:pulumi:dev::p::pkg:index:Component$${type}::renamed`;
      return [
        { resourcePreEvent: { metadata: { op: "refresh", urn, type, old, new: old } } },
        { resOutputsEvent: { metadata: { op: "same", urn, type, old, new: old } } },
        end,
      ];
    };
    expect(judge(state, told(...named(typeToken)), 0).problems).toEqual([]);
    expect(judge(state, told(...named("aws:s3/bucket:Bucket")), 0).problems).toHaveLength(1);
    // Two with that id: whose it is, is not known.
    const twins = stateOf([resource("a"), resource("b", { id: "id of a" })]);
    expect(judge(twins, told(...named(typeToken)), 0).problems[0]).toMatch(/only 0 of 2/);
    const one = [pre("a"), out("a", "same"), end];
    expect(judge(twins, told(...one), 0).problems).toEqual([
      "only 1 of 2 resources could be read; not b",
    ]);
  });

  it("does not take what was read of another object for that of a resource", () => {
    const other = stateOf([resource("a", { id: "another id" })]);
    const { problems } = judge(other, told(pre("a"), out("a", "same"), end), 0);
    expect(problems).toEqual(["only 0 of 1 resource could be read; not a"]);
  });

  it("cannot tell where the program looks up what the stack still manages, and says so", () => {
    const both = stateOf([resource("a"), resource("b")]);
    const { problems } = judge(both, told(pre("a", "read"), out("a", "read"), end), 0);
    expect(problems).toEqual([
      "a: the program looks up what the stack still manages; run `pulumi up` first",
      "only 0 of 2 resources could be read; not b",
    ]);
  });

  it("has a difference even if none can be seen", () => {
    const { differences } = judge(state, told(pre("a"), out("a", "update"), end), 0);
    expect(differences).toMatchObject([{ change: "changed", severity: "functional" }]);
    expect(differences[0]).not.toHaveProperty("path");
  });

  it("names each value that is not shown beside what is seen: it may differ as well", () => {
    const hidden = { ...inputs, description: "[secret]" };
    const shown = (found: object) => ({ id: "id of a", inputs: found, outputs: {} });
    const pathsOf = (ignoreChanges: string[], after: object, more = {}) => {
      const old = shown({ ...hidden, ...more });
      const metadata = { op: "update", urn: urnOf("a"), old, new: shown(after) };
      const events = [pre("a"), { resOutputsEvent: { metadata } }, end];
      const { differences, ignored } = judge(
        stateOf([resource("a", { ignoreChanges })]),
        told(...events),
        0,
      );
      return [differences.map(({ path }) => path), ignored.map(({ path }) => path)];
    };
    expect(pathsOf([], hidden)).toEqual([["description"], []]);
    expect(pathsOf([], { ...hidden, name: "B" })).toEqual([["name", "description"], []]);
    expect(pathsOf(["name"], { ...hidden, name: "B" })).toEqual([["description"], ["name"]]);
    expect(pathsOf(["name", "description"], { ...hidden, name: "B" })).toEqual([[], ["name"]]);
    // Nothing else can be what the engine means, unless more is hidden.
    expect(pathsOf(["description"], hidden)).toEqual([[], ["description"]]);
    const two = pathsOf(["description"], { ...hidden, name: "[secret]" }, { name: "[secret]" });
    expect(two).toEqual([["name"], []]);
  });

  it("tells each message once, with the resources that it is about", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const error = (message: string, name?: string) => ({
      diagnosticEvent: {
        severity: "error",
        message: `${message}\n`,
        ...(name && { urn: urnOf(name) }),
      },
    });
    const events = [
      ...names.flatMap((name) => [
        error("<{%fg 1%}>Preview failed: 403<{%reset%}>", name),
        error("403", name),
      ]),
      error("preview failed"),
      { diagnosticEvent: { severity: "info#err", message: "noise" } },
      { diagnosticEvent: { severity: "error", message: "403 ...", ephemeral: true } },
      end,
    ];
    expect(
      judge(stateOf(names.map((name) => resource(name))), told(...events), 1).problems,
    ).toEqual([
      "a, b, c, d, e and 2 more: 403",
      "only 0 of 7 resources could be read; not a, b, c, d, e and 2 more",
    ]);
    expect(judge(state, told(error("preview failed"), end), 1).problems[0]).toBe("preview failed");
  });

  it("has the worst first, then goes by resource and property", () => {
    const one = (
      severity: "data-destroying" | "functional" | "cosmetic",
      name: string,
      path?: string,
    ) => ({
      change: "changed" as const,
      severity,
      type: "NonEmployeeSource" as const,
      resource: name,
      id: "1",
      ...(path !== undefined && { path }),
    });
    const sorted = [
      one("data-destroying", "b"),
      one("functional", "a", "name"),
      one("functional", "a", "owner"),
      one("functional", "b", "name"),
      one("cosmetic", "a", "description"),
    ];
    expect(inOrder(sorted.toReversed())).toEqual(sorted);
  });
});

describe("a state", () => {
  it("has what is managed, what is looked up, and what is left to do", () => {
    const providerUrn = "urn:pulumi:dev::p::pulumi:providers:pulumi-nodejs::default";
    const other = {
      urn: "urn:pulumi:dev::p::aws:s3/bucket:Bucket::b",
      type: "aws:s3/bucket:Bucket",
    };
    const state = stateOf(
      [
        {
          urn: providerUrn,
          id: "7",
          type: "pulumi:providers:pulumi-nodejs",
          inputs: { "sailpoint:apiVersion": "v1" },
        },
        { urn: `${providerUrn}_old`, id: "6", type: "pulumi:providers:pulumi-nodejs" },
        other,
        resource("a", {
          ignoreChanges: ["owner"],
          outputs: { tenant: "sandbox" },
          provider: `${providerUrn}::7`,
        }),
        resource("a", { delete: true }),
        resource("looked up", { external: true, id: "9f" }),
      ],
      {
        pending_operations: [
          { type: "creating", resource: resource("b") },
          { type: "creating", resource: other },
        ],
      },
    );
    expect(state).toMatchObject({
      managed: [
        {
          name: "a",
          id: "id of a",
          tenant: "sandbox",
          tenantUrl: undefined,
          ignoreChanges: ["owner"],
        },
      ],
      lookedUp: [{ id: "9f", tenantUrl: "https://acme.example" }],
      pending: ["creating b", "deleting what a was before"],
      configurations: [{ "sailpoint:apiVersion": "v1" }],
    });
  });

  it("can be that of a stack without resources, and nothing else", () => {
    expect(stateOf([])).toMatchObject({ managed: [], pending: [] });
    expect(readState('{"version":3,"deployment":{}}').managed).toEqual([]);
    for (const text of ["", "{}", "null", '{"deployment":{"resources":[{}]}}']) {
      expect(() => readState(text)).toThrow(/gave no state that can be read/);
    }
  });
});
