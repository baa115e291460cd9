/** The files of a generated project, apart from the program and what a tenant gives. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { codeOf } from "../host";
import { manifestFile } from "./program";

/** What the texts depend on. */
export interface ProjectSettings {
  /** Name of the project: letters, digits, `-`, `_` and `.`. */
  name: string;
  /** Name of the stack whose settings are written. */
  stack: string;
  /** Base URL of the tenant, if one was named. */
  baseUrl: string | undefined;
  isExpanded: boolean;
  /** Whether there is an import.json. */
  hasImport: boolean;
}

const packageSchema = z.object({
  version: z.string(),
  devDependencies: z.record(z.string(), z.string()).optional(),
});

/** Our own version, and those of the tools that a project needs. */
function versions() {
  // The build lies one folder deeper than the source.
  for (const up of ["../..", "../../.."]) {
    try {
      const text = readFileSync(join(__dirname, up, "package.json"), "utf8");
      return packageSchema.parse(JSON.parse(text));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }
  throw new Error("the package.json of pulumi-sailpoint-nonemployee is not where it belongs");
}

export function packageJson({ name }: ProjectSettings): string {
  const { version } = versions();
  const content = {
    name: name.toLowerCase(),
    private: true,
    dependencies: {
      "@pulumi/pulumi": "^3.215.0",
      "pulumi-sailpoint-nonemployee": `^${version}`,
    },
    devDependencies: { "@types/node": "^24.0.0", typescript: "^5.9.0" },
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

export function tsconfig(): string {
  const content = {
    compilerOptions: {
      target: "es2022",
      module: "nodenext",
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ["index.ts"],
  };
  const text = JSON.stringify(content, undefined, 2);
  return `${text.replace(/\[\s+"index\.ts"\s+\]/, '["index.ts"]')}\n`;
}

export function projectYaml({ name }: ProjectSettings): string {
  // A folder can be called 2024 or true; and a name is a text.
  const quoted = stringify(name, { compat: "yaml-1.1" }).trim();
  return `name: ${quoted}\nruntime: nodejs\ndescription: Non-employee sources of SailPoint Identity Security Cloud\n`;
}

export function stackYaml({ baseUrl }: ProjectSettings): string {
  const lines = [
    "# Settings of this stack. Credentials come from the environment: SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET.",
    ...(baseUrl === undefined
      ? [
          "config:",
          "  # The tenant of this stack, such as https://acme.api.identitynow.com: uncomment the next line and write yours.",
          "  # sailpoint:baseUrl: https://<tenant>.api.identitynow.com",
          "  sailpoint:adoptExisting: never",
        ]
      : [
          "config:",
          "  # With it, credentials of another tenant are refused.",
          `  sailpoint:baseUrl: ${baseUrl}`,
          "  # What happens to a source that exists already: never (an error), identical (taken over if nothing differs), always.",
          "  sailpoint:adoptExisting: never",
        ]),
  ];
  return `${lines.join("\n")}\n`;
}

export function gitignore(): string {
  return "node_modules/\n";
}

export function readme(settings: ProjectSettings): string {
  const { name, stack, isExpanded, hasImport } = settings;
  const content = isExpanded
    ? "`index.ts` declares every source and attribute as a resource of its own."
    : `\`${manifestFile}\` says which sources and attributes the tenant has; \`index.ts\` declares all of it.`;
  const takeOver = hasImport
    ? `## Taking over what the tenant has

The sources are there already. Choose one of two ways; neither writes to the tenant.

By import: \`import.json\` holds every source and attribute with its id.

\`\`\`sh
pulumi import --file import.json --generate-code=false --protect=false --yes
pulumi preview --expect-no-changes
\`\`\`

Or by adoption: the first \`up\` takes over what is as it is declared, and refuses the rest.

\`\`\`sh
SAIL_ADOPT_EXISTING=identical pulumi up
pulumi preview --expect-no-changes
\`\`\`

After that, \`import.json\` is of no use any more: delete it.

`
    : "";
  return `# ${name}

Non-employee sources of SailPoint Identity Security Cloud, as code. ${content}

## Setting up

Needs Node 22.12 or later and Pulumi 3.215 or later.

\`\`\`sh
npm install
pulumi login          # or: pulumi login --local
pulumi stack init ${stack}
export SAIL_BASE_URL=... SAIL_CLIENT_ID=... SAIL_CLIENT_SECRET=...
\`\`\`

The three variables belong together: \`Pulumi.${stack}.yaml\` ${settings.baseUrl === undefined ? "can name" : "names"} the tenant, and credentials of another one are refused.

${takeOver}## Day by day

\`\`\`sh
pulumi preview        # what would change
pulumi up             # make the tenant what is declared
pulumi preview --refresh --expect-no-changes    # has somebody changed it by hand?
\`\`\`

A source that has records is not destroyed, unless \`forceDestroy\` and \`sailpoint:backupDir\` say so.
`;
}
