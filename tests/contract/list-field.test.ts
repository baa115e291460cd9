/** The texts of the OpenAPI files name the fields that filters, sorters and patches take. */
import { API_VERSIONS } from "../../simulator/entities";
import { routes } from "../../simulator/routes/index";
import { nelmFile, readContract } from "./openapi";

const neighbours = readContract("neighbours-v2025").operations;

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
    expect(Object.fromEntries(filters)).toEqual(operation.filters);
    expect(Object.keys(list.sorters).sort()).toEqual(operation.sorters);
  });
});

describe("the patches of the files", () => {
  it.each(API_VERSIONS)("may change in %s what their texts name", (version) => {
    const operations = readContract(nelmFile(version)).operations.filter(
      ({ method, template }) => method === "PATCH" && template.startsWith("/non-employee-sources"),
    );
    expect(operations.map(({ patch }) => patch)).toEqual([
      { allowed: ["name", "description", "approvers", "accountManagers"] },
      { allowed: ["label", "helpText", "placeholder", "required"] },
    ]);
    const patched = neighbours.find(({ operationId }) => operationId === "updateSource");
    expect(patched?.patch.refused).toEqual([
      ...["id", "type", "authoritative", "created", "modified"],
      ...["connector", "connectorClass", "passwordPolicies"],
    ]);
  });
});
