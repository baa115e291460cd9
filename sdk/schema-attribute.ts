import * as pulumi from "@pulumi/pulumi";
import { currentProgram, declareOnce, originOf, sourceBehind } from "./declared";
import { registrationOf } from "./dynamic-resource";
import { LookUp, type LookUpOptions } from "./look-up";
import type { NonEmployeeSource } from "./non-employee-source";

/** What a {@link SchemaAttribute} takes. Exactly one of `source` and `sourceId` is needed. */
export interface SchemaAttributeArgs {
  /**
   * The source that gets the attribute. When the source is destroyed in the same run, the attribute goes with it and costs no
   * call of its own (`deletedWith`). The attribute is in the tenant of its source.
   */
  source?: NonEmployeeSource;
  /** `sourceId` of the source (32 hex characters), where it is not declared in this program. A change replaces the attribute. */
  sourceId?: pulumi.Input<string>;
  /** Name of the attribute in records and CSV files, unique in the source. A change replaces the attribute. */
  technicalName: pulumi.Input<string>;
  /** Label that people see. Changed in place. */
  label: pulumi.Input<string>;
  /**
   * Type of the values; the API accepts no other for custom attributes.
   * @default "TEXT"
   */
  type?: pulumi.Input<"TEXT" | undefined>;
  /**
   * Explanation beside the field. Changed in place.
   * @default none
   */
  helpText?: pulumi.Input<string | undefined>;
  /**
   * Text in the empty field. Changed in place.
   * @default none
   */
  placeholder?: pulumi.Input<string | undefined>;
  /**
   * Whether a record must have a value. Changed in place.
   * @default false
   */
  required?: pulumi.Input<boolean | undefined>;
  /**
   * Allows the attribute to be destroyed while its source has records. It counts only once an `up` has brought it into the
   * state, and the configuration `backupDir` must name the folder that all records of the source are written to before, or say
   * `none`.
   * @default false
   */
  forceDestroy?: pulumi.Input<boolean | undefined>;
  /**
   * Name of a further tenant of the configuration (`sailpoint:tenants`), beside `sourceId` only: with `source` it is that of the
   * source. A change to a tenant with another base URL replaces the attribute.
   * @default the tenant of `sailpoint:baseUrl`
   */
  tenant?: pulumi.Input<string | undefined>;
}

const outputs = { attributeId: undefined, created: undefined, tenantUrl: undefined };

const optionalInputs = {
  type: undefined,
  helpText: undefined,
  placeholder: undefined,
  required: undefined,
  forceDestroy: undefined,
  tenant: undefined,
};

const requiredInputs = { sourceId: undefined, technicalName: undefined, label: undefined };

/**
 * A custom attribute of a non-employee source, of which a source has at most 10. Its id is `<sourceId>/<attributeId>`.
 *
 * @see createNonEmployeeSourceSchemaAttributes, patchNonEmployeeSchemaAttribute, deleteNonEmployeeSchemaAttribute
 *
 * @example An attribute of a source of the same program
 * ```ts
 * new SchemaAttribute("costCenter", {
 *   source: contractors,
 *   technicalName: "costCenter",
 *   label: "Cost center",
 * });
 * ```
 *
 * @example A required attribute of a source that is managed elsewhere
 * ```ts
 * new SchemaAttribute("badge", {
 *   sourceId: "2c91808568c529c60168cca6f90c1313",
 *   technicalName: "badge",
 *   label: "Badge number",
 *   helpText: "Six digits, printed on the back",
 *   required: true,
 * });
 * ```
 */
export class SchemaAttribute extends pulumi.CustomResource {
  declare readonly sourceId: pulumi.Output<string>;
  declare readonly technicalName: pulumi.Output<string>;
  declare readonly label: pulumi.Output<string>;
  declare readonly type: pulumi.Output<string>;
  declare readonly helpText: pulumi.Output<string | undefined>;
  declare readonly placeholder: pulumi.Output<string | undefined>;
  declare readonly required: pulumi.Output<boolean>;
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;
  declare readonly tenant: pulumi.Output<string | undefined>;
  /** Id of the attribute within its source (UUID). */
  declare readonly attributeId: pulumi.Output<string>;
  /** Instant of creation, ISO 8601. */
  declare readonly created: pulumi.Output<string>;
  /** Base URL of the tenant that holds the attribute. */
  declare readonly tenantUrl: pulumi.Output<string>;

  /**
   * An attribute that exists and is managed elsewhere: all its outputs, and nothing is written.
   *
   * @param id `<sourceId>/<attributeId>`, or `<sourceId>/name:<technicalName>`
   * @param opts besides Pulumi's options: `tenant`, the name of a further tenant of the configuration
   * @throws if there is no such source or attribute
   * @see getNonEmployeeSourceSchemaAttributes
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: LookUpOptions = {}): SchemaAttribute {
    return new SchemaAttribute(name, new LookUp(id, opts));
  }

  constructor(name: string, args: SchemaAttributeArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal what `get` calls */
  constructor(name: string, lookUp: LookUp);
  constructor(
    name: string,
    args: SchemaAttributeArgs | LookUp,
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const [inputs, options] =
      args instanceof LookUp
        ? [{ ...requiredInputs, ...optionalInputs, tenant: args.tenant }, args.options]
        : declarationOf(name, args, opts);
    super(...registrationOf("SchemaAttribute", name, { ...inputs, ...outputs }, options));
  }
}

/** Inputs and options of a declared attribute. @throws pulumi.RunError if it does not say which source it belongs to */
function declarationOf(
  name: string,
  args: SchemaAttributeArgs,
  opts: pulumi.CustomResourceOptions,
): [pulumi.Inputs, pulumi.CustomResourceOptions] {
  const { source: given, ...rest } = args ?? {};
  const source = given ?? undefined;
  if (source !== undefined && !pulumi.CustomResource.isInstance(source)) {
    throw new pulumi.RunError(
      `SchemaAttribute "${name}": source must be a NonEmployeeSource, got ${typeof source === "object" ? "an object that is none" : `a ${typeof source}`}; for the id of a source use sourceId`,
    );
  }
  if ((source === undefined) === ((rest.sourceId ?? undefined) === undefined)) {
    const problem = source ? "both source and sourceId are given" : "source is missing";
    throw new pulumi.RunError(
      `SchemaAttribute "${name}": ${problem}; give either source (a NonEmployeeSource) or sourceId (its 32 hex characters)`,
    );
  }
  if (source === undefined) {
    declareAttributeOnce(name, args);
    return [{ ...optionalInputs, ...rest }, opts];
  }
  const { tenant, isLookedUp } = originOf(source);
  if (rest.tenant !== undefined && rest.tenant !== tenant) {
    throw new pulumi.RunError(
      `SchemaAttribute "${name}": tenant is given beside source; leave it out, for the attribute is in the tenant of its source`,
    );
  }
  declareAttributeOnce(name, args);
  // The id of a resource stays known while it is updated; its outputs do not, and would announce a replacement. That of a
  // source found by name is not its sourceId, but nothing updates it.
  const sourceId = isLookedUp ? source.sourceId : source.id;
  const isDeletedWith = !isLookedUp && !("deletedWith" in opts);
  return [
    { ...optionalInputs, ...rest, tenant, sourceId },
    isDeletedWith ? { ...opts, deletedWith: source } : opts,
  ];
}

function declareAttributeOnce(
  name: string,
  { source, sourceId, technicalName, tenant }: SchemaAttributeArgs,
): void {
  if (typeof technicalName !== "string") return;
  const object = `the attribute "${technicalName}"`;
  const declaredSource = source ?? sourceBehind(sourceId);
  if (declaredSource) {
    declareOnce(declaredSource, technicalName, `${object} of one source`, name);
  } else if (typeof sourceId === "string" && (tenant === undefined || typeof tenant === "string")) {
    const key = `attribute ${JSON.stringify([tenant ?? null, sourceId, technicalName])}`;
    declareOnce(currentProgram(), key, `${object} of source ${sourceId}`, name);
  }
}
