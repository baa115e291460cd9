/** How a tenant is reached that resources pick by name: the rules of base URL and credentials hold for each by itself. */
import {
  acme,
  complete,
  configure,
  environment,
  pair,
  problems,
  sandbox,
  standard,
} from "./configuration-under-test";

describe("base URL and credentials of a named tenant", () => {
  it("come from the stack, as an object or as its JSON text", () => {
    for (const tenants of [{ sandbox: complete }, JSON.stringify({ sandbox: complete })]) {
      expect(configure(tenants).connectionOf("sandbox")).toEqual({
        ...complete,
        previousBaseUrl: undefined,
      });
    }
  });

  it.each<[string, unknown]>([
    ["names no URL", undefined],
    ["has an empty entry", { sandbox: {} }],
    ["has keys without a value", { sandbox: { baseUrl: null, clientId: "", clientSecret: " " } }],
    ["names the same URL", { sandbox: { baseUrl: `${sandbox}/` } }],
    ["is complete itself", { sandbox: complete }],
  ])("come from a complete environment where the stack %s", (_, tenants) => {
    const found = configure(tenants, environment).connectionOf("sandbox");
    expect(found).toMatchObject({ baseUrl: sandbox, clientSecret: "environment-secret" });
  });

  it("come from a complete stack beside an environment that only repeats the URL", () => {
    const found = configure({ sandbox: complete }, { SAIL_SANDBOX_BASE_URL: sandbox });
    expect(found.connectionOf("sandbox")).toMatchObject(pair);
  });

  it("have a former URL of their own, which the environment decides first", () => {
    const former = "https://old.api.identitynow.com";
    const tenants = { sandbox: { ...complete, previousBaseUrl: `${former}/` } };
    const stack = { ...standard, "sailpoint:previousBaseUrl": "https://older.api.identitynow.com" };
    expect(configure(tenants, {}, stack).connectionOf("sandbox").previousBaseUrl).toBe(former);
    const variable = { SAIL_SANDBOX_PREVIOUS_BASE_URL: acme };
    expect(configure(tenants, variable).connectionOf("sandbox").previousBaseUrl).toBe(acme);
  });

  const at = "sailpoint:tenants.sandbox";
  it.each<[string, unknown, Record<string, string | undefined>, RegExp[]]>([
    [
      "only a URL in the stack",
      { sandbox: { baseUrl: sandbox } },
      {},
      [
        /^sailpoint:tenants\.sandbox\.clientId is missing: run `pulumi config set --path 'sailpoint:tenants\.sandbox\.clientId' <id>`, or set SAIL_SANDBOX_BASE_URL, SAIL_SANDBOX_CLIENT_ID and SAIL_SANDBOX_CLIENT_SECRET/,
        /^sailpoint:tenants\.sandbox\.clientSecret is missing: run `pulumi config set --path --secret 'sailpoint:tenants\.sandbox\.clientSecret'`/,
      ],
    ],
    [
      "only a URL in the environment",
      {},
      { SAIL_SANDBOX_BASE_URL: sandbox },
      [/^SAIL_SANDBOX_CLIENT_ID and SAIL_SANDBOX_CLIENT_SECRET are missing.*set both$/],
    ],
    [
      "an id without its secret in the stack",
      { sandbox: { ...complete, clientSecret: undefined } },
      {},
      [
        /^sailpoint:tenants\.sandbox\.clientSecret is missing: the stack configuration has sailpoint:tenants\.sandbox\.clientId without it; set both or neither$/,
      ],
    ],
    [
      "a secret without its id in the environment beside a complete stack",
      { sandbox: complete },
      { SAIL_SANDBOX_BASE_URL: sandbox, SAIL_SANDBOX_CLIENT_SECRET: "environment-secret" },
      [/^SAIL_SANDBOX_CLIENT_ID is missing: the environment has SAIL_SANDBOX_CLIENT_SECRET/],
    ],
    [
      "half a pair in the stack beside a complete environment",
      { sandbox: { baseUrl: sandbox, clientId: "stack-id" } },
      environment,
      [/^sailpoint:tenants\.sandbox\.clientSecret is missing/],
    ],
    [
      "a pair without URL in the environment",
      { sandbox: { baseUrl: sandbox } },
      { ...environment, SAIL_SANDBOX_BASE_URL: undefined },
      [/^SAIL_SANDBOX_BASE_URL is missing: the environment has credentials but does not say/],
    ],
    [
      "a pair without URL in the stack",
      { sandbox: pair },
      environment,
      [/^sailpoint:tenants\.sandbox\.baseUrl is missing: the stack configuration has credentials/],
    ],
    [
      "two different URLs",
      { sandbox: complete },
      { ...environment, SAIL_SANDBOX_BASE_URL: acme },
      [
        /^sailpoint:tenants\.sandbox\.baseUrl is https:\/\/acme-sb\.api.* but SAIL_SANDBOX_BASE_URL is https:\/\/acme\.api.*: two different tenants; unset one of them$/,
      ],
    ],
    [
      "wrong URLs in all places",
      { sandbox: { ...complete, baseUrl: `${sandbox}/v3`, previousBaseUrl: "stack-secret" } },
      { ...environment, SAIL_SANDBOX_BASE_URL: "https://acme.identitynow.com" },
      [
        /^sailpoint:tenants\.sandbox\.baseUrl: .*ends in a version.*use the form/,
        /^SAIL_SANDBOX_BASE_URL: .*user interface.*https:\/\/acme\.api\.identitynow\.com/,
        /^sailpoint:tenants\.sandbox\.previousBaseUrl: .*no web address/,
      ],
    ],
    [
      "values that are no strings",
      { sandbox: { baseUrl: [sandbox], clientId: 7, clientSecret: { secret: "x-secret" } } },
      {},
      [
        /^sailpoint:tenants\.sandbox\.baseUrl must be a string, got a list; quote it, or set it with --type string$/,
        /^sailpoint:tenants\.sandbox\.clientId must be a string, got a number; quote it, or set it with --type string$/,
        /^sailpoint:tenants\.sandbox\.clientSecret must be a string, got an object; quote it, or set it with --type string$/,
      ],
    ],
    [
      "a former URL that is no string",
      { sandbox: { ...complete, previousBaseUrl: true } },
      {},
      [
        /^sailpoint:tenants\.sandbox\.previousBaseUrl must be a string, got a boolean; quote it, or set it with --type string$/,
      ],
    ],
    [
      "keys that do not exist",
      { sandbox: { ...complete, secret: "x-secret", baseURL: sandbox } },
      {},
      [
        /^sailpoint:tenants\.sandbox\.secret is not a setting of a tenant \(accepted are baseUrl, clientId, clientSecret and previousBaseUrl\)$/,
        /^sailpoint:tenants\.sandbox\.baseURL is not a setting of a tenant; did you mean baseUrl\?/,
      ],
    ],
  ])("are refused with %s", (_, tenants, environmentKeys, expected) => {
    const found = problems(tenants, environmentKeys);
    expect(found).toHaveLength(expected.length);
    for (const text of expected) expect(found).toContainEqual(expect.stringMatching(text));
    expect(found.every((text) => text.startsWith(at) || text.startsWith("SAIL_SANDBOX_"))).toBe(
      true,
    );
  });
});
