import { z } from "zod";

const memberSchema = z.record(z.string(), z.unknown());

/**
 * One operation of a JSON Patch (RFC 6902) as the API takes it. `null` is no value there: clear a text with `""` or
 * with the operation `remove`.
 */
export const jsonPatchOperationSchema = z.strictObject({
  op: z.enum(["add", "remove", "replace", "move", "copy", "test"]),
  path: z.string().startsWith("/"),
  value: z
    .union([
      z.string(),
      z.boolean(),
      z.number(),
      z.array(z.union([z.string(), z.number(), memberSchema])),
      memberSchema,
    ])
    .optional(),
});

/** The body of every PATCH: at least one operation, for an empty patch is not worth a request. */
export const jsonPatchSchema = z.array(jsonPatchOperationSchema).min(1);

/** One operation of a JSON Patch. */
export type JsonPatchOperation = z.infer<typeof jsonPatchOperationSchema>;

/**
 * JSON pointer of a property: each segment escaped, `~` as `~0` and `/` as `~1`.
 *
 * @returns for example `/data/cost~1center`.
 */
export function jsonPointer(...segments: string[]): string {
  return segments
    .map((segment) => `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}
