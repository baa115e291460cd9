import * as pulumi from "@pulumi/pulumi";
import { currentProgram, declareOnce, sourceBehind } from "./declared";
import { registrationOf } from "./dynamic-resource";
import type { NonEmployeeSource } from "./non-employee-source";

/** What a {@link SchemaAttribute} takes. Exactly one of `source` and `sourceId` is needed. */
export interface SchemaAttributeArgs {
  /**
   * The source that gets the attribute. When the source is destroyed in the same run, the attribute goes with it and costs no
   * call of its own (`deletedWith`).
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
}

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
  /** Id of the attribute within its source (UUID). */
  declare readonly attributeId: pulumi.Output<string>;
  /** Instant of creation, ISO 8601. */
  declare readonly created: pulumi.Output<string>;
  /** Base URL of the tenant that holds the attribute. */
  declare readonly tenantUrl: pulumi.Output<string>;

  constructor(name: string, args: SchemaAttributeArgs, opts: pulumi.CustomResourceOptions = {}) {
    const { source, ...rest } = args ?? {};
    if ((source === undefined) === (rest.sourceId === undefined)) {
      const problem = source ? "both source and sourceId are given" : "source is missing";
      throw new pulumi.RunError(
        `SchemaAttribute "${name}": ${problem}; give either source (a NonEmployeeSource) or sourceId (its 32 hex characters)`,
      );
    }
    declareAttributeOnce(name, args);
    const inputs = {
      type: undefined,
      helpText: undefined,
      placeholder: undefined,
      required: undefined,
      forceDestroy: undefined,
      ...rest,
      // The id of a resource stays known while it is updated; its outputs do not, and would announce a replacement.
      sourceId: source ? source.id : rest.sourceId,
    };
    const outputs = { attributeId: undefined, created: undefined, tenantUrl: undefined };
    const options = source && !("deletedWith" in opts) ? { ...opts, deletedWith: source } : opts;
    super(...registrationOf("SchemaAttribute", name, { ...inputs, ...outputs }, options));
  }
}

function declareAttributeOnce(
  name: string,
  { source, sourceId, technicalName }: SchemaAttributeArgs,
): void {
  if (typeof technicalName !== "string") return;
  const object = `the attribute "${technicalName}"`;
  const declaredSource = source ?? sourceBehind(sourceId);
  if (declaredSource) {
    declareOnce(declaredSource, technicalName, `${object} of one source`, name);
  } else if (typeof sourceId === "string") {
    const key = `attribute ${sourceId}/${technicalName}`;
    declareOnce(currentProgram(), key, `${object} of source ${sourceId}`, name);
  }
}
