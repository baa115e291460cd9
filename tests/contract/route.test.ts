import { USER_LEVELS } from "../../simulator/entities";
import { routes } from "../../simulator/routes/index";
import { nelmFile, type Operation, readContract } from "./openapi";

/** Operations of the files that the simulator leaves out, by their ids in the yearly versions. */
const LEFT_OUT: readonly string[] = [
  "createWorkgroup",
  "listIdentityProfiles",
  "createIdentityProfile",
  "getIdentityProfile",
  "deleteIdentityProfile",
  "updateIdentityProfile",
  "getTaskStatus",
  "listSpConfigObjects",
];

const neighbours = readContract("neighbours-v2025").operations;

function operationsOf(version: string): Operation[] {
  return [...readContract(nelmFile(version)).operations, ...neighbours];
}

function operationOf(method: string, template: string, version: string): Operation {
  const found = operationsOf(version).find(
    (one) => one.method === method && one.template === template,
  );
  if (!found) throw new Error(`no file of ${version} has ${method} ${template}`);
  return found;
}

describe("the routes of the simulator", () => {
  it("are the operations of the files but for those that are left out", () => {
    const wanted = operationsOf("v2025")
      .map(({ operationId }) => operationId)
      .filter((id) => !LEFT_OUT.includes(id));
    expect(routes.map(({ operationId }) => operationId).sort()).toEqual(wanted.sort());
  });

  const inVersions = routes.flatMap((route) =>
    route.versions.map((version) => ({ ...route, version, route })),
  );

  it.each(inVersions)("$method $template takes in $version what the file says", (one) => {
    const { method, template, version, route } = one;
    const { operationId, requestBody } = operationOf(method, template, version);
    const ids: Partial<Record<string, string>> = {
      v1: `${route.operationId}V1`,
      beta: route.betaOperationId ?? route.operationId,
    };
    // The file of the neighbours is one of a yearly version.
    const isNeighbour = neighbours.some((other) => other.template === template);
    expect(operationId).toBe(isNeighbour ? route.operationId : (ids[version] ?? route.operationId));
    expect(Object.keys(requestBody?.content ?? {})).toEqual(
      route.accepts === undefined ? [] : [route.accepts],
    );
  });

  it.each(inVersions)("$method $template asks in $version for the file's access", (one) => {
    const { method, template, version, route } = one;
    const { scopes, userLevels, isUserOnly } = operationOf(method, template, version);
    expect([...route.access.scopes].sort()).toEqual(scopes.sort());
    expect(route.access.isUserOnly ?? false).toBe(isUserOnly);
    // Every user has the level USER. Where the file names none, the texts speak of rights that come with levels.
    const wanted = userLevels?.includes("USER") ? [...USER_LEVELS] : userLevels;
    if (wanted) expect([...route.access.levels(version)].sort()).toEqual(wanted.sort());
  });

  it("are missing where the version lacks them: identities and governance groups in v3", () => {
    const templates = (version: string) =>
      routes
        .filter(({ versions }) => versions.some((one) => one === version))
        .map((one) => one.template);
    expect(templates("v3")).toContain("/public-identities");
    expect(templates("v3").filter((one) => /identities|workgroups/.test(one))).toEqual([
      "/public-identities",
    ]);
    expect(templates("beta").every((one) => one.startsWith("/non-employee-"))).toBe(true);
  });
});
