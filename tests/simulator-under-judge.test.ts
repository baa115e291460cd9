import type { LoggedRequest } from "../simulator/index";
import { create, error, get, HEX, notFound } from "./contract/judge-sample";
import { assertContract } from "./simulator-under-judge";

/** Whether the exchange passes where wrong requests may be sent on purpose. */
function passes(entry: LoggedRequest): boolean {
  try {
    assertContract([entry], { judgedRequests: "accepted", isCounted: false });
    return true;
  } catch {
    return false;
  }
}

const refused = (status: number, responseBody: object): Partial<LoggedRequest> => ({
  ...{ status, responseBody },
});
const badRequest = refused(400, error);
const unauthorized = refused(401, { error: "JWT validation failed: no JWT in the request" });
const forbidden = refused(403, { ...error, detailCode: "403 Forbidden" });
const gone = refused(404, notFound);

const wrongBody = { ...create, body: { name: 7 } };
const noToken = { ...get, headers: {} };
const noId = { ...get, path: "/v2025/non-employee-sources/undefined" };
const noOperation = { ...get, path: "/v2025/non-employee-things" };

describe("where wrong requests may be sent on purpose", () => {
  it.each<[string, LoggedRequest]>([
    ["a wrong body that is answered with 400", { ...wrongBody, ...badRequest }],
    ["a missing token that is answered with 401", { ...noToken, ...unauthorized }],
    ["a path with no id that is answered with 404", { ...noId, ...gone }],
    ["an unknown operation that is answered with 404", { ...noOperation, ...gone }],
  ])("%s passes", (_what, entry) => {
    expect(passes(entry)).toBe(true);
    expect(() => assertContract([entry], { isCounted: false })).toThrow("request");
  });

  it.each<[string, LoggedRequest]>([
    ["a wrong body that is accepted", wrongBody],
    ["a wrong body that is answered with 403", { ...wrongBody, ...forbidden }],
    ["a missing token that is answered with 400", { ...noToken, ...badRequest }],
    ["a path with no id that is answered with 401", { ...noId, ...unauthorized }],
    ["a wrong query that is answered with 404", { ...get, query: { page: "1" }, ...gone }],
    [
      "a wrong answer to a wrong body",
      { ...wrongBody, ...badRequest, responseBody: { ...error, trackingId: HEX.slice(1) } },
    ],
  ])("%s does not pass", (_what, entry) => {
    expect(passes(entry)).toBe(false);
  });
});
