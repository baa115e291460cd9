/** What a Pulumi program imports. Loading it loads neither got nor zod: a program that only declares resources starts fast. */
export { NonEmployeeSource, type NonEmployeeSourceArgs } from "./non-employee-source";
export type { GroupRef, IdentityRef, Ref } from "./reference";
export { SchemaAttribute, type SchemaAttributeArgs } from "./schema-attribute";
