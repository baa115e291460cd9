/** A tenant that exists comes under management without a write: by a generated project, in each form and each way. */
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { expectCommand } from "./command";
import { record, storedNames, useScenario } from "./scenario";
import { projectRoot } from "./shared";

const { ada, grace, mary } = DEFAULT_IDENTITIES;
const { plantDesk, plantAdministrators } = DEFAULT_WORKGROUPS;

const seed = {
  sources: [
    {
      name: "Contractors",
      description: 'External staff of the "plants"',
      owner: ada.id,
      managementWorkgroup: plantAdministrators.id,
      // Somebody who has left, and may stay.
      approvers: [grace.id, mary.id],
      accountManagers: [plantDesk.id, ada.id],
      attributes: [
        { technicalName: "cost.center", label: "Cost center", helpText: "Four\ndigits" },
        { technicalName: "badge", label: "Badge", required: true },
      ],
      records: [{}],
    },
    { name: "Zulieferer Süd", description: "It's `odd`", owner: grace.id },
    { name: "class", description: "Words of the language", owner: grace.id },
  ],
};

/** Names of the resources, without the beginning that the component gives. */
const names = [
  "class",
  "contractors",
  "contractors/badge",
  "contractors/cost.center",
  "zulieferer-sud",
];

const forms = [
  ["the component", [], (name: string) => `tenant/${name}`],
  ["plain resources", ["--expanded"], (name: string) => name],
] as const;

/** TypeScript is compiled anew in each run of the engine. */
const timeoutMs = 300_000;

describe.each(forms)("a generated project of %s", (_, args, nameOf) => {
  const scenario = useScenario({ tenant: { seed } });
  const tenants = () => ({ tenants: { dev: scenario.simulator } });
  const expected = () => [...names.map(nameOf), ...(args.length === 0 ? ["tenant"] : [])].sort();

  beforeAll(async () => {
    const { folder } = scenario.stack;
    const manifest = join(folder, "exported.yaml");
    await expectCommand(["export", "--tenant", "dev", "--out", manifest], tenants());
    // Bears the name of the stack's project.
    const out = join(folder, "new", "engine-test");
    const generate = ["generate", "--manifest", manifest, "--out", out, "--tenant", "dev"];
    const { writes } = await record(scenario, () =>
      expectCommand([...generate, ...args], tenants()),
    );
    expect(writes).toEqual([]);
    cpSync(out, folder, { recursive: true, force: true });
    rmSync(join(folder, "index.js"));
  });

  it("compiles, and is clean for linter and formatter", () => {
    const { folder } = scenario.stack;
    const own = join(folder, "new", "engine-test");
    const bin = (name: string) => join(projectRoot, "node_modules", ".bin", name);
    expect(readdirSync(own).sort()).toEqual(
      [
        ".gitignore",
        "Pulumi.dev.yaml",
        "Pulumi.yaml",
        "README.md",
        "import.json",
        "index.ts",
        ...(args.length === 0 ? ["manifest.yaml"] : []),
        "package.json",
        "tsconfig.json",
      ].sort(),
    );
    execFileSync(bin("tsc"), ["--project", join(folder, "tsconfig.json")], { cwd: folder });
    const written = ["index.ts", "package.json", "tsconfig.json"].map((file) => join(own, file));
    const check = ["check", "--error-on-warnings", `--config-path=${projectRoot}`];
    execFileSync(bin("biome"), [...check, ...written], { cwd: own });
  });

  it(
    "takes everything over by pulumi import, with an empty preview",
    async () => {
      const { stack } = scenario;
      const args = ["import", "--file", "import.json", "--generate-code=false", "--protect=false"];
      const imported = await record(scenario, () => stack.run([...args, "--yes"]));
      expect(imported.run.output).toContain("import");
      expect(imported.run.code).toBe(0);
      expect(imported.calls).toEqual([]);
      expect(storedNames(stack)).toEqual(expected());
      const preview = await record(scenario, () =>
        stack.expectPreview({ args: ["--expect-no-changes"] }),
      );
      expect(preview.writes).toEqual([]);
      await stack.expectNoDrift();
    },
    timeoutMs,
  );

  it(
    "takes everything over by adoption, with an empty preview",
    async () => {
      const { stack } = scenario;
      const state = await stack.state();
      state.deployment.resources = [];
      await stack.importState(state);
      const environment = { SAIL_ADOPT_EXISTING: "identical" };
      const { writes } = await record(scenario, () => stack.expectUp({ environment }));
      expect(writes).toEqual([]);
      expect(storedNames(stack)).toEqual(expected());
      await stack.expectPreview({ args: ["--expect-no-changes"] });
      await stack.expectNoDrift();
    },
    timeoutMs,
  );
});
