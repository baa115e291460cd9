import { ConfigurationError, readConfiguration } from "../../../provider/resources/configuration";

type Keys = Record<string, unknown>;
type Variables = Record<string, string | undefined>;

const acme = "https://acme.api.identitynow.com";
const stack = {
  "sailpoint:baseUrl": acme,
  "sailpoint:clientId": "stack-id",
  "sailpoint:clientSecret": "stack-secret",
};
const environment = {
  SAIL_BASE_URL: acme,
  SAIL_CLIENT_ID: "environment-id",
  SAIL_CLIENT_SECRET: "environment-secret",
};

function read(stackKeys: Keys, environmentKeys: Variables = {}) {
  const configuration = readConfiguration({
    stack: (key) => stackKeys[key],
    environment: environmentKeys,
  });
  return { ...configuration, ...configuration.connectionOf(undefined) };
}

function problems(stackKeys: Keys, environmentKeys: Variables = {}): readonly string[] {
  try {
    read(stackKeys, environmentKeys);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("base URL and credentials", () => {
  it("come from the stack when it is complete", () => {
    expect(read(stack)).toMatchObject({ baseUrl: acme, clientId: "stack-id" });
  });

  it("come from the environment when it is complete and the stack names no or the same URL", () => {
    expect(read({}, environment)).toMatchObject({ clientId: "environment-id" });
    const sameUrl = { "sailpoint:baseUrl": `${acme}/` };
    expect(read(sameUrl, environment)).toMatchObject({ baseUrl: acme, clientId: "environment-id" });
    expect(read(stack, environment)).toMatchObject({ clientSecret: "environment-secret" });
  });

  it("come from a complete stack beside an environment that only repeats the URL", () => {
    expect(read(stack, { SAIL_BASE_URL: acme })).toMatchObject({ clientId: "stack-id" });
  });

  it.each<[string, Keys, Variables, (string | RegExp)[]]>([
    [
      "nothing",
      {},
      {},
      [
        /^sailpoint:baseUrl is missing/,
        /^sailpoint:clientId is missing/,
        /^sailpoint:clientSecret/,
      ],
    ],
    [
      "a URL alone in the stack",
      { "sailpoint:baseUrl": acme },
      {},
      [/^sailpoint:clientId is missing/, /^sailpoint:clientSecret is missing/],
    ],
    [
      "a URL alone in the environment",
      {},
      { SAIL_BASE_URL: acme },
      [/^SAIL_CLIENT_ID and SAIL_CLIENT_SECRET are missing/],
    ],
    [
      "half a pair in the stack",
      { ...stack, "sailpoint:clientSecret": undefined },
      {},
      [/^sailpoint:clientSecret is missing/],
    ],
    [
      "half a pair beside a complete other place",
      stack,
      { SAIL_CLIENT_ID: "x", SAIL_BASE_URL: acme },
      [/^SAIL_CLIENT_SECRET is missing/],
    ],
    [
      "a secret without its id",
      { ...stack, "sailpoint:clientId": "" },
      {},
      [/^sailpoint:clientId is missing/],
    ],
    [
      "an environment pair without SAIL_BASE_URL",
      { "sailpoint:baseUrl": acme },
      { ...environment, SAIL_BASE_URL: undefined },
      [/^SAIL_BASE_URL is missing: the environment has credentials/],
    ],
    [
      "a stack pair without URL beside a complete environment",
      { ...stack, "sailpoint:baseUrl": undefined },
      environment,
      [/^sailpoint:baseUrl is missing: the stack configuration has credentials/],
    ],
    [
      "two different tenants",
      stack,
      { ...environment, SAIL_BASE_URL: "https://other.api.identitynow.com" },
      [/two different tenants; unset one of them$/],
    ],
    [
      "a URL with a version",
      { ...stack, "sailpoint:baseUrl": `${acme}/v3` },
      {},
      [/^sailpoint:baseUrl: .*https:\/\/acme\.api\.identitynow\.com/],
    ],
    [
      "a UI host",
      {},
      { ...environment, SAIL_BASE_URL: "https://acme.identitynow.com" },
      [/^SAIL_BASE_URL: .*https:\/\/acme\.api\.identitynow\.com/],
    ],
    [
      "a UI host and nothing else",
      { "sailpoint:baseUrl": "https://acme.identitynow.com" },
      {},
      [
        /^sailpoint:baseUrl: .*https:\/\/acme\.api\.identitynow\.com/,
        /^sailpoint:clientId is missing/,
        /^sailpoint:clientSecret is missing/,
      ],
    ],
    [
      "plain HTTP to another machine",
      { ...stack, "sailpoint:baseUrl": "http://acme.api.identitynow.com" },
      {},
      [/^sailpoint:baseUrl: .*https/],
    ],
    [
      "a secret without its id in the environment",
      {},
      { ...environment, SAIL_CLIENT_ID: " " },
      [
        /^SAIL_CLIENT_ID is missing: the environment has SAIL_CLIENT_SECRET without it; set both or neither$/,
      ],
    ],
    [
      "half a pair in the stack beside a complete environment",
      { "sailpoint:baseUrl": acme, "sailpoint:clientSecret": "stack-secret" },
      environment,
      [/^sailpoint:clientId is missing: the stack configuration has sailpoint:clientSecret/],
    ],
    [
      "half a pair and no URL in both places",
      { "sailpoint:clientId": "stack-id" },
      { SAIL_CLIENT_SECRET: "environment-secret" },
      [
        /^sailpoint:clientSecret is missing/,
        /^sailpoint:baseUrl is missing/,
        /^SAIL_CLIENT_ID is missing/,
        /^SAIL_BASE_URL is missing/,
      ],
    ],
    [
      "two different URLs and credentials nowhere",
      { "sailpoint:baseUrl": acme },
      { SAIL_BASE_URL: "https://other.api.identitynow.com" },
      [
        /^sailpoint:baseUrl is https:\/\/acme.* but SAIL_BASE_URL is https:\/\/other.*: two different tenants/,
        /^sailpoint:clientId is missing/,
        /^sailpoint:clientSecret is missing/,
      ],
    ],
    [
      "values of another kind",
      {
        "sailpoint:baseUrl": [acme],
        "sailpoint:clientId": { id: "x" },
        "sailpoint:clientSecret": ["stack-secret"],
        "sailpoint:previousBaseUrl": {},
      },
      {},
      [
        /^sailpoint:baseUrl must be a plain value, got a list; set it with `pulumi config set sailpoint:baseUrl`$/,
        /^sailpoint:clientId must be a plain value, got an object/,
        /^sailpoint:clientSecret must be a plain value, got a list/,
        /^sailpoint:previousBaseUrl must be a plain value, got an object/,
      ],
    ],
    [
      "a wrong former URL",
      { ...stack, "sailpoint:previousBaseUrl": "https://acme.identitynow.com" },
      {},
      [/^sailpoint:previousBaseUrl: .*user interface.*https:\/\/acme\.api\.identitynow\.com/],
    ],
    [
      "a wrong former URL in the environment, where the stack's is right",
      { ...stack, "sailpoint:previousBaseUrl": acme },
      { SAIL_PREVIOUS_BASE_URL: "acme" },
      [/^SAIL_PREVIOUS_BASE_URL: the base URL is no web address with https/],
    ],
  ])("are refused with %s", (_, stackKeys, environmentKeys, expected) => {
    const found = problems(stackKeys, environmentKeys);
    expect(found).toEqual(expected.map((text) => expect.stringMatching(text)));
  });

  it("are not shown even where they stand in the URL by mistake", () => {
    const url = "https://me:p4ssw0rd@acme.api.identitynow.com";
    for (const SAIL_BASE_URL of [url, "stack-secret"]) {
      const found = problems(stack, { SAIL_BASE_URL });
      expect(found).toHaveLength(1);
      expect(found.join()).not.toMatch(/p4ssw0rd|stack-secret/);
    }
  });

  it("never appear in a problem", () => {
    const all = problems({ ...stack, "sailpoint:baseUrl": undefined }, environment).join();
    expect(all).not.toContain("stack-secret");
    expect(all).not.toContain("environment-secret");
  });
});
