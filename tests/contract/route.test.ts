import { routes } from "../../simulator/routes/index";
import { nelmFile, readContract } from "./openapi";

const neighbours = readContract("neighbours-v2025").operations;

function operationsOf(version: string) {
  return [...readContract(nelmFile(version)).operations, ...neighbours];
}

describe("the routes of the simulator", () => {
  it.each(routes.map((route) => [route.method, route.template, route] as const))(
    "%s %s is a documented operation in each of its versions",
    (method, template, route) => {
      for (const version of route.versions) {
        const documented = operationsOf(version).find(
          (one) => one.method === method && one.template === template,
        );
        expect(documented).toBeDefined();
        if (version === "v2025") expect(route.operationId).toBe(documented?.operationId);
        expect(Object.keys(documented?.requestBody?.content ?? {})).toEqual(
          route.accepts === undefined ? [] : [route.accepts],
        );
      }
    },
  );

  const wanted = operationsOf("v2025").filter(({ template }) =>
    /^\/(non-employee-sources(\/\{sourceId\}(\/schema-attributes(\/\{attributeId\})?)?)?|sources(\/\{id\})?)$/.test(
      template,
    ),
  );

  it("knows fifteen operations on sources and schema attributes to look for", () => {
    expect(wanted).toHaveLength(15);
  });

  it.each(wanted.map(({ method, template, operationId }) => [method, template, operationId]))(
    "has %s %s",
    (method, template, operationId) => {
      expect(routes).toContainEqual(expect.objectContaining({ method, template, operationId }));
    },
  );
});
