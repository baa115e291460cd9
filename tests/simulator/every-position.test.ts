/** Every switch in every position: the whole walk goes through, and what leaves the contract is what the switch is for. */
import {
  type ApiVersion,
  BEHAVIOUR_POSITIONS,
  type Behaviour,
  DEFAULT_BEHAVIOUR,
} from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { manualClock } from "./tenant-client";
import { tour } from "./tour";

interface Position {
  name: string;
  value: unknown;
  behaviour: Partial<Behaviour>;
}

const positions: Position[] = Object.entries<readonly unknown[]>(BEHAVIOUR_POSITIONS).flatMap(
  ([name, values]) => values.map((value) => ({ name, value, behaviour: { [name]: value } })),
);

describe("the whole walk through the simulator", () => {
  const clock = manualClock();
  const tenant = useSimulator({ clock });
  const later = () => clock.advance(10_000);

  it.each(positions)("goes through with $name $value", async ({ behaviour }) => {
    Object.assign(tenant.behaviour, behaviour);
    for (const version of ["v2026", "beta"] as const) await tour(tenant, version, later);
    expect(tenant.requests.length).toBeGreaterThan(30);
  });

  it.each<ApiVersion>(["v1", "v2025", "v2024", "v3"])("goes through in %s", async (version) => {
    await tour(tenant, version, later);
    expect(tenant.requests.every((entry) => entry.behaviour === undefined)).toBe(true);
  });

  it("knows every switch", () => {
    const names = new Set(positions.map(({ name }) => name));
    expect([...names].sort()).toEqual(Object.keys(DEFAULT_BEHAVIOUR).sort());
  });
});
