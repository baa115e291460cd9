/** A tenant with requests, and a client of each person who has to do with them. */
import type { Client, ClientOptions } from "../../../provider/api";
import type { SimulatorOptions } from "../../../simulator";
import { requestSeed, type Who } from "../../simulator/request-under-test";
import { startTenant, type TestTenant } from "./tenant";

export interface RequestTenant extends TestTenant {
  /** The client of a person, with a token already. */
  as(who: Who, options?: Partial<ClientOptions>): Promise<Client>;
}

/** Starts a tenant with people as in `requestSeed`; `client` is the administrator's. */
export async function startRequestTenant(options: SimulatorOptions = {}): Promise<RequestTenant> {
  const tenant = await startTenant({ seed: requestSeed, ...options });
  const as = async (who: Who, more: Partial<ClientOptions> = {}): Promise<Client> => {
    const client = tenant.connect({ clientId: who, clientSecret: who, ...more });
    await client.authenticate();
    return client;
  };
  return { ...tenant, as };
}
