import type * as pulumi from "@pulumi/pulumi";
import type { GovernanceGroupResult, IdentityResult } from "../provider/resources/result";
import { type Find, lookUp, lookUpOutput } from "./finder";
import type { InTenant, OrOutputs } from "./look-up";

/** By what {@link getIdentity} finds: exactly one of `alias`, `email` and `id`. */
export type GetIdentityArgs = InTenant &
  (
    | {
        /** Account name on the authoritative source; upper and lower case are one. */
        alias: string;
        email?: undefined;
        id?: undefined;
      }
    | {
        /** Upper and lower case are one. */
        email: string;
        alias?: undefined;
        id?: undefined;
      }
    | {
        /** 32 hex characters. */
        id: string;
        alias?: undefined;
        email?: undefined;
      }
  );

/** By what {@link getGovernanceGroup} finds: exactly one of `name` and `id`. */
export type GetGovernanceGroupArgs = InTenant &
  (
    | {
        /** Upper and lower case are one. */
        name: string;
        id?: undefined;
      }
    | {
        /** UUID or 32 hex characters. */
        id: string;
        name?: undefined;
      }
  );

/**
 * Finds a person of the tenant, active or not. What a program asks at once goes out in one request.
 *
 * A reference such as `owner: { email: "ada@example.com" }` needs no look-up: the provider finds out who is meant.
 *
 * @throws pulumi.RunError if there is nobody, if several people have the e-mail, or if the tenant cannot be asked
 * @see getPublicIdentities
 *
 * @example
 * ```ts
 * export const ada = getIdentity({ alias: "ada.lovelace" });
 * ```
 */
export function getIdentity(args: GetIdentityArgs): Promise<IdentityResult> {
  return lookUp("getIdentity", args, findGetIdentity);
}

/**
 * {@link getIdentity} for arguments that may be outputs. In a preview in which one of them is not known yet, the result is not
 * known either.
 *
 * @throws as `getIdentity`, when the program runs
 * @see getPublicIdentities
 *
 * @example
 * ```ts
 * new NonEmployeeSource("contractors", {
 *   name: "Contractors",
 *   description: "External staff of the plants",
 *   owner: { id: getIdentityOutput({ email: "ada@example.com" }).id },
 * });
 * ```
 */
export function getIdentityOutput(
  args: pulumi.Input<OrOutputs<GetIdentityArgs>>,
): pulumi.Output<IdentityResult> {
  return lookUpOutput("getIdentity", args, findGetIdentity);
}

/**
 * Finds a governance group of the tenant.
 *
 * @throws pulumi.RunError if there is none, if several have the name, or if the tenant cannot be asked
 * @see listWorkgroups
 */
export function getGovernanceGroup(args: GetGovernanceGroupArgs): Promise<GovernanceGroupResult> {
  return lookUp("getGovernanceGroup", args, findGetGovernanceGroup);
}

/**
 * {@link getGovernanceGroup} for arguments that may be outputs. In a preview in which one of them is not known yet, the result is
 * not known either.
 *
 * @throws as `getGovernanceGroup`, when the program runs
 * @see listWorkgroups
 */
export function getGovernanceGroupOutput(
  args: pulumi.Input<OrOutputs<GetGovernanceGroupArgs>>,
): pulumi.Output<GovernanceGroupResult> {
  return lookUpOutput("getGovernanceGroup", args, findGetGovernanceGroup);
}

const findGetIdentity: Find<IdentityResult> = (finder, args) => finder.getIdentity(args);
const findGetGovernanceGroup: Find<GovernanceGroupResult> = (finder, args) =>
  finder.getGovernanceGroup(args);
