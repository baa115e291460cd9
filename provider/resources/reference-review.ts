/** Judging references before a resource does: for a whole set of sources at once. */
import type { Call, Failure, Props } from "./handler";
import { findReferenced, placesOf, type ReferenceProperty, repeated } from "./resolve";
import { callOptions, type Tenant } from "./tenant";

/** What is to be said of the references of new inputs. */
export interface ReferenceReview {
  failures: Failure[];
  /** Places that name somebody who is inactive, each with who that is. */
  inactive: { path: string; label: string }[];
}

/**
 * What is wrong with the references of new inputs, told as by `resolveReferences`. Whether somebody inactive may stay is left to
 * the check of the resource, which knows who is in charge already.
 */
export async function reviewReferences(
  tenant: Tenant,
  call: Call,
  properties: readonly ReferenceProperty[],
  news: Props,
): Promise<ReferenceReview> {
  const places = properties.flatMap((property) => placesOf(property, news, {}));
  const ids = new Map<string, string>();
  const review: ReferenceReview = { failures: [], inactive: [] };
  const outcomes = await Promise.all(
    places.map(({ property, declared }) =>
      findReferenced(tenant, callOptions(call), declared, property.kind),
    ),
  );
  for (const [index, { path }] of places.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    if ("reason" in outcome) {
      review.failures.push({ path, reason: outcome.reason });
      continue;
    }
    ids.set(path, outcome.id);
    if (outcome.isInactive) review.inactive.push({ path, label: outcome.label });
  }
  review.failures.push(...repeated(properties, places, ids));
  return review;
}
