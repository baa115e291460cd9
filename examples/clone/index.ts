import * as pulumi from "@pulumi/pulumi";
import { NonEmployeeTenant } from "pulumi-sailpoint-nonemployee";

// Who takes whose place in the tenant of this stack. Pulumi.production.yaml has both maps; a stack for the sandbox has none.
const config = new pulumi.Config();

const tenant = new NonEmployeeTenant("tenant", {
  manifest: "sandbox.yaml",
  people: config.getObject<Record<string, string>>("people"),
  groups: config.getObject<Record<string, string>>("groups"),
});

/** The id of each source in this tenant, by the key of the manifest. */
export const sourceIds = Object.fromEntries(
  Object.entries(tenant.sources).map(([key, { sourceId }]) => [key, sourceId]),
);
