/** The texts of the OpenAPI files name, for each list, the fields that filters and sorters take. */
import { routes } from "../../simulator/routes/index";
import { nelmFile, type Operation, readContract } from "./openapi";

const neighbours = readContract("neighbours-v2025").operations;

/** `**id**: *eq, in*` */
function documentedFilters(operation: Operation): Record<string, string[]> {
  const text = descriptionOf(operation, "filters");
  const lines = [...text.matchAll(/^\*\*([\w.]+)\*\*: \*([\w, ]+)\*/gm)];
  return Object.fromEntries(
    lines.map(([, field = "", operators = ""]) => [field, operators.split(", ").sort()]),
  );
}

/** `**name, created**` */
function documentedSorters(operation: Operation): string[] {
  const fields = /following fields: \*\*([\w., ]+)\*\*/.exec(descriptionOf(operation, "sorters"));
  return (fields?.[1] ?? "").split(/, ?/).sort();
}

function descriptionOf({ queryParameters }: Operation, name: string): string {
  return queryParameters.find((parameter) => parameter.name === name)?.description ?? "";
}

const lists = routes.flatMap(({ method, template, list, versions }) =>
  list ? versions.map((version) => ({ method, template, list, version })) : [],
);

describe("the lists of the simulator", () => {
  it("are there: sources, records and generic sources in each version", () => {
    expect(new Set(lists.map(({ template }) => template)).size).toBeGreaterThanOrEqual(3);
  });

  it.each(lists)("take in $version for $template the filters and sorters of the file", (route) => {
    const { method, template, version, list } = route;
    const operation = [...readContract(nelmFile(version)).operations, ...neighbours].find(
      (one) => one.method === method && one.template === template,
    );
    if (!operation) throw new Error(`no file has ${method} ${template}`);
    const filters = Object.entries(list.filters ?? {}).map(([name, { operators }]) => [
      name,
      [...operators].sort(),
    ]);
    expect(Object.fromEntries(filters)).toEqual(documentedFilters(operation));
    expect(Object.keys(list.sorters).sort()).toEqual(documentedSorters(operation));
  });
});
