/** Configuration that cannot be used, in the stack and in the environment: told at preview, all at once. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { expectRefusal } from "./refusal";
import { declareSource, useScenario } from "./scenario";

const owner = { id: DEFAULT_IDENTITIES.ada.id };
const source = (args: object = {}) =>
  declareSource("contractors", {
    name: "Contractors",
    description: "External staff",
    owner,
    ...args,
  });
const secret = "secret-of-the-test";
const nowhere = {
  SAIL_BASE_URL: undefined,
  SAIL_CLIENT_ID: undefined,
  SAIL_CLIENT_SECRET: undefined,
};

describe("a preview with a wrong environment", () => {
  const scenario = useScenario({ stack: { program: source() } });

  it("lists everything that the configuration lacks", async () => {
    await expectRefusal(
      scenario,
      [
        "sailpoint:baseUrl is missing: run `pulumi config set sailpoint:baseUrl https://<tenant>.api.identitynow.com`",
        "sailpoint:clientId is missing",
        "sailpoint:clientSecret is missing: run `pulumi config set --secret sailpoint:clientSecret`",
      ],
      nowhere,
    );
  });

  it("lists everything that is wrong in the configuration", async () => {
    await expectRefusal(
      scenario,
      [
        `SAIL_BASE_URL: the base URL "${scenario.simulator.url}/v3" ends in a version, which the setting apiVersion chooses`,
        "SAIL_CLIENT_SECRET is missing: the environment has SAIL_CLIENT_ID without it",
        'sailpoint:apiVersion (SAIL_API_VERSION) is "v4"; accepted are v1',
        'sailpoint:adoptExisting (SAIL_ADOPT_EXISTING) is "yes"; accepted are never, identical and always',
        '(SAIL_MAX_REQUESTS_PER_10_SECONDS) is "1.5"; give a whole number from 1 up to 100000',
        '(SAIL_REQUEST_TIMEOUT_SECONDS) is "-1"; give a number above 0 and up to 3600',
      ],
      {
        SAIL_BASE_URL: `${scenario.simulator.url}/v3`,
        SAIL_CLIENT_SECRET: undefined,
        SAIL_API_VERSION: "v4",
        SAIL_ADOPT_EXISTING: "yes",
        SAIL_MAX_REQUESTS_PER_10_SECONDS: "1.5",
        SAIL_REQUEST_TIMEOUT_SECONDS: "-1",
      },
    );
  });

  it("refuses the address of the user interface, and names that of the API", async () => {
    await expectRefusal(
      scenario,
      [/is that of the user interface, not of the API.* https:\/\/acme\.api\.identitynow\.com/],
      { SAIL_BASE_URL: "https://acme.identitynow.com" },
    );
  });

  it("refuses wrong credentials without showing them", async () => {
    const wrong = "wrong-secret-of-the-test";
    await expectRefusal(
      scenario,
      [/access token: 401 .*SAIL_CLIENT_SECRET/],
      { SAIL_CLIENT_SECRET: wrong },
      [wrong],
    );
  });

  it("refuses half a pair of a named tenant, two URLs of another, and a wrong former URL", async () => {
    scenario.stack.program(source({ tenant: "sandbox" }));
    await expectRefusal(
      scenario,
      [
        "SAIL_SANDBOX_CLIENT_ID is missing: the environment has SAIL_SANDBOX_CLIENT_SECRET without it; set both or neither",
        "SAIL_SANDBOX_BASE_URL is missing: the environment has credentials but does not say for which tenant",
        /SAIL_SANDBOX_PREVIOUS_BASE_URL: .*ends in a version.*use the form https:\/\/old\.api\.identitynow\.com/,
        /SAIL_PREVIOUS_BASE_URL: the base URL is no web address/,
      ],
      {
        SAIL_SANDBOX_CLIENT_SECRET: secret,
        SAIL_SANDBOX_PREVIOUS_BASE_URL: "https://old.api.identitynow.com/v3",
        SAIL_PREVIOUS_BASE_URL: secret,
      },
      [secret],
    );
  });
});

describe("a preview with a wrong stack configuration", () => {
  const scenario = useScenario({
    stack: {
      program: source({ tenant: "sandbox" }),
      config: {
        "sailpoint:baseUrl": "https://acme.login.sailpoint.com",
        "sailpoint:clientId": "id",
        "sailpoint:previousBaseUrl": "ftp://acme",
        "sailpoint:apiVersion": "v4",
        "sailpoint:adoptExisting": "sometimes",
        "sailpoint:backupDir": ["none"],
        "sailpoint:maxRequestsPer10Seconds": 0,
        "sailpoint:requestTimeoutSeconds": "soon",
        "sailpoint:tenants": {
          default: {},
          sandbox: { baseUrl: "http://acme.api.identitynow.com", clientId: 7, secret },
          other: [secret],
        },
      },
    },
  });

  it("tells of every key of it, the named tenants included", async () => {
    await expectRefusal(
      scenario,
      [
        /sailpoint:baseUrl: .*login page/,
        "sailpoint:clientSecret is missing: the stack configuration has sailpoint:clientId without it",
        /sailpoint:previousBaseUrl: the base URL is no web address/,
        'sailpoint:apiVersion (SAIL_API_VERSION) is "v4"; accepted are v1, v2026',
        '(SAIL_ADOPT_EXISTING) is "sometimes"; accepted are never, identical and always',
        '(SAIL_MAX_REQUESTS_PER_10_SECONDS) is "0"; give a whole number from 1',
        '(SAIL_REQUEST_TIMEOUT_SECONDS) is "soon"; give a number above 0',
        'sailpoint:tenants: the name "default" is refused',
        /sailpoint:tenants\.sandbox\.baseUrl: .*must use https/,
        "sailpoint:tenants.sandbox.clientId must be a string, got a number",
        "sailpoint:tenants.sandbox.secret is not a setting of a tenant",
        "sailpoint:tenants.other must be an object with the keys",
      ],
      nowhere,
      [secret],
    );
  });

  it("tells of a text in place of the named tenants, once", async () => {
    await scenario.stack.config("sailpoint:tenants", secret, { secret: true });
    await expectRefusal(
      scenario,
      ["sailpoint:tenants must be an object of name ->", "got a text that is no JSON"],
      nowhere,
      [secret],
    );
  });
});
