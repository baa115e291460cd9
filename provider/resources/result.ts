/** What a look-up gives a program: plain objects. What is not set in the tenant is undefined, never null or an empty text. */
import type {
  NonEmployeeSource,
  Reference,
  SchemaAttribute as SchemaAttributeAnswer,
  Source,
} from "../api";
import type { Group, Person } from "./directory";

/** A person or governance group that a source refers to. */
export interface NamedReference {
  /** Of a person 32 hex characters, of a group a UUID or the same. */
  id: string;
  /** Name at the time of the look-up. */
  name: string | undefined;
}

/** An approver or account manager of a source. */
export interface TypedReference {
  /** Of a person 32 hex characters, of a group a UUID or the same. */
  id: string;
  /** `IDENTITY` or `GOVERNANCE_GROUP`; the API may add more. */
  type: string | undefined;
}

/** A non-employee source that exists. */
export interface SourceResult {
  /** Id of the source in the Sources API, identity profiles and records (32 hex characters). */
  sourceId: string;
  /** Id of the object in the non-employee API (UUID); no path takes it. */
  nonEmployeeSourceId: string;
  name: string;
  description: string | undefined;
  /** The identity that owns the source. */
  owner: NamedReference | undefined;
  /** Id of the owner. */
  ownerId: string | undefined;
  /** The governance group whose members may manage the source. */
  managementWorkgroup: NamedReference | undefined;
  /** Id of the management workgroup. */
  managementWorkgroupId: string | undefined;
  /** In the order of approval. */
  approvers: TypedReference[];
  /** Sorted by id: their order has no meaning. */
  accountManagers: TypedReference[];
  /** Ids of the approvers, in the order of approval. */
  approverIds: string[];
  /** Ids of the account managers, sorted. */
  accountManagerIds: string[];
  /** Instant of creation, ISO 8601. */
  created: string | undefined;
  /** Base URL of the tenant that holds the source. */
  tenantUrl: string;
}

/** An attribute of a non-employee source that exists, custom or of the system. */
export interface SchemaAttributeResult {
  /** Id of the attribute within its source (UUID). */
  attributeId: string;
  /** Id of its source (32 hex characters). */
  sourceId: string;
  technicalName: string;
  label: string;
  /** `TEXT` for custom attributes; of system attributes also `DATE` and `IDENTITY`. */
  type: string;
  helpText: string | undefined;
  placeholder: string | undefined;
  /** Whether a record must have a value. */
  required: boolean;
  /** True for the attributes that every source has; they cannot be changed. */
  isSystem: boolean;
}

/** A person of the tenant. */
export interface IdentityResult {
  /** 32 hex characters. */
  id: string;
  /** Display name; not unique. */
  name: string | undefined;
  /** Account name on the authoritative source, unique in the tenant. */
  alias: string | undefined;
  email: string | undefined;
  /** True for somebody who has left or is away for long: nobody to put in charge. */
  isInactive: boolean;
}

/** A governance group of the tenant. */
export interface GovernanceGroupResult {
  /** UUID or 32 hex characters. */
  id: string;
  name: string;
}

/** @param generic the same source in the Sources API, which alone has owner and group */
export function sourceResult(
  source: NonEmployeeSource,
  generic: Source,
  tenantUrl: string,
): SourceResult {
  const owner = namedReference(generic.owner);
  const managementWorkgroup = namedReference(generic.managementWorkgroup);
  const approvers = source.approvers.map(typedReference);
  const accountManagers = source.accountManagers
    .map(typedReference)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    sourceId: source.sourceId,
    nonEmployeeSourceId: source.id,
    name: source.name,
    description: filled(source.description),
    owner,
    ownerId: owner?.id,
    managementWorkgroup,
    managementWorkgroupId: managementWorkgroup?.id,
    approvers,
    accountManagers,
    approverIds: approvers.map(({ id }) => id),
    accountManagerIds: accountManagers.map(({ id }) => id),
    created: filled(source.created),
    tenantUrl,
  };
}

export function schemaAttributeResult(
  sourceId: string,
  {
    id,
    technicalName,
    label,
    type,
    helpText,
    placeholder,
    required,
    system,
  }: SchemaAttributeAnswer,
): SchemaAttributeResult {
  return {
    attributeId: id,
    sourceId,
    technicalName,
    label,
    type,
    helpText: filled(helpText),
    placeholder: filled(placeholder),
    required,
    isSystem: system,
  };
}

export function identityResult({ id, name, alias, email, isInactive }: Person): IdentityResult {
  return {
    id,
    name: filled(name),
    alias: filled(alias),
    email: filled(email),
    isInactive,
  };
}

export function governanceGroupResult({ id, name }: Group): GovernanceGroupResult {
  return { id, name };
}

function namedReference(reference: Reference | null | undefined): NamedReference | undefined {
  return reference ? { id: reference.id, name: filled(reference.name) } : undefined;
}

function typedReference({ id, type }: Reference): TypedReference {
  return { id, type: filled(type) };
}

function filled(text: string | null | undefined): string | undefined {
  return text ? text : undefined;
}
