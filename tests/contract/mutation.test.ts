/** The judge finds whatever is wrong: exchanges of every operation in every version, spoilt in every place. */
import { API_VERSIONS, type ApiVersion } from "../../simulator/entities";
import type { LoggedRequest } from "../../simulator/index";
import { routes } from "../../simulator/routes/index";
import { call, tokenOf } from "../simulator/tenant-client";
import { pathIn, tour } from "../simulator/tour";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { countMutations } from "./count";
import type { Deviation } from "./deviation";
import { createJudge } from "./judge";
import { answerMutations, type Mutation, requestMutations } from "./mutation";

const everywhere = routes.flatMap(({ method, template, operationId, versions }) =>
  versions.map((version) => ({ method, template, operationId, version })),
);

const REFUSALS = [400, 401, 403, 404, 429] as const;

describe("the judge, of exchanges recorded from the simulator", () => {
  const { judge } = createJudge();
  const recorded: LoggedRequest[] = [];
  let tenant: JudgedSimulator;

  beforeAll(async () => {
    const scopes = ["sp:scopes:default"];
    const clients = [
      {
        clientId: "a",
        clientSecret: "a",
        scopes: ["sp:scopes:all"],
        userLevel: "ORG_ADMIN" as const,
      },
      { clientId: "b", clientSecret: "b", scopes, userLevel: "USER" as const },
    ];
    tenant = await startSimulator({ seed: { clients } });
    for (const version of API_VERSIONS) {
      await tour(tenant, version);
      await beRefused(version);
    }
    recorded.push(...tenant.requests);
  });

  afterAll(() => tenant.close());

  /** One refusal of each status. */
  async function beRefused(version: ApiVersion): Promise<void> {
    const path = pathIn(version, "non-employee-sources");
    const token = await tokenOf(tenant);
    await call(tenant, path, { method: "POST", body: {}, token });
    await call(tenant, path, { token: null });
    await call(tenant, path, { clientId: "b", clientSecret: "b" });
    await call(tenant, `${path}/none/schema-attributes`, { token });
    await call(tenant, `${path}/none`, { token });
    tenant.limits.requests = 0;
    await call(tenant, path, { token });
    tenant.limits.requests = 100;
  }

  /** The names of those that the judge does not find where they are. */
  function missed(mutations: readonly Mutation[]): string[] {
    const isFound = ({ entry, part, place }: Mutation) =>
      judge(entry).some((deviation) => deviation.part === part && isAt(deviation, place));
    const names = mutations.filter((mutation) => !isFound(mutation)).map(({ name }) => name);
    countMutations({ tried: mutations.length, caught: mutations.length - names.length });
    return names;
  }

  function isAt(deviation: Deviation, place: string): boolean {
    return deviation.place === place || (place !== "" && deviation.place.startsWith(place));
  }

  function recordedOf(fits: (entry: LoggedRequest) => boolean): LoggedRequest[] {
    const found = recorded.filter(fits);
    expect(found.length).toBeGreaterThan(0);
    return found;
  }

  it.each(everywhere)("finds every fault of $method $template in $version", (route) => {
    const { operationId, version } = route;
    const entries = recordedOf(
      (entry) =>
        entry.operationId === operationId && entry.version === version && (entry.status ?? 0) < 300,
    );
    for (const entry of entries) {
      expect(judge(entry)).toEqual([]);
      expect(missed(answerMutations(entry))).toEqual([]);
      expect(missed(requestMutations(entry))).toEqual([]);
    }
  });

  it.each(REFUSALS.flatMap((status) => API_VERSIONS.map((version) => ({ status, version }))))(
    "finds every fault of a $status in $version",
    ({ status, version }) => {
      const entries = recordedOf((entry) => entry.version === version && entry.status === status);
      for (const entry of entries) {
        expect(judge(entry).filter(({ part }) => part === "response")).toEqual([]);
        const mutations = answerMutations(entry).filter(
          ({ name }) => name !== "answer status: another success",
        );
        expect(missed(mutations)).toEqual([]);
      }
    },
  );
});
