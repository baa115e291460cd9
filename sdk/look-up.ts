import * as pulumi from "@pulumi/pulumi";

/** The tenant in which a function looks. */
export type InTenant = {
  /**
   * Name of a further tenant of the configuration (`sailpoint:tenants`).
   * @default the tenant of `sailpoint:baseUrl`
   */
  tenant?: string | undefined;
};

/** Arguments of which each may be an output. */
export type OrOutputs<Args> = { [Key in keyof Args]: pulumi.Input<Args[Key]> };

/** Options of `.get`: Pulumi's own, and the tenant. */
export interface LookUpOptions extends pulumi.CustomResourceOptions {
  /**
   * Name of a further tenant of the configuration (`sailpoint:tenants`).
   * @default the tenant of `sailpoint:baseUrl`
   */
  tenant?: pulumi.Input<string | undefined>;
}

/** What a resource class is made from in place of arguments when the object exists and is managed elsewhere. */
export class LookUp {
  readonly tenant: pulumi.Input<string | undefined>;
  readonly options: pulumi.CustomResourceOptions;

  /** @throws pulumi.RunError for a blank id, by which Pulumi would register something new */
  constructor(id: pulumi.Input<pulumi.ID>, { tenant, ...options }: LookUpOptions) {
    if (id === null || (typeof id !== "object" && String(id ?? "").trim() === "")) {
      throw new pulumi.RunError(
        "get: the id is missing or blank; give the id of what exists, or name:<its name>",
      );
    }
    this.tenant = tenant;
    this.options = { ...options, id };
  }
}
