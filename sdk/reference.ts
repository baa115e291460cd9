import type * as pulumi from "@pulumi/pulumi";

/**
 * A person, in one of four forms. The provider finds out at preview who is meant; drift is judged by the id alone. With e-mail and
 * alias, the e-mail counts, and the alias if nobody has that e-mail; if they are those of two people, it is an error.
 *
 * @example { email: "ada@example.com" }
 * @example { alias: "ada.lovelace" }
 * @example { email: "ada@example.com", alias: "ada.lovelace" }
 * @example { id: "2c91808568c529c60168cca6f90c1313" }
 */
export interface IdentityRef {
  /** Id of the identity in the tenant (32 hex characters). Beside another form it is what a resource put out, and is checked. */
  id?: pulumi.Input<string | undefined>;
  /** E-mail of the identity; upper and lower case are one. */
  email?: pulumi.Input<string | undefined>;
  /** Account name of the identity on its authoritative source, unique in the tenant. */
  alias?: pulumi.Input<string | undefined>;
}

/**
 * A person or a governance group, as approvers and account managers take them: a form of {@link IdentityRef}, the name of a
 * governance group, or the id of either.
 *
 * @example { governanceGroup: "Plant desk" }
 */
export interface MemberRef extends IdentityRef {
  /** Name of the governance group; upper and lower case are one. */
  governanceGroup?: pulumi.Input<string | undefined>;
}

/**
 * A governance group, by name or id.
 *
 * @example { name: "Plant administrators" }
 */
export interface GroupRef {
  /** Id of the governance group in the tenant. Beside a name it is what a resource put out, and is checked. */
  id?: pulumi.Input<string | undefined>;
  /** Name of the governance group; upper and lower case are one. */
  name?: pulumi.Input<string | undefined>;
}

/** A reference as it comes out of a resource: what was declared, and the id that it stands for. */
export interface ResolvedIdentityRef {
  id: string;
  email?: string;
  alias?: string;
}

/** The same among approvers and account managers. */
export interface ResolvedMemberRef extends ResolvedIdentityRef {
  governanceGroup?: string;
}

/** A governance group as it comes out of a resource. */
export interface ResolvedGroupRef {
  id: string;
  name?: string;
}
