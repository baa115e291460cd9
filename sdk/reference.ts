import type * as pulumi from "@pulumi/pulumi";

/**
 * A person (or, among approvers and account managers, a governance group) by id.
 *
 * @example { id: "2c91808568c529c60168cca6f90c1313" }
 */
export interface IdentityRef {
  /** Id of the identity in the tenant (32 hex characters); in lists also the id of a governance group. */
  id: pulumi.Input<string>;
}

/** A governance group by id. */
export interface GroupRef {
  /** Id of the governance group in the tenant. */
  id: pulumi.Input<string>;
}

/** A reference as it comes out of a resource. */
export interface Ref {
  id: string;
}
