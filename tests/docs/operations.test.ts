/** The table of operations, and that nothing is missing on the way from the reference to a test. */
import { createProgram } from "../../cli/program";
import { silentHost } from "../../cli/silent-host";
import { createClient } from "../../provider/api";
import { operations } from "../../provider/api/operation";
import { routes } from "../../simulator/routes";
import { operationRows, operationTable } from "../../tools/docs/operation-table.mts";
import { createJudge } from "../contract/judge";
import { projectRoot, readText, tables } from "./document";

const client = createClient({
  baseUrl: "https://acme.api.identitynow.com",
  clientId: "nobody",
  clientSecret: "nothing",
});
const sources = {
  root: projectRoot,
  operations: Object.values(operations),
  calls: Object.keys(client),
  routes,
  program: createProgram(silentHost()),
};
const rows = operationRows(sources);
/** Sent by nothing here, on purpose: the document says why. */
const unsent = ["deleteNonEmployeeSourceSchemaAttributes"];

describe("the table of the operations", () => {
  it("is what the code says: `npm run docs:operations` writes it anew", () => {
    const cells = (text: string) => tables(text).map(({ head, rows: found }) => [head, ...found]);
    expect(cells(readText("docs/operations.md"))).toEqual(cells(operationTable(sources)));
  });

  it.each(["nelm-v1", "nelm-v2026", "nelm-beta"])(
    "has every operation of the file %s, and no other",
    (file) => {
      const contract = [...createJudge().contracts.values()].find((one) => one.file === file);
      const wanted = contract?.operations.map(({ method, template }) => `${method} ${template}`);
      expect(wanted).toHaveLength(32);
      expect(rows.map(({ request }) => anonymous(request)).sort()).toEqual(
        wanted?.map(anonymous).sort(),
      );
    },
  );

  it.each(rows)("has a call, a route in all versions, a sender and tests of $id", (row) => {
    expect(row.calls).toEqual([row.id]);
    expect([row.routes.length, row.versions.length]).toEqual([1, 6]);
    expect(row.users.length > 0).toBe(!unsent.includes(row.id));
    expect(row.tests.some((path) => path.startsWith("tests/provider/api/"))).toBe(true);
  });

  it("knows on whose behalf each file sends what it sends", () => {
    const unnamed = rows.flatMap(({ users }) =>
      users.filter((user) => user.startsWith("`provider/")),
    );
    expect(unnamed).toEqual([]);
  });

  it("says which one is never sent", () => {
    for (const id of unsent)
      expect(readText("docs/operations.md")).toContain(`nothing here: \`${id}\``);
  });
});

/** Versions name the same parameters otherwise. */
function anonymous(request: string): string {
  return request.replaceAll(/\{[^}]*\}/g, "{}");
}
