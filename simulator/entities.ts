/** What the tenant stores. The wire format is made from these in `wire.ts`. */

/** The API versions and their path forms: a prefix each, except `v1`, which is an infix. */
export const API_VERSIONS = ["v1", "v2026", "v2025", "v2024", "v3", "beta"] as const;

export type ApiVersion = (typeof API_VERSIONS)[number];

/** Versions that have the neighbours: beta is not to be used for them. */
export const NEIGHBOUR_VERSIONS = ["v1", "v2026", "v2025", "v2024", "v3"] as const;

/** Versions that have identities and governance groups: v3 lacks both. */
export const DIRECTORY_VERSIONS = ["v1", "v2026", "v2025", "v2024"] as const;

/** User levels that the simulated operations ask for. */
export const USER_LEVELS = [
  "ORG_ADMIN",
  "SOURCE_ADMIN",
  "SOURCE_SUBADMIN",
  "ROLE_SUBADMIN",
  "USER",
] as const;

export type UserLevel = (typeof USER_LEVELS)[number];

export const IDENTITY_STATES = ["ACTIVE", "INACTIVE_SHORT_TERM", "INACTIVE_LONG_TERM"] as const;

/** `processingState` of an identity. */
export const PROCESSING_STATES = ["OK", "ERROR"] as const;

/** `identityStatus` of an identity, and the filter `cloudStatus`. */
export const CLOUD_STATUSES = [
  "UNREGISTERED",
  "REGISTERED",
  "PENDING",
  "WARNING",
  "DISABLED",
  "ACTIVE",
  "DEACTIVATED",
  "TERMINATED",
  "ERROR",
  "LOCKED",
] as const;

/** A person. `id` is what owners, approvers and account managers hold; `alias` is what a record's manager holds. */
export interface Identity {
  id: string;
  alias: string;
  name: string;
  firstName: string;
  lastName: string;
  email: string | null;
  identityState: (typeof IDENTITY_STATES)[number] | null;
  /** Id of the identity's manager. */
  manager: string | null;
  /** Whether an authoritative source knows the person. */
  correlated: boolean;
  /** Whether it is one of the tenant's own accounts, such as that of its first administrator. */
  protected: boolean;
  processingState: (typeof PROCESSING_STATES)[number] | null;
  cloudStatus: (typeof CLOUD_STATUSES)[number];
  /** Public attributes beside name and e-mail, such as `country`, by key. */
  attributes: Record<string, string>;
  created: string;
  modified: string;
}

/** A governance group. */
export interface Workgroup {
  id: string;
  name: string;
  description: string;
  /** Identity id. */
  owner: string;
  /** Identity ids. */
  members: string[];
  created: string;
  modified: string;
}

/** An object of `/sources`; each non-employee source has one with `id` equal to its `sourceId`. */
export interface GenericSource {
  id: string;
  name: string;
  description: string;
  /** Identity id. */
  owner: string;
  /** Governance group id. */
  managementWorkgroup: string | null;
  type: string;
  connector: string;
  connectorClass: string;
  connectorName: string;
  connectionType: string;
  connectorAttributes: Record<string, unknown>;
  features: string[];
  authoritative: boolean;
  created: string;
  modified: string;
}

/** A non-employee source without what only its generic source holds. */
export interface NonEmployeeSource {
  /** UUID of the non-employee object. */
  id: string;
  /** 32 hex digits, the id of the generic source and the one that paths take. */
  sourceId: string;
  name: string;
  description: string;
  /** Identity or governance group ids, in approval order. */
  approvers: string[];
  /** Identity or governance group ids. */
  accountManagers: string[];
  /** Legacy numeric id. */
  cloudExternalId: string;
  created: string;
  modified: string;
}

/** A non-employee source together with the owner and the group of its generic source (ids). */
export interface SourceSnapshot extends NonEmployeeSource {
  owner: string;
  managementWorkgroup: string | null;
}

export type AttributeType = "TEXT" | "DATE" | "IDENTITY" | "PHONE" | "EMAIL";

export interface SchemaAttribute {
  id: string;
  sourceId: string;
  /** True for the eight attributes that every source has. */
  system: boolean;
  type: AttributeType;
  label: string;
  technicalName: string;
  helpText: string | null;
  placeholder: string | null;
  required: boolean;
  created: string;
  modified: string;
}

/** A non-employee: the eight system fields and the custom ones in `data`. */
export interface NonEmployeeRecord {
  id: string;
  sourceId: string;
  accountName: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  /** Alias of an identity. */
  manager: string;
  /** ISO 8601 instant. */
  startDate: string;
  /** ISO 8601 instant. */
  endDate: string;
  data: Record<string, string>;
  created: string;
  modified: string;
}

/** What of a non-employee is written; the rest is the tenant's. */
export type RecordFields = Omit<NonEmployeeRecord, "id" | "sourceId" | "created" | "modified">;

/** An OAuth client. With a user level it is a personal access token, without one a client that has no user. */
export interface Client {
  clientId: string;
  clientSecret: string;
  scopes: string[];
  userLevel?: UserLevel;
  /** The token's user; defaults to the first identity where there is a user level. */
  identityId?: string;
  /** Life of an access token in seconds, @default 749 */
  tokenSeconds?: number;
}

/** The eight attributes of every source; labels and types other than the names are inferred there. */
export const SYSTEM_ATTRIBUTES: readonly {
  technicalName: string;
  label: string;
  type: AttributeType;
}[] = [
  { technicalName: "accountName", label: "Account Name", type: "TEXT" },
  { technicalName: "firstName", label: "First Name", type: "TEXT" },
  { technicalName: "lastName", label: "Last Name", type: "TEXT" },
  { technicalName: "phone", label: "Phone", type: "PHONE" },
  { technicalName: "email", label: "Email", type: "EMAIL" },
  { technicalName: "manager", label: "Manager", type: "IDENTITY" },
  { technicalName: "startDate", label: "Start Date", type: "DATE" },
  { technicalName: "endDate", label: "End Date", type: "DATE" },
];
