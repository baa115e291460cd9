/** What a Pulumi program imports. Loading it loads neither got nor zod: a program that only declares resources starts fast. */
export type { LookUpOptions } from "./look-up";
export { NonEmployeeSource, type NonEmployeeSourceArgs } from "./non-employee-source";
export type {
  GroupRef,
  IdentityRef,
  MemberRef,
  ResolvedGroupRef,
  ResolvedIdentityRef,
  ResolvedMemberRef,
} from "./reference";
export { SchemaAttribute, type SchemaAttributeArgs } from "./schema-attribute";
