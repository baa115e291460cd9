/** The settings that all tenants share: where they come from, and what is refused. */
import { acme, problems as all, configure, standard as stack } from "./configuration-under-test";

function read(stackKeys: Record<string, unknown>, variables: Record<string, string> = {}) {
  const configuration = configure(undefined, variables, stackKeys);
  return { ...configuration, ...configuration.connectionOf(undefined) };
}

const problems = (stackKeys: Record<string, unknown>, variables: Record<string, string> = {}) =>
  all(stackKeys["sailpoint:tenants"], variables, { tenant: null, stack: stackKeys });

describe("the other settings", () => {
  it("have defaults", () => {
    expect(read(stack)).toMatchObject({
      apiVersion: "v1",
      adoptExisting: "never",
      backupDir: undefined,
      maxRequestsPer10Seconds: 95,
      requestTimeoutSeconds: 30,
    });
  });

  it("come from the environment before the stack", () => {
    const keys = {
      ...stack,
      "sailpoint:apiVersion": "v2025",
      "sailpoint:adoptExisting": "always",
      "sailpoint:backupDir": "./a",
      "sailpoint:maxRequestsPer10Seconds": "10",
      "sailpoint:requestTimeoutSeconds": "5",
    };
    expect(read(keys)).toMatchObject({ apiVersion: "v2025", backupDir: "./a" });
    expect(
      read(keys, {
        SAIL_API_VERSION: "beta",
        SAIL_ADOPT_EXISTING: "identical",
        SAIL_BACKUP_DIR: "none",
        SAIL_MAX_REQUESTS_PER_10_SECONDS: "20",
        SAIL_REQUEST_TIMEOUT_SECONDS: "2.5",
      }),
    ).toMatchObject({
      apiVersion: "beta",
      adoptExisting: "identical",
      backupDir: "none",
      maxRequestsPer10Seconds: 20,
      requestTimeoutSeconds: 2.5,
    });
  });

  it.each<[string, string, unknown, string]>([
    ["apiVersion", "API_VERSION", "v4", "accepted are v1, v2026, v2025, v2024, v3 and beta"],
    ["apiVersion", "API_VERSION", "V1", "accepted are v1"],
    ["adoptExisting", "ADOPT_EXISTING", true, "accepted are never, identical and always"],
    ["maxRequestsPer10Seconds", "MAX_REQUESTS_PER_10_SECONDS", 9.5, "give a whole number from 1"],
    ["maxRequestsPer10Seconds", "MAX_REQUESTS_PER_10_SECONDS", 100_001, "up to 100000"],
    ["maxRequestsPer10Seconds", "MAX_REQUESTS_PER_10_SECONDS", "0x10", "give a whole number"],
    ["maxRequestsPer10Seconds", "MAX_REQUESTS_PER_10_SECONDS", "0", "give a whole number"],
    ["requestTimeoutSeconds", "REQUEST_TIMEOUT_SECONDS", -1, "give a number above 0"],
    ["requestTimeoutSeconds", "REQUEST_TIMEOUT_SECONDS", "soon", "and up to 3600"],
    ["requestTimeoutSeconds", "REQUEST_TIMEOUT_SECONDS", "Infinity", "give a number above 0"],
    ["requestTimeoutSeconds", "REQUEST_TIMEOUT_SECONDS", 3601, "and up to 3600"],
  ])("are refused in both places: %s (SAIL_%s) as %j", (name, variable, value, accepted) => {
    const key = `sailpoint:${name}`;
    const expected = [expect.stringContaining(`${key} (SAIL_${variable}) is "${value}"; `)];
    for (const found of [
      problems({ ...stack, [key]: value }),
      problems(stack, { [`SAIL_${variable}`]: String(value) }),
    ]) {
      expect(found).toEqual(expected);
      expect(found.join()).toContain(accepted);
    }
  });

  it.each([
    "apiVersion",
    "adoptExisting",
    "backupDir",
    "maxRequestsPer10Seconds",
    "requestTimeoutSeconds",
  ])("are refused as a list or an object, and not set where empty: %s", (name) => {
    const key = `sailpoint:${name}`;
    for (const [value, kind] of [
      [["x-secret"], "a list"],
      [{ a: "x-secret" }, "an object"],
    ] as const) {
      expect(problems({ ...stack, [key]: value })).toEqual([
        `${key} must be a plain value, got ${kind}; set it with \`pulumi config set ${key}\``,
      ]);
    }
    const standard = read(stack);
    for (const value of [null, undefined, "", "  "]) {
      expect(JSON.stringify(read({ ...stack, [key]: value }))).toBe(JSON.stringify(standard));
    }
  });

  it("leave a blank variable out in favour of the stack", () => {
    const keys = { ...stack, "sailpoint:backupDir": "none" };
    expect(read(keys, { SAIL_BACKUP_DIR: " " })).toMatchObject({ backupDir: "none" });
  });

  it("are refused all at once, each with its key and the accepted form", () => {
    const found = problems({
      "sailpoint:apiVersion": "v4",
      "sailpoint:adoptExisting": "yes",
      "sailpoint:maxRequestsPer10Seconds": "9.5",
      "sailpoint:requestTimeoutSeconds": "0",
      "sailpoint:tenants": "acme",
      "sailpoint:previousBaseUrl": `${acme}/v3`,
    });
    expect(found).toHaveLength(9);
    expect(found).toContain(
      'sailpoint:adoptExisting (SAIL_ADOPT_EXISTING) is "yes"; accepted are never, identical and always',
    );
    expect(found).toContain(
      'sailpoint:maxRequestsPer10Seconds (SAIL_MAX_REQUESTS_PER_10_SECONDS) is "9.5"; give a whole number from 1 up to 100000',
    );
  });
});
