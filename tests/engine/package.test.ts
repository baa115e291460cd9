/** The package as it is installed: what its entry points load, and what it ships. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "./shared";

function node(script: string): string {
  return execFileSync(process.execPath, ["-e", script], { cwd: projectRoot, encoding: "utf8" });
}

describe("the installed package", () => {
  it("loads neither got nor zod with its main entry", () => {
    const script =
      'require("pulumi-sailpoint-nonemployee"); console.log(Object.keys(require.cache).join("\\n"));';
    const loaded = node(script);
    expect(loaded).toContain("sdk");
    expect(loaded).not.toMatch(/node_modules\/(got|zod)\//);
  });

  it.each([
    ["pulumi-sailpoint-nonemployee/provider", "handlers"],
    ["pulumi-sailpoint-nonemployee/client", "createClient"],
    ["pulumi-sailpoint-nonemployee/simulator", "createSimulator"],
  ])("%s can be required and imported", (entry, name) => {
    expect(node(`console.log(typeof require("${entry}").${name})`)).not.toContain("undefined");
    const esm = `import("${entry}").then((m) => console.log(typeof m.${name}, process.exitCode))`;
    expect(node(esm)).not.toMatch(/^undefined/);
  });

  it("loads no provider, sdk or Pulumi code with the simulator", () => {
    const loaded = node(
      'require("pulumi-sailpoint-nonemployee/simulator"); console.log(Object.keys(require.cache).join("\\n"));',
    );
    expect(loaded).not.toMatch(/dist\/(provider|sdk)\/|node_modules\/(got|zod|@pulumi)\//);
  });

  it("ships the build and the documents, and nothing else", () => {
    const npm = process.env.npm_execpath;
    const [command, first] = npm ? [process.execPath, [npm]] : ["npm", []];
    const json = execFileSync(
      command,
      [...first, "pack", "--dry-run", "--json", "--ignore-scripts"],
      { cwd: projectRoot, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    );
    const [{ files }] = JSON.parse(json) as [{ files: { path: string }[] }];
    const folders = new Set(
      files.map(({ path }) => path.replace(/^(dist\/[^/]+|docs)\/.*$/, "$1")),
    );
    expect([...folders].sort()).toEqual([
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "dist/cli",
      "dist/provider",
      "dist/sdk",
      "dist/simulator",
      "docs",
      "package.json",
    ]);
  });

  it("has a command that prints how to reach a local tenant", async () => {
    const bin = join(projectRoot, "dist/cli/index.js");
    const help = execFileSync(process.execPath, [bin, "simulate", "--help"], { encoding: "utf8" });
    expect(help).toContain("Example:");
    expect(() =>
      execFileSync(process.execPath, [bin, "simulate", "--port", "x"], { stdio: "pipe" }),
    ).toThrow(/whole number from 0/);
    expect(() =>
      execFileSync(process.execPath, [bin, "simulate", "--seed", "missing.json"], {
        stdio: "pipe",
      }),
    ).toThrow(/cannot read the seed file "missing\.json"/);
  });
});
