import * as pulumi from "@pulumi/pulumi";
import { NonEmployeeTenant } from "pulumi-sailpoint-nonemployee";

// manifest.yaml names the people and groups of production. Pulumi.sandbox.yaml says who takes whose place in the sandbox.
const config = new pulumi.Config();

const tenant = new NonEmployeeTenant("tenant", {
  manifest: "manifest.yaml",
  people: config.getObject<Record<string, string>>("people"),
  groups: config.getObject<Record<string, string>>("groups"),
});

/** The id of each source in the tenant of this stack, by the key of the manifest. */
export const sourceIds = Object.fromEntries(
  Object.entries(tenant.sources).map(([key, { sourceId }]) => [key, sourceId]),
);
