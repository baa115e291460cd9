/** From OpenAPI 3.0 schemas to JSON Schema 2019-09, closed: a property that no schema names is an error. */

interface SchemaObject {
  [keyword: string]: unknown;
}

const ANNOTATIONS: readonly string[] = ["example", "examples", "description", "title", "default"];

/** Schemas of a file by name, and how references to them are written afterwards. */
export interface SchemaScope {
  schemas: Record<string, unknown>;
  /** Base of absolute references. */
  base: string;
  /** Whether an object must have every property of its schema, but for those that may be missing in answers. */
  isComplete: boolean;
}

/**
 * The files demand next to nothing of answers, though a client lives by what is in them. So an answer must have what its schema
 * names, except for texts that are not set (null, or not there, depending on the version), what an approval brings with it, and
 * the causes of an error (which the published samples lack).
 */
const MAY_BE_MISSING: readonly string[] = [
  "helpText",
  "placeholder",
  "comment",
  "completionDate",
  "causes",
];

/**
 * Translates a schema.
 *
 * @param isClosed whether this very place refuses unknown properties; branches of `allOf` do not, since together they
 *   describe one object
 */
export function toJsonSchema(schema: unknown, scope: SchemaScope, isClosed: boolean): unknown {
  if (!isSchema(schema)) return schema;
  const { nullable, ...rest } = schema;
  const result = translate(rest, scope);
  // The texts of 401 and 429 have an example and no type: they are as the example.
  const isUntyped = Object.keys(rest).every((keyword) => ANNOTATIONS.includes(keyword));
  if (scope.isComplete && isUntyped && typeof rest.example === "string") result.type = "string";
  if (scope.isComplete && isSchema(rest.properties)) {
    result.required = Object.keys(rest.properties).filter((name) => !MAY_BE_MISSING.includes(name));
  }
  if (isClosed && declaresProperties(rest, scope)) result.unevaluatedProperties = false;
  return nullable === true || hasNullBranch(rest) ? orNull(result) : result;
}

function translate(schema: SchemaObject, scope: SchemaScope): SchemaObject {
  const result: SchemaObject = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (ANNOTATIONS.includes(keyword)) continue;
    result[keyword] = translateKeyword(keyword, value, scope);
  }
  return result;
}

function translateKeyword(keyword: string, value: unknown, scope: SchemaScope): unknown {
  if (keyword === "$ref" && typeof value === "string") return `${scope.base}${value}`;
  if (keyword === "properties" && isSchema(value)) {
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, inner]) => [name, toJsonSchema(inner, scope, true)]),
    );
  }
  if (keyword === "items" || keyword === "additionalProperties") {
    return toJsonSchema(value, scope, true);
  }
  if (isBranching(keyword) && Array.isArray(value)) {
    const branches = value.filter((branch) => !(keyword === "allOf" && isBareNullable(branch)));
    return branches.map((branch) => toJsonSchema(branch, scope, false));
  }
  return value;
}

/** A schema that also lets null through, whatever its type and values are. With `anyOf` it would be wrong for null's sake, too. */
function orNull(schema: SchemaObject): SchemaObject {
  return { if: { type: "null" }, else: schema };
}

/** `allOf: [reference, { nullable: true }]` means that null is possible. */
function hasNullBranch(schema: SchemaObject): boolean {
  return Array.isArray(schema.allOf) && schema.allOf.some(isBareNullable);
}

function isBareNullable(schema: unknown): boolean {
  if (!isSchema(schema) || schema.nullable !== true) return false;
  return Object.keys(schema).every((key) => key === "nullable" || ANNOTATIONS.includes(key));
}

/** Whether the schema says which properties there are: a free-form object does not. */
function declaresProperties(schema: unknown, scope: SchemaScope): boolean {
  if (!isSchema(schema) || schema.additionalProperties !== undefined) return false;
  if (isSchema(schema.properties)) return Object.keys(schema.properties).length > 0;
  if (typeof schema.$ref === "string") {
    return declaresProperties(scope.schemas[schema.$ref.split("/").at(-1) ?? ""], scope);
  }
  const branches = ["allOf", "oneOf", "anyOf"].flatMap((keyword) => schema[keyword] ?? []);
  return branches.some((branch) => declaresProperties(branch, scope));
}

function isBranching(keyword: string): boolean {
  return keyword === "allOf" || keyword === "oneOf" || keyword === "anyOf";
}

function isSchema(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
