/** The files of a generated project, apart from its program. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import {
  gitignore,
  type ProjectSettings,
  packageJson,
  projectYaml,
  readme,
  stackYaml,
  tsconfig,
} from "../../../cli/project/file";

const root = join(__dirname, "../../..");
const settings: ProjectSettings = {
  name: "plants",
  stack: "dev",
  baseUrl: undefined,
  isExpanded: false,
  takeOver: "nothing",
};

/** Every combination of what a README depends on. */
const every = [undefined, "https://acme-sb.api.identitynow.com"].flatMap((baseUrl) =>
  [false, true].flatMap((isExpanded) =>
    (["nothing", "part", "everything"] as const).map((takeOver) => ({
      ...settings,
      baseUrl,
      isExpanded,
      takeOver,
    })),
  ),
);

describe("the file Pulumi.yaml", () => {
  it("names the project and its language", () => {
    expect(projectYaml(settings)).toBe(
      "name: plants\nruntime: nodejs\ndescription: Non-employee sources of SailPoint Identity Security Cloud\n",
    );
  });

  it.each(["2024", "1.5", "1e3", "0x1f", "true", "no", "null", "2024-01-01", "a.b", "1_000"])(
    "has the name %s as a text",
    (name) => {
      expect(parse(projectYaml({ ...settings, name }))).toMatchObject({ name });
      expect(parse(projectYaml({ ...settings, name }), { version: "1.1" })).toMatchObject({ name });
    },
  );
});

describe("the settings of the stack", () => {
  it("name the tenant, or how to name it", () => {
    expect(parse(stackYaml(settings))).toEqual({ config: { "sailpoint:adoptExisting": "never" } });
    const commented = stackYaml(settings).replace("# sailpoint:baseUrl", "sailpoint:baseUrl");
    expect(parse(commented)).toEqual({
      config: {
        "sailpoint:adoptExisting": "never",
        "sailpoint:baseUrl": "https://<tenant>.api.identitynow.com",
      },
    });
    const baseUrl = "https://acme-sb.api.identitynow.com";
    expect(parse(stackYaml({ ...settings, baseUrl }))).toEqual({
      config: { "sailpoint:baseUrl": baseUrl, "sailpoint:adoptExisting": "never" },
    });
  });
});

describe("the file package.json", () => {
  it("wants this release, and a Pulumi that it works with", () => {
    const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const { version, peerDependencies, devDependencies } = own;
    const { dependencies, ...rest } = JSON.parse(packageJson({ ...settings, name: "Plants.A" }));
    expect(dependencies["pulumi-sailpoint-nonemployee"]).toBe(`^${version}`);
    const [least] = /\d+\.\d+\.\d+/.exec(peerDependencies["@pulumi/pulumi"]) ?? [];
    expect(dependencies["@pulumi/pulumi"]).toBe(`^${least}`);
    const majorOf = (range: string) => /\d+/.exec(range)?.[0];
    expect(rest).toEqual({
      name: "plants.a",
      private: true,
      devDependencies: { "@types/node": expect.any(String), typescript: expect.any(String) },
    });
    for (const [name, range] of Object.entries<string>(rest.devDependencies)) {
      expect([name, majorOf(range)]).toEqual([name, majorOf(devDependencies[name])]);
    }
  });
});

describe("the other files", () => {
  it("have settings for the compiler, and what Git leaves out", () => {
    expect(JSON.parse(tsconfig())).toEqual({
      compilerOptions: {
        target: "es2022",
        module: "nodenext",
        strict: true,
        skipLibCheck: true,
        noEmit: true,
      },
      include: ["index.ts"],
    });
    expect(gitignore()).toBe("node_modules/\n");
  });
});

describe("the README of a generated project", () => {
  it.each(every)("names only what there is: %j", (given) => {
    const text = readme(given);
    const inCode = (pattern: RegExp) => [...new Set(text.match(pattern) ?? [])].sort();
    expect(text).toContain(`pulumi stack init ${given.stack}\n`);
    expect(text).toContain(`\`Pulumi.${given.stack}.yaml\``);
    // The options are those that the tests with the real engine use.
    expect(inCode(/(?<=\s)--[a-z-]+/g)).toEqual(
      [
        "--expect-no-changes",
        "--local",
        "--refresh",
        ...(given.takeOver !== "nothing"
          ? ["--file", "--generate-code", "--protect", "--yes"]
          : []),
      ].sort(),
    );
    const documented = ["docs/configuration.md", "docs/behaviour.md"]
      .map((file) => readFileSync(join(root, file), "utf8"))
      .join("");
    const names = inCode(/SAIL_[A-Z_]+|sailpoint:\w+|forceDestroy/g);
    expect(names).toEqual([
      ...(given.takeOver === "everything" ? ["SAIL_ADOPT_EXISTING"] : []),
      ...["SAIL_BASE_URL", "SAIL_CLIENT_ID", "SAIL_CLIENT_SECRET"],
      ...["forceDestroy", "sailpoint:backupDir"],
    ]);
    expect(names.filter((name) => !documented.includes(name))).toEqual([]);
    expect(text.includes("manifest.yaml")).toBe(!given.isExpanded);
    expect(text.includes("import.json")).toBe(given.takeOver !== "nothing");
    // Only where nothing differs.
    expect(text.includes("neither writes to the tenant")).toBe(given.takeOver === "everything");
  });

  it("has no line break where none belongs, and closes each block of commands", () => {
    for (const given of every) {
      const text = readme(given);
      expect(text).not.toMatch(/\n{3}|undefined|[^\n]$/);
      expect((text.match(/^```/gm) ?? []).length % 2).toBe(0);
      expect(text.startsWith("# plants\n\n")).toBe(true);
    }
  });
});
