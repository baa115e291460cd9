/** The look-up functions of a program, on plain values. Each finds exactly one object, or fails; nothing is written. */
import type { CallOptions, NonEmployeeSource } from "../api";
import { ConfigurationError } from "./configuration";
import { findGroup, findIdentity, findSource, listAttributes } from "./find";
import { messageOf, ResourceError } from "./handler";
import {
  type GovernanceGroupResult,
  governanceGroupResult,
  type IdentityResult,
  identityResult,
  type SchemaAttributeResult,
  type SourceResult,
  schemaAttributeResult,
  sourceResult,
} from "./result";
import { wantedBy, wantedTenant } from "./search";
import type { Tenant } from "./tenant";
import type { Tenants } from "./tenants";

const source = {
  name: "getSource",
  keys: { name: "the name of a non-employee source", sourceId: "its 32 hex characters" },
};
const schemaAttributes = {
  name: "listSchemaAttributes",
  keys: { sourceId: "the 32 hex characters of a non-employee source" },
};
const identity = {
  name: "getIdentity",
  keys: {
    alias: "the alias of an identity",
    email: "its e-mail",
    id: "its 32 hex characters",
  },
};
const governanceGroup = {
  name: "getGovernanceGroup",
  keys: { name: "the name of a governance group", id: "its id" },
};

/**
 * Looks up for one program: a client for each tenant, lists read once, questions of one turn of the event loop asked together.
 * The arguments come as a program gives them. Every method fails with a message that begins with its name, apart from problems of
 * the configuration, which are the same for all.
 */
export class Finder {
  readonly #tenants: Tenants;
  readonly #options: CallOptions;

  constructor(tenants: Tenants, options: CallOptions) {
    this.#tenants = tenants;
    this.#options = options;
  }

  /** @see listNonEmployeeSources, listSources */
  async getSource(args: unknown): Promise<SourceResult> {
    const { by, value, tenant: name } = wantedBy(source, args);
    return await this.#in(source.name, name, async (tenant) => {
      const search = by === "name" ? { name: value } : { sourceId: value };
      return await this.#result(tenant, await findSource(tenant, this.#options, search));
    });
  }

  /** @see listNonEmployeeSources, listSources */
  async listSources(args: unknown): Promise<SourceResult[]> {
    const name = wantedTenant("listSources", args);
    return await this.#in("listSources", name, async (tenant) => {
      const sources = await tenant.reads.sources(this.#options);
      return await Promise.all(sources.map((found) => this.#result(tenant, found)));
    });
  }

  /** @see getNonEmployeeSourceSchemaAttributes */
  async listSchemaAttributes(args: unknown): Promise<SchemaAttributeResult[]> {
    const { value, tenant: name } = wantedBy(schemaAttributes, args);
    return await this.#in(schemaAttributes.name, name, async (tenant) => {
      const all = await listAttributes(tenant, this.#options, value);
      return all.map((attribute) => schemaAttributeResult(value, attribute));
    });
  }

  /** @see getPublicIdentities */
  async getIdentity(args: unknown): Promise<IdentityResult> {
    const { by, value, tenant: name } = wantedBy(identity, args);
    return await this.#in(identity.name, name, async (tenant) =>
      identityResult(await findIdentity(tenant, this.#options, by, value)),
    );
  }

  /** @see listWorkgroups */
  async getGovernanceGroup(args: unknown): Promise<GovernanceGroupResult> {
    const { by, value, tenant: name } = wantedBy(governanceGroup, args);
    return await this.#in(governanceGroup.name, name, async (tenant) =>
      governanceGroupResult(await findGroup(tenant, this.#options, by, value)),
    );
  }

  /** The generic source is asked for by itself only if it was made after the list of all. */
  async #result(tenant: Tenant, found: NonEmployeeSource): Promise<SourceResult> {
    const generic = await tenant.reads.genericSource(found.sourceId, this.#options);
    return sourceResult(found, generic, tenant.url);
  }

  async #in<T>(
    method: string,
    name: string | undefined,
    work: (tenant: Tenant) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(this.#tenants.open(name));
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      throw new ResourceError(`${method}: ${messageOf(error)}`, { cause: error });
    }
  }
}
