/** A manifest as resources declare it in one tenant, and whether that tenant has everybody whom it names. */
import { HttpError } from "../api";
import { maxCustomAttributes, maxSources } from "../resources/advice";
import { type Call, messageOf, type Props, ResourceError } from "../resources/handler";
import { checkInputs } from "../resources/input-check";
import {
  nonEmployeeSourceArgsSchema,
  nonEmployeeSourceReferences,
} from "../resources/non-employee-source-field";
import { type ReferenceReview, reviewReferences } from "../resources/reference-review";
import type { Tenant } from "../resources/tenant";
import { compact, counted } from "../resources/value";
import type { Manifest, ManifestAttribute } from "./manifest";
import type { ReferenceMap, TargetRef } from "./reference-map";

/** A source as a resource takes it. */
export interface DeclaredSource {
  key: string;
  args: SourceArgs;
  attributes: ManifestAttribute[];
}

/** Arguments of a source, apart from those that are the same for all. */
export interface SourceArgs {
  name: string;
  description: string;
  owner: TargetRef;
  managementWorkgroup?: TargetRef;
  approvers?: TargetRef[];
  accountManagers?: TargetRef[];
}

/** The sources of a manifest with the people and groups of the target tenant. */
export function declareManifest({ sources }: Manifest, map: ReferenceMap): DeclaredSource[] {
  return sources.map(({ key, name, description, owner, ...rest }) => ({
    key,
    args: {
      name,
      description,
      owner: map.person(owner),
      ...(rest.managementWorkgroup && { managementWorkgroup: map.group(rest.managementWorkgroup) }),
      ...(rest.approvers && { approvers: rest.approvers.map((member) => map.member(member)) }),
      ...(rest.accountManagers && {
        accountManagers: rest.accountManagers.map((member) => map.member(member)),
      }),
    },
    attributes: rest.schemaAttributes ?? [],
  }));
}

/** What can be told without the tenant, each with the key of its source. */
export function declarationProblems(sources: readonly DeclaredSource[]): string[] {
  const problems = sources.flatMap(({ key, args, attributes }) => [
    ...checkInputs(nonEmployeeSourceArgsSchema, toProps(args)).map(
      ({ reason }) => `${key}: ${reason}`,
    ),
    ...(attributes.length > maxCustomAttributes
      ? [
          `${key}: has ${attributes.length} schemaAttributes, and a source takes at most ${maxCustomAttributes}; remove some`,
        ]
      : []),
  ]);
  if (sources.length > maxSources) {
    problems.push(
      `there are ${sources.length} sources, and a tenant takes at most ${maxSources}; choose some with \`only\``,
    );
  }
  return problems;
}

/**
 * Finds out whether the tenant has everybody whom the sources name, by batched look-ups, and warns of those who are inactive;
 * nothing is written.
 *
 * @throws ResourceError that lists everybody who is missing, or what failed
 * @see getPublicIdentities, listWorkgroups
 */
export async function checkDeclared(
  tenant: Tenant,
  call: Call,
  sources: readonly DeclaredSource[],
  what: string,
): Promise<void> {
  const errors = new Map<string, string>();
  const reviews = await Promise.all(
    sources.map(async ({ args }) => {
      try {
        return await reviewReferences(tenant, call, nonEmployeeSourceReferences, toProps(args));
      } catch (error) {
        const kind = kindOf(error);
        if (!errors.has(kind)) errors.set(kind, messageOf(error));
        return undefined;
      }
    }),
  );
  const told = (listOf: (review: ReferenceReview) => readonly string[]) =>
    sources.flatMap(({ key }, index) => {
      const review = reviews[index];
      return review ? listOf(review).map((text) => `${key}: ${text}`) : [];
    });
  const left = told(({ inactive }) => inactive.map(({ path, label }) => `${path}: ${label}`));
  if (left.length > 0) call.log("warning", inactiveWarning(tenant, what, left));
  const missing = told(({ failures }) => failures.map(({ path, reason }) => `${path}: ${reason}`));
  const failed = [...errors.values()].map(
    (message) => `people or groups could not be looked up: ${message}`,
  );
  refuse(tenant, what, missing, failed);
}

/** @throws ResourceError with every problem, if there is one */
function refuse(
  tenant: Tenant,
  what: string,
  missing: readonly string[],
  failed: readonly string[],
): void {
  const all = [...missing, ...failed];
  if (all.length === 0) return;
  const advice =
    missing.length > 0
      ? "Nothing of it was written. Name in `people` and `groups` who takes whose place in this tenant, or correct the manifest."
      : "Nothing of it was written.";
  throw new ResourceError(
    `${what} cannot be declared in ${tenant.url}, ${counted(all.length, "problem")}:\n${all.map((text) => `- ${text}`).join("\n")}\n${advice}`,
  );
}

/** Told together: the engine stops at the first resource that names somebody inactive anew. */
function inactiveWarning(tenant: Tenant, what: string, left: readonly string[]): string {
  const list = left.map((text) => `- ${text}`).join("\n");
  return `${what} names people who are inactive in ${tenant.url}:\n${list}\nWhere they are in charge already they may stay; elsewhere they are refused. Name in \`people\` who takes their place.`;
}

/** What failed, without the tracking id: one failed request answers many questions, and several may ask the same list. */
function kindOf(error: unknown): string {
  return error instanceof HttpError
    ? `${error.status} ${error.method} ${error.path}`
    : messageOf(error);
}

/** As the handlers take them. */
export function toProps(args: SourceArgs): Props {
  const refs = (list: readonly TargetRef[] | undefined) => list?.map((ref) => ({ ...ref }));
  const { name, description, owner, managementWorkgroup, approvers, accountManagers } = args;
  return compact({
    name,
    description,
    owner: { ...owner },
    managementWorkgroup: managementWorkgroup && { ...managementWorkgroup },
    approvers: refs(approvers),
    accountManagers: refs(accountManagers),
  });
}
