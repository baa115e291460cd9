/**
 * The tenant guard: a resource in the state belongs to one tenant, whose URL it remembers in `tenantUrl`. Looked for elsewhere it
 * would seem deleted, and be built anew in the wrong place.
 */
import { type Call, type Change, type Props, ResourceError } from "./handler";
import type { Tenant } from "./tenant";
import type { Tenants } from "./tenants";
import { compact, isUnknown, listed } from "./value";

/** The name of the tenant that a declaration or a state picks; undefined is the default one. */
export function tenantNameOf(props: Props): string | undefined {
  return typeof props.tenant === "string" && !isUnknown(props.tenant) ? props.tenant : undefined;
}

/**
 * Passes if the resource in the state belongs to this tenant: `here`, or `moved` if it has the tenant's acknowledged former URL.
 * @throws {@link ResourceError} otherwise, before any request
 */
export function guardTenant(tenant: Tenant, thing: string, state: Props): "here" | "moved" {
  const { tenantUrl } = state;
  if (typeof tenantUrl !== "string" || tenantUrl === tenant.url) return "here";
  if (tenantUrl === tenant.previousUrl) return "moved";
  const [key, previous] =
    tenant.name === undefined
      ? ["sailpoint:baseUrl (SAIL_BASE_URL)", "sailpoint:previousBaseUrl (SAIL_PREVIOUS_BASE_URL)"]
      : [
          `the baseUrl of the tenant "${tenant.name}" in sailpoint:tenants`,
          "previousBaseUrl beside it",
        ];
  const configured =
    tenant.name === undefined
      ? `the configuration names ${tenant.url}`
      : `the configuration names ${tenant.url} for the tenant "${tenant.name}"`;
  throw new ResourceError(
    `${thing} belongs to the tenant ${tenantUrl}, but ${configured}: nothing was read or changed. ` +
      `Set ${key} to ${tenantUrl}, or use another stack for ${tenant.url}. ` +
      `Only if this very tenant has changed its host name: set ${previous} to ${tenantUrl}.`,
  );
}

/**
 * Passes if a list at the new URL has shown a resource that remembers the former one.
 * @throws {@link ResourceError} if not: then it is another tenant
 */
export function proveMoved(tenant: Tenant, thing: string, isListed: boolean): void {
  if (isListed) return;
  throw new ResourceError(
    `${thing} remembers the URL ${tenant.previousUrl}, which previousBaseUrl says is now ${tenant.url}; but the list there does not show its id, so this is another tenant, or the object was deleted. ` +
      "Nothing was changed. Check previousBaseUrl; if the object was deleted by hand, remove its entry with `pulumi state delete`.",
  );
}

/**
 * The guard of a call that is going to change something: what remembers the former URL must be listed at the new one besides.
 * @param isListed asks for that list; called only then
 * @throws {@link ResourceError} as `guardTenant` and `proveMoved`
 */
export async function guardWrite(
  tenant: Tenant,
  thing: string,
  state: Props,
  isListed: () => Promise<boolean>,
): Promise<"here" | "moved"> {
  const place = guardTenant(tenant, thing, state);
  if (place === "moved") proveMoved(tenant, thing, await isListed());
  return place;
}

/** What a diff does about a resource that remembers the former URL: `tenantUrl` is rewritten, and nothing else. */
export function movedChanges(
  tenant: Tenant,
  call: Call,
  thing: string,
  others: readonly Change[],
): Change[] {
  if (others.length > 0) {
    const paths = listed(others.map(({ path }) => path));
    call.log(
      "warning",
      `${thing}: this \`pulumi up\` only writes the new URL ${tenant.url} to the state; the change of ${paths} is made by the next one`,
    );
  }
  return [{ path: "tenantUrl", kind: "update" }];
}

/** The tenants of a change: where the object is, and where it is to be. */
export interface TenantChange {
  /** Where it is to be. */
  tenant: Tenant;
  /** Where it is, if that is another tenant: then the object is replaced. */
  from: Tenant | undefined;
  isMoved: boolean;
}

/** Decides by the URLs, not by the names: the same URL under another name is the same tenant. */
export function tenantChange(
  tenants: Tenants,
  thing: string,
  state: Props,
  news: Props,
): TenantChange {
  if (typeof state.tenantUrl !== "string") {
    // As `pulumi import --file` leaves it without outputs: compared with nothing, everything would be replaced.
    throw new ResourceError(
      `${thing}: the state does not hold its properties yet. Run \`pulumi refresh\` first, which reads them.`,
    );
  }
  const isOpen = isUnknown(news.tenant);
  const tenant = tenants.open(tenantNameOf(isOpen ? state : news));
  const isSameName = isOpen || tenantNameOf(news) === tenantNameOf(state);
  if (isSameName || state.tenantUrl === tenant.url || state.tenantUrl === tenant.previousUrl) {
    return { tenant, from: undefined, isMoved: guardTenant(tenant, thing, state) === "moved" };
  }
  const from = tenants.open(tenantNameOf(state));
  guardTenant(from, thing, state);
  return { tenant, from, isMoved: false };
}

/**
 * Says that an object is deleted in one tenant and made in another, and which.
 * @throws {@link ResourceError} if the credentials of the other one may make nothing: it would then be in neither
 */
export async function announceReplacement(
  call: Call,
  thing: string,
  from: Tenant,
  to: Tenant,
): Promise<void> {
  const lacking = await to.lackingScopes(call, ["idn:nelm:manage"]);
  if (lacking.length > 0) {
    throw new ResourceError(
      `${thing} would be deleted in ${from.url} and could not be created in ${to.url}: the credentials there lack the scope ${listed(lacking)}. Nothing was changed. Give the personal access token that scope, or leave the tenant as it was.`,
    );
  }
  call.log(
    "warning",
    `${thing} is deleted in ${from.url} and created anew in ${to.url}: its tenant changes`,
  );
}

/** The state after such a rewriting: the URL and the name that the tenant has now, and nothing else. */
export function movedState(tenant: Tenant, state: Props, news: Props): Props {
  return compact({ ...state, tenant: news.tenant ?? undefined, tenantUrl: tenant.url });
}

/** The changes with one that makes the engine replace the object: that of the tenant. */
export function withReplacement(changes: readonly Change[]): Change[] {
  const others = changes.filter(({ path }) => path !== "tenant");
  return [...others, { path: "tenant", kind: "update", replace: true }];
}
