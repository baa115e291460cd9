/** What create does when the object exists already: refuse, or take it over. */
import { type Props, ResourceError } from "./handler";
import type { Tenant } from "./tenant";
import { canonical, listed } from "./value";

/** An object of the tenant that has the name of a new declaration. */
export interface Existing {
  /** For messages: `a non-employee source named "Contractors"`. */
  thing: string;
  id: string;
  /** The id that a resource of it has. */
  key: string;
  tenantUrl: string;
  /** Declared properties in which the existing object differs. */
  differing: readonly string[];
  /** Those of them that cannot be changed in place. */
  fixed: readonly string[];
  /** True for a custom attribute that may be taken over under `never` if it is equal. */
  isTakenOverWhenEqual: boolean;
}

/** The reason to refuse, or undefined if the object is to be taken over. */
export function refusalOf(tenant: Tenant, existing: Existing): string | undefined {
  const { thing, id, tenantUrl, differing, fixed } = existing;
  const claim = claimOf(tenant, existing);
  if (claim !== undefined) return claim;
  const found = `${thing} exists already in ${tenantUrl}, id ${id}`;
  if (fixed.length > 0) {
    return `${found}, and its ${listed(fixed)} cannot be changed. Choose another name, or delete it in the tenant first.`;
  }
  const { adoptExisting } = tenant;
  const isSame = differing.length === 0;
  if (adoptExisting === "always") return undefined;
  if (isSame && (adoptExisting === "identical" || existing.isTakenOverWhenEqual)) return undefined;
  const differs = isSame ? "" : ` It differs from the program in ${listed(differing)}.`;
  const how = isSame
    ? 'To take it over as it is, set sailpoint:adoptExisting (SAIL_ADOPT_EXISTING) to "identical"'
    : 'To take it over and change it to what the program says, set sailpoint:adoptExisting (SAIL_ADOPT_EXISTING) to "always"';
  return (
    `${found}.${differs} ${how}; otherwise choose another name. ` +
    "If the resource was only renamed in the program, give it `aliases` with its old name; if another resource gives up the name in this run, run `pulumi up` with that change alone first."
  );
}

/** Takes an object that was made or taken over for one resource. @throws {@link ResourceError} if another one has it */
export function claim(tenant: Tenant, key: string, thing: string): void {
  if (tenant.ledger.taken.has(key)) throw new ResourceError(taken(thing));
  tenant.ledger.taken.add(key);
  tenant.ledger.held.add(key);
}

/** Remembers which declaration an object of the state has. @throws {@link ResourceError} if it has two */
export function hold(tenant: Tenant, key: string, thing: string, inputs: Props): void {
  const declaration = canonical(inputs);
  const other = tenant.ledger.declarations.get(key);
  if (other !== undefined && other !== declaration) {
    throw new ResourceError(
      `${taken(thing)} The state has an entry for each; a resource that leaves the program only leaves the state.`,
    );
  }
  tenant.ledger.declarations.set(key, declaration);
  tenant.ledger.held.add(key);
}

function taken(thing: string): string {
  return `${thing} belongs to another resource of this program already; two must not declare the same object. Remove one, or give it another name.`;
}

/** Why the object is not free: another resource of this run has it, or gives it another name. */
function claimOf(tenant: Tenant, { thing, id, key }: Existing): string | undefined {
  if (tenant.ledger.taken.has(key)) {
    return taken(`${thing} (id ${id})`);
  }
  if (!tenant.ledger.renamed.has(key)) return undefined;
  return `${thing} (id ${id}) gets another name from another resource in this run. Run \`pulumi up\` with that change alone first, then add the new resource.`;
}

/** Why an object cannot get another name: a new resource of this run takes it over for the name that it has. */
export function renameRefusal(tenant: Tenant, key: string, thing: string): string | undefined {
  if (!tenant.ledger.wantedByNew.has(key)) return undefined;
  return `${thing} cannot get another name in this run: a new resource declares its old name, and would take it over. Run \`pulumi up\` with the new name alone first, then add the new resource.`;
}

/** What is said when an object is taken over. */
export function adoptionNotice(existing: Existing): string {
  const change =
    existing.differing.length === 0
      ? "it equals the declaration, so nothing is written"
      : `${listed(existing.differing)} will be changed to what the program says`;
  return (
    `${existing.thing} exists already, id ${existing.id}: it is taken over (${change}). ` +
    "From now on it is deleted when this resource is destroyed."
  );
}
