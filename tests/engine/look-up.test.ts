/** The look-up functions in programs that the engine runs: what they cost, how they fail, and what can be done with a result. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import {
  changesOf,
  declareAttribute,
  declareSource,
  messagesOf,
  path,
  record,
  useScenario,
} from "./scenario";

const { ada, grace } = DEFAULT_IDENTITIES;
const { plantDesk } = DEFAULT_WORKGROUPS;
const sourceId = "2c91808568c529c60168cca6f90c1313";
const existing = {
  sourceId,
  name: "Contractors",
  description: "External staff",
  owner: ada.id,
  attributes: [{ technicalName: "badge", label: "Badge" }],
};
const twin = { ...ada, id: "2c9180835d191a86015d28455b4a9999", alias: "ada.two" };
const seed = {
  sources: [existing],
  identities: [...Object.values(DEFAULT_IDENTITIES), { ...twin, email: "two@example.com" }],
};
seed.identities.push({
  ...twin,
  id: `${twin.id.slice(0, -1)}8`,
  alias: "x",
  email: "two@example.com",
});

const functions =
  "getSource, getSourceOutput, listSources, listSourcesOutput, listSchemaAttributes, listSchemaAttributesOutput, " +
  "getIdentity, getIdentityOutput, getGovernanceGroup, getGovernanceGroupOutput";
const commonJs = `const { ${functions} } = require("pulumi-sailpoint-nonemployee");\n`;
const esm = `import * as pulumi from "@pulumi/pulumi";\nimport { ${functions}, NonEmployeeSource, SchemaAttribute } from "pulumi-sailpoint-nonemployee";\n`;

describe("looking up from a CommonJS program", () => {
  const scenario = useScenario({ tenant: { seed } });
  const { id, name, alias, email } = ada;
  const person = { id, name, alias, email, isInactive: false };
  const group = { id: plantDesk.id, name: plantDesk.name };

  it("gives every function's result in both forms, by four lists, and writes nothing", async () => {
    const calls = {
      getSource: { name: "Contractors" },
      listSources: {},
      listSchemaAttributes: { sourceId },
      getIdentity: { email: ada.email },
      getGovernanceGroup: { name: plantDesk.name },
    };
    const lines = Object.entries(calls).map(
      ([call, args]) =>
        `exports.${call} = ${call}(${JSON.stringify(args)});\nexports.${call}Output = ${call}Output(${JSON.stringify(args)});\n`,
    );
    scenario.stack.program(commonJs + lines.join(""));
    const { calls: made, tokens } = await record(scenario, () => scenario.stack.expectUp());
    expect([...made].sort()).toEqual(
      [
        `GET ${path.sources}`,
        "GET /sources",
        `GET ${path.attributes}`,
        "GET /public-identities",
        "GET /workgroups",
      ].sort(),
    );
    expect(tokens).toBe(1);
    const outputs = await scenario.stack.outputs();
    for (const form of ["", "Output"]) {
      expect(outputs[`getSource${form}`]).toMatchObject({ sourceId, ownerId: ada.id });
      expect(outputs[`listSources${form}`]).toMatchObject([{ name: "Contractors" }]);
      expect(outputs[`listSchemaAttributes${form}`]).toHaveLength(9);
      expect(outputs[`getIdentity${form}`]).toEqual(person);
      expect(outputs[`getGovernanceGroup${form}`]).toEqual(group);
    }
  });

  it("gives results that resources take, and stays without drift", async () => {
    scenario.stack.program(
      commonJs +
        'const found = getSourceOutput({ name: "Contractors" });\n' +
        `new NonEmployeeSource("visitors", { name: "Visitors", description: "Visitors", owner: { id: getIdentityOutput({ email: ${JSON.stringify(grace.email)} }).id }, accountManagers: [{ id: getGovernanceGroupOutput({ name: "Plant desk" }).id }] });\n` +
        'new SchemaAttribute("costCenter", { sourceId: found.sourceId, technicalName: "costCenter", label: "Cost" });\n',
    );
    const { run, writes } = await record(scenario, () =>
      scenario.stack.expectUp({ preview: true }),
    );
    expect(changesOf(run)).toEqual(
      expect.arrayContaining(["create costCenter", "create visitors"]),
    );
    expect([...writes].sort()).toEqual([`POST ${path.attributes}`, `POST ${path.sources}`].sort());
    expect(scenario.simulator.store.sources()).toContainEqual(
      expect.objectContaining({ name: "Visitors", owner: grace.id }),
    );
    await scenario.stack.expectNoDrift();
    await scenario.stack.expectDestroy();
    expect(scenario.simulator.store.sources().map(({ sourceId: left }) => left)).toEqual([
      sourceId,
    ]);
  });

  it("asks nothing in a preview for what is not known yet, and asks in the up", async () => {
    scenario.stack.program(
      commonJs +
        declareSource("fresh", { name: "Fresh", description: "New", owner: { id: ada.id } }) +
        declareAttribute("cost", "fresh", { technicalName: "cost", label: "Cost" }) +
        "exports.names = listSchemaAttributesOutput({ sourceId: pulumi.all([fresh.sourceId, cost.id]).apply(([id]) => id) }).apply((all) => all.filter(({ isSystem }) => !isSystem).map(({ technicalName }) => technicalName));\n",
    );
    const preview = await record(scenario, () => scenario.stack.expectPreview());
    expect(preview.calls).not.toContain(`GET ${path.attributes}`);
    await scenario.stack.expectUp();
    expect(await scenario.stack.outputs()).toEqual({ names: ["cost"] });
    await scenario.stack.expectDestroy();
  });

  it("keeps a secret argument out of the state, the output and the messages", async () => {
    scenario.stack.program(
      `${commonJs}exports.found = getIdentityOutput({ email: pulumi.secret(${JSON.stringify(ada.email)}) }).id;\n`,
    );
    await scenario.stack.expectUp();
    expect(await scenario.stack.outputs()).toEqual({ found: ada.id });
    expect(scenario.stack.storedState()).not.toContain(ada.id);
    scenario.stack.program(
      `${commonJs}exports.found = getIdentityOutput({ email: pulumi.secret("hidden@example.com") }).id;\n`,
    );
    const run = await scenario.stack.preview();
    expect(run.code).not.toBe(0);
    expect(run.output).toContain('has the e-mail "[secret]"');
    expect(run.output).not.toContain("hidden@");
  });
});

describe("a look-up that fails", () => {
  const scenario = useScenario({ tenant: { seed: { ...seed, sources: [] } } });
  const nobody = 'getIdentity({ email: "two@example.com" })';
  const asked =
    /error: getIdentity: 2 identities of \S+ have the e-mail "two@example\.com": .*Name the right one by its id\./;

  it.each([
    ["a promise nobody waits for", commonJs, `${nobody};\n`],
    [
      "an async program",
      commonJs,
      `module.exports = async () => ({ id: (await ${nobody}).id });\n`,
    ],
    ["an output", commonJs, `exports.id = ${nobody.replace("(", "Output(")}.id;\n`],
    ["an apply", commonJs, `exports.id = pulumi.output("x").apply(() => ${nobody}).id;\n`],
    ["a module that awaits it", esm, `export const id = (await ${nobody}).id;\n`],
    ["a module's output", esm, `export const id = ${nobody.replace("(", "Output(")}.id;\n`],
  ])("is told by its message alone: %s", async (_, header, text) => {
    const type = header === esm ? "module" : "commonjs";
    scenario.stack.write("package.json", JSON.stringify({ name: "x", private: true, type }));
    scenario.stack.program(header + text, header === esm ? "" : undefined);
    const { run, writes } = await record(scenario, () => scenario.stack.preview());
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toMatch(asked);
    expect(messagesOf(run).match(/getIdentity:/g)).toHaveLength(1);
    expect(run.output).not.toMatch(/unhandled exception|\.js:\d+/);
    expect(writes).toEqual([]);
  });

  it("tells of none, and of two with one name", async () => {
    const { stack, simulator } = scenario;
    simulator.behaviour.uniqueNames = "none";
    stack.write("package.json", JSON.stringify({ name: "x", private: true }));
    stack.program(`${commonJs}exports.id = getSourceOutput({ name: "Twin" }).sourceId;\n`);
    const none = await stack.preview();
    expect(none.code).not.toBe(0);
    expect(messagesOf(none)).toContain('has the name "Twin" (searched 0)');
    const token = await fetch(`${simulator.url}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: simulator.clientId,
        client_secret: simulator.clientSecret,
      }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    for (const description of ["one", "two"]) {
      const made = await fetch(`${simulator.url}/non-employee-sources/v1`, {
        method: "POST",
        headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
        body: JSON.stringify({ name: "Twin", description, owner: { id: ada.id } }),
      });
      if (!made.ok) throw new Error(await made.text());
    }
    const two = await stack.preview();
    expect(two.code).not.toBe(0);
    expect(messagesOf(two)).toMatch(
      /getSource: 2 non-employee sources of \S+ have the name "Twin": \S+ and \S+\. Name the right one by its sourceId\./,
    );
  });
});

describe("looking up from a TypeScript module, in a second tenant", () => {
  const scenario = useScenario();
  let other: JudgedSimulator;
  beforeAll(async () => {
    other = await startSimulator({ seed });
  });
  afterAll(() => other.stop());

  it("uses the client and the credentials of that tenant", async () => {
    const { stack } = scenario;
    const { url: baseUrl, clientId, clientSecret } = other;
    for (const [key, value] of Object.entries({ baseUrl, clientId })) {
      const at = `sailpoint:tenants.sandbox.${key}`;
      const run = await stack.run(["config", "set", "--path", at, value]);
      expect(run.code).toBe(0);
    }
    const secret = [
      "config",
      "set",
      "--path",
      "--secret",
      "sailpoint:tenants.sandbox.clientSecret",
    ];
    expect((await stack.run(secret, { input: clientSecret })).code).toBe(0);
    stack.write("package.json", JSON.stringify({ name: "x", private: true, type: "module" }));
    stack.write("Pulumi.yaml", "name: engine-test\nruntime: nodejs\nmain: index.ts\n");
    stack.write(
      "tsconfig.json",
      JSON.stringify({
        compilerOptions: { module: "nodenext", target: "es2022", skipLibCheck: true, strict: true },
      }),
    );
    stack.write(
      "index.ts",
      `${esm}const found = await getSource({ name: "Contractors", tenant: "sandbox" });\nexport const sourceId: string = found.sourceId;\nexport const here: number = (await listSources()).length;\n`,
    );
    const { calls } = await record(scenario, () => stack.expectUp());
    expect(await stack.outputs()).toEqual({ sourceId, here: 0 });
    expect(calls).toEqual([`GET ${path.sources}`]);
    expect(other.requests.map(({ template }) => template)).toEqual([
      "/oauth/token",
      path.sources,
      "/sources",
    ]);
    expect(stack.storedState()).not.toContain(clientSecret);
  });
});
