/** The files of a stack's project, and the variables that point it at a tenant. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "./shared";

/** Where a simulated tenant is, and who may use it. */
export interface TenantAccess {
  url: string;
  clientId: string;
  clientSecret: string;
}

/** Options of a new stack. */
export interface StackOptions {
  /** Name of the project. @default "engine-test" */
  name?: string;
  /** Puts URL and credentials in the environment, as `SAIL_*`. @default no tenant */
  simulator?: TenantAccess;
  /** Further variables of every run. */
  environment?: Record<string, string>;
  /** Plain configuration, by full key such as `sailpoint:backupDir`. */
  config?: Record<string, unknown>;
  /** Text of the program, as for {@link Stack.program}. */
  program?: string;
}

/** What a program begins with. */
export const programHeader = [
  'const pulumi = require("@pulumi/pulumi");',
  'const { NonEmployeeSource, SchemaAttribute, NonEmployeeTenant } = require("pulumi-sailpoint-nonemployee");',
  "",
].join("\n");

/** Name of the project where none is given. */
export const defaultProjectName = "engine-test";

/** Writes what a project consists of, apart from its program. */
export function writeProject(folder: string, options: StackOptions): void {
  const name = options.name ?? defaultProjectName;
  // `typescript: false`: programs of these tests are plain JavaScript, and nothing looks for a tsconfig.json.
  writeText(
    join(folder, "Pulumi.yaml"),
    `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`,
  );
  writeText(join(folder, "package.json"), `${JSON.stringify({ name, private: true })}\n`);
  writeText(join(folder, "index.js"), "");
  if (options.config !== undefined) {
    // JSON is YAML.
    writeText(join(folder, "Pulumi.dev.yaml"), `${JSON.stringify({ config: options.config })}\n`);
  }
  // Holds the package under test as a link to the repository, whose exports are the built files.
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"), "junction");
}

/** The environment that gives the provider its tenant. */
export function tenantVariables(tenant: TenantAccess | undefined): Record<string, string> {
  if (tenant === undefined) return {};
  return {
    SAIL_BASE_URL: tenant.url,
    SAIL_CLIENT_ID: tenant.clientId,
    SAIL_CLIENT_SECRET: tenant.clientSecret,
  };
}

/** Writes a file and the folders that it needs. */
export function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
