import { apiVersions } from "../../../provider/api";
import { versionedPath, versionOf } from "../../../provider/api/path";
import { clientOf, startServer } from "./scripted-server";

describe("versionedPath", () => {
  it("puts v1 behind the collection and every other version in front of it", () => {
    const segments = ["non-employee-sources", "s1", "schema-attributes", "a1"];

    expect(versionedPath("v1", segments)).toBe("/non-employee-sources/v1/s1/schema-attributes/a1");
    for (const version of apiVersions.filter((other) => other !== "v1")) {
      expect(versionedPath(version, segments)).toBe(
        `/${version}/non-employee-sources/s1/schema-attributes/a1`,
      );
    }
    expect(versionedPath("v1", ["sources"])).toBe("/sources/v1");
  });

  it("encodes segments", () => {
    expect(versionedPath("v1", ["sources", "a/b?c#d e%2f"])).toBe(
      "/sources/v1/a%2Fb%3Fc%23d%20e%252f",
    );
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
