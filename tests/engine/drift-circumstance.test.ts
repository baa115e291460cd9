/** What a stack can be besides a program that was just run: each is told, or is no drift. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { checkDrift, expectNone, named } from "./drift-check";
import { declareAttribute, declareSource, useScenario } from "./scenario";
import { engineSetup } from "./shared";

const { ada, grace, edsger } = DEFAULT_IDENTITIES;

const contractors = { name: "Contractors", description: "External", owner: { id: ada.id } };
const source = declareSource("contractors", contractors);
const attribute = declareAttribute("costCenter", "contractors", {
  technicalName: "costCenter",
  label: "Cost center",
});

describe("a drift check", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const sourceId = () => store().sources()[0]?.sourceId ?? "";
  const up = async (program: string) => {
    scenario.stack.program(program);
    await scenario.stack.expectUp({ args: ["--refresh"] });
  };

  /** As an `up` leaves it that was killed; `pulumi stack import` would drop it. */
  function addPendingCreate(name: string): void {
    const file = join(
      scenario.stack.folder,
      "state",
      ".pulumi",
      "stacks",
      "engine-test",
      "dev.json",
    );
    const type = "pulumi-nodejs:dynamic/sailpoint:NonEmployeeSource";
    const urn = `urn:pulumi:dev::engine-test::${type}::${name}`;
    const pending = [{ type: "creating", resource: { urn, custom: true, type, inputs: {} } }];
    const text = scenario.stack.storedState();
    writeFileSync(
      file,
      text.replace(
        '"resources":',
        `"pending_operations": ${JSON.stringify(pending)}, "resources":`,
      ),
    );
  }

  it("cannot tell of a stack that nobody has run", async () => {
    const { run, report, calls } = await checkDrift(scenario);
    expect([run.code, report.status, calls]).toEqual([1, "unknown", []]);
    expect(report.problems.join()).toMatch(/manages no source and no attribute.*`pulumi up`/);
  });

  it("cannot tell of a stack that only looks things up", async () => {
    const { sourceId: id } = store().addSource({ ...contractors, owner: ada.id });
    await up('NonEmployeeSource.get("contractors", "name:Contractors");');
    const { run, report } = await checkDrift(scenario);
    expect([run.code, report.problems.join()]).toEqual([1, expect.stringMatching(/manages no/)]);
    store().deleteSource(id);
  });

  it.each([
    ["a name that is empty", { args: ["--stack", " "] }, /--stack is empty/],
    ["an unknown stack", { args: ["--stack", "nope"] }, /no stack named 'nope' found/],
    ["a folder that is not there", { args: ["--cwd", "nowhere"] }, /--cwd nowhere does not exist/],
    ["a file for a folder", { args: ["--cwd", "index.js"] }, /--cwd index.js is no folder/],
    [
      "a folder without a project",
      { args: ["--cwd", tmpdir()] },
      /there is no Pulumi.yaml in .*--cwd/,
    ],
    [
      "a wrong passphrase",
      { environment: { PULUMI_CONFIG_PASSPHRASE: "wrong" } },
      /incorrect passphrase/,
    ],
    [
      "no Pulumi CLI",
      { environment: { PATH: dirname(process.execPath) } },
      /there is no program `pulumi` on the PATH; install/,
    ],
    ["no credentials", { environment: { SAIL_CLIENT_SECRET: "" } }, /SAIL_CLIENT_SECRET/],
    [
      "another tenant",
      { environment: { SAIL_BASE_URL: "http://127.0.0.1:9" } },
      /http:\/\/127.0.0.1:9/,
    ],
  ])("cannot tell with %s, and says so", async (_, options, message) => {
    await up(source + attribute);
    const { run, report, calls } = await checkDrift(scenario, options);
    expect([run.code, report.status, calls]).toEqual([1, "unknown", []]);
    expect(run.stderr).toMatch(message);
    expect(report.problems.join("\n")).toMatch(message);
  });

  it("reads what the program has no longer, and what it does not have yet is no drift", async () => {
    await up(source + attribute);
    scenario.stack.program(
      source + declareSource("partners", { ...contractors, name: "Partners" }),
    );
    await expectNone(scenario);
    store().editAttribute(store().customAttributesOf(sourceId())[0]?.id ?? "", { label: "Other" });
    const { report } = await checkDrift(scenario);
    expect(named(report.differences)).toEqual(["cosmetic costCenter label"]);
  });

  it("knows what the program has given another name, with an alias", async () => {
    await up(source + attribute);
    const options = '{ aliases: [{ name: "contractors" }] }';
    scenario.stack.program(declareSource("renamed", contractors, options));
    await expectNone(scenario);
  });

  it("cannot tell where the program fails", async () => {
    await up(source + attribute);
    scenario.stack.program(`${source}throw new pulumi.RunError("no such file: data.csv");`);
    const { run, report } = await checkDrift(scenario);
    expect(run.code).toBe(1);
    expect(report.problems.join()).toContain("no such file: data.csv");
  });

  it("lists what is under ignoreChanges apart, and does not count it", async () => {
    const options = '{ ignoreChanges: ["description", "approvers"] }';
    const declared = { ...contractors, approvers: [{ id: grace.id }] };
    await up(declareSource("contractors", declared));
    await up(declareSource("contractors", declared, options));
    store().editSource(sourceId(), { description: "By hand", approvers: [edsger.id] });
    const ignored = await checkDrift(scenario);
    expect([ignored.run.code, ignored.report]).toMatchObject([
      0,
      { status: "none", differences: [] },
    ]);
    expect(named(ignored.report.ignored)).toEqual([
      "functional contractors approvers[0]",
      "cosmetic contractors description",
    ]);
    store().editSource(sourceId(), { owner: edsger.id });
    const both = await checkDrift(scenario);
    expect([both.run.code, named(both.report.differences)]).toEqual([
      2,
      ["functional contractors owner"],
    ]);
    expect(both.report.ignored).toHaveLength(2);
    store().editSource(sourceId(), { owner: ada.id });
  });

  it("finds that a secret differs, and does not show it", async () => {
    const secret = (value: string) => `pulumi.secret(${JSON.stringify(value)})`;
    await up(
      `new NonEmployeeSource("contractors", { name: "Contractors", description: ${secret("hush")}, owner: { email: ${secret(ada.email ?? "")} }, approvers: pulumi.secret([{ id: "${grace.id}" }]) });`,
    );
    await expectNone(scenario);
    store().editSource(sourceId(), { name: "Renamed" });
    // Whether a text differs that is not shown, nobody knows; of people the ids are known.
    expect(named((await checkDrift(scenario)).report.differences)).toEqual([
      "functional contractors name",
      "cosmetic contractors description",
    ]);
    store().editSource(sourceId(), { name: "Contractors", approvers: [edsger.id] });
    store().editSource(sourceId(), { owner: edsger.id, description: "told by hand" });
    const { run, report } = await checkDrift(scenario);
    expect([run.code, named(report.differences)]).toEqual([
      2,
      [
        "functional contractors approvers",
        "functional contractors owner",
        "cosmetic contractors description",
      ],
    ]);
    expect(run.stdout).not.toMatch(/hush|told by hand/);
  });

  it("cannot tell after a run that did not come to its end", async () => {
    await up(source);
    addPendingCreate("contractors2");
    const { run, report } = await checkDrift(scenario);
    expect([run.code, report.problems.join()]).toEqual([
      1,
      expect.stringMatching(/creating contractors2.*--clear-pending-creates/),
    ]);
    await scenario.stack.run(["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
    await expectNone(scenario);
  });
});

describe("a drift check with an engine that cannot run the program in a refresh", () => {
  const scenario = useScenario({ stack: { config: { "sailpoint:adoptExisting": "never" } } });
  const setSecret = async (key: string, input: string) => {
    const args = ["config", "set", "--path", "--secret", `sailpoint:${key}`];
    expect((await scenario.stack.run(args, { input })).code).toBe(0);
  };
  const environment = () => ({ PATH: join(scenario.stack.folder, "bin") });

  beforeAll(async () => {
    scenario.stack.program(source + attribute);
    await setSecret("tenants.sandbox.baseUrl", "https://acme-sb.api.identitynow.com");
    await setSecret("tenants.sandbox.clientId", "somebody");
    await setSecret("tenants.sandbox.clientSecret", "hush");
    await setSecret("maxRequestsPer10Seconds", "90");
    await scenario.stack.expectUp();
    const { command, binDir } = engineSetup();
    const folder = environment().PATH;
    mkdirSync(folder);
    // What engines say that are older than those of the README.
    writeFileSync(
      join(folder, "pulumi"),
      `#!/bin/sh\nfor word in "$@"; do if [ "$word" = --run-program ]; then echo "error: unknown flag: --run-program" >&2; exit 255; fi; done\nPATH="${binDir}:${process.env.PATH}" exec "${command}" "$@"\n`,
      { mode: 0o755 },
    );
    symlinkSync("/bin/sh", join(folder, "sh"));
  });

  it("reads the tenant all the same", async () => {
    await expectNone(scenario, { environment: environment() });
    const { store } = scenario.simulator;
    store.deleteAttribute(
      store.customAttributesOf(store.sources()[0]?.sourceId ?? "")[0]?.id ?? "",
    );
    const { run, report } = await checkDrift(scenario, { environment: environment() });
    expect([run.code, named(report.differences)]).toEqual([
      2,
      ["data-destroying costCenter deleted"],
    ]);
  });

  it("cannot tell where the configuration is another one than that of the last up", async () => {
    await scenario.stack.run(["config", "set", "sailpoint:adoptExisting", "always"]);
    await setSecret("tenants.sandbox.clientSecret", "another");
    const { run, report, calls } = await checkDrift(scenario, { environment: environment() });
    expect([run.code, report.problems.join(), calls]).toEqual([
      1,
      expect.stringMatching(
        /sailpoint:adoptExisting, sailpoint:tenants changed in the stack.*newer Pulumi CLI/,
      ),
      [],
    ]);
    expect(run.stdout + run.stderr).not.toMatch(/hush|another"/);
  });
});
