import {
  BEHAVIOUR_POSITIONS,
  createSimulator,
  DEFAULT_BEHAVIOUR,
  DEFAULT_LIMITS,
  readBehaviour,
  readLimits,
} from "../../simulator/index";
import { useStarter } from "./starter";

/** Settings as a program without types may give them. */
const untyped = (json: string) => JSON.parse(json);

describe("the settings of the simulator", () => {
  const start = useStarter();

  it("have every switch in the table of positions, the default first", () => {
    const first = Object.entries(BEHAVIOUR_POSITIONS).map(([name, positions]) => [
      name,
      positions[0],
    ]);
    expect(Object.fromEntries(first)).toEqual(DEFAULT_BEHAVIOUR);
  });

  it.each(Object.entries<readonly unknown[]>(BEHAVIOUR_POSITIONS))(
    "take each position of %s",
    async (name, values) => {
      expect(new Set(values).size).toBe(values.length);
      for (const value of values) {
        const simulator = await start({ behaviour: { [name]: value } });
        expect(simulator.behaviour).toEqual({ ...DEFAULT_BEHAVIOUR, [name]: value });
        expect(readBehaviour({ [name]: String(value) })).toEqual({ [name]: value });
      }
    },
  );

  it.each([
    ['{"pathId":"both"}', "behaviour.pathId is not known; there are missingObject, "],
    ['{"pathIds":"uuid"}', 'behaviour.pathIds must be "sourceId" or "id" or "both", not "uuid"'],
    ['{"missingObject":404}', 'behaviour.missingObject must be "404" or "400.1.404", not 404'],
    [
      '{"bogusContentEncoding":"yes"}',
      'behaviour.bogusContentEncoding must be false or true, not "yes"',
    ],
    [
      '{"timestampDigits":10}',
      'behaviour.timestampDigits must be "trimmed" or a whole number from 0 to 9, not 10',
    ],
    [
      '{"visibleAfterMs":-1,"nameHeldMs":0.5}',
      "behaviour.visibleAfterMs must be a whole number of at least 0, not -1\nbehaviour.nameHeldMs must",
    ],
    [
      '{"clockSkewMs":9007199254740991}',
      "behaviour.clockSkewMs must be a whole number from -3153600000000 to 3153600000000, not",
    ],
    ["[]", "behaviour must be an object of missingObject, "],
  ])("refuse the behaviour %s", async (json, message) => {
    await expect(createSimulator({ behaviour: untyped(json) })).rejects.toThrow(message);
  });

  it.each([
    ['{"source":1}', "limits.source is not known; there are sources, customAttributes, "],
    ['{"sources":"many"}', 'limits.sources must be a whole number of at least 0, not "many"'],
    ['{"windowMs":0}', "limits.windowMs must be a whole number of at least 1, not 0"],
  ])("refuse the limits %s", async (json, message) => {
    await expect(createSimulator({ limits: untyped(json) })).rejects.toThrow(message);
  });

  it("do not hide a default where they are undefined", async () => {
    const [behaviour, limits] = [{ missingObject: undefined }, { requests: undefined }];
    const simulator = await start({ behaviour, limits });
    expect([simulator.behaviour, simulator.limits]).toEqual([DEFAULT_BEHAVIOUR, DEFAULT_LIMITS]);
  });

  it("are refused as well where a program changes them while the tenant runs", async () => {
    const { behaviour, limits } = await start();
    expect(() => Object.assign(behaviour, untyped('{"listOrder":"nope"}'))).toThrow(
      'behaviour.listOrder must be "created" or "reversed" or "shuffled", not "nope"',
    );
    expect(() => Object.assign(behaviour, { order: "x" })).toThrow("behaviour.order is not known");
    expect(() => Object.assign(limits, { sources: -1 })).toThrow("limits.sources must be a whole");
    Object.assign(behaviour, { csv: undefined });
    expect([behaviour, limits]).toEqual([DEFAULT_BEHAVIOUR, DEFAULT_LIMITS]);
  });

  it("can be read from texts", () => {
    expect(
      readBehaviour({ missingObject: "404", timestampDigits: "4", visibleAfterMs: "70" }),
    ).toEqual({ missingObject: "404", timestampDigits: 4, visibleAfterMs: 70 });
    expect(readLimits({ sources: "2" })).toEqual({ sources: 2 });
    expect(() => readBehaviour({ toString: "x" })).toThrow("behaviour.toString is not known");
    expect(() => readLimits({ sources: "2.5" })).toThrow('not "2.5"');
    expect(Object.keys(DEFAULT_LIMITS)).toContain("windowMs");
  });
});
