import type * as pulumi from "@pulumi/pulumi";

/** Names of the resource types: the last part of the type token, and the key of the handlers in `./provider`. */
export type ResourceTypeName = "NonEmployeeSource" | "SchemaAttribute";

/**
 * The type token and the provider text of a resource. Both lie in users' state for years: they never change. The text is what
 * Pulumi's dynamic-provider process evaluates, and it is all that this package ever puts there.
 */
export function loaderOf(typeName: ResourceTypeName): { token: string; provider: string } {
  return {
    token: `pulumi-nodejs:dynamic/sailpoint:${typeName}`,
    provider: `exports.handler = () => require("pulumi-sailpoint-nonemployee/provider").handlers.${typeName};`,
  };
}

/**
 * What a resource class hands to `pulumi.CustomResource`: its token, and its properties with the provider text. The classes
 * extend that class directly: Pulumi takes the call at a fixed depth above it for the program's line, and keeps every call from
 * there on in the state of each resource.
 */
export function registrationOf(
  typeName: ResourceTypeName,
  name: string,
  props: pulumi.Inputs,
  opts: pulumi.CustomResourceOptions | undefined,
): ConstructorParameters<typeof pulumi.CustomResource> {
  const { token, provider } = loaderOf(typeName);
  return [token, name, { ...props, __provider: provider }, opts];
}
