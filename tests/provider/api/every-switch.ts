/** Runs tests against a tenant for each position of each switch, and against an ordinary one through each version. */
import {
  apiVersions,
  type Client,
  type ClientOptions,
  detailNumber,
  HttpError,
  type SchemaAttribute,
} from "../../../provider/api";
import { BEHAVIOUR_POSITIONS, type Behaviour, type Store } from "../../../simulator";
import { rejectionOf } from "./scripted-server";
import { sourceToCreate, startTenant, type TestTenant } from "./tenant";

/** The tenant of one test. */
export class SwitchedTenant {
  readonly #tenant: TestTenant;
  readonly client: Client;

  constructor(tenant: TestTenant, options: Partial<ClientOptions>) {
    this.#tenant = tenant;
    this.client = tenant.connect(options);
  }

  get behaviour(): Behaviour {
    return this.#tenant.simulator.behaviour;
  }

  get store(): Store {
    return this.#tenant.simulator.store;
  }

  now(): number {
    return this.#tenant.clock.now();
  }

  /** Lets what was just made or deleted become visible. */
  settleDown(): void {
    this.#tenant.clock.advance(1_000);
  }

  async createSource(name?: string): Promise<string> {
    const { sourceId } = await this.client.createNonEmployeeSource(sourceToCreate(name));
    this.settleDown();
    return sourceId;
  }

  async createAttribute(sourceId: string): Promise<SchemaAttribute> {
    const attribute = await this.client.createNonEmployeeSourceSchemaAttributes(sourceId, {
      type: "TEXT",
      technicalName: "costCenter",
      label: "Cost center",
    });
    this.settleDown();
    return attribute;
  }

  /** A custom attribute as it is stored. */
  attribute(sourceId: string, id: string) {
    return this.store.attributesOf(sourceId).find((one) => one.id === id);
  }
}

/** Number of the detail code that a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<string | undefined> {
  const error = await rejectionOf(call);
  expect(error).toBeInstanceOf(HttpError);
  return error instanceof HttpError ? detailNumber(error.detailCode) : undefined;
}

/**
 * Defines the tests once for each position and version.
 *
 * @param use - Told the tenant of each test before it.
 */
export function describeEverySwitch(
  use: (tenant: SwitchedTenant) => void,
  define: () => void,
): void {
  const positions = Object.entries(BEHAVIOUR_POSITIONS).flatMap(([name, values]) =>
    values.map((value) => ({ behaviour: { [name]: value }, options: {} })),
  );
  const versions = apiVersions.map((apiVersion) => ({ behaviour: {}, options: { apiVersion } }));
  describe.each([...positions, ...versions])("a tenant with %j", ({ behaviour, options }) => {
    let tenant: TestTenant | undefined;

    beforeEach(async () => {
      tenant = await startTenant({ behaviour });
      use(new SwitchedTenant(tenant, options));
    });

    afterEach(() => tenant?.simulator.stop());

    define();
  });
}
