/** `npm run docs:operations`: writes the table of docs/operations.md anew, from the code as it was built last. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createClient } from "pulumi-sailpoint-nonemployee/client";
import { operationTable } from "./operation-table.mts";

// The built code, as Node takes it; these parts have no entry of the package.
const load = createRequire(import.meta.url);
const { createProgram } = load(
  "../../dist/cli/program.js",
) as typeof import("../../cli/program.js");
const { silentHost } = load(
  "../../dist/cli/silent-host.js",
) as typeof import("../../cli/silent-host.js");
const { operations } = load(
  "../../dist/provider/api/operation.js",
) as typeof import("../../provider/api/operation.js");
const { routes } = load(
  "../../dist/simulator/routes/index.js",
) as typeof import("../../simulator/routes/index.js");

const root = join(import.meta.dirname, "..", "..");
const file = join(root, "docs", "operations.md");
const client = createClient({
  baseUrl: "https://acme.api.identitynow.com",
  clientId: "nobody",
  clientSecret: "nothing",
});
const table = operationTable({
  root,
  operations: Object.values(operations),
  calls: Object.keys(client),
  routes,
  // Nothing is run: the commands tell their names and operations alone.
  program: createProgram(silentHost()),
});
const [before = ""] = readFileSync(file, "utf8").split(/^\|/m);
writeFileSync(file, `${before}${table}\n`);
