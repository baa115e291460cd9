import { ArgumentError, apiVersions } from "../../../provider/api";
import { operations } from "../../../provider/api/operation";
import { versionedPath, versionOf } from "../../../provider/api/path";
import { nelmFile, readContract } from "../../contract/openapi";
import { clientOf, startServer } from "./scripted-server";

describe("versionedPath", () => {
  const attribute = operations.getNonEmployeeSchemaAttribute;

  it("puts v1 behind the collection and every other version in front of it", () => {
    const ids = { sourceId: "s1", attributeId: "a1" };

    expect(versionedPath("v1", attribute, ids, "read")).toBe(
      "/non-employee-sources/v1/s1/schema-attributes/a1",
    );
    for (const version of apiVersions.filter((other) => other !== "v1")) {
      expect(versionedPath(version, attribute, ids, "read")).toBe(
        `/${version}/non-employee-sources/s1/schema-attributes/a1`,
      );
    }
    expect(versionedPath("v1", operations.listSources, {}, "list")).toBe("/sources/v1");
  });

  it("encodes ids", () => {
    expect(versionedPath("v1", operations.getSource, { id: "a/b?c#d e%2f" }, "read")).toBe(
      "/sources/v1/a%2Fb%3Fc%23d%20e%252f",
    );
  });

  it("names the id that cannot be one", () => {
    const path = () =>
      versionedPath("v1", attribute, { sourceId: "s1", attributeId: "" }, "read it");

    expect(path).toThrow(ArgumentError);
    expect(path).toThrow('read it: attributeId: "" is no id - pass the id');
  });
});

describe("the operations", () => {
  it.each(Object.values(operations))("have $id as the OpenAPI files do", (operation) => {
    for (const version of operation.isNeighbour ? ["neighbours"] : apiVersions) {
      const file = version === "neighbours" ? "neighbours-v2025" : nelmFile(version);
      const documented = readContract(file).operations.find(
        ({ method, template }) => method === operation.method && template === operation.template,
      );
      expect(documented).toBeDefined();
      if (version !== "beta") {
        expect(documented?.operationId.replace(/V1$/, "")).toBe(operation.id);
      }
    }
  });
});

describe("versionOf", () => {
  it("sends neighbours of v3 and beta through v2025", () => {
    expect(apiVersions.map((version) => versionOf(version, true))).toEqual([
      "v1",
      "v2026",
      "v2025",
      "v2024",
      "v2025",
      "v2025",
    ]);
    expect(apiVersions.map((version) => versionOf(version, false))).toEqual([...apiVersions]);
  });

  it.each(apiVersions)("calls the paths of %s", async (apiVersion) => {
    const server = await startServer([{ body: [] }]);
    try {
      const { client } = clientOf(server, { apiVersion });
      await client.listNonEmployeeSources();
      await client.listSources();

      const neighbour = apiVersion === "v3" || apiVersion === "beta" ? "v2025" : apiVersion;
      expect(server.requests.map((request) => request.path)).toEqual(
        apiVersion === "v1"
          ? ["/non-employee-sources/v1", "/sources/v1"]
          : [`/${apiVersion}/non-employee-sources`, `/${neighbour}/sources`],
      );
    } finally {
      await server.close();
    }
  });
});
