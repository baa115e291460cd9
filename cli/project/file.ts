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
  /** How much of the manifest the tenant has as it is declared: that is what an import.json takes over. */
  takeOver: "nothing" | "part" | "everything";
}

const packageSchema = z.object({ version: z.string() });

/** The version of this package. */
function ownVersion(): string {
  // The build lies one folder deeper than the source.
  for (const up of ["../..", "../../.."]) {
    try {
      const text = readFileSync(join(__dirname, up, "package.json"), "utf8");
      return packageSchema.parse(JSON.parse(text)).version;
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }
  throw new Error("the package.json of pulumi-sailpoint-nonemployee is not where it belongs");
}

export function packageJson({ name }: ProjectSettings): string {
  const content = {
    name: name.toLowerCase(),
    private: true,
    dependencies: {
      "@pulumi/pulumi": "^3.215.0",
      "pulumi-sailpoint-nonemployee": `^${ownVersion()}`,
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
  const { name, stack, isExpanded } = settings;
  const content = isExpanded
    ? "`index.ts` declares every source and attribute as a resource of its own."
    : `\`${manifestFile}\` says which sources and attributes the tenant has; \`index.ts\` declares all of it.`;
  return `# ${name}

Non-employee sources of SailPoint Identity Security Cloud, as code. ${content}

## Setting up

Needs Node 22.12 or later and a Pulumi CLI of version 3.200 or later.

\`pulumi-sailpoint-nonemployee\` is not on the npm registry yet: pack it in a clone of its repository (\`npm ci && npm pack\`), and
install that file instead of \`npm install\` alone.

\`\`\`sh
npm install           # now: npm install <clone>/pulumi-sailpoint-nonemployee-${ownVersion()}.tgz
pulumi login          # or: pulumi login --local
pulumi stack init ${stack}
export SAIL_BASE_URL=... SAIL_CLIENT_ID=... SAIL_CLIENT_SECRET=...
\`\`\`

The three variables belong together: \`Pulumi.${stack}.yaml\` ${settings.baseUrl === undefined ? "can name" : "names"} the tenant, and credentials of another one are refused.

${takeOver(settings)}## Day by day

\`\`\`sh
pulumi preview        # what would change
pulumi up             # make the tenant what is declared
pulumi preview --refresh --expect-no-changes    # has somebody changed it by hand?
\`\`\`

A source that has records is not destroyed, unless \`forceDestroy\` and \`sailpoint:backupDir\` say so.
`;
}

/** How what is there comes under management. */
function takeOver(settings: ProjectSettings): string {
  if (settings.takeOver === "nothing") return "";
  const preview =
    settings.takeOver === "everything"
      ? "pulumi preview --expect-no-changes"
      : "pulumi preview        # shows what `pulumi up` would make or change";
  const first =
    settings.takeOver === "everything"
      ? "The sources are there already, as they are declared. Choose one of two ways; neither writes to the tenant."
      : "Part of it is there already, but not all as it is declared: what `pulumi up` would make or change, the preview shows.";
  const adoption =
    settings.takeOver === "everything"
      ? `Or by adoption: the first \`up\` takes over what is as it is declared, and refuses the rest.

\`\`\`sh
SAIL_ADOPT_EXISTING=identical pulumi up
pulumi preview --expect-no-changes
\`\`\`

After that, \`import.json\` is of no use any more: delete it.`
      : "After that, `import.json` is of no use any more: delete it.";
  return `## Taking over what the tenant has

${first}

By import: \`import.json\` holds every source and attribute that is there, with its id. This does not write to the tenant. It
needs a Pulumi CLI of version 3.255 or later.

\`\`\`sh
pulumi import --file import.json --generate-code=false --protect=false --yes
${preview}
\`\`\`

${adoption}

`;
}
