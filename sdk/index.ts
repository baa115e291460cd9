/** What a Pulumi program imports. Loading it loads neither got nor zod: a program that only declares resources starts fast. */
export type {
  Manifest,
  ManifestAttribute,
  ManifestDocument,
  ManifestGroupRef,
  ManifestIdentityRef,
  ManifestMemberRef,
  ManifestSource,
  UnresolvedRef,
} from "../provider/manifest/manifest";
export type { GroupTarget, PersonTarget } from "../provider/manifest/reference-map";
export type {
  GovernanceGroupResult,
  IdentityResult,
  NamedReference,
  SchemaAttributeResult,
  SourceResult,
  TypedReference,
} from "../provider/resources/result";
export {
  type GetGovernanceGroupArgs,
  type GetIdentityArgs,
  getGovernanceGroup,
  getGovernanceGroupOutput,
  getIdentity,
  getIdentityOutput,
} from "./get-identity";
export {
  type GetSourceArgs,
  getSource,
  getSourceOutput,
  type ListSchemaAttributesArgs,
  listSchemaAttributes,
  listSchemaAttributesOutput,
  listSources,
  listSourcesOutput,
} from "./get-source";
export type { InTenant, LookUpOptions, OrOutputs } from "./look-up";
export { NonEmployeeSource, type NonEmployeeSourceArgs } from "./non-employee-source";
export { NonEmployeeTenant, type NonEmployeeTenantArgs } from "./non-employee-tenant";
export type {
  GroupRef,
  IdentityRef,
  MemberRef,
  ResolvedGroupRef,
  ResolvedIdentityRef,
  ResolvedMemberRef,
} from "./reference";
export { SchemaAttribute, type SchemaAttributeArgs } from "./schema-attribute";
