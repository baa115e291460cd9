import * as pulumi from "@pulumi/pulumi";
import { currentProgram, declareOnce, nameOutputs, rememberOrigin } from "./declared";
import { registrationOf } from "./dynamic-resource";
import { LookUp, type LookUpOptions } from "./look-up";
import type {
  GroupRef,
  IdentityRef,
  MemberRef,
  ResolvedGroupRef,
  ResolvedIdentityRef,
  ResolvedMemberRef,
} from "./reference";

/**
 * What a {@link NonEmployeeSource} takes. An optional argument that is left out means "none": a value added by hand in the
 * tenant is then drift. To leave a property alone, use Pulumi's `ignoreChanges`.
 */
export interface NonEmployeeSourceArgs {
  /** Name of the source, unique in the tenant. Changed in place. */
  name: pulumi.Input<string>;
  /** Description; the API requires one. Changed in place. */
  description: pulumi.Input<string>;
  /** The identity that owns the source. Changed in place, through the Sources API. */
  owner: pulumi.Input<IdentityRef>;
  /**
   * The governance group whose members may manage the source, but not its accounts. Changed in place.
   * @default none
   */
  managementWorkgroup?: pulumi.Input<GroupRef | undefined>;
  /**
   * Who approves requests for this source, in the order of approval; at most 3. Changed in place.
   * @default none
   */
  approvers?: pulumi.Input<pulumi.Input<MemberRef>[] | undefined>;
  /**
   * Who manages the non-employees of this source; at most 10, their order has no meaning. Changed in place.
   * @default none
   */
  accountManagers?: pulumi.Input<pulumi.Input<MemberRef>[] | undefined>;
  /**
   * Allows the source to be destroyed while it still has records. It counts only once an `up` has brought it into the state,
   * and the configuration `backupDir` must name the folder that the records are written to before, or say `none`.
   * @default false
   */
  forceDestroy?: pulumi.Input<boolean | undefined>;
  /**
   * Name of a further tenant of the configuration (`sailpoint:tenants`). A change to a tenant with another base URL replaces the
   * source, deleting first.
   * @default the tenant of `sailpoint:baseUrl`
   */
  tenant?: pulumi.Input<string | undefined>;
}

const outputs = {
  sourceId: undefined,
  nonEmployeeSourceId: undefined,
  ownerId: undefined,
  managementWorkgroupId: undefined,
  approverIds: undefined,
  accountManagerIds: undefined,
  created: undefined,
  tenantUrl: undefined,
};

const optionalInputs = {
  managementWorkgroup: undefined,
  approvers: undefined,
  accountManagers: undefined,
  forceDestroy: undefined,
  tenant: undefined,
};

const requiredInputs = { name: undefined, description: undefined, owner: undefined };

/**
 * A source of non-employees in SailPoint Identity Security Cloud. Its id is the `sourceId` (32 hex characters). Creating it gives
 * it the 8 system attributes; custom ones are {@link SchemaAttribute} resources.
 *
 * @see createNonEmployeeSource, patchNonEmployeeSource, deleteNonEmployeeSource, updateSource
 *
 * @example A source and its owner
 * ```ts
 * new NonEmployeeSource("contractors", {
 *   name: "Contractors",
 *   description: "External staff of the plants",
 *   owner: { email: "ada@example.com" },
 * });
 * ```
 *
 * @example Two approvers, one after the other, and a group that manages the people
 * ```ts
 * new NonEmployeeSource("contractors", {
 *   name: "Contractors",
 *   description: "External staff of the plants",
 *   owner: { email: "ada@example.com", alias: "ada.lovelace" },
 *   approvers: [{ alias: "grace.hopper" }, { id: "2c91809f703bb37a017040a2fe8748c7" }],
 *   accountManagers: [{ governanceGroup: "Plant desk" }],
 * });
 * ```
 */
export class NonEmployeeSource extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string>;
  declare readonly owner: pulumi.Output<ResolvedIdentityRef>;
  declare readonly managementWorkgroup: pulumi.Output<ResolvedGroupRef | undefined>;
  declare readonly approvers: pulumi.Output<ResolvedMemberRef[] | undefined>;
  declare readonly accountManagers: pulumi.Output<ResolvedMemberRef[] | undefined>;
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;
  declare readonly tenant: pulumi.Output<string | undefined>;
  /** Id of the source in the Sources API, identity profiles and records (32 hex characters). */
  declare readonly sourceId: pulumi.Output<string>;
  /** Id of the object in the non-employee API (UUID); no path takes it. */
  declare readonly nonEmployeeSourceId: pulumi.Output<string>;
  /** Id of the owner. */
  declare readonly ownerId: pulumi.Output<string>;
  /** Id of the management workgroup, if there is one. */
  declare readonly managementWorkgroupId: pulumi.Output<string | undefined>;
  /** Ids of the approvers, in the order of approval. */
  declare readonly approverIds: pulumi.Output<string[]>;
  /** Ids of the account managers, sorted. */
  declare readonly accountManagerIds: pulumi.Output<string[]>;
  /** Instant of creation, ISO 8601. */
  declare readonly created: pulumi.Output<string>;
  /** Base URL of the tenant that holds the source. */
  declare readonly tenantUrl: pulumi.Output<string>;

  /**
   * A source that exists and is managed elsewhere: all its outputs, and nothing is written.
   *
   * @param id the `sourceId`, or `name:<source name>`; the `id` in the program stays what is given here, `sourceId` is the right one
   * @param opts besides Pulumi's options: `tenant`, the name of a further tenant of the configuration
   * @throws if there is no such source, or more than one of that name
   * @see listNonEmployeeSources, listSources
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts: LookUpOptions = {},
  ): NonEmployeeSource {
    return new NonEmployeeSource(name, new LookUp(id, opts));
  }

  constructor(name: string, args: NonEmployeeSourceArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal what `get` calls */
  constructor(name: string, lookUp: LookUp);
  constructor(
    name: string,
    args: NonEmployeeSourceArgs | LookUp,
    opts?: pulumi.CustomResourceOptions,
  ) {
    const isLookedUp = args instanceof LookUp;
    if (!isLookedUp && typeof args?.name === "string") {
      declareSourceOnce(name, args.name, args.tenant);
    }
    const inputs = isLookedUp
      ? { ...requiredInputs, ...optionalInputs, tenant: args.tenant }
      : { ...optionalInputs, ...args };
    const options = isLookedUp ? args.options : opts;
    super(...registrationOf("NonEmployeeSource", name, { ...inputs, ...outputs }, options));
    nameOutputs(this, this.id, this.sourceId);
    rememberOrigin(this, { tenant: inputs.tenant, isLookedUp });
  }
}

function declareSourceOnce(resource: string, name: string, tenant: unknown): void {
  // A tenant whose name is an output cannot be told apart from another one.
  if (tenant !== undefined && typeof tenant !== "string") return;
  const where = tenant === undefined ? "" : ` of the tenant "${tenant}"`;
  const key = `source ${JSON.stringify([tenant ?? null, name])}`;
  declareOnce(currentProgram(), key, `the non-employee source "${name}"${where}`, resource);
}
