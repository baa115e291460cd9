import * as pulumi from "@pulumi/pulumi";
import { currentProgram, declareOnce, nameOutputs } from "./declared";
import { registrationOf } from "./dynamic-resource";
import type { GroupRef, IdentityRef, Ref } from "./reference";

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
  approvers?: pulumi.Input<pulumi.Input<IdentityRef>[] | undefined>;
  /**
   * Who manages the non-employees of this source; at most 10, their order has no meaning. Changed in place.
   * @default none
   */
  accountManagers?: pulumi.Input<pulumi.Input<IdentityRef>[] | undefined>;
  /**
   * Allows the source to be destroyed while it still has records. It counts only once an `up` has brought it into the state,
   * and the configuration `backupDir` must name the folder that the records are written to before, or say `none`.
   * @default false
   */
  forceDestroy?: pulumi.Input<boolean | undefined>;
}

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
 *   owner: { id: "2c91808568c529c60168cca6f90c1313" },
 * });
 * ```
 *
 * @example Two approvers, one after the other, and a group that manages the people
 * ```ts
 * new NonEmployeeSource("contractors", {
 *   name: "Contractors",
 *   description: "External staff of the plants",
 *   owner: { id: "2c91808568c529c60168cca6f90c1313" },
 *   approvers: [
 *     { id: "2c91808570313110017040b06f344ec9" },
 *     { id: "2c91809f703bb37a017040a2fe8748c7" },
 *   ],
 *   accountManagers: [{ id: "2c918084660f45d6016617daa9210584" }],
 * });
 * ```
 */
export class NonEmployeeSource extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string>;
  declare readonly owner: pulumi.Output<Ref>;
  declare readonly managementWorkgroup: pulumi.Output<Ref | undefined>;
  declare readonly approvers: pulumi.Output<Ref[] | undefined>;
  declare readonly accountManagers: pulumi.Output<Ref[] | undefined>;
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;
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

  constructor(name: string, args: NonEmployeeSourceArgs, opts?: pulumi.CustomResourceOptions) {
    if (typeof args?.name === "string") {
      const object = `the non-employee source "${args.name}"`;
      declareOnce(currentProgram(), `source ${args.name}`, object, name);
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
    const inputs = {
      managementWorkgroup: undefined,
      approvers: undefined,
      accountManagers: undefined,
      forceDestroy: undefined,
      ...args,
    };
    super(...registrationOf("NonEmployeeSource", name, { ...inputs, ...outputs }, opts));
    nameOutputs(this, this.id, this.sourceId);
  }
}
