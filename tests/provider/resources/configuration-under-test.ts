/** A configuration with named tenants, and what is wrong with it. */
import { ConfigurationError, readConfiguration } from "../../../provider/resources/configuration";

type Keys = Record<string, string | undefined>;

export const acme = "https://acme.api.identitynow.com";
export const sandbox = "https://acme-sb.api.identitynow.com";
export const pair = { clientId: "stack-id", clientSecret: "stack-secret" };

/** All that a named tenant needs. */
export const complete = { baseUrl: sandbox, ...pair };

/** All that a tenant named "sandbox" needs, in the environment. */
export const environment = {
  SAIL_SANDBOX_BASE_URL: sandbox,
  SAIL_SANDBOX_CLIENT_ID: "environment-id",
  SAIL_SANDBOX_CLIENT_SECRET: "environment-secret",
};

/** All that the default tenant needs. */
export const standard = {
  "sailpoint:baseUrl": acme,
  "sailpoint:clientId": "standard-id",
  "sailpoint:clientSecret": "standard-secret",
};

/** The configuration with this value of `sailpoint:tenants`. */
export function configure(
  tenants: unknown,
  environmentKeys: Keys = {},
  stackKeys: Record<string, unknown> = {},
) {
  const keys: Record<string, unknown> = { ...stackKeys, "sailpoint:tenants": tenants };
  return readConfiguration({ stack: (key) => keys[key], environment: environmentKeys });
}

/** What is wrong when a resource names the tenant, the default one for null; a secret in it fails the test. */
export function problems(
  tenants: unknown,
  environmentKeys: Keys = {},
  {
    tenant = "sandbox",
    stack = {},
  }: { tenant?: string | null; stack?: Record<string, unknown> } = {},
): readonly string[] {
  try {
    configure(tenants, environmentKeys, stack).connectionOf(tenant ?? undefined);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    expect(error.message).not.toMatch(/\w-secret/);
    expect(error.message.split("\n").slice(1)).toEqual(error.problems.map((text) => `- ${text}`));
    return error.problems;
  }
  return [];
}
