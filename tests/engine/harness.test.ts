import { existsSync } from "node:fs";
import { createStack, type Stack } from "./stack";

const dynamicProgram = (size: number) => `
const pulumi = require("@pulumi/pulumi");
const handler = \`exports.handler = () => ({
  check: async (olds, news) => news.size > 9
    ? { inputs: news, failures: [{ property: "", reason: "size is too big" }] } : { inputs: news, failures: [] },
  diff: async (id, olds, news) => ({ changes: olds.size !== news.size }),
  create: async (inputs) => ({ id: "thing-1", outs: inputs }),
  update: async (id, olds, news) => ({ outs: news }),
  read: async (id, props) => ({ id, props }),
  delete: async () => {},
});\`;
class Thing extends pulumi.CustomResource {
  constructor(name, props) {
    super("pulumi-nodejs:dynamic/test:Thing", name, { ...props, __provider: handler });
  }
}
const secret = new pulumi.Config().getSecret("password");
new Thing("thing", { size: ${size}, secret });
exports.size = ${size};
`;

describe("the engine harness", () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await createStack({ config: { "engine-test:region": "north" } });
  });

  afterAll(async () => {
    await stack.dispose();
    expect(existsSync(stack.folder)).toBe(false);
  });

  it("drives a dynamic resource through create, gate, update and destroy", async () => {
    await stack.config("password", "p4ssw0rd-1234", { secret: true });
    stack.program(dynamicProgram(1), "");
    const created = await stack.expectUp();
    expect(created.steps).toEqual([
      { op: "create", type: "pulumi-nodejs:dynamic/test:Thing", name: "thing" },
    ]);
    expect(created.summary).toEqual({ create: 2 });
    expect(await stack.outputs()).toEqual({ size: 1 });
    await stack.expectNoDrift();

    const thing = (await stack.resources()).find((resource) => resource.id === "thing-1");
    expect(JSON.stringify(thing?.inputs)).toContain("p4ssw0rd-1234");
    expect(stack.storedState()).not.toContain("p4ssw0rd-1234");

    stack.program(dynamicProgram(2), "");
    expect((await stack.gate()).code).not.toBe(0);
    const updated = await stack.expectUp({ preview: true });
    expect(updated.summary).toEqual({ same: 1, update: 1 });

    const destroyed = await stack.expectDestroy();
    expect(destroyed.steps.map(({ op }) => op)).toEqual(["delete"]);
    expect(await stack.resources()).toEqual([]);
  });

  it("reports a failing run by its code and its messages instead of throwing", async () => {
    stack.program(dynamicProgram(10), "");
    const failed = await stack.up();
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("size is too big");
    expect(failed.diagnostics.map(({ message }) => message).join()).toContain("size is too big");
    await expect(stack.expectUp()).rejects.toThrow("size is too big");
  });

  it("stops a run that takes too long", async () => {
    stack.program("setInterval(() => {}, 1000);", "");
    const run = await stack.preview({ timeoutMs: 3000 });
    expect(run.code).not.toBe(0);
    expect(run.stderr).toContain("stopped by the test after 3000 ms");
  });

  it("hides the caller's own account and tenant from programs", async () => {
    const before = { ...process.env };
    process.env.SAIL_CLIENT_SECRET = "of-the-developer";
    process.env.PULUMI_ACCESS_TOKEN = "of-the-developer";
    try {
      const other = await createStack({
        name: "other",
        simulator: { url: "http://127.0.0.1:1", clientId: "id", clientSecret: "of-the-simulator" },
      });
      const values = Object.values(other.environment);
      await other.dispose();
      expect(values).not.toContain("of-the-developer");
      expect(values).toContain("of-the-simulator");
    } finally {
      process.env = before;
    }
  });
});
