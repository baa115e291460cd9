/**
 * The table of docs/operations.md: for each of the API's operations on non-employees, the call of the client, the route of the
 * simulator, what of this project sends it, and the tests that do. Everything is read from the code.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { markdownTable } from "markdown-table";

/** What is known of an operation in the client. */
interface Operation {
  id: string;
  method: string;
  template: string;
  isNeighbour: boolean;
}

/** What is known of it in the simulator. */
interface Route {
  operationId: string;
  versions: readonly string[];
}

/** A command and those below it; some say which operations they may send. */
interface Command {
  name(): string;
  commands: readonly Command[];
  operations?: readonly string[];
}

/** What the table is made of. */
export interface TableSources {
  /** Folder of the project. */
  root: string;
  operations: readonly Operation[];
  /** Names of the calls of a client. */
  calls: readonly string[];
  routes: readonly Route[];
  program: Command;
}

/** One row. */
export interface OperationRow {
  id: string;
  request: string;
  /** Names of the client's calls, files with the simulator's route, and so on; empty where there is none. */
  calls: string[];
  versions: readonly string[];
  routes: string[];
  users: string[];
  tests: string[];
}

/** What sends an operation on behalf of whom, by the beginning of the file's path. */
const users: readonly [string, string | undefined][] = [
  ["provider/resources/non-employee-source", "`NonEmployeeSource`"],
  ["provider/resources/fresh-source", "`NonEmployeeSource`"],
  ["provider/resources/schema-attribute", "`SchemaAttribute`"],
  ["provider/resources/read-cache", "every read of resources and manifests"],
  ["provider/resources/release", "releasing a source from the state"],
  ["provider/resources/backup", "the backup before a source is destroyed"],
  ["provider/backup", "`backup`"],
  // Its commands name their operations themselves.
  ["provider/upload", undefined],
];

/** It runs every command, and compares what the tenant got with what the command names. */
const commandTest = "tests/cli/operations.test.ts";

/** So many tests are named; the others are counted. */
const maxTests = 3;

/** The rows, in the order of the API's own reference. */
export function operationRows(sources: TableSources): OperationRow[] {
  const { root, operations, calls, routes, program } = sources;
  const code = filesOf(root, ["provider"]).filter(({ path }) => !path.startsWith("provider/api/"));
  const simulator = filesOf(root, ["simulator/routes"]);
  const tests = filesOf(root, ["tests/provider/api"]).filter(({ path }) =>
    path.endsWith(".test.ts"),
  );
  const commands = commandsOf(program);
  const ids = operations.map(({ id }) => id);
  // The fewer others a test is about, the more it is about this one.
  const breadth = new Map(
    tests.map(({ path, text }) => [path, ids.filter((id) => text.includes(id)).length]),
  );
  return operations
    .filter(({ isNeighbour }) => !isNeighbour)
    .map(({ id, method, template }) => {
      const sent = new RegExp(`\\.${id}\\(`);
      const named = new RegExp(`["'\`]${id}["'\`]`);
      const senders = commands.filter((one) => one.operations.includes(id));
      const route = routes.find(({ operationId }) => operationId === id);
      return {
        id,
        request: `${method} ${template}`,
        calls: calls.filter((call) => call === id),
        versions: route?.versions ?? [],
        routes: simulator.filter(({ text }) => named.test(text)).map(({ path }) => path),
        users: [
          ...senders.map(({ words }) => `\`${words}\``),
          ...new Set(
            code.filter(({ text }) => sent.test(text)).flatMap(({ path }) => userOf(path)),
          ),
        ],
        tests: [
          ...(senders.length > 0 ? [commandTest] : []),
          ...tests
            .filter(({ text }) => sent.test(text))
            .map(({ path }) => path)
            .sort((a, b) => (breadth.get(a) ?? 0) - (breadth.get(b) ?? 0) || a.localeCompare(b)),
        ],
      };
    });
}

/** The table as Markdown. */
export function operationTable(sources: TableSources): string {
  const head = ["operation and call of the client", "request", "simulated in", "sent by", "tests"];
  const rows = operationRows(sources).map(({ calls, request, routes, users, tests }) => [
    calls.map((call) => `\`${call}\``).join(", "),
    `\`${request}\``,
    listed(routes, routes.length),
    users.join(", "),
    listed(tests, maxTests),
  ]);
  return markdownTable([head, ...rows]);
}

function listed(paths: readonly string[], most: number): string {
  const named = paths
    .slice(0, most)
    .map((path) => `[${path.replace(/^.*\//, "").replace(/\.test\.ts$|\.ts$/, "")}](../${path})`);
  const more = paths.length > most ? [`${paths.length - most} more`] : [];
  return [...named, ...more].join(", ");
}

function userOf(path: string): string[] {
  const known = users.find(([beginning]) => path.startsWith(beginning));
  if (known === undefined) return [`\`${path}\``];
  return known[1] === undefined ? [] : [known[1]];
}

function commandsOf(
  command: Command,
  before: readonly string[] = [],
): { words: string; operations: readonly string[] }[] {
  return command.commands.flatMap((own) => {
    const words = [...before, own.name()];
    return [
      { words: words.join(" "), operations: own.operations ?? [] },
      ...commandsOf(own, words),
    ];
  });
}

function filesOf(root: string, folders: readonly string[]): { path: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map((name) => {
        const path = `${folder}/${name.replaceAll("\\", "/")}`;
        return { path, text: readFileSync(join(root, path), "utf8") };
      }),
  );
}
