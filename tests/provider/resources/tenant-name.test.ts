/** Names of tenants, in `sailpoint:tenants` and as resources give them. */
import { ConfigurationError } from "../../../provider/resources/configuration";
import {
  acme,
  complete,
  configure,
  environment,
  problems,
  sandbox,
  standard,
} from "./configuration-under-test";

describe("sailpoint:tenants", () => {
  it.each<[string, unknown, string]>([
    ["a text that is no JSON", "sandbox", "a text that is no JSON"],
    ["JSON of a list", "[]", "a list"],
    ["JSON of a number", "7", "a number"],
    ["JSON of nothing", "null", "null"],
    ["a list", [complete], "a list"],
    ["a number", 7, "a number"],
    ["true", true, "a boolean"],
  ])("is refused as %s, once, whatever a resource names", (_, tenants, kind) => {
    expect(problems(tenants)).toEqual([
      `sailpoint:tenants must be an object of name -> { baseUrl, clientId, clientSecret }, all strings, got ${kind}; set each part with \`pulumi config set --path 'sailpoint:tenants.<name>.baseUrl' <url>\``,
    ]);
  });

  it.each([[undefined], [null], [""], ["  "], [{}], ["{}"]])(
    "counts as not set as %j",
    (tenants) => {
      expect(problems(tenants, environment)).toEqual([]);
      expect(problems(tenants, {}, { tenant: null, stack: standard })).toEqual([]);
    },
  );

  it.each<[unknown, string]>([
    [null, "null"],
    ["x-secret", "a string"],
    [7, "a number"],
    [true, "a boolean"],
    [[], "a list"],
  ])("is refused with an entry like %j, once", (entry, kind) => {
    expect(problems({ sandbox: entry })).toEqual([
      `sailpoint:tenants.sandbox must be an object with the keys baseUrl, clientId, clientSecret and previousBaseUrl, got ${kind}`,
    ]);
  });

  it.each([
    ["default", /^sailpoint:tenants: the name "default" is refused.*choose another name$/],
    ["Default", /^sailpoint:tenants: the name "Default" is refused.*default tenant/],
    ["previous", /^sailpoint:tenants: the name "previous" is refused.*SAIL_PREVIOUS_BASE_URL/],
    ["a-previous", /^sailpoint:tenants: the name "a-previous" is refused/],
    ["", /^sailpoint:tenants: the name "" has neither a letter nor a digit/],
    ["ä", /^sailpoint:tenants: the name "ä" has neither a letter nor a digit/],
  ])("is refused with the name %j, once, whoever is asked for", (name, expected) => {
    const variables = { SAIL_PREVIOUS_BASE_URL: acme, SAIL_DEFAULT_CLIENT_ID: "x" };
    for (const tenant of [name, null]) {
      const found = problems({ [name]: complete }, variables, { tenant, stack: standard });
      expect(found).toEqual([expect.stringMatching(expected)]);
    }
  });

  it("is refused with two names that have the same variables", () => {
    const tenants = { "plant.one": complete, "plant-one": complete };
    expect(problems(tenants, {}, { tenant: "plant.one" })).toEqual([
      'sailpoint:tenants: the name "plant-one" has the same variables SAIL_PLANT_ONE_* as "plant.one"; give one of them another name',
    ]);
  });

  it("names a tenant in the form that `pulumi config set --path` takes", () => {
    const [first] = problems({ "plant one": {} }, {}, { tenant: "plant one" });
    expect(first).toMatch(/^sailpoint:tenants\["plant one"\]\.baseUrl is missing/);
  });

  it("tells everything that is wrong at once, with what is wrong elsewhere", () => {
    const tenants = { sandbox: { clientId: "x" }, default: complete, other: 7, more: { url: "x" } };
    const stack = { "sailpoint:apiVersion": "v4", "sailpoint:clientId": "x" };
    expect(problems(tenants, {}, { stack })).toHaveLength(8);
  });
});

describe("a name that a resource gives", () => {
  it("is found in the environment alone", () => {
    const found = configure(undefined, environment).connectionOf("Sandbox");
    expect(found).toMatchObject({ baseUrl: sandbox, clientId: "environment-id" });
  });

  it("needs no default tenant", () => {
    expect(problems({ sandbox: complete })).toEqual([]);
    expect(problems({ sandbox: complete }, {}, { tenant: null })).toHaveLength(3);
  });

  it("does not matter to those who name another tenant, nor does what an unused one lacks", () => {
    const tenants = { sandbox: complete, later: { baseUrl: acme }, planned: {} };
    const configuration = configure(tenants, { SAIL_OTHER_BASE_URL: acme }, standard);
    for (const name of ["later", "planned", "other", "nowhere"]) {
      expect(() => configuration.connectionOf(name)).toThrow(ConfigurationError);
    }
    expect(configuration.connectionOf("sandbox").baseUrl).toBe(sandbox);
    expect(configuration.connectionOf(undefined).baseUrl).toBe(acme);
  });

  it("concerns everybody where what is set of it contradicts itself", () => {
    const tenants = { sandbox: complete, later: { clientId: "x" } };
    expect(problems(tenants)).toEqual([
      expect.stringMatching(/^sailpoint:tenants\.later\.clientSecret is missing/),
      expect.stringMatching(/^sailpoint:tenants\.later\.baseUrl is missing/),
    ]);
  });

  it("is told in one message where it stands nowhere, with the names that there are", () => {
    expect(problems({ sandbox: complete }, {}, { tenant: "sandbx" })).toEqual([
      'the tenant "sandbx", which a resource names, is not configured (known are sandbox): correct its name, or set baseUrl, clientId and clientSecret in sailpoint:tenants.sandbx ' +
        "(`pulumi config set --path 'sailpoint:tenants.sandbx.baseUrl' https://<tenant>.api.identitynow.com`, ...), or SAIL_SANDBX_BASE_URL, SAIL_SANDBX_CLIENT_ID and SAIL_SANDBX_CLIENT_SECRET in the environment",
    ]);
    expect(problems({}, {}, { tenant: "sandbx" })).toEqual([
      expect.stringContaining("is not configured: correct its name"),
    ]);
  });

  it.each([
    ["previous", /is refused, for the variable SAIL_PREVIOUS_BASE_URL means something else/],
    ["DEFAULT", /is refused, for resources without `tenant` use the default tenant/],
    ["", /^the tenant "", which a resource names, has neither a letter nor a digit/],
    [" ", /has neither a letter nor a digit; choose another name$/],
  ])("is refused as %j", (tenant, expected) => {
    const variables = { SAIL_PREVIOUS_BASE_URL: acme };
    expect(problems({}, variables, { tenant })).toEqual([expect.stringMatching(expected)]);
  });

  it("is refused where another one has the same variables, in the stack or by another resource", () => {
    const collision = expect.stringMatching(
      /^the tenant "SAND-BOX", which a resource names, has the same variables SAIL_SAND_BOX_\* as "sand.box"; give one of them another name$/,
    );
    const tenants = { "sand.box": complete };
    expect(problems(tenants, {}, { tenant: "SAND-BOX" })).toEqual([collision]);
    const configuration = configure(
      {},
      {
        SAIL_SAND_BOX_BASE_URL: sandbox,
        SAIL_SAND_BOX_CLIENT_ID: "x",
        SAIL_SAND_BOX_CLIENT_SECRET: "y",
      },
    );
    expect(configuration.connectionOf("sand_box").baseUrl).toBe(sandbox);
    expect(() => configuration.connectionOf("sand-box")).toThrow(/as "sand_box"/);
    expect(configuration.connectionOf("sand_box").baseUrl).toBe(sandbox);
  });
});
